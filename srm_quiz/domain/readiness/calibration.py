"""How chances compare with what came: what was passed of what was tried, in bins, and log loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from srm_quiz.domain.memory_model import Memory


@dataclass(frozen=True, slots=True)
class Passed:
    """How many of some reviews were passed."""

    passed: int = 0
    of: int = 0

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there were none."""
        return self.passed / self.of if self.of else 0.0

    def plus(self, answers: int, is_passed: bool) -> Passed:
        """With more reviews, passed or failed."""
        return Passed(self.passed + (answers if is_passed else 0), self.of + answers)


def joined(parts: Iterable[Passed]) -> Passed:
    """All of them together."""
    whole = list(parts)
    return Passed(sum(part.passed for part in whole), sum(part.of for part in whole))


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Reviews with about the same expected recall: what was expected, and what came."""

    expected: float
    passed: Passed


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well chances are foreseen: bins, and log loss against that of always saying the average."""

    bins: tuple[Calibrated, ...]
    log_loss: float
    baseline: float

    @property
    def passed(self) -> Passed:
        """What came, of all bins together."""
        return joined(each.passed for each in self.bins)

    @property
    def expected(self) -> float:
        """What was expected on average."""
        return sum(each.expected * each.passed.of for each in self.bins) / self.passed.of


def calibrate(outcomes: Sequence[tuple[float, float, bool]], memory: Memory) -> Calibration | None:
    """How expected recall compares with what came; None before the first review on a later day.

    `outcomes` are days since the last answer, stability before the review, and whether it was passed.
    """
    return calibration([(memory.recall(days, stability), passed) for days, stability, passed in outcomes])


def calibration(foreseen: Iterable[tuple[float, bool]]) -> Calibration | None:
    """How chances compare with what came, each being foreseen and then happening or not; None of nothing."""
    pairs = [(min(0.9999, max(0.0001, chance)), happened) for chance, happened in foreseen]
    if not pairs:
        return None
    bins: dict[int, list[tuple[float, bool]]] = {}
    loss = 0.0
    for chance, happened in pairs:
        loss -= log(chance if happened else 1 - chance)
        bins.setdefault(min(19, int(chance * 20)), []).append((chance, happened))
    average = min(0.9999, max(0.0001, sum(happened for _, happened in pairs) / len(pairs)))
    baseline = -(average * log(average) + (1 - average) * log(1 - average))
    return Calibration(
        bins=tuple(
            Calibrated(
                sum(chance for chance, _ in found) / len(found),
                Passed(sum(happened for _, happened in found), len(found)),
            )
            for _, found in sorted(bins.items())
        ),
        log_loss=loss / len(pairs),
        baseline=baseline,
    )
