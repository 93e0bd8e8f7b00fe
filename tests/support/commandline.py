"""Commands run in one home, at a standing clock, and what they print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from srm_quiz.cli.commands import backup, import_, rebuild
from srm_quiz.cli.main import run
from srm_quiz.config import paths
from srm_quiz.study import study
from tests.support.transcripts import Act, Step, World, play

BROKEN = "title: Broken\ncards:\n  - {question: Who?, anwser: Oslo}\n  - {question: Where?, answer: Here}\n"
PROBLEM = "3:22: error[unknown-key] 'anwser' is not a key of a card"


class Shell:
    """Runs commands in a home with one deck. `out` and `err` are what the last one printed."""

    def __init__(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.world = World(folder / "home")
        self.home, self._capsys = self.world.home, capsys
        self.out = self.err = ""
        monkeypatch.delenv("SRM_QUIZ_HOME", raising=False)
        monkeypatch.setattr(paths, "_bundled_decks", lambda: self.home / "bundled")
        for module in (study, backup, import_, rebuild):
            monkeypatch.setattr(module, "system_clock", self.world.clock)
        for opens in (study.Study.open, study.Study.open_to_read):
            defaults = opens.__func__.__kwdefaults__  # type: ignore[attr-defined]
            monkeypatch.setitem(defaults, "clock", self.world.clock)

    def __call__(self, *words: str | Path) -> int:
        try:
            return run(["--home", str(self.home), *map(str, words)])
        except SystemExit as stopped:  # argparse's way of ending
            assert isinstance(stopped.code, int)
            return stopped.code
        finally:
            self.out, self.err = self._capsys.readouterr()

    def json(self, *words: str | Path) -> Any:
        """What the command prints, read as JSON."""
        self(*words)
        return json.loads(self.out)

    def lines(self, *words: str | Path) -> list[str]:
        """What the command prints, line by line."""
        self(*words)
        return self.out.splitlines()

    def learn(self, *acts: Act, sitting: str = "sitting") -> None:
        """A sitting in which this is done."""
        with self.world.open(sitting=sitting) as opened:
            play(opened, self.world.clock, [Step(act) for act in acts])

    def own_deck(self, text: str, name: str = "mine.yaml") -> Path:
        """A deck of the learner's own."""
        path = self.home / "decks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def files(self) -> set[str]:
        """What is in the home besides decks and their cache."""
        return {path.name for path in self.home.iterdir()} - {"bundled", "cache", "decks"}
