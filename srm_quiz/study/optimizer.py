"""FSRS's weights fitted to one learner, and believed only where held-back reviews confirm them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.memory_model import DEFAULT_WEIGHTS, Memory
from srm_quiz.domain.reviews import Review

FEWEST = 400
"""Reviews on a later day without which a fit says more about chance than about the learner."""

HELD_BACK = 0.2
"""The share of the reviews, the newest, that the fit does not see and is judged by."""

HOW_TO_INSTALL = "pip install 'srm-quiz[optimize]'"

Histories = Mapping[CardKey, Sequence[tuple[StudyDay, int]]]
"""Every card's answers in order: the study day, and the rating from 1 to 4."""


class CannotFit(Exception):
    """There is nothing to fit, or nothing to fit it with; a sentence says which."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights, and the log loss on the held-back reviews with the present ones (`before`) and with them."""

    weights: tuple[float, ...]
    reviews: int
    before: float
    after: float

    @property
    def is_better(self) -> bool:
        """Whether the weights foresee the held-back reviews better than the present ones do."""
        return self.after < self.before


def histories_of(reviews: Iterable[Review]) -> dict[CardKey, list[tuple[StudyDay, int]]]:
    """The drill's answers, card by card."""
    found: dict[CardKey, list[tuple[StudyDay, int]]] = {}
    for review in reviews:
        if review.mode.reschedules:
            found.setdefault(review.card, []).append((review.at.day, int(review.rating)))
    return found


def fit(histories: Histories, present: tuple[float, ...] | None) -> Fit:
    """Weights for this learner. Raises CannotFit with too few reviews, or without the library that fits."""
    days = sorted(
        later for answers in histories.values() for (day, _), (later, _) in pairwise(answers) if later > day
    )
    if len(days) < FEWEST:
        raise CannotFit(
            f"a fit needs {FEWEST} reviews on a later day, and there are {len(days)}; keep drilling"
        )
    try:
        import fsrs_rs_python as rust
    except ImportError:
        raise CannotFit(f"the library that fits is not installed: {HOW_TO_INSTALL}") from None
    cut = days[int(len(days) * (1 - HELD_BACK))]
    items = []
    for answers in histories.values():
        seen = []
        last: StudyDay | None = None
        for day, rating in answers:
            if day >= cut:
                break
            gap = 0 if last is None else max(0, (day - last).days)
            seen.append(rust.FSRSReview(rating, gap))
            if gap:
                items.append(rust.FSRSItem(list(seen)))
            last = day
    fitted = rust.FSRS(DEFAULT_WEIGHTS).compute_parameters(items)
    weights = tuple(round(float(one), 4) for one in fitted)
    return Fit(
        weights=weights,
        reviews=len(days),
        before=log_loss(histories, Memory(present), cut),
        after=log_loss(histories, Memory(weights), cut),
    )


def log_loss(histories: Histories, memory: Memory, since: StudyDay) -> float:
    """The mean surprise at reviews on a later day, from `since` on: lower foresees better."""
    loss, count = 0.0, 0
    for answers in histories.values():
        stability, difficulty, last = 0.0, 0.0, None
        for day, rating in answers:
            if last is None:
                stability, difficulty = memory.first(rating)
            elif day <= last:
                stability, difficulty = memory.same_day(stability, rating), memory.harder(difficulty, rating)
            else:
                chance = memory.recall((day - last).days, stability)
                if day >= since:
                    bounded = min(0.9999, max(0.0001, chance))
                    loss -= log(bounded if rating > 1 else 1 - bounded)
                    count += 1
                if rating > 1:
                    stability = memory.recalled(stability, difficulty, chance, rating)
                else:
                    stability = memory.forgotten(stability, difficulty, chance)
                difficulty = memory.harder(difficulty, rating)
            last = day if last is None else max(last, day)
    return loss / count if count else 0.0
