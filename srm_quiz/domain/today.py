"""What today asks: what FSRS says is due, or what the exam planner picks while an exam is ahead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import Card, CardKey, NoteKey, note_of
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.queue import UNSEEN, Available, DoneToday, Limits, available
from srm_quiz.domain.readiness.first_planner import LONG_BEFORE, Aim, DayPlan, Pace, Prospect, plan
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy

COMMON_PACE = Pace()

HALF_YEAR = 183
"""More days before the exam than this, what plain FSRS asks is asked."""

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


def aim_of(exam: Exam, today: DoneToday, now: Moment, limits: Limits, pace: Pace) -> Aim:
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
    today: DoneToday,
    limits: Limits,
    policy: Policy,
    exam: Exam | None = None,
    pace: Pace = COMMON_PACE,
) -> tuple[Available, DayPlan | None]:
    """The cards of this study day, and the plan they come from where an exam is ahead.

    Cards in a learning step are asked whatever the plan says: their answer is half given. More than half
    a year before the exam the plan is what would be asked without it, as far as the day's minutes reach.
    """
    found = available(cards, progress, now, today, limits, policy)
    if exam is None or not exam.days_left(now.day):
        return found, None
    aim, memory = aim_of(exam, today, now, limits, pace), policy.memory
    if exam.days_left(now.day) > HALF_YEAR:
        chosen = _as_ever(found, progress, now.day, aim, memory)
    else:
        steps = {key for _, key in found.learning}
        candidates = [one for one in prospects(cards, progress, now) if one.key not in steps]
        if exam.days_left(now.day) > LONG_BEFORE and limits.bury_siblings:
            candidates = _siblings_apart(candidates, {*today.notes, *map(note_of, steps)})
        chosen = plan(candidates, aim, memory)
    return Available(chosen.new, chosen.reviews, found.learning), chosen


def _as_ever(
    found: Available, progress: Mapping[CardKey, Progress], today: StudyDay, aim: Aim, memory: Memory
) -> DayPlan:
    """The cards asked without an exam, the reviews first, until the day's minutes are spent."""
    seconds = 0.0
    due: list[CardKey] = []
    for key in found.reviews:
        schedule = progress[key].schedule
        assert schedule is not None
        chance = memory.recall(max(0, (today - schedule.last_day).days), schedule.stability)
        cost = chance * aim.pace.known + (1 - chance) * aim.pace.missed
        if seconds + cost > aim.open:
            break
        seconds += cost
        due.append(key)
    new = found.new[: int((aim.open - seconds) / aim.pace.new)]
    return DayPlan(new=new, due=tuple(due), seconds=seconds + len(new) * aim.pace.new)


def _siblings_apart(cards: Sequence[Prospect], resting: set[NoteKey]) -> list[Prospect]:
    """The cards without those whose note rests today, and of siblings only the first."""
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
