"""What will be known on the day of the exam: played forward from where the learner stands.

A forecast is a mean over learners of chance who follow the plan from today. They rate and take time as
real ones do on average, and forget as FSRS expects of this learner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import erf, exp, log, sqrt

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.first_planner import NIGHT, Aim, Pace, Prospect, plan
from srm_quiz.domain.scheduling import keyed_hash

FIRST = (0.24, 0.334, 0.829)
"""Cumulative shares of again, hard and good among first answers; the rest is easy."""

RECALLED = (0.224, 0.855)
"""Cumulative shares of hard and good among answers that were known."""

RELEARNT = 0.9
"""The chance that a card missed today is known when it comes back on the same day."""

MOST_STEPS = 240_000
"""Cards times days that are played forward at most; it bounds the time a forecast takes."""

QUESTIONS, PASSING = 65, 47
"""Questions of an exam, and right answers that pass it."""

NEEDED = PASSING / QUESTIONS

TENTH = 1.2816
"""Standard deviations from the mean to where a tenth of the outcomes lie beyond."""


@dataclass(frozen=True, slots=True)
class Band:
    """A share from 0 to 1: its mean, and between what it lies eight times of ten."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day of the plan as it is likely to be: cards, and seconds."""

    new: float
    reviews: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected recall of all cards at the exam, by what the learner does until then."""

    stopping: float
    following: Band
    without_today: float
    missing_some: float
    """With one day of five missed."""
    days: tuple[DayAhead, ...]
    seen: float
    """The share of the cards that will have been seen."""
    recalls: tuple[float, ...] = ()
    """The expected recall of each card if the plan is followed, in the order in which they were given."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """The chance to give enough right answers in an exam made of these very cards."""

    chance: float
    share: Band
    """The share of right answers."""


def recall_at_exam(cards: Iterable[Prospect], left: int, memory: Memory) -> list[float]:
    """Each card's chance to be known at the exam if nothing more is reviewed; 0 where it was never seen."""
    exam = left - 1 + NIGHT
    return [
        0.0 if card.stability is None else memory.recall(max(0.0, exam - card.last), card.stability)
        for card in cards
    ]


def forecast(
    cards: Sequence[Prospect], aim: Aim, memory: Memory, retention: float, seed: int, rollouts: int = 20
) -> Forecast:
    """Play the days to the exam forward, `rollouts` times or less where there is much to play."""
    now = recall_at_exam(cards, aim.left, memory)
    steps = len(cards) * max(1, aim.left)
    runs = max(3, min(rollouts, MOST_STEPS // max(1, steps)))
    followed = [_play(cards, aim, memory, retention, _Chance(seed, n)) for n in range(runs)]
    fewer = range(max(2, runs // 2))
    skipped = [_play(cards, aim, memory, retention, _Chance(seed, n), _no_today) for n in fewer]
    missed = [_play(cards, aim, memory, retention, _Chance(seed, n), _one_of_five) for n in fewer]
    costs = [_mean(followed[n].recalls) - _mean(skipped[n].recalls) for n in fewer]
    means = sorted(_mean(run.recalls) for run in followed)
    days = tuple(
        DayAhead(*(sum(run.days[day][n] for run in followed) / runs for n in range(3)))
        for day in range(aim.left)
    )
    return Forecast(
        stopping=_mean(now),
        following=Band(_mean(means), means[len(means) // 10], means[-1 - len(means) // 10]),
        without_today=_mean(means) - _mean(costs),
        missing_some=_mean([_mean(run.recalls) for run in missed]),
        days=days,
        seen=_mean([sum(recall > 0 for recall in run.recalls) / max(1, len(cards)) for run in followed]),
        recalls=tuple(_mean([run.recalls[n] for run in followed]) for n in range(len(cards))),
    )


def readiness(
    recalls: Sequence[float],
    reviews: int,
    *,
    questions: int = QUESTIONS,
    needed: int = PASSING,
    guess: float = 0.25,
) -> Readiness:
    """The chance of `needed` right answers of `questions` drawn from the cards.

    What is not known is guessed. To the luck of the draw comes the error of the forecast itself: two
    points, or five where fewer than a hundred reviews have been given.
    """
    right = [recall + (1 - recall) * guess for recall in recalls]
    mean = _mean(right)
    error = 0.02 if reviews >= 100 else 0.05
    spread = sqrt(mean * (1 - mean) / questions + error**2)
    if not recalls:
        return Readiness(0.0, Band(0.0, 0.0, 0.0))
    chance = 0.5 * (1 - erf(((needed - 0.5) / questions - mean) / (spread * sqrt(2))))
    low, high = max(0.0, mean - TENTH * spread), min(1.0, mean + TENTH * spread)
    return Readiness(chance, Band(mean, low, high))


STRENGTHS = tuple(exp(log(0.2) + n * (log(5) - log(0.2)) / 14) for n in range(15))
"""The corrections of stability that are weighed against each other."""


SUREST, UNLIKELIEST = log(0.9999), log(0.0001)
"""Logarithms of the chances beyond which no forecast is taken at its word."""


class Belief:
    """How much longer (above 1) or shorter this learner remembers than the formulas say, review by review.

    The most likely multiplier of stability on average, where 1 is expected before anything is known.
    """

    def __init__(self, memory: Memory) -> None:
        self._decay = memory.decay
        self._fades = [memory.factor / value for value in STRENGTHS]
        self._likely = [-0.5 * (log(value) / 0.5) ** 2 for value in STRENGTHS]

    def learn(self, days: float, stability: float, passed: bool) -> None:
        """Take in a review on a later day: days since the last one, stability, and whether it was passed."""
        # Memory.recall, as a logarithm: thousands of reviews are weighed fifteen times each, with few calls.
        age, decay = days / stability, self._decay
        known = [decay * log(1 + fade * age) for fade in self._fades]
        if known[0] < UNLIKELIEST or known[-1] > SUREST:
            known = [min(SUREST, max(UNLIKELIEST, one)) for one in known]
        if not passed:
            known = [log(1 - exp(one)) for one in known]
        self._likely = [likely + one for likely, one in zip(self._likely, known, strict=True)]

    @property
    def strength(self) -> float:
        """The multiplier, by what was seen so far."""
        top = max(self._likely)
        shares = [exp(one - top) for one in self._likely]
        return exp(
            sum(share * log(value) for share, value in zip(shares, STRENGTHS, strict=True)) / sum(shares)
        )


def strength(outcomes: Iterable[tuple[float, float, bool]], memory: Memory) -> float:
    """The multiplier of stability that these reviews make likely (see Belief)."""
    belief = Belief(memory)
    for days, stability, passed in outcomes:
        belief.learn(days, stability, passed)
    return belief.strength


@dataclass(slots=True)
class _Run:
    recalls: list[float]
    days: list[tuple[int, int, float]]


class _Chance:
    """Numbers in [0, 1) that depend on the seed and the run alone."""

    def __init__(self, seed: int, run: int) -> None:
        self._state = keyed_hash(seed, "forecast", run) | 1

    def next(self) -> float:
        """The next number (xorshift*, 64 bits)."""
        state = self._state
        state ^= state >> 12
        state ^= (state << 25) & 0xFFFFFFFFFFFFFFFF
        state ^= state >> 27
        self._state = state
        return ((state * 0x2545F4914F6CDD1D) & 0xFFFFFFFFFFFFFFFF) / 2**64


def _no_today(day: int) -> bool:
    return day == 0


def _one_of_five(day: int) -> bool:
    return day % 5 == 2


def _play(
    cards: Sequence[Prospect],
    aim: Aim,
    memory: Memory,
    retention: float,
    chance: _Chance,
    is_missed: Callable[[int], bool] | None = None,
) -> _Run:
    """One learner of chance, from today to the exam."""
    standing = {card.key: card for card in cards}
    counts: list[tuple[int, int, float]] = []
    per_day = (retention ** (1 / memory.decay) - 1) / memory.factor
    for day in range(aim.left):
        if is_missed and is_missed(day):
            counts.append((0, 0, 0.0))
        else:
            now = aim if day == 0 else replace(aim, left=aim.left - day, day=day, spent=0.0, seen_today=0)
            today = plan(standing.values(), now, memory)
            seconds = 0.0
            for key in (*today.new, *today.reviews):
                card = standing[key]
                stability, difficulty, took = _answered(card, day, memory, chance, aim.pace)
                due = day + max(1, round(stability * per_day))
                standing[key] = Prospect(key, stability, difficulty, day, due)
                seconds += took
            counts.append((len(today.new), len(today.reviews), seconds))
    exam = aim.left - 1 + NIGHT
    recalls = [
        0.0 if card.stability is None else memory.recall(exam - card.last, card.stability)
        for card in (standing[one.key] for one in cards)
    ]
    return _Run(recalls, counts)


def _answered(
    card: Prospect, day: int, memory: Memory, chance: _Chance, pace: Pace
) -> tuple[float, float, float]:
    """Stability and difficulty after today's answers to the card, and the seconds they took."""
    if card.stability is None:
        luck = chance.next()
        rating = 1 + sum(luck >= limit for limit in FIRST)
        stability, difficulty = memory.first(rating)
        took = pace.new
    else:
        stability, difficulty = card.stability, card.difficulty
        known = memory.recall(day - card.last, stability)
        if chance.next() < known:
            luck = chance.next()
            rating = 2 + sum(luck >= limit for limit in RECALLED)
            stability = memory.recalled(stability, difficulty, known, rating)
            took = pace.known
        else:
            rating = 1
            stability = memory.forgotten(stability, difficulty, known)
            took = pace.missed
        difficulty = memory.harder(difficulty, rating)
    passed = rating > 1
    while not passed:  # a missed card comes back on the same day until it is known
        passed = chance.next() < RELEARNT
        rating = 3 if passed else 1
        stability = memory.same_day(stability, rating)
        difficulty = memory.harder(difficulty, rating)
    return stability, difficulty, took


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def by_worth(
    cards: Sequence[Prospect], groups: Callable[[CardKey], Iterable[str]], left: int, memory: Memory
) -> list[tuple[str, float]]:
    """Groups of cards by what knowing them all would add to the expected recall at the exam, most first."""
    recalls = recall_at_exam(cards, left, memory)
    gains: dict[str, float] = {}
    for card, recall in zip(cards, recalls, strict=True):
        for group in groups(card.key):
            gains[group] = gains.get(group, 0.0) + (1 - recall) / max(1, len(cards))
    return sorted(gains.items(), key=lambda one: (-one[1], one[0]))
