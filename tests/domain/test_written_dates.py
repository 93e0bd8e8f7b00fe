"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.written_dates import EXAMPLES, read_day

MONDAY = StudyDay(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-02-14", "2027-02-14"),
        ("2027/2/4", "2027-02-04"),
        ("14.2.", "2027-02-14"),
        ("14. 2. 2028", "2028-02-14"),
        ("24.12", "2026-12-24"),
        ("24.12.27", "2027-12-24"),
        ("23.11.", "2026-11-23"),
        ("22.11.", "2027-11-22"),
        ("29.2.", "2028-02-29"),
        ("9 jan", "2027-01-09"),
        ("9th of January 2028", "2028-01-09"),
        ("Jan 9", "2027-01-09"),
        ("february 14, 2027", "2027-02-14"),
        ("on 1st Sept", "2027-09-01"),
        ("in 6 weeks", "2027-01-04"),
        ("six weeks", "2027-01-04"),
        ("in a month", "2026-12-23"),
        ("in 3 months", "2027-02-23"),
        ("in 10 days", "2026-12-03"),
        ("tomorrow", "2026-11-24"),
        ("friday", "2026-11-27"),
        ("next mon", "2026-11-30"),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, day: str) -> None:
    assert read_day(text, MONDAY) == date.fromisoformat(day)


@pytest.mark.parametrize("example", EXAMPLES.split(", "))
def test_the_examples_of_the_hint_are_days(example: str) -> None:
    assert read_day(example, MONDAY) > MONDAY


def test_a_month_that_is_shorter_ends_on_its_last_day() -> None:
    assert read_day("in 3 months", StudyDay(date(2026, 11, 30))) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1/2", "may mean two days"),
        ("02/14/2027", "may mean two days"),
        ("2027-02-30", "there is no day '2027-02-30'"),
        ("31.4.", "is no day"),
        ("9 foo", "is no day; write one as 2027-02-14, 14.2., 9 jan, in 6 weeks"),
        ("soon", "is no day"),
        ("", "is no day"),
        ("in 99999999999 weeks", "is no day"),
        ("ma 3", "is no day"),
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_day(text, MONDAY)
