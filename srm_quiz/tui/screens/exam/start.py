"""The door to the mock exam: go on with one, begin one, or look at those that were sat."""

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
"""Questions of an exam: the real length, and two shorter ones at the same pace."""

RULES = """\
Nothing tells right from wrong before the end, and a blank scores wrong: guessing is free.
The clock stands still while srm-quiz is closed. After a crash you go on where you were, and at most \
the last 15 seconds are forgiven."""

GO_ON = "left"
TREND = 12
"""How many of the last exams the small chart shows."""


class ExamList(OptionList, inherit_bindings=False):
    """What Enter can open. Its keys are the screen's."""


class ExamStartScreen(Screen[None]):
    """One Enter begins an exam; `preset` and `length` say where the cursor stands at first."""

    BINDINGS = bindings(exam.OpenExam, drill.Down, drill.Up, drill.Help, drill.Back)

    app: AppBase

    def __init__(self, preset: str = "", length: int = 0) -> None:
        super().__init__()
        self._asked = (preset or (next(iter(PRESETS)) if length else ""), length)
        self._left: Exam | None = None
        self._past: dict[str, PastExam] = {}
        self._giving_up = ""

    def compose(self) -> ComposeResult:
        yield TitleBar("Mock exam")
        yield Static(RULES, id="rules", markup=False)
        with Vertical(id="choices"):
            yield ExamList(id="doors", markup=False)
        yield Footer()

    def on_screen_resume(self) -> None:
        self.show()

    def show(self) -> None:
        """Draw what there is to open."""
        try:
            mock_exam = MockExam(self.app.study)
            self._left = mock_exam.unfinished()
            history = mock_exam.history()
        except StoreError as error:
            self.app.tell(error)
            return
        self._giving_up = ""
        doors = self.query_one(ExamList)
        at = doors.highlighted
        doors.clear_options()
        doors.add_options([*self._beginnings(mock_exam), *self._history(history)])
        doors.highlighted = at if at is not None and at < doors.option_count else self._first(doors)
        doors.focus()

    def _first(self, doors: OptionList) -> int | None:
        """Where the cursor stands at first: at the exam asked for, else at the first thing to open."""
        preset, length = self._asked
        places = {str(option.id): place for place, option in enumerate(doors.options) if not option.disabled}
        of_preset = [name for name in places if preset and name.startswith(f"{preset}-")]
        wanted = [name for name in of_preset if name == f"{preset}-{length}"]
        return next((places[name] for name in (*wanted, *of_preset, *places)), None)

    def _beginnings(self, mock_exam: MockExam) -> Iterator[Option]:
        if self._left is not None:
            yield Option(_left(self._left, mock_exam), id=GO_ON)
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
                yield Option(_beginning(preset.of_length(length), pool), id=f"{preset.id}-{length}")

    def _lengths(self, preset: Preset, pool: int) -> Sequence[int]:
        asked, length = self._asked
        wanted = {*LENGTHS, length} if asked == preset.id and length else {*LENGTHS}
        return sorted({min(one, pool) for one in wanted} - {0}, reverse=True)

    def _history(self, history: Sequence[PastExam]) -> Iterator[Option]:
        self._past = {one.run: one for one in history}
        if not history:
            return
        shares = [one.score.share for one in history[-TREND:]]
        yield Option("", disabled=True)
        heading = Content.assemble(
            ("Exams so far   ", "bold"),
            (f"{sparkline(shares)}   " if len(shares) > 1 else "", "$accent"),
            _trend(history),
        )
        yield Option(heading, disabled=True)
        for one in reversed(history):
            yield Option(_past(one), id=one.run)

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
            if chosen == GO_ON:
                assert self._left is not None
                mock_exam.resume(self._left)
            elif self._may_give_up(chosen):
                preset, _, length = chosen.partition("-")
                mock_exam.begin(PRESETS[preset], int(length))
            else:
                return
        except StoreError as error:
            self.app.tell(error)
            return
        from srm_quiz.tui.screens.exam.exam import ExamScreen

        self.app.push_screen(ExamScreen(mock_exam))

    def _may_give_up(self, chosen: str) -> bool:
        """Whether another exam may begin: one that was left is given up only at a second Enter."""
        if self._left is None or not self._left.tried or self._giving_up == chosen:
            return True
        if not self.app.press.held:
            self._giving_up = chosen
            self.app.notify(
                "A new exam gives up the one you left. Enter once more begins it all the same.",
                severity="warning",
            )
        return False

    def _show_result(self, mock_exam: MockExam) -> None:
        from srm_quiz.tui.screens.exam.result import ExamResultScreen

        self.app.push_screen(ExamResultScreen(mock_exam))


def _left(left: Exam, mock_exam: MockExam) -> Content:
    answered = len(left.questions) - len(left.blanks)
    remaining = phrases.seconds(left.remaining(mock_exam.study.now()))
    return Content.assemble(
        ("▌ ", "$accent"),
        ("Go on with the exam you left", "bold"),
        (
            f"   {left.preset.title}, {answered} of {len(left.questions)} answered, {remaining} left",
            "$text-muted",
        ),
    )


def _beginning(preset: Preset, pool: int) -> Content:
    full = PRESETS[preset.id].questions
    note = "as long as the real one" if preset.questions == full else ""
    if preset.questions == pool < full:
        note = "all there are"
    questions = phrases.count(preset.questions, "question")
    return Content.assemble(
        f"  {questions}, {phrases.count(preset.minutes, 'minute')}", (f"   {note}", "$text-muted")
    )


def _past(one: PastExam) -> Content:
    day, (low, high) = one.at.local, one.score.band
    title = PRESETS[one.preset].title
    right = f"{one.score.right} of {one.score.of} right"
    questions = phrases.count(one.questions, "question")
    return Content.assemble(
        f"  {day.day:>2} {day:%b %Y}  {title}  {questions:>12}  {right:<14}",
        (f"  {phrases.percent(one.score.share):>5}  {low} to {high}", "$text-muted"),
    )


def _trend(history: Sequence[PastExam]) -> str:
    """How the last exam compares with the one before of the same sort."""
    last = history[-1]
    said = f"{phrases.percent(last.score.share)} right in the last"
    before = [one for one in history[:-1] if one.preset == last.preset]
    if not before:
        return f"{said}."
    points = round(last.score.share * 100) - round(before[-1].score.share * 100)
    if not points:
        return f"{said}, as in the one before."
    return f"{said}, {phrases.count(abs(points), 'point')} {'more' if points > 0 else 'less'} than before."
