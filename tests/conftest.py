"""What many tests stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line in a home of its own."""
    return Shell(tmp_path, monkeypatch, capsys)
