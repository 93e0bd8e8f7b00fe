"""What a command is: its keys, its label, its help line, and its Textual bindings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import ClassVar

from textual.binding import Binding, BindingType


class Group(StrEnum):
    """Where a command belongs; each is a heading of the help screen."""

    FIRST_START = "At the first start"
    HOME = "Home"
    PLAY = "See and play the model"
    MODEL = "In the explorer"
    GAME = "In a game"
    TABLE = "Matching terms with meanings"
    CHOOSING = "Choosing a mock exam"
    EXAM = "In a mock exam"
    SHEET = "On the answer sheet"
    HANDING_IN = "Before handing in"
    REVIEW = "After a mock exam"
    ASKING = "Before the verdict"
    OPTIONS = "Choosing among options"
    OWNERS = "Naming owners"
    TYPING = "Typing an answer"
    REVEALED = "After the verdict"
    CARD = "On any card"
    SOURCE = "Where a source is shown"
    SUMMARY = "At the end of a sitting"
    BROWSER = "Among the decks"
    PROBLEMS = "Among the problems of deck files"
    WRITING = "Writing a card"
    KINDS = "Choosing a kind of card"
    STATISTICS = "In the statistics"
    YEAR = "In the calendar of your year"
    PLAN = "On the way to your exam"
    FORM = "In the settings"
    SEARCH = "In a search"
    ANYWHERE = "Anywhere"


class Command:
    """One thing the learner can do. The docstring's first line is its help line."""

    keys: ClassVar[tuple[str, ...]]
    """Its keys unless the learner sets others; the footer shows the first."""
    label: ClassVar[str]
    """What the footer calls it."""
    group: ClassVar[Group]
    footer: ClassVar[bool] = True
    """Whether the footer shows it; the help screen shows every command."""
    action: ClassVar[str] = ""
    """The Textual action it runs, if that is not the command's id."""
    priority_keys: ClassVar[tuple[str, ...]] = ()
    """Keys that run it before the focused widget sees them. They move the focus, and over a slow line the
    text typed after them arrives together with them: it must go to the widget that has the focus then."""
    key_range: ClassVar[str] = ""
    """How its keys are displayed if each of them picks another item of a row: such keys are fixed."""

    @classmethod
    def id(cls) -> str:
        """Its name in settings and bindings: `card_info` for `CardInfo`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def help(cls) -> str:
        """The line for the help screen, the palette and the tooltip."""
        return (cls.__doc__ or "").partition("\n")[0]


def all_commands() -> tuple[type[Command], ...]:
    """All commands, in footer order."""
    return tuple(Command.__subclasses__())


@cache
def commands_by_id() -> Mapping[str, type[Command]]:
    """All commands by id, in footer order."""
    return {command.id(): command for command in all_commands()}


def commands_of(bindings: Iterable[Binding]) -> Iterator[type[Command]]:
    """The commands that these bindings run. The id alone is not enough: two commands are called `Find`."""
    known = {(command.id(), command.help()): command for command in all_commands()}
    for binding in bindings:
        name = binding.id or binding.action.partition("(")[0]
        if command := known.get((name, str(binding.tooltip))):
            yield command


def bindings(*commands: type[Command]) -> list[BindingType]:
    """The commands as Textual bindings, with ids so that `App.set_keymap` can rebind them."""
    return [binding for command in commands for binding in _bindings_of(command)]


def _bindings_of(command: type[Command]) -> Iterator[Binding]:
    action = command.action or command.id()
    if command.key_range:
        for key in command.keys:
            position = int(key) - 1 if key.isdecimal() else "abcdef".index(key)
            yield Binding(key, f"{action}({position})", command.label, tooltip=command.help())
        return
    for keys, has_priority in ((command.priority_keys, True), (command.keys, False)):
        if keys:
            yield Binding(
                ",".join(keys),
                action,
                command.label,
                show=command.footer,
                tooltip=command.help(),
                id=command.id(),
                priority=has_priority,
            )
