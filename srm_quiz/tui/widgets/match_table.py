"""The table of the match game: numbered terms on the left, lettered meanings on the right."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.games.match import Board
from srm_quiz.tui.commands import games
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.line_widget import LineWidget
from srm_quiz.tui.widgets.markdown import inline

GAP = 3
LETTERS = "abcdef"


class MatchTable(LineWidget, can_focus=True):
    """Terms and meanings: picked ones are marked, matched ones fade."""

    BINDINGS = bindings(games.PickTerm, games.PickMeaning)

    class Picked(Message):
        """The learner picked the term or the meaning in a row of the board."""

        def __init__(self, row: int, *, is_meaning: bool) -> None:
            super().__init__()
            self.row = row
            self.is_meaning = is_meaning

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._board: Board | None = None
        self._row_of_line: tuple[int | None, ...] = ()

    def show(self, board: Board) -> None:
        """Draw the board in its present state."""
        self._board = board
        self.redraw()

    def action_pick_term(self, row: int) -> None:
        self.post_message(self.Picked(row, is_meaning=False))

    def action_pick_meaning(self, row: int) -> None:
        self.post_message(self.Picked(row, is_meaning=True))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        if 0 <= offset.y < len(self._row_of_line) and (row := self._row_of_line[offset.y]) is not None:
            left = self._widths(self.content_size.width)[0]
            self.post_message(self.Picked(row, is_meaning=offset.x > left))

    def _widths(self, width: int) -> tuple[int, int]:
        assert self._board is not None
        longest = max(Content(pair.term).cell_length for pair in self._board.pairs) + 4
        left = min(longest, (width - GAP) * 2 // 5)
        return left, width - left - GAP

    def lines(self, width: int) -> list[Content]:
        board = self._board
        if board is None:
            return []
        left_width, right_width = self._widths(width)
        drawn: list[Content] = []
        row_of_line: list[int | None] = []
        for row, (term, meaning) in enumerate(zip(board.terms, board.meanings, strict=True)):
            wrong = board.last_wrong or (None, None)
            left = _entry(
                f"{row + 1}",
                Content(board.pairs[term].term),
                left_width,
                matched=term in board.matched,
                picked=term == board.picked_term,
                wrong=term == wrong[0],
            )
            right = _entry(
                LETTERS[row],
                inline(board.pairs[meaning].meaning),
                right_width,
                matched=meaning in board.matched,
                picked=meaning == board.picked_meaning,
                wrong=meaning == wrong[1],
            )
            for number in range(max(len(left), len(right))):
                start = left[number] if number < len(left) else Content()
                end = right[number] if number < len(right) else Content()
                drawn.append(Content.assemble(start, " " * (left_width - start.cell_length + GAP), end))
                row_of_line.append(row)
            drawn.append(Content())
            row_of_line.append(None)
        self._row_of_line = tuple(row_of_line)
        return drawn


def _entry(key: str, text: Content, width: int, *, matched: bool, picked: bool, wrong: bool) -> list[Content]:
    """A term or a meaning with its key: matched, picked, or just paired wrongly."""
    mark, tone = ("✓", "$text-success") if matched else ("✗", "$text-error") if wrong else ("", "")
    cursor = ("▌" if picked else " ", "$accent")
    lead = Content.assemble(cursor, (mark or key, tone or "bold $text-accent"), "  ")
    shown = text.stylize("$text-muted" if matched else "bold" if picked else "")
    wrapped = shown.wrap(max(1, width - 4))
    return [Content.assemble(lead if not number else "    ", line) for number, line in enumerate(wrapped)]
