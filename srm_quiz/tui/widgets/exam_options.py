"""The options of an exam question: what is chosen is what is stored, and nothing says what is right."""

from __future__ import annotations

from collections.abc import Iterable

from textual.message import Message

from srm_quiz.domain.cards import Option
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.options import NUMBER_WORDS, Options


class ExamOptions(Options, inherit_bindings=False):
    """Options that ask for a change and show it once it is stored (`show_question`).

    The cursor moves without choosing: in an exam a change of mind counts.
    """

    BINDINGS = bindings(drill.Pick, drill.Toggle, drill.Down, drill.Up)

    class Picked(Message):
        """The learner chose the option at this place, or dropped it."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, options: Iterable[Option], choose: int, picked: Iterable[int]) -> None:
        super().__init__(options, choose)
        self.picked = frozenset(picked)

    @property
    def undecided(self) -> int | None:
        """The option under the cursor where Enter would choose it: one is to be chosen, and it is not."""
        if self.choose > 1 or self._cursor is None or self._cursor in self.picked:
            return None
        return self._cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space chooses here also where only one is to be chosen."""
        return action == "toggle_mark" or super().check_action(action, parameters)

    def _move(self, position: int) -> None:
        self._cursor = position % len(self.options)
        self._say("")

    def _choose(self, position: int) -> None:
        self._cursor = position
        full = self.choose > 1 and len(self.picked) == self.choose and position not in self.picked
        self._say(f"Only {NUMBER_WORDS[min(self.choose, 9)]}: drop one to choose another." if full else "")
        if not full:
            self.post_message(self.Picked(position))
