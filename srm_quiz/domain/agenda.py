"""What today asks: what FSRS says is due, or what the exam planner picks while an exam is ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import Card, CardKey, note_of
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.planner import LONG_BEFORE, Aim, DayPlan, Pace, Prospect, plan
from srm_quiz.domain.queue import UNSEEN, Available, Limits, Today, available
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy

COMMON_PACE = Pace()

ENOUGH_ANSWERS = 50
"""From so many answers on the learner's own pace is known."""


@dataclass(frozen=True, slots=True)
class Exam:
    """The exam a learner prepares for: its day, and the minutes of each day until then."""

    day: StudyDay
    minutes: int
    uses_all: bool = False

    def days_left(self, today: StudyDay) -> int:
        """Days on which can still be studied, today included; 0 on the day of the exam, and after it."""
        return max(0, (self.day - today).days)


@dataclass(frozen=True, slots=True)
class Timing:
    """One answer as the pace is reckoned from it."""

    is_first: bool
    is_passed: bool
    seconds: float


def pace_of(timings: Sequence[Timing]) -> Pace:
    """The learner's own pace, by medians; the common one until enough was answered.

    A missed card and a new one take more than one answer: the repeat on the same day is added.
    """
    known = [one.seconds for one in timings if one.is_passed and not one.is_first]
    missed = [one.seconds for one in timings if not one.is_passed and not one.is_first]
    first = [one.seconds for one in timings if one.is_first]
    if len(timings) < ENOUGH_ANSWERS or not (known and missed and first):
        return COMMON_PACE
    return Pace(typical(known), typical(missed) + typical(known), typical(first) + typical(known) / 2)


def typical(numbers: Sequence[float]) -> float:
    """The number in the middle. (The library's median takes 10 ms to import, at every start.)"""
    return sorted(numbers)[len(numbers) // 2]


def prospects(cards: Iterable[Card], progress: Mapping[CardKey, Progress], now: Moment) -> list[Prospect]:
    """The cards as the planner sees them; suspended and buried ones left out."""
    day = now.day
    found = []
    for rank, card in enumerate(cards):
        known = progress.get(card.key, UNSEEN)
        if known.suspended or known.buried_on == day:
            continue
        schedule = known.schedule
        if schedule is None:
            found.append(Prospect(card.key, rank=rank))
            continue
        last = min(0, (schedule.last_day - day).days)
        due = (schedule.due_day - day).days
        found.append(Prospect(card.key, schedule.stability, schedule.difficulty, last, due))
    return found


def aim_of(exam: Exam, today: Today, now: Moment, limits: Limits, pace: Pace) -> Aim:
    """What the planner is to aim at today."""
    return Aim(
        left=exam.days_left(now.day),
        budget=exam.minutes * 60.0,
        spent=today.seconds,
        new_per_day=limits.new_per_day,
        seen_today=today.new,
        uses_all=exam.uses_all,
        pace=pace,
    )


def agenda(
    cards: Sequence[Card],
    progress: Mapping[CardKey, Progress],
    now: Moment,
    today: Today,
    limits: Limits,
    policy: Policy,
    exam: Exam | None = None,
    pace: Pace = COMMON_PACE,
) -> tuple[Available, DayPlan | None]:
    """The cards of this study day, and the plan they come from where an exam is ahead.

    Cards in a learning step are asked whatever the plan says: their answer is half given.
    """
    found = available(cards, progress, now, today, limits, policy)
    if exam is None or not exam.days_left(now.day):
        return found, None
    steps = {key for _, key in found.learning}
    candidates = [one for one in prospects(cards, progress, now) if one.key not in steps]
    if exam.days_left(now.day) > LONG_BEFORE and limits.bury_siblings:
        candidates = _siblings_apart(candidates, today, progress)
    chosen = plan(candidates, aim_of(exam, today, now, limits, pace), policy.memory)
    return Available(chosen.new, chosen.reviews, found.learning), chosen


def _siblings_apart(
    cards: Sequence[Prospect], today: Today, progress: Mapping[CardKey, Progress]
) -> list[Prospect]:
    """The cards without those whose note was asked today, and of new siblings only the first."""
    resting = set(today.notes)
    kept = []
    for card in sorted(cards, key=lambda one: (one.stability is None, one.due, one.rank)):
        note = note_of(card.key)
        wanted = card.stability is None or card.due <= 0
        if wanted and note in resting:
            continue
        if wanted:
            resting.add(note)
        kept.append(card)
    return kept
