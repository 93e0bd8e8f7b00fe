"""Locations: one folder where asked for, the platform's folders otherwise, nothing created."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from srm_quiz.config import paths
from srm_quiz.config.paths import find
from tests.support.paths import ROOT


def test_home_keeps_everything_in_one_folder(tmp_path: Path) -> None:
    found = find(tmp_path, {})
    assert found.progress_file == tmp_path / "progress.db"
    assert found.backups == tmp_path / "backups"
    assert found.settings_file == tmp_path / "settings.toml"
    assert found.user_decks == tmp_path / "decks"
    assert found.cache == tmp_path / "cache"


def test_the_variable_says_what_the_option_says(tmp_path: Path) -> None:
    assert find(None, {"SRM_QUIZ_HOME": str(tmp_path)}) == find(tmp_path, {})


def test_the_option_wins_over_the_variable(tmp_path: Path) -> None:
    assert find(tmp_path / "a", {"SRM_QUIZ_HOME": str(tmp_path / "b")}).data == tmp_path / "a"


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(None, {"SRM_QUIZ_HOME": ""}) == find(None, {})


def test_a_relative_home_is_fixed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(Path("study"), {}).data == tmp_path / "study"


def test_a_tilde_is_the_users_own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find(None, {"SRM_QUIZ_HOME": "~/srm"}).data == tmp_path / "srm"


@pytest.mark.skipif(sys.platform != "linux", reason="each platform has its own folders")
def test_without_a_home_the_platforms_folders_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    found = find(None, {})
    assert found.progress_file == tmp_path / "data/srm-quiz/progress.db"
    assert found.user_decks == tmp_path / "data/srm-quiz/decks"
    assert found.settings_file == tmp_path / "config/srm-quiz/settings.toml"
    assert found.cache == tmp_path / "cache/srm-quiz"


def test_finding_creates_nothing(tmp_path: Path) -> None:
    find(tmp_path / "new", {})
    assert not list(tmp_path.iterdir())


def test_a_checkout_has_its_decks_beside_the_package() -> None:
    checkout = ROOT
    assert find(None, {}).bundled_decks == checkout / "decks"


def test_a_wheel_has_its_decks_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bundled").mkdir()
    monkeypatch.setattr(paths, "_PACKAGE", tmp_path)
    assert find(None, {}).bundled_decks == tmp_path / "bundled"


def test_with_a_home_platformdirs_is_not_imported(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, srm_quiz.config.paths as l; l.find(pathlib.Path(sys.argv[1]), {});"
        "print('platformdirs' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
