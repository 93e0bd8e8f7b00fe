"""Restoring a backup: what would be lost, and what can be salvaged from a damaged file."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from srm_quiz.domain.days import StudyDay
from srm_quiz.files import sync
from srm_quiz.store import migrations
from srm_quiz.store.backups import PATIENCE, copy_whole, is_sound, reading, transfer
from srm_quiz.store.errors import StoreDamagedError, StoreError, translated
from srm_quiz.store.identity import index_of, is_open_here, log_of, new_private_file
from srm_quiz.store.migrations import version_of
from srm_quiz.store.recovery import is_open_elsewhere, set_foreign_log_aside
from srm_quiz.store.rows import day_of
from srm_quiz.store.schema import check_schema
from srm_quiz.store.store import Store


@dataclass(frozen=True, slots=True)
class Loss:
    """Answers that a progress file holds and a backup of it does not, with their first and last study day."""

    answers: int
    first: StudyDay
    last: StudyDay


def loss(backup: Path, path: Path) -> Loss | None:
    """What restoring the backup would take out of the progress file; None if nothing.

    Raises StoreDamagedError if the progress file, or the backup, cannot be read.
    """
    with translated(path):
        if not path.exists():
            return None
        with closing(reading(path)) as db:
            db.execute("ATTACH ? AS backup", (f"{backup.absolute().as_uri()}?mode=ro",))
            missing = "id NOT IN (SELECT id FROM backup.reviews)"
            sql = f"SELECT count(*), min(day), max(day) FROM reviews WHERE {missing}"
            answers, first, last = db.execute(sql).fetchone()
    return Loss(answers, day_of(first), day_of(last)) if answers else None


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the progress file that was replaced: where it is kept, and whether it was sound."""

    aside: Path
    was_sound: bool


def restore(backup: Path, path: Path) -> Restored | None:
    """Put a backup's content into the progress file; None if there was no file.

    It is written into the file itself, so that other windows of the program, which may have it open, go on
    with it; only a damaged file is replaced. A damaged file is copied with its log before anything opens it:
    SQLite would empty the log into it.

    Raises StoreError if the backup is no sound progress file as this program makes it, or belongs to a
    later version; nothing is changed then.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup {backup}.")
    _check_backup(backup)
    with translated(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with suppress(StoreError):
                set_foreign_log_aside(path)
            copy_whole(backup, path)
            return None
        restored = _keep(path)
        if restored.was_sound:
            with (
                closing(reading(backup)) as source,
                closing(sqlite3.connect(path, timeout=PATIENCE)) as target,
            ):
                transfer(source, target, path)
        else:
            log_of(path).unlink(missing_ok=True)
            index_of(path).unlink(missing_ok=True)
            copy_whole(backup, path)
    return restored


def set_aside(path: Path) -> Restored | None:
    """Move a damaged progress file out of the way, with its log, so that a new one can begin.

    Returns None, and changes nothing, if there is no file or it is sound. Raises StoreError.
    """
    with translated(path):
        if not path.exists() or _can_be_read(path):
            return None
        kept = _keep(path)
        for part in (log_of(path), index_of(path), path):
            part.unlink(missing_ok=True)
    return kept


def _check_backup(backup: Path) -> None:
    try:
        version = version_of(backup, len(migrations.MIGRATIONS))
        if version:
            with translated(backup), closing(reading(backup)) as db:
                check_schema(db, version, backup)
                if is_sound(db):
                    return
    except StoreDamagedError as error:
        reason = f" ({error.what})" if error.what else ""
    else:
        reason = ""
    raise StoreDamagedError(
        f"{backup} is no sound copy of a progress file{reason}: choose another one (srm-quiz backup list)."
    )


def _keep(path: Path) -> Restored:
    """Copy the progress file to `progress-replaced-N.db` beside it, with its log if it is not sound."""
    aside = new_private_file(path.parent, "progress-replaced")
    if is_open_here(path) or is_open_elsewhere(path):
        with suppress(StoreDamagedError):
            copy_whole(path, aside)
            return Restored(aside, _can_be_read(aside))
    log = aside.with_name(f"{aside.name}-wal")
    for part, kept in ((path, aside), (log_of(path), log)):
        if part.exists():
            shutil.copyfile(part, kept)
            kept.chmod(0o600)
            sync(kept)
    was_sound = _can_be_read(aside)
    index_of(aside).unlink(missing_ok=True)
    if was_sound and log.exists():
        with closing(sqlite3.connect(aside)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
    return Restored(aside, was_sound)


def _can_be_read(path: Path) -> bool:
    """Whether a progress file that nobody has open is sound, every row of it."""
    try:
        with Store.open_to_read(path) as store:
            store.check()
    except StoreError:
        return False
    return True
