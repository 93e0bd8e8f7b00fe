"""`srm-quiz export`: a deck as a file for another program, or to be printed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from srm_quiz.cli.deck_argument import refuse_unknown
from srm_quiz.cli.output import Exit, complain
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.deck_file import parse_deck
from srm_quiz.deckfiles.library import Library, read_library
from srm_quiz.domain.cards import Deck
from srm_quiz.exchange.anki.exporter import write_package
from srm_quiz.exchange.model import Loss
from srm_quiz.files import ChangedOnDiskError, create, real_path, save
from srm_quiz.problems import printable
from srm_quiz.store.store import Store

_EXAMPLES = 3


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("deck", nargs="+", metavar="DECK", help="the deck's id, title or file")
    parser.add_argument(
        "--to",
        type=Path,
        required=True,
        metavar="FILE",
        help=".apkg, .csv, .tsv, .md, .gift, .xml, .html, .yaml",
    )
    parser.add_argument(
        "--with-schedule", action="store_true", help="with when each card is due (.apkg only)"
    )
    parser.add_argument(
        "--guard-formulas",
        action="store_true",
        help="with ' before what a spreadsheet would compute",
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Write the file, print where it is, and say on stderr what it cannot hold."""
    from srm_quiz.exchange.registry import WRITABLE_ENDINGS

    path: Path = arguments.to
    ending = {".yml": ".yaml", ".htm": ".html"}.get(path.suffix.lower(), path.suffix.lower())
    if ending not in WRITABLE_ENDINGS:
        arguments.refuse(f"the name of FILE must end in one of {', '.join(WRITABLE_ENDINGS)}")
    if arguments.with_schedule and ending != ".apkg":
        arguments.refuse("only an .apkg can be written --with-schedule")
    if arguments.guard_formulas and ending not in (".csv", ".tsv"):
        arguments.refuse("only a .csv or .tsv can be written --guard-formulas")
    name = " ".join(arguments.deck)
    named = Path(name)
    library = read_library(locations, [named] if named.is_file() else [])
    deck = _find(name, library)
    if deck is None:
        return _refuse_deck(name, library)
    if path.exists() and not (arguments.force and path.is_file()):
        how = "write over it with --force" if path.is_file() else "give the name of a file"
        complain(f"{path} is there already; {how}")
        return Exit.PROBLEMS
    try:
        if ending == ".apkg":
            losses = _write_package(deck, path, locations, with_schedule=arguments.with_schedule)
        else:
            losses = _write(deck, path, ending, guard_formulas=arguments.guard_formulas)
    except ChangedOnDiskError as error:
        complain(str(error))
        return Exit.PROBLEMS
    except OSError as error:
        complain(f"{error.filename or path}: {error.strerror}")
        return Exit.PROBLEMS
    print(path)
    _report(losses)
    return Exit.FINE


def _write(deck: Deck, path: Path, ending: str, *, guard_formulas: bool) -> Sequence[Loss]:
    """Write the deck; gives what the file cannot hold."""
    from srm_quiz.exchange.registry import render

    data = Path(deck.path).read_bytes()
    losses: Sequence[Loss] = ()
    if ending != ".yaml":
        manuscript = parse_deck(deck.path, data)
        if manuscript is None:
            raise OSError(0, "it was changed while it was read", deck.path)
        data, losses = render(manuscript, ending, guard_formulas=guard_formulas)
    if path.exists():
        save(path, path.read_bytes(), data)
    else:
        create(path, data)
    return losses


def _write_package(deck: Deck, path: Path, locations: Locations, *, with_schedule: bool) -> Sequence[Loss]:
    """Write the deck for Anki; gives what Anki cannot hold."""
    schedules = None
    if with_schedule:
        with Store.open_to_read(locations.progress_file) as store:
            progress = store.progress()
        schedules = {
            card.key: known.schedule
            for card in deck.cards
            if (known := progress.get(card.key)) and known.schedule
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    return write_package([deck], path, schedules)


def _find(name: str, library: Library) -> Deck | None:
    """The deck with this id or title, or in this file."""
    if deck := library.deck_named(name):
        return deck
    path = real_path(name)
    return next((deck for deck in library.decks if real_path(deck.path) == path), None)


def _refuse_deck(name: str, library: Library) -> int:
    for problem in library.problems:
        if real_path(problem.path) == real_path(name):
            complain(problem.as_concise())
            return Exit.PROBLEMS
    return refuse_unknown(name, library, "see srm-quiz decks")


def _report(losses: Sequence[Loss]) -> None:
    """Report what the file cannot hold: each kind once, with how often and where first."""
    places: dict[str, list[str]] = {}
    for loss in losses:
        places.setdefault(loss.what, []).append(" ".join(loss.where.split()))
    for what, where in places.items():
        shown = "; ".join(where[:_EXAMPLES]) + ("; …" if len(where) > _EXAMPLES else "")
        print(printable(f"{len(where)} × {what}: {shown}"), file=sys.stderr)
