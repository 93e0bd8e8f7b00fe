"""The answer sheet: the number of every question and its state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.tui.widgets.line_widget import LineWidget

ROW = 10
"""Numbers in a row, so that the tens line up; half as many on a narrow screen."""


@dataclass(frozen=True, slots=True)
class SheetMark:
    """The state of a question: its glyph, its colour, and the word for it."""

    glyph: str
    tone: str
    word: str


ANSWERED = SheetMark("●", "$accent", "answered")
INCOMPLETE = SheetMark("◐", "$text-warning", "incomplete")
BLANK = SheetMark("○", "$text-muted", "blank")
RIGHT = SheetMark("✓", "$text-success", "right")
WRONG = SheetMark("✗", "$text-error", "wrong")
VOID = SheetMark("-", "$text-muted", "not counted")
FLAGGED = SheetMark("*", "$text-accent", "flagged")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A question on the sheet."""

    mark: SheetMark
    flagged: bool


class AnswerSheet(LineWidget):
    """Numbers in rows of ten, with a cursor; positions count from 0."""

    class Chosen(Message):
        """The learner clicked a number."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, entries: Sequence[SheetEntry], cursor: int) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self.cursor = cursor

    def move_to(self, position: int) -> None:
        """Move the cursor to a position, or to the nearest there is."""
        self.cursor = max(0, min(position, len(self._entries) - 1))
        self.redraw()
        self.scroll_to_line(self.cursor // self.row)

    @property
    def row(self) -> int:
        """How many numbers fit in a row."""
        return ROW if self.content_size.width >= ROW * self._cell else ROW // 2

    @property
    def _cell(self) -> int:
        return len(str(len(self._entries))) + 5

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        position = offset.y * self.row + offset.x // self._cell
        if offset.x // self._cell < self.row and 0 <= position < len(self._entries):
            self.post_message(self.Chosen(position))

    def lines(self, width: int) -> list[Content]:
        row = ROW if width >= ROW * self._cell else ROW // 2
        digits = self._cell - 5
        cells = [
            Content.assemble(
                ("▌" if number == self.cursor else " ", "$accent"),
                (f"{number + 1:>{digits}} ", "bold" if number == self.cursor else ""),
                (entry.mark.glyph, entry.mark.tone),
                (FLAGGED.glyph if entry.flagged else " ", f"bold {FLAGGED.tone}"),
                " ",
            )
            for number, entry in enumerate(self._entries)
        ]
        return [Content("").join(cells[start : start + row]) for start in range(0, len(cells), row)]

    def legend(self) -> Content:
        """The marks on this sheet, each with its count and label."""
        counts: dict[SheetMark, int] = {}
        for entry in self._entries:
            counts[entry.mark] = counts.get(entry.mark, 0) + 1
        if flagged := sum(entry.flagged for entry in self._entries):
            counts[FLAGGED] = flagged
        parts = [
            Content.assemble((mark.glyph, mark.tone), f" {number} {mark.word}")
            for mark, number in counts.items()
        ]
        return Content("   ").join(parts)
