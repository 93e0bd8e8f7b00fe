"""The result of a mock exam: the score as a band, topics, pace, and changed answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from srm_quiz.domain.cards import Card, CardKey, Choice, is_topic
from srm_quiz.domain.days import Moment
from srm_quiz.domain.exam.exam import Exam, ExamEventKind, answerable, mark, verdict_on
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import RunEvent
from srm_quiz.domain.wilson import wilson_interval

EXAM_TAGS = frozenset(preset.tag for preset in PRESETS.values())
"""Tags that say for which exam a card is, not what it is about."""

CONFIDENCE_Z = 1.2816
"""The z-score of the band: it holds the true score four times out of five."""


class Outlook(StrEnum):
    """Whether a score is likely to pass."""

    LIKELY = "likely"
    OPEN = "open"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers among those that count, and an estimate on the scale of 100 to 1,000.

    The real scale is equated: AWS makes forms of different difficulty comparable, so 720 is not 72 %.
    The band maps the share of right answers linearly to the scale, and widens it by the uncertainty of so
    few questions.
    """

    right: int
    of: int
    passing: int

    @property
    def share(self) -> float:
        """The share right, 0 to 1."""
        return self.right / self.of if self.of else 0.0

    @property
    def band(self) -> tuple[int, int]:
        """The lowest and the highest likely scaled score."""
        low, high = wilson_interval(self.right, self.of, CONFIDENCE_Z)
        return round(100 + 900 * low), round(100 + 900 * high)

    @property
    def outlook(self) -> Outlook:
        """Whether the whole band passes, none of it, or part of it."""
        low, high = self.band
        if low >= self.passing:
            return Outlook.LIKELY
        return Outlook.NOT_YET if high < self.passing else Outlook.OPEN


@dataclass(frozen=True, slots=True)
class ExamAnswer:
    """One question as it was handed in. `verdict` is None for a blank; `tried` counts changes of mind."""

    number: int
    card: CardKey
    given: frozenset[int]
    verdict: Verdict | None
    scored: bool
    flagged: bool
    seconds: float
    tried: tuple[Verdict, ...]
    """The verdicts on the complete answers it has had, the final one last."""

    @property
    def right(self) -> bool:
        """Whether it was answered right."""
        return self.verdict is Verdict.CORRECT


@dataclass(frozen=True, slots=True)
class TopicScore:
    """The questions of one topic, unscored ones too. A question of two topics counts in both."""

    name: str
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class ExamResult:
    """A finished exam. `void` are questions whose card was edited or removed meanwhile: they do not count."""

    score: Score
    unscored: Score
    answers: tuple[ExamAnswer, ...]
    topics: tuple[TopicScore, ...]
    void: tuple[int, ...]
    seconds: float

    @property
    def blank(self) -> int:
        """How many questions were left without an answer."""
        return sum(answer.verdict is None for answer in self.answers)

    @property
    def missed(self) -> tuple[CardKey, ...]:
        """The cards not answered right, in the order they were asked."""
        return tuple(answer.card for answer in self.answers if not answer.right)

    @property
    def to_right(self) -> int:
        """How often an answer was changed from wrong to right."""
        return self._changes(Verdict.WRONG, Verdict.CORRECT)

    @property
    def to_wrong(self) -> int:
        """How often an answer was changed from right to wrong."""
        return self._changes(Verdict.CORRECT, Verdict.WRONG)

    def _changes(self, before: Verdict, after: Verdict) -> int:
        return sum(pair == (before, after) for answer in self.answers for pair in pairwise(answer.tried))


def result_of(exam: Exam, cards: Mapping[CardKey, Card]) -> ExamResult:
    """Return the result of a finished exam."""
    counting = answerable(exam, cards)
    answers = tuple(_answered(exam, number, cards) for number in counting)
    scored = [answer for answer in answers if answer.scored]
    others = [answer for answer in answers if not answer.scored]
    by_topic: dict[str, list[bool]] = {}
    for answer in answers:
        for tag in filter(is_topic, cards[answer.card].tags - EXAM_TAGS):
            by_topic.setdefault(tag, []).append(answer.right)
    topics = [TopicScore(name, sum(found), len(found)) for name, found in by_topic.items()]
    return ExamResult(
        score=_score(scored, exam),
        unscored=_score(others, exam),
        answers=answers,
        # The weakest first: those the learner can do something about.
        topics=tuple(sorted(topics, key=lambda topic: (topic.right / topic.of, -topic.of, topic.name))),
        void=tuple(number for number in range(len(exam.questions)) if number not in counting),
        seconds=sum(exam.spent.values()),
    )


def _score(answers: Sequence[ExamAnswer], exam: Exam) -> Score:
    return Score(sum(answer.right for answer in answers), len(answers), exam.preset.passing)


def _answered(exam: Exam, number: int, cards: Mapping[CardKey, Card]) -> ExamAnswer:
    question = exam.questions[number]
    content = cards[question.card].content
    assert isinstance(content, Choice)
    whole = [given for given in exam.tried.get(number, ()) if len(given) == content.right_count]
    return ExamAnswer(
        number=number,
        card=question.card,
        given=exam.answer(number),
        verdict=verdict_on(exam, number, cards),
        scored=question.scored,
        flagged=number in exam.flags,
        seconds=exam.spent.get(number, 0.0),
        tried=tuple(mark(content, given) for given in whole),
    )


# ------------------------------------------------------------------ exams of the past


@dataclass(frozen=True, slots=True)
class PastExam:
    """An exam that was handed in, for the list of past exams."""

    run: str
    preset: str
    at: Moment
    questions: int
    score: Score
    seconds: float


def past_exams(events: Iterable[RunEvent]) -> tuple[PastExam, ...]:
    """Return the exams handed in, oldest first."""
    return tuple(
        PastExam(
            event.run,
            event.details["preset"],
            event.at,
            event.details["questions"],
            Score(event.details["right"], event.details["scored"], PRESETS[event.details["preset"]].passing),
            event.details["seconds"],
        )
        for event in events
        if event.kind == ExamEventKind.FINISHED
    )


def unfinished_log(events: Iterable[RunEvent]) -> tuple[RunEvent, ...]:
    """Return the log of the newest exam if it was not handed in; else nothing."""
    log = tuple(events)
    newest = [event for event in log if event.run == log[-1].run] if log else []
    # An older exam's late event cannot come last: one exam is in progress at a time.
    return () if any(event.kind == ExamEventKind.FINISHED for event in newest) else tuple(newest)


def times_asked(events: Iterable[RunEvent]) -> Mapping[CardKey, int]:
    """Return how often each card was in an exam."""
    counts: dict[CardKey, int] = {}
    for event in events:
        if event.kind == ExamEventKind.BEGAN:
            for card, *_ in event.details["questions"]:
                counts[CardKey(card)] = counts.get(CardKey(card), 0) + 1
    return counts
