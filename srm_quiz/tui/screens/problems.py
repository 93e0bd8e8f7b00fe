"""What is wrong in deck files, in the same words as `srm-quiz check`."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from srm_quiz.problems import Problem
from srm_quiz.tui import commands
from srm_quiz.tui.host import Host
from srm_quiz.tui.widgets.keyline import KeyLine


class ProblemsScreen(ModalScreen[None]):
    """Every problem with its place and what to do."""

    BINDINGS = commands.bindings(commands.Back)

    app: Host

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self._problems = tuple(problems)

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="panel"):
            yield Static("Cards with a problem are left out; all others are in play.", classes="heading")
            for problem in self._problems:
                yield Static(problem.as_text(), classes="problem", markup=False)
        yield KeyLine()

    def action_back(self) -> None:
        self.dismiss()
