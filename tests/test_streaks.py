"""The streak over stored study days."""

from __future__ import annotations

from datetime import date

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.streaks import DayMark, DayRecord, streak

TODAY = StudyDay(date(2026, 11, 25))  # a Wednesday


def records(*answers: int | None, due: int = 30, goal: int = 20) -> list[DayRecord]:
    """Records for the days that end today; None is a day the program never saw."""
    first = len(answers) - 1
    return [
        DayRecord(days_after(TODAY, n - first), goal, due, given)
        for n, given in enumerate(answers)
        if given is not None
    ]


def test_days_that_reach_the_goal_count_one_after_the_other() -> None:
    assert streak(records(20, 25, 20), TODAY).days == 3


def test_today_does_not_break_the_streak_while_it_is_open() -> None:
    found = streak(records(20, 20, 3), TODAY)
    assert (found.days, found.today, found.left_today) == (2, DayMark.OPEN, 17)


def test_a_missed_day_ends_the_streak_and_the_best_stays() -> None:
    found = streak(records(20, 20, 20, None, 20), TODAY)
    assert (found.days, found.best) == (1, 3)


def test_a_day_counts_when_all_there_was_to_do_was_done() -> None:
    assert streak(records(4, due=4), TODAY).days == 1


def test_a_day_with_nothing_to_do_is_safe() -> None:
    days = [
        DayRecord(days_after(TODAY, -2), 20, 30, 20),
        DayRecord(days_after(TODAY, -1), 20, 0, 0),
        DayRecord(TODAY, 20, 30, 20),
    ]
    assert streak(days, TODAY).days == 2


def test_the_week_runs_from_monday_to_sunday() -> None:
    found = streak(records(20, 5, 1), TODAY)
    assert found.week == (DayMark.COUNTED, DayMark.MISSED, DayMark.OPEN, *[DayMark.AHEAD] * 4)


def test_without_any_record_there_is_no_streak() -> None:
    found = streak([], TODAY)
    assert (found.days, found.best, found.today) == (0, 0, DayMark.OPEN)
