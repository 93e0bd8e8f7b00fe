"""`srm-quiz backup`: copies of the progress file."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from srm_quiz import phrases
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.store import backups
from srm_quiz.store import restore as restoring
from srm_quiz.store.errors import StoreError
from srm_quiz.store.store import Store
from srm_quiz.study.clock import system_clock


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("action", nargs="?", choices=("list", "now", "restore"), default="list")
    parser.add_argument("file", nargs="?", type=Path, help="the copy to restore; the newest without one")
    add_json(parser, "for programs: the list")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """List, make or restore copies."""
    if arguments.file and arguments.action != "restore":
        arguments.refuse(f"only restore takes a file: srm-quiz backup restore {arguments.file}")
    if arguments.json and arguments.action != "list":
        arguments.refuse("only list has --json")
    match arguments.action:
        case "now":
            print(backups.back_up(locations.progress_file, locations.backups, system_clock()))
        case "restore":
            chosen = arguments.file or next(iter(backups.list_backups(locations.backups)), None)
            if chosen is None and (kept := restoring.set_aside(locations.progress_file)):
                print(f"There is no backup. The damaged file is kept as {kept.aside}.")
                _salvage(kept, locations)
                return Exit.FINE
            if chosen is None:
                complain(f"there is no backup in {locations.backups}")
                return Exit.PROBLEMS
            return _restore(chosen, locations)
        case _:
            copies = list(backups.list_backups(locations.backups))
            if arguments.json:
                print_json([str(path) for path in copies])
            else:
                for path in copies:
                    print(path)
                if not copies:
                    complain(f"no backups yet in {locations.backups}")
    return Exit.FINE


def _restore(backup: Path, locations: Locations) -> int:
    """Say what the backup lacks, restore it, and add what a damaged file still held."""
    path = locations.progress_file
    with suppress(StoreError):  # a damaged file cannot say what it holds
        if loss := restoring.loss(backup, path):
            days = f"{loss.first}" if loss.first == loss.last else f"{loss.first} to {loss.last}"
            complain(f"{backup} lacks {phrases.count(loss.answers, 'answer')} of {days}")
            if sys.stdin.isatty() and not _agrees():
                return Exit.PROBLEMS
    restored = restoring.restore(backup, path)
    print(
        f"Restored {backup}." + (f" What was there before is kept as {restored.aside}." if restored else "")
    )
    if restored and not restored.was_sound:
        _salvage(restored, locations)
    return Exit.FINE


def _salvage(restored: restoring.Restored, locations: Locations) -> None:
    """Add what the damaged file still holds to the progress file that took its place."""
    with Store.open(locations.progress_file, now=system_clock()) as store:
        policy = read_settings(locations).policy()
        if answers := store.salvage(restored.aside, policy):
            print(f"It still held {phrases.count(answers, 'answer')} that were missing: they were added.")


def _agrees() -> bool:
    print("Restore it all the same? [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")
