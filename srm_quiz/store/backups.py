"""Copies of the progress file: made by SQLite's online backup, kept beside it, thinned out with age."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from srm_quiz.files import replacing, sync
from srm_quiz.store.errors import StoreDamagedError, StoreError, StoreLockedError, damaged, translated
from srm_quiz.store.migrations import MIGRATIONS, version_of

STAMP = "%Y%m%d-%H%M%S"
"""The instant in a backup's name, in UTC."""

EVERY = timedelta(hours=12)
"""How old the newest backup may be before opening the program makes another."""

PATIENCE = 5.0
"""Seconds to wait for another program that holds the file."""


def list_backups(folder: Path) -> list[Path]:
    """The backups in the folder, newest first."""
    return sorted((path for path in folder.glob("progress-*.db") if _made_at(path)), reverse=True)


def back_up(path: Path, folder: Path, now: datetime) -> Path:
    """Copy the progress file into the folder, sound and whole or not at all, and thin out old copies.

    Raises StoreError where there is nothing to copy, or it is damaged, or cannot be copied.
    """
    with translated(path):
        if not path.exists():
            raise StoreError(f"There is no progress file at {path} yet, so there is nothing to back up.")
    target = folder / f"progress-{now.astimezone(UTC):{STAMP}}.db"
    with translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _copy(path, target)
        for old in outdated(list_backups(folder), now):
            old.unlink(missing_ok=True)
    return target


def _copy(path: Path, target: Path) -> None:
    """A copy of the progress file that is on the disk, checked and in one piece, before it has its name."""
    # Two copies of the program may be at it: each has a file of its own until the work is done.
    with replacing(target) as unfinished, closing(sqlite3.connect(unfinished)) as copy:
        with translated(path), closing(sqlite3.connect(path)) as source:
            _transfer(source, copy, path)
        if not _is_sound(copy):
            raise damaged(path)
        # A backup is one file: without this it would ask for its own -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _transfer(source: sqlite3.Connection, target: sqlite3.Connection, path: Path) -> None:
    """Copy one database into another in one transaction; gives up when `path` stays locked too long."""
    deadline = time.monotonic() + PATIENCE

    def patient(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise StoreLockedError(f"Another program holds the progress file {path}. Close it and try again.")

    source.backup(target, progress=patient, sleep=0.05)


def _is_sound(db: sqlite3.Connection) -> bool:
    with suppress(sqlite3.DatabaseError):
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    return False


def back_up_if_due(path: Path, folder: Path, now: datetime) -> None:
    """Make a backup unless the newest is less than EVERY old."""
    newest = next(iter(list_backups(folder)), None)
    made = _made_at(newest) if newest else None
    if made is None or not timedelta(0) <= now - made < EVERY:
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
        age = now - made
        slot = next(((limit, group(made)) for limit, group in rules if age < limit), None)
        if slot is None or slot in seen:
            gone.append(path)
        seen.add(slot)
    return gone


def restore(backup: Path, path: Path, now: datetime) -> Path | None:
    """Put a backup's content into the progress file. Gives where the file that was there is kept.

    It is written into the file itself, so that other windows of the program, which may be open on it,
    go on with it; only a damaged file is replaced.

    Raises StoreError where the backup is no sound progress file; nothing is changed then.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}.")
    if not _is_backup(backup):
        raise StoreDamagedError(
            f"{backup} is no sound copy of a progress file: choose another one (srm-quiz backup list)."
        )
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _copy(backup, path)
            return None
        aside = path.with_name(f"progress-replaced-{now.astimezone(UTC):{STAMP}}.db")
        try:
            _copy(path, aside)
        except StoreDamagedError:
            _keep_damaged(path, aside)
            _copy(backup, path)
        else:
            with (
                closing(sqlite3.connect(backup)) as source,
                closing(sqlite3.connect(path, timeout=PATIENCE)) as target,
            ):
                _transfer(source, target, path)
    return aside


def _is_backup(path: Path) -> bool:
    """Whether the file is a progress file that can be restored.

    Raises StoreTooNewError if a later version of the program made it.
    """
    try:
        if not version_of(path, len(MIGRATIONS)):
            return False
    except StoreDamagedError:
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        return _is_sound(db)


def _keep_damaged(path: Path, aside: Path) -> None:
    """Copy a damaged file, and take away the part that SQLite would put into the next one of that name."""
    for end in ("", "-wal", "-shm"):
        part, kept = path.with_name(path.name + end), aside.with_name(aside.name + end)
        if part.exists():
            shutil.copy2(part, kept)
            sync(kept)
        if end:
            part.unlink(missing_ok=True)


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(path.stem.removeprefix("progress-")).replace(tzinfo=UTC)
    except ValueError:
        return None
