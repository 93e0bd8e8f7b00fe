"""Which files on the disk a connection holds: so that no answer goes into a file that nobody finds again."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

from srm_quiz.files import real_path

FileId = tuple[int, int]
"""A file's device and inode."""

_open_here: Counter[FileId] = Counter()
"""The databases that this process has open. POSIX drops all its locks on a file once it closes one descriptor
of it, so these may only be opened through SQLite, which knows that."""


def file_id(path: Path) -> FileId | None:
    """The file that the path names, following links; None if there is none. Raises OSError."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def is_open_here(path: Path) -> bool:
    """Whether this process has the database open. Raises OSError."""
    return _open_here[file_id(path) or (0, 0)] > 0


def hold(file: FileId | None) -> None:
    """Register that this process has the database open."""
    if file:
        _open_here[file] += 1


def release(file: FileId | None) -> None:
    """Note that this process has closed it."""
    if file:
        _open_here[file] -= 1


def log_of(path: Path) -> Path:
    """The write-ahead log of the database at `path`: SQLite keeps it beside the file, wherever links lead."""
    target = Path(real_path(path))
    return target.with_name(f"{target.name}-wal")


def index_of(path: Path) -> Path:
    """The index of the database's log, which SQLite builds anew where it is missing."""
    target = Path(real_path(path))
    return target.with_name(f"{target.name}-shm")


class OpenedFiles:
    """The database that was opened at `path`, and its write-ahead log."""

    def __init__(self, path: Path) -> None:
        self._path, self._log = path, log_of(path)
        self._ids = file_id(path), file_id(self._log)

    @property
    def database(self) -> FileId | None:
        """The database file."""
        return self._ids[0]

    def are_in_place(self) -> bool:
        """Whether both paths still name these files. Raises OSError."""
        return (file_id(self._path), file_id(self._log)) == self._ids

    def discard_log(self) -> None:
        """Delete the log if it is still in its place, before SQLite reads it into another database there."""
        if self._ids[1] is not None and file_id(self._log) == self._ids[1]:
            self._log.unlink(missing_ok=True)
            index_of(self._path).unlink(missing_ok=True)


def copy_to_new_file(connection: sqlite3.Connection, folder: Path, stem: str) -> Path:
    """Copy all that a connection sees into a new file `stem-N.db`, readable by its owner only.

    Raises OSError and sqlite3.Error if it cannot be written; nothing is left of it then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = new_private_file(folder, stem)
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target


def make_private(path: Path) -> None:
    """Make the file readable by its owner only, creating an empty one if there is none. Raises OSError.

    SQLite gives the files beside it the same permissions.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        with suppress(PermissionError):  # it belongs to somebody else
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)


def new_private_file(folder: Path, stem: str, suffix: str = ".db") -> Path:
    """Create an empty file `stem-N` that was not there before, readable by its owner only. Raises OSError."""
    number = 1
    while True:
        target = folder / f"{stem}-{number}{suffix}"
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
        else:
            return target
