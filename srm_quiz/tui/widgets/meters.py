"""How far, how much, and which days: gauges of one line."""

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
    """A thin line of `width` that fills from the left, and the words after it."""
    width = max(0, width)
    filled = round(width * _share(done, total))
    empty = max(0, width - filled - 1)
    return Content.assemble(
        ("━" * filled, "$accent"),
        (("╺" + "─" * empty) if filled < width else "", "$border"),
        (f"  {words}" if words else "", "$text-muted"),
    )


def goal_bar(done: int, goal: int, width: int) -> Content:
    """A broad bar of `width`; a goal that is reached is told by a check mark too."""
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
    """The days of the week with what each is to the streak, one below its letter."""
    marks = tuple(week)
    letters = " ".join("MTWTFSS"[: len(marks)])
    glyphs = " ".join(DAY_GLYPHS[mark] for mark in marks)
    return Content.assemble((letters, "$text-muted"), "\n", (glyphs, "$accent"))


def _share(done: int, total: int) -> float:
    return min(1.0, max(0.0, done / total)) if total > 0 else 0.0
