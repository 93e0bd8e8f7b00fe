"""An editor that runs a script of the test, and a person at a terminal."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from srm_quiz.cli import editing
from srm_quiz.cli.commands import new


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that records its arguments and runs the Python code in `does` on the file."""
    script = tmp_path / "bin" / "vi"
    script.parent.mkdir()
    script.write_text(
        f"#!{sys.executable} -S\nimport sys, pathlib\nhere = pathlib.Path(sys.argv[0])\n"
        "here.with_name('said').write_text('\\n'.join(sys.argv[1:]))\n"
        "file = pathlib.Path(sys.argv[-1])\ndoes = here.with_name('does')\n"
        "exec(does.read_text()) if does.exists() else None\n",
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(script))
    return script


def said(editor: Path) -> list[str]:
    return editor.with_name("said").read_text(encoding="utf-8").splitlines()


def does(editor: Path, script: str) -> None:
    editor.with_name("does").write_text(script, encoding="utf-8")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A person at a terminal who types these lines when asked, and then leaves."""
    typed: list[str] = []

    def reads() -> str:
        if not typed:
            raise EOFError
        return typed.pop(0)

    monkeypatch.setattr(editing, "is_interactive", lambda: True)
    monkeypatch.setattr(new, "is_interactive", lambda: True)
    monkeypatch.setattr("builtins.input", reads)
    return typed
