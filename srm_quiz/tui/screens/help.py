"""What the keys do: first those of the screen below, from its bindings, then all the others."""

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
from srm_quiz.tui.commands.base import Command, Group, all_commands, bindings, commands_of
from srm_quiz.tui.keymap import display
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

HERE, LATER, ELSEWHERE = "Here, now", "Here, later", "Elsewhere"
COLUMN, NARROW_COLUMN, NARROW = 14, 8, 50
"""Widths of the column of keys, normal and narrow, and the screen width below which it is narrow (cells)."""

Sections = Sequence[tuple[str, Sequence[type[Command]]]]
"""Headings with the commands under each."""


class HelpScreen(ModalScreen[None]):
    """Every command once, those that work now first, each with the keys the learner has set."""

    BINDINGS = bindings(drill.Back)

    app: AppBase

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        keys = screen.app.study.settings.keys  # type: ignore[attr-defined]
        self._own_keys = {name: tuple(names) for name, names in keys.items()}
        # `_bindings` also holds those that do not work now, which `active_bindings` leaves out.
        self._sections = sections(
            commands_of(active.binding for active in screen.active_bindings.values()),
            commands_of(binding for _, binding in screen._bindings),
        )

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="panel"):
            yield KeyTable(self._sections, self._own_keys)
        yield Footer()

    def action_back(self) -> None:
        self.dismiss()


def sections(enabled: Iterable[type[Command]], on_screen: Iterable[type[Command]]) -> Sections:
    """All commands: those that work now, those of the screen that do not yet, and the others by group."""
    now = tuple(dict.fromkeys(enabled))
    later = tuple(command for command in dict.fromkeys(on_screen) if command not in now)
    rest = [command for command in all_commands() if command not in (*now, *later)]
    order = list(Group)
    rest.sort(key=lambda command: order.index(command.group))
    by_group = groupby(rest, key=lambda command: command.group)
    groups = [(group.value, tuple(members)) for group, members in by_group]
    return [(title, members) for title, members in ((HERE, now), (LATER, later), *groups) if members]


class KeyTable(LineWidget):
    """Commands under headings: a column of keys, and beside it what they do."""

    def __init__(self, sections: Sections, own_keys: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self._sections = sections
        self._own_keys = own_keys

    def lines(self, width: int) -> list[Content]:
        column = NARROW_COLUMN if width < NARROW else COLUMN
        drawn: list[Content] = []
        for title, members in self._sections:
            drawn += [Content(), Content.styled(title, "bold $text-accent")]
            for command in members:
                keys = " ".join(display(key) for key in self._own_keys.get(command.id(), command.keys))
                lead = Content.styled(f"{command.key_range or keys:<{column - 1}} ", "bold")
                drawn += hanging(lead, Content(command.help()), width, " " * column)
        return drawn[1:]
