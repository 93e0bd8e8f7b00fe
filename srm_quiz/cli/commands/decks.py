"""`srm-quiz decks`: the decks and what is due in them; decks kept elsewhere are added and removed."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_quiz import phrases
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.library import load, read_library
from srm_quiz.study.study import Study


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    add_json(parser)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--add", type=Path, metavar="PATH", help="read decks there too: a file, or a folder")
    where.add_argument("--remove", metavar="NAME", help="no longer read what was added under that name")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """List the decks, or change where they are found."""
    if arguments.add is not None:
        return _add(arguments.add, locations)
    if arguments.remove is not None:
        return _remove(arguments.remove, locations)
    return _list(arguments, locations)


def _list(arguments: argparse.Namespace, locations: Locations) -> int:
    with Study.open_to_read(locations, read_settings(locations)) as study:
        rows = study.status().decks
        for problem in study.library.left_out:
            complain(problem.as_concise())
    if arguments.json:
        print_json(
            [
                {
                    "id": row.deck.id,
                    "title": row.deck.title,
                    "path": row.deck.path,
                    "notes": row.deck.notes,
                    "cards": len(row.deck.cards),
                    "sound": row.sound,
                    "shaky": row.shaky,
                    "new": row.new,
                    "due": row.due,
                }
                for row in rows
                if row.deck
            ]
        )
        return Exit.FINE
    named = [(row.deck, row) for row in rows if row.deck]
    width = max((len(deck.id) for deck, _ in named), default=4)
    print(f"{'deck':<{width}}  notes  cards  sound  shaky    new    due  title")
    for deck, row in named:
        numbers = (
            f"{deck.notes:5}  {len(deck.cards):5}  {row.sound:5}  {row.shaky:5}  {row.new:5}  {row.due:5}"
        )
        print(f"{deck.id:<{width}}  {numbers}  {deck.title}")
    return Exit.FINE


def _add(path: Path, locations: Locations) -> int:
    """Link a file or folder into the learner's deck folder: it stays where it is, under git for instance."""
    there = path.expanduser().resolve()
    added = load([there], cache=None)
    if not added.decks:
        for problem in added.problems:
            complain(problem.as_concise())
        complain(f"no deck was found in {path}")
        return Exit.PROBLEMS
    known = read_library(locations)
    link = locations.user_decks / there.name
    if link.is_symlink() and link.resolve() == there:
        complain(f"{path} was added before, as {there.name}: its decks are read")
        return Exit.PROBLEMS
    for deck in added.decks:
        if taken := known.deck(deck.id):
            complain(
                f"there is a deck '{deck.id}' already: {taken.path}. Nothing was added; give one of the two "
                "another id: a line 'id: …'"
            )
            return Exit.PROBLEMS
    try:
        locations.user_decks.mkdir(parents=True, exist_ok=True)
        link.symlink_to(there, target_is_directory=there.is_dir())
    except FileExistsError:
        complain(f"there is something called {there.name} in {locations.user_decks} already")
        return Exit.PROBLEMS
    except OSError as error:
        instead = f"Copy the decks into {locations.user_decks} instead"
        complain(f"{link} cannot be made: {error.strerror}. {instead}")
        return Exit.PROBLEMS
    cards = sum(len(deck.cards) for deck in added.decks)
    print(
        f"{phrases.count(len(added.decks), 'deck')} with {phrases.count(cards, 'card')} added from {there}."
    )
    for problem in added.problems:
        complain(problem.as_concise())
    return Exit.FINE


def _remove(name: str, locations: Locations) -> int:
    """Remove what was added under this name. The decks stay where they are, and their history is kept."""
    link = locations.user_decks / Path(name).name
    if not link.is_symlink():
        links = sorted(path.name for path in locations.user_decks.glob("*") if path.is_symlink())
        known = f"added were {', '.join(links)}" if links else "nothing was"
        complain(f"'{name}' was not added; {known}")
        return Exit.PROBLEMS
    there = link.resolve()
    link.unlink()
    print(f"{there} is no longer read. Nothing in it was changed, and your history is kept.")
    return Exit.FINE
