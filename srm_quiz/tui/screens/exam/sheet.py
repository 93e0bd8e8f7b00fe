"""The answer sheet of an exam, and the confirmation before it is handed in."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, exam
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.answer_sheet import AnswerSheet, SheetEntry
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.titlebar import TitleBar

HAND_IN = "hand in"
SUBMIT = "submit"
"""What the screens return instead of a question: the wish to hand in, and its confirmation."""


class AnswerSheetScreen(Screen[int | str | None]):
    """Returns the position of a question to go to (from 0), `HAND_IN`, or None to go back."""

    BINDINGS = bindings(
        exam.GoThere,
        exam.TypeNumber,
        exam.SheetRight,
        exam.SheetLeft,
        exam.SheetDown,
        exam.SheetUp,
        exam.HandIn,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(
        self, title: str, entries: Sequence[SheetEntry], at: int, *, may_submit: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._count = len(entries)
        self._sheet = AnswerSheet(entries, at)
        self._typed = ""
        self._may_submit = may_submit

    def compose(self) -> ComposeResult:
        yield TitleBar(self._title)
        with VerticalScroll(id="page", can_focus=False):
            yield self._sheet
        yield Static(self._sheet.legend(), id="legend", markup=False)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only an exam in progress can be handed in."""
        return self._may_submit if action == "hand_in" else True

    def action_type_number(self, position: int) -> None:
        """Append a digit to the number; if that makes it too great, it starts again with this digit."""
        digit = str(position + 1)
        typed = self._typed + digit
        self._typed = typed if int(typed) <= self._count else digit
        if int(self._typed):
            self._sheet.move_to(int(self._typed) - 1)
        self.query_one(TitleBar).right = f"number {self._typed}"

    def _move(self, by: int) -> None:
        self._typed = ""
        self.query_one(TitleBar).right = ""
        if 0 <= self._sheet.cursor + by < self._count:
            self._sheet.move_to(self._sheet.cursor + by)

    def action_sheet_right(self) -> None:
        self._move(1)

    def action_sheet_left(self) -> None:
        self._move(-1)

    def action_sheet_down(self) -> None:
        self._move(self._sheet.row)

    def action_sheet_up(self) -> None:
        self._move(-self._sheet.row)

    def action_go_there(self) -> None:
        if not self.app.last_press.held:
            self.dismiss(self._sheet.cursor)

    def on_answer_sheet_chosen(self, message: AnswerSheet.Chosen) -> None:
        message.stop()
        self.dismiss(message.position)

    def action_hand_in(self) -> None:
        self.dismiss(HAND_IN)

    def action_back(self) -> None:
        self.dismiss(None)


class HandInScreen(Screen[int | str | None]):
    """Returns `SUBMIT`, the position of the first question still to answer (from 0), or None to go back."""

    BINDINGS = bindings(exam.GoOnAnswering, exam.Confirm, drill.Help, drill.Back)

    app: AppBase

    def __init__(self, blank: Sequence[int], partial: Sequence[int], flagged: Sequence[int]) -> None:
        super().__init__()
        self._unanswered = sorted({*blank, *partial})
        self._summary = _summary(blank, partial, flagged)

    def compose(self) -> ComposeResult:
        yield TitleBar("Hand in the exam?")
        with VerticalScroll(id="page"):
            yield Static(self._summary, id="figures", markup=False)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Answering can go on only if something is blank or incomplete."""
        return bool(self._unanswered) if action == "go_on_answering" else True

    def action_go_on_answering(self) -> None:
        if not self.app.last_press.held:
            self.dismiss(self._unanswered[0])

    def action_confirm(self) -> None:
        self.dismiss(SUBMIT)

    def action_back(self) -> None:
        self.dismiss(None)


def _summary(blank: Sequence[int], partial: Sequence[int], flagged: Sequence[int]) -> Content:
    lines: list[Content] = []
    if blank:
        lines += [_number_list(phrases.count(len(blank), "blank"), blank)]
        lines += [Content("A blank counts as wrong, and guessing costs nothing."), Content("")]
    else:
        lines += [Content.styled("Every question has an answer.", "bold"), Content("")]
    if partial:
        lines += [_number_list(f"{len(partial)} incomplete", partial)]
        lines += [Content("An answer with too few options counts as wrong."), Content("")]
    if flagged:
        lines += [_number_list(f"{len(flagged)} flagged", flagged), Content("")]
    lines += [
        Content("Once the exam is handed in, no answer can be changed. Then you see what was right, and why.")
    ]
    return Content("\n").join(lines)


def _number_list(heading: str, numbers: Sequence[int]) -> Content:
    return Content.assemble((f"{heading}: ", "bold"), phrases.numbers(n + 1 for n in numbers))
