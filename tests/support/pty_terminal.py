"""The program as a user gets it: in a pseudo-terminal, its screen read through a terminal emulator."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

from tests.support.paths import ROOT

PATIENCE = 30.0
"""Seconds to wait for a text before the program counts as broken: a machine may be busy."""

SETTLED = 0.25
"""A screen that has not been painted on for so many seconds has settled. It is longer than the guard
that keeps a double tap from rating."""

RESTLESS = 2.0
"""A screen that goes on being painted for so many seconds has a clock on it."""

HELD = 0.6
"""A key that comes again within so many seconds counts as held down, with a margin."""

KEYS: Mapping[str, bytes] = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "space": b" ",
    "backspace": b"\x7f",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "ctrl+c": b"\x03",
    "ctrl+p": b"\x10",
    "ctrl+q": b"\x11",
    "ctrl+s": b"\x13",
    "ctrl+y": b"\x19",
    "f1": b"\x1bOP",
}


class _Screen(pyte.Screen):
    """pyte's screen, which takes the private forms of sequences that it does not know."""

    def report_device_status(self, mode: int = 0, **_: object) -> None:
        """Textual asks for reports that no test needs."""

    def select_graphic_rendition(self, *attributes: int, private: bool = False) -> None:
        """`CSI > 4 ; 1 m` sets how keys are reported, and no colour."""
        if not private:
            super().select_graphic_rendition(*attributes)


def _take_terminal() -> None:
    """Make standard input the controlling terminal, as a terminal's shell has it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class PtyTerminal:
    """`srm-quiz` with these words, in a terminal of its own; killed at the end of the `with` block.

    Unless it is a first start, the learner has chosen what to learn for.
    """

    def __init__(
        self,
        home: Path,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        environ: Mapping[str, str] | None = None,
        is_first_start: bool = False,
    ) -> None:
        settings = home / "settings.toml"
        if not is_first_start and not settings.exists():
            home.mkdir(parents=True, exist_ok=True)
            settings.write_text('exam = "all"\n', encoding="utf-8")
        self._screen = _Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._pressed: dict[str, float] = {}
        self._master, slave = pty.openpty()
        self._resize_line(columns, rows)
        inherited = {name: value for name, value in os.environ.items() if name not in ("EDITOR", "VISUAL")}
        self.before = termios.tcgetattr(slave)
        self._slave = slave
        self.process = subprocess.Popen(
            [sys.executable, "-m", "srm_quiz", "--home", str(home), *words],
            cwd=ROOT,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,
            env={**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(environ or {})},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.close()
        os.close(self._slave)

    # ------------------------------------------------------------------------ looking

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, *texts: str) -> str:
        """Wait until one of the texts stands on the screen; gives that one."""
        self._read_until(lambda: any(text in self.text for text in texts), f"none of {texts}")
        return next(text for text in texts if text in self.text)

    def wait_until_gone(self, text: str) -> None:
        """Wait until the text stands on the screen no more."""
        self._read_until(lambda: text not in self.text, f"{text!r} still")

    def settle(self, seconds: float = SETTLED) -> None:
        """Read until nothing has been painted for so long. A clock on the screen is not waited for."""
        deadline = time.monotonic() + seconds + RESTLESS
        while self._read(seconds) and time.monotonic() < deadline:
            pass

    def wait_for_exit(self) -> int:
        """Wait until the program has ended; gives its exit code, negative for a signal."""
        self._read_until(lambda: self.process.poll() is not None, "not ended")
        self.settle(0.05)
        return self.process.wait()

    @property
    def is_as_before(self) -> bool:
        """Whether the line echoes and edits as it did before the program started."""
        return termios.tcgetattr(self._slave) == self.before

    # ------------------------------------------------------------------------- acting

    def press(self, *keys: str) -> None:
        """Press keys, each on a screen that has settled, and none so fast after itself as if held down."""
        for key in keys:
            since = time.monotonic() - self._pressed.get(key, 0.0)
            self.settle(max(SETTLED, HELD - since))
            os.write(self._master, KEYS.get(key) or key.encode())
            self._pressed[key] = time.monotonic()

    def type(self, text: str) -> None:
        """Type a text in one go, on a screen that has settled."""
        self.settle()
        os.write(self._master, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a window manager does."""
        self._screen.reset()  # what stood there in the old size is no answer to the new one
        self._screen.resize(rows, columns)
        self._resize_line(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal, as `kill` does, on a screen that has settled."""
        self.settle()
        os.kill(self.process.pid, number)

    def wait_until_stopped(self) -> None:
        """Wait until a signal has stopped the program. What stood on the screen is wiped, as a shell does."""

        def is_stopped() -> bool:
            pid, status = os.waitpid(self.process.pid, os.WUNTRACED | os.WNOHANG)
            return pid != 0 and os.WIFSTOPPED(status)

        self._read_until(is_stopped, "not stopped")
        self.settle(0.05)
        self._screen.reset()

    def close(self) -> None:
        """Close the terminal's window, which hangs up on the program."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def _resize_line(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _read_until(self, is_so: Callable[[], bool], else_: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, f"{else_} within {PATIENCE:.0f} s:\n{self.text}"
            self._read(0.1)

    def _read(self, seconds: float) -> bool:
        """Take what comes within this time; whether anything came."""
        if self._master < 0:
            time.sleep(seconds)
            return False
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            painted = os.read(self._master, 65_536)
        except OSError:  # the other side has been closed, which is the end
            return False
        self._stream.feed(painted)
        return bool(painted)
