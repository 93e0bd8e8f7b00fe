"""Progress files damaged in every way: no traceback, and nothing lost that a backup or the log still held."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from srm_quiz.store import backups
from srm_quiz.store.errors import StoreError, StoreForeignLogError
from srm_quiz.store.recovery import readable_rows
from srm_quiz.store.restore import restore
from srm_quiz.store.store import Store
from tests.store.test_damage import read_everything
from tests.support.logbook import POLICY, Logbook
from tests.support.worlds import Clock, key

pytestmark = pytest.mark.soak

ROUNDS = int(os.environ.get("SRM_QUIZ_ROUNDS", "5000"))

Mutation = Callable[[random.Random, Path, Path], None]


def flip_bits(chance: random.Random, path: Path, other: Path) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 3, 30))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(chance: random.Random, path: Path, other: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def zero_a_page(chance: random.Random, path: Path, other: Path) -> None:
    content = bytearray(path.read_bytes())
    at = 4096 * chance.randrange(max(1, len(content) // 4096))
    content[at : at + 4096] = bytes(4096)
    path.write_bytes(content[: path.stat().st_size])


def swap_two_pages(chance: random.Random, path: Path, other: Path) -> None:
    content = path.read_bytes()
    pages = [content[at : at + 4096] for at in range(0, len(content), 4096)]
    if len(pages) > 2:
        one, two = chance.sample(range(1, len(pages)), 2)
        pages[one], pages[two] = pages[two], pages[one]
    path.write_bytes(b"".join(pages))


def swap_the_log(chance: random.Random, path: Path, other: Path) -> None:
    shutil.copy(other.with_name("progress.db-wal"), path.with_name("progress.db-wal"))


def swap_the_file(chance: random.Random, path: Path, other: Path) -> None:
    shutil.copy(other, path)


def remove_the_log(chance: random.Random, path: Path, other: Path) -> None:
    path.with_name("progress.db-wal").unlink(missing_ok=True)


def change_the_schema(chance: random.Random, path: Path, other: Path) -> None:
    statements = [
        "CREATE TRIGGER evil BEFORE INSERT ON reviews BEGIN SELECT RAISE(IGNORE); END",
        "CREATE VIEW evil AS SELECT * FROM reviews",
        "CREATE TABLE evil (x)",
        *(f"DROP TABLE {name}" for name in ("meta", "days", "progress", "tallies", "links", "wordings")),
        "DROP VIEW graded",
        "DROP TRIGGER reviews_counted",
        "ALTER TABLE progress ADD COLUMN evil TEXT",
    ]
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(chance.choice(statements))


def damage_the_log(chance: random.Random, path: Path, other: Path) -> None:
    chance.choice((flip_bits, cut))(chance, path.with_name("progress.db-wal"), other)


MUTATIONS: list[Mutation] = [
    flip_bits,
    flip_bits,
    cut,
    zero_a_page,
    swap_two_pages,
    swap_the_log,
    swap_the_file,
    remove_the_log,
    change_the_schema,
    damage_the_log,
]


def killed_home(folder: Path, answers: int, name: str) -> list[str]:
    """A home as a killed program leaves it: a backup, a file, and a log with the newest answers."""
    book = Logbook(folder / "living" / "progress.db")
    given = [book.answer(f"{name}-{number % 23}").id for number in range(answers)]
    book.clock.advance(days=1)
    book.reopen()
    given += [book.answer(f"{name}-later-{number}").id for number in range(25)]
    home = folder / "killed"
    shutil.copytree(book.path.parent, home)
    home.joinpath("progress.db-shm").unlink(missing_ok=True)
    book.store.close()
    return given


def ids(path: Path) -> set[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return {name for (name,) in db.execute("SELECT id FROM reviews")}


def test_a_damaged_progress_file_is_reported_and_nothing_is_lost_that_is_still_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours = killed_home(tmp_path / "ours", 200, "ours")
    killed_home(tmp_path / "theirs", 150, "theirs")
    other = tmp_path / "theirs" / "killed" / "progress.db"
    outcomes: Counter[str] = Counter()
    for number in range(ROUNDS):
        chance = random.Random(number)
        home = tmp_path / "home"
        shutil.copytree(tmp_path / "ours" / "killed", home)
        path = home / "progress.db"
        mutation = chance.choice(MUTATIONS)
        if chance.random() < 0.5 and mutation in (flip_bits, cut, zero_a_page, swap_two_pages):
            Store.open(path, now=Clock()()).close()  # a file that was closed as it should be, without a log
        mutation(chance, path, other)
        there = {row[0] for row in readable_rows(path, "reviews", ["id"])}
        outcome = used_or_restored(path, there & set(ours), number)
        outcomes[f"{mutation.__name__}: {outcome}"] += 1
        shutil.rmtree(home)
    with capsys.disabled():
        print(f"\n{ROUNDS} damaged files")
        for name, count in sorted(outcomes.items()):
            print(f"{count:6,} {name}")


def used_or_restored(path: Path, there: set[str], number: int) -> str:
    """Use the file as the program does; where it refuses, go on from the newest backup."""
    backup = next(iter(backups.list_backups(path.parent / "backups")))
    outcome = "used"
    for _ in range(2):
        try:
            use(path)
            break
        except StoreForeignLogError:
            outcome = "log put aside"
            there = ids(path)
        except StoreError:
            outcome = "restored"
            there |= ids(backup)
            restored = restore(backup, path)
            if restored and not restored.was_sound:
                with Store.open(path, now=Clock()()) as store:
                    store.salvage(restored.aside, POLICY)
            outcome += " with what was left" if ids(path) > ids(backup) else ""
    else:
        use(path)
    if outcome != "used":
        lost = there - ids(path)
        assert not lost, f"round {number}: {len(lost)} answers lost, {outcome}"
    return outcome


def use(path: Path) -> None:
    with Store.open_to_read(path) as store:
        read_everything(store)
    with Store.open(path, now=Clock()()) as store:
        read_everything(store)
        store.rebuild(POLICY)
        known = len(list(store.reviews()))
        store.relearn(key("another"), Clock().moment)
        assert len(list(store.reviews())) == known
