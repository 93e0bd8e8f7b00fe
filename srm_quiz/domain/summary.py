"""What a sitting changed: the numbers of the summary screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.domain.session import Session

SOUND_DAYS = 7
"""A card that comes back in a week or more has become sound."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One sitting. `seconds` is the thought of all answers together."""

    answers: int
    right: int
    seconds: float
    first_met: int
    """Cards answered for the first time."""
    sound: int
    """Cards that went from shaky to sound: their next interval grew past a week."""
    missed: tuple[CardKey, ...]
    """Cards rated Again at least once, in the order they were missed."""
    next_at: datetime | None
    """When the first learning card comes back, if any is on its way."""
    next_day: StudyDay | None
    """The study day on which the first of this sitting's cards is due again."""

    @property
    def share_right(self) -> float:
        """The share of answers that were right, 0 to 1."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def pace(self) -> float:
        """Seconds of thought per answer."""
        return self.seconds / self.answers if self.answers else 0.0


def summarise(session: Session) -> Summary:
    """The summary of the sitting so far."""
    reviews = session.reviews
    touched = {review.card for review in reviews}
    schedules = [session.standing(key).schedule for key in touched]
    days = [schedule.due_day for schedule in schedules if schedule and schedule.due_at is None]
    sound = sum(_is_sound(review.after) and not _is_sound(review.before) for review in reviews)
    return Summary(
        answers=len(reviews),
        right=sum(review.rating.passed for review in reviews),
        seconds=sum(review.seconds for review in reviews),
        first_met=sum(review.before is None and review.after is not None for review in reviews),
        sound=sound,
        missed=tuple(dict.fromkeys(review.card for review in reviews if not review.rating.passed)),
        next_at=session.queue.next_return(),
        next_day=min(days, default=None),
    )


def _is_sound(schedule: Schedule | None) -> bool:
    return schedule is not None and schedule.state is CardState.REVIEW and schedule.interval >= SOUND_DAYS
