"""`srm-quiz stamp`: an id in every note that has none."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from srm_quiz.cli.output import Exit, complain
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.edit.edits import EditRefusedError, stamped
from srm_quiz.deckfiles.library import MOST_BYTES
from srm_quiz.files import ChangedOnDiskError, save
from srm_quiz.phrases import count


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file of the deck")
    parser.add_argument("--dry-run", action="store_true", help="say how many, and write nothing")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Write the ids, or say how many would be written."""
    path: Path = arguments.file
    if refusal := _refusal(path, locations, arguments.dry_run):
        complain(f"{path}: {refusal}")
        return Exit.PROBLEMS
    try:
        before = path.read_bytes()
        after, ids = stamped(before, str(path))
        if ids and not arguments.dry_run:
            save(path, before, after)
    except EditRefusedError as error:
        for problem in error.problems:
            print(problem.as_text(), file=sys.stderr)
        complain(f"{path}: {error}")
        return Exit.PROBLEMS
    except ChangedOnDiskError as error:
        complain(str(error))
        return Exit.PROBLEMS
    except OSError as error:
        complain(f"{path}: {error.strerror}")
        return Exit.PROBLEMS
    print(f"{count(len(ids), 'id')} {'would be written' if arguments.dry_run else 'written'}")
    if read_deck(str(path), before)[1]:
        complain(f"notes with mistakes got no id; see them with: srm-quiz check {path}")
        return Exit.PROBLEMS
    return Exit.FINE


def _refusal(path: Path, locations: Locations, is_dry_run: bool) -> str:
    """Why the file cannot be stamped, as far as it is known before it is read; empty if it can."""
    if not path.is_file():
        return "this is not a file" if path.exists() else "there is no such file"
    if path.stat().st_size > MOST_BYTES:
        return f"this file is larger than {MOST_BYTES // 1_000_000} MB"
    target = path.resolve()
    can_write = os.access(target, os.W_OK) and os.access(target.parent, os.W_OK)
    if can_write or is_dry_run:
        return ""
    if target.is_relative_to(locations.bundled_decks.resolve()):
        return (
            f"this deck comes with the program and may only be read; copy it to {locations.user_decks} first"
        )
    return "this file may only be read"
