"""A mock exam: one question a screen, a clock, flags, and nothing that tells right from wrong."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from srm_quiz.domain.cards import Choice
from srm_quiz.domain.exam.exam import Close, Exam, ExamEvent, GoTo, Pick, Submit, Tick, ToggleFlag, answerable
from srm_quiz.store.errors import StoreError
from srm_quiz.study.mock_exam import ExamContinuedElsewhereError, MockExam
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands import exam as exam_commands
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.screens.exam.sheet import SUBMIT, AnswerSheetScreen, HandInScreen
from srm_quiz.tui.widgets.answer_sheet import ANSWERED, BLANK, INCOMPLETE, VOID, SheetEntry
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.meters import progress_line
from srm_quiz.tui.widgets.options import ExamOptions
from srm_quiz.tui.widgets.titlebar import TitleBar

LOOK = 0.5
"""Seconds between two looks at the clock."""

NOTE_TIME = 15.0
"""Seconds after which passing time is written down: what a crash forgives at most."""

WARNINGS = ((2, "Less than 2 minutes left."), (10, "Less than 10 minutes left."))
"""Minutes before the end from which something is said, the nearest first."""


class ExamScreen(Screen[None]):
    """The exam on the desk. What happens, its machine decides; this screen shows it and sends events."""

    BINDINGS = bindings(
        exam_commands.NextQuestion,
        exam_commands.PreviousQuestion,
        exam_commands.FlagQuestion,
        exam_commands.AnswerSheet,
        exam_commands.HandIn,
        exam_commands.HideClock,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self, mock_exam: MockExam) -> None:
        super().__init__()
        self._mock_exam = mock_exam
        self._shown: int | None = None
        self._clock_hidden = False
        self._warned = ""
        self._refused_at = float("-inf")

    @property
    def exam(self) -> Exam:
        """The exam as it is stored."""
        return self._mock_exam.current

    def compose(self) -> ComposeResult:
        yield TitleBar("")
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield MarkdownText(id="question")
            yield Vertical(id="answer")
        yield Static(id="warning", markup=False)
        yield Footer()

    async def on_mount(self) -> None:
        self.set_interval(LOOK, self._look_at_clock)
        await self.show()

    def on_resize(self) -> None:
        self._show_place()

    # ---------------------------------------------------------------------- drawing

    async def show(self) -> None:
        """Draw the exam as it stands; a finished one gives way to its result."""
        if self.exam.finished:
            self._finish()
            return
        if self._shown != self.exam.position:
            await self._show_question()
        elif options := self._options:
            options.show_question(self._chosen())
        self._show_place()
        self.refresh_bindings()

    async def _show_question(self) -> None:
        exam = self.exam
        self._shown = exam.position
        card = self._mock_exam.cards.get(exam.question.card)
        area = self.query_one("#answer")
        await area.remove_children()
        self.query_one("#page").scroll_home(animate=False)
        if card is None or exam.position not in answerable(exam, self._mock_exam.cards):
            text = "This question was changed or removed since the exam began: it counts for nothing. Go on."
            self.query_one("#question", MarkdownText).update(text)
            self.set_focus(None)
            return
        assert isinstance(card.content, Choice)
        choice = card.content
        self.query_one("#question", MarkdownText).update(choice.question)
        options = [choice.options[position] for position in exam.question.order]
        await area.mount(ExamOptions(options, choice.right_count, self._chosen()))

    def _chosen(self) -> frozenset[int]:
        """What is chosen on the question on screen, as places in the order shown."""
        order = self.exam.question.order
        return frozenset(order.index(option) for option in self.exam.answer(self.exam.position))

    @property
    def _options(self) -> ExamOptions | None:
        return next(iter(self.query_one("#answer").query(ExamOptions)), None)

    def _show_place(self) -> None:
        exam = self.exam
        total, answered = len(exam.questions), len(exam.questions) - len(exam.blanks)
        bar = self.query_one(TitleBar)
        bar.title = exam.preset.title
        flag = "flagged   " if exam.position in exam.flags else ""
        clock = "clock hidden" if self._clock_hidden else _clock(exam.remaining(self.app.study.now()))
        bar.right = f"{flag}{exam.position + 1} of {total}   {clock}"
        flagged = f"  {len(exam.flags)} flagged" if exam.flags else ""
        words = f"{answered} answered{flagged}"
        width = self.query_one("#progress").content_size.width or self.size.width - 4
        line = progress_line(answered, total, max(0, width - len(words) - 2), words)
        self.query_one("#progress", Static).update(line)
        self._warn(exam)

    def _warn(self, exam: Exam) -> None:
        left = exam.remaining(self.app.study.now()) / 60
        text = next((said for minutes, said in WARNINGS if left < minutes), "")
        warning = self.query_one("#warning", Static)
        warning.display = bool(text)
        warning.update(Content.styled(text, "bold $text-warning"))
        if text and text != self._warned and self.app.screen is not self:
            self.app.notify(text, severity="warning")
        self._warned = text

    # ------------------------------------------------------------------- the clock

    async def _look_at_clock(self) -> None:
        """Show the time; write it down now and then; hand in when it is up."""
        if self.exam.finished:
            return
        now = self.app.study.now()
        at = self.app.monotonic()
        since = now.seconds_since(self.exam.seen) if self.exam.seen else 0.0
        is_time = since >= NOTE_TIME or self.exam.remaining(now) <= 0
        # A full disk is told of once, not twice a second.
        if is_time and at - self._refused_at >= NOTE_TIME:
            await self.send(Tick())
        else:
            self._show_place()

    def _finish(self) -> None:
        """Go to the result, from whatever is above this screen."""
        from srm_quiz.tui.screens.exam.result import ExamResultScreen

        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.switch_screen(ExamResultScreen(self._mock_exam))

    # ---------------------------------------------------------------- what keys do

    async def send(self, event: ExamEvent) -> bool:
        """Send the event; if it cannot be stored, the exam stays as it was and the learner is told."""
        try:
            self._mock_exam.send(event)
        except ExamContinuedElsewhereError as error:
            # Where nobody pressed a key, what another window did is shown without a word.
            if not isinstance(event, Tick):
                self.app.tell(error)
            await self.show()
            return False
        except StoreError as error:
            self._refused_at = self.app.monotonic()
            self.app.tell(error)
            await self.show()
            return False
        await self.show()
        return True

    async def on_exam_options_picked(self, message: ExamOptions.Picked) -> None:
        message.stop()
        await self.send(Pick(self.exam.question.order[message.position]))

    async def action_next_question(self) -> None:
        """Enter takes the option under the cursor, as it does in the drill; then the next question."""
        options = self._options
        undecided = options.undecided if options is not None else None
        if (
            self.app.press.key == "enter"
            and undecided is not None
            and not await self.send(Pick(self.exam.question.order[undecided]))
        ):
            return
        if self.exam.finished:
            return
        if self.exam.position + 1 < len(self.exam.questions):
            await self.send(GoTo(self.exam.position + 1))
        elif not self.app.press.held:
            self.action_answer_sheet()

    async def action_previous_question(self) -> None:
        await self.send(GoTo(self.exam.position - 1))

    async def action_flag_question(self) -> None:
        await self.send(ToggleFlag())

    def action_hide_clock(self) -> None:
        self._clock_hidden = not self._clock_hidden
        self._show_place()

    def action_answer_sheet(self) -> None:
        screen = AnswerSheetScreen("Answer sheet", self._entries(), self.exam.position, may_submit=True)
        self.app.push_screen(screen, self._after_sheet)

    def action_hand_in(self) -> None:
        """The first of two steps: what is blank is listed before the exam is handed in."""
        entries = self._entries()
        blank = [number for number, entry in enumerate(entries) if entry.mark is BLANK]
        partial = [number for number, entry in enumerate(entries) if entry.mark is INCOMPLETE]
        flagged = [number for number, entry in enumerate(entries) if entry.flagged]
        self.app.push_screen(HandInScreen(blank, partial, flagged), self._after_sheet)

    async def _after_sheet(self, chosen: int | str | None) -> None:
        if isinstance(chosen, int):
            await self.send(GoTo(chosen))
        elif chosen == SUBMIT:
            await self.send(Submit())
        elif chosen is not None:
            self.action_hand_in()

    async def action_back(self) -> None:
        """Leave. The clock stands still from here, or from the last event that could be written."""
        await self.send(Close())
        if not self.exam.finished:
            self.dismiss()

    def _entries(self) -> list[SheetEntry]:
        """What has become of every question, without a word on what is right."""
        exam, cards = self.exam, self._mock_exam.cards
        counting = answerable(exam, cards)
        entries = []
        for number, question in enumerate(exam.questions):
            mark = VOID
            if number in counting:
                content = cards[question.card].content
                assert isinstance(content, Choice)
                chosen = len(exam.answer(number))
                mark = ANSWERED if chosen == content.right_count else INCOMPLETE if chosen else BLANK
            entries.append(SheetEntry(mark, number in exam.flags))
        return entries


def _clock(seconds: float) -> str:
    """The time left, as a clock shows it: 1:42:07."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02} left"
