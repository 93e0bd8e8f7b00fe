"""A chart drawn with text cells: its lines, its numbers in a sentence, and all of them as a table.

A chart is drawn as wide as there is room for it. Its lines are runs of text with a style's name, so that
both front ends draw them: the screen in colours, the command line in plain text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from srm_quiz.charts.canvas import Line
from srm_quiz.domain.cards import CardKey

Drawing = Callable[[int], Sequence[Line]]
"""Draws lines, none wider than so many cells."""

WIDTH = 74
"""Cells of a chart on a terminal of 80 columns."""


def blank(_width: int) -> Sequence[Line]:
    """Nothing to draw."""
    return ()


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `summary` has its numbers in sentences; `rows` are all of them, under `columns`."""

    id: str
    title: str
    summary: str
    draw: Drawing = blank
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    cards: tuple[CardKey, ...] = field(default=())
    """Cards that the chart is about, to be drilled."""
    figures: Mapping[str, float] = field(default_factory=dict)
    """Numbers of the summary that are in no row."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines as a terminal of 80 columns shows them."""
        return tuple(self.draw(WIDTH))

    @property
    def text(self) -> list[str]:
        """Those lines without styles."""
        return ["".join(text for text, _ in line).rstrip() for line in self.lines]
