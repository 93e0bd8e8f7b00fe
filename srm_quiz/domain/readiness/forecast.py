"""How an exam would go if it were tomorrow: the band of results to expect, and the chance of passing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import erf, exp, floor, log, log1p, sqrt

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import NIGHT
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import scope
from srm_quiz.domain.readiness.target_exam import TargetExam

Outcome = tuple[float, float, bool]
"""A review on a later day: days since the last answer, the stability before it, and whether it was passed."""

TRANSFER = 0.8
"""The chance to answer an exam's question on what the card asks in its own words, if the card is known."""

TENTH = 1.28
"""Standard deviations from the mean beyond which a tenth of the results lie."""

KNOWN_UNSEEN = 0.28
"""The share of the unseen cards that a learner may know from elsewhere, at most."""

BASE_DEVIATION, SEEN_VARIANCE, PRIOR_REVIEWS = 0.06, 0.36, 20
"""How far the forecast itself may be off: a standard deviation that always remains, and the variance of what
was seen, which falls as reviews outnumber the last of these."""

ENOUGH_SEEN, ENOUGH_REVIEWS = 0.5, 200
"""The share of the weight, and the reviews, below which it is too early to give a chance of passing."""

STEPS_OF_CHANCE, GREATEST_CHANCE = 20, 0.95
"""A chance is rounded down to one of so many parts, and is never given as greater."""

SPREAD = 0.5
"""How much stabilities differ between learners: the standard deviation of the logarithm."""

LEAST_LIKELY = 0.0001
"""The chance that remains to be wrong about any review, however certain."""

ALIKE = 50
"""Steps of the logarithm in which days per stability are told apart."""


@dataclass(frozen=True, slots=True)
class ExamForecast:
    """Shares of right answers, from 0 to 1."""

    mean: float
    low: float
    high: float
    """Eight results of ten are expected between the two; `high` allows for what is known from elsewhere."""
    passing: float
    """The chance of passing as computed, to be compared with what comes. A learner is told `chance`."""
    known: float
    """The expected recall of what the exam rests on."""
    seen: float
    """The share of what the exam rests on that was seen at least once."""
    reviews: int
    """The reviews on later days from which the learner's memory is known."""
    strength: float
    """The factor by which this learner's stabilities are longer or shorter than computed."""

    @property
    def chance(self) -> float | None:
        """The chance of passing, rounded down; None where it is too early to say."""
        if self.seen < ENOUGH_SEEN or self.reviews < ENOUGH_REVIEWS:
            return None
        return min(GREATEST_CHANCE, floor(STEPS_OF_CHANCE * self.passing) / STEPS_OF_CHANCE)


def exam_forecast(
    cards: Iterable[PlannedCard],
    exam: TargetExam,
    today: int,
    outcomes: Sequence[Outcome],
    memory: Memory | None = None,
    transfer: float = TRANSFER,
) -> ExamForecast | None:
    """How the exam would go on the morning after `today`; None if no card is in scope.

    What is not known is guessed. `outcomes` are all the learner's reviews on later days: they tell by how
    much this learner's stabilities are longer or shorter than computed, and the more there are, the narrower
    is the band. `transfer` may be the learner's own, from mock exams.
    """
    memory = memory or Memory()
    scoped = scope(cards, exam).cards
    whole = sum(card.weight for card in scoped)
    if not whole:
        return None
    strength = exp(log_strength(outcomes, memory))
    own = Memory(memory.weights, strength)
    known = seen = 0.0
    for card in scoped:
        if card.card.stability is not None:
            known += card.weight * own.recall(today + NIGHT - card.card.last, card.card.stability) / whole
            seen += card.weight / whole
    return _forecast(known, seen, len(outcomes), strength, exam, transfer)


def forecast_of_answers(
    recalls: Sequence[float | None], exam: TargetExam, reviews: int, strength: float = 1.0
) -> ExamForecast:
    """The result to expect of an exam that asks just these cards, in their own words; None was never seen.

    `reviews` is the number of reviews on later days from which the learner's memory is known.
    """
    of = len(recalls)
    known = sum(recall or 0.0 for recall in recalls) / of
    seen = sum(recall is not None for recall in recalls) / of
    return _forecast(known, seen, reviews, strength, replace(exam, questions=of), transfer=1.0)


def _forecast(
    known: float, seen: float, reviews: int, strength: float, exam: TargetExam, transfer: float
) -> ExamForecast:
    guess = exam.guess
    mean = guess + (1 - guess) * transfer * known
    own_variance = BASE_DEVIATION**2 + SEEN_VARIANCE * seen**2 / (reviews + PRIOR_REVIEWS)
    deviation = sqrt(mean * (1 - mean) / exam.questions + own_variance)
    elsewhere = KNOWN_UNSEEN * (1 - guess) * transfer * (1 - seen)
    return ExamForecast(
        mean=mean,
        low=max(0.0, mean - TENTH * deviation),
        high=min(1.0, mean + elsewhere + TENTH * deviation),
        passing=0.5 * (1 - erf((exam.pass_mark - mean) / (deviation * sqrt(2)))),
        known=known,
        seen=seen,
        reviews=reviews,
        strength=strength,
    )


def log_strength(outcomes: Iterable[Outcome], memory: Memory) -> float:
    """The logarithm of the factor by which this learner's stabilities differ from those computed.

    It is the mean of what the outcomes leave likely, where learners differ by a normal distribution around no
    difference. The integral is taken twice: over all that is possible, then more finely where it counts.
    """
    # Reviews that differ by less than a hundredth in days per stability are counted together.
    alike = Counter(
        (round(ALIKE * log(memory.factor * days / stability)), passed) for days, stability, passed in outcomes
    )
    counts = [(exp(rounded / ALIKE), passed, count) for (rounded, passed), count in sorted(alike.items())]
    mean, width = _posterior(counts, memory.decay, 0.0, 4 * SPREAD)
    return _posterior(counts, memory.decay, mean, width)[0]


_Counts = Sequence[tuple[float, bool, int]]
"""How often a review was passed or failed after how many days per stability, in FSRS's measure."""


def _posterior(counts: _Counts, decay: float, centre: float, width: float) -> tuple[float, float]:
    """The mean of the logarithm of strength within `width` of `centre`, and four deviations around it."""
    step = width / 10
    points = [centre + step * n for n in range(-10, 11)]
    likely = [_log_likelihood(counts, decay, exp(point)) - 0.5 * (point / SPREAD) ** 2 for point in points]
    top = max(likely)
    shares = [exp(one - top) for one in likely]
    whole = sum(shares)
    mean = sum(share * point for share, point in zip(shares, points, strict=True)) / whole
    variance = sum(share * (point - mean) ** 2 for share, point in zip(shares, points, strict=True)) / whole
    return mean, max(4 * sqrt(variance), step)


def _log_likelihood(counts: _Counts, decay: float, strength: float) -> float:
    total, least, most = 0.0, log(LEAST_LIKELY), log1p(-LEAST_LIKELY)
    for age, passed, count in counts:
        passing = min(most, max(least, decay * log1p(age / strength)))
        total += count * (passing if passed else log(1 - exp(passing)))
    return total
