"""The problems of deck files, in the words of `srm-quiz check`."""

from __future__ import annotations

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.config.editor import Place
from srm_quiz.deckfiles.library import Library
from srm_quiz.problems import Problem, Severity, printable
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import decks, drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.problem import ProblemText


class ProblemsScreen(ModalScreen[None]):
    """Every problem with its place and a hint, for the files as they are now."""

    BINDINGS = bindings(decks.EditProblem, drill.Down, drill.Up, drill.Back)

    app: AppBase
    _cursor = 0

    def compose(self) -> ComposeResult:
        library = self.app.study.library
        with VerticalScroll(classes="panel", can_focus=False):
            if not self._problems:
                yield Static("No problems left: every card is in play.", classes="heading")
            path = None
            for problem in self._problems:
                if problem.path != path:
                    path = problem.path
                    yield Static(_consequence(path, library), classes="heading", markup=False)
                    yield Static(printable(path), classes="path", markup=False)
                yield ProblemText(problem)
        yield Footer()

    def on_mount(self) -> None:
        self._mark()

    async def on_decks_reloaded(self) -> None:
        """Show the problems of the changed files, with the cursor where it was."""
        await self.recompose()
        self._mark()
        self.refresh_bindings()

    def action_down(self) -> None:
        self._cursor += 1
        self._mark()

    def action_up(self) -> None:
        self._cursor -= 1
        self._mark()

    def action_edit_problem(self) -> None:
        problem = self._problems[self._cursor]
        place = Place(problem.line or 1, problem.column or 1)
        self.app.edit_file(problem.path, place, "problem")

    def action_back(self) -> None:
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nothing to edit once every problem is fixed."""
        return action != "edit_problem" or bool(self._problems)

    @property
    def _problems(self) -> list[Problem]:
        return list(self.app.study.library.problems)

    def _mark(self) -> None:
        shown = list(self.query(ProblemText))
        self._cursor = max(0, min(self._cursor, len(shown) - 1))
        for position, text in enumerate(shown):
            text.set_class(position == self._cursor, "-current")
            if position == self._cursor:
                text.scroll_visible(animate=False)


def _consequence(path: str, library: Library) -> str:
    """The effect of a file's problems: a few cards, the whole deck, or nothing."""
    name = printable(Path(path).name)
    deck = next((deck for deck in library.decks if deck.path == path), None)
    if path in library.held:
        return f"{name}: its cards are asked as they were until this is fixed."
    if deck is None:
        return f"{name}: the whole deck is left out until this is fixed."
    cards = phrases.count(len(deck.cards), "card")
    if all(problem.severity is Severity.WARNING for problem in library.problems if problem.path == path):
        return f"{name}: nothing is left out; in play: {cards}."
    return f"{name}: cards with an error are left out; in play: {cards}."
