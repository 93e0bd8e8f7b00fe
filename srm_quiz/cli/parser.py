"""The parser of the command line: the commands. The module of the one that is named declares its options."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from srm_quiz import __version__


class Command(NamedTuple):
    """A command as `--help` lists it: its name, its purpose, and what must follow it."""

    name: str
    purpose: str
    argument: str = ""
    module: str = ""
    """The module of `cli.commands` that has its options and runs it; called like the command if empty."""


HOME = Command("home", "the home screen")

GROUPS: Mapping[str, Sequence[Command]] = {
    "every day": (
        Command("drill", "straight into a sitting"),
        Command("status", "what is due, for a prompt or a script"),
        Command("streak", "the days in a row that counted"),
        Command("stats", "how you are doing, in charts and numbers"),
        Command("explore", "the model: who owns what, and where the line runs", module="games"),
    ),
    "games": (
        Command("daily", "today's challenge: ten items, the same for everybody", module="games"),
        Command("line", "draw the line of responsibility from memory", module="games"),
        Command("sort", "duties against the clock", module="games"),
        Command("match", "terms and meanings against the clock", module="games"),
        Command("exam", "a mock exam, as long as the real one or shorter"),
    ),
    "the exam": (
        Command("plan", "the way to your exam, day by day"),
        Command("retention", "what remembering more would cost, and set it"),
        Command("optimize", "fit the schedule to how you remember"),
    ),
    "now and then": (
        Command("backup", "copies of the progress file"),
        Command("doctor", "what is wrong with progress, settings and decks, and a cure"),
        Command("relink", "carry the history of reworded cards over"),
        Command("stamp", "write an id into every note of a deck that has none"),
        Command("schema", "the deck format as a JSON Schema, for editors"),
        Command("rebuild", "work out every schedule again from the log of answers"),
    ),
    "your own decks": (
        Command("new", "a deck of your own: forms to fill in, in your editor", "TITLE"),
        Command("edit", "open a deck in your editor, at a note or at its first problem", "DECK"),
        Command("check", "look for problems in deck files and settings"),
        Command("decks", "the decks and what is due in them"),
        Command("import", "make decks of another program's file: Anki, tables, banks", "FILE", "import_"),
        Command("export", "write a deck for another program, or to be printed", "DECK"),
    ),
}
"""The commands as `--help` lists them: by what people come for, and last, where a terminal still shows them,
those whose arguments have to be looked up."""


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The options that the words give. `run` runs the command, `refuse` ends it with a usage error.

    Exits by itself after `--help`, `--version` and a usage error.
    """
    parser = argparse.ArgumentParser(
        prog="srm-quiz",
        usage="%(prog)s [options] [command]",
        description="Drill the AWS Shared Responsibility Model.\n"
        "Without a command it opens the home screen; all else can be reached from there.",
        epilog=_listing(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"srm-quiz {__version__}")
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help="keep settings, progress, decks and cache in DIR"
    )
    parser.add_argument("--plain", action="store_true", help="lines of text instead of a screen")
    parser.set_defaults(command=HOME.name)
    commands = parser.add_subparsers(
        prog="srm-quiz", metavar="COMMAND", help=argparse.SUPPRESS, parser_class=_CommandParser
    )
    for command in (command for group in GROUPS.values() for command in group):
        commands.add_parser(command.name, command=command)
    arguments = parser.parse_args(words)
    if arguments.command == HOME.name:
        arguments.run = _module(HOME).run
    return arguments


class _CommandParser(argparse.ArgumentParser):
    """The parser of one command, which gets its options when it is asked to parse words."""

    def __init__(self, *, command: Command, **options: Any) -> None:
        super().__init__(description=command.purpose, **options)
        self._command = command

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        module = _module(self._command)
        module.add_options(self)
        self.set_defaults(command=self._command.name, run=module.run, refuse=self.error)
        return super().parse_known_args(args, namespace)


def _module(command: Command) -> Any:
    return import_module(f"srm_quiz.cli.commands.{command.module or command.name}")


def _listing() -> str:
    lines = []
    for group, commands in GROUPS.items():
        lines += ["", f"{group}:"]
        for command in commands:
            name = f"{command.name} {command.argument}"
            lines.append(f"  {name:<13}{command.purpose}")
    return "\n".join([*lines[1:], "", "srm-quiz COMMAND --help says more of a command."])
