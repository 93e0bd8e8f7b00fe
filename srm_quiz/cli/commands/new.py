"""`srm-quiz new`: a deck of the learner's own to begin with."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from srm_quiz import files
from srm_quiz.cli.editing import ask, edit_until_valid, is_interactive, open_editor, report_deck
from srm_quiz.cli.output import Exit, complain
from srm_quiz.config.editor import Place
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.ids import deck_id
from srm_quiz.deckfiles.json_schema import json_schema
from srm_quiz.deckfiles.library import read_library
from srm_quiz.deckfiles.template import FIRST_FORM, SCHEMA_FILE, starter_yaml
from srm_quiz.deckfiles.values import LONGEST_LINE


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "name", nargs="*", metavar="TITLE", help="as in: srm-quiz new Kubernetes basics; asked for without it"
    )
    parser.add_argument("--no-edit", action="store_true", help="write it without opening your editor")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Write the deck, print where it is, open it in the editor, and drill it if the learner wishes."""
    title = " ".join(arguments.name).strip()
    if not arguments.name and is_interactive():
        title = ask("Title of the deck: ") or ""
    for ending in (".yaml", ".yml"):
        title = title.removesuffix(ending)
    if not title or len(title) > LONGEST_LINE:
        arguments.refuse(f"give the deck a title of 1 to {LONGEST_LINE} characters: srm-quiz new TITLE")
    new_id = deck_id(title)
    try:
        text = starter_yaml(title, new_id)
    except ValueError as error:
        arguments.refuse(str(error))
    otherwise = f"Edit it (srm-quiz edit {new_id}), or choose another name"
    if taken := read_library(locations).deck(new_id):
        complain(f"there is a deck '{new_id}' already: {taken.path}. {otherwise}")
        return Exit.PROBLEMS
    path = locations.user_decks / f"{new_id}.yaml"
    try:
        _write(path, text)
    except FileExistsError:
        complain(f"there is a file {path} already. {otherwise}")
        return Exit.PROBLEMS
    except OSError as error:
        complain(f"{error.filename or path} cannot be written: {error.strerror}")
        return Exit.PROBLEMS
    print(path)
    if arguments.no_edit or not open_editor(path, Place(*FIRST_FORM), locations):
        return report_deck(path, locations).code
    report = edit_until_valid(path, locations)
    if report.cards and report.code == Exit.FINE and is_interactive():
        return _drill(new_id, arguments, locations)
    return report.code


def _drill(new_id: str, arguments: argparse.Namespace, locations: Locations) -> int:
    """Ask whether to drill the deck now, and do."""
    from srm_quiz.cli.parser import parse  # which imports this module

    if ask("Enter drills it now, q leaves it: ") != "":
        return Exit.FINE
    drill = parse([*(["--plain"] if arguments.plain else []), "drill", "--deck", new_id])
    return int(drill.run(drill, locations))


def _write(path: Path, text: str) -> None:
    """Write the deck, never over another file, and the schema of decks beside it."""
    files.create(path, text.encode())
    files.write(path.with_name(SCHEMA_FILE), f"{json.dumps(json_schema(), indent=2)}\n".encode())
