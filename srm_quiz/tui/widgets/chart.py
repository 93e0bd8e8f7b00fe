"""Charts on the screen: a title, a sentence, and coloured lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from srm_quiz import phrases
from srm_quiz.charts.canvas import Line
from srm_quiz.charts.chart import Chart
from srm_quiz.charts.workload import WorkloadChart
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

STYLES = {
    "muted": "$text-muted",
    "accent": "$accent",
    "error": "$text-error",
    "success": "$text-success",
    "cursor": "$text reverse bold",
}


def styled(lines: Iterable[Line]) -> list[Content]:
    """The drawn lines of a chart in the colours of the theme."""
    return [Content.assemble(*((text, STYLES.get(style, "")) for text, style in line)) for line in lines]


class ChartView(LineWidget):
    """One chart. `is_current` marks the one under the cursor; `has_numbers` adds the table of its data."""

    def __init__(self, chart: Chart, *, is_current: bool = False, has_numbers: bool = False) -> None:
        super().__init__()
        self.chart = chart
        self.is_current = is_current
        self._has_numbers = has_numbers

    def lines(self, width: int) -> list[Content]:
        chart = self.chart
        mark = Content.styled("▌ ", "$accent") if self.is_current else Content("  ")
        title = Content.assemble(mark, (chart.title, "bold"))
        drawn = [title, *hanging("  ", Content(phrases.unbroken(chart.summary)), width)]
        if picture := chart.draw(width - 2):
            drawn.append(Content())
            drawn += [Content.assemble("  ", line) for line in styled(picture)]
        if self._has_numbers and chart.rows:
            drawn += [Content(), *(Content.assemble("  ", line) for line in _table(chart, width - 2))]
        return [*drawn, Content()]


class WorkloadView(LineWidget):
    """What a desired retention costs, in sentences and as bars; a waiting message until it is computed."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: WorkloadChart | None = None

    def show(self, chart: WorkloadChart) -> None:
        """Draw this chart."""
        self._chart = chart
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._chart is None:
            return [Content.styled("Working out what remembering costs…", "$text-muted")]
        sentences = [
            line
            for text in self._chart.summary
            for line in hanging("", Content(phrases.unbroken(text)), width)
        ]
        return [*sentences, Content(), *styled(self._chart.lines(width))]


def _table(chart: Chart, width: int) -> list[Content]:
    """The chart's data as a table, its columns as wide as their contents."""
    rows = list(zip(*(_formatted(column) for column in zip(*chart.rows, strict=True)), strict=True))
    sizes = [max(len(text) for text in column) for column in zip(chart.columns, *rows, strict=True)]
    widest = sizes.index(max(sizes))
    sizes[widest] = max(8, min(sizes[widest], width - sum(sizes) + sizes[widest] - 2 * len(sizes)))

    def line(texts: Iterable[str], values: tuple[object, ...] = ()) -> Content:
        cells = []
        for n, (text, size) in enumerate(zip(texts, sizes, strict=True)):
            is_number = bool(values) and isinstance(values[n], int | float)
            cut = Content(text).truncate(size, ellipsis=True)
            space = " " * (size - cut.cell_length)
            cells.append(Content.assemble(space, cut) if is_number else Content.assemble(cut, space))
        return Content("  ").join(cells)

    head = line(chart.columns).stylize("$text-muted")
    return [head, *(line(texts, row) for texts, row in zip(rows, chart.rows, strict=True))]


def _formatted(column: Sequence[object]) -> list[str]:
    """The values of a column as text; floats that never exceed 1 are shown as percentages."""
    floats = [value for value in column if isinstance(value, float)]
    form = "{:.1%}" if max(floats, default=0) <= 1 else "{:,.1f}"
    return [
        form.format(value).replace("%", " %") if isinstance(value, float) else f"{value}" for value in column
    ]
