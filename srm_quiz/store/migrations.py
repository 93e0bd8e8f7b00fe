"""From one version of the progress file to the next, each step in one transaction."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from srm_quiz.store.database import connect_to_read
from srm_quiz.store.errors import (
    StoreDamagedError,
    StoreError,
    StoreTooNewError,
    damaged,
    translated,
    unusable,
)
from srm_quiz.store.identity import is_open_here

APPLICATION = 0x53524D51
"""SQLite's application id of our files: `SRMQ`."""

_HEADER = b"SQLite format 3\0"

MIGRATIONS: Sequence[Path] = tuple(sorted((Path(__file__).parent / "migrations").glob("*.sql")))
"""Script n leads from version n - 1 to n, the first from an empty file. A published script never changes."""


def version_of(path: Path, newest: int) -> int:
    """Return the version of the file at `path`, read from its header so that not a byte changes; 0 if empty.

    Raises StoreTooNewError or StoreDamagedError if the file must not be opened.
    """
    try:
        if is_open_here(path):
            with translated(path), closing(connect_to_read(path)) as db:
                return int(db.execute("PRAGMA user_version").fetchone()[0])
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise StoreError(
                f"{path} is no ordinary file. Move it away, or use another folder with --home DIR."
            )
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise unusable(path, error) from error
    if not header:
        return 0
    if not header.startswith(_HEADER) or len(header) < 100:
        raise damaged(path)
    version = int.from_bytes(header[60:64])
    application = int.from_bytes(header[68:72])
    if application != APPLICATION and (application or version):
        raise foreign(path)
    if version > newest:
        raise StoreTooNewError(
            f"The progress file {path} was written by a newer srm-quiz (format {version}, this one knows "
            f"{newest}). It was left as it is: update srm-quiz, or use another folder with --home DIR."
        )
    return version


def refuse_foreign(db: sqlite3.Connection, path: Path) -> None:
    """Raise StoreDamagedError for a database with tables of another program."""
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION and db.execute("SELECT 1 FROM sqlite_master").fetchone():
        raise foreign(path)


def foreign(path: Path) -> StoreDamagedError:
    """Return the error for another program's database."""
    return StoreDamagedError(f"{path} is a database of another program. Move it away, or use --home DIR.")


def migrate(
    db: sqlite3.Connection,
    version: int,
    back_up: Callable[[], object],
    scripts: Sequence[Path] | None = None,
) -> None:
    """Migrate the open file from `version` to the newest, after a backup if it holds anything."""
    scripts = MIGRATIONS if scripts is None else scripts
    if version == len(scripts):
        return
    if version:
        back_up()
    for number in range(version, len(scripts)):
        db.execute("BEGIN IMMEDIATE")
        try:
            # Another copy of the program may have done it while this one waited for the lock.
            if db.execute("PRAGMA user_version").fetchone()[0] == number:
                for statement in statements(scripts[number].read_text(encoding="utf-8")):
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                db.execute(f"PRAGMA user_version = {number + 1}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one: `executescript` would commit before the first."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
