"""The start of a mock exam: resume one, start one, or look back at earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from srm_quiz import phrases
from srm_quiz.domain.exam.exam import Exam
from srm_quiz.domain.exam.paper import PRESETS, Preset
from srm_quiz.domain.exam.result import PastExam
from srm_quiz.store.errors import StoreError
from srm_quiz.study.mock_exam import MockExam
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill, exam
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.meters import sparkline
from srm_quiz.tui.widgets.titlebar import TitleBar

LENGTHS = (65, 20, 10)
"""Numbers of questions: the real length, and two shorter ones at the same pace."""

RULES = """\
There is no verdict before the end. A blank counts as wrong, so guessing costs nothing.
The clock stops while srm-quiz is closed. After a crash you go on where you were, and get back \
15 seconds at most."""

RESUME = "resume"
TREND = 12
"""How many of the last exams the small chart shows."""


class ExamList(OptionList, inherit_bindings=False):
    """The exams that Enter can open. It has no keys of its own."""


class ExamStartScreen(Screen[None]):
    """One Enter starts an exam; `preset` and `length` say where the cursor is at first."""

    BINDINGS = bindings(exam.OpenExam, drill.Down, drill.Up, drill.Help, drill.Back)

    app: AppBase

    def __init__(self, preset: str = "", length: int = 0) -> None:
        super().__init__()
        self._wanted = (preset or (next(iter(PRESETS)) if length else ""), length)
        self._unfinished: Exam | None = None
        self._past: dict[str, PastExam] = {}
        self._giving_up = ""

    def compose(self) -> ComposeResult:
        yield TitleBar("Mock exam")
        yield Static(RULES, id="rules", markup=False)
        with Vertical(id="choices"):
            yield ExamList(id="exams", markup=False)
        yield Footer()

    def on_screen_resume(self) -> None:
        self.show()

    def show(self) -> None:
        """List the exams to open."""
        try:
            mock_exam = MockExam(self.app.study)
            self._unfinished = mock_exam.unfinished()
            history = mock_exam.history()
        except StoreError as error:
            self.app.report_error(error)
            return
        self._giving_up = ""
        exams = self.query_one(ExamList)
        cursor = exams.highlighted
        exams.clear_options()
        exams.add_options([*self._startable(mock_exam), *self._history(history)])
        exams.highlighted = (
            cursor if cursor is not None and cursor < exams.option_count else self._first(exams)
        )
        exams.focus()

    def _first(self, exams: OptionList) -> int | None:
        """Where the cursor is at first: on the exam asked for, or else on the first that can be opened."""
        preset, length = self._wanted
        rows = {str(option.id): row for row, option in enumerate(exams.options) if not option.disabled}
        of_preset = [name for name in rows if preset and name.startswith(f"{preset}-")]
        wanted = [name for name in of_preset if name == f"{preset}-{length}"]
        return next((rows[name] for name in (*wanted, *of_preset, *rows)), None)

    def _startable(self, mock_exam: MockExam) -> Iterator[Option]:
        if self._unfinished is not None:
            yield Option(_unfinished(self._unfinished, mock_exam), id=RESUME)
            yield Option("", disabled=True)
        for preset in PRESETS.values():
            pool = mock_exam.question_count(preset)
            yield Option(
                Content.assemble((preset.title, "bold"), (f"   {preset.name}", "$text-muted")),
                disabled=True,
            )
            if not pool:
                yield Option(
                    Content.styled(f"  no deck has a question with the tag {preset.tag}", "$text-muted"),
                    disabled=True,
                )
            for length in self._lengths(preset, pool):
                yield Option(_length_line(preset.of_length(length), pool), id=f"{preset.id}-{length}")

    def _lengths(self, preset: Preset, pool: int) -> Sequence[int]:
        wanted_preset, length = self._wanted
        lengths = {*LENGTHS, length} if wanted_preset == preset.id and length else {*LENGTHS}
        return sorted({min(wanted, pool) for wanted in lengths} - {0}, reverse=True)

    def _history(self, history: Sequence[PastExam]) -> Iterator[Option]:
        self._past = {past.run: past for past in history}
        if not history:
            return
        shares = [past.score.share for past in history[-TREND:]]
        yield Option("", disabled=True)
        heading = Content.assemble(
            ("Exams so far   ", "bold"),
            (f"{sparkline(shares)}   " if len(shares) > 1 else "", "$accent"),
            _trend(history),
        )
        yield Option(heading, disabled=True)
        for past in reversed(history):
            yield Option(_past_line(past), id=past.run)

    # ---------------------------------------------------------------- what keys do

    def action_open_exam(self) -> None:
        self.query_one(ExamList).action_select()

    def action_down(self) -> None:
        self.query_one(ExamList).action_cursor_down()

    def action_up(self) -> None:
        self.query_one(ExamList).action_cursor_up()

    def action_back(self) -> None:
        self.app.go_home()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        chosen = str(event.option_id)
        mock_exam = MockExam(self.app.study)
        try:
            if chosen in self._past:
                mock_exam.review(self._past[chosen])
                self._show_result(mock_exam)
                return
            if chosen == RESUME:
                assert self._unfinished is not None
                mock_exam.resume(self._unfinished)
            elif self._may_start(chosen):
                preset, _, length = chosen.partition("-")
                mock_exam.begin(PRESETS[preset], int(length))
            else:
                return
        except StoreError as error:
            self.app.report_error(error)
            return
        from srm_quiz.tui.screens.exam.exam import ExamScreen

        self.app.push_screen(ExamScreen(mock_exam))

    def _may_start(self, chosen: str) -> bool:
        """Whether another exam may start: an unfinished one is given up only at a second Enter."""
        if self._unfinished is None or not self._unfinished.tried or self._giving_up == chosen:
            return True
        if not self.app.last_press.held:
            self._giving_up = chosen
            self.app.notify(
                "A new exam gives up the one you left. Press Enter again to start it anyway.",
                severity="warning",
            )
        return False

    def _show_result(self, mock_exam: MockExam) -> None:
        from srm_quiz.tui.screens.exam.result import ExamResultScreen

        self.app.push_screen(ExamResultScreen(mock_exam))


def _unfinished(exam: Exam, mock_exam: MockExam) -> Content:
    answered = len(exam.questions) - len(exam.blanks)
    remaining = phrases.seconds(exam.remaining(mock_exam.study.now()))
    return Content.assemble(
        ("▌ ", "$accent"),
        ("Resume the exam you left", "bold"),
        (
            f"   {exam.preset.title}, {answered} of {len(exam.questions)} answered, {remaining} left",
            "$text-muted",
        ),
    )


def _length_line(preset: Preset, pool: int) -> Content:
    full = PRESETS[preset.id].questions
    note = "as long as the real exam" if preset.questions == full else ""
    if preset.questions == pool < full:
        note = "all that the decks have"
    questions = phrases.count(preset.questions, "question")
    return Content.assemble(
        f"  {questions}, {phrases.count(preset.minutes, 'minute')}", (f"   {note}", "$text-muted")
    )


def _past_line(past: PastExam) -> Content:
    day, (low, high) = past.at.local, past.score.band
    title = PRESETS[past.preset].title
    right = f"{past.score.right} of {past.score.of} right"
    questions = phrases.count(past.questions, "question")
    return Content.assemble(
        f"  {day.day:>2} {day:%b %Y}  {title}  {questions:>12}  {right:<14}",
        (f"  {phrases.percent(past.score.share):>5}  {low} to {high}", "$text-muted"),
    )


def _trend(history: Sequence[PastExam]) -> str:
    """How the last exam compares with the previous one of the same preset."""
    last = history[-1]
    result = f"{phrases.percent(last.score.share)} right in the last"
    before = [past for past in history[:-1] if past.preset == last.preset]
    if not before:
        return f"{result}."
    points = round(last.score.share * 100) - round(before[-1].score.share * 100)
    if not points:
        return f"{result}, as in the one before."
    return f"{result}, {phrases.count(abs(points), 'point')} {'more' if points > 0 else 'less'} than before."
