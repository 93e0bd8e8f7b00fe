"""Predictions of exam readiness compared with their outcomes: later answers, and mock exams.

A prediction is a mean over cards, as they would be known if nothing more were studied. So it is compared with
the answers to cards that were not asked in between, each on the day it was given: what the prediction implied
for such a card follows from the log, and from the learner's memory as it was estimated then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, exp, log

from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.calibration import Calibrated, Calibration, Passed, calibration
from srm_quiz.domain.readiness.forecast import LEAST_LIKELY, SPREAD, forecast_of_answers
from srm_quiz.domain.readiness.target_exam import TargetExam

EXAM = TargetExam()
"""What mock exams are taken to ask for: the share that passes, and the chance of a guess."""

DAYS_AFTER = 30
"""Days from the exam on whose answers still show what was known on its day."""

STRENGTH_STEPS = 20
"""Strengths are rounded to a twentieth, about a third of a point of recall, so that days share one."""


STRENGTHS = tuple(5 ** ((n - 7) / 7) for n in range(15))
"""The factors of stability, from a fifth to five, among which the learner's is estimated day by day."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """Readiness for an exam as it was predicted on a study day."""

    day: StudyDay
    exam: StudyDay
    cards: int
    recall: float
    """The share, 0 to 1, of what the exam rests on that would be known if it were on the next morning."""
    chance: float
    """The chance, 0 to 1, of passing the exam."""


@dataclass(frozen=True, slots=True)
class DatedOutcome:
    """A review of a card on a later day than the answer before; `stability`, in days, is that before it."""

    last: StudyDay
    day: StudyDay
    stability: float
    passed: bool

    @property
    def gap(self) -> int:
        """Days since the answer before."""
        return (self.day - self.last).days


@dataclass(frozen=True, slots=True)
class MockExamAnswers:
    """The answers given in a mock exam: for each, days since the card's last review and its stability (None
    for a new card), and whether it was right."""

    day: StudyDay
    answers: Sequence[tuple[float | None, float | None, bool]]


@dataclass(frozen=True, slots=True)
class TestedPrediction:
    """A prediction and the later answers that test it."""

    prediction: Prediction
    outcome: Calibrated


@dataclass(frozen=True, slots=True)
class TestedMockExam:
    """A mock exam: what was expected of its questions on that day, and the outcome."""

    day: StudyDay
    recall: float
    chance: float
    """The chance that was given to reach `needed`, 0 to 1."""
    needed: int
    low: float
    high: float
    """The 80 % interval of right answers."""
    outcome: Calibrated

    @property
    def reached(self) -> bool:
        """Whether enough answers were right."""
        return self.outcome.passed.passed >= self.needed


@dataclass(frozen=True, slots=True)
class PredictionReview:
    """All predictions with their outcomes. In `overall` and `after_exam` every answer counts once."""

    tested: tuple[TestedPrediction, ...]
    """Every prediction with all answers that test it, oldest first."""
    overall: Calibration | None
    after_exam: Calibrated | None
    """The answers given from the day of an exam on, to cards not asked since before it."""
    mock_exams: tuple[TestedMockExam, ...]


def review_predictions(
    predictions: Sequence[Prediction],
    outcomes: Iterable[DatedOutcome],
    mock_exams: Sequence[MockExamAnswers],
    memory: Memory,
) -> PredictionReview:
    """Compare predictions with their outcomes.

    A card asked on the very day of a prediction tests others, not that one: the prediction may have been made
    before the answer or after it.
    """
    in_order = sorted(outcomes, key=lambda outcome: outcome.day)
    exam_of = {prediction.day: prediction.exam for prediction in predictions}
    days = sorted(exam_of)
    strengths = _strengths([*days, *(exam.day for exam in mock_exams)], in_order, memory)
    memories = {strength: Memory(memory.weights, strength) for strength in set(strengths.values())}
    run_ends = _run_ends([strengths[day] for day in days])
    # Difference arrays: what days share is added at the first of them and subtracted after the last.
    expected, passed, asked = ([0.0] * (len(days) + 1) for _ in range(3))
    overall: list[tuple[float, bool]] = []
    after_exam: list[tuple[float, bool]] = []
    for outcome in in_order:
        first, end = bisect_right(days, outcome.last), bisect_left(days, outcome.day)
        if first >= end:
            continue
        chance, start = 0.0, first
        while start < end:
            chance = memories[strengths[days[start]]].recall(outcome.gap, outcome.stability)
            stop = min(end, run_ends[start])
            expected[start] += chance
            expected[stop] -= chance
            start = stop
        for counts in (asked, passed) if outcome.passed else (asked,):
            counts[first] += 1
            counts[end] -= 1
        overall.append((chance, outcome.passed))
        if 0 <= (outcome.day - exam_of[days[end - 1]]).days < DAYS_AFTER:
            after_exam.append((chance, outcome.passed))
    sums = zip(days, *map(accumulate, (expected, passed, asked)), strict=False)
    by_day = {
        day: Calibrated(total / of if of else 0.0, Passed(int(known), int(of)))
        for day, total, known, of in sums
    }
    in_days = sorted(predictions, key=lambda prediction: prediction.day)
    return PredictionReview(
        tested=tuple(TestedPrediction(prediction, by_day[prediction.day]) for prediction in in_days),
        overall=calibration(overall),
        after_exam=_together(after_exam) if after_exam else None,
        mock_exams=tuple(
            _tested(exam, memories[strengths[exam.day]], len(in_order)) for exam in mock_exams if exam.answers
        ),
    )


def _run_ends(strengths: Sequence[float]) -> list[int]:
    """For each place, the place after the run of equal strengths that it belongs to."""
    ends = [len(strengths)] * len(strengths)
    for place in reversed(range(len(strengths) - 1)):
        ends[place] = ends[place + 1] if strengths[place] == strengths[place + 1] else place + 1
    return ends


def _strengths(
    days: Iterable[StudyDay], outcomes: Sequence[DatedOutcome], memory: Memory
) -> Mapping[StudyDay, float]:
    """The strength of `Memory` as it was estimated on each of the days, before that day's answers."""
    belief, known = _Belief(memory), 0
    strengths: dict[StudyDay, float] = {}
    for day in sorted(set(days)):
        while known < len(outcomes) and outcomes[known].day < day:
            outcome = outcomes[known]
            belief.learn(outcome.gap, outcome.stability, outcome.passed)
            known += 1
        strengths[day] = round(STRENGTH_STEPS * belief.strength) / STRENGTH_STEPS
    return strengths


def _tested(exam: MockExamAnswers, memory: Memory, reviews: int) -> TestedMockExam:
    of = len(exam.answers)
    recalls = [
        None if days is None or stability is None else memory.recall(days, stability)
        for days, stability, _ in exam.answers
    ]
    predicted = forecast_of_answers(recalls, EXAM, reviews)
    right = sum(is_right for *_, is_right in exam.answers)
    return TestedMockExam(
        day=exam.day,
        recall=predicted.known,
        chance=predicted.passing,
        needed=ceil(EXAM.pass_mark * of),
        low=of * predicted.low,
        high=of * predicted.high,
        outcome=Calibrated(predicted.mean, Passed(right, of)),
    )


class _Belief:
    """How much longer (above 1) or shorter this learner remembers than the formulas say, review by review.

    What `forecast.log_strength` computes from all reviews at once, on a coarser grid and step by step.
    """

    def __init__(self, memory: Memory) -> None:
        self._decay = memory.decay
        self._fades = [memory.factor / value for value in STRENGTHS]
        self._likely = [-0.5 * (log(value) / SPREAD) ** 2 for value in STRENGTHS]

    def learn(self, days: float, stability: float, passed: bool) -> None:
        """Take in a review on a later day: days since the last one, stability, and whether it was passed."""
        # Memory.recall, as a logarithm: thousands of reviews are weighed fifteen times each, with few calls.
        age, decay = days / stability, self._decay
        known = [decay * log(1 + fade * age) for fade in self._fades]
        least, most = log(LEAST_LIKELY), log(1 - LEAST_LIKELY)
        if known[0] < least or known[-1] > most:
            known = [min(most, max(least, logarithm)) for logarithm in known]
        if not passed:
            known = [log(1 - exp(logarithm)) for logarithm in known]
        self._likely = [likely + logarithm for likely, logarithm in zip(self._likely, known, strict=True)]

    @property
    def strength(self) -> float:
        """The mean factor, by what was seen so far."""
        top = max(self._likely)
        shares = [exp(likely - top) for likely in self._likely]
        mean = sum(share * log(value) for share, value in zip(shares, STRENGTHS, strict=True))
        return exp(mean / sum(shares))


def _together(pairs: Sequence[tuple[float, bool]]) -> Calibrated:
    chances, passed = zip(*pairs, strict=True)
    return Calibrated(sum(chances) / len(pairs), Passed(sum(passed), len(pairs)))
