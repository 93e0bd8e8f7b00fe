"""Backups: made by themselves, checked, thinned out with age; and going back to one loses nothing."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from srm_quiz.domain.reviews import Progress
from srm_quiz.store import backups, migrations
from srm_quiz.store.backups import back_up, list_backups, made_at, outdated
from srm_quiz.store.errors import (
    StaleProgressError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from srm_quiz.store.restore import Loss, loss, restore
from srm_quiz.store.store import Store
from tests.support.logbook import POLICY, Logbook, as_nobody, everybodys_folder
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
    gone = set(outdated(paths))
    kept = [at for at, path in zip(made, paths, strict=True) if path not in gone]
    ages = [now - at for at in kept]
    assert sum(age < timedelta(days=2) for age in ages) == 4
    assert 12 <= sum(timedelta(days=2) <= age < timedelta(days=14) for age in ages) <= 13
    assert 6 <= sum(timedelta(days=14) <= age < timedelta(weeks=8) for age in ages) <= 7
    assert 9 <= sum(timedelta(weeks=8) <= age for age in ages) <= 11
    gaps = [newer - older for newer, older in pairwise(kept)]
    assert max(gaps) <= timedelta(days=31)
    assert max(ages) <= timedelta(days=366)


def test_a_backup_a_week_is_kept_for_eight_weeks_before_there_is_one_a_month(folder: Path) -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    made = [now - timedelta(days=n) for n in range(300)]
    paths = [folder / f"progress-{at:%Y%m%d-%H%M%S}.db" for at in made]
    gone = set(outdated(paths))
    weeks = [at.isocalendar()[:2] for at, path in zip(made, paths, strict=True) if path not in gone]
    assert set(weeks) >= {at.isocalendar()[:2] for at in made[: 7 * 8]}
    assert len(set(weeks)) <= 8 + 12


def test_thinning_touches_no_file_that_the_program_did_not_make(book: Logbook, folder: Path) -> None:
    names = {"notes.txt", "progress-mine.db", "progress-2024-01-01.db", "progress-20200101-000000.db"}
    folder.mkdir()
    for name in names:
        (folder / name).write_text("", encoding="utf-8")
    for _ in range(30):
        book.clock.advance(days=1)
        book.reopen()
    there = {path.name for path in folder.iterdir()}
    assert there >= names
    assert len(there - names) < 25


def evenings(book: Logbook, count: int) -> None:
    """Evenings of one answer each, on which the program is opened."""
    for number in range(count):
        book.clock.advance(days=1)
        book.reopen()
        book.answer(f"{book.clock.at:%Y%m%d}-{number}")


def test_one_start_under_a_clock_that_is_far_ahead_deletes_no_backup(book: Logbook, folder: Path) -> None:
    evenings(book, 13)
    before = set(list_backups(folder))
    assert len(before) == 13
    book.clock.advance(days=3650)
    book.reopen()
    assert before < set(list_backups(folder))
    book.clock.advance(days=-3650)
    evenings(book, 1)
    assert len(before - set(list_backups(folder))) <= 1, "the oldest day goes as one day more is there"


def test_starts_under_a_wrong_clock_leave_backups_of_many_days(book: Logbook, folder: Path) -> None:
    evenings(book, 60)
    for days in (3650, -9000, 7300, -3000, 20000, -15000):
        book.clock.advance(days=days)
        book.reopen()
    book.clock.at = Clock().at + timedelta(days=60)
    evenings(book, 5)
    days = {made_at(path) for path in list_backups(folder)}
    assert sum(made.year in (2026, 2027) for made in days if made) >= 12


def test_the_newest_backup_is_the_one_with_the_most_in_its_log_whatever_its_date(
    book: Logbook, folder: Path
) -> None:
    book.answer("a")
    book.clock.advance(days=3650)
    misdated = back_up(book.path, folder, book.clock())
    book.clock.advance(days=-3649)
    book.answer("b")
    newest = back_up(book.path, folder, book.clock())
    assert list_backups(folder) == [newest, misdated]
    book.store.close()
    damage(book.path)
    with pytest.raises(StoreDamagedError, match=newest.name):
        Store.open(book.path, now=book.clock())


def test_after_going_back_to_an_older_state_the_newest_backup_is_of_the_new_one(
    book: Logbook, folder: Path
) -> None:
    """The log that was left is no part of the one that goes on from the older state."""
    old = back_up(book.path, folder, book.clock())
    for name in "abc":
        book.answer(name)
    book.clock.advance(days=1)
    left = back_up(book.path, folder, book.clock())
    restore(old, book.path)
    book.answer("d")
    book.clock.advance(days=1)
    newest = back_up(book.path, folder, book.clock())
    assert list_backups(folder) == [newest, left, old]


def test_a_backup_that_cannot_be_read_is_no_newest_one_and_stays(book: Logbook, folder: Path) -> None:
    good = back_up(book.path, folder, book.clock())
    book.clock.advance(days=1)
    bad = back_up(book.path, folder, book.clock())
    damage(bad)
    bad.write_bytes(bytes(4096))
    assert list_backups(folder) == [good, bad]
    assert bad not in outdated(list_backups(folder))


def test_what_a_killed_program_left_unfinished_is_cleaned_up(book: Logbook, folder: Path) -> None:
    folder.mkdir()
    names = "progress-20261101-120000.4711.unfinished", f".progress-20261101-120000.db.{'a' * 16}"
    old = [folder / name for name in names]
    new = folder / f".progress-20261101-130000.db.{'b' * 16}"
    for path in (*old, new):
        path.touch()
    for path in old:
        os.utime(path, (0, 0))
    made = back_up(book.path, folder, book.clock())
    assert set(folder.iterdir()) == {made, new}


def test_progress_and_backups_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        book = Logbook(tmp_path / "home" / "progress.db")
        book.answer("a")
        made = back_up(book.path, book.path.parent / "backups", book.clock())
        aside = restore(made, book.path)
    finally:
        os.umask(umask)
    assert aside is not None
    log = book.path.with_name("progress.db-wal")
    assert [path.stat().st_mode & 0o777 for path in (book.path, log, made, aside.aside)] == [0o600] * 4
    assert made.parent.stat().st_mode & 0o777 == 0o700
    book.path.chmod(0o644)
    book.reopen().close()
    assert book.path.stat().st_mode & 0o777 == 0o600


def test_an_unusable_backups_folder_is_reported_and_stops_nothing(book: Logbook, folder: Path) -> None:
    folder.write_text("a file in the way", encoding="utf-8")
    book.clock.advance(days=1)
    store = book.reopen()
    assert str(folder) in str(store.backup_problem)
    assert book.answer("a") in store.history(key("a"))


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


def test_an_old_backup_that_another_program_deleted_meanwhile_is_no_error(
    book: Logbook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "progress-20200101-120000.db"
    monkeypatch.setattr(backups, "outdated", lambda found: [gone])
    assert back_up(book.path, folder, book.clock()).exists()


def test_a_backup_does_not_wait_for_ever(
    book: Logbook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "PATIENCE", 0.0)
    copy = back_up(book.path, folder, book.clock())
    with sqlite3.connect(book.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError):
            restore(copy, book.path)
        other.execute("ROLLBACK")
    other.close()


# ------------------------------------------------------------------ going back


def test_restoring_brings_the_backup_and_keeps_what_was_there(book: Logbook, folder: Path) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    book.answer("b")
    aside = restore(copy, book.path)
    assert aside is not None and aside.was_sound
    assert answered(book.path) == [key("a")]
    assert answered(aside.aside) == [key("a"), key("b")]
    assert answered(copy) == [key("a")]


def test_an_open_window_goes_on_with_the_restored_file_and_loses_no_answer(
    book: Logbook, folder: Path
) -> None:
    copy = back_up(book.path, folder, book.clock())
    book.answer("a")
    stale = book.review("a")
    restore(copy, book.path)
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
    aside = restore(copy, book.path)
    assert aside is not None and not aside.was_sound
    assert aside.aside.read_bytes() == broken
    assert len(answered(book.path)) == 50


def test_a_log_of_a_damaged_file_is_not_put_into_the_restored_one(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    book.answer("a")
    wal = book.path.with_name("progress.db-wal").read_bytes()
    book.store.close()
    book.path.write_bytes(b"no database")
    book.path.with_name("progress.db-wal").write_bytes(wal)
    assert restore(copy, book.path) is not None
    assert not book.path.with_name("progress.db-wal").exists()
    assert answered(book.path) == []


def test_restoring_works_where_no_file_is_left(book: Logbook, folder: Path) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    book.store.close()
    book.path.unlink()
    assert restore(copy, book.path) is None
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
            restore(bad, book.path)
    with pytest.raises(StoreError, match="There is no backup"):
        restore(tmp_path / "none.db", book.path)
    assert len(answered(book.path)) == 50
    assert not list(tmp_path.glob("progress-replaced-*"))


def test_a_backup_of_a_newer_version_is_refused(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    with sqlite3.connect(copy) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreTooNewError):
        restore(copy, book.path)


def foreign_trigger(db: sqlite3.Connection) -> None:
    db.execute("CREATE TRIGGER evil BEFORE INSERT ON reviews BEGIN SELECT RAISE(IGNORE); END")


def foreign_view(db: sqlite3.Connection) -> None:
    db.execute("CREATE VIEW other AS SELECT * FROM reviews")


def missing_table(db: sqlite3.Connection) -> None:
    db.execute("DROP TABLE meta")


def missing_trigger(db: sqlite3.Connection) -> None:
    db.execute("DROP TRIGGER reviews_stay")


def other_trigger(db: sqlite3.Connection) -> None:
    db.execute("DROP TRIGGER reviews_counted")
    db.execute("CREATE TRIGGER reviews_counted AFTER INSERT ON reviews BEGIN SELECT 1; END")


FOREIGN = [foreign_trigger, foreign_view, missing_table, missing_trigger, other_trigger]


@pytest.mark.parametrize("change", FOREIGN)
def test_a_backup_whose_schema_is_not_the_programs_is_refused(
    book: Logbook, folder: Path, change: Callable[[sqlite3.Connection], None]
) -> None:
    book.answer("a")
    copy = back_up(book.path, folder, book.clock())
    with closing(sqlite3.connect(copy)) as db, db:
        change(db)
    with pytest.raises(StoreDamagedError, match=r"no sound copy.*(did not make|lacks its)"):
        restore(copy, book.path)
    assert answered(book.path) == [key("a")]


@pytest.mark.parametrize("change", FOREIGN)
def test_a_progress_file_whose_schema_is_not_the_programs_is_not_used(
    book: Logbook, change: Callable[[sqlite3.Connection], None]
) -> None:
    book.store.close()
    with closing(sqlite3.connect(book.path)) as db, db:
        change(db)
    for opens in (lambda path: Store.open(path, now=book.clock()), Store.open_to_read):
        with pytest.raises(StoreDamagedError, match="backup"):
            opens(book.path)


def test_an_older_backup_is_as_its_version_was_made(book: Logbook, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old, isolation_level=None)) as db:
        migrations.migrate(db, 0, lambda: None, migrations.MIGRATIONS[:2])
        db.execute("INSERT INTO meta VALUES ('device', 'here'), ('seed', '5')")
    restore(old, book.path)
    assert answered(book.path) == []


def test_what_a_backup_lacks_is_known_before_it_is_restored(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    assert loss(copy, book.path) is None
    first = book.clock.moment.day
    book.answer("a")
    book.clock.advance(days=3)
    book.answer("b")
    assert loss(copy, book.path) == Loss(2, first, book.clock.moment.day)
    assert loss(copy, book.path.with_name("none.db")) is None


def test_nothing_that_was_replaced_is_ever_overwritten(book: Logbook, folder: Path) -> None:
    copy = back_up(book.path, folder, book.clock())
    asides = []
    for name in "ab":
        book.answer(name)
        aside = restore(copy, book.path)
        assert aside is not None
        asides.append(answered(aside.aside))
    assert asides == [[key("a")], [key("b")]]


def test_restoring_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    target, link = tmp_path / "disk" / "progress.db", tmp_path / "home" / "progress.db"
    book = Logbook(target)
    book.answer("a")
    link.parent.mkdir()
    link.symlink_to(target)
    copy = back_up(link, link.parent / "backups", book.clock())
    book.answer("b")
    book.store.close()
    restore(copy, link)
    assert link.is_symlink() and answered(target) == [key("a")]
    damage(target)
    target.write_bytes(b"no database")
    restore(copy, link)
    assert link.is_symlink() and answered(target) == [key("a")]


def test_the_log_of_a_damaged_file_is_evidence_and_what_it_holds_is_not_lost(
    book: Logbook, folder: Path
) -> None:
    given = [book.answer(f"card-{number}").card for number in range(60)]
    copy = back_up(book.path, folder, book.clock())
    with closing(sqlite3.connect(book.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    given += [book.answer(f"later-{number}").card for number in range(5)]
    wal = book.path.with_name("progress.db-wal").read_bytes()
    content = bytearray(book.path.read_bytes())
    book.store.close()
    page = int.from_bytes(content[16:18])
    content[page * 4 : page * 8] = bytes(page * 4)
    book.path.write_bytes(content)
    book.path.with_name("progress.db-wal").write_bytes(wal)
    restored = restore(copy, book.path)
    assert restored is not None and not restored.was_sound
    assert restored.aside.read_bytes() == content
    assert restored.aside.with_name(f"{restored.aside.name}-wal").read_bytes() == wal
    with Store.open(book.path, now=book.clock()) as store:
        assert store.salvage(restored.aside, POLICY) == 5
        assert [review.card for review in store.reviews()] == given
        assert store.salvage(restored.aside, POLICY) == 0
        assert store.rebuild(POLICY).changed == 0
