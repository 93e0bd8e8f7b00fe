"""The streak: study days that counted, one after the other, and the freezes that guard it.

A day counts when as many answers were given as the daily goal asks, or as many as there was to do if
that was less. A day with nothing to do is safe: it neither counts nor breaks. Every seven days that count
in a row earn a freeze; a missed day spends one by itself. What a day was is decided once it is over, and
never again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from enum import Enum

from srm_quiz.domain.days import StudyDay, days_after

MOST_FREEZES = 2
DAYS_FOR_A_FREEZE = 7


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
    FROZEN = "frozen"
    """Missed, and a freeze was spent on it."""
    ASTRAY = "astray"
    """The clock was wrong: what was answered on this day carries another date."""
    MISSED = "missed"
    OPEN = "open"
    """Today, while it does not count yet."""
    AHEAD = "ahead"
    BEFORE = "before"
    """Before the learner's first day."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What a past day was, decided on the study day `on`, when the program was next opened."""

    record: DayRecord
    mark: DayMark
    on: StudyDay

    @property
    def day(self) -> StudyDay:
        """The day that was closed."""
        return self.record.day


@dataclass(frozen=True, slots=True)
class Standing:
    """How the streak stands after some day."""

    run: int = 0
    best: int = 0
    freezes: int = 0

    def after(self, mark: DayMark) -> Standing:
        """The standing after one more day."""
        match mark:
            case DayMark.COUNTED:
                run = self.run + 1
                earned = run % DAYS_FOR_A_FREEZE == 0
                return Standing(run, max(self.best, run), min(MOST_FREEZES, self.freezes + earned))
            case DayMark.FROZEN:
                return Standing(self.run, self.best, max(0, self.freezes - 1))
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
    """Days that still have to count in a row until the next freeze is earned; 0 where enough are held."""
    today: DayMark
    left_today: int
    """Answers still to give until today counts."""
    week: tuple[DayMark, ...]
    """The marks of this week, Monday to Sunday."""


def mark_of(record: DayRecord) -> DayMark:
    """What a day is by its own numbers, freezes aside."""
    if record.answers and record.answers >= record.wanted:
        return DayMark.COUNTED
    return DayMark.SAFE if record.wanted == 0 else DayMark.MISSED


def close(
    closings: Sequence[Closing],
    records: Iterable[DayRecord],
    today: StudyDay,
    unseen: Callable[[StudyDay], DayRecord],
    astray: Callable[[], Set[StudyDay]],
) -> list[Closing]:
    """What the days were that are over and not closed yet, in order.

    `closings` are those made so far, oldest first, and `records` the days that the program has seen.
    `unseen` gives the record of a day on which it was never opened; `astray` gives the study days in the
    log that were never lived (see `stray_days`), and is only asked when they matter.
    """
    by_day = {record.day: record for record in records}
    if closings:
        day = days_after(closings[-1].day, 1)
    else:
        day = min((day for day in by_day.keys() - astray() if day < today), default=today)
    standing = Standing()
    lent = 0
    for closing in closings:
        standing = standing.after(closing.mark)
        lent += closing.mark is DayMark.ASTRAY
    found: list[Closing] = []
    while day < today:
        record = by_day.get(day) or unseen(day)
        mark = mark_of(record)
        if mark is DayMark.MISSED:
            if not record.answers and standing.run and lent < len(astray()):
                mark = DayMark.ASTRAY
                lent += 1
            elif standing.run and standing.freezes:
                mark = DayMark.FROZEN
        standing = standing.after(mark)
        found.append(Closing(record, mark, today))
        day = days_after(day, 1)
    return found


def stray_days(in_order: Sequence[StudyDay], today: StudyDay) -> Set[StudyDay]:
    """The log's study days that were never lived: a clock was wrong by more than travelling is.

    `in_order` are the study days with answers, in the order in which the log first met them. The longest
    row of them that runs forward was lived; of the others, those that travelling by a day cannot explain
    were not.
    """
    days = [day for day in in_order if day <= days_after(today, 1)]
    strays = {day for day in in_order if day > days_after(today, 1)}
    lived = _running_forward(days)
    before: list[StudyDay | None] = []
    for place, day in enumerate(days):
        before.append(day if place in lived else before[-1] if before else None)
    after: StudyDay | None = None
    for place in reversed(range(len(days))):
        day, last = days[place], before[place]
        if place in lived:
            after = day
        elif (last and day < days_after(last, -1)) or (after and day > days_after(after, 1)):
            strays.add(day)
    return strays


def _running_forward(days: Sequence[StudyDay]) -> Set[int]:
    """The places of the longest row of days that never runs back."""
    ends: list[StudyDay] = []
    places: list[int] = []
    came_from: list[int | None] = []
    for place, day in enumerate(days):
        length = bisect_right(ends, day)
        came_from.append(places[length - 1] if length else None)
        ends[length : length + 1] = [day]
        places[length : length + 1] = [place]
    found: set[int] = set()
    at = places[-1] if places else None
    while at is not None:
        found.add(at)
        at = came_from[at]
    return found


def streak(closings: Iterable[Closing], now: DayRecord) -> Streak:
    """The streak up to the day of `now`, which never breaks it: there is still time."""
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
        to_freeze=0 if full else DAYS_FOR_A_FREEZE - standing.run % DAYS_FOR_A_FREEZE,
        today=marks[today],
        left_today=max(0, now.wanted - now.answers),
        week=tuple(DayMark.AHEAD if day > today else marks.get(day, DayMark.BEFORE) for day in days),
    )
