"""Find a service or a duty of the model by a few letters of its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from srm_quiz.domain.games.explorer import ServiceRef
from srm_quiz.tui.commands import drill, games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer


@dataclass(frozen=True, slots=True)
class SearchHit:
    """What was chosen: the number of a service, and the id of a layer if it was a duty."""

    service: int
    layer: str = ""


class HitList(OptionList, inherit_bindings=False):
    """What was found. It has no keys of its own."""


class FindServiceScreen(ModalScreen[SearchHit | None]):
    """All services by category; typing narrows them down, and finds duties too."""

    BINDINGS = bindings(games.Choose, games.NextHit, games.PreviousHit, games.LeaveSearch, drill.Help)

    def __init__(self, services: Sequence[ServiceRef], current: int) -> None:
        super().__init__()
        self._services = services
        self._current = current
        self._hits: dict[str, SearchHit] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="panel", id="find"):
            yield Input(placeholder="a service or a duty", select_on_focus=False)
            yield HitList(markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(HitList).can_focus = False
        self.query_one(Input).focus()
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._search(event.value)

    def on_input_submitted(self) -> None:
        self.action_choose()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._hits.get(str(event.option_id)))

    def action_choose(self) -> None:
        hits = self.query_one(HitList)
        if hits.highlighted is not None:
            self.dismiss(self._hits.get(str(hits.get_option_at_index(hits.highlighted).id)))

    def action_next_hit(self) -> None:
        self.query_one(HitList).action_cursor_down()

    def action_previous_hit(self) -> None:
        self.query_one(HitList).action_cursor_up()

    def action_leave_search(self) -> None:
        self.dismiss(None)

    def _search(self, text: str) -> None:
        hits = self.query_one(HitList)
        hits.clear_options()
        self._hits = {}
        hits.add_options(list(self._options(text.casefold().split())))
        current = [row for row, option in enumerate(hits.options) if option.id == f"service-{self._current}"]
        enabled = [row for row, option in enumerate(hits.options) if not option.disabled]
        hits.highlighted = next(iter(current or enabled), None)

    def _options(self, words: Sequence[str]) -> Iterator[Option]:
        category = ""
        for number, service in enumerate(ref.service for ref in self._services):
            text = f"{service.name} {service.category} {service.id}".casefold()
            if all(word in text for word in words):
                if service.category != category:
                    category = service.category
                    yield Option(Content.styled(category, "$text-muted"), disabled=True)
                self._hits[f"service-{number}"] = SearchHit(number)
                yield Option(Content(f"  {service.name}"), id=f"service-{number}")
        if not words:
            return
        duties = [
            layer
            for layer in self._services[self._current].matrix.layers
            if all(word in f"{layer.name} {layer.duty}".casefold() for word in words)
        ]
        if duties:
            yield Option(Content.styled("duties", "$text-muted"), disabled=True)
        for layer in duties:
            self._hits[f"layer-{layer.id}"] = SearchHit(self._current, layer.id)
            yield Option(Content(f"  {layer.duty}"), id=f"layer-{layer.id}")
        if not self._hits:
            yield Option("No name contains these letters.", disabled=True)
