"""`srm-quiz check`: problems in deck files and settings."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_quiz import phrases
from srm_quiz.cli.deck_argument import deck_file
from srm_quiz.cli.output import Exit, print_json
from srm_quiz.config import settings
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.library import load, read_library, report


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files, folders or decks; all decks without one",
    )
    parser.add_argument("--style", action="store_true", help="look for flaws of writing as well")
    parser.add_argument("--format", choices=("text", "concise", "json"), default="text")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the problems found."""
    if arguments.paths:
        library = load([_path_of(named, locations) for named in arguments.paths], cache=None)
    else:
        library = read_library(locations)
    if arguments.style:
        from srm_quiz.deckfiles.lint.rules import inspect_decks  # most checks do without its rules

        library.problems.extend(inspect_decks(library.decks))
    problems = list(library.problems)
    if not arguments.paths:
        problems += settings.load(locations.settings_file)[1]
    match arguments.format:
        case "json":
            print_json({**report(library), "problems": [problem.as_json() for problem in problems]})
        case "concise":
            for problem in problems:
                print(problem.as_concise())
        case _:
            for problem in problems:
                print(problem.as_text(), end="\n\n")
            decks = phrases.count(len(library.decks), "deck")
            cards = phrases.count(len(library.by_key), "card")
            count = phrases.count(len(problems), "problem") if problems else "no problems"
            print(f"{decks}, {cards}, {count}")
    return Exit.PROBLEMS if problems else Exit.FINE


def _path_of(named: Path, locations: Locations) -> Path:
    """What is named: a file or a folder, or else the deck with that id."""
    return named if named.exists() else deck_file(f"{named}", read_library(locations), locations) or named
