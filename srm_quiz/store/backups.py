"""Copies of the progress file: made by SQLite's online backup, kept beside it, thinned out with age."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from srm_quiz.store.errors import StoreError, damaged, translated

STAMP = "%Y%m%d-%H%M%S"
EVERY = timedelta(hours=12)
"""How old the newest backup may be before opening the program makes another."""


def list_backups(folder: Path) -> list[Path]:
    """The backups in the folder, newest first."""
    return sorted((path for path in folder.glob("progress-*.db") if _made_at(path)), reverse=True)


def back_up(path: Path, folder: Path, now: datetime) -> Path:
    """Copy the progress file into the folder, whole or not at all, and thin out old copies.

    Raises StoreError where there is nothing to copy, or it cannot be copied.
    """
    if not path.exists():
        raise StoreError(f"There is no progress file at {path} yet, so there is nothing to back up.")
    target = folder / f"progress-{now.strftime(STAMP)}.db"
    unfinished = target.with_suffix(".unfinished")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            translated(path),
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            source.backup(copy)
            # A backup is one file: without this it would ask for its own -wal beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(f"The backup could not be written to {folder}: {error.strerror}.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    for old in outdated(list_backups(folder), now):
        old.unlink(missing_ok=True)
    return target


def back_up_if_due(path: Path, folder: Path, now: datetime) -> None:
    """Make a backup unless the newest is less than EVERY old."""
    newest = next(iter(list_backups(folder)), None)
    made = _made_at(newest) if newest else None
    if made is None or not timedelta(0) <= now.replace(tzinfo=None) - made < EVERY:
        back_up(path, folder, now)


def outdated(backups: list[Path], now: datetime) -> list[Path]:
    """Those that may go: kept are all of two days, one a day for 14, one a week for 8, one a month for 12."""
    rules: tuple[tuple[timedelta, Callable[[datetime], object]], ...] = (
        (timedelta(days=2), lambda made: made),
        (timedelta(days=14), lambda made: made.date()),
        (timedelta(weeks=8), lambda made: made.isocalendar()[:2]),
        (timedelta(days=366), lambda made: (made.year, made.month)),
    )
    seen: set[object] = set()
    gone: list[Path] = []
    for path in sorted(backups, reverse=True):
        made = _made_at(path)
        if made is None:
            continue
        age = now.replace(tzinfo=None) - made
        slot = next(((limit, group(made)) for limit, group in rules if age < limit), None)
        if slot is None or slot in seen:
            gone.append(path)
        seen.add(slot)
    return gone


def restore(backup: Path, path: Path, now: datetime) -> Path | None:
    """Put a backup in the progress file's place. Gives where the file that was there is kept.

    Raises StoreError where the backup is no sound progress file; nothing is changed then.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}.")
    with (
        translated(backup),
        closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as db,
    ):
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise damaged(backup)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(backup.read_bytes())
    aside = None
    if path.exists():
        aside = path.with_name(f"progress-replaced-{now.strftime(STAMP)}.db")
        for end in ("-wal", "-shm", ""):
            part = path.with_name(path.name + end)
            if part.exists():
                part.replace(aside.with_name(aside.name + end))
    unfinished.replace(path)
    return aside


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.removeprefix("progress-"), STAMP)
    except ValueError:
        return None
