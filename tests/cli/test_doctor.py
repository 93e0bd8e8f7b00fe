"""`srm-quiz doctor`: what it finds, says and fixes, and that it changes nothing unless told to."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from srm_quiz.study import doctor
from srm_quiz.study.doctor import Area
from tests.support.commandline import BROKEN, Shell
from tests.support.logbook import Logbook

AREAS = [area.value for area in Area]


@pytest.fixture(autouse=True)
def standing_clock(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from srm_quiz.cli.commands import doctor as command

    monkeypatch.setattr(command, "system_clock", shell.world.clock)


def content(home: Path) -> dict[Path, bytes]:
    """Every file of the home but SQLite's index, which it makes to read a log."""
    return {
        path: path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def findings(shell: Shell) -> list[dict[str, str]]:
    """What the doctor finds; it changes nothing by that."""
    before = content(shell.home)
    found: dict[str, Any] = shell.json("doctor", "--json")
    assert found["steps"] == [] and content(shell.home) == before
    return list(found["findings"])


def only_finding(shell: Shell) -> dict[str, str]:
    (finding,) = findings(shell)
    assert shell("doctor") == 1
    return finding


def zero_a_table(path: Path) -> None:
    """Overwrite a table that can be derived again."""
    with closing(sqlite3.connect(path)) as db, db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'days'").fetchone()
        db.execute("PRAGMA journal_mode = DELETE")
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)


def test_a_sound_home_is_fine_in_every_area_and_exits_0(shell: Shell) -> None:
    shell.learn("reveal", "good")
    assert shell("doctor") == 0
    assert shell.out == "".join(f"{area:<9} fine\n" for area in AREAS)
    assert shell.json("doctor", "--json") == {"findings": [], "steps": []}


def test_a_home_that_does_not_exist_yet_is_fine_and_is_not_made(shell: Shell) -> None:
    assert shell("doctor") == 0
    assert shell.files() == set()


def test_a_damaged_progress_file_is_restored_with_fix_and_each_step_is_named(shell: Shell) -> None:
    shell.learn("reveal", "good")
    shell("backup", "now")
    shell.learn("right", "good", "right", "good", sitting="later")
    zero_a_table(shell.home / "progress.db")
    finding = only_finding(shell)
    assert finding["area"] == "progress" and "is damaged" in finding["message"]
    assert shell("doctor", "--fix") == 0
    assert f"srm-quiz: progress: {finding['step']}\n" in shell.err
    assert "2 answers were added from" in shell.err
    assert shell.json("status", "--json")["done_today"] == 3


def test_without_a_sound_backup_fix_keeps_the_damaged_file_and_goes_on_with_what_it_holds(
    shell: Shell,
) -> None:
    shell.learn("reveal", "good", "right", "good")
    (shell.home / "backups").mkdir()
    (shell.home / "backups" / "progress-20261101-000000.db").write_bytes(b"torn")
    zero_a_table(shell.home / "progress.db")
    shell("doctor", "--fix")
    assert (shell.home / "progress-replaced-1.db").exists()
    assert shell.json("status", "--json")["done_today"] == 2


def test_a_log_of_another_file_is_found_and_kept_aside_with_fix(shell: Shell, tmp_path: Path) -> None:
    shell.learn("reveal", "good")
    other = Logbook(tmp_path / "other" / "progress.db")
    with closing(other.store):
        for number in range(30):
            other.answer(f"card-{number}")
        shutil.copy(f"{other.path}-wal", shell.home / "progress.db-wal")
    finding = only_finding(shell)
    assert finding["area"] == "log" and "belongs to another file" in finding["message"]
    assert shell("doctor", "--fix") == 0
    assert (shell.home / "progress-log-1.db-wal").exists()
    assert shell.json("status", "--json")["done_today"] == 1


@pytest.mark.parametrize(
    "name", ["progress-saved-1.db", "progress (conflicted copy).db", "progress.sync-conflict-1.db"]
)
def test_answers_in_a_copy_beside_the_progress_file_are_found_and_added_with_fix(
    shell: Shell, name: str
) -> None:
    shell.learn("reveal", "good")
    shell("backup", "now")
    made = shell.out.strip()
    shell.learn("right", "good", sitting="later")
    path = shell.home / "progress.db"
    with closing(sqlite3.connect(path)) as db, closing(sqlite3.connect(shell.home / name)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    assert shell("backup", "restore", made) == 0
    finding = only_finding(shell)
    assert finding["message"] == f"{shell.home / name} holds 1 answer that your progress lacks"
    assert shell("doctor", "--fix") == 0
    assert f"1 answer was added from {shell.home / name}" in shell.err
    assert shell.json("status", "--json")["done_today"] == 2


def test_a_deleted_progress_file_is_restored_with_fix_from_what_was_saved_of_it(shell: Shell) -> None:
    shell.learn("reveal", "good")
    with (
        closing(sqlite3.connect(shell.home / "progress.db")) as db,
        closing(sqlite3.connect(shell.home / "progress-saved-1.db")) as copy,
    ):
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    for path in shell.home.glob("progress.db*"):
        path.unlink()
    assert only_finding(shell)["area"] == "progress"
    assert shell("doctor", "--fix") == 0
    assert shell.json("status", "--json")["done_today"] == 1


def test_a_file_in_the_place_of_the_backups_is_found(shell: Shell) -> None:
    (shell.home / "backups").write_text("in the way")
    assert only_finding(shell) == {
        "area": "backups",
        "message": f"{shell.home / 'backups'} is no folder: no backup can be made",
        "advice": "move it away",
        "step": "",
    }


def test_a_backup_that_cannot_be_read_is_found(shell: Shell) -> None:
    (shell.home / "backups").mkdir()
    torn = shell.home / "backups" / "progress-20261101-000000.db"
    torn.write_bytes(b"torn")
    assert only_finding(shell)["message"] == f"the backup {torn} cannot be read"


def test_days_of_study_without_any_backup_are_found_and_backed_up_with_fix(shell: Shell) -> None:
    for day in range(3):
        shell.learn("reveal", "good", sitting=f"{day}")
        shell.world.clock.advance(days=1)
    shutil.rmtree(shell.home / "backups", ignore_errors=True)
    assert only_finding(shell)["area"] == "backups"
    assert shell("doctor", "--fix") == 0
    assert len(list((shell.home / "backups").iterdir())) == 1


def test_a_damaged_entry_of_the_cache_is_found_and_deleted_with_fix(shell: Shell) -> None:
    shell("decks")
    (entry,) = (shell.home / "cache" / "decks").iterdir()
    entry.write_bytes(entry.read_bytes() + b"x")
    assert only_finding(shell)["area"] == "cache"
    assert shell("doctor", "--fix") == 0
    assert not entry.exists()


def test_every_problem_of_the_settings_is_found_the_keys_too(shell: Shell) -> None:
    (shell.home / "settings.toml").write_text('daily_gaol = 5\n[keys]\nquit = "f63"\n')
    setting, key = findings(shell)
    assert "'daily_gaol' is not a setting" in setting["message"] and "daily_goal" in setting["advice"]
    assert "'f63' is not a key that 'quit' can have" in key["message"]


def test_problems_of_decks_are_counted_and_the_first_is_shown(shell: Shell) -> None:
    path = shell.own_deck(BROKEN)
    finding = only_finding(shell)
    assert finding["message"].startswith(
        f"1 problem in deck files, the first: {path}:3:22: error[unknown-key]"
    )
    assert "srm-quiz check" in finding["advice"]


def test_cards_answered_under_a_clock_that_was_ahead_are_found(shell: Shell) -> None:
    shell.world.clock.advance(days=3650)
    shell.learn("reveal", "good")
    shell.world.clock.advance(days=-3650)
    finding = only_finding(shell)
    assert (
        finding["area"] == "clock" and "1 card was answered while the clock was ahead" in finding["message"]
    )


def test_a_clock_that_was_never_set_is_found(shell: Shell) -> None:
    shell.world.clock.advance(days=-365 * 50)
    assert any(finding["message"].startswith("the clock says 19") for finding in findings(shell))


@pytest.mark.skipif(os.name != "posix", reason="TZ is POSIX's")
def test_a_time_zone_that_is_none_is_found(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from srm_quiz.cli.commands import doctor as command
    from srm_quiz.study.clock import ClockError

    def refused() -> None:
        raise ClockError("TZ=UTC+99 is no time zone")

    monkeypatch.setattr(command, "system_clock", refused)
    assert only_finding(shell)["message"] == "TZ=UTC+99 is no time zone"


@pytest.mark.parametrize(
    ("environ", "encoding", "size", "said"),
    [
        ({"TERM": "dumb"}, "utf-8", (80, 24), "TERM names no terminal"),
        ({"TERM": "xterm"}, "ascii", (80, 24), "encoding is ascii"),
        ({"TERM": "xterm"}, "UTF-8", (39, 24), "39 columns"),
        ({"TERM": "xterm"}, "UTF-8", (80, 11), "11 lines"),
    ],
)
def test_a_terminal_that_is_not_up_to_the_screens_is_found(
    environ: dict[str, str], encoding: str, size: tuple[int, int], said: str
) -> None:
    (finding,) = doctor.terminal(environ, encoding, size)
    assert finding.area is Area.TERMINAL and said in finding.message and finding.advice


def test_a_good_terminal_is_fine() -> None:
    assert list(doctor.terminal({"TERM": "xterm"}, "utf-8", (40, 12))) == []


def test_a_disk_that_is_nearly_full_is_found(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(shell.home)._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert only_finding(shell)["message"] == f"5 MB are left on the disk of {shell.home}"


def test_a_fix_that_fails_is_told_and_the_finding_stays(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("decks")
    (entry,) = (shell.home / "cache" / "decks").iterdir()
    entry.write_bytes(b"x")

    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refused)
    assert shell("doctor", "--fix") == 1
    assert "cache: this failed: " in shell.err


def test_without_fix_a_sitting_in_another_window_is_left_alone(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.learn("reveal", "good")
    with shell.world.open():
        assert shell("doctor") == 0
