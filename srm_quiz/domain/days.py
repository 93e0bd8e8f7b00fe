"""Instants and study days: a study day begins at the rollover hour and is decided once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NewType

StudyDay = NewType("StudyDay", date)
"""The local day that an answer counts for: not an instant, and never recomputed from one."""


def days_after(day: StudyDay, days: int) -> StudyDay:
    """Return the study day `days` later, or earlier if negative."""
    return StudyDay(day + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant with the local UTC offset and rollover hour that held at the time.

    `instant` is in UTC; `offset` is local time minus UTC; `rollover` is the local hour (0 to 23)
    at which the study day begins.
    """

    instant: datetime
    offset: timedelta = timedelta(0)
    rollover: int = 4

    @classmethod
    def of(cls, local: datetime, rollover: int) -> Moment:
        """Return the moment of an aware local time. Raises ValueError for a naive one."""
        offset = local.utcoffset()
        if offset is None:
            raise ValueError("a moment needs an aware datetime")
        return cls(local.astimezone(UTC), offset, rollover)

    @property
    def local(self) -> datetime:
        """The local wall-clock time, aware."""
        return self.instant.astimezone(timezone(self.offset))

    @property
    def day(self) -> StudyDay:
        """The study day this moment belongs to."""
        return StudyDay((self.local - timedelta(hours=self.rollover)).date())

    def later(self, by: timedelta) -> Moment:
        """Return the moment `by` later, with the same offset and rollover."""
        return Moment(self.instant + by, self.offset, self.rollover)

    def seconds_since(self, earlier: Moment) -> float:
        """Return the seconds from `earlier` to this moment; 0 if the clock was set back meanwhile."""
        return max(0.0, (self.instant - earlier.instant).total_seconds())

    def start_of(self, day: StudyDay) -> datetime:
        """Return the local instant at which `day` begins, with this moment's offset and rollover."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(self.offset))
        return midnight + timedelta(hours=self.rollover)
