"""Opening the progress file: made, migrated, shared, or refused with what is and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from srm_quiz.domain.reviews import Progress
from srm_quiz.store import migrations, schema
from srm_quiz.store.errors import (
    CannotUndoError,
    StaleProgressError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreLockedError,
    StoreReadOnlyError,
    StoreTooNewError,
)
from srm_quiz.store.migrations import APPLICATION, statements
from srm_quiz.store.store import Store
from tests.support.logbook import Logbook, as_nobody, everybodys_folder
from tests.support.worlds import Clock, key


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "progress.db"


@pytest.fixture
def book(path: Path) -> Iterator[Logbook]:
    book = Logbook(path)
    yield book
    book.store.close()


def opened(path: Path) -> Store:
    return Store.open(path, now=Clock()())


def bytes_beside(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.parent.rglob("*") if one.is_file()}


def test_the_first_start_makes_the_file_and_its_folder(path: Path) -> None:
    opened(path).close()
    assert path.is_file()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_reading_makes_nothing(path: Path) -> None:
    with Store.open_to_read(path) as reader:
        assert (reader.progress(), reader.days.closings()) == ({}, [])
    assert not path.parent.exists()


def test_reading_a_file_of_an_older_version_sees_everything_and_leaves_it_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path, isolation_level=None) as db:
        migrations.migrate(db, 0, lambda: None, migrations.MIGRATIONS[:1])
        db.execute("INSERT INTO meta VALUES ('device', 'here'), ('seed', '5')")
        db.execute("INSERT INTO days VALUES ('2026-11-23', 20, 30)")
    db.close()
    before = path.read_bytes()
    with Store.open_to_read(path) as reader:
        assert (reader.seed, len(reader.days.records()), reader.days.closings()) == (5, 1, [])
    assert path.read_bytes() == before


def test_a_reader_sees_the_progress_and_cannot_write(book: Logbook) -> None:
    book.answer("a")
    with Store.open_to_read(book.path) as reader:
        assert set(reader.progress()) == {key("a")}
        with pytest.raises(StoreReadOnlyError):
            reader.write([book.review("b")])


def test_a_file_of_a_newer_version_is_refused_and_not_a_byte_of_it_touched(path: Path) -> None:
    opened(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    before = bytes_beside(path)
    for attempt in (opened, Store.open_to_read):
        with pytest.raises(StoreTooNewError, match=r"format 99.*update srm-quiz.*--home") as refused:
            attempt(path)
        assert refused.value.exit_code == 3
    assert bytes_beside(path) == before


@pytest.mark.parametrize("content", [b"hello, this is no database", b"SQLite format 3\0", b"\0" * 4096])
def test_what_is_no_database_is_called_damaged_and_left_alone(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=r"no backup in .* yet: .*keeps this file aside"):
        opened(path)
    assert bytes_beside(path) == {"progress.db": content}


@pytest.mark.parametrize("pragma", ["application_id = 1234", "user_version = 1", "user_version = 0"])
def test_a_database_of_another_program_is_refused_and_left_alone(path: Path, pragma: str) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE bookmarks (url TEXT)")
    db.execute(f"PRAGMA {pragma}")
    db.commit()
    db.close()
    before = path.read_bytes()
    with pytest.raises(StoreDamagedError, match="another program"):
        opened(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_told_with_its_newest_backup(book: Logbook) -> None:
    for name in "abc":
        book.answer(name)
    book.clock.advance(days=1)
    book.reopen().close()
    (backup,) = (book.path.parent / "backups").iterdir()
    content = bytearray(book.path.read_bytes())
    content[100:8192] = b"\xff" * 8092
    book.path.write_bytes(content)
    with pytest.raises(StoreDamagedError) as refused:
        opened(book.path)
    assert str(backup) in str(refused.value)
    assert "srm-quiz backup restore" in str(refused.value)
    assert refused.value.exit_code == 3


def test_a_folder_in_the_files_place_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="is a folder"):
        opened(path)


def test_a_file_in_the_folders_place_is_told(path: Path) -> None:
    path.parent.write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="--home DIR"):
        opened(path)


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with everybodys_folder() as folder, as_nobody():
        with pytest.raises(StoreReadOnlyError, match="--home DIR"):
            opened(folder / "new" / "progress.db")
        with pytest.raises(StoreReadOnlyError, match="--home DIR"):
            opened(folder / "progress.db")


def test_a_file_that_cannot_be_written_is_told() -> None:
    with everybodys_folder() as folder:
        opened(folder / "progress.db").close()
        with as_nobody(), pytest.raises(StoreReadOnlyError, match="--home DIR"):
            opened(folder / "progress.db")


def test_a_file_that_cannot_be_read_is_told() -> None:
    with everybodys_folder() as folder:
        opened(folder / "progress.db").close()
        (folder / "progress.db").chmod(0)
        with as_nobody(), pytest.raises(StoreReadOnlyError, match="Give yourself the right"):
            opened(folder / "progress.db")


def test_while_another_program_writes_the_answer_is_refused_and_can_be_given_again(
    book: Logbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("srm_quiz.store.store.PATIENCE", 0.01)
    store = book.reopen()
    review = book.review("a")
    with sqlite3.connect(book.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError, match="Nothing was lost"):
            store.write([review])
        other.execute("ROLLBACK")
    other.close()
    store.write([review])
    assert store.history(key("a")) == [review]


def test_on_a_full_disk_the_answer_is_refused_and_can_be_given_again(book: Logbook) -> None:
    # SQLite answers the same whether the disk is full or its own limit on the file's size is reached.
    db = book.store._database.connection
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    written = []
    with pytest.raises(StoreFullError, match="make room and try again"):
        for number in range(1000):
            written.append(book.answer(f"card-{number}"))
    refused = book.review(f"card-{len(written)}")
    assert list(book.store.reviews()) == written
    db.execute(f"PRAGMA max_page_count = {pages + 1000}")
    book.store.write([refused])
    assert list(book.store.reviews()) == [*written, refused]


def test_two_windows_on_one_file_lose_nothing(book: Logbook) -> None:
    with opened(book.path) as other:
        for number in range(20):
            name = f"card-{number}"
            (book.store if number % 2 else other).write([book.review(name)])
        assert len(list(book.store.reviews())) == len(list(other.reviews())) == 20
        assert book.store.progress() == other.progress()
        assert (book.store.seed, book.store.device) == (other.seed, other.device)


def test_two_windows_cannot_count_one_card_twice_or_undo_one_answer_twice(book: Logbook) -> None:
    with opened(book.path) as other:
        ours, theirs = book.review("a"), book.review("a")
        other.write([theirs])
        with pytest.raises(StaleProgressError):
            book.store.write([ours])
        book.retract(theirs)
        with pytest.raises(CannotUndoError):
            book.retract(theirs)
        assert book.standing(key("a")) == Progress()


# ------------------------------------------------------------------ migrations


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program one version on, whose script is still to be written."""
    script = tmp_path / "next.sql"
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, script))
    return script


def test_a_migration_keeps_everything_and_backs_the_old_file_up_first(
    book: Logbook, next_version: Path
) -> None:
    review = book.answer("a")
    next_version.write_text("ALTER TABLE days ADD COLUMN note TEXT;\n", encoding="utf-8")
    assert book.reopen().history(key("a")) == [review]
    (backup,) = (book.path.parent / "backups").iterdir()
    with sqlite3.connect(book.path) as new, sqlite3.connect(backup) as old:
        assert new.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
        assert old.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS) - 1,)
        assert old.execute("SELECT count(*) FROM reviews").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(book: Logbook, next_version: Path) -> None:
    book.answer("a")
    book.store.close()
    next_version.write_text(
        "CREATE TABLE half (done TEXT);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8"
    )
    with pytest.raises(StoreDamagedError, match="no such table: nowhere"):
        opened(book.path)
    with sqlite3.connect(book.path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS) - 1,)
        assert not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()


def test_a_migration_that_another_window_did_meanwhile_is_not_done_twice(path: Path) -> None:
    opened(path).close()
    with sqlite3.connect(path, isolation_level=None) as db:
        migrations.migrate(db, 0, lambda: pytest.fail("there was nothing to back up"))
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.MIGRATIONS),)
    db.close()


PUBLISHED = {
    "01-schema.sql": "d1974003adf230d47e8bbc491583a286717eeda9f893341b64b0d66c39d534ea",
    "02-closings.sql": "91c9011f419e6a5be5216c413b3a6da828e926b1330e8b644c4dbd283be6b6b5",
    "03-tallies.sql": "4b13400e4898de3ba74787236cc29d12338b5ba4b2c2f33b66c690ec2b1cbd0d",
    "04-count-again.sql": "64c00413f56b71d1277adb7eee1ad9acfec3e50669a51cc65f575d6cba9a907d",
    "05-links.sql": "45892ef795a7e3d4948180b491ff18e3e92c23f88d0815700bd9ffc240589820",
    "06-moves-of-history.sql": "68b27b7e716728cb087ebe8e87b6cd15b23d01de785c889d59085b78ebf98a91",
}
"""The SHA-256 of every published migration. A new one is added here when it is written."""


def test_a_published_migration_never_changes() -> None:
    """Progress files were made by it: who changes the schema adds a script."""
    checksums = {path.name: sha256(path.read_bytes()).hexdigest() for path in migrations.MIGRATIONS}
    assert checksums == PUBLISHED


def test_the_digest_of_the_newest_schema_is_that_of_its_migrations() -> None:
    assert schema.digest_of(schema.expected_schema(len(migrations.MIGRATIONS))) == schema.NEWEST


def test_rebuilding_runs_no_published_migration() -> None:
    """A query may be corrected, a published migration may not."""
    queries = {path.name for path in (Path(migrations.__file__).parent / "queries").iterdir()}
    assert not queries & {path.name for path in migrations.MIGRATIONS}
    assert {path.parent.name for path in migrations.MIGRATIONS} == {"migrations"}


def test_a_script_is_cut_into_its_statements_triggers_whole() -> None:
    script = "-- one; two\nCREATE TABLE a (b);\nCREATE TRIGGER t BEFORE DELETE ON a\nBEGIN SELECT 1; END;\n"
    first, second = statements(script)
    assert first.endswith("CREATE TABLE a (b);\n")
    assert second.endswith("END;\n")
