"""`srm-quiz backup`: copies of the progress file."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json
from srm_quiz.config.paths import Locations
from srm_quiz.store import backups
from srm_quiz.study.study import system_clock


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
            if chosen is None:
                complain(f"there is no backup in {locations.backups}")
                return Exit.PROBLEMS
            aside = backups.restore(chosen, locations.progress_file, system_clock())
            print(f"Restored {chosen}." + (f" What was there before is kept as {aside}." if aside else ""))
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
