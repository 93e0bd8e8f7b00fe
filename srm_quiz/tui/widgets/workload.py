"""What a desired retention costs, beneath the line where it is typed."""

from __future__ import annotations

from textual.content import Content

from srm_quiz import phrases
from srm_quiz.charts.workload import WorkloadChart
from srm_quiz.tui.widgets.chart import coloured
from srm_quiz.tui.widgets.line_widget import Lines, hang


class Workload(Lines):
    """The costs in sentences and as bars; a word of patience until they are reckoned."""

    def __init__(self) -> None:
        super().__init__()
        self._costs: WorkloadChart | None = None

    def show(self, costs: WorkloadChart) -> None:
        """Draw these costs."""
        self._costs = costs
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        if self._costs is None:
            return [Content.styled("Reckoning what remembering costs…", "$text-muted")]
        said = [
            line for text in self._costs.summary for line in hang("", Content(phrases.unbroken(text)), width)
        ]
        return [*said, Content(), *coloured(self._costs.lines(width))]
