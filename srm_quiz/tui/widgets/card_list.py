"""A long list of cards of which only the part in sight is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size

from srm_quiz import phrases
from srm_quiz.domain.days import Moment
from srm_quiz.domain.scheduling import is_leech
from srm_quiz.domain.search import FoundCard
from srm_quiz.tui.widgets.line_widget import LineWidget

STATE, DECK, NARROW = 12, 20, 87
"""Cells of the columns at the left and at the right, and below what width the right one is left out."""


class CardList(LineWidget, can_focus=True):
    """Cards with where they stand; one is under the cursor. It fills the room it is given."""

    DEFAULT_CSS = """
    CardList { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[FoundCard] = ()
        self.cursor = 0
        self._top = 0
        self._now: Moment | None = None

    def show(self, found: Sequence[FoundCard], now: Moment, *, anew: bool = False) -> None:
        """List these cards. The cursor stays on its card, or goes to the next one that is left.

        With `anew`, where something else is looked for, it goes to the top.
        """
        places = {one.card.key: place for place, one in enumerate(found)}
        left = (places[one.card.key] for one in self.found[self.cursor :] if one.card.key in places)
        self.cursor = 0 if anew else next(left, max(0, min(self.cursor, len(found) - 1)))
        self.found, self._now = found, now
        self.redraw()

    @property
    def current(self) -> FoundCard | None:
        """The card under the cursor."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    @property
    def page(self) -> int:
        """How many cards are in sight."""
        return max(1, self.content_size.height)

    def move(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = max(0, min(len(self.found) - 1, self.cursor + by))
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return container.height

    def lines(self, width: int) -> list[Content]:
        page = self.page
        self._top = max(0, min(self._top, self.cursor, len(self.found) - page))
        self._top = max(self._top, self.cursor - page + 1)
        shown = self.found[self._top : self._top + page]
        return [self._line(one, self._top + n == self.cursor, width) for n, one in enumerate(shown)]

    def _line(self, one: FoundCard, is_current: bool, width: int) -> Content:
        has_deck = width >= NARROW
        room = max(10, width - 2 - STATE - (2 + DECK if has_deck else 0))
        text = Content(phrases.asked_text(one.card)).truncate(room, ellipsis=True, pad=True)
        deck = Content(one.deck.title).truncate(DECK, ellipsis=True)
        return Content.assemble(
            ("▌ " if is_current else "  ", "$accent"),
            (f"{self._state(one):<{STATE}}", "$text-muted"),
            text.stylize("bold") if is_current else text,
            "  " if has_deck else "",
            deck.stylize("$text-muted") if has_deck else "",
        )

    def _state(self, one: FoundCard) -> str:
        progress, now = one.progress, self._now
        schedule = progress.schedule
        mark = "* " if progress.flagged else ""
        if progress.suspended:
            return f"{mark}suspended"
        if now is not None and progress.buried_on == now.day:
            return f"{mark}buried"
        if is_leech(schedule):
            return f"{mark}leech"
        if schedule is None or now is None:
            return f"{mark}new"
        days = (schedule.due_day - now.day).days
        return f"{mark}due" if days <= 0 else f"{mark}in {phrases.interval(schedule, now)}"
