"""`srm-quiz check`: problems in deck files and settings."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from srm_quiz.cli.commands.edit import path_of
from srm_quiz.cli.output import Exit, print_json

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the problems found."""
    from srm_quiz import phrases
    from srm_quiz.config import settings
    from srm_quiz.deckfiles.finding import read_library
    from srm_quiz.deckfiles.library import load, report

    if arguments.paths:
        library = load([_file(named, locations) for named in arguments.paths], cache=None)
    else:
        library = read_library(locations)
    if arguments.style:
        from srm_quiz.deckfiles.lint.inspection import inspect_decks

        library.problems.extend(inspect_decks(library.decks))
    found = report(library)
    problems = list(library.problems)
    if not arguments.paths:
        problems += settings.load(locations.settings_file)[1]
    match arguments.format:
        case "json":
            print_json({**found, "problems": [problem.as_json() for problem in problems]})
        case "concise":
            for problem in problems:
                print(problem.as_concise())
        case _:
            for problem in problems:
                print(problem.as_text(), end="\n\n")
            decks, cards = (
                phrases.count(len(library.decks), "deck"),
                phrases.count(len(library.by_key), "card"),
            )
            said = phrases.count(len(problems), "problem") if problems else "no problems"
            print(f"{decks}, {cards}, {said}")
    return Exit.PROBLEMS if problems else Exit.FINE


def _file(named: Path, locations: Locations) -> Path:
    """What is named: a file or a folder, or else the deck with that id."""
    from srm_quiz.deckfiles.finding import read_library

    return named if named.exists() else path_of(f"{named}", read_library(locations), locations) or named
