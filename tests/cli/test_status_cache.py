"""The remembered status report is never another than one made anew."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from srm_quiz.cli import status_cache
from srm_quiz.cli.main import run
from srm_quiz.cli.status_cache import StatusCache
from srm_quiz.config.paths import Locations, find

REPORT = {"lines": ["20 due"]}
NOW = 1_800_000_000.0


@pytest.fixture
def locations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Locations:
    monkeypatch.setattr(status_cache.time, "time", lambda: NOW)
    found = find(tmp_path, {})
    (found.user_decks / "deep").mkdir(parents=True)
    for file in (found.progress_file, found.settings_file, found.user_decks / "deep" / "mine.yaml"):
        file.write_text("x", encoding="utf-8")
    StatusCache(found).put(REPORT, NOW + 3600)
    return found


def test_what_was_kept_is_recalled_while_nothing_changes(locations: Locations) -> None:
    assert StatusCache(locations).get() == REPORT
    assert StatusCache(locations).get() == REPORT


@pytest.mark.parametrize("name", ["progress.db", "progress.db-wal", "settings.toml", "decks/deep/mine.yaml"])
def test_a_file_that_changed_makes_the_report_anew(locations: Locations, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("longer than before", encoding="utf-8")
    assert StatusCache(locations).get() is None


def test_a_change_that_keeps_the_size_is_seen_too(locations: Locations) -> None:
    file = locations.user_decks / "deep" / "mine.yaml"
    file.write_text("y", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert StatusCache(locations).get() is None


def test_a_deck_that_came_or_went_makes_the_report_anew(locations: Locations) -> None:
    new = locations.user_decks / "new.yaml"
    new.write_text("x", encoding="utf-8")
    assert StatusCache(locations).get() is None
    new.unlink()
    (locations.user_decks / "deep" / "mine.yaml").unlink()
    assert StatusCache(locations).get() is None


@pytest.mark.parametrize("later", [3600.0, 86_400.0, -1.0], ids=["day over", "tomorrow", "clock set back"])
def test_it_holds_from_when_it_was_made_to_the_end_of_the_study_day(
    locations: Locations, monkeypatch: pytest.MonkeyPatch, later: float
) -> None:
    monkeypatch.setattr(status_cache.time, "time", lambda: NOW + later)
    assert StatusCache(locations).get() is None


def test_another_time_zone_or_version_makes_it_anew(
    locations: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(status_cache, "__version__", "99.0")
        assert StatusCache(locations).get() is None
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert StatusCache(locations).get() is None
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("content", ["", "null", "[]", '{"depends_on": 1}', "\x00", '{"from": "x"}'])
def test_a_damaged_memory_is_no_memory(locations: Locations, content: str) -> None:
    (locations.cache / "status.json").write_text(content, encoding="utf-8")
    assert StatusCache(locations).get() is None


def test_where_nothing_can_be_kept_the_report_is_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the folder's place", encoding="utf-8")
    found = StatusCache(find(tmp_path, {}))
    found.put(REPORT, NOW)
    assert found.get() is None


def test_status_is_right_after_every_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def new() -> int:
        assert run(["--home", str(tmp_path), "status", "--json"]) == 0
        return int(json.loads(capsys.readouterr().out)["new"])

    assert new() == new() == 10
    (tmp_path / "settings.toml").write_text("daily_goal = 40\n", encoding="utf-8")
    assert new() == new() == 20


def test_a_problem_in_the_settings_is_said_every_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.toml").write_text("daily_gaol = 7\n", encoding="utf-8")
    for _ in range(2):
        run(["--home", str(tmp_path), "status", "--short"])
        assert "daily_gaol" in capsys.readouterr().err
