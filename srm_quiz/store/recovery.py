"""A write-ahead log that a killed program left behind: whether it belongs to the file beside it.

SQLite reads whatever log is beside a database into it. If another program has put another database in its
place meanwhile, the two make a file that is malformed, or worse, one that looks sound and lacks answers.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from srm_quiz.files import real_path
from srm_quiz.store.errors import UNREADABLE, StoreForeignLogError, translated
from srm_quiz.store.identity import file_id, index_of, is_open_here, log_of, new_private_file
from srm_quiz.store.rows import LOG

LOG_HEADER = 32
"""Bytes at the start of a write-ahead log; one that is no longer holds nothing."""

LOCKED_FROM, LOCKED_BYTES = 0x40000002, 510
"""Where every connection to a database locks its file (SHARED_FIRST and SHARED_SIZE in SQLite's os.h)."""

PROBES = 20_000
"""How many rows of a damaged table are asked for one by one."""

Digest = Mapping[str, tuple[int, int, str | None, str | None, str | None]]
"""For each table of the log its number of rows, last place and last id, and the devices that wrote them."""


def set_foreign_log_aside(path: Path) -> None:
    """Make sure that SQLite reads no foreign log into the progress file at `path`.

    Raises StoreForeignLogError if there was one: it is kept under another name, and the file is used without
    it from the next start on.
    """
    with translated(path):
        if belongs(path):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = new_private_file(Path(real_path(path)).parent, "progress-log", ".db-wal")
        log_of(path).replace(aside)
        index_of(path).unlink(missing_ok=True)
    raise StoreForeignLogError(path, aside)


def belongs(path: Path) -> bool:
    """Whether the log beside `path`, if there is one, holds what was written to this very file.

    Together the two must be sound and hold every row that the file holds without the log. If another program
    has both open they belong together, for it has looked. Raises OSError.
    """
    log = log_of(path)
    if file_id(log) is None or log.stat().st_size <= LOG_HEADER:
        return True
    if file_id(path) is None or not path.stat().st_size:
        return False  # SQLite would delete it
    if is_open_here(path) or is_open_elsewhere(path):
        return True
    try:
        alone = _digest(path, "mode=ro&immutable=1")
    except UNREADABLE:
        return True  # only a log can make it whole again: a crash may have come while SQLite emptied it
    try:
        together = _digest(path, "mode=ro", alone)
    except UNREADABLE:
        return False
    return together == alone


def _digest(path: Path, options: str, places: Digest | None = None) -> Digest:
    """Digest the log, up to `places` if given. Raises sqlite3.DatabaseError if the database is not sound."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True)) as db:
        if db.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("not sound")
        present = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        digest = {}
        for table in LOG:
            if table in (present if places is None else places):
                last = None if places is None else places[table][1]
                sql = f"SELECT count(*), ifnull(max(seq), 0), max(id), min(device), max(device) FROM {table}"
                digest[table] = db.execute(f"{sql} WHERE ?1 IS NULL OR seq <= ?1", (last,)).fetchone()
        return digest


def readable_rows(path: Path, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows of a damaged file's table that can still be read, in the order of the log.

    Its log is read too if it is beside it, and neither of the two is changed.
    """
    sql = f"SELECT seq, {', '.join(columns)} FROM {table}"
    rows: dict[int, tuple[Any, ...]] = {}
    with suppress(*UNREADABLE), closing(_reading(path)) as db:
        for order in ("ASC", "DESC"):  # up to the first page that cannot be read, from either end
            with suppress(*UNREADABLE):
                for seq, *row in db.execute(f"{sql} ORDER BY seq {order}"):
                    rows[seq] = tuple(row)
        gap = sorted(set(range(min(rows, default=0), max(rows, default=0))) - rows.keys())
        for seq in gap[:PROBES]:  # pages between the first and the last of them may be sound
            with suppress(*UNREADABLE):
                for _, *row in db.execute(f"{sql} WHERE seq = ?", (seq,)):
                    rows[seq] = tuple(row)
    index_of(path).unlink(missing_ok=True)
    return [row for _, row in sorted(rows.items())]


def _reading(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    db.text_factory = lambda text: text.decode(errors="replace")
    return db


def is_open_elsewhere(path: Path) -> bool:
    """Whether another program has the database open. Raises OSError if the file cannot be opened."""
    if os.name != "posix":  # elsewhere a file that is open cannot be replaced
        return False
    import fcntl

    with path.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LOCKED_BYTES, LOCKED_FROM)
        except OSError:
            return True
    return False
