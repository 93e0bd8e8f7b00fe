"""Damage of every sort is reported in one sentence, with where the backups are, and never by a traceback."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.scheduling import Policy
from srm_quiz.store import errors
from srm_quiz.store.errors import StoreDamagedError, StoreError, StoreFullError
from srm_quiz.store.store import Store
from tests.support.logbook import Logbook, as_nobody, everybodys_folder
from tests.support.worlds import Clock, key


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "home" / "progress.db")
    for number in range(40):
        book.answer(f"card-{number}")
    book.clock.advance(days=1)
    book.reopen()
    yield book
    book.store.close()


def read_everything(store: Store) -> None:
    """Ask the store all it can be asked."""
    day = Clock().moment.day
    store.progress()
    list(store.reviews())
    store.wordings()
    store.earlier_weights()
    store.actions_on(day)
    store.history(key("card-1"))
    store.days.studied_before(day)
    store.days.results(day, 3)
    store.days.records()
    store.days.closings()
    store.days.answer_dates()
    store.statistics.timings()
    store.statistics.outcomes()
    store.statistics.dated_outcomes()
    store.statistics.counts(days_after(StudyDay(day), -400))
    store.statistics.mistakes()
    store.statistics.predictions()
    store.statistics.mock_exams()


REVIEW = (
    "INSERT INTO reviews (seq, id, device, card, at, day, utc_offset, rollover, rating, answer, seconds,"
    " mode)"
    " VALUES (999, 'r', 'd', 'c', 1, '2026-11-23', 0, 4, 3, '{}', 1, '{}')"
)
ODD_ROWS = [
    "UPDATE progress SET state = 'asleep'",
    "UPDATE progress SET due_day = 'tomorrow'",
    "UPDATE progress SET last_day = '2026-02-30'",
    "UPDATE progress SET due_at = 9223372036854775807",
    "UPDATE progress SET buried_on = 'then'",
    "UPDATE meta SET value = 'many' WHERE name = 'seed'",
    "DELETE FROM meta",
    "INSERT INTO meta VALUES ('earlier_weights', '{')",
    "INSERT INTO meta VALUES ('earlier_weights', '7')",
    "INSERT INTO wordings VALUES ('a', 'b', 'c', 'd')",
    "INSERT INTO predictions VALUES ('x', 'y', 1, 1, 1)",
    "INSERT INTO tallies VALUES ('x', 1, 'young', 9, 1, 1)",
    "INSERT INTO mistakes VALUES ('x', '[', 1)",
    "INSERT INTO days VALUES ('x', 1, 1)",
    "INSERT INTO marks VALUES (999, 'm', 'd', 'c', 1, '2026-11-23', 99999999999, 4, 'flag', 1)",
    "INSERT INTO closings VALUES (1, 'd', 'x', 'counted', 1, 1, 1, 'y')",
    "UPDATE progress SET due_day = CAST(x'ff' AS TEXT)",
    REVIEW.format("[" * 100_000, "drill"),
    REVIEW.format("[]", "chess"),
]


@pytest.mark.parametrize("statement", ODD_ROWS)
def test_a_row_that_the_program_did_not_write_is_reported(book: Logbook, statement: str) -> None:
    book.store.close()
    with closing(sqlite3.connect(book.path)) as db, db:
        db.execute(statement)
    with pytest.raises(StoreDamagedError, match=r"damaged.*backup restore") as told:
        read_everything(book.reopen())
    assert told.value.exit_code == 3
    with pytest.raises(StoreDamagedError), Store.open_to_read(book.path) as store:
        read_everything(store)


@pytest.mark.parametrize("page", range(1, 30))
def test_a_page_of_zeros_is_reported_or_holds_nothing_that_is_asked_for(book: Logbook, page: int) -> None:
    before = list(book.store.reviews())
    book.store.close()
    content = bytearray(book.path.read_bytes())
    size = int.from_bytes(content[16:18])
    if (page + 1) * size > len(content):
        pytest.skip("the file is not that long")
    content[page * size : (page + 1) * size] = bytes(size)
    book.path.write_bytes(content)
    try:
        store = book.reopen()
        read_everything(store)
        store.rebuild(Policy())
    except StoreError as told:
        assert told.exit_code == 3
    else:
        assert list(store.reviews()) == before


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def plug(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.skipif(os.name != "posix", reason="there are no such files")
@pytest.mark.parametrize("make", [pipe, device, plug, folder])
@pytest.mark.parametrize("opens", [lambda path: Store.open(path, now=Clock()()), Store.open_to_read])
def test_what_is_no_file_is_reported_and_never_waited_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
    opens: Callable[[Path], Store],
) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    make(Path("progress.db"))
    with pytest.raises(StoreError, match=r"no ordinary file|is a folder"):
        opens(tmp_path / "progress.db")


def test_where_no_more_files_fit_the_advice_is_to_make_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "is_out_of_files", lambda folder: True)
    with (
        pytest.raises(StoreFullError, match="no room for another file"),
        errors.translated(tmp_path / "x.db"),
    ):
        sqlite3.connect(tmp_path / "none" / "x.db")


# ------------------------------------------------------------------ a home that cannot be written


@pytest.mark.parametrize("is_killed", [False, True])
def test_a_home_that_cannot_be_written_can_be_looked_at(is_killed: bool) -> None:
    with everybodys_folder() as home:
        book = Logbook(home / "progress.db")
        review = book.answer("a")
        files = {path.name: path.read_bytes() for path in home.iterdir() if path.suffix != ".db-shm"}
        book.store.close()
        if is_killed:
            for name, content in files.items():
                (home / name).write_bytes(content)
        for path in home.iterdir():
            path.chmod(0o644)
        home.chmod(0o555)
        with as_nobody(), Store.open_to_read(book.path) as store:
            assert store.history(key("a")) == [review]
            read_everything(store)
            with Store.open_to_read(book.path) as second:
                assert second.history(key("a")) == [review]
        home.chmod(0o755)
