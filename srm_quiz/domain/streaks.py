"""The streak: study days that counted, one after the other.

A day counts when as many answers were given as the daily goal asks, or as many as there was to do if
that was less. A day with nothing to do is safe: it neither counts nor breaks. Both numbers are stored
when the day is first seen and never recomputed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from srm_quiz.domain.days import StudyDay, days_after


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One study day: the goal and the cards there were to do when it began, and the answers given."""

    day: StudyDay
    goal: int
    due: int
    answers: int

    @property
    def wanted(self) -> int:
        """How many answers make the day count."""
        return min(self.goal, self.due)


class DayMark(Enum):
    """What a study day is to the streak."""

    COUNTED = "counted"
    SAFE = "safe"
    MISSED = "missed"
    OPEN = "open"
    """Today, while it does not count yet."""
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak as of today."""

    days: int
    best: int
    today: DayMark
    left_today: int
    """Answers still to give until today counts."""
    week: tuple[DayMark, ...]
    """The marks of this week, Monday to Sunday."""


def mark_of(record: DayRecord | None) -> DayMark:
    """What a past day is to the streak; a day the program never saw is missed."""
    if record is None:
        return DayMark.MISSED
    if record.answers and record.answers >= record.wanted:
        return DayMark.COUNTED
    return DayMark.SAFE if record.wanted == 0 else DayMark.MISSED


def streak(records: Iterable[DayRecord], today: StudyDay) -> Streak:
    """The streak up to `today`. Today never breaks it: there is still time."""
    by_day = {record.day: record for record in records}

    def mark(day: StudyDay) -> DayMark:
        found = mark_of(by_day.get(day))
        if day > today:
            return DayMark.AHEAD
        return DayMark.OPEN if day == today and found is DayMark.MISSED else found

    run = best = 0
    day = min((day for day in by_day if day <= today), default=today)
    while day <= today:
        match mark(day):
            case DayMark.COUNTED:
                run += 1
                best = max(best, run)
            case DayMark.MISSED:
                run = 0
        day = days_after(day, 1)
    monday = days_after(today, -today.weekday())
    now = by_day.get(today)
    left = max(0, now.wanted - now.answers) if now else 0
    week = tuple(mark(days_after(monday, n)) for n in range(7))
    return Streak(days=run, best=best, today=mark(today), left_today=left, week=week)
