"""Columns and curves over days, with an axis, drawn and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from srm_quiz import phrases
from srm_quiz.charts.canvas import WIDEST_BAR, Line, bar, plot
from srm_quiz.domain.days import StudyDay

ROWS, HEIGHT = 5, 4
"""The height of a curve, and of columns, which share their screen with more."""

WIDEST = 4
"""Cells from a column to the next if there are few."""

LEAST = 0.001
"""What is drawn of a share at the foot of the axis: it was measured, and is no gap."""

PERCENT_STEPS = (2, 5, 10, 20)
MINUTE_STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60, 120)
COUNT_STEPS = tuple(base * 10**power for power in range(6) for base in (1, 2, 3, 4, 5))


def recall_curve(points: Mapping[StudyDay, float], width: int) -> list[Line]:
    """Shares day by day, on an axis that begins below the lowest of them; a day without one is a gap.

    A single one is a bar.
    """
    first, last = min(points), max(points)
    if first == last:
        share, name = points[first], phrases.short_date(first)
        room = max(1, min(WIDEST_BAR, width - len(name) - 8))
        return [((f"{name}  ", "muted"), *bar(share, room), (f"{phrases.percent(share):>6}", ""))]
    room = max(1, width - 8)
    days = (last - first).days + 1
    days_per_column = ceil(days / room)
    columns = ceil(days / days_per_column)
    percents: list[float | None] = [None] * columns
    for day, share in sorted(points.items()):
        percents[columns - 1 - (last - day).days // days_per_column] = 100 * share
    measured = [percent for percent in percents if percent is not None]
    # The narrowest axis that holds them all; one from 0 to 100 always does.
    step = next(step for step in PERCENT_STEPS if _foot(measured, step) <= min(measured))
    foot = _foot(measured, step)
    shares = [
        None if percent is None else max(LEAST, (percent - foot) / (ROWS * step)) for percent in percents
    ]
    marks = [f"{foot + n * step} %" for n in range(ROWS + 1)]
    cells = min(WIDEST, max(1, room // columns))
    return plot(shares, marks, cells, (phrases.short_date(first), phrases.short_date(last)))


def minutes_ahead(seconds: Sequence[float], today: StudyDay, width: int) -> tuple[str, list[Line]]:
    """The seconds of the days to come, today first: in words, and as `day_columns` of minutes."""
    minutes = [day / 60 for day in seconds]
    days_per_column, lines = day_columns(minutes, today, width, MINUTE_STEPS)
    return _minutes_sentence([round(value) for value in minutes], days_per_column), lines


def day_columns(
    values: Sequence[float], first: StudyDay, width: int, steps: Sequence[int]
) -> tuple[int, list[Line]]:
    """A column for each day, with its number: how many days a column is the mean of, and the lines.

    If there is no room for a column a day, each is the mean of a week or of several. If there is none for a
    number below each, every second or third has one. `steps` are the distances allowed between the marks of
    the axis.
    """
    top = max(values, default=0)
    step = next((step for step in steps if step * HEIGHT >= top), ceil(top / HEIGHT))
    marks = [f"{n * step:,}" for n in range(HEIGHT + 1)]
    left = max(map(len, marks))
    room = max(1, width - left - 2)
    days_per_column = 1 if len(values) <= room else 7 * ceil(len(values) / 7 / room)
    columns = [_mean(values[n : n + days_per_column]) for n in range(0, len(values), days_per_column)]
    digits = max(2, len(marks[-1]))
    cells = max(1, min(digits + 1, room // max(1, len(columns))))
    last = phrases.short_date(first, len(values) - 1)
    shares = [value / (step * HEIGHT) for value in columns]
    lines = plot(shares, marks, cells, (phrases.short_date(first), last))
    stride = ceil((digits + 1) / cells)
    numbers = "".join(f"{value:,.0f}".ljust(stride * cells) for value in columns[::stride])
    lines.append(((" " * (left + 2) + numbers.rstrip(), ""),))
    return days_per_column, lines


def averaged(days_per_column: int) -> str:
    """What columns of several days are, for a heading: "weekly means", "means of 2 weeks"."""
    return "weekly means" if days_per_column == 7 else f"means of {days_per_column // 7} weeks"


def _minutes_sentence(minutes: Sequence[int], days_per_column: int) -> str:
    sentence = f"{minutes[0]} today"
    if later := minutes[1:]:
        low, high = min(later), max(later)
        sentence += f", then {low} a day" if low == high else f", then {low} to {high} a day"
        sentence += f"; {phrases.seconds(60 * sum(minutes))} in {phrases.count(len(minutes), 'day')}"
    if days_per_column > 1:
        sentence += f". Each column is the mean of {phrases.count(days_per_column // 7, 'week')}"
    return f"{sentence}."


def _foot(percents: Sequence[float], step: int) -> int:
    """The foot of an axis with this step whose head is just above the percentages."""
    return max(0, ceil(max(percents) / step) * step - ROWS * step)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
