"""A terminal for measuring: a program runs in it, keys go in, and what it paints comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

PATIENCE = 20.0
"""Seconds to wait for a text before the program counts as broken."""


class Terminal:
    """A program in a terminal of its own, killed at the end."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, columns: int = 80, rows: int = 24
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._program = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ))
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        self._program.wait()
        os.close(self._master)

    def until(self, *texts: bytes) -> bytes:
        """Read until the program has painted one of the texts; gives that one."""
        seen = b""
        deadline = time.monotonic() + PATIENCE
        while True:
            for text in texts:
                if text in seen:
                    return text
            assert time.monotonic() < deadline, f"{texts!r} was not painted: {seen[-500:]!r}"
            if select.select([self._master], [], [], 0.5)[0]:
                seen += os.read(self._master, 65_536)

    def quiet(self, seconds: float = 0.05) -> None:
        """Read until nothing has been painted for so long."""
        while select.select([self._master], [], [], seconds)[0]:
            os.read(self._master, 65_536)

    def press(self, key: bytes, *texts: bytes) -> tuple[float, bytes]:
        """Press a key; the milliseconds until one of the texts is painted, and which."""
        start = time.perf_counter()
        os.write(self._master, key)
        found = self.until(*texts)
        return (time.perf_counter() - start) * 1000, found
