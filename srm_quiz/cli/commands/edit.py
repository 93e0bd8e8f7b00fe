"""`srm-quiz edit`: a deck in the learner's editor, at the line of a note."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from srm_quiz.cli.output import Exit, complain, read_settings
from srm_quiz.config.editor import HOW_TO_CHOOSE, Place, editor_command, first_installed

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.deckfiles.library import Library
    from srm_quiz.domain.cards import Deck


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Open the deck's file, and say afterwards what is wrong in it."""
    from srm_quiz.deckfiles.finding import is_bundled, is_installed, read_library

    words = " ".join(arguments.deck)
    named, note = _file_and_note(words)
    library = read_library(locations, [named] if named else [])
    path = named or path_of(words.partition("/")[0], library, locations)
    note = note if named else words.partition("/")[2]
    if path is None:
        return _refuse_deck(words.partition("/")[0], library)
    deck = next((deck for deck in library.decks if _is_same(deck.path, path)), None)
    place = _place_of(note, deck, path) if note else _first_problem(path, library)
    if place is None:
        return _refuse_note(note, deck, path)
    bundled = is_bundled(path, locations)
    if is_installed(path, locations) or not os.access(path, os.W_OK):
        why = "is not to be changed" if is_installed(path, locations) else "cannot be written"
        complain(f"{path} {why}" + (_how_to_copy(path, locations) if bundled else ""))
        return Exit.PROBLEMS
    if bundled:
        complain("this deck comes with the program, and an update will replace what you change in it")
    if not open_editor(path, place, locations):
        say_what_is_in(path, locations)
        return Exit.PROBLEMS
    return edit_until_right(path, locations).code


class Found(NamedTuple):
    """How many cards a deck has, and where its first mistake is; None where it has none."""

    cards: int
    mistake: Place | None

    @property
    def code(self) -> Exit:
        """How the command ends."""
        return Exit.FINE if self.mistake is None else Exit.PROBLEMS


def edit_until_right(path: Path, locations: Locations) -> Found:
    """Say what is in the deck, and open the editor again at its first mistake as long as the learner wishes.

    Nothing is asked, and nobody is waited for, where no person sits before a terminal. Gives what was
    found last.
    """
    from srm_quiz.problems import printable

    while (found := say_what_is_in(path, locations)).mistake is not None and is_person_there():
        name = printable(path.name)
        wish = answer_to(f"Enter opens {name} again at line {found.mistake.line}, q leaves it: ")
        if wish != "" or not open_editor(path, found.mistake, locations):
            break
    return found


def answer_to(question: str) -> str | None:
    """What the person types, without the space around it; None where the lines have ended."""
    print(question, end="", file=sys.stderr, flush=True)
    try:
        return input().strip()
    except EOFError:
        print(file=sys.stderr)
        return None


def is_person_there() -> bool:
    """Whether somebody sits before a terminal, who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def open_editor(path: Path, place: Place, locations: Locations) -> bool:
    """Open the file there and wait for the learner; gives whether that went well, else says what to do."""
    setting = read_settings(locations).editor
    try:
        command = editor_command(os.environ, path.absolute(), place, setting=setting)
    except ValueError as error:
        complain(f"the command of your editor cannot be read ({error}); {HOW_TO_CHOOSE}")
        return False
    if command is None and is_person_there() and (found := first_installed()):
        complain(f"you have no editor set, so this is {found}; {HOW_TO_CHOOSE}")
        command = editor_command({}, path.absolute(), place, setting=found)
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


def say_what_is_in(path: Path, locations: Locations) -> Found:
    """Say on stderr how many cards the deck has, how to drill them, and what is wrong with it.

    A mistake that has no place of its own is said to be at the beginning.
    """
    from srm_quiz import phrases
    from srm_quiz.deckfiles.finding import read_library
    from srm_quiz.deckfiles.ids import deck_id

    library = read_library(locations, [path])
    deck = next((deck for deck in library.decks if _is_same(deck.path, path)), None)
    problems = [problem for problem in library.problems if _is_same(problem.path, path)]
    for problem in problems:
        print(problem.as_text(), end="\n\n", file=sys.stderr)
    is_own = os.path.realpath(path.parent) == os.path.realpath(locations.user_decks)
    name = deck_id(path.stem) if is_own else shlex.quote(str(path))
    told = phrases.count(len(problems), "problem")
    if deck is None:
        print(f"{told}, and no card can be read before that is mended: srm-quiz edit {name}", file=sys.stderr)
        return Found(0, _first_problem(path, library))
    cards = phrases.count(len(deck.cards), "card")
    if problems:
        print(f"{cards} without a mistake, {told}: srm-quiz edit {name}", file=sys.stderr)
    elif deck.cards:
        print(f"{cards}, no problems: srm-quiz drill --deck {deck.id}", file=sys.stderr)
    else:
        print(f"no cards yet: srm-quiz edit {name}", file=sys.stderr)
    return Found(len(deck.cards), _first_problem(path, library) if problems else None)


def _file_and_note(word: str) -> tuple[Path | None, str]:
    """The file that `FILE` or `FILE/NOTE` names, and the note; no file where it names none."""
    head, _, note = word.rpartition("/")
    for file, rest in ((Path(word), ""), (Path(head), note)):
        if file.suffix.lower() in (".yaml", ".yml") and file.is_file():
            return file, rest
    return None, ""


def path_of(name: str, library: Library, locations: Locations) -> Path | None:
    """The file of the deck with this id or title, or else the file of this name, whatever is in it."""
    from srm_quiz.deckfiles.ids import deck_id
    from srm_quiz.deckfiles.library import find_decks

    if deck := library.deck_named(name):
        return Path(deck.path)
    own = [locations.user_decks] if locations.user_decks.is_dir() else []
    files = find_decks([*own, locations.bundled_decks])
    return next((file for file in files if name in (file.name, deck_id(file.stem))), None)


def _place_of(note: str, deck: Deck | None, path: Path) -> Place | None:
    """Where the note is with this id; one with an error has made no card, so the text is asked too."""
    from srm_quiz.domain.cards import note_of

    name, _, sibling = note.partition("#")
    for card in deck.cards if deck else ():
        if note_of(card.key).partition("/")[2] == name and card.key.endswith(sibling and f"#{sibling}"):
            return Place(card.line)
    text = path.read_bytes().decode("utf-8", "replace")
    found = re.search(rf"^[ -]*id: *(['\"]?){re.escape(name)}\1 *(#.*)?\r?$", text, re.MULTILINE)
    return Place(text.count("\n", 0, found.start()) + 1) if found else None


def _first_problem(path: Path, library: Library) -> Place:
    found = (problem for problem in library.problems if problem.line and _is_same(problem.path, path))
    return next((Place(problem.line or 1, problem.column or 1) for problem in found), Place())


def _is_same(one: str, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _how_to_copy(path: Path, locations: Locations) -> str:
    copy = locations.user_decks / f"my-{path.name}"
    words = shlex.join(["srm-quiz", "export", str(path), "--to", str(copy)])
    return (
        f": it comes with the program. Copy it ({words}), give the copy a title and an id of its own, and"
        " edit that; or begin a deck of your own with: srm-quiz new NAME"
    )


def _refuse_deck(name: str, library: Library) -> int:
    from srm_quiz.problems import did_you_mean

    near = did_you_mean(name, [deck.id for deck in library.decks])
    hint = f": did you mean '{near}'?" if near else f" (see srm-quiz decks; or begin it: srm-quiz new {name})"
    complain(f"there is no deck '{name}'{hint}")
    return Exit.USAGE


def _refuse_note(note: str, deck: Deck | None, path: Path) -> int:
    from srm_quiz.domain.cards import note_of
    from srm_quiz.problems import did_you_mean

    names = dict.fromkeys(note_of(card.key).partition("/")[2] for card in (deck.cards if deck else ()))
    near = did_you_mean(note, names)
    complain(f"there is no note '{note}' in {path}" + (f": did you mean '{near}'?" if near else ""))
    return Exit.USAGE
