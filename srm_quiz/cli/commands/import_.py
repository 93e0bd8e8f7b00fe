"""`srm-quiz import`: decks made of another program's file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from srm_quiz import phrases
from srm_quiz.cli.import_update import remember, run_update
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library, read_library
from srm_quiz.deckfiles.values import ID, LONGEST_ID
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import Review
from srm_quiz.exchange.history import count_schedules_without_reviews, history_events
from srm_quiz.exchange.model import ImportRefusedError
from srm_quiz.exchange.registry import read_file
from srm_quiz.exchange.report import ImportReport
from srm_quiz.exchange.validate import ValidDeck, ValidImport, merge_decks, validate
from srm_quiz.files import create
from srm_quiz.store.store import Store
from srm_quiz.study.clock import system_clock


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help=".apkg, .csv, .xlsx, .md, .txt, .json, .gift, .xml and others"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what is in it, and write nothing")
    parser.add_argument(
        "--update", action="store_true", help="bring decks of an earlier import up to date with the file"
    )
    parser.add_argument("--yes", action="store_true", help="update without asking")
    parser.add_argument("--relearn", action="store_true", help="begin anew with cards whose answer changed")
    parser.add_argument("--with-history", action="store_true", help="take over reviews and schedules too")
    parser.add_argument(
        "--partly", action="store_true", help="write what was understood of a file of which most was not"
    )
    parser.add_argument("--into", metavar="DECK_ID", help="write it all into one new deck of this id")
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Read the file, write its decks among the learner's own, and say what was found and what is lost."""
    into = arguments.into
    if into is not None and not (ID.fullmatch(into) and len(into) <= LONGEST_ID):
        arguments.refuse(f"'{into}' is no id: ids have lower-case letters and digits, and . _ - inside")
    try:
        imported = read_file(arguments.file, with_history=arguments.with_history)
        imported = imported if into is None else merge_decks(imported, into)
        valid = validate(imported)
    except ImportRefusedError as error:
        complain(str(error))
        return Exit.PROBLEMS
    except OSError as error:
        complain(f"{arguments.file} cannot be read: {error.strerror}")
        return Exit.PROBLEMS
    if arguments.update and valid.decks and (arguments.partly or not valid.is_mostly_lost):
        return run_update(arguments, locations, imported, valid)
    library = read_library(locations)
    decks = valid.decks
    refusal = _refusal(decks, library, locations) if decks else f"no note was found in {arguments.file}"
    if decks and valid.is_mostly_lost and not arguments.partly:
        refusal = "most of the file was not understood, so nothing was written; to write the rest: --partly"
    paths = {deck.deck.id: locations.user_decks / f"{deck.deck.id}.yaml" for deck in decks}
    written = not refusal and not arguments.dry_run
    if written:
        refusal = _write(decks, locations)
        if not refusal:
            remember(valid, imported, locations)
        written = not refusal
    report = ImportReport(arguments.file, valid, library, paths, written=written)
    if arguments.json:
        print_json(report.as_json())
    else:
        for line in report.as_lines():
            print(line)
    if refusal:
        complain(refusal)
        return Exit.PROBLEMS
    if written and (valid.reviews or valid.cards):
        _take_over(arguments, valid, locations)
    return Exit.FINE


def carry_over(imported: ValidImport, store: Store, settings: Settings, now: Moment) -> int:
    """Store the learner's reviews and the schedules they led to; return the number of reviews."""
    known = set(store.progress())
    log = list(history_events(imported, known, settings.policy(), settings.rollover_hour, now))
    store.write(log)
    return sum(isinstance(event, Review) for event in log)


def _take_over(arguments: argparse.Namespace, imported: ValidImport, locations: Locations) -> None:
    settings = read_settings(locations)
    now = Moment.of(system_clock(), settings.rollover_hour)
    with Store.open(locations.progress_file, now=system_clock()) as store:
        taken = carry_over(imported, store, settings, now)
    stream = sys.stderr if arguments.json else sys.stdout  # JSON stands alone
    print(
        f"{phrases.count(taken, 'review')} taken over: cards come back on the days they would have there.",
        file=stream,
    )
    if bare := count_schedules_without_reviews(imported):
        complain(f"{phrases.count(bare, 'card')} had a schedule but no reviews there, and begin as new ones")


def _refusal(decks: Sequence[ValidDeck], library: Library, locations: Locations) -> str:
    """Why the decks cannot be written: an id is taken. Empty if all are free."""
    for deck in decks:
        deck_id = deck.deck.id
        path = locations.user_decks / f"{deck_id}.yaml"
        taken = library.deck(deck_id)
        if taken or path.exists():
            there = (
                f"there is a deck '{deck_id}' already: {taken.path}"
                if taken
                else f"there is a file {path} already"
            )
            return f"{there}; nothing was written. Import it under another id: --into NEW-ID"
    return ""


def _write(decks: Sequence[ValidDeck], locations: Locations) -> str:
    """Write the decks; give the reason if one of them could not be written, else an empty text."""
    done: list[str] = []
    for deck in decks:
        path = locations.user_decks / f"{deck.deck.id}.yaml"
        try:
            create(path, deck.text.encode())
        except OSError as error:
            before = f"; written before it: {', '.join(done)}" if done else ""
            return f"{path} cannot be written: {error.strerror}{before}"
        done.append(str(path))
    return ""
