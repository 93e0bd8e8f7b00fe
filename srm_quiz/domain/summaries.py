"""Summaries: what there is to do now over all decks (home screen, `status`), and what a session changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from srm_quiz.domain.cards import CardKey, Deck
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import UNSEEN, Available, DoneToday, Limits
from srm_quiz.domain.readiness.first_planner import DayPlan, Pace
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import CardState, Policy, Schedule, known_now
from srm_quiz.domain.today import COMMON_PACE, Exam, agenda

if TYPE_CHECKING:  # `status` has no session, and starts without its module
    from srm_quiz.domain.session import Session

SOUND_DAYS = 7
"""The least interval, in days, of a sound card."""


@dataclass(frozen=True, slots=True)
class DeckOverview:
    """The state of one deck regardless of the day's limits, without suspended cards.

    `new` counts cards never answered, `due` today's reviews and learning cards; `known` is the share of the
    deck's cards expected to be recalled now, 0 to 1.
    """

    deck: Deck
    new: int
    due: int
    known: float


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that may be asked today. `due` counts reviews and learning cards."""

    available: Available
    plan: DayPlan | None
    """The exam plan that today's cards come from, while an exam is ahead."""
    decks: tuple[DeckOverview, ...]
    seconds: float
    """The estimated time for all of it in seconds, misses included."""

    @property
    def new(self) -> int:
        """New cards that today's limit allows."""
        return len(self.available.new)

    @property
    def learning(self) -> int:
        """Cards in a learning step, due yet or not."""
        return len(self.available.learning)

    @property
    def due(self) -> int:
        """Reviews and learning cards of today."""
        return len(self.available.reviews) + self.learning

    @property
    def minutes(self) -> int:
        """The estimated time for all of it in whole minutes."""
        return round(self.seconds / 60)


def overview(
    decks: Sequence[Deck],
    progress: Mapping[CardKey, Progress],
    now: Moment,
    today: DoneToday,
    limits: Limits,
    policy: Policy,
    exam: Exam | None = None,
    pace: Pace = COMMON_PACE,
) -> Overview:
    """Return today's cards over all decks, within the day's limits."""
    cards = [card for deck in decks for card in deck.cards]
    found, plan = agenda(cards, progress, now, today, limits, policy, exam, pace)
    seconds = len(found.learning) * pace.known
    if plan is None:
        retention = policy.desired_retention
        seconds += len(found.reviews) * (retention * pace.known + (1 - retention) * pace.missed)
        seconds += len(found.new) * pace.new
    else:
        seconds += plan.seconds
    return Overview(
        available=found,
        plan=plan,
        seconds=seconds,
        decks=tuple(_deck_overview(deck, progress, now.day, policy) for deck in decks),
    )


def _deck_overview(
    deck: Deck, progress: Mapping[CardKey, Progress], day: StudyDay, policy: Policy
) -> DeckOverview:
    new = due = 0
    recalled = 0.0
    for card in deck.cards:
        known = progress.get(card.key, UNSEEN)
        schedule = known.schedule
        if schedule is not None:
            recalled += known_now(schedule, day, policy)
        if known.suspended:
            continue
        if schedule is None:
            new += 1
        elif schedule.is_due_on(day):
            due += 1
    return DeckOverview(deck, new, due, recalled / len(deck.cards) if deck.cards else 0.0)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting changed. `seconds` is the answer time of all answers together."""

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
    """When the first learning card is due, if there is one."""
    next_day: StudyDay | None
    """The study day on which the first of this sitting's cards is due again."""

    @property
    def share_right(self) -> float:
        """The share of answers that were right, 0 to 1."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def pace(self) -> float:
        """Answer time in seconds per answer."""
        return self.seconds / self.answers if self.answers else 0.0


def summarise(session: Session) -> Summary:
    """Return the summary of the sitting so far."""
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
