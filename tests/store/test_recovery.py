"""A log that a killed program left behind is read into its own file, and into no other."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from srm_quiz.domain.cards import CardKey
from srm_quiz.store.errors import StoreForeignLogError
from srm_quiz.store.recovery import is_open_elsewhere
from srm_quiz.store.store import Store
from tests.support.logbook import POLICY, Logbook
from tests.support.paths import ROOT
from tests.support.worlds import Clock, key

WAL = "progress.db-wal"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "living" / "progress.db")
    yield book
    book.store.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "killed").mkdir()
    return tmp_path / "killed"


def kill(book: Logbook, home: Path) -> Path:
    """The files as they are when the program is killed now, in a home of their own."""
    for name in ("progress.db", WAL):
        shutil.copy(book.path.with_name(name), home / name)
    return home / "progress.db"


def opened(path: Path) -> list[CardKey]:
    """The answers that the program finds when it starts, in a sound file."""
    with Store.open(path, now=Clock()()) as store:
        found = [review.card for review in store.reviews()]
        assert store.rebuild(POLICY).changed == 0
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return found


def answer(book: Logbook, count: int, name: str = "card") -> list[CardKey]:
    return [book.answer(f"{name}-{number}").card for number in range(count)]


def checkpoint(book: Logbook) -> None:
    with closing(sqlite3.connect(book.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_killed_programs_log_is_read(book: Logbook, home: Path) -> None:
    given = answer(book, 30)
    assert opened(kill(book, home)) == given


def test_a_log_is_not_read_into_another_file_put_in_the_place_of_its_own(book: Logbook, home: Path) -> None:
    answer(book, 30)
    path = kill(book, home)
    log = (home / WAL).read_bytes()
    other = Logbook(home / "other" / "progress.db")
    theirs = answer(other, 3, "other")
    other.store.close()
    other.path.replace(path)
    with pytest.raises(StoreForeignLogError, match="Start srm-quiz again") as told:
        opened(path)
    assert told.value.aside.read_bytes() == log
    assert told.value.exit_code == 3
    assert opened(path) == theirs


@pytest.mark.parametrize("more", [1, 40])
def test_an_older_state_of_the_same_file_keeps_all_its_answers(book: Logbook, home: Path, more: int) -> None:
    """The log may make it whole again, or be put aside: what the file itself holds is there either way."""
    given = answer(book, 30)
    checkpoint(book)
    older = book.path.read_bytes()
    given += answer(book, more, "more")
    checkpoint(book)
    given += answer(book, 1, "last")
    path = kill(book, home)
    path.write_bytes(older)
    try:
        found = opened(path)
    except StoreForeignLogError:
        found = opened(path)
    assert found[:30] == given[:30]


def test_a_newer_state_of_the_same_file_from_another_machine_keeps_all_its_answers(
    book: Logbook, home: Path
) -> None:
    answer(book, 30)
    checkpoint(book)
    elsewhere = home / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(book.path, elsewhere / "progress.db")
    other = Logbook(elsewhere / "progress.db")
    theirs = [review.card for review in other.store.reviews()]
    other._numbers = iter(range(1000, 2000))  # type: ignore[assignment]
    theirs += answer(other, 5, "other")
    other.store.close()
    answer(book, 5, "here")
    path = kill(book, home)
    other.path.replace(path)
    with pytest.raises(StoreForeignLogError):
        opened(path)
    assert opened(path) == theirs


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_log_whose_file_is_gone_is_kept(book: Logbook, home: Path, is_empty: bool) -> None:
    answer(book, 3)
    path = kill(book, home)
    log = (home / WAL).read_bytes()
    path.unlink()
    if is_empty:
        path.touch()
    with pytest.raises(StoreForeignLogError) as told:
        opened(path)
    assert told.value.aside.read_bytes() == log
    assert opened(path) == []


def test_a_log_torn_by_the_crash_is_read_as_far_as_it_is_whole(book: Logbook, home: Path) -> None:
    given = answer(book, 30)
    path = kill(book, home)
    whole = (home / WAL).read_bytes()
    (home / WAL).write_bytes(whole[: len(whole) * 2 // 3])
    found = opened(path)
    assert 0 < len(found) < 30 and found == given[: len(found)]


# ------------------------------------------------------------------ beside other programs


HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from srm_quiz.store.store import Store
store = Store.open(Path(sys.argv[1]), now=datetime.now(UTC))
print("open", flush=True)
sys.stdin.read()
"""


def test_a_file_that_another_program_has_open_is_known_to_be(book: Logbook) -> None:
    book.answer("a")
    book.store.close()
    command = [sys.executable, "-c", HOLDER, str(book.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == b"open\n"
        assert is_open_elsewhere(book.path)
        other.stdin.close()
        other.wait()
    assert not is_open_elsewhere(book.path)
    book.reopen()


def test_looking_at_the_file_a_second_time_keeps_the_locks_of_the_first(book: Logbook) -> None:
    """POSIX drops a process's locks on a file once it closes any descriptor of it: then another program would
    take itself for the last one, and delete the log that this one writes to."""
    book.answer("a")
    with Store.open_to_read(book.path) as second:
        assert set(second.progress()) == {key("a")}
    with Store.open(book.path, now=book.clock()):
        pass
    look = (
        "import sys; from pathlib import Path; from srm_quiz.store.recovery import is_open_elsewhere;"
        "print(is_open_elsewhere(Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(book.path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "True\n"
