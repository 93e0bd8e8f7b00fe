"""What can stop the progress file from being used, in words that say what is and what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.reviews import Progress

UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged database raises."""


class StoreError(Exception):
    """The progress file cannot be used, or not now. The program ends with `exit_code`."""

    exit_code = 3


class StoreTooNewError(StoreError):
    """The file was written by a later version of the program; it was left untouched."""


class StoreDamagedError(StoreError):
    """The file is no progress file, or a broken one. `what` says what is wrong with it, if known."""

    def __init__(self, message: str, what: str = "") -> None:
        super().__init__(message)
        self.what = what


class StoreLockedError(StoreError):
    """Another program holds the file."""


class StoreReadOnlyError(StoreError):
    """The file or its folder cannot be written."""


class StoreFullError(StoreError):
    """There is no room left on the disk."""


class StoreMovedError(StoreError):
    """The file was deleted, or another one put in its place, while it was open; what it held is saved."""


class StoreForeignLogError(StoreError):
    """The write-ahead log beside the file belonged to another one; it was kept as `aside`."""

    def __init__(self, path: Path, aside: Path) -> None:
        super().__init__(
            f"The log beside the progress file {path} belongs to another file: a program that copies or "
            f"syncs files has put this one in its place. The log is kept as {aside}. Start srm-quiz again: "
            "it uses the progress file as it is now."
        )
        self.aside = aside


class CannotUndoError(StoreError):
    """The action to undo no longer counts, or its card was answered again since, in another window.

    Nothing was written. `progress` is the card's stored progress.
    """

    def __init__(self, card: CardKey, progress: Progress, why: str) -> None:
        super().__init__(f"That answer {why} in another window. Undo again for the one before it.")
        self.card = card
        self.progress = progress


class StaleProgressError(Exception):
    """The review does not follow from the card's stored progress: another window answered it meanwhile.

    Nothing was written. `progress` is the stored one.
    """

    def __init__(self, card: CardKey, progress: Progress) -> None:
        super().__init__(f"{card} was answered in another window")
        self.card = card
        self.progress = progress


def unusable(path: Path, error: OSError) -> StoreError:
    """Return the StoreError for a file or folder that the system does not let us use."""
    if isinstance(error, IsADirectoryError):
        return StoreError(
            f"{path} is a folder, where a file should be. Move it away, or keep your progress elsewhere "
            "with --home DIR."
        )
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StoreError(
            f"{path} cannot be used: a file is where a folder should be. Move it away, or keep your progress "
            "elsewhere with --home DIR."
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFullError(
            f"{path} could not be written: the disk is full. Nothing was lost: make room and try again."
        )
    return StoreReadOnlyError(
        f"{path} cannot be used: {error.strerror or error}. "
        "Give yourself the right to it, or keep your progress elsewhere with --home DIR."
    )


def moved(path: Path, saved: Path | None) -> str:
    """Return the message for a `path` that no longer names the opened file, whose content is in `saved`."""
    what = f"Another program has deleted, moved or replaced the progress file {path} or its log"
    if saved is None:
        return (
            f"{what}, and what srm-quiz has open could not be saved beside it. "
            "Leave this window open, make room there, and try again."
        )
    return (
        f"{what}. Everything up to now is safe in {saved}; nothing more can be stored. Close srm-quiz, and "
        f"`srm-quiz backup restore {saved}` goes on from there."
    )


def is_out_of_files(folder: Path) -> bool:
    """Whether the disk has room, but not for the name of another file (all its inodes are taken)."""
    try:
        status = os.statvfs(folder)
    except (AttributeError, OSError):  # not on every system, and not where the folder is missing
        return False
    return status.f_files > 0 and status.f_favail == 0


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the system about the file at `path` into StoreErrors."""
    try:
        yield
    except OSError as error:
        raise unusable(path, error) from error
    except UnicodeDecodeError as error:  # Python found it in a text of SQLite's
        raise damaged(path) from error
    except sqlite3.Error as error:
        if (ours := _translation(error, path)) is None:
            raise
        raise ours from error


def _translation(error: sqlite3.Error, path: Path) -> StoreError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreLockedError(
            f"Another program holds the progress file {path}. Nothing was lost: "
            "close that program and try again."
        )
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return StoreFullError(
            f"The progress file {path} could not be written: the disk is full or does not answer. "
            "Nothing was lost: make room and try again."
        )
    if name.startswith("SQLITE_CANTOPEN") and is_out_of_files(path.parent):
        return StoreFullError(
            f"The progress file {path} could not be opened: the disk has no room for another file. "
            "Nothing was lost: delete some files there and try again."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return StoreReadOnlyError(
            f"The progress file {path} cannot be opened for writing. "
            "Give yourself the right to write there, or keep your progress elsewhere with --home DIR."
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged(path)
    if isinstance(error, sqlite3.OperationalError) and name in ("", "SQLITE_ERROR"):
        return damaged(path, f"is damaged ({error})")  # a table is missing, or a text is not UTF-8
    if name.startswith("SQLITE_CONSTRAINT"):
        return StoreError(
            f"The progress file {path} refused what was to be written: {error}. Nothing of it was stored."
        )
    return None


def foreign_object(path: Path, what: str) -> StoreDamagedError:
    """Return the error for a progress file with an object in its schema that srm-quiz did not make."""
    return StoreDamagedError(
        f"The progress file {path} has a {what} that srm-quiz did not make, and that could change or swallow "
        "what is written. Remove it, or go back to a backup with `srm-quiz backup restore`.",
        f"it has a {what} that srm-quiz did not make",
    )


def damaged(path: Path, what: str = "is damaged") -> StoreDamagedError:
    """Return the error for a broken file: where its backups are, and how to restore one."""
    from srm_quiz.store.backups import list_backups  # which has errors of its own to report

    folder = path.parent / "backups"
    try:
        newest = next(iter(list_backups(folder)), None)
    except OSError:
        newest = None
    if newest is None:
        todo = (
            f"There is no backup in {folder} yet: `srm-quiz backup restore` keeps this file aside and "
            "begins a new one with what it still holds."
        )
    else:
        todo = (
            f"The newest backup is {newest}: "
            "`srm-quiz backup restore` goes back to it and keeps this file aside."
        )
    return StoreDamagedError(f"The progress file {path} {what}. {todo}", f"it {what}")
