"""The explorer: the picture of the model, whose line moves from service to service."""

from __future__ import annotations

from itertools import groupby

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from srm_quiz import phrases
from srm_quiz.domain.cards import Cell, Layer, Owner
from srm_quiz.domain.games.explorer import CellRecord, ServiceRef, record, service_refs
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.games.find_service import FindServiceScreen, SearchHit
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import align_ends
from srm_quiz.tui.widgets.markdown import inline
from srm_quiz.tui.widgets.matrix_view import LayerSelected, MatrixMap, ServiceStack
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES
from srm_quiz.tui.widgets.titlebar import TitleBar

DONE_BY = {
    Owner.AWS: "AWS sees to it, and leaves you nothing to do here.",
    Owner.CUSTOMER: "Nobody does it for you here.",
    Owner.SHARED: "Each side has its part.",
}
"""What is said of a cell without a reason of its own."""


class ServiceList(OptionList, inherit_bindings=False):
    """All services by category, beside the picture where there is room. The keys are the screen's."""


class ExplorerScreen(Screen[None]):
    """A service's layers, another's beside them, or all at once; and why the layer is whose it is."""

    BINDINGS = bindings(
        games.NextService,
        games.PreviousService,
        drill.Down,
        drill.Up,
        games.Compare,
        games.WholeModel,
        games.DrawLine,
        games.Find,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self) -> None:
        super().__init__()
        self._places: tuple[ServiceRef, ...] = ()
        self._at = 0
        self._beside: int | None = None
        self._layer_id = ""
        self._whole = False

    def compose(self) -> ComposeResult:
        yield TitleBar("The model")
        with Horizontal(id="explorer"):
            yield ServiceList(id="services", markup=False)
            with Vertical(id="picture"):
                yield Static(id="service", markup=False)
                with VerticalScroll(id="model", can_focus=False):
                    yield ServiceStack(id="stack")
                    yield MatrixMap(id="whole")
                yield Static(id="cell", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(ServiceList).can_focus = False

    def on_screen_resume(self) -> None:
        self._places = service_refs(self.app.study.library.decks)
        self._at = min(self._at, max(0, len(self._places) - 1))
        if self._beside is not None and self._beside >= len(self._places):
            self._beside = None
        self._list_services()
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    # ------------------------------------------------------------------------ state

    @property
    def _place(self) -> ServiceRef:
        return self._places[self._at]

    @property
    def _layer(self) -> int:
        """The layer under the cursor; the highest that moves, before the cursor was moved."""
        layers = self._place.matrix.layers
        named = [number for number, layer in enumerate(layers) if layer.id == self._layer_id]
        moving = [number for number, layer in enumerate(layers) if layer.moves]
        return (named or moving or [len(layers) - 1])[-1]

    def _show(self) -> None:
        if not self._places:
            self.query_one("#service", Static).update(
                "No deck here has a model yet. decks/README.md shows how to write one."
            )
            return
        place, layer = self._place, self._layer
        beside = None if self._beside is None else self._places[self._beside]
        self.query_one(TitleBar).title = place.deck.title
        self.query_one(TitleBar).right = f"{self._at + 1} of {len(self._places)}"
        stack, whole = self.query_one(ServiceStack), self.query_one(MatrixMap)
        stack.display, whole.display = not self._whole, self._whole
        if self._whole:
            whole.show(place, layer)
        else:
            stack.show(place, beside, layer)
        listed = self.query_one(ServiceList)
        listed.highlighted = listed.get_option_index(f"{self._at}")
        width = self.query_one("#picture").content_size.width - 4
        self.query_one("#service", Static).update(_heading(place, beside, width, whole=self._whole))
        self.query_one("#cell", Static).update(self._told(place, place.matrix.layers[layer], width))
        self.refresh_bindings()

    def _told(self, place: ServiceRef, layer: Layer, width: int) -> Content:
        cell = place.cell(layer)
        assert cell is not None, "the layer is of this place's matrix"
        history = self.app.study.history
        found = record(cell, layer, history(place.layer_card(layer)), history(place.line_card))
        lines = align_ends(Content.styled(layer.duty, "bold"), _record(found), width)
        lines.append(_reason(place, cell))
        if place.service.source:
            source = Content.styled(phrases.strip_scheme(place.service.source), "$text-muted")
            lines.append(source.truncate(width, ellipsis=True))
        return Content("\n").join(lines)

    def _list_services(self) -> None:
        listed = self.query_one(ServiceList)
        listed.clear_options()
        for category, group in groupby(enumerate(self._places), key=lambda one: one[1].service.category):
            listed.add_option(Option(Content.styled(category, "$text-muted"), disabled=True))
            listed.add_options(Option(Content(f" {place.service.name}"), id=f"{at}") for at, place in group)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._at = int(str(event.option_id))
        self._show()

    # ------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a model there is nothing to look at; the line is played where a card asks for it."""
        if action in ("help", "back"):
            return True
        if action == "draw_line":
            return bool(self._places) and self.app.study.library.card(self._place.line_card) is not None
        return bool(self._places)

    def action_next_service(self) -> None:
        self._at = (self._at + 1) % len(self._places)
        self._show()

    def action_previous_service(self) -> None:
        self._at = (self._at - 1) % len(self._places)
        self._show()

    def action_down(self) -> None:
        self._look(self._layer - 1)

    def action_up(self) -> None:
        self._look(self._layer + 1)

    def action_compare(self) -> None:
        """Pin this service beside the next one, or take it away."""
        self._beside = self._at if self._beside is None else None
        if self._beside is not None:  # beside itself there is nothing to see
            self._at = (self._at + 1) % len(self._places)
        self._whole = False
        self._show()

    def action_whole_model(self) -> None:
        self._whole = not self._whole
        self._show()

    def action_draw_line(self) -> None:
        self.app.drill(Scope(cards=(self._place.line_card,)), mode=Mode.LINE)

    def action_find(self) -> None:
        self.app.push_screen(FindServiceScreen(self._places, self._at), self._found)

    def action_back(self) -> None:
        self.dismiss()

    def on_layer_selected(self, message: LayerSelected) -> None:
        message.stop()
        if message.service is not None:
            services = self._place.matrix.services
            self._at += message.service - services.index(self._place.service)
        self._look(message.layer)

    def _look(self, layer: int) -> None:
        layers = self._place.matrix.layers
        self._layer_id = layers[layer % len(layers)].id
        self._show()

    def _found(self, found: SearchHit | None) -> None:
        if found is not None:
            self._at = found.place
            self._layer_id = found.layer or self._layer_id
            self._show()


def _heading(place: ServiceRef, beside: ServiceRef | None, width: int, *, whole: bool) -> Content:
    service = place.service
    name = Content.assemble(("◂ ", "$accent"), (service.name, "bold"), (" ▸", "$accent"))
    if beside is not None and not whole:
        right = Content.assemble(("compared with  ", "$text-muted"), (beside.service.name, "bold"))
    else:
        right = Content.styled(service.category, "$text-muted")
    return Content("\n").join(align_ends(name, right, width))


def _reason(place: ServiceRef, cell: Cell) -> Content:
    if not cell.applies:
        return Content(f"{place.service.name} has no such layer: there is nothing here to do.")
    mark = OWNER_STYLES[cell.owner]
    others = " or ".join(OWNER_STYLES[owner].word for owner in sorted(cell.accept - {cell.owner}))
    also = f" ({others} can be defended too)" if others else ""
    why = cell.why or DONE_BY[cell.owner]
    return Content.assemble((f"{mark.word}{also}. ", f"bold {mark.style}"), inline(why))


def _record(found: CellRecord) -> Content:
    if not found.of:
        return Content.styled("not asked yet", "$text-muted")
    return Content.styled(f"you: {found.right} of {found.of} right", "$text-muted")
