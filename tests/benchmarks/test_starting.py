"""Starting: the home screen against a bare Textual app, `status` against a bare import."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.conftest import Report
from tests.benchmarks.timing import in_turn, middle

pytestmark = pytest.mark.benchmark

BARE_APP = """
from textual.app import App
from textual.widgets import Footer, Header

class Bare(App):
    TITLE = "bare app"
    def compose(self):
        yield Header()
        yield Footer()

Bare().run()
"""


def until_shown(command: list[str], text: bytes, environ: dict[str, str]) -> None:
    """Run the command in a terminal of its own until it has painted `text`, then end it."""
    master, slave = pty.openpty()
    import fcntl
    import struct
    import termios

    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    running = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environ)
    os.close(slave)
    seen = b""
    deadline = time.monotonic() + 20
    while text not in seen:
        assert time.monotonic() < deadline, f"{text!r} was not painted: {seen[-500:]!r}"
        if select.select([master], [], [], 0.5)[0]:
            seen += os.read(master, 65_536)
    running.kill()
    running.wait()
    os.close(master)


def surroundings(home: Path) -> dict[str, str]:
    """What a learner's program starts in: modules that were compiled when they were installed."""
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "SRM_QUIZ_HOME": str(home)}
    compiles_nothing = "PYTHONDONTWRITEBYTECODE"
    return {name: value for name, value in os.environ.items() if name != compiles_nothing} | own


def test_the_home_screen_is_painted(tmp_path: Path, report: Report) -> None:
    environ = surroundings(tmp_path)
    home = [sys.executable, "-m", "srm_quiz"]
    bare = [sys.executable, "-c", BARE_APP]
    until_shown(home, b"Start drilling", environ)  # the first start makes the store and the cache
    mine, theirs = in_turn(
        lambda: until_shown(home, b"Start drilling", environ),
        lambda: until_shown(bare, b"bare app", environ),
        rounds=11,
    )
    report("launch to the painted home screen", middle(mine), "bare Textual app", middle(theirs), 1.5)


def test_status_is_fit_for_a_shell_prompt(tmp_path: Path, report: Report) -> None:
    environ = surroundings(tmp_path)

    def status() -> None:
        command = [sys.executable, "-m", "srm_quiz", "status", "--short"]
        subprocess.run(command, env=environ, check=True, capture_output=True)

    def peer() -> None:
        subprocess.run([sys.executable, "-c", "import sqlite3"], check=True)

    status()  # the first call fills the deck cache
    mine, theirs = in_turn(status, peer, rounds=21)
    report("srm-quiz status", middle(mine), "import sqlite3", middle(theirs), 4.0)
