"""What the keys do here, read off the bindings of the screen below."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from srm_quiz.tui import commands
from srm_quiz.tui.host import Host
from srm_quiz.tui.keymap import display
from srm_quiz.tui.widgets.keyline import KeyLine


class HelpScreen(ModalScreen[None]):
    """Every command, under the heading of where it works; the learner's own keys are shown as set."""

    BINDINGS = commands.bindings(commands.Back)

    app: Host

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self._own = {name: tuple(keys) for name, keys in about.app.study.settings.keys.items()}  # type: ignore[attr-defined]

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="panel"):
            yield Static("Keys", classes="heading", markup=False)
            yield Static(Content("\n").join(self._lines()))
        yield KeyLine()

    def _lines(self) -> list[Content]:
        lines: list[Content] = []
        ordered = sorted(commands.all_commands(), key=lambda one: list(commands.Group).index(one.group))
        for group, members in groupby(ordered, key=lambda one: one.group):
            lines += [Content(""), Content.styled(group.value, "bold $text-accent")]
            for command in members:
                keys = " ".join(display(key) for key in self._own.get(command.id(), command.keys))
                lines.append(Content.assemble((f"{command.places or keys:<14}", "bold"), command.help()))
        return lines

    def action_back(self) -> None:
        self.dismiss()
