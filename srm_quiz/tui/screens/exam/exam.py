"""A mock exam: one question at a time, a clock, flags, and no verdict before the end."""

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

CLOCK_INTERVAL = 0.5
"""Seconds between two updates of the clock."""

TICK_INTERVAL = 15.0
"""Seconds between two records of the elapsed time: what a crash gives back at most."""

WARNINGS = ((2, "Less than 2 minutes left."), (10, "Less than 10 minutes left."))
"""Minutes before the end from which a warning is shown, the last one first."""


class ExamScreen(Screen[None]):
    """An exam in progress. The exam decides what happens; this screen shows it and sends it events."""

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
        self._shown_position: int | None = None
        self._is_clock_hidden = False
        self._shown_warning = ""
        self._store_failed_at = float("-inf")

    @property
    def exam(self) -> Exam:
        """The exam as stored."""
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
        self.set_interval(CLOCK_INTERVAL, self._update_clock)
        await self.show()

    def on_resize(self) -> None:
        self._show_progress()

    # ---------------------------------------------------------------------- drawing

    async def show(self) -> None:
        """Draw the exam in its present state; a finished one gives way to its result."""
        if self.exam.finished:
            self._finish()
            return
        if self._shown_position != self.exam.position:
            await self._show_question()
        elif options := self._options:
            options.show_question(self._chosen())
        self._show_progress()
        self.refresh_bindings()

    async def _show_question(self) -> None:
        exam = self.exam
        self._shown_position = exam.position
        card = self._mock_exam.cards.get(exam.question.card)
        area = self.query_one("#answer")
        await area.remove_children()
        self.query_one("#page").scroll_home(animate=False)
        if card is None or exam.position not in answerable(exam, self._mock_exam.cards):
            text = "This question was changed or removed after the exam began, so it does not count. Go on."
            self.query_one("#question", MarkdownText).update(text)
            self.set_focus(None)
            return
        assert isinstance(card.content, Choice)
        choice = card.content
        self.query_one("#question", MarkdownText).update(choice.question)
        options = [choice.options[position] for position in exam.question.order]
        await area.mount(ExamOptions(options, choice.right_count, self._chosen()))

    def _chosen(self) -> frozenset[int]:
        """The options chosen for the question on screen, as positions in the order shown."""
        order = self.exam.question.order
        return frozenset(order.index(option) for option in self.exam.answer(self.exam.position))

    @property
    def _options(self) -> ExamOptions | None:
        return next(iter(self.query_one("#answer").query(ExamOptions)), None)

    def _show_progress(self) -> None:
        exam = self.exam
        total, answered = len(exam.questions), len(exam.questions) - len(exam.blanks)
        bar = self.query_one(TitleBar)
        bar.title = exam.preset.title
        flag = "flagged   " if exam.position in exam.flags else ""
        clock = "clock hidden" if self._is_clock_hidden else _clock(exam.remaining(self.app.study.now()))
        bar.right = f"{flag}{exam.position + 1} of {total}   {clock}"
        flagged = f"  {len(exam.flags)} flagged" if exam.flags else ""
        words = f"{answered} answered{flagged}"
        width = self.query_one("#progress").content_size.width or self.size.width - 4
        line = progress_line(answered, total, max(0, width - len(words) - 2), words)
        self.query_one("#progress", Static).update(line)
        self._warn(exam)

    def _warn(self, exam: Exam) -> None:
        minutes_left = exam.remaining(self.app.study.now()) / 60
        text = next((warning for minutes, warning in WARNINGS if minutes_left < minutes), "")
        line = self.query_one("#warning", Static)
        line.display = bool(text)
        line.update(Content.styled(text, "bold $text-warning"))
        if text and text != self._shown_warning and self.app.screen is not self:
            self.app.notify(text, severity="warning")
        self._shown_warning = text

    # ------------------------------------------------------------------- the clock

    async def _update_clock(self) -> None:
        """Show the time left, record it now and then, and hand in when it is up."""
        if self.exam.finished:
            return
        now = self.app.study.now()
        unrecorded = now.seconds_since(self.exam.seen) if self.exam.seen else 0.0
        is_tick_due = unrecorded >= TICK_INTERVAL or self.exam.remaining(now) <= 0
        # A full disk is not reported twice a second.
        if is_tick_due and self.app.monotonic() - self._store_failed_at >= TICK_INTERVAL:
            await self.send(Tick())
        else:
            self._show_progress()

    def _finish(self) -> None:
        """Show the result, closing whatever is above this screen."""
        from srm_quiz.tui.screens.exam.result import ExamResultScreen

        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.switch_screen(ExamResultScreen(self._mock_exam))

    # ---------------------------------------------------------------- what keys do

    async def send(self, event: ExamEvent) -> bool:
        """Send the event; whether it was stored. If not, the reason is reported and the exam is unchanged."""
        try:
            self._mock_exam.send(event)
        except ExamContinuedElsewhereError as error:
            # If no key was pressed, what another window did is shown without comment.
            if not isinstance(event, Tick):
                self.app.report_error(error)
            await self.show()
            return False
        except StoreError as error:
            self._store_failed_at = self.app.monotonic()
            self.app.report_error(error)
            await self.show()
            return False
        await self.show()
        return True

    async def on_exam_options_toggled(self, message: ExamOptions.Toggled) -> None:
        message.stop()
        await self.send(Pick(self.exam.question.order[message.position]))

    async def action_next_question(self) -> None:
        """Go to the next question; Enter first chooses the option under the cursor, as in the drill."""
        options = self._options
        undecided = options.undecided if options is not None else None
        if (
            self.app.last_press.key == "enter"
            and undecided is not None
            and not await self.send(Pick(self.exam.question.order[undecided]))
        ):
            return
        if self.exam.finished:
            return
        if self.exam.position + 1 < len(self.exam.questions):
            await self.send(GoTo(self.exam.position + 1))
        elif not self.app.last_press.held:
            self.action_answer_sheet()

    async def action_previous_question(self) -> None:
        await self.send(GoTo(self.exam.position - 1))

    async def action_flag_question(self) -> None:
        await self.send(ToggleFlag())

    def action_hide_clock(self) -> None:
        self._is_clock_hidden = not self._is_clock_hidden
        self._show_progress()

    def action_answer_sheet(self) -> None:
        screen = AnswerSheetScreen("Answer sheet", self._entries(), self.exam.position, may_submit=True)
        self.app.push_screen(screen, self._after_sheet)

    def action_hand_in(self) -> None:
        """Take the first of two steps: list what is blank before the exam is handed in."""
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
        """Leave. The clock stops here, or at the last event that could be stored."""
        await self.send(Close())
        if not self.exam.finished:
            self.dismiss()

    def _entries(self) -> list[SheetEntry]:
        """The state of every question, which does not give away what is right."""
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
    """The time left in hours, minutes and seconds: "1:42:07 left"."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02} left"
