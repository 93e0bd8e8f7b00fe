"""Wrong clocks: which study days of a log were dated by one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from srm_quiz.domain.days import StudyDay, days_after

Around = tuple[StudyDay | None, StudyDay | None]


@dataclass(frozen=True, slots=True)
class MisdatedDay:
    """A date from a wrong clock: what is logged under it was done on some day from `first` to `last`."""

    date: StudyDay
    first: StudyDay
    last: StudyDay


def plausible(dates: Sequence[StudyDay]) -> list[bool]:
    """For each of the dates, in the order of the log, whether a right clock can have given it.

    Time goes forward: the right dates are the longest ascending subsequence, and of two as long the earlier
    one. A date within a day of its right neighbours is right as well: so much may be travelling, or another
    rollover hour.
    """
    if all(earlier <= later for earlier, later in pairwise(dates)):
        return [True] * len(dates)
    series = _forward(dates)
    right = []
    for place, (date, (before, after)) in enumerate(zip(dates, _around(dates, series), strict=True)):
        first, last = before or after or date, after or before or date
        right.append(place in series or days_after(first, -1) <= date <= days_after(last, 1))
    return right


def misdated_days(log: Iterable[tuple[str, StudyDay]], today: StudyDay) -> list[MisdatedDay]:
    """Return the misdated days in a log of devices and dates, each device's in the order it wrote them."""
    misdated = []
    latest = days_after(today, 1)
    for _, lines in groupby(sorted(log, key=itemgetter(0)), key=itemgetter(0)):
        dates = [date for date, _ in groupby(date for _, date in lines)]
        places = [place for place, date in enumerate(dates) if date <= latest]
        right = plausible([dates[place] for place in places])
        kept = {place for place, is_right in zip(places, right, strict=True) if is_right}
        for place, (before, after) in enumerate(_around(dates, kept)):
            if place not in kept:
                last = min(today, after or today)
                misdated.append(MisdatedDay(dates[place], before or last, last))
    return sorted(misdated, key=lambda day: day.last)


def _forward(dates: Sequence[StudyDay]) -> Set[int]:
    """The positions of the longest ascending subsequence (patience sorting)."""
    ends: list[StudyDay] = []  # the earliest date that a subsequence of each length ends with, and its place
    places: list[int] = []
    before: list[int] = []
    for place, date in enumerate(dates):
        length = bisect_left(ends, date)
        before.append(places[length - 1] if length else -1)
        ends[length : length + 1] = [date]
        places[length : length + 1] = [place]
    found: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        found.add(place)
        place = before[place]
    return found


def _around(dates: Sequence[StudyDay], kept: Set[int]) -> list[Around]:
    """For each place, the last kept date before it and the first kept date after it."""
    before: list[StudyDay | None] = [None]
    after: list[StudyDay | None] = [None]
    for place in range(len(dates) - 1):
        before.append(dates[place] if place in kept else before[-1])
    for place in range(len(dates) - 1, 0, -1):
        after.append(dates[place] if place in kept else after[-1])
    return list(zip(before, reversed(after), strict=True)) if dates else []
