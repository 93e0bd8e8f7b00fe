"""Drawing with text cells: bars, columns and a calendar, as runs of text with the names of styles."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.statistics import DayTotal

Run = tuple[str, str]
"""A text and its style: "" plain, "muted", "accent", "error", "success", "cursor"."""

Line = tuple[Run, ...]

BARS = "▁▂▃▄▅▆▇█"
SHADES = "·░▒▓█"
WEEKS_SHOWN = 53

WIDEST_BAR = 60
"""Cells of a bar on a wide screen: a longer one says no more."""


def bar(share: float, width: int, mark: float | None = None) -> tuple[Run, ...]:
    """A bar of a share from 0 to 1, with a stroke at `mark`. A share above 0 is never drawn empty."""
    filled = round(share * width)
    cells = ["█"] * filled + ["░"] * (width - filled)
    if share > 0 and not filled:
        filled, cells[0] = 1, "▏"
    if mark is not None:
        cells[min(width - 1, round(mark * width))] = "│"
    text = "".join(cells)
    return ((text[:filled], "accent"), (text[filled:], "muted"))


def columns(shares: Sequence[float], width: int, height: int = 4) -> list[Line]:
    """Columns of shares from 0 to 1, `width` cells apart, as rows from the top. One cell apart they touch."""
    lines: list[Line] = []
    for row in reversed(range(height)):
        text = ""
        for share in shares:
            level = share * height - row
            if level <= 0:
                cell = "▁" if row == 0 and share > 0 else " "
            else:
                cell = BARS[min(7, int(level * 8))] if level < 1 else BARS[-1]
            text += cell * max(1, width - 1) + " " * (width > 1)
        lines.append(((text.rstrip(), "accent"),))
    return lines


def plot(
    shares: Sequence[float | None], marks: Sequence[str], width: int, ends: tuple[str, str] | None = None
) -> list[Line]:
    """Columns over an axis, `width` cells apart; None leaves a gap.

    `marks` label the heights at the left, from the foot up; a share of 1 reaches the last of them. The
    `ends` label the axis below its first column and below its last.
    """
    height, left = len(marks) - 1, max(map(len, marks))
    drawn = columns([share or 0.0 for share in shares], width, height)
    lines: list[Line] = [
        ((f"{mark:>{left}} ┤", "muted"), *line) for mark, line in zip(reversed(marks), drawn, strict=False)
    ]
    labels = " ".join(dict.fromkeys(ends or ()))
    axis = max(len(shares) * width, len(labels))
    lines.append(((f"{marks[0]:>{left}} └{'─' * axis}", "muted"),))
    if ends:
        labels = labels if ends[0] == ends[1] else f"{ends[0]}{ends[1]:>{axis - len(ends[0])}}"
        lines.append(((" " * (left + 2) + labels, "muted"),))
    return lines


def cut(text: str, width: int) -> str:
    """The text on one line, cut to `width`."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def wrapped(text: str, width: int) -> list[str]:
    """The text wrapped at `width`, the lines after the first indented."""
    return textwrap.wrap(text, width, subsequent_indent="  ") or [""]


def first_day(today: StudyDay) -> StudyDay:
    """The Monday on which the calendar begins."""
    return days_after(today, -today.weekday() - 7 * (WEEKS_SHOWN - 1))


def calendar(
    days: Mapping[StudyDay, DayTotal], today: StudyDay, width: int, cursor: StudyDay | None = None
) -> list[Line]:
    """The last year, a column for each week; the day under the cursor stands out.

    If there is no room for all weeks they are the newest ones, or those from the cursor's on.
    """
    first = first_day(today)
    counts = [total.answers for day, total in days.items() if first <= day <= today]
    top = max(1, sorted(counts)[int(0.9 * (len(counts) - 1))] if counts else 1)
    weeks = min(WEEKS_SHOWN, max(1, width - 5))
    at = (cursor - first).days // 7 if cursor else WEEKS_SHOWN
    mondays = [days_after(first, 7 * (min(WEEKS_SHOWN - weeks, at) + n)) for n in range(weeks)]
    months = ""
    for n, monday in enumerate(mondays):
        if monday.day <= 7 and len(months) <= n <= weeks - 3:
            months = months.ljust(n) + f"{monday:%b}"
    lines: list[Line] = [((" " * 5 + months, "muted"),)]
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        runs: list[Run] = [(f"{name:<5}", "muted")]
        for monday in mondays:
            day = days_after(monday, weekday)
            total = days.get(day)
            if day > today:
                shade, style = " ", ""
            else:
                level = _level(total.answers if total else 0, top)
                shade, style = SHADES[level], "accent" if level else "muted"
            runs.append((shade, "cursor" if day == cursor else style))
        lines.append(tuple(runs))
    return [*lines, _legend(top, width)]


def _level(answers: int, top: int) -> int:
    """The index of the shade for so many answers; from `top` on it is the darkest."""
    return min(len(SHADES) - 1, 1 + answers * (len(SHADES) - 2) // top) if answers else 0


def _legend(top: int, width: int) -> Line:
    """The shades, each with the fewest answers that it stands for; the unit is named if there is room."""
    runs: list[Run] = [("     ", ""), (f"{SHADES[0]} 0", "muted")]
    least = {_level(answers, top): answers for answers in range(top, 0, -1)}
    for level, answers in sorted(least.items()):
        runs += [(f"  {SHADES[level]}", "accent"), (f" {answers}+", "muted")]
    unit = "  answers"
    has_room = sum(len(text) for text, _ in runs) + len(unit) <= width
    return (*runs, (unit, "muted")) if has_room else tuple(runs)
