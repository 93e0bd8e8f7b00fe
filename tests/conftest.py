"""What many tests stand on."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.commandline import Shell
from tests.support.editors import editor as editor
from tests.support.editors import terminal as terminal
from tests.support.transcripts import World

# Most of what a run holds lives as long as the run: looking for garbage among it, as often as Python
# does by itself, takes a sixth of the time.
gc.set_threshold(100_000, 50, 1000)

MEMORY = Path("/dev/shm")
"""A disk that does not have to turn for every answer that is made durable."""


def pytest_configure() -> None:
    """Homes are made in memory where that is to be had, and a temporary folder is not asked for."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


settings.register_profile("suite", settings.get_profile("ci"), max_examples=30)


@pytest.fixture(scope="session", autouse=True)
def quick_screens(request: pytest.FixtureRequest) -> Iterator[None]:
    """Screens that do nothing twice that no test looks at; where there is no test of a screen, nothing."""
    with ExitStack() as stack:
        if any("asyncio" in item.keywords for item in request.session.items):
            from tests.support.frames import frames_painted_when_looked_at, styles_read_once

            stack.enter_context(styles_read_once())
            stack.enter_context(frames_painted_when_looked_at())
        yield


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line in a home of its own."""
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A home with the deck of every kind."""
    return World(tmp_path / "home")
