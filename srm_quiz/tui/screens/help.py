"""What the keys do: first those of the screen below, read off its bindings, then all the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import Command, Group, all_commands, bindings, bound
from srm_quiz.tui.keymap import display
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

HERE, LATER, ELSEWHERE = "Here, now", "Here, later", "Elsewhere"
COLUMN, NARROW_COLUMN, NARROW = 14, 8, 50
"""Cells of the column of keys, and below how many cells of width it is narrower."""

Sections = Sequence[tuple[str, Sequence[type[Command]]]]
"""Headings, and the commands under each."""


class HelpScreen(ModalScreen[None]):
    """Every command once, those that work now first; the learner's own keys are shown as set."""

    BINDINGS = bindings(drill.Back)

    app: AppBase

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        keys = about.app.study.settings.keys  # type: ignore[attr-defined]
        self._own = {name: tuple(own) for name, own in keys.items()}
        self._sections = sections(
            bound(active.binding for active in about.active_bindings.values()),
            bound(binding for _, binding in about._bindings),
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="panel"):
            yield KeyTable(self._sections, self._own)
        yield Footer()

    def action_back(self) -> None:
        self.dismiss()


def sections(now: Iterable[type[Command]], later: Iterable[type[Command]]) -> Sections:
    """All commands: those that work now, those of the screen that do not yet, the others by their place."""
    here = tuple(dict.fromkeys(now))
    soon = tuple(one for one in dict.fromkeys(later) if one not in here)
    rest = [one for one in all_commands() if one not in (*here, *soon)]
    order = list(Group)
    rest.sort(key=lambda one: order.index(one.group))
    places = [(group.value, tuple(members)) for group, members in groupby(rest, key=lambda one: one.group)]
    return [(title, members) for title, members in ((HERE, here), (LATER, soon), *places) if members]


class KeyTable(LineWidget):
    """Commands under headings: their keys in a column, and beside it what they do."""

    def __init__(self, sections: Sections, own: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._sections = sections
        self._own = own

    def lines(self, width: int) -> list[Content]:
        column = NARROW_COLUMN if width < NARROW else COLUMN
        drawn: list[Content] = []
        for title, members in self._sections:
            drawn += [Content(), Content.styled(title, "bold $text-accent")]
            for command in members:
                keys = " ".join(display(key) for key in self._own.get(command.id(), command.keys))
                lead = Content.styled(f"{command.places or keys:<{column - 1}} ", "bold")
                drawn += hanging(lead, Content(command.help()), width, " " * column)
        return drawn[1:]
