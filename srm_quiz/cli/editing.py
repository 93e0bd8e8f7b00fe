"""A deck in the learner's editor: opened at a place, and what is in it reported afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from srm_quiz import phrases
from srm_quiz.cli.output import Exit, complain, read_settings
from srm_quiz.config.editor import HOW_TO_CHOOSE, Place, editor_command, first_installed
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.ids import deck_id
from srm_quiz.deckfiles.library import Library, read_library
from srm_quiz.problems import printable


class DeckReport(NamedTuple):
    """How many cards a deck has, and where its first mistake is; None if it has none."""

    cards: int
    mistake: Place | None

    @property
    def code(self) -> Exit:
        """How the command ends."""
        return Exit.FINE if self.mistake is None else Exit.PROBLEMS


def edit_until_valid(path: Path, locations: Locations) -> DeckReport:
    """Report what is in the deck, and reopen the editor at its first mistake as long as the learner wishes.

    Nothing is asked if no person sits at a terminal. Gives the last report.
    """
    while (report := report_deck(path, locations)).mistake is not None and is_interactive():
        name = printable(path.name)
        wish = ask(f"Enter opens {name} again at line {report.mistake.line}, q leaves it: ")
        if wish != "" or not open_editor(path, report.mistake, locations):
            break
    return report


def ask(question: str) -> str | None:
    """What the person types, stripped; None if the input has ended."""
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return input().strip()
    except EOFError:
        print(file=sys.stderr)
        return None


def is_interactive() -> bool:
    """Whether a person sits at a terminal and can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def open_editor(path: Path, place: Place, locations: Locations) -> bool:
    """Open the file there and wait for the editor to close; if that fails, report what to do, and False."""
    setting = read_settings(locations).editor
    try:
        command = editor_command(os.environ, path.absolute(), place, setting=setting)
    except ValueError as error:
        complain(f"the command of your editor cannot be read ({error}); {HOW_TO_CHOOSE}")
        return False
    if command is None and is_interactive() and (installed := first_installed()):
        complain(f"you have no editor set, so this is {installed}; {HOW_TO_CHOOSE}")
        command = editor_command({}, path.absolute(), place, setting=installed)
    if command is None:
        complain(f"you have no editor set. Open {path} in any editor, or {HOW_TO_CHOOSE}")
        return False
    sys.stdout.flush()
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        complain(
            f"'{command[0]}' could not be started ({error.strerror}); {HOW_TO_CHOOSE}. The deck is {path}"
        )
        return False
    if code:
        complain(f"'{command[0]}' ended with {code}; the deck is {path}")
    return code == 0


def report_deck(path: Path, locations: Locations) -> DeckReport:
    """Print on stderr how many cards the deck has, how to drill them, and what is wrong with it.

    A mistake that has no place of its own is taken to be at the beginning.
    """
    library = read_library(locations, [path])
    deck = next((deck for deck in library.decks if is_same_file(deck.path, path)), None)
    problems = [problem for problem in library.problems if is_same_file(problem.path, path)]
    for problem in problems:
        print(problem.as_text(), end="\n\n", file=sys.stderr)
    is_own = os.path.realpath(path.parent) == os.path.realpath(locations.user_decks)
    name = deck_id(path.stem) if is_own else shlex.quote(str(path))
    count = phrases.count(len(problems), "problem")
    if deck is None:
        print(f"{count}, and no card can be read before that is fixed: srm-quiz edit {name}", file=sys.stderr)
        return DeckReport(0, first_problem(path, library))
    cards = phrases.count(len(deck.cards), "card")
    if problems:
        print(f"{cards} without a mistake, {count}: srm-quiz edit {name}", file=sys.stderr)
    elif deck.cards:
        print(f"{cards}, no problems: srm-quiz drill --deck {deck.id}", file=sys.stderr)
    else:
        print(f"no cards yet: srm-quiz edit {name}", file=sys.stderr)
    return DeckReport(len(deck.cards), first_problem(path, library) if problems else None)


def first_problem(path: Path, library: Library) -> Place:
    """The place of the first problem in the file; its beginning if none has a place."""
    placed = (problem for problem in library.problems if problem.line and is_same_file(problem.path, path))
    return next((Place(problem.line or 1, problem.column or 1) for problem in placed), Place())


def is_same_file(path: str, other: Path) -> bool:
    """Whether both paths name one file, links followed."""
    return os.path.realpath(path) == os.path.realpath(other)
