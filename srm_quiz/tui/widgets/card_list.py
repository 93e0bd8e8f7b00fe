"""A long list of cards, of which only the visible part is drawn."""

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
"""Widths of the left and the right column, and the width below which the right one is left out (cells)."""


class CardList(LineWidget, can_focus=True):
    """Cards, each with its state; one is under the cursor. It fills the height it is given."""

    DEFAULT_CSS = """
    CardList { height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[FoundCard] = ()
        self.cursor = 0
        self._top = 0
        self._now: Moment | None = None

    def show(self, found: Sequence[FoundCard], now: Moment, *, from_top: bool = False) -> None:
        """List these cards. The cursor stays on its card, or moves to the next one that remains.

        With `from_top`, for a new search, it goes to the top.
        """
        positions = {row.card.key: position for position, row in enumerate(found)}
        remaining = (
            positions[row.card.key] for row in self.found[self.cursor :] if row.card.key in positions
        )
        self.cursor = 0 if from_top else next(remaining, max(0, min(self.cursor, len(found) - 1)))
        self.found, self._now = found, now
        self.redraw()

    @property
    def current(self) -> FoundCard | None:
        """The card under the cursor."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    @property
    def page(self) -> int:
        """How many cards are visible at once."""
        return max(1, self.content_size.height)

    def move(self, by: int) -> None:
        """Move the cursor by this many cards."""
        self.cursor = max(0, min(len(self.found) - 1, self.cursor + by))
        self.redraw()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return container.height

    def lines(self, width: int) -> list[Content]:
        page = self.page
        self._top = max(0, min(self._top, self.cursor, len(self.found) - page))
        self._top = max(self._top, self.cursor - page + 1)
        shown = self.found[self._top : self._top + page]
        return [self._line(row, self._top + n == self.cursor, width) for n, row in enumerate(shown)]

    def _line(self, row: FoundCard, is_current: bool, width: int) -> Content:
        has_deck = width >= NARROW
        room = max(10, width - 2 - STATE - (2 + DECK if has_deck else 0))
        text = Content(phrases.asked_text(row.card)).truncate(room, ellipsis=True, pad=True)
        deck = Content(row.deck.title).truncate(DECK, ellipsis=True)
        return Content.assemble(
            ("▌ " if is_current else "  ", "$accent"),
            (f"{self._state(row):<{STATE}}", "$text-muted"),
            text.stylize("bold") if is_current else text,
            "  " if has_deck else "",
            deck.stylize("$text-muted") if has_deck else "",
        )

    def _state(self, row: FoundCard) -> str:
        progress, now = row.progress, self._now
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
