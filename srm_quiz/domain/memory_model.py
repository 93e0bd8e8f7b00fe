"""FSRS-6's formulas as plain functions: what a memory becomes after an answer, and how it fades.

`scheduling` leaves the scheduling of real answers to the library fsrs; forecasts ask the same formulas
a million times and need them bare. A test compares the two. Stability is in days, difficulty runs from 1
to 10, retrievability from 0 to 1; ratings are 1 again, 2 hard, 3 good, 4 easy.

Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from __future__ import annotations

from math import exp, pow

DEFAULT_WEIGHTS = (
    *(0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542),
)
"""FSRS-6's published parameters."""

WEIGHT_BOUNDS = (
    *((0.001, 100.0),) * 4,
    *((1.0, 10.0), (0.001, 4.0), (0.001, 4.0), (0.001, 0.75), (0.0, 4.5), (0.0, 0.8), (0.001, 3.5)),
    *((0.001, 5.0), (0.001, 0.25), (0.001, 0.9), (0.0, 4.0), (0.0, 1.0), (1.0, 6.0)),
    *((0.0, 2.0), (0.0, 2.0), (0.0, 0.8), (0.1, 0.8)),
)
"""The least and the greatest value of each parameter that the scheduler takes, both included."""

LEAST_STABILITY = 0.001


class Memory:
    """The formulas with one set of weights; None takes the published ones.

    `strength` multiplies every stability where a memory is forecast to fade: a learner for whom the
    formulas are too rosy has less than 1. It is a correction of forecasts and moves no date.
    """

    def __init__(self, weights: tuple[float, ...] | None = None, strength: float = 1.0) -> None:
        self.weights: tuple[float, ...] = DEFAULT_WEIGHTS if weights is None else weights
        w = self.weights
        self.decay = -w[20]
        self.factor: float = pow(0.9, 1 / self.decay) - 1
        self._fade = self.factor / strength
        self._growth = exp(w[8])
        self._short_term = exp(w[17] * w[18])
        self._easiest = w[4] - exp(w[5] * 3) + 1

    def recall(self, days: float, stability: float) -> float:
        """The chance of remembering, `days` after the last review."""
        return pow(1 + self._fade * days / stability, self.decay)

    def first(self, rating: int) -> tuple[float, float]:
        """Stability and difficulty after the first answer of all."""
        w = self.weights
        difficulty = w[4] - exp(w[5] * (rating - 1)) + 1
        return max(w[rating - 1], LEAST_STABILITY), min(max(difficulty, 1.0), 10.0)

    def recalled(self, stability: float, difficulty: float, chance: float, rating: int = 3) -> float:
        """Stability after a review on a later day that was passed, when the chance of that was `chance`."""
        w = self.weights
        aside = w[15] if rating == 2 else w[16] if rating == 4 else 1.0
        grown = exp((1 - chance) * w[10]) - 1
        return stability * (1.0 + self._growth * (11 - difficulty) * pow(stability, -w[9]) * grown * aside)

    def forgotten(self, stability: float, difficulty: float, chance: float) -> float:
        """Stability after a review on a later day that was failed."""
        w = self.weights
        left = w[11] * pow(difficulty, -w[12]) * (pow(stability + 1, w[13]) - 1) * exp((1 - chance) * w[14])
        return max(LEAST_STABILITY, min(left, stability / self._short_term))

    def same_day(self, stability: float, rating: int = 3) -> float:
        """Stability after another answer on the same day."""
        w = self.weights
        change = exp(w[17] * (rating - 3 + w[18])) * pow(stability, -w[19])
        if rating > 1:
            change = max(1.0, change)
        return max(LEAST_STABILITY, stability * change)

    def harder(self, difficulty: float, rating: int) -> float:
        """Difficulty after an answer that was not the first."""
        w = self.weights
        damped = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        return min(max(w[7] * self._easiest + (1 - w[7]) * damped, 1.0), 10.0)

    def relearnt(self, stability: float, difficulty: float, chance: float) -> float:
        """Stability after a review that was failed and then passed on the same day."""
        return self.same_day(self.forgotten(stability, difficulty, chance))
