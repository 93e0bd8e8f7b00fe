"""The streak: consecutive study days that counted, and the freezes that protect it.

A day counts when as many answers were given as the daily goal asks, or as many as there was to do if
that was less. A day with nothing to do is safe: it neither counts nor breaks. Every seven days that count
in a row earn a freeze; a missed day spends one by itself. What a day was is decided once it is over, and
never again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from srm_quiz.domain.clock_errors import MisdatedDay, plausible
from srm_quiz.domain.days import StudyDay, days_after

MOST_FREEZES = 2
DAYS_FOR_A_FREEZE = 7


@dataclass(frozen=True, slots=True)
class DayRecord:
    """One study day: the daily goal and the cards due when it began, and the answers given."""

    day: StudyDay
    goal: int
    due: int
    answers: int

    @property
    def wanted(self) -> int:
        """How many answers it takes for the day to count."""
        return min(self.goal, self.due)


class DayMark(Enum):
    """What a study day is to the streak."""

    COUNTED = "counted"
    SAFE = "safe"
    FROZEN = "frozen"
    """Missed, and a freeze was spent on it."""
    ASTRAY = "astray"
    """The clock was wrong: the answers of this day carry another date."""
    MISSED = "missed"
    OPEN = "open"
    """Today, while it does not count yet."""
    AHEAD = "ahead"
    BEFORE = "before"
    """Before the learner's first day."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The mark of a past day, decided on the study day `on`, when the program was next opened."""

    record: DayRecord
    mark: DayMark
    on: StudyDay

    @property
    def day(self) -> StudyDay:
        """The day that was closed."""
        return self.record.day


@dataclass(frozen=True, slots=True)
class Standing:
    """The streak after some day.

    `toward` counts the days towards the next freeze. While no more freezes can be held it stays one day
    short: one more day of study must never leave the learner with less.
    """

    run: int = 0
    best: int = 0
    freezes: int = 0
    toward: int = 0

    def after(self, mark: DayMark) -> Standing:
        """Return the standing after one more day."""
        match mark:
            case DayMark.COUNTED:
                run, best = self.run + 1, max(self.best, self.run + 1)
                if self.toward + 1 < DAYS_FOR_A_FREEZE:
                    return Standing(run, best, self.freezes, self.toward + 1)
                if self.freezes < MOST_FREEZES:
                    return Standing(run, best, self.freezes + 1)
                return Standing(run, best, self.freezes, self.toward)
            case DayMark.FROZEN:
                return Standing(self.run, self.best, max(0, self.freezes - 1), self.toward)
            case DayMark.MISSED:
                return Standing(0, self.best, self.freezes)
            case _:
                return self


@dataclass(frozen=True, slots=True)
class Streak:
    """The streak as of today."""

    days: int
    best: int
    freezes: int
    """Freezes held, MOST_FREEZES at most."""
    to_freeze: int
    """Days that must still count in a row to earn the next freeze; 0 while no more can be held."""
    today: DayMark
    left_today: int
    """Answers still needed for today to count."""
    week: tuple[DayMark, ...]
    """The marks of this week, Monday to Sunday."""


def mark_of(record: DayRecord) -> DayMark:
    """Return the mark of a day by its own numbers, freezes aside."""
    if record.answers and record.answers >= record.wanted:
        return DayMark.COUNTED
    return DayMark.SAFE if record.wanted == 0 else DayMark.MISSED


def closings_in_force(log: Iterable[tuple[str, Closing]], today: StudyDay) -> list[Closing]:
    """Return the closings that hold today, oldest day first; `log` is what each device wrote, in order.

    The newest closing of a day holds. One written under a wrong clock does not, nor one from a date yet to
    come. OPEN takes a closing back: the learner flew to where the day is not over.
    """
    lines = [(device, closing) for device, closing in log if closing.on <= today]
    written: dict[str, list[StudyDay]] = {}
    for device, closing in lines:
        if closing.mark is not DayMark.OPEN:
            written.setdefault(device, []).append(closing.on)
    right = {device: iter(plausible(dates)) for device, dates in written.items()}
    latest: dict[str, StudyDay] = {}
    newest: dict[StudyDay, Closing] = {}
    for device, closing in lines:
        last = latest.get(device, closing.on)
        if closing.mark is DayMark.OPEN:
            holds = closing.on >= days_after(last, -1)
        else:
            holds = next(right[device])
            latest[device] = max(last, closing.on) if holds else last
        if holds:
            newest[closing.day] = closing
    return [newest[day] for day in sorted(newest) if newest[day].mark is not DayMark.OPEN]


def close_days(
    closings: Sequence[Closing],
    records: Iterable[DayRecord],
    today: StudyDay,
    unseen: Callable[[StudyDay], DayRecord],
    strays: Callable[[], Sequence[MisdatedDay]],
) -> list[Closing]:
    """Close the days that are over and not closed yet; return their closings, oldest first.

    `closings` are those made so far, oldest first, and `records` the days on which the program was opened.
    `unseen` gives the record of another day; `strays` gives the misdated days, and is only called when they
    matter. Each of them excuses one missed day.
    """
    by_day = {record.day: record for record in records}
    excuses: list[MisdatedDay] | None = None

    def is_astray(day: StudyDay) -> bool:
        nonlocal excuses
        if excuses is None:
            excuses = list(strays())
            for closing in closings:
                if closing.mark is DayMark.ASTRAY:
                    _excused(closing.day, excuses)
        return _excused(day, excuses)

    if closings:
        day = days_after(closings[-1].day, 1)
    else:
        never = {stray.date for stray in strays()}
        first = (record.day for record in by_day.values() if record.answers and record.day not in never)
        day = min(first, default=today)
    standing = Standing()
    for closing in closings:
        standing = standing.after(closing.mark)
    fresh: list[Closing] = []
    while day < today:
        record = by_day.get(day) or unseen(day)
        mark = mark_of(record)
        if mark is DayMark.MISSED:
            if is_astray(day):
                mark = DayMark.ASTRAY
            elif standing.run and standing.freezes:
                mark = DayMark.FROZEN
        standing = standing.after(mark)
        fresh.append(Closing(record, mark, today))
        day = days_after(day, 1)
    return fresh


def _excused(day: StudyDay, excuses: list[MisdatedDay]) -> bool:
    """Whether one of the excuses covers the day; it is then used up."""
    for place, stray in enumerate(excuses):
        if stray.first <= day <= stray.last:
            del excuses[place]
            return True
    return False


def streak(closings: Iterable[Closing], now: DayRecord) -> Streak:
    """Return the streak up to the day of `now`, which never breaks it: there is still time."""
    today = now.day
    standing = Standing()
    marks: dict[StudyDay, DayMark] = {}
    for closing in closings:
        if closing.day < today:
            standing = standing.after(closing.mark)
            marks[closing.day] = closing.mark
    mark = mark_of(now)
    standing = standing.after(mark) if mark is DayMark.COUNTED else standing
    marks[today] = DayMark.OPEN if mark is DayMark.MISSED else mark
    monday = days_after(today, -today.weekday())
    days = [days_after(monday, n) for n in range(7)]
    full = standing.freezes == MOST_FREEZES
    return Streak(
        days=standing.run,
        best=standing.best,
        freezes=standing.freezes,
        to_freeze=0 if full else DAYS_FOR_A_FREEZE - standing.toward,
        today=marks[today],
        left_today=max(0, now.wanted - now.answers),
        week=tuple(DayMark.AHEAD if day > today else marks.get(day, DayMark.BEFORE) for day in days),
    )
