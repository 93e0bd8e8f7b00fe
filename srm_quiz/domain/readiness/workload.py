"""What a desired retention costs: the time a day it asks, and the share of the cards it keeps known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from srm_quiz.domain.memory_model import Memory

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
    cards: Iterable[tuple[float, float, float]], memory: Memory, retentions: Iterable[float] = CHOICES
) -> list[Load]:
    """What each retention would cost for these cards: each its stability, its difficulty, seconds a review.

    Every card is followed through a year on its expected path: after a review its stability is the mean of
    what it is when known and when missed, each with its chance. A miss takes one answer more. Cards that are
    alike are followed once.
    """
    alike: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for stability, difficulty, seconds in cards:
        alike[round(stability), round(difficulty)].append(seconds)
    count = sum(map(len, alike.values()))
    found = []
    for retention in retentions:
        cost = known = 0.0
        for (stability, difficulty), seconds_of_each in alike.items():
            answers, share = _year(max(0.5, stability), float(difficulty), retention, memory)
            cost += answers * sum(seconds_of_each)
            known += share * len(seconds_of_each)
        found.append(Load(retention, cost / YEAR, known / count if count else 0.0))
    return found


def _year(stability: float, difficulty: float, retention: float, memory: Memory) -> tuple[float, float]:
    """The answers that one card takes in a year, and its mean chance to be known."""
    per_day = (retention ** (1 / memory.decay) - 1) / memory.factor
    day = answers = known = 0.0
    while day < YEAR:
        interval = max(1.0, stability * per_day)
        # Recall falls almost evenly from 1 to what it is at the end of the interval.
        known += min(interval, YEAR - day) * (1 + memory.recall(interval, stability)) / 2
        # What the year's end cuts off is not asked for: so the cost rises evenly, not in steps of one review.
        answers += (2 - retention) * min(1.0, (YEAR - day) / interval)
        day += interval
        if day < YEAR:
            chance = memory.recall(interval, stability)
            better = memory.recalled(stability, difficulty, chance)
            worse = memory.relearnt(stability, difficulty, chance)
            stability = chance * better + (1 - chance) * worse
    return answers, known / YEAR
