"""A problem of a file on the screen: where it is, what it is, its line, and a hint."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from srm_quiz.problems import Problem, Severity, printable
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

ELLIPSES = 2
"""Cells for the ellipses at the two ends of a line that is cut."""


class ProblemText(LineWidget):
    """What `srm-quiz check` prints, without the path; the line of the file is cut around the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(classes="problem")
        self._problem = problem

    def lines(self, width: int) -> Sequence[Content]:
        problem = self._problem
        is_error = problem.severity is Severity.ERROR
        tone = "$text-error" if is_error else "$text-warning"
        location = f"line {problem.line}: " if problem.line is not None else ""
        lead = location if is_error else f"warning, {location}" if location else "warning: "
        message = Content.assemble((lead, tone), (printable(problem.message), "bold"))
        drawn = hanging("", message, width)
        if problem.excerpt:
            excerpt, carets = problem.marked(max(1, width - ELLIPSES))
            drawn.append(Content.styled(excerpt, "$text-muted"))
            if carets:
                drawn.append(Content.styled(carets, tone))
        if problem.hint:
            drawn += hanging("", Content(printable(f"hint: {problem.hint}")), width)
        return drawn
