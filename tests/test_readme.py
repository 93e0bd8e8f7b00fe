"""The README: what it promises is so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from srm_quiz.config import paths, settings
from srm_quiz.tui.commands.base import all_commands
from srm_quiz.tui.keymap import display
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text()
FENCES = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def fenced(language: str) -> list[str]:
    return [text for named, text in FENCES if named == language]


def test_there_is_one_command_to_start_and_one_to_test() -> None:
    """Each is one line that makes its own environment, so that it can be pasted into any shell."""
    start, test = fenced("sh")
    for command in (start, test):
        assert command.count("\n") == 1
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert start.endswith("&& .venv/bin/srm-quiz\n")
    assert test.endswith("&& .venv/bin/pytest -n auto\n")


def test_the_checks_run_the_command_that_the_readme_gives() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    extraction = re.search(r"^command=\$\((grep .*)\)$", script, re.MULTILINE)
    assert extraction
    run = subprocess.run(["bash", "-c", extraction[1]], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout == fenced("sh")[1]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_what_the_commands_install_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "srm-quiz" in project["scripts"]
    assert any(one.startswith("pytest>") for one in project["optional-dependencies"]["dev"])
    assert project["readme"] == "README.md"
    least = project["requires-python"].removeprefix(">=")
    assert f"Python {least} or newer" in README


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`(srm-quiz [^`]+)`", README))))
def test_every_command_it_names_exists(command: str) -> None:
    words = shlex.split(command)[1:]
    run = subprocess.run(
        [sys.executable, "-m", "srm_quiz", *words, "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("target", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_file_it_links_to_is_there(target: str) -> None:
    assert target.startswith("https://") or (ROOT / target).exists()


def test_its_settings_are_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    (text,) = fenced("toml")
    file.write_text(text)
    found, problems = settings.load(file)
    assert not list(problems)
    assert found != settings.Settings()


def test_its_deck_is_a_deck(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    (text,) = fenced("yaml")
    file.write_text(text)
    run = subprocess.run(
        [sys.executable, "-m", "srm_quiz", "--home", tmp_path, "check", file],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout == "1 deck, 3 cards, no problems\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the other columns are the platforms' own")
def test_things_are_where_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("DATA", "CONFIG"):
        monkeypatch.delenv(f"XDG_{kind}_HOME", raising=False)
    found = paths.find(None, {})
    for place in (found.data, found.user_decks, found.settings_file):
        assert f"`~/{place.relative_to(Path.home())}`" in README


def test_it_says_whose_the_marks_are() -> None:
    words = " ".join(README.split())
    assert "neither made nor endorsed by Amazon" in words
    assert "are trademarks of Amazon.com, Inc. or its affiliates" in words


def test_it_fits_on_a_few_screens() -> None:
    assert len(README.splitlines()) <= 150
    assert max(len(line) for line in README.splitlines()) <= 130


def test_its_keys_are_those_of_the_commands() -> None:
    """Each `key` word pair of the table is a command with that key as its first or second."""
    table = README[README.index("### Keys") : README.index("Each of them can be another one")]
    named = {
        (key, word)
        for key, word in re.findall(r"`(\S+)` (\w+)", table)
        if key != "↓"  # a card's own: where there are layers to go through, down goes down
        if any(command.label.split()[-1].casefold() == word.casefold() for command in all_commands())
    }
    assert len(named) >= 18
    for key, word in named:
        keys = [
            display(one).replace("^", "ctrl+")
            for command in all_commands()
            if command.label.split()[-1].casefold() == word.casefold()
            for one in command.keys
        ]
        assert key in keys, f"`{key}` is no key of '{word}': {keys}"
