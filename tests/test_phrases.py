"""The words that every front end shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from srm_quiz import phrases
from srm_quiz.domain.days import days_after
from srm_quiz.domain.scheduling import Policy, Rating, outcomes
from tests.support.worlds import Clock

NOW = Clock().moment


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, "1d"), (1, "1d"), (30, "30d"), (31, "1.0mo"), (60, "2.0mo"), (364, "12.0mo"), (365, "1.0y")],
)
def test_an_interval_is_shown_in_days_up_to_thirty_then_in_months_then_in_years(
    days: int, shown: str
) -> None:
    schedule = outcomes(None, NOW, Policy())[Rating.EASY]
    due = replace(schedule, due_day=days_after(NOW.day, days), due_at=None)
    assert phrases.interval(due, NOW) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0.2, "1m"), (10, "10m"), (59, "59m"), (60, "1h"), (600, "10h")]
)
def test_a_step_is_shown_in_minutes_below_an_hour_and_in_hours_above(minutes: float, shown: str) -> None:
    schedule = outcomes(None, NOW, Policy())[Rating.AGAIN]
    due = replace(schedule, due_at=NOW.instant + timedelta(minutes=minutes))
    assert phrases.interval(due, NOW) == shown
