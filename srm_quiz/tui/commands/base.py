"""What a command is: a key, a word, a help line, and how Textual takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import ClassVar

from textual.binding import Binding, BindingType


class Group(StrEnum):
    """Where a command belongs: a heading of the help screen."""

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
    """One thing the learner can do. The docstring's first line tells them what."""

    keys: ClassVar[tuple[str, ...]]
    """Its keys unless the learner sets others; the footer shows the first."""
    word: ClassVar[str]
    """What the footer calls it."""
    group: ClassVar[Group]
    footer: ClassVar[bool] = True
    """Whether the footer shows it; the help screen shows every command."""
    action: ClassVar[str] = ""
    """The action it runs, where that is not called like the command."""
    at_once: ClassVar[tuple[str, ...]] = ()
    """Keys that do it before the focused widget sees them: what is typed behind them goes elsewhere,
    and over a slow line it comes in one breath with the key."""
    places: ClassVar[str] = ""
    """How the keys are written where each of them takes another of a row of things: they are fixed then."""

    @classmethod
    def id(cls) -> str:
        """The name in settings and bindings: `CardInfo` is `card_info`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    @classmethod
    def help(cls) -> str:
        """The line for the help screen, the palette and the tooltip."""
        return (cls.__doc__ or "").partition("\n")[0]


def all_commands() -> tuple[type[Command], ...]:
    """All commands, in the order of the footer."""
    return tuple(Command.__subclasses__())


@cache
def commands_by_id() -> Mapping[str, type[Command]]:
    """All commands by id, in the order of the footer."""
    return {command.id(): command for command in all_commands()}


def bound(bindings: Iterable[Binding]) -> Iterator[type[Command]]:
    """The commands that these bindings run. An id alone does not tell: two `Find` something."""
    known = {(command.id(), command.help()): command for command in all_commands()}
    for binding in bindings:
        name = binding.id or binding.action.partition("(")[0]
        if command := known.get((name, str(binding.tooltip))):
            yield command


def bindings(*commands: type[Command]) -> list[BindingType]:
    """The commands as Textual bindings with ids, so that `App.set_keymap` gives them other keys."""
    return [binding for command in commands for binding in _bindings_of(command)]


def _bindings_of(command: type[Command]) -> Iterator[Binding]:
    action = command.action or command.id()
    if command.places:
        for key in command.keys:
            place = int(key) - 1 if key.isdecimal() else "abcdef".index(key)
            yield Binding(key, f"{action}({place})", command.word, tooltip=command.help())
        return
    for keys, is_at_once in ((command.at_once, True), (command.keys, False)):
        if keys:
            yield Binding(
                ",".join(keys),
                action,
                command.word,
                show=command.footer,
                tooltip=command.help(),
                id=command.id(),
                priority=is_at_once,
            )
