"""The progress file is deleted, moved or replaced while it is open: nothing is lost on either side."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from srm_quiz.store.errors import StoreError, StoreMovedError
from srm_quiz.store.restore import restore
from srm_quiz.store.store import Store
from tests.support.logbook import POLICY, Logbook
from tests.support.worlds import Clock, key


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def book(home: Path) -> Iterator[Logbook]:
    book = Logbook(home / "progress.db")
    yield book
    with suppress(StoreError):
        book.store.close()


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A progress file of another machine, with one answer, as a program that syncs folders would bring it."""
    book = Logbook(tmp_path / "elsewhere" / "progress.db")
    book.answer("there")
    book.store.close()
    return book.path


def answers(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [card for (card,) in db.execute("SELECT card FROM reviews ORDER BY seq")]


def saved(folder: Path) -> list[Path]:
    return sorted(folder.glob("progress-saved-*.db"))


def delete(path: Path, other: Path) -> None:
    path.unlink()


def delete_with_its_log(path: Path, other: Path) -> None:
    for file in path.parent.glob("progress.db*"):
        file.unlink()


def delete_the_folder(path: Path, other: Path) -> None:
    shutil.rmtree(path.parent)


def delete_the_log(path: Path, other: Path) -> None:
    path.with_name("progress.db-wal").unlink()


def move_away(path: Path, other: Path) -> None:
    path.rename(path.with_name("progress.old"))


def replace(path: Path, other: Path) -> None:
    other.replace(path)


def replace_by_a_copy_of_itself(path: Path, other: Path) -> None:
    shutil.copy(path, other)
    other.replace(path)


HAPPENINGS = [
    delete,
    delete_with_its_log,
    delete_the_folder,
    delete_the_log,
    move_away,
    replace,
    replace_by_a_copy_of_itself,
]
Happening = Callable[[Path, Path], None]


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_no_answer_goes_into_a_file_that_is_no_longer_there(
    book: Logbook, other: Path, happening: Happening
) -> None:
    given = [book.answer(name).card for name in "abc"]
    happening(book.path, other)
    for name in "de":
        with pytest.raises(StoreMovedError, match="deleted, moved or replaced") as refused:
            book.store.write([book.review(name)])
    assert refused.value.exit_code == 3
    (copy,) = saved(book.path.parent)
    assert str(copy) in str(refused.value)
    assert answers(copy) == given
    book.store.close()
    with Store.open(copy, now=book.clock()) as store:
        assert store.rebuild(POLICY).changed == 0


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_was_answered_is_saved_though_nothing_more_is_written(
    book: Logbook, other: Path, happening: Happening
) -> None:
    given = [book.answer(name).card for name in "abc"]
    happening(book.path, other)
    with pytest.raises(StoreMovedError):
        book.store.close()
    (copy,) = saved(book.path.parent)
    assert answers(copy) == given


@pytest.mark.parametrize("is_written", [True, False])
def test_a_file_put_in_the_place_of_the_open_one_stays_as_it_came(
    book: Logbook, other: Path, is_written: bool
) -> None:
    book.answer("a")
    content = other.read_bytes()
    other.replace(book.path)
    with pytest.raises(StoreMovedError):
        if is_written:
            book.answer("b")
        book.store.close()
    with suppress(StoreError):
        book.store.close()
    assert book.path.read_bytes() == content
    with Store.open(book.path, now=Clock()()) as store:
        assert [review.card for review in store.reviews()] == [key("there")]
    assert answers(book.path) == [key("there")]


def test_a_link_led_to_another_file_is_noticed(tmp_path: Path, other: Path) -> None:
    target, link = tmp_path / "disk" / "progress.db", tmp_path / "home" / "progress.db"
    Logbook(target).store.close()
    link.parent.mkdir()
    link.symlink_to(target)
    book = Logbook(link)
    given = book.answer("a").card
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(StoreMovedError):
        book.answer("b")
    book.store.close()
    assert answers(other) == [key("there")]
    assert answers(saved(link.parent)[0]) == [given]


def test_an_answer_written_while_the_file_was_replaced_is_reported_and_saved(
    book: Logbook, other: Path
) -> None:
    with pytest.raises(StoreMovedError), book.store._database.transaction():
        other.replace(book.path)
        book.store._database.execute("INSERT INTO meta VALUES ('late', 'here')")
    (copy,) = saved(book.path.parent)
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT value FROM meta WHERE name = 'late'").fetchone() == ("here",)


def test_what_is_saved_never_replaces_what_was_saved_before(home: Path) -> None:
    for name in "ab":
        book = Logbook(home / "progress.db")
        book.answer(name)
        book.path.unlink()
        with pytest.raises(StoreMovedError):
            book.store.close()
    assert [answers(path) for path in saved(home)] == [[key("a")], [key("b")]]


def test_where_nothing_can_be_saved_it_is_said_and_tried_again(
    book: Logbook, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = book.answer("a").card
    shutil.rmtree(home)
    home.write_text("a file in the way of the folder", encoding="utf-8")
    with pytest.raises(StoreMovedError, match="could not be saved"):
        book.answer("b")
    home.unlink()
    with pytest.raises(StoreMovedError, match="safe in"):
        book.answer("b")
    assert answers(saved(home)[0]) == [given]


def test_going_on_from_what_was_saved_loses_nothing(book: Logbook) -> None:
    given = [book.answer(name).card for name in "ab"]
    book.path.unlink()
    with pytest.raises(StoreMovedError):
        book.store.close()
    restore(saved(book.path.parent)[0], book.path)
    assert answers(book.path) == given
