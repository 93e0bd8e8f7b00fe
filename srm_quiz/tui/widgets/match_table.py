"""The table of the match game: numbered terms at the left, lettered meanings at the right."""

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
    """Terms and meanings; what is picked is marked, what is found steps back."""

    BINDINGS = bindings(games.PickTerm, games.PickMeaning)

    class Picked(Message):
        """The learner took the term or the meaning at a place on the table."""

        def __init__(self, place: int, *, meaning: bool) -> None:
            super().__init__()
            self.place = place
            self.meaning = meaning

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: Board | None = None
        self._rows: tuple[int | None, ...] = ()

    def show(self, table: Board) -> None:
        """Draw the table as it stands."""
        self._table = table
        self.redraw()

    def action_pick_term(self, place: int) -> None:
        self.post_message(self.Picked(place, meaning=False))

    def action_pick_meaning(self, place: int) -> None:
        self.post_message(self.Picked(place, meaning=True))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        if 0 <= offset.y < len(self._rows) and (place := self._rows[offset.y]) is not None:
            left = self._widths(self.content_size.width)[0]
            self.post_message(self.Picked(place, meaning=offset.x > left))

    def _widths(self, width: int) -> tuple[int, int]:
        assert self._table is not None
        longest = max(Content(pair.term).cell_length for pair in self._table.pairs) + 4
        left = min(longest, (width - GAP) * 2 // 5)
        return left, width - left - GAP

    def lines(self, width: int) -> list[Content]:
        table = self._table
        if table is None:
            return []
        left_width, right_width = self._widths(width)
        drawn: list[Content] = []
        rows: list[int | None] = []
        for place, (term, meaning) in enumerate(zip(table.terms, table.meanings, strict=True)):
            wrong = table.last_wrong or (None, None)
            left = _entry(
                f"{place + 1}",
                Content(table.pairs[term].term),
                left_width,
                found=term in table.matched,
                picked=term == table.picked_term,
                wrong=term == wrong[0],
            )
            right = _entry(
                LETTERS[place],
                inline(table.pairs[meaning].meaning),
                right_width,
                found=meaning in table.matched,
                picked=meaning == table.picked_meaning,
                wrong=meaning == wrong[1],
            )
            for number in range(max(len(left), len(right))):
                start = left[number] if number < len(left) else Content()
                end = right[number] if number < len(right) else Content()
                drawn.append(Content.assemble(start, " " * (left_width - start.cell_length + GAP), end))
                rows.append(place)
            drawn.append(Content())
            rows.append(None)
        self._rows = tuple(rows)
        return drawn


def _entry(sign: str, text: Content, width: int, *, found: bool, picked: bool, wrong: bool) -> list[Content]:
    """A term or a meaning: its key, and whether it is found, picked or was just put to a wrong one."""
    mark, tone = ("✓", "$text-success") if found else ("✗", "$text-error") if wrong else ("", "")
    cursor = ("▌" if picked else " ", "$accent")
    lead = Content.assemble(cursor, (mark or sign, tone or "bold $text-accent"), "  ")
    shown = text.stylize("$text-muted" if found else "bold" if picked else "")
    wrapped = shown.wrap(max(1, width - 4))
    return [Content.assemble(lead if not number else "    ", line) for number, line in enumerate(wrapped)]
