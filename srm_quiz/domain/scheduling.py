"""Scheduling: FSRS-6 over study days, with a New state and learning steps of our own, without fuzz.

FSRS sees study days, never clock times: between a late answer on Monday and an early one on Tuesday
lies one day. Intervals of a day or more end on a study day; shorter ones end at an instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from srm_quiz.domain.days import Moment, StudyDay, days_after
from srm_quiz.domain.memory_model import Memory

if TYPE_CHECKING:  # fsrs takes 40 ms to import: only answering a card needs it
    import fsrs

DAY = timedelta(days=1)
LEECH_LAPSES = 8
"""A card forgotten this often is a leech: rewording it helps more than another repetition."""
LEECH_AGAIN_EVERY = 4


class Rating(IntEnum):
    """The learner's rating of an answer. The numbers are the keys, as in Anki and FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def passed(self) -> bool:
        """Whether the answer was known. Hard is a passing rating: it was known, with effort."""
        return self is not Rating.AGAIN


class CardState(StrEnum):
    """A card's state in FSRS, and New for a card without a schedule."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class Schedule:
    """The memory of a card that has been answered at least once.

    `stability` is in days, `difficulty` runs from 1 to 10 (FSRS's meanings). `due_day` is the study
    day on which the card is due; `due_at`, an instant in UTC, is set only while the card is in a
    learning step shorter than a day. `step` is the learning step it stands on, 0 in review.
    """

    state: CardState
    step: int
    stability: float
    difficulty: float
    due_day: StudyDay
    due_at: datetime | None
    last_day: StudyDay
    reps: int
    lapses: int

    @property
    def interval(self) -> int:
        """Days between the last review and the day the card is due."""
        return (self.due_day - self.last_day).days

    def is_misdated(self, day: StudyDay) -> bool:
        """Whether the card was answered under a clock that was ahead: its last day is yet to come.

        One day ahead is travelling.
        """
        return self.last_day > days_after(day, 1)

    def is_due_on(self, day: StudyDay) -> bool:
        """Whether the card is due on the study day, or in a learning step that ends on it.

        Nobody knows on which day a misdated card was answered: it is asked again, and not parked until the
        day of the wrong clock has come.
        """
        return self.due_day <= day or self.is_misdated(day)

    def is_due(self, now: Moment) -> bool:
        """Whether the card may be asked now."""
        if self.due_at is not None and not self.is_misdated(now.day):
            return self.due_at <= now.instant
        return self.is_due_on(now.day)


def state_of(schedule: Schedule | None) -> CardState:
    """Return the card state of a schedule; a card without one is new."""
    return CardState.NEW if schedule is None else schedule.state


def is_leech(schedule: Schedule | None) -> bool:
    """Whether the card was forgotten so often that it should be reworded or suspended."""
    return schedule is not None and schedule.lapses >= LEECH_LAPSES


def reports_leech(before: Schedule | None, after: Schedule | None) -> bool:
    """Whether this answer is a lapse that reports a leech: the eighth, and every fourth after it."""
    if before is None or after is None or after.lapses == before.lapses:
        return False
    beyond = after.lapses - LEECH_LAPSES
    return beyond >= 0 and beyond % LEECH_AGAIN_EVERY == 0


@dataclass(frozen=True)
class Policy:
    """The scheduling settings.

    `steps` and `relearning_steps` are the delays after a first and after a failed answer.
    `weights` are FSRS-6's 21 parameters, or None for its published defaults.
    """

    desired_retention: float = 0.90
    steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    relearning_steps: tuple[timedelta, ...] = (timedelta(minutes=10),)
    maximum_interval: int = 36_500
    weights: tuple[float, ...] | None = None

    def steps_of(self, state: CardState) -> tuple[timedelta, ...]:
        """The steps of cards that are learning or relearning."""
        return self.steps if state is CardState.LEARNING else self.relearning_steps

    def interval(self, stability: float) -> int:
        """The days after which a card of this stability, in days, is due: FSRS's formula."""
        memory = self.memory
        days: float = stability * (self.desired_retention ** (1 / memory.decay) - 1) / memory.factor
        return min(max(round(days), 1), self.maximum_interval)

    @cached_property
    def memory(self) -> Memory:
        """The formulas with these weights."""
        return Memory(self.weights)

    @cached_property
    def scheduler(self) -> fsrs.Scheduler:
        """FSRS with these settings, without fuzz: it is the planner that levels the load."""
        import fsrs

        weights = {} if self.weights is None else {"parameters": self.weights}
        return fsrs.Scheduler(
            desired_retention=self.desired_retention,
            learning_steps=self.steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.maximum_interval,
            enable_fuzzing=False,
            **weights,
        )


def outcome(schedule: Schedule | None, now: Moment, policy: Policy, rating: Rating) -> Schedule:
    """Return the card's schedule after an answer with this rating: one of its `outcomes`."""
    return outcomes(schedule, now, policy, (rating,))[rating]


def outcomes(
    schedule: Schedule | None,
    now: Moment,
    policy: Policy,
    ratings: Iterable[Rating] = tuple(Rating),
) -> Mapping[Rating, Schedule]:
    """Return the card's schedule after an answer given now, for each of the ratings.

    They are shown before the learner rates, and the one chosen is stored as it was shown. Hard passes the
    last step as good does; FSRS would repeat it.
    """
    import fsrs

    today = now.day
    at = _noon(today)
    card = _to_fsrs(schedule, today)
    found: dict[Rating, Schedule] = {}
    for rating in ratings:
        after, _ = policy.scheduler.review_card(card, fsrs.Rating(int(rating)), at)
        assert after.stability is not None and after.difficulty is not None
        delay = after.due - at
        # FSRS counts steps in its own Learning state, so a state it left means the steps are done.
        state = CardState[after.state.name.upper()]
        step = after.step or 0
        if (
            rating is Rating.HARD
            and state is not CardState.REVIEW
            and step == len(policy.steps_of(state)) - 1
        ):
            state, step, delay = CardState.REVIEW, 0, policy.interval(after.stability) * DAY
        if delay < DAY:
            # A step may end after the rollover: then the card is due on the next study day.
            due_day, due_at = max(today, now.later(delay).day), now.instant + delay
        else:
            due_day, due_at = days_after(today, delay.days), None
        lapsed = rating is Rating.AGAIN and state_of(schedule) is CardState.REVIEW
        found[rating] = Schedule(
            state=state,
            step=step,
            stability=after.stability,
            difficulty=after.difficulty,
            due_day=due_day,
            due_at=due_at,
            last_day=today,
            reps=1 if schedule is None else schedule.reps + 1,
            lapses=(0 if schedule is None else schedule.lapses) + lapsed,
        )
    return found


def retrievability(schedule: Schedule, day: StudyDay, policy: Policy) -> float:
    """Return the chance, 0 to 1, that the card is recalled on `day` (FSRS's forgetting curve)."""
    return policy.memory.recall(max(0, (day - schedule.last_day).days), schedule.stability)


def known_now(schedule: Schedule, day: StudyDay, policy: Policy) -> float:
    """Return the chance, 0 to 1, that the card counts as known on `day`.

    It is the retrievability, but 0 while the card is in a step begun on `day`: the forgetting curve starts
    at 1, even for a card that was missed a minute ago.
    """
    is_waiting = schedule.last_day >= day and schedule.state is not CardState.REVIEW
    return 0.0 if is_waiting else retrievability(schedule, day, policy)


SOUND_DAYS, SOUND_RECALL = 7, 0.8
"""A card is sound from this stability on, in days, while its retrievability is at least this."""


def is_sound(schedule: Schedule | None, day: StudyDay, policy: Policy) -> bool:
    """Whether the card is held well as of `day`. A card that was seen and is not sound is shaky."""
    return (
        schedule is not None
        and schedule.state is CardState.REVIEW
        and schedule.stability >= SOUND_DAYS
        and retrievability(schedule, day, policy) >= SOUND_RECALL
    )


def _noon(day: StudyDay) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def _to_fsrs(schedule: Schedule | None, today: StudyDay) -> fsrs.Card:
    import fsrs

    if schedule is None:
        return fsrs.Card(card_id=1, due=_noon(today))
    learning = schedule.state is not CardState.REVIEW
    return fsrs.Card(
        card_id=1,
        state=fsrs.State[schedule.state.name.capitalize()],
        step=schedule.step if learning else None,
        stability=schedule.stability,
        difficulty=schedule.difficulty,
        due=_noon(schedule.due_day),
        # A clock that was wrong for a day may have left a last review in the future.
        last_review=_noon(min(schedule.last_day, today)),
    )


def keyed_hash(seed: int | str, *words: str | int) -> int:
    """Return a 64-bit hash of the arguments: the source of everything random."""
    text = "\0".join(str(word) for word in (seed, *words))
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())
