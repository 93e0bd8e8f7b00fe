"""Small gauges: progress, the daily goal, a trend, the days of the week."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from srm_quiz.domain.streaks import DayMark

FREEZE = "❄"
DAY_GLYPHS = {
    DayMark.COUNTED: "●",
    DayMark.SAFE: "◦",
    DayMark.FROZEN: FREEZE,
    DayMark.ASTRAY: "◦",
    DayMark.MISSED: "·",
    DayMark.OPEN: "○",
    DayMark.AHEAD: " ",
    DayMark.BEFORE: " ",
}


def progress_line(done: int, total: int, width: int, words: str = "") -> Content:
    """A thin line of `width` cells that fills from the left, with `words` after it."""
    width = max(0, width)
    filled = round(width * _share(done, total))
    empty = max(0, width - filled - 1)
    return Content.assemble(
        ("━" * filled, "$accent"),
        (("╺" + "─" * empty) if filled < width else "", "$border"),
        (f"  {words}" if words else "", "$text-muted"),
    )


def goal_bar(done: int, goal: int, width: int) -> Content:
    """A broad bar of `width` cells, followed by a check mark once the goal is reached."""
    filled = round(width * _share(done, goal))
    return Content.assemble(
        ("█" * filled, "$accent"),
        ("░" * (width - filled), "$text-muted"),
        (" ✓", "$text-success") if done >= goal else "",
    )


def sparkline(shares: Iterable[float]) -> str:
    """Shares from 0 to 1 as a row of small columns."""
    return "".join("▁▂▃▄▅▆▇█"[min(7, int(share * 8))] for share in shares)


def week_strip(week: Iterable[DayMark]) -> Content:
    """The letters of the weekdays, and below each what that day means for the streak."""
    marks = tuple(week)
    letters = " ".join("MTWTFSS"[: len(marks)])
    glyphs = " ".join(DAY_GLYPHS[mark] for mark in marks)
    return Content.assemble((letters, "$text-muted"), "\n", (glyphs, "$accent"))


def _share(done: int, total: int) -> float:
    return min(1.0, max(0.0, done / total)) if total > 0 else 0.0
