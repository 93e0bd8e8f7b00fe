"""The explorer: the model as a picture, whose line moves from service to service."""

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
from srm_quiz.tui.web import is_web_address
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import align_ends
from srm_quiz.tui.widgets.markdown import inline
from srm_quiz.tui.widgets.matrix_view import LayerSelected, MatrixMap, ServiceStack
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES
from srm_quiz.tui.widgets.titlebar import TitleBar

DEFAULT_REASONS = {
    Owner.AWS: "AWS takes care of it; there is nothing for you to do here.",
    Owner.CUSTOMER: "Nobody does it for you here.",
    Owner.SHARED: "Each side has its part.",
}
"""The reason shown for a cell that has none of its own."""


class ServiceList(OptionList, inherit_bindings=False):
    """All services by category, beside the picture if there is room. It has no keys of its own."""


class ExplorerScreen(Screen[None]):
    """The layers of a service, another service beside it, or all at once; and why a layer is whose it is."""

    BINDINGS = bindings(
        games.NextService,
        games.PreviousService,
        drill.Down,
        drill.Up,
        games.Compare,
        games.WholeModel,
        games.DrawLine,
        games.Find,
        drill.OpenSource,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self) -> None:
        super().__init__()
        self._services: tuple[ServiceRef, ...] = ()
        self._position = 0
        self._pinned: int | None = None
        self._layer_id = ""
        self._is_whole_shown = False

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
        self._services = service_refs(self.app.study.library.decks)
        self._position = min(self._position, max(0, len(self._services) - 1))
        if self._pinned is not None and self._pinned >= len(self._services):
            self._pinned = None
        self._list_services()
        self._show()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    # ------------------------------------------------------------------------ state

    @property
    def _service(self) -> ServiceRef:
        return self._services[self._position]

    @property
    def _layer(self) -> int:
        """The number of the layer under the cursor; at first the highest layer whose owner varies."""
        layers = self._service.matrix.layers
        named = [number for number, layer in enumerate(layers) if layer.id == self._layer_id]
        moving = [number for number, layer in enumerate(layers) if layer.moves]
        return (named or moving or [len(layers) - 1])[-1]

    def _show(self) -> None:
        if not self._services:
            self.query_one("#service", Static).update(
                "None of your decks has a model yet. decks/README.md shows how to write one."
            )
            return
        service, layer = self._service, self._layer
        beside = None if self._pinned is None else self._services[self._pinned]
        self.query_one(TitleBar).title = service.deck.title
        self.query_one(TitleBar).right = f"{self._position + 1} of {len(self._services)}"
        stack, whole = self.query_one(ServiceStack), self.query_one(MatrixMap)
        stack.display, whole.display = not self._is_whole_shown, self._is_whole_shown
        if self._is_whole_shown:
            whole.show(service, layer)
        else:
            stack.show(service, beside, layer)
        services = self.query_one(ServiceList)
        services.highlighted = services.get_option_index(f"{self._position}")
        width = self.query_one("#picture").content_size.width - 4
        self.query_one("#service", Static).update(
            _heading(service, beside if not self._is_whole_shown else None, width)
        )
        self.query_one("#cell", Static).update(self._cell_text(service, service.matrix.layers[layer], width))
        self.refresh_bindings()

    def _cell_text(self, service: ServiceRef, layer: Layer, width: int) -> Content:
        cell = service.cell(layer)
        assert cell is not None, "the layer is of this service's matrix"
        history = self.app.study.history
        answers = record(cell, layer, history(service.layer_card(layer)), history(service.line_card))
        lines = align_ends(Content.styled(layer.duty, "bold"), _record(answers), width)
        lines.append(_reason(service, cell))
        if service.service.source:
            source = Content.styled(phrases.strip_scheme(service.service.source), "$text-muted")
            lines.append(source.truncate(width, ellipsis=True))
        return Content("\n").join(lines)

    def _list_services(self) -> None:
        services = self.query_one(ServiceList)
        services.clear_options()
        numbered = enumerate(self._services)
        for category, group in groupby(numbered, key=lambda item: item[1].service.category):
            services.add_option(Option(Content.styled(category, "$text-muted"), disabled=True))
            services.add_options(
                Option(Content(f" {service.service.name}"), id=f"{number}") for number, service in group
            )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._position = int(str(event.option_id))
        self._show()

    # ------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without a model nothing works; a line can be drawn if a card asks for it."""
        if action in ("help", "back"):
            return True
        if action == "draw_line":
            return bool(self._services) and self.app.study.library.card(self._service.line_card) is not None
        if action == "open_source":
            return bool(self._services) and is_web_address(self._service.service.source)
        return bool(self._services)

    def action_next_service(self) -> None:
        self._position = (self._position + 1) % len(self._services)
        self._show()

    def action_previous_service(self) -> None:
        self._position = (self._position - 1) % len(self._services)
        self._show()

    def action_down(self) -> None:
        self._move_to(self._layer - 1)

    def action_up(self) -> None:
        self._move_to(self._layer + 1)

    def action_compare(self) -> None:
        """Pin this service beside the next one, or unpin it."""
        self._pinned = self._position if self._pinned is None else None
        if self._pinned is not None:  # beside itself it would show no difference
            self._position = (self._position + 1) % len(self._services)
        self._is_whole_shown = False
        self._show()

    def action_whole_model(self) -> None:
        self._is_whole_shown = not self._is_whole_shown
        self._show()

    def action_draw_line(self) -> None:
        self.app.drill(Scope(cards=(self._service.line_card,)), mode=Mode.LINE)

    def action_open_source(self) -> None:
        self.app.open_source(self._service.service.source)

    def action_find(self) -> None:
        self.app.push_screen(FindServiceScreen(self._services, self._position), self._go_to_hit)

    def action_back(self) -> None:
        self.dismiss()

    def on_layer_selected(self, message: LayerSelected) -> None:
        message.stop()
        if message.service is not None:
            services = self._service.matrix.services
            self._position += message.service - services.index(self._service.service)
        self._move_to(message.layer)

    def _move_to(self, layer: int) -> None:
        layers = self._service.matrix.layers
        self._layer_id = layers[layer % len(layers)].id
        self._show()

    def _go_to_hit(self, hit: SearchHit | None) -> None:
        if hit is not None:
            self._position = hit.service
            self._layer_id = hit.layer or self._layer_id
            self._show()


def _heading(service: ServiceRef, beside: ServiceRef | None, width: int) -> Content:
    name = Content.assemble(("◂ ", "$accent"), (service.service.name, "bold"), (" ▸", "$accent"))
    if beside is not None:
        right = Content.assemble(("compared with  ", "$text-muted"), (beside.service.name, "bold"))
    else:
        right = Content.styled(service.service.category, "$text-muted")
    return Content("\n").join(align_ends(name, right, width))


def _reason(service: ServiceRef, cell: Cell) -> Content:
    if not cell.applies:
        return Content(f"{service.service.name} has no such layer: there is nothing to do here.")
    style = OWNER_STYLES[cell.owner]
    others = " or ".join(OWNER_STYLES[owner].word for owner in sorted(cell.accept - {cell.owner}))
    also = f" ({others} is accepted too)" if others else ""
    why = cell.why or DEFAULT_REASONS[cell.owner]
    return Content.assemble((f"{style.word}{also}. ", f"bold {style.colour}"), inline(why))


def _record(answers: CellRecord) -> Content:
    if not answers.of:
        return Content.styled("not asked yet", "$text-muted")
    return Content.styled(f"you: {answers.right} of {answers.of} right", "$text-muted")
