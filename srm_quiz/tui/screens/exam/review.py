"""The review of a mock exam: every question with the reasons for its options and its source."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import Choice
from srm_quiz.domain.exam.exam import Exam
from srm_quiz.domain.exam.result import ExamAnswer, ExamResult
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands import exam as exam_commands
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.exam.sheet import AnswerSheetScreen
from srm_quiz.tui.web import is_web_address
from srm_quiz.tui.widgets.answer_sheet import BLANK, RIGHT, VOID, WRONG, SheetEntry
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.titlebar import TitleBar


class ExamReviewScreen(Screen[None]):
    """One question at a time, its options in the order of the exam."""

    BINDINGS = bindings(
        exam_commands.NextQuestion,
        exam_commands.PreviousQuestion,
        exam_commands.NextMiss,
        exam_commands.AnswerSheet,
        drill.OpenSource,
        drill.DrillMisses,
        drill.Help,
        drill.Back,
        drill.Down,
        drill.Up,
    )

    app: AppBase

    def __init__(self, exam: Exam, result: ExamResult) -> None:
        super().__init__()
        self._exam = exam
        self._missed = result.missed
        self._answers = {answer.number: answer for answer in result.answers}
        self._position = 0
        self._source = ""

    def compose(self) -> ComposeResult:
        yield TitleBar("")
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="verdict", markup=False)
            yield MarkdownText(id="question")
            yield Vertical(id="answer")
            yield MarkdownText(id="why")
            yield Static(id="source", markup=False)
        yield Footer()

    async def on_mount(self) -> None:
        await self.show()

    async def show(self) -> None:
        """Draw the question at the present position."""
        number = self._position
        bar = self.query_one(TitleBar)
        bar.title = f"{self._exam.preset.title}: review"
        flag = "flagged   " if number in self._exam.flags else ""
        bar.right = f"{flag}{number + 1} of {len(self._exam.questions)}"
        area = self.query_one("#answer")
        await area.remove_children()
        self.query_one("#page").scroll_home(animate=False)
        question = self._exam.questions[number]
        card = self.app.study.library.card(question.card)
        answer = self._answers.get(number)
        if card is None or answer is None or not isinstance(card.content, Choice):
            self._show_texts("This question was changed or removed since the exam, so it does not count.")
        else:
            self._show_texts(card.content.question, card.why, card.source)
            shown = Options([card.content.options[n] for n in question.order], card.content.right_count)
            shown.can_focus = False
            await area.mount(shown)
            shown.show_verdict([question.order.index(n) for n in answer.given])
        self.query_one("#verdict", Static).update(_verdict(answer))
        self.refresh_bindings()

    def _show_texts(self, question: str, why: str = "", source: str = "") -> None:
        self._source = source
        self.query_one("#question", MarkdownText).update(question)
        self.query_one("#why", MarkdownText).update(why)
        line = self.query_one("#source", Static)
        line.update(Content.styled(phrases.strip_scheme(source), "$text-muted"))
        line.display = bool(source)

    # ---------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Misses can be visited and drilled, and a source opened, if there are any."""
        if action == "open_source":
            return is_web_address(self._source)
        return bool(self._missed) if action in ("next_miss", "drill_misses") else True

    async def _go_to(self, number: int) -> None:
        if 0 <= number < len(self._exam.questions) and number != self._position:
            self._position = number
            await self.show()

    async def action_next_question(self) -> None:
        await self._go_to(self._position + 1)

    async def action_previous_question(self) -> None:
        await self._go_to(self._position - 1)

    async def action_next_miss(self) -> None:
        """Go to the next question not answered right; after the last, to the first one."""
        missed = [number for number, answer in self._answers.items() if not answer.right]
        after = [number for number in missed if number > self._position]
        await self._go_to((after or missed)[0])

    def action_answer_sheet(self) -> None:
        entries = [self._sheet_entry(number) for number in range(len(self._exam.questions))]
        self.app.push_screen(AnswerSheetScreen("Right and wrong", entries, self._position), self._after_sheet)

    def _sheet_entry(self, number: int) -> SheetEntry:
        answer = self._answers.get(number)
        if answer is None:
            mark = VOID
        else:
            mark = BLANK if answer.verdict is None else RIGHT if answer.right else WRONG
        return SheetEntry(mark, number in self._exam.flags)

    async def _after_sheet(self, chosen: int | str | None) -> None:
        if isinstance(chosen, int):
            await self._go_to(chosen)

    def action_open_source(self) -> None:
        self.app.open_source(self._source)

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self._missed), mode=Mode.CRAM)

    def action_down(self) -> None:
        self.query_one("#page").scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        self.query_one("#page").scroll_relative(y=-1, animate=False)

    def action_back(self) -> None:
        self.dismiss()


def _verdict(answer: ExamAnswer | None) -> Content:
    if answer is None:
        return Content("")
    if answer.verdict is None:
        verdict = Content.styled("✗ Left blank", "bold $text-error")
    elif answer.right:
        verdict = Content.styled("✓ Right", "bold $text-success")
    else:
        verdict = Content.styled("✗ Not right", "bold $text-error")
    unscored = "" if answer.scored else "   unscored"
    return Content.assemble(verdict, (f"   {phrases.seconds(answer.seconds)}{unscored}", "$text-muted"))
