"""FSRS's weights fitted to one learner, and trusted only if they predict held-back reviews better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.memory_model import DEFAULT_WEIGHTS, Memory
from srm_quiz.domain.reviews import Mode
from srm_quiz.problems import Problem
from srm_quiz.store.backups import back_up
from srm_quiz.study.study import Study

FEWEST = 400
"""With fewer reviews on a later day a fit says more about chance than about the learner."""

HELD_BACK = 0.2
"""The share of the reviews, the newest, that the fit does not see and is evaluated on."""

HOW_TO_INSTALL = "pip install 'srm-quiz[optimize]'"

Histories = Mapping[CardKey, Sequence[tuple[StudyDay, int]]]
"""Every card's answers in order: the study day, and the rating from 1 to 4."""


class CannotFitError(Exception):
    """There are too few reviews, or the fitting library is missing; the message says which."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights, and the log loss on the held-back reviews with the present ones (`before`) and with them."""

    weights: tuple[float, ...]
    reviews: int
    before: float
    after: float

    @property
    def is_better(self) -> bool:
        """Whether the weights predict the held-back reviews better than the present ones do."""
        return self.after < self.before


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A change of the scheduler's weights, and how many cards it reschedules."""

    weights: tuple[float, ...]
    """Those in use now; empty for the published ones."""
    later: int = 0
    earlier: int = 0
    fits_left: int = 0
    """How many earlier weights there are still to go back to."""
    problem: Problem | None = None
    """Why nothing was changed: the settings file could not take them."""


def histories(study: Study) -> dict[CardKey, list[tuple[StudyDay, int]]]:
    """The drill's answers, card by card."""
    found: dict[CardKey, list[tuple[StudyDay, int]]] = {}
    for review in study.store.reviews(Mode.DRILL):
        found.setdefault(review.card, []).append((review.at.day, int(review.rating)))
    return found


def fit(histories: Histories, present: tuple[float, ...] | None) -> Fit:
    """Fit weights to this learner. Raises CannotFitError with too few reviews or without the library."""
    days = sorted(
        later for answers in histories.values() for (day, _), (later, _) in pairwise(answers) if later > day
    )
    if len(days) < FEWEST:
        raise CannotFitError(
            f"a fit needs {FEWEST} reviews on a later day, and there are {len(days)}; keep drilling"
        )
    try:
        import fsrs_rs_python as rust
    except ImportError:
        raise CannotFitError(f"the library that fits is not installed: {HOW_TO_INSTALL}") from None
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
    weights = tuple(round(float(weight), 4) for weight in fitted)
    return Fit(
        weights=weights,
        reviews=len(days),
        before=log_loss(histories, Memory(present), cut),
        after=log_loss(histories, Memory(weights), cut),
    )


def log_loss(histories: Histories, memory: Memory, since: StudyDay) -> float:
    """The mean log loss over reviews on a later day, from `since` on; lower is better."""
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


def apply_weights(study: Study, weights: tuple[float, ...]) -> WeightChange:
    """Use fitted weights from now on, after a backup, and keep those that they replace."""
    earlier = study.store.earlier_weights()
    study.store.keep_earlier_weights([*earlier, study.settings.weights])
    change = _use(study, weights, len(earlier) + 1)
    if change.problem is not None:
        study.store.keep_earlier_weights(earlier)
    return change


def undo_last_fit(study: Study) -> WeightChange | None:
    """Return to the weights before the last fit; with no fit on record, to the published ones.

    None if the published weights are in use and there is no fit to take back.
    """
    earlier, present = study.store.earlier_weights(), study.settings.weights
    while earlier and earlier[-1] == present:  # left by a fit that was cut short, or put back by hand
        earlier.pop()
    if not earlier and not present:
        return None
    weights = earlier.pop() if earlier else ()
    change = _use(study, weights, len(earlier))
    if change.problem is None:
        study.store.keep_earlier_weights(earlier)
    return change


def _use(study: Study, weights: tuple[float, ...], fits_left: int) -> WeightChange:
    """Back up, set the weights, and recompute every schedule with them."""
    back_up(study.locations.progress_file, study.locations.backups, study.now().instant)
    before = study.progress()
    if problem := study.change("weights", weights):
        return WeightChange(study.settings.weights, problem=problem)
    study.store.rebuild(study.policy, recompute=True)
    later = earlier = 0
    for card, progress in study.progress().items():
        old = before[card].schedule if card in before else None
        if progress.schedule and old:
            later += progress.schedule.due_day > old.due_day
            earlier += progress.schedule.due_day < old.due_day
    return WeightChange(weights, later, earlier, fits_left)
