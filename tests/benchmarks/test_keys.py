"""From a key to its frame: in the explorer and in sort, beside a bare Textual app that counts keys."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks.terminal import Terminal
from tests.benchmarks.timing import middle, p99

pytestmark = pytest.mark.benchmark

KEYS = 200
MEDIAN, P99 = 16.0, 33.0
"""Milliseconds: one frame at 60 Hz, and two."""

RIGHT = b"\x1b[C"

COUNTER = """
from textual.app import App
from textual.widgets import Static

class Counter(App):
    count = 0
    def compose(self):
        yield Static("ready")
    def on_key(self):
        self.count += 1
        self.query_one(Static).update(f"key {self.count}.")

Counter().run()
"""


def environ(home: Path) -> dict[str, str]:
    return {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "SRM_QUIZ_HOME": str(home)}


def tell(capsys: pytest.CaptureFixture[str], what: str, times: list[float], bare: list[float]) -> None:
    with capsys.disabled():
        print(
            f"\n{what}: key to frame {middle(times):.1f} ms median, {p99(times):.1f} ms p99; "
            f"a bare Textual app {middle(bare):.1f} and {p99(bare):.1f}"
        )
    assert middle(times) < MEDIAN
    assert p99(times) < P99


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> list[float]:
    home = tmp_path_factory.mktemp("bare")
    with Terminal([sys.executable, "-c", COUNTER], environ(home), columns=120, rows=40) as terminal:
        terminal.until(b"ready")
        terminal.quiet(0.5)
        return [terminal.press(b"x", f"key {n + 1}.".encode())[0] for n in range(KEYS)]


def test_the_explorer_answers_within_a_frame(
    tmp_path: Path, bare: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "srm_quiz", "explore"]
    with Terminal(command, environ(tmp_path), columns=120, rows=40) as terminal:
        terminal.until(b"1 of 44")
        terminal.quiet(0.5)
        times = []
        for number in range(KEYS):
            times.append(terminal.press(RIGHT, f"{(number + 1) % 44 + 1} of 44".encode())[0])
            terminal.quiet(0.02)
    tell(capsys, "explorer, the next service", times, bare)


def test_sort_answers_within_a_frame(
    tmp_path: Path, bare: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-m", "srm_quiz", "sort"]
    with Terminal(command, environ(tmp_path), columns=120, rows=40) as terminal:
        terminal.until(b"Whose is it?")
        terminal.quiet(0.3)
        terminal.press(b"\r", b"60 s")
        times = []
        while len(times) < KEYS:
            terminal.quiet(0.02)
            # Points where the answer was right, its reason and a way on where it was wrong.
            took, found = terminal.press(RIGHT, b"+", b"go on")
            times.append(took)
            if found == b"go on":
                terminal.press(b" ", b"AWS")
    tell(capsys, "sort, the next duty", times, bare)
