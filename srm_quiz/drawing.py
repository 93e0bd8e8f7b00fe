"""Drawing with text cells: bars, columns and a calendar, as runs of text with the names of styles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.statistics import DayTotal

Run = tuple[str, str]
"""A text and its style: "" plain, "muted", "accent", "error", "success", "cursor"."""

Line = tuple[Run, ...]

BARS = "▁▂▃▄▅▆▇█"
SHADES = "·░▒▓█"
WEEKS_SHOWN = 53


def bar(share: float, width: int, mark: float | None = None) -> tuple[Run, ...]:
    """A bar from the left, with a stroke where `mark` lies."""
    filled = round(share * width)
    cells = ["█"] * filled + ["░"] * (width - filled)
    if mark is not None:
        cells[min(width - 1, round(mark * width))] = "│"
    text = "".join(cells)
    return ((text[:filled], "accent"), (text[filled:], "muted"))


def columns(shares: Sequence[float], width: int, height: int = 4) -> list[Line]:
    """Columns side by side, `width` cells apart, in rows from the top. One cell apart they touch."""
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
    shares: Sequence[float | None], marks: Sequence[str], width: int, first: str, last: str
) -> list[Line]:
    """Columns over an axis, `width` cells apart; None leaves a gap.

    `marks` name the heights at the left, from the foot up; a share of 1 reaches the last of them. On the
    axis stand `first` and `last`, the ends of what it counts.
    """
    height, left = len(marks) - 1, max(map(len, marks))
    drawn = columns([share or 0.0 for share in shares], width, height)
    lines: list[Line] = [
        ((f"{mark:>{left}} ┤", "muted"), *line) for mark, line in zip(reversed(marks), drawn, strict=False)
    ]
    ends = (first,) if first == last else (first, last)
    dashes = "─" * max(2, len(shares) * width - sum(len(end) + 1 for end in ends))
    axis = first if first == last else f"{first} {dashes} {last}"
    return [*lines, ((f"{marks[0]:>{left}} └{axis}", "muted"),)]


def cut(text: str, width: int) -> str:
    """The text on one line, cut to `width`."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def first_day(today: StudyDay) -> StudyDay:
    """The Monday on which the calendar begins."""
    return days_after(today, -today.weekday() - 7 * (WEEKS_SHOWN - 1))


def calendar(
    days: Mapping[StudyDay, DayTotal], today: StudyDay, cursor: StudyDay | None = None
) -> tuple[Line, ...]:
    """The last year, a column for each week; the day under the cursor stands out."""
    first = first_day(today)
    counts = [total.answers for day, total in days.items() if first <= day <= today]
    top = sorted(counts)[int(0.9 * (len(counts) - 1))] if counts else 1
    months = ""
    for week in range(WEEKS_SHOWN):
        monday = days_after(first, 7 * week)
        if monday.day <= 7 and len(months) <= week:
            months = months.ljust(week) + f"{monday:%b}"
    lines: list[Line] = [(("     " + months[: WEEKS_SHOWN + 1], "muted"),)]
    for weekday, name in enumerate(("Mon", "", "Wed", "", "Fri", "", "Sun")):
        runs: list[Run] = [(f"{name:<5}", "muted")]
        for week in range(WEEKS_SHOWN):
            day = days_after(first, 7 * week + weekday)
            total = days.get(day)
            if day > today:
                cell: Run = (" ", "")
            elif total is None or not total.answers:
                cell = (SHADES[0], "muted")
            else:
                level = min(len(SHADES) - 1, 1 + int(total.answers / max(1, top) * (len(SHADES) - 2)))
                cell = (SHADES[level], "accent")
            runs.append((cell[0], "cursor") if day == cursor else cell)
        lines.append(tuple(runs))
    return tuple(lines)
