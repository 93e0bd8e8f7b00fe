"""A problem of a file on a screen: where, what, the line it stands on, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from srm_quiz.problems import Problem, Severity, printable
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

ENDS = 2
"""Cells for the signs that tell a line was cut, at both its ends."""


class ProblemText(LineWidget):
    """The words of `srm-quiz check`, without the path; the file's line is cut so that the place is in it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(classes="problem")
        self._problem = problem

    def lines(self, width: int) -> Sequence[Content]:
        problem = self._problem
        is_error = problem.severity is Severity.ERROR
        tone = "$text-error" if is_error else "$text-warning"
        place = f"line {problem.line}: " if problem.line is not None else ""
        lead = place if is_error else f"warning, {place}" if place else "warning: "
        what = Content.assemble((lead, tone), (printable(problem.message), "bold"))
        found = hanging("", what, width)
        if problem.excerpt:
            excerpt, carets = problem.marked(max(1, width - ENDS))
            found.append(Content.styled(excerpt, "$text-muted"))
            if carets:
                found.append(Content.styled(carets, tone))
        if problem.hint:
            found += hanging("", Content(printable(f"hint: {problem.hint}")), width)
        return found
