"""The pace of a learner: how many seconds a card of each kind takes, at first sight and later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, log

PRIORS: Mapping[str, tuple[float, float]] = {
    "owner": (8.0, 5.5),
    "cloze": (12.0, 8.0),
    "basic": (15.0, 10.0),
    "typed": (18.0, 12.0),
    "choice": (25.0, 16.0),
    "scenario": (60.0, 38.0),
    "line": (30.0, 20.0),
}
"""Seconds that the first answer to a card takes, and a later one, before the learner's own are known."""

SHORTEST, LONGEST = 0.5, 4.0
"""An answer counts for at least so many seconds, and for at most so many times its prior."""

PRIOR_ANSWERS, PRIOR_ANSWERS_OF_KIND = 8, 12
"""How many answers the priors weigh: in all, and for one kind, first or later."""

MARGIN = 1.05
"""A card takes so much longer than its answer."""

REPEATS = 0.35
"""How many more answers a new card takes on its first day, on average."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a card, repeats on the same day included."""

    card: str
    kind: str
    is_first: bool
    """Whether it was the first answer to this card of all."""
    passed: bool
    seconds: float

    @property
    def prior(self) -> float:
        """The seconds that were to be expected."""
        return PRIORS[self.kind][not self.is_first]

    @property
    def counted(self) -> float:
        """The seconds as they count, so that neither a slip nor a coffee break distorts the pace."""
        return min(max(self.seconds, SHORTEST), LONGEST * self.prior)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds by kind, first and later. Without any answers known it is the priors and a margin."""

    seconds: Mapping[str, tuple[float, float]] = field(
        default_factory=lambda: {
            kind: (MARGIN * first, MARGIN * later) for kind, (first, later) in PRIORS.items()
        }
    )

    def new(self, kind: str) -> float:
        """What a new card costs: its first answer, and its share of repeats."""
        first, later = self.seconds[kind]
        return first + REPEATS * later

    def review(self, kind: str) -> float:
        """What a card seen before costs."""
        return self.seconds[kind][1]


def pace_of(answers: Iterable[Answer]) -> Pace:
    """The pace that all the learner's answers show.

    Two factors are learnt, as means of logarithms shrunk towards no difference: how the learner's answers
    compare with their priors in all, and how those of one kind, first or later, compare with what that
    predicts.
    """
    sums: dict[tuple[str, bool], tuple[float, int]] = {}
    for answer in answers:
        place = answer.kind, not answer.is_first
        total, count = sums.get(place, (0.0, 0))
        sums[place] = total + log(answer.counted / answer.prior), count + 1
    overall = sum(total for total, _ in sums.values()) / (
        sum(count for _, count in sums.values()) + PRIOR_ANSWERS
    )

    def time(kind: str, is_later: bool) -> float:
        total, count = sums.get((kind, is_later), (0.0, 0))
        own = (total - count * overall) / (count + PRIOR_ANSWERS_OF_KIND)
        return MARGIN * PRIORS[kind][is_later] * exp(overall + own)

    return Pace({kind: (time(kind, False), time(kind, True)) for kind in PRIORS})
