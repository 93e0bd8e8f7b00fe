"""The dates of a log: a wrong clock's are told from those that were lived, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.clock_errors import MisdatedDay, misdated_days, plausible
from srm_quiz.domain.days import StudyDay, days_after

TODAY = StudyDay(date(2026, 11, 25))


def days(*numbers: int) -> list[StudyDay]:
    """Days counted from today."""
    return [days_after(TODAY, number) for number in numbers]


def log(numbers: Iterable[int], device: str = "here") -> list[tuple[str, StudyDay]]:
    return [(device, day) for day in days(*numbers)]


def found(*numbers: int) -> list[tuple[int, int, int]]:
    """The misdated days of a log, counted from today: date, first, last."""
    return [
        ((one.date - TODAY).days, (one.first - TODAY).days, (one.last - TODAY).days)
        for one in misdated_days(log(numbers), TODAY)
    ]


def test_days_one_after_the_other_were_lived() -> None:
    assert found(-9, -8, -8, -5, -1, 0) == []


def test_a_date_a_year_off_was_done_between_the_days_around_it() -> None:
    assert found(-9, -8, 357, -6, 0) == [(357, -8, -6)]
    assert found(-9, -8, -372, -6, 0) == [(-372, -8, -6)]
    assert found(-2, -1, -366) == [(-366, -1, 0)]


def test_a_date_a_year_ahead_is_no_day_lived_even_once_it_has_come() -> None:
    """A year later the day of that name is lived, and all the days before it were as well."""
    assert found(-400, -399, -34, -398, -397, -36, -35, -34, -33) == [(-34, -399, -398)]


def test_a_clock_days_ahead_makes_none_of_the_days_after_it_unlived() -> None:
    assert found(-12, -2, -11, -10, -9, -8) == [(-2, -12, -11)]


def test_a_day_lived_long_ago_that_a_clock_set_back_comes_to_again_is_a_stray() -> None:
    assert found(-9, -8, -7, -6, -5, -4, -8, -2, 0) == [(-8, -4, -2)]


def test_a_day_back_or_forth_is_travelling() -> None:
    assert found(-5, -4, -3, -4, -2, -1) == []
    assert found(-3, -2, 1, 0) == []


def test_each_device_has_a_clock_of_its_own() -> None:
    here, there = log((-3, -1, 0), "here"), log((-4, -2, -1), "there")
    assert misdated_days([*here, *there], TODAY) == []
    wrong = log((-5, -4, -360, -1), "there")
    assert misdated_days([*here, *wrong], TODAY) == [MisdatedDay(*days(-360, -4, -1))]


@given(st.lists(st.integers(1, 5), min_size=6, max_size=40), st.data())
def test_one_wrong_date_among_many_is_the_one_that_is_found(
    steps: Sequence[int], data: st.DataObject
) -> None:
    numbers = [-sum(steps[:n]) for n in range(len(steps), 0, -1)]
    assert all(plausible(days(*numbers)))
    place = data.draw(st.integers(2, len(numbers) - 2))
    first, last = numbers[place - 1 : place + 1]
    off = data.draw(st.sampled_from((numbers[0] - 365, numbers[0] - 2, numbers[-1] + 2, 365)))
    assert found(*numbers[:place], off, *numbers[place:]) == [(off, first, last)]
