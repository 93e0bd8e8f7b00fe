"""Backups: made by themselves, checked, thinned out with age; and going back to one loses nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from srm_quiz.domain.reviews import Progress
from srm_quiz.store import backups
from srm_quiz.store.backups import back_up, list_backups, outdated, restore
from srm_quiz.store.errors import (
    StaleProgressError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from srm_quiz.store.store import Store
from tests.support.logbook import Logbook, as_nobody, everybodys_folder
from tests.support.worlds import Clock, key


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "progress.db")
    yield book
    book.store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def answered(path: Path) -> list[str]:
    with Store.open(path, now=Clock()()) as store:
        return [review.card for review in store.reviews()]


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def test_a_backup_is_one_whole_file_made_while_the_program_runs(book: Logbook, folder: Path) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    assert list(folder.iterdir()) == [copy]
    alone = folder.parent / "elsewhere.db"
    alone.write_bytes(copy.read_bytes())
    assert answered(alone) == [key("a")]


def test_opening_the_program_makes_a_backup_when_the_newest_is_half_a_day_old(
    book: Logbook, folder: Path
) -> None:
    assert list_backups(folder) == [], "an empty file needs none"
    for hours, known in ((1, 1), (6, 1), (6, 2), (11, 2), (-40, 3)):
        book.clock.advance(hours=hours)
        book.reopen()
        assert len(list_backups(folder)) == known


def test_backups_are_named_by_the_instant_whatever_the_time_zone(book: Logbook, folder: Path) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    first = back_up(book.path, folder, noon.astimezone(timezone(timedelta(hours=9))))
    second = back_up(book.path, folder, (noon + timedelta(hours=1)).astimezone(timezone(timedelta(hours=-8))))
    assert [path.name for path in list_backups(folder)] == [
        "progress-20261123-130000.db",
        "progress-20261123-120000.db",
    ]
    assert list_backups(folder) == [second, first]


def test_old_backups_are_thinned_out_and_the_newest_of_each_slot_stays(folder: Path) -> None:
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    made = [now - timedelta(hours=12 * n) for n in range(2 * 500)]
    paths = [folder / f"progress-{at:%Y%m%d-%H%M%S}.db" for at in made]
    gone = set(outdated(paths, now))
    kept = [at for at, path in zip(made, paths, strict=True) if path not in gone]
    ages = [now - at for at in kept]
    assert sum(age < timedelta(days=2) for age in ages) == 4
    assert 12 <= sum(timedelta(days=2) <= age < timedelta(days=14) for age in ages) <= 13
    assert 6 <= sum(timedelta(days=14) <= age < timedelta(weeks=8) for age in ages) <= 7
    assert 10 <= sum(timedelta(weeks=8) <= age for age in ages) <= 12
    gaps = [newer - older for newer, older in pairwise(kept)]
    assert max(gaps) <= timedelta(days=31)
    assert max(ages) <= timedelta(days=366)


def test_thinning_out_touches_nothing_but_backups(book: Logbook, folder: Path) -> None:
    folder.mkdir()
    for name in ("notes.txt", "progress-mine.db", "progress-20200101-000000.db"):
        (folder / name).write_text("", encoding="utf-8")
    made = back_up(book.path, folder, book.clock())
    assert {path.name for path in folder.iterdir()} == {"notes.txt", "progress-mine.db", made.name}


def test_a_damaged_file_is_never_kept_as_a_backup(book: Logbook, folder: Path) -> None:
    for number in range(50):
        book.answer(f"card-{number}")
    good = back_up(book.path, folder, book.clock())
    book.store.close()
    damage(book.path)
    book.clock.advance(days=1)
    with pytest.raises(StoreDamagedError):
        back_up(book.path, folder, book.clock())
    assert list(folder.iterdir()) == [good]


def test_there_is_nothing_to_back_up_before_the_first_start(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(StoreError, match="nothing to back up"):
        back_up(tmp_path / "progress.db", folder, Clock()())
    assert not folder.exists()


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing() -> None:
    with everybodys_folder() as home:
        Logbook(home / "progress.db").store.close()
        with as_nobody(), pytest.raises(StoreReadOnlyError, match=f"{home / 'backups'} cannot be used"):
            back_up(home / "progress.db", home / "backups", Clock()())
        assert [path.name for path in home.iterdir()] == ["progress.db"]


def test_a_backup_does_not_wait_for_ever(
    book: Logbook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.0)
    copy = back_up(book.path, folder, book.clock())
    with sqlite3.connect(book.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError):
            restore(copy, book.path, book.clock())
        other.execute("ROLLBACK")
    other.close()


# ------------------------------------------------------------------ going back


def test_restoring_brings_the_backup_and_keeps_what_was_there(book: Logbook, folder: Path) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    book.answer("b")
    aside = restore(copy, book.path, book.clock())
    assert aside is not None
    assert answered(book.path) == [key("a")]
    assert answered(aside) == [key("a"), key("b")]
    assert answered(copy) == [key("a")]


def test_an_open_window_goes_on_with_the_restored_file_and_loses_no_answer(
    book: Logbook, folder: Path
) -> None:
    copy = back_up(book.path, folder, book.clock())
    book.answer("a")
    stale = book.review("a")
    restore(copy, book.path, book.clock())
    assert book.standing(key("a")) == Progress()
    with pytest.raises(StaleProgressError):
        book.store.write([stale])
    book.answer("b")
    assert answered(book.path) == [key("b")]


def test_restoring_replaces_a_damaged_file_and_keeps_it_too(book: Logbook, folder: Path) -> None:
    for number in range(50):
        book.answer(f"card-{number}")
    copy = back_up(book.path, folder, book.clock())
    book.store.close()
    damage(book.path)
    broken = book.path.read_bytes()
    aside = restore(copy, book.path, book.clock())
    assert aside is not None
    assert aside.read_bytes() == broken
    assert len(answered(book.path)) == 50


def test_a_log_of_a_damaged_file_is_not_put_into_the_restored_one(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    book.answer("a")
    wal = book.path.with_name("progress.db-wal").read_bytes()
    book.store.close()
    book.path.write_bytes(b"no database")
    book.path.with_name("progress.db-wal").write_bytes(wal)
    assert restore(copy, book.path, book.clock()) is not None
    assert not book.path.with_name("progress.db-wal").exists()
    assert answered(book.path) == []


def test_restoring_works_where_no_file_is_left(book: Logbook, folder: Path) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    book.store.close()
    book.path.unlink()
    assert restore(copy, book.path, book.clock()) is None
    assert answered(book.path) == [key("a")]


def test_what_is_no_sound_backup_is_refused_and_nothing_changed(book: Logbook, tmp_path: Path) -> None:
    for number in range(50):
        book.answer(f"card-{number}")
    text = tmp_path / "text.db"
    text.write_text("hello", encoding="utf-8")
    empty = tmp_path / "empty.db"
    empty.write_bytes(b"")
    foreign = tmp_path / "foreign.db"
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE bookmarks (url TEXT)")
    db.close()
    broken = back_up(book.path, tmp_path / "other", book.clock())
    damage(broken)
    for bad in (text, empty, foreign, broken):
        with pytest.raises(StoreDamagedError, match="no sound copy"):
            restore(bad, book.path, book.clock())
    with pytest.raises(StoreError, match="There is no backup"):
        restore(tmp_path / "none.db", book.path, book.clock())
    assert len(answered(book.path)) == 50
    assert not list(tmp_path.glob("progress-replaced-*"))


def test_a_backup_of_a_newer_version_is_refused(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    with sqlite3.connect(copy) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreTooNewError):
        restore(copy, book.path, book.clock())
