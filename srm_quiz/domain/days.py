"""Instants and study days: a study day begins at the rollover hour and is decided once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NewType

StudyDay = NewType("StudyDay", date)
"""The local day an answer counts for. Not an instant, and never recomputed from one."""


def days_after(day: StudyDay, days: int) -> StudyDay:
    """The study day `days` later (earlier, if negative)."""
    return StudyDay(day + timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant as the learner lives it: with the local offset and rollover hour of that time.

    `instant` is in UTC; `offset` is local time minus UTC; `rollover` is the local hour (0 to 23)
    at which the study day begins.
    """

    instant: datetime
    offset: timedelta = timedelta(0)
    rollover: int = 4

    @classmethod
    def of(cls, local: datetime, rollover: int) -> Moment:
        """The moment of an aware local time."""
        offset = local.utcoffset()
        if offset is None:
            raise ValueError("a moment needs an aware datetime")
        return cls(local.astimezone(UTC), offset, rollover)

    @property
    def local(self) -> datetime:
        """The wall-clock time, aware."""
        return self.instant.astimezone(timezone(self.offset))

    @property
    def day(self) -> StudyDay:
        """The study day this moment belongs to."""
        return StudyDay((self.local - timedelta(hours=self.rollover)).date())

    def later(self, by: timedelta) -> Moment:
        """The moment `by` later, at the same offset and rollover."""
        return Moment(self.instant + by, self.offset, self.rollover)

    def seconds_since(self, earlier: Moment) -> float:
        """Seconds from `earlier` to this moment; 0 where the clock was set back meanwhile."""
        return max(0.0, (self.instant - earlier.instant).total_seconds())

    def start_of(self, day: StudyDay) -> datetime:
        """The local instant at which `day` begins, by this moment's offset and rollover."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(self.offset))
        return midnight + timedelta(hours=self.rollover)
