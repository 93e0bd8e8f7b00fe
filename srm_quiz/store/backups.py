"""Copies of the progress file: made by SQLite's online backup, kept beside it, and thinned out."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from srm_quiz.files import replacing
from srm_quiz.store import migrations
from srm_quiz.store.errors import UNREADABLE, StoreError, StoreLockedError, damaged, translated
from srm_quiz.store.recovery import set_foreign_log_aside
from srm_quiz.store.rows import LOG

STAMP = "%Y%m%d-%H%M%S"
"""The instant in a backup's name, in UTC."""

OURS = re.compile(r"progress-(\d{8}-\d{6})\.db")
"""The name of a backup. Files of other names are not the program's, and it leaves them alone."""

UNFINISHED = re.compile(r"\.?progress-\d{8}-\d{6}(\.\d+\.unfinished|\.db\.[0-9a-f]{16})")
"""The name of a backup that was being written when the program was killed."""

EVERY = timedelta(hours=12)
"""How old the newest backup may be before opening the program makes another."""

PATIENCE = 5.0
"""Seconds to wait for another program that holds the file."""

KEPT: Sequence[tuple[int, Callable[[datetime], object]]] = (
    (4, lambda made: made),
    (14, lambda made: made.date()),
    (8, lambda made: made.isocalendar()[:2]),
    (12, lambda made: (made.year, made.month)),
)
"""The backups that are kept: the last 4, and the last of each of 14 days, 8 weeks and 12 months with any.

They are counted, not aged: under a wrong clock the program could take all of them for old.
"""


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The last entry in the log of a progress file: its position and its content."""

    length: int
    table: str = ""
    id: str = ""


def list_backups(folder: Path) -> list[Path]:
    """Return the backups in the folder, newest first, and those that cannot be read last.

    A clock can be wrong, the log only grows: a backup whose log is the beginning of another one's is older
    than that one, whatever the names say.
    """
    paths = sorted((path for path in folder.glob("progress-*.db") if made_at(path)), reverse=True)
    ends = {path: log_end(path) for path in paths}
    readable = [(path, end) for path, end in ends.items() if end]
    misdated = [
        path
        for path, end in readable
        if any(
            other.name < path.name and longer.length > end.length and _contains(other, end)
            for other, longer in readable
        )
    ]
    dated = [path for path, _ in readable if path not in misdated]
    return [*dated, *misdated, *(path for path in paths if not ends[path])]


def back_up(path: Path, folder: Path, now: datetime) -> Path:
    """Copy the progress file into the folder, sound and whole or not at all, and thin out old copies.

    Raises StoreError if there is nothing to copy, or it is damaged, or cannot be copied.
    """
    with translated(path):
        if not path.exists():
            raise StoreError(f"There is no progress file at {path} yet, so there is nothing to back up.")
    set_foreign_log_aside(path)
    target = folder / f"progress-{now.astimezone(UTC):{STAMP}}.db"
    with translated(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy_whole(path, target)
        _clean_up(folder, target)
        for old in outdated(list_backups(folder)):
            if old != target:
                old.unlink(missing_ok=True)
    return target


def back_up_if_due(path: Path, folder: Path, now: datetime) -> None:
    """Make a backup unless there is one that is less than EVERY old."""
    with translated(folder):
        ages = [now - made for backup in folder.glob("progress-*.db") if (made := made_at(backup))]
    if not any(timedelta(0) <= age < EVERY for age in ages):
        back_up(path, folder, now)


def outdated(backups: Sequence[Path]) -> list[Path]:
    """Those of the backups, newest first as `list_backups` returns them, that may be deleted: see KEPT.

    The newest of all stays, and what cannot be read stays too: it is evidence.
    """
    readable = [path for path in backups if not path.exists() or log_end(path)]
    kept = set(readable[:1])
    dated = sorted(((made_at(path), path) for path in readable), reverse=True)
    for count, slot_of in KEPT:
        slots: dict[object, Path] = {}
        for made, path in dated:
            if made:
                slots.setdefault(slot_of(made), path)
        kept.update(list(slots.values())[:count])
    return [path for path in readable if path not in kept]


def made_at(path: Path) -> datetime | None:
    """The instant in a backup's name; None for a file that is not one of the program's."""
    name = OURS.fullmatch(path.name)
    with suppress(ValueError):
        return datetime.strptime(name[1], STAMP).replace(tzinfo=UTC) if name else None
    return None


def log_end(path: Path) -> LogEnd | None:
    """The end of a backup's log; None if the file cannot be read or is no progress file."""
    try:
        with closing(reading(path)) as db:
            if db.execute("PRAGMA application_id").fetchone() != (migrations.APPLICATION,):
                return None
            ends = [LogEnd(0)]
            for table in LOG:
                with suppress(sqlite3.OperationalError):  # an older version has fewer tables
                    last = db.execute(f"SELECT seq, id FROM {table} ORDER BY seq DESC LIMIT 1").fetchone()
                    ends += [LogEnd(last[0], table, last[1])] if last else []
            return max(ends, key=lambda end: end.length)
    except (*UNREADABLE, OSError):
        return None


def _contains(path: Path, end: LogEnd) -> bool:
    if not end.length:
        return True
    try:
        with closing(reading(path)) as db:
            sql = f"SELECT 1 FROM {end.table} WHERE seq = ? AND id = ?"
            return db.execute(sql, (end.length, end.id)).fetchone() is not None
    except UNREADABLE:
        return False


def reading(path: Path) -> sqlite3.Connection:
    """Connect to a progress file without changing anything."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)


def copy_whole(path: Path, target: Path) -> None:
    """Copy the progress file that is on the disk, checked and in one piece, before it has its name."""
    # Two copies of the program may be at it: each has a file of its own until the work is done.
    with replacing(target) as unfinished, closing(sqlite3.connect(unfinished)) as copy:
        if not target.exists():
            unfinished.chmod(0o600)
        with translated(path), closing(reading(path)) as source:
            transfer(source, copy, path)
        if not is_sound(copy):
            raise damaged(path)
        # A backup is one file: without this it would ask for its own -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def transfer(source: sqlite3.Connection, target: sqlite3.Connection, path: Path) -> None:
    """Copy one database into another in one transaction; gives up when `path` stays locked too long."""
    deadline = time.monotonic() + PATIENCE

    def patient(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise StoreLockedError(f"Another program holds the progress file {path}. Close it and try again.")

    source.backup(target, progress=patient, sleep=0.05)


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether SQLite finds the database whole."""
    with suppress(*UNREADABLE):
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    return False


def _clean_up(folder: Path, target: Path) -> None:
    """Delete what a killed program left unfinished, if it is an hour old: another may be writing it now."""
    now = target.stat().st_mtime
    for path in folder.iterdir():
        if UNFINISHED.fullmatch(path.name) and path.stat().st_mtime < now - 3600:
            path.unlink(missing_ok=True)
