"""Curves over days: several rows high, with an axis, first and last day, and their numbers in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

import pytest

from srm_quiz import phrases
from srm_quiz.charts.axes import averaged, minutes_ahead, recall_curve
from srm_quiz.charts.canvas import Line
from srm_quiz.domain.days import StudyDay, days_after

TODAY = StudyDay(date(2026, 11, 25))


def text(lines: Sequence[Line]) -> list[str]:
    return ["".join(run for run, _ in line).rstrip() for line in lines]


def curve(shares: Sequence[float | None]) -> list[str]:
    """The curve of so many days up to today; None where none was measured."""
    days = {days_after(TODAY, n + 1 - len(shares)): share for n, share in enumerate(shares)}
    return text(recall_curve({day: share for day, share in days.items() if share is not None}, 74))


def minutes(values: Sequence[float], width: int = 76) -> tuple[str, list[str]]:
    said, lines = minutes_ahead([60 * value for value in values], TODAY, width)
    return said, text(lines)


# ------------------------------------------------------------------------ readiness


def test_readiness_rises_over_five_rows_between_percents_and_two_days() -> None:
    drawn = curve([n / 30 for n in range(31)])
    assert [line[:7] for line in drawn[:-1]] == [
        *("100 % ┤", " 80 % ┤", " 60 % ┤", " 40 % ┤", " 20 % ┤", "  0 % └")
    ]
    assert set(drawn[-2][7:]) == {"─"} and len(drawn[-1]) == len(drawn[-2])
    assert drawn[-1].startswith("       Mon 26 Oct  ") and drawn[-1].endswith("  Wed 25 Nov")
    heights = [sum(line[7:].ljust(62)[n] != " " for line in drawn[:5]) for n in range(0, 62, 2)]
    assert heights == sorted(heights) and heights[-1] == 5


def test_a_small_change_near_the_top_is_seen_on_a_finer_axis() -> None:
    drawn = curve([0.91, 0.92, 0.93, 0.94])
    assert [line.split("┤")[0].split("└")[0].strip() for line in drawn[:-1]] == [
        *("94 %", "92 %", "90 %", "88 %", "86 %", "84 %")
    ]
    assert len({line[7:] for line in drawn[:2]}) == 2


@pytest.mark.parametrize("days", [2, 40, 67, 365, 900])
@pytest.mark.parametrize("shares", [(0.0, 1.0), (0.9, 0.9), (0.005, 0.01), (0.19, 0.21), (0.5, 0.999)])
def test_any_history_fits_eighty_columns_and_its_axis(days: int, shares: tuple[float, float]) -> None:
    low, high = shares
    drawn = curve([low + (high - low) * n / (days - 1) for n in range(days)])
    assert len(drawn) == 7 and max(map(len, drawn)) <= 74
    foot, head = (int(line.split("%")[0]) for line in (drawn[-2], drawn[0]))
    assert foot <= 100 * low + 1e-9 and 100 * high - 1e-9 <= head <= 100


def test_a_day_without_a_forecast_is_a_gap_and_one_at_the_foot_of_the_axis_is_not() -> None:
    drawn = curve([0.9, None, 0.8])
    assert drawn[4] == "82 % ┤███     ▁▁▁" and drawn[0] == "90 % ┤███"


def test_the_first_day_is_a_bar_with_its_number() -> None:
    drawn = curve([0.5])
    assert len(drawn) == 1 and drawn[0].endswith(" 50 %")


# ---------------------------------------------------------------------- minutes ahead


def test_the_minutes_ahead_are_columns_with_numbers_an_axis_and_a_sentence() -> None:
    said, drawn = minutes([12, 8, 4, 20])
    assert said == "12 today, then 4 to 20 a day; 44 minutes in 4 days."
    assert drawn == [
        "20 ┤         ██",
        "15 ┤▄▄       ██",
        "10 ┤██ ▅▅    ██",
        " 5 ┤██ ██ ▇▇ ██",
        " 0 └─────────────────────",
        "    Wed 25 Nov Sat 28 Nov",
        "    12 8  4  20",
    ]


@pytest.mark.parametrize("width", [36, 76])
@pytest.mark.parametrize("days", [1, 7, 25, 60, 100, 400])
def test_any_number_of_days_fits_and_keeps_numbers_below(days: int, width: int) -> None:
    said, drawn = minutes([5 + n % 16 for n in range(days)], width)
    assert max(map(len, drawn)) <= width and len(drawn) == 7
    assert drawn[-1].split()[0].isdigit()
    assert ("mean of" in said) is (days > width - 4)


@pytest.mark.parametrize(("days", "weeks"), [(98, 1), (400, 2)])
def test_columns_of_a_long_plan_are_means_of_as_many_whole_weeks_as_it_says(days: int, weeks: int) -> None:
    said, drawn = minutes([n // (7 * weeks) for n in range(days)], width=36)
    numbers = [int(number) for number in drawn[-1].split()]
    assert numbers == [*range(0, ceil(days / 7 / weeks), numbers[1])]
    assert said.endswith(f". Each column is the mean of {phrases.count(weeks, 'week')}.")


def test_columns_of_several_days_are_headed_as_weekly_means_or_those_of_so_many_weeks() -> None:
    assert [averaged(days) for days in (7, 14, 21)] == [
        "weekly means",
        "means of 2 weeks",
        "means of 3 weeks",
    ]


def test_a_day_without_study_is_an_empty_column_numbered_zero() -> None:
    _, drawn = minutes([10, 0, 10])
    assert drawn[-1].split() == ["10", "0", "10"]
    assert all(line[7:9].strip() == "" for line in drawn[:4])


def test_on_the_last_day_only_today_is_told() -> None:
    said, drawn = minutes([9])
    assert said == "9 today." and drawn[-2].split("    ") == ["", "Wed 25 Nov"]


@pytest.mark.parametrize("most", [0.3, 4.2, 20.4, 24.0, 24.1, 40.4, 120.3, 480.5, 999.9])
def test_the_axis_reaches_the_highest_column_and_no_more_than_twice_as_high(most: float) -> None:
    _, drawn = minutes([most / 2, most])
    head = int(drawn[0].split("┤")[0].replace(",", ""))
    assert most <= head <= max(4, 2 * most)
