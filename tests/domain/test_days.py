"""Study days: decided by the wall clock of the moment, wherever one is, and never recomputed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.days import Moment, StudyDay, days_after

HOUR = timedelta(hours=1)

BERLIN, NEW_YORK, TOKYO, HAWAII = map(
    ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu")
)

INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))
ROLLOVERS = st.integers(0, 23)
MOMENTS = st.builds(Moment, INSTANTS, OFFSETS, ROLLOVERS)


def day(local: datetime, rollover: int = 4) -> date:
    return Moment.of(local, rollover).day


@pytest.mark.parametrize(
    ("hour", "minute", "rollover", "wanted"),
    [
        (3, 59, 4, 22),
        (4, 0, 4, 23),
        (23, 59, 4, 23),
        (0, 0, 4, 22),
        (0, 0, 0, 23),
        (23, 59, 0, 23),
        (22, 59, 23, 22),
        (23, 0, 23, 23),
    ],
)
def test_a_study_day_begins_at_the_rollover_hour(hour: int, minute: int, rollover: int, wanted: int) -> None:
    assert day(datetime(2026, 11, 23, hour, minute, tzinfo=UTC), rollover) == date(2026, 11, wanted)


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, TOKYO, HAWAII], ids=str)
def test_the_wall_clock_decides_in_every_zone(zone: ZoneInfo) -> None:
    assert day(datetime(2026, 11, 23, 3, 59, tzinfo=zone)) == date(2026, 11, 22)
    assert day(datetime(2026, 11, 23, 4, 0, tzinfo=zone)) == date(2026, 11, 23)


def test_one_instant_is_two_study_days_in_tokyo_and_hawaii() -> None:
    instant = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert day(instant.astimezone(TOKYO)) == date(2026, 11, 23)
    assert day(instant.astimezone(HAWAII)) == date(2026, 11, 22)


def test_flying_from_tokyo_to_hawaii_gives_the_same_day_again() -> None:
    before = datetime(2026, 11, 23, 20, tzinfo=TOKYO)
    after = (before + 7 * HOUR).astimezone(UTC).astimezone(HAWAII)
    assert day(before) == day(after) == date(2026, 11, 23)


def test_an_offset_of_half_an_hour_counts() -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    assert day(datetime(2026, 11, 23, 3, 59, tzinfo=kathmandu)) == date(2026, 11, 22)
    assert day(datetime(2026, 11, 23, 4, 0, tzinfo=kathmandu)) == date(2026, 11, 23)


def test_when_the_clocks_go_forward_the_day_is_an_hour_shorter() -> None:
    """In Berlin 02:00 becomes 03:00 on 29 March 2026."""
    eve = datetime(2026, 3, 28, 4, tzinfo=BERLIN).astimezone(UTC)
    assert day(eve.astimezone(BERLIN)) == date(2026, 3, 28)
    assert day((eve + 22.99 * HOUR).astimezone(BERLIN)) == date(2026, 3, 28)
    assert day((eve + 23 * HOUR).astimezone(BERLIN)) == date(2026, 3, 29)


def test_when_the_clocks_go_back_the_day_is_an_hour_longer() -> None:
    """In New York 02:00 becomes 01:00 on 1 November 2026: 01:30 comes twice, both in the old day."""
    for fold in (0, 1):
        assert day(datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=NEW_YORK)) == date(2026, 10, 31)
    eve = datetime(2026, 10, 31, 4, tzinfo=NEW_YORK).astimezone(UTC)
    assert day((eve + 24.99 * HOUR).astimezone(NEW_YORK)) == date(2026, 10, 31)
    assert day((eve + 25 * HOUR).astimezone(NEW_YORK)) == date(2026, 11, 1)


def test_a_rollover_inside_the_hour_that_comes_twice_does_not_split_the_day() -> None:
    """With the rollover at 01:00 the second 01:30 counts for the day the first one began."""
    days = {day(datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=NEW_YORK), 1) for fold in (0, 1)}
    assert days == {date(2026, 11, 1)}


def test_a_moment_keeps_the_offset_it_was_made_with() -> None:
    moment = Moment.of(datetime(2026, 7, 1, 12, tzinfo=NEW_YORK), 4)
    assert moment.offset == -4 * HOUR
    assert moment.instant == datetime(2026, 7, 1, 16, tzinfo=UTC)
    assert moment.local.isoformat() == "2026-07-01T12:00:00-04:00"


def test_a_moment_needs_a_time_that_knows_its_offset() -> None:
    with pytest.raises(ValueError, match="aware"):
        Moment.of(datetime(2026, 7, 1, 12), 4)


@given(MOMENTS)
def test_a_moment_lies_within_its_study_day(moment: Moment) -> None:
    start = moment.start_of(moment.day)
    assert start <= moment.instant < moment.start_of(days_after(moment.day, 1))
    assert start.utcoffset() == moment.offset
    assert Moment(start.astimezone(UTC), moment.offset, moment.rollover).day == moment.day


@given(MOMENTS, st.integers(-5000, 5000))
def test_days_later_are_later_by_as_many_study_days(moment: Moment, days: int) -> None:
    assert moment.later(timedelta(days=days)).day == days_after(moment.day, days)
    assert days_after(days_after(moment.day, days), -days) == moment.day


@given(INSTANTS, st.sampled_from([BERLIN, NEW_YORK, TOKYO, HAWAII]), ROLLOVERS, st.integers(0, 3600 * 48))
def test_study_days_never_go_back_as_time_goes_on(
    instant: datetime, zone: ZoneInfo, rollover: int, seconds: int
) -> None:
    """Except in the hour that autumn repeats, where a rollover may fall."""
    later = instant + timedelta(seconds=seconds)
    before = Moment.of(instant.astimezone(zone), rollover)
    after = Moment.of(later.astimezone(zone), rollover)
    slack = 1 if after.offset < before.offset else 0
    assert (after.day - before.day).days >= -slack


@given(MOMENTS)
def test_a_moment_read_back_from_the_log_has_the_same_day(moment: Moment) -> None:
    """Instant, offset and rollover are stored, and the day follows from them alone."""
    stored = moment.instant.isoformat(), moment.offset.total_seconds(), moment.rollover
    instant, offset, rollover = stored
    again = Moment(datetime.fromisoformat(instant), timedelta(seconds=offset), rollover)
    assert again.day == moment.day
    assert again.local == moment.local


def test_leap_days_and_new_year_are_days_like_others() -> None:
    assert days_after(StudyDay(date(2028, 2, 28)), 1) == date(2028, 2, 29)
    assert days_after(StudyDay(date(2026, 12, 31)), 1) == date(2027, 1, 1)
    assert day(datetime(2027, 1, 1, 3, tzinfo=UTC)) == date(2026, 12, 31)
