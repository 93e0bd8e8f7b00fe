"""`srm-quiz backup`: copies of the progress file."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, complain, print_json

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """List, make or restore copies."""
    from srm_quiz.store import backups
    from srm_quiz.study.study import system_clock

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
            found = list(backups.list_backups(locations.backups))
            if arguments.json:
                print_json([str(path) for path in found])
            else:
                for path in found:
                    print(path)
                if not found:
                    complain(f"no backups yet in {locations.backups}")
    return Exit.FINE
