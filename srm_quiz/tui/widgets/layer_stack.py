"""The stack of layers as a picture: customer data on top, the data centre at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.cards import LineRow, Owner
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.layers import absent_line, boundary, boundary_line, column_widths, layer_line
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging
from srm_quiz.tui.widgets.markdown import inline
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES

OWNER_CYCLE = (Owner.AWS, Owner.CUSTOMER, Owner.SHARED)
PAINT_ACTIONS = frozenset({"aws", "you", "shared", "down", "up", "toggle_mark", "answer"})
"""What is disabled after the verdict."""


class LayerStack(LineWidget, can_focus=True):
    """Layers to paint with owners. Rows that are not asked are drawn with their owner.

    A letter paints the row under the cursor and moves to the next blank one. The line between AWS and
    you is drawn above the rows that are AWS's from the bottom up, and moves while you paint.
    """

    BINDINGS = bindings(
        drill.Aws,
        drill.You,
        drill.Shared,
        drill.Down,
        drill.Up,
        drill.Toggle,
        drill.Answer,
    )

    class Answered(Message):
        """The learner painted all rows that are asked; `owners` is keyed by layer id."""

        def __init__(self, stack: LayerStack, owners: Mapping[str, Owner]) -> None:
            super().__init__()
            self.stack = stack
            self.owners = owners

        @property
        def control(self) -> LayerStack:
            """The widget that was painted."""
            return self.stack

    def __init__(self, rows: Iterable[LineRow], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.rows: tuple[LineRow, ...] = tuple(reversed(tuple(rows)))
        """From the top down, as drawn; the constructor takes them from the data centre up."""
        self.painted: dict[str, Owner] = {}
        self._asked = tuple(number for number, row in enumerate(self.rows) if row.asked)
        self._cursor = self._asked[0] if self._asked else 0
        self._verdict = False
        self._note = ""
        self._row_of_line: tuple[int | None, ...] = ()
        """The row drawn on each line, None for other lines."""

    def on_mount(self) -> None:
        self.focus(scroll_visible=False)

    def show_verdict(self, painted: Mapping[str, Owner] | None = None) -> None:
        """Show the right owners, and the reason for each row that was painted wrong.

        Without `painted`, if the answer was only revealed, the reason for every row that is asked.
        """
        self.painted = dict(painted or {})
        self._verdict, self._note = True, ""
        self.redraw()

    def show_question(self, painted: Mapping[str, Owner] | None = None) -> None:
        """Ask again after an undo."""
        self.painted = dict(painted or {})
        self._verdict, self._note = False, ""
        self.redraw()

    @property
    def left(self) -> int:
        """How many rows are still blank."""
        return len(self._asked) - len(self.painted)

    # ------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys paint only before the verdict."""
        return not self._verdict or action not in PAINT_ACTIONS

    def action_aws(self) -> None:
        self._paint(Owner.AWS)

    def action_you(self) -> None:
        self._paint(Owner.CUSTOMER)

    def action_shared(self) -> None:
        self._paint(Owner.SHARED)

    def action_toggle_mark(self) -> None:
        if self._asked:
            layer = self.rows[self._cursor].layer.id
            owner = self.painted.get(layer)
            following = 0 if owner is None else (OWNER_CYCLE.index(owner) + 1) % len(OWNER_CYCLE)
            self.painted[layer] = OWNER_CYCLE[following]
            self._changed()

    def action_down(self) -> None:
        self._move(1)

    def action_up(self) -> None:
        self._move(-1)

    def action_answer(self) -> None:
        if self.left:
            self._cursor = self._next_blank()
            rows = "layer" if self.left == 1 else "layers"
            self._changed(f"Paint {self.left} more {rows} first.")
        else:
            self.post_message(self.Answered(self, dict(self.painted)))

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y
        if not self._verdict and 0 <= line < len(self._row_of_line):
            row = self._row_of_line[line]
            if row is not None and row in self._asked:
                self._cursor = row
                self.action_toggle_mark()

    def _paint(self, owner: Owner) -> None:
        if self._asked:
            self.painted[self.rows[self._cursor].layer.id] = owner
            self._cursor = self._next_blank()
            self._changed()

    def _next_blank(self) -> int:
        """The next blank row from the cursor down, then from the top; the current row if none is left."""
        order = [row for row in self._asked if row >= self._cursor] + list(self._asked)
        blank = (row for row in order if self.rows[row].layer.id not in self.painted)
        return next(blank, self._cursor)

    def _move(self, steps: int) -> None:
        if self._asked:
            at = self._asked.index(self._cursor)
            self._cursor = self._asked[(at + steps) % len(self._asked)]
            self._changed()

    def _changed(self, note: str = "") -> None:
        self._note = note
        self.redraw()
        if self._cursor in self._row_of_line:
            self.scroll_to_line(self._row_of_line.index(self._cursor))

    # ---------------------------------------------------------------------- drawing

    def lines(self, width: int) -> list[Content]:
        drawn: list[Content] = []
        row_of_line: list[int | None] = []

        def put(number: int | None, lines: Sequence[Content]) -> None:
            drawn.extend(lines)
            row_of_line.extend([number] * len(lines))

        widths = column_widths((row.layer.name for row in self.rows), width)
        absent = [number for number, row in enumerate(self.rows) if not row.cell.applies]
        line = boundary([self._owner(row) for row in self.rows], absent)
        for number, row in enumerate(self.rows):
            if number == line:
                put(None, [boundary_line(*widths)])
            put(number, [self._row(number, row, widths), *self._reason(row, width)])
        if line == len(self.rows):
            put(None, [boundary_line(*widths)])
        if not self._verdict:
            left = f"{self.left} to paint" if self.left else "all painted"
            note = Content.assemble(
                ("   ", ""), (self._note or left, "$text-warning" if self._note else "$text-muted")
            )
            put(None, [note])
        self._row_of_line = tuple(row_of_line)
        return drawn

    def _owner(self, row: LineRow) -> Owner | None:
        """The owner drawn in the row, None while it is blank. An accepted answer stays as painted."""
        painted = self.painted.get(row.layer.id)
        if not row.asked or (self._verdict and (painted is None or not row.cell.accepts(painted))):
            return row.cell.owner
        return painted

    def _row(self, number: int, row: LineRow, widths: tuple[int, int]) -> Content:
        name = Content(row.layer.name)
        if not row.cell.applies:
            return absent_line(name, widths)
        if not row.asked:
            return layer_line(name.stylize("$text-muted"), row.cell.owner, widths)
        is_current = number == self._cursor and not self._verdict
        sign = ""
        if self._verdict and row.layer.id in self.painted:
            sign = "✓" if row.cell.accepts(self.painted[row.layer.id]) else "✗"
        return layer_line(name.stylize("bold"), self._owner(row), widths, is_current=is_current, sign=sign)

    def _reason(self, row: LineRow, width: int) -> list[Content]:
        """The lines below a row after the verdict: what was painted, if not the right owner, and why."""
        if not self._verdict or not row.asked:
            return []
        painted, cell = self.painted.get(row.layer.id), row.cell
        if painted is cell.owner:
            return []
        comment = ""
        if painted is not None:
            accepted = f"Right; {OWNER_STYLES[cell.owner].word} is the usual reading. "
            comment = accepted if cell.accepts(painted) else f"You said {OWNER_STYLES[painted].word}. "
        text = Content.assemble(comment, inline(cell.why))
        return hanging("     ", text, width) if text else []
