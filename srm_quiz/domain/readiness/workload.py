"""What a desired retention costs: the time a day it asks, and the share of the cards it keeps known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.first_planner import Pace

YEAR = 365
CHOICES = (0.70, 0.75, 0.80, 0.85, 0.88, 0.90, 0.92, 0.94, 0.95, 0.97)
"""The retentions that are set against each other."""


@dataclass(frozen=True, slots=True)
class Load:
    """A desired retention, the seconds a day it takes over the next year, and what is known on average."""

    retention: float
    seconds: float
    known: float


def loads(
    cards: Iterable[tuple[float, float]], memory: Memory, pace: Pace, retentions: Iterable[float] = CHOICES
) -> list[Load]:
    """What each retention would cost for these cards, given as stability and difficulty.

    Every card is followed through a year on its expected path: after a review its stability is the mean of
    what it is when known and when missed, each with its chance. Cards that are alike are followed once.
    """
    alike: dict[tuple[int, int], int] = {}
    for stability, difficulty in cards:
        kind = (round(stability), round(difficulty))
        alike[kind] = alike.get(kind, 0) + 1
    count = sum(alike.values())
    found = []
    for retention in retentions:
        seconds = known = 0.0
        for (stability, difficulty), times in alike.items():
            spent, share = _year(max(0.5, stability), float(difficulty), retention, memory, pace)
            seconds += times * spent
            known += times * share
        found.append(Load(retention, seconds / YEAR, known / count if count else 0.0))
    return found


def _year(
    stability: float, difficulty: float, retention: float, memory: Memory, pace: Pace
) -> tuple[float, float]:
    """The seconds that one card takes in a year, and its mean chance to be known."""
    cost = retention * pace.known + (1 - retention) * pace.missed
    per_day = (retention ** (1 / memory.decay) - 1) / memory.factor
    day = seconds = known = 0.0
    while day < YEAR:
        interval = max(1.0, stability * per_day)
        # Recall falls almost evenly from 1 to what it is at the end of the interval.
        known += min(interval, YEAR - day) * (1 + memory.recall(interval, stability)) / 2
        # What the year's end cuts off is not asked for: so the cost rises evenly, not in steps of one review.
        seconds += cost * min(1.0, (YEAR - day) / interval)
        day += interval
        if day < YEAR:
            chance = memory.recall(interval, stability)
            better = memory.recalled(stability, difficulty, chance)
            worse = memory.relearnt(stability, difficulty, chance)
            stability = chance * better + (1 - chance) * worse
    return seconds, known / YEAR
