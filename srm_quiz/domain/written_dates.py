"""Days as people write them: "2027-02-14", "14.2.", "9 jan", "february 14", "friday", "in 6 weeks".

Libraries that read dates (dateparser, parsedatetime, dateutil) either take longer to import than all of
srm-quiz, or guess where a day is to be refused: a wrong exam day plans months of evenings.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from srm_quiz.domain.days import StudyDay, days_after

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"a": 1, "an": 1}

EXAMPLES = "2027-02-14, 14.2., 9 jan, in 6 weeks"
"""Ways of writing a day, for hints."""

_NAME = "([a-z]{3,})"
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"


def read_day(text: str, today: StudyDay) -> StudyDay:
    """The day that `text` means as of `today`; a day without a year is the next one of that date.

    Raises ValueError, with a sentence, where it means none or could mean two.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    words = re.sub(r"^(on|by|the) ", "", words)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", words):
        year, month, day = map(int, match.groups())
        return _day(year, month, day, text)
    if match := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4}|\d{2})?", words):
        return _next(int(match[2]), int(match[1]), match[3], today, text)
    if re.fullmatch(r"\d{1,2}/\d{1,2}(/\d{2,4})?", words):
        raise ValueError(f"'{text}' may mean two days; write it as 14.2. or 14 feb")
    if match := re.fullmatch(rf"{_ORDINAL}\.? (?:of )?{_NAME}\.? ?(\d{{4}})?", words):
        return _next(_month(match[2], text), int(match[1]), match[3], today, text)
    if match := re.fullmatch(rf"{_NAME}\.? {_ORDINAL}\.? ?(\d{{4}})?", words):
        return _next(_month(match[1], text), int(match[2]), match[3], today, text)
    if match := re.fullmatch(r"(?:in )?(\d+|[a-z]+) (day|week|month)s?", words):
        return _later(match[1], match[2], today, text)
    if words in ("today", "tomorrow"):
        return days_after(today, int(words == "tomorrow"))
    weekday = _abbreviated(words.removeprefix("next "), WEEKDAYS)
    if weekday is not None:
        ahead = (weekday - today.weekday()) % 7 or 7
        return days_after(today, ahead)
    raise _no_day(text)


def _later(number: str, unit: str, today: StudyDay, text: str) -> StudyDay:
    count = int(number) if number.isdecimal() else NUMBERS.get(number)
    if count is None or count > 5000:
        raise _no_day(text)
    if unit != "month":
        return days_after(today, count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return StudyDay(date(year, month, min(today.day, monthrange(year, month)[1])))


def _next(month: int, day: int, year: str | None, today: StudyDay, text: str) -> StudyDay:
    """The day in its year; without one, the first such day that is not over."""
    if year:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day, text)
    # 29 February may be four years, or eight, away.
    for ahead in range(9):
        try:
            found = StudyDay(date(today.year + ahead, month, day))
        except ValueError:
            continue
        if found >= today:
            return found
    raise _no_day(text)


def _day(year: int, month: int, day: int, text: str) -> StudyDay:
    try:
        return StudyDay(date(year, month, day))
    except ValueError:
        raise ValueError(f"there is no day '{text}'") from None


def _month(word: str, text: str) -> int:
    found = _abbreviated(word, MONTHS)
    if found is None:
        raise _no_day(text)
    return found + 1


def _abbreviated(word: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that begins with the word, of three letters or more."""
    found = (place for place, name in enumerate(names) if len(word) >= 3 and name.startswith(word))
    return next(found, None)


def _no_day(text: str) -> ValueError:
    return ValueError(f"'{text}' is no day; write one as {EXAMPLES}")
