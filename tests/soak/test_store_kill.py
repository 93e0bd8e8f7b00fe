"""The program is killed at random moments, or the disk fills up under it: no answer is lost."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from srm_quiz.store.errors import StoreFullError
from srm_quiz.store.store import Store
from tests.support.logbook import POLICY, Logbook
from tests.support.paths import ROOT
from tests.support.worlds import Clock

pytestmark = pytest.mark.soak

ROUNDS = int(os.environ.get("SRM_QUIZ_ROUNDS", "200"))

LEARNER = '''
"""Answers, undoes and buries for ever; says of each what was stored, once the next card is drawn."""
import random, sys
from datetime import datetime, timedelta
from pathlib import Path
from srm_quiz.domain import session as machine
from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.study.clock import system_clock
from srm_quiz.study.study import Study

home, number = Path(sys.argv[1]), int(sys.argv[2])
chance = random.Random(number)
days = 40 * number
study = Study.open(
    find(home, {}),
    Settings(daily_goal=9999),
    clock=lambda: system_clock() + timedelta(days=days),
)
session = study.start()
while True:
    if session.phase is not machine.Phase.ASKING:
        days += 1
        session = study.start()
        continue
    done = session.done
    act = chance.random()
    if act < 0.15 and done:
        session = study.send(machine.Undo())
        print("-", done[-1][0].id, flush=True)
        continue
    if act < 0.2:
        session = study.send(machine.Bury())
    else:
        session = study.send(machine.Reveal())
        session = study.send(machine.Rate(chance.choice(session.revealed.allowed)))
    print("+", session.done[-1][0].id, flush=True)
'''


def killed_learner(home: Path, number: int, chance: random.Random) -> list[tuple[str, str]]:
    """Start a learner, kill it at a moment of chance; gives what it said was stored."""
    command = [sys.executable, "-c", LEARNER, str(home), str(number)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as learner:
        assert learner.stdout is not None
        first = ""
        if chance.random() < 0.85:
            first = learner.stdout.readline()
            assert first, f"the learner stopped by itself in round {number}"
        try:
            learner.wait(timeout=chance.uniform(0, 0.5))
        except subprocess.TimeoutExpired:
            learner.kill()
        said = first + learner.stdout.read()
    # The kill may have cut the last line short: what it says had not reached the learner's eye.
    whole = said[: said.rfind("\n") + 1]
    return [(line[0], line[2:]) for line in whole.splitlines()]


def test_killed_at_any_moment_the_program_has_kept_every_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(2026)
    path = tmp_path / "progress.db"
    stored: set[str] = set()
    retracted: set[str] = set()
    began = time.monotonic()
    for number in range(ROUNDS):
        for sign, identity in killed_learner(tmp_path, number, chance):
            (stored if sign == "+" else retracted).add(identity)
        if not path.exists():
            continue
        with Store.open(path, now=Clock()()) as store:
            before = store.progress()
            assert store.rebuild(POLICY).changed == 0
            assert store.progress() == before
        with sqlite3.connect(path) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            there = {row[0] for row in db.execute("SELECT id FROM reviews UNION ALL SELECT id FROM marks")}
            gone = {row[0] for row in db.execute("SELECT retracted FROM retractions")}
        db.close()
        assert stored <= there, f"lost in round {number}: {sorted(stored - there)}"
        assert retracted <= gone, f"undone but back in round {number}: {sorted(retracted - gone)}"
    with capsys.disabled():
        print(
            f"\n{ROUNDS} kills in {time.monotonic() - began:.0f} s: {len(stored)} answers and marks, "
            f"{len(retracted)} undone, none lost"
        )


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of one megabyte."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(mounted)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root may mount a small disk")
    return mounted


def test_on_a_disk_that_fills_up_every_answer_given_is_kept(small_disk: Path) -> None:
    book: Logbook | None = None
    try:
        ballast = small_disk / "ballast"
        ballast.write_bytes(bytes(300_000))
        book = Logbook(small_disk / "progress.db", Clock())
        written = []
        with pytest.raises(StoreFullError, match="make room and try again"):
            while True:
                written.append(book.answer(f"card-{len(written)}"))
        assert len(written) > 20
        assert list(book.store.reviews()) == written
        ballast.unlink()
        written.append(book.answer(f"card-{len(written)}"))
        assert list(book.reopen().reviews()) == written
        assert book.store.rebuild(POLICY).changed == 0
    finally:
        if book:
            book.store.close()
        subprocess.run(["umount", str(small_disk)], check=True)
