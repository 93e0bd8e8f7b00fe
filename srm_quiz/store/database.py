"""An open progress file: all statements go through here, and all errors are raised as StoreError."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from srm_quiz.store.errors import StoreMovedError, damaged, moved, translated
from srm_quiz.store.identity import FileId, OpenedFiles, copy_to_new_file, file_id, hold, log_of, release
from srm_quiz.store.rows import DECODING_ERRORS

T = TypeVar("T")

PATIENCE = 2.0
"""Seconds to wait for another program to finish its write."""

Values = Mapping[str, Any] | Sequence[Any]


class Database:
    """A connection to the progress file at `path`. Every method raises StoreError if the file fails.

    The path must go on naming the file that was opened. Another program may delete it or put another one in
    its place, as programs that sync folders do; SQLite would write on into a file that nobody finds again.
    So this is checked before and after each transaction; what the connection holds is saved beside the path.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        with translated(path):
            self._file = file_id(path)
        hold(self._file)
        self._opened: OpenedFiles | None = None
        self._saved: Path | None = None

    def watch(self, database: FileId | None) -> None:
        """From now on, check that the path names the file `database` and the log that is beside it now."""
        with translated(self.path):
            self._opened = OpenedFiles(self.path)
            if self._opened.database != database:
                raise StoreMovedError(moved(self.path, None))

    def execute(self, sql: str, values: Values = ()) -> None:
        """Run a statement that returns no rows."""
        with translated(self.path):
            self.connection.execute(sql, values)

    def read(self, decode: Callable[..., T], sql: str, values: Values = ()) -> list[T]:
        """Return the rows of a statement, each passed to `decode` as its arguments.

        Raises StoreDamagedError for a row that `decode` cannot take.
        """
        return list(self.stream(decode, sql, values))

    def stream(self, decode: Callable[..., T], sql: str, values: Values = ()) -> Iterator[T]:
        """Yield what `read` returns, for results that need not be in memory at once."""
        with translated(self.path):
            for row in self.connection.execute(sql, values):
                try:
                    value = decode(*row)
                except DECODING_ERRORS as error:
                    raise damaged(self.path) from error
                yield value

    def read_one(self, sql: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Return the first row of a statement, or None."""
        with translated(self.path):
            row: tuple[Any, ...] | None = self.connection.execute(sql, values).fetchone()
            return row

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written inside durable, or nothing.

        Raises StoreMovedError if the path names another file than the one opened, or none.
        """
        with translated(self.path):
            self._check_files()
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self._saved = None  # what was saved earlier lacks what was written now
            self._check_files()

    def close(self) -> None:
        """Close the file. Raises StoreMovedError as `transaction` does, unless that was reported before."""
        try:
            if self._saved is None:
                with translated(self.path):
                    self._check_files()
        finally:
            self._opened = None
            self.connection.close()
            release(self._file)
            self._file = None

    def _check_files(self) -> None:
        if self._opened is None or self._opened.are_in_place():
            return
        if self._saved is None:
            try:
                self._saved = copy_to_new_file(self.connection, self.path.parent, "progress-saved")
            except (OSError, sqlite3.Error) as error:
                raise StoreMovedError(moved(self.path, None)) from error
            self._opened.discard_log()
        raise StoreMovedError(moved(self.path, self._saved))


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Connect to a database without changing anything.

    In a folder that cannot be written SQLite cannot make its index of the log: then the file is read without
    one if it has no log, else both are read from a copy.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    try:
        db.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        if not error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            raise
        log = log_of(path)
        if log.exists() and log.stat().st_size:
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / path.name
                shutil.copyfile(path, copy)
                shutil.copyfile(log, log_of(copy))
                return copied_to_memory(sqlite3.connect(copy, isolation_level=None))
        return sqlite3.connect(f"{uri}&immutable=1", uri=True, isolation_level=None)
    return db


def copied_to_memory(db: sqlite3.Connection) -> sqlite3.Connection:
    """Copy a database into memory, and close it."""
    with closing(db):
        copy = sqlite3.connect(":memory:", isolation_level=None)
        db.backup(copy)
    return copy


@cache
def query(name: str) -> str:
    """Return the statement that `queries/` keeps under this name."""
    return (Path(__file__).parent / "queries" / f"{name}.sql").read_text(encoding="utf-8")
