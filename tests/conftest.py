"""What many tests stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Shell
from tests.transcripts import World


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line in a home of its own."""
    return Shell(tmp_path, monkeypatch, capsys)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A home with the deck of every kind."""
    return World(tmp_path / "home")
