"""`srm-quiz edit`: a deck in the learner's editor, at the line of a note."""

from __future__ import annotations

import argparse
import os
import re
import shlex
from pathlib import Path

from srm_quiz.cli.deck_argument import deck_file, refuse_unknown
from srm_quiz.cli.editing import edit_until_valid, first_problem, is_same_file, open_editor, report_deck
from srm_quiz.cli.output import Exit, complain
from srm_quiz.config.editor import Place
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.library import is_bundled, is_installed, read_library
from srm_quiz.domain.cards import Deck, note_of
from srm_quiz.problems import did_you_mean


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "deck",
        nargs="+",
        metavar="DECK[/NOTE]",
        help="its id, title or file, and the id of a note in it",
    )


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Open the deck's file, and report afterwards what is wrong in it."""
    words = " ".join(arguments.deck)
    named, note = _file_and_note(words)
    library = read_library(locations, [named] if named else [])
    deck_name = words.partition("/")[0]
    path = named or deck_file(deck_name, library, locations)
    note = note if named else words.partition("/")[2]
    if path is None:
        begin = f"see srm-quiz decks; or begin it: srm-quiz new {deck_name}"
        return refuse_unknown(deck_name, library, begin)
    deck = next((deck for deck in library.decks if is_same_file(deck.path, path)), None)
    place = _place_of(note, deck, path) if note else first_problem(path, library)
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
        report_deck(path, locations)
        return Exit.PROBLEMS
    return edit_until_valid(path, locations).code


def _file_and_note(word: str) -> tuple[Path | None, str]:
    """The file that `FILE` or `FILE/NOTE` names, and the note; no file if it names none."""
    head, _, note = word.rpartition("/")
    for file, rest in ((Path(word), ""), (Path(head), note)):
        if file.suffix.lower() in (".yaml", ".yml") and file.is_file():
            return file, rest
    return None, ""


def _place_of(note: str, deck: Deck | None, path: Path) -> Place | None:
    """The place of the note with this id; one with an error has made no card, so the text is searched too."""
    name, _, sibling = note.partition("#")
    for card in deck.cards if deck else ():
        if note_of(card.key).partition("/")[2] == name and card.key.endswith(sibling and f"#{sibling}"):
            return Place(card.line)
    text = path.read_bytes().decode("utf-8", "replace")
    match = re.search(rf"^[ -]*id: *(['\"]?){re.escape(name)}\1 *(#.*)?\r?$", text, re.MULTILINE)
    return Place(text.count("\n", 0, match.start()) + 1) if match else None


def _how_to_copy(path: Path, locations: Locations) -> str:
    copy = locations.user_decks / f"my-{path.name}"
    words = shlex.join(["srm-quiz", "export", str(path), "--to", str(copy)])
    return (
        f": it comes with the program. Copy it ({words}), give the copy a title and an id of its own, and"
        " edit that; or begin a deck of your own with: srm-quiz new NAME"
    )


def _refuse_note(note: str, deck: Deck | None, path: Path) -> int:
    names = dict.fromkeys(note_of(card.key).partition("/")[2] for card in (deck.cards if deck else ()))
    near = did_you_mean(note, names)
    complain(f"there is no note '{note}' in {path}" + (f": did you mean '{near}'?" if near else ""))
    return Exit.USAGE
