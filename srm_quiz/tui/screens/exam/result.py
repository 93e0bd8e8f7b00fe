"""The result of a mock exam: the score as a band, topics, pace, changes of mind."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from srm_quiz import phrases
from srm_quiz.domain.exam.exam import Exam
from srm_quiz.domain.exam.result import ExamResult, Outlook
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.mock_exam import MockExam
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands import exam as exam_commands
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging
from srm_quiz.tui.widgets.titlebar import TitleBar

VERDICTS = {
    Outlook.LIKELY: ("likely a pass", "$text-success"),
    Outlook.OPEN: ("it could go either way", "$text-warning"),
    Outlook.NOT_YET: ("not a pass yet", "$text-error"),
}
SLOWEST = 3
"""How many of the slowest questions are listed."""
BAR = 14
"""Width of a topic's bar, in cells."""


class ExamResultScreen(Screen[None]):
    """The result of an exam; every question can be reviewed."""

    BINDINGS = bindings(exam_commands.Review, drill.DrillMisses, drill.Help, drill.Back)

    app: AppBase

    def __init__(self, mock_exam: MockExam) -> None:
        super().__init__()
        self._mock_exam = mock_exam
        self._result = mock_exam.result()

    def compose(self) -> ComposeResult:
        exam = self._mock_exam.current
        yield TitleBar(f"{exam.preset.title}: the result", phrases.count(len(exam.questions), "question"))
        with VerticalScroll(id="page"):
            yield ExamReport(exam, self._result)
        yield Footer()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Misses can be drilled if there are any."""
        return bool(self._result.missed) if action == "drill_misses" else True

    def action_review(self) -> None:
        from srm_quiz.tui.screens.exam.review import ExamReviewScreen

        if not self.app.last_press.held:
            self.app.push_screen(ExamReviewScreen(self._mock_exam.current, self._result))

    def action_drill_misses(self) -> None:
        self.app.drill(Scope(cards=self._result.missed), mode=Mode.CRAM)

    def action_back(self) -> None:
        self.dismiss()


class ExamReport(LineWidget):
    """The result in sentences and small bars, the most important first."""

    def __init__(self, exam: Exam, result: ExamResult) -> None:
        super().__init__()
        self._exam = exam
        self._result = result

    def lines(self, width: int) -> list[Content]:
        drawn: list[Content] = []
        for part in (self._score(), self._unscored(), self._topics(), self._pace(), self._changes()):
            paragraphs = [line for text in part for line in hanging("", text, width)]
            if paragraphs:
                drawn += [Content(), *paragraphs] if drawn else paragraphs
        return drawn

    def _score(self) -> Iterator[Content]:
        score, (low, high) = self._result.score, self._result.score.band
        verdict, tone = VERDICTS[score.outlook]
        yield Content.assemble(
            (f"{score.right} of {score.of} scored questions right: ", "bold"),
            (verdict, f"bold {tone}"),
            (", ", "bold"),
            (f"about {low} to {high} on the scale of 1,000, where {score.passing} passes.", "bold"),
        )
        yield Content.styled(
            "This is a band because the real scale is equated: an easier form needs more right answers, so "
            f"{score.passing} is not {score.passing // 10} %. And {phrases.count(score.of, 'question')} "
            "leave much to chance: the fewer, the wider the band.",
            "$text-muted",
        )

    def _unscored(self) -> Iterator[Content]:
        unscored, blank, void = self._result.unscored, self._result.blank, self._result.void
        if unscored.of:
            numbers = phrases.numbers(
                answer.number + 1 for answer in self._result.answers if not answer.scored
            )
            were = "was" if unscored.of == 1 else "were"
            yield Content(
                f"{phrases.count(unscored.of, 'question')} {were} unscored, as in the real exam: "
                f"{numbers}. You got {unscored.right} of them right."
            )
        if blank:
            yield Content(f"{phrases.count(blank, 'question')} left blank, which counts as wrong.")
        if void:
            yield Content(f"{phrases.count(len(void), 'question')} changed since the exam: not counted.")

    def _topics(self) -> Iterator[Content]:
        topics = self._result.topics
        if not topics:
            return
        yield Content.assemble(("By topic", "bold"), ("   weakest first", "$text-muted"))
        longest = max(len(topic.name) for topic in topics)
        for topic in topics:
            filled = round(BAR * topic.right / topic.of)
            yield Content.assemble(
                f"{topic.name:<{longest}}  ",
                ("█" * filled, "$accent"),
                ("░" * (BAR - filled), "$text-muted"),
                f"  {topic.right:>2} of {topic.of:>2}",
            )

    def _pace(self) -> Iterator[Content]:
        exam, result = self._exam, self._result
        allowed = exam.preset.minutes * 60 / len(exam.questions)
        took = result.seconds / len(exam.questions)
        yield Content.styled("Pace", "bold")
        yield Content(
            f"{phrases.seconds(took)} a question; the exam allows {phrases.seconds(allowed)}. "
            f"{phrases.seconds(result.seconds)} of {phrases.count(exam.preset.minutes, 'minute')} used."
        )
        by_time = sorted(result.answers, key=lambda answer: -answer.seconds)
        slow = [answer for answer in by_time[:SLOWEST] if answer.seconds > allowed]
        if slow:
            listed = ", ".join(f"{answer.number + 1} ({phrases.seconds(answer.seconds)})" for answer in slow)
            yield Content(f"Slowest: question {listed}.")

    def _changes(self) -> Iterator[Content]:
        to_right, to_wrong = self._result.to_right, self._result.to_wrong
        yield Content.styled("Changes of mind", "bold")
        if not to_right and not to_wrong:
            yield Content("None that made a difference.")
        else:
            yield Content(f"{to_right} from wrong to right, {to_wrong} from right to wrong.")
