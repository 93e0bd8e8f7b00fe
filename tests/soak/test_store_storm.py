"""Two programs answer while a third renames, replaces and deletes the progress file: no answer is lost."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.soak.test_store_kill import LEARNER
from tests.support.logbook import Logbook
from tests.support.paths import ROOT

pytestmark = pytest.mark.soak

SECONDS = int(os.environ.get("SRM_QUIZ_SECONDS", "600"))


def learner(home: Path, number: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LEARNER, str(home), str(number)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def disturb(chance: random.Random, path: Path, other: Path, kept: Path) -> str:
    """What another program does to the file; what it takes away goes into the folder `kept`."""
    kept.mkdir(parents=True)
    match chance.choice(
        ("move", "move with its log", "replace", "delete the log", "copy in place", "nothing")
    ):
        case "move" as what:
            path.rename(kept / "moved.db")
        case "move with its log" as what:
            for part in path.parent.glob("progress.db*"):
                part.rename(kept / part.name)
        case "replace" as what:
            shutil.copy(path, kept / "replaced.db")
            shutil.copy(other, kept / "new.db")
            (kept / "new.db").replace(path)
        case "delete the log" as what:
            path.with_name("progress.db-wal").unlink(missing_ok=True)
        case "copy in place" as what:
            shutil.copy(path, kept / "copy.db")
            (kept / "copy.db").replace(path)
        case what:
            pass
    return what


def ids(folder: Path) -> set[str]:
    """Every review and mark in any progress file of the folder, however deep."""
    found: set[str] = set()
    for path in folder.rglob("*.db"):
        try:
            with closing(sqlite3.connect(path)) as db:
                found |= {
                    row[0] for row in db.execute("SELECT id FROM reviews UNION ALL SELECT id FROM marks")
                }
        except sqlite3.DatabaseError:
            continue  # a copy that the disturber made in the middle of a write
    return found


def test_whatever_becomes_of_the_file_every_answer_is_in_one_that_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(2026)
    other = Logbook(tmp_path / "elsewhere" / "progress.db")
    other.answer("there")
    other.store.close()
    until = time.monotonic() + SECONDS
    rounds = answers = 0
    while time.monotonic() < until:
        rounds += 1
        home = tmp_path / f"home-{rounds}"
        home.mkdir()
        path = home / "progress.db"
        learners = [learner(home, number) for number in range(2)]
        said = []
        try:
            for one in learners:
                assert one.stdout is not None
                said.append(one.stdout.readline())
            what = disturb(chance, path, other.path, tmp_path / "kept" / f"{rounds}")
            for one in learners:
                try:
                    one.wait(timeout=chance.uniform(0.2, 1.0))
                except subprocess.TimeoutExpired:
                    one.kill()
        finally:
            outputs = [one.communicate() for one in learners]
        for first, (rest, errors) in zip(said, outputs, strict=True):
            told = [line for line in (first + rest[: rest.rfind("\n") + 1]).splitlines() if line[:1] == "+"]
            last = errors.strip().splitlines()[-1:]
            assert not last or last[0].startswith("srm_quiz.store.errors."), errors
            stored = {line[2:] for line in told}
            kept = ids(home) | ids(tmp_path / "kept" / f"{rounds}")
            assert stored <= kept, f"round {rounds}, {what}: lost {sorted(stored - kept)}"
            answers += len(stored)
        shutil.rmtree(home)
    with capsys.disabled():
        print(f"\n{rounds} rounds of two programs and a third: {answers:,} answers and marks, none lost")
