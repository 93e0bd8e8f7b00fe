"""Commands about the progress file."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.commandline import Shell


def test_rebuild_says_how_many_schedules_it_made_and_changed(shell: Shell) -> None:
    shell.learn("reveal", "good", "right", "easy")
    assert shell("rebuild") == 0
    assert shell.out == "2 schedules worked out again from the log, 0 of them changed.\n"
    with closing(sqlite3.connect(shell.home / "progress.db")) as db, db:
        db.execute("UPDATE progress SET stability = 99 WHERE card = 'world/basic#1'")
    assert shell("rebuild") == 0
    assert shell.out == "2 schedules worked out again from the log, 1 of them changed.\n"


def test_a_backup_is_made_listed_and_restored(shell: Shell) -> None:
    shell.learn("reveal", "good")
    assert shell("backup", "now") == 0
    made = shell.out.strip()
    assert made == str(shell.home / "backups" / "progress-20261123-200010.db")
    assert Path(made).exists()
    shell.world.clock.advance(seconds=60)
    shell.learn("right", "good", sitting="later")
    shell("status", "--short")
    assert shell.out == "0 due, 5 new, streak 0\n"
    assert shell("backup") == 0
    assert made in shell.out.splitlines()
    assert shell.json("backup", "list", "--json") == shell.lines("backup", "list")
    assert shell("backup", "restore", made) == 0
    assert shell.out.startswith(f"Restored {made}. What was there before is kept as {shell.home}")
    shell("status", "--short")
    assert shell.out == "0 due, 6 new, streak 0\n"


def test_restore_takes_the_newest_backup_where_none_is_named(shell: Shell) -> None:
    shell.learn("reveal", "good")
    shell("backup", "now")
    (shell.home / "progress.db").write_bytes(b"torn" * 1000)
    assert shell("status") == 3
    assert "is damaged" in shell.err and "srm-quiz backup restore" in shell.err
    assert shell("backup", "restore") == 0
    assert shell("status", "--short") == 0
    assert shell.out == "0 due, 6 new, streak 0\n"


def test_restore_says_which_answers_the_backup_lacks_before_it_takes_them_back(shell: Shell) -> None:
    shell.learn("reveal", "good")
    shell("backup", "now")
    made = shell.out.strip()
    assert shell("backup", "restore", made) == 0
    assert "lacks" not in shell.err
    shell.world.clock.advance(days=2)
    shell.learn("right", "good", "right", "good", sitting="later")
    assert shell("backup", "restore", made) == 0
    assert shell.err == f"srm-quiz: {made} lacks 2 answers of 2026-11-25\n"


def test_restore_adds_what_the_damaged_file_still_holds(shell: Shell) -> None:
    shell.learn("reveal", "good")
    shell("backup", "now")
    shell.learn("right", "good", "right", "good", sitting="later")
    path = shell.home / "progress.db"
    with closing(sqlite3.connect(path)) as db, db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'days'").fetchone()
        db.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    assert shell("status") == 3
    assert shell("backup", "restore") == 0
    assert "still held 2 answers that were missing" in shell.out
    assert shell.json("status", "--json")["done_today"] == 3


def test_without_a_backup_a_damaged_file_is_put_aside_and_what_it_holds_goes_on(shell: Shell) -> None:
    shell.learn("reveal", "good", "right", "good")
    path = shell.home / "progress.db"
    with closing(sqlite3.connect(path)) as db, db:
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'days'").fetchone()
        db.execute("PRAGMA journal_mode = DELETE")
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    assert shell("status") == 3 and "There is no backup" in shell.err
    assert shell("backup", "restore") == 0
    assert "still held 2 answers" in shell.out
    assert (shell.home / "progress-replaced-1.db").read_bytes() == content
    assert shell.json("status", "--json")["done_today"] == 2


def test_a_backups_folder_that_cannot_be_used_is_reported_and_stops_no_drill(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.learn("reveal", "good")
    (shell.home / "backups").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("artifact\n\n"))
    assert shell("drill", "--plain", "--limit", "1") == 0
    assert "no backup was made" in shell.err and str(shell.home / "backups") in shell.err
    assert shell.json("status", "--json")["done_today"] == 2


def test_cards_answered_while_the_clock_was_far_ahead_are_found_said_and_asked_again(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.world.clock.advance(days=3650)
    shell.learn("reveal", "good", "right", "good")
    shell.world.clock.advance(days=-3650)
    (shell.home / "settings.toml").write_text("daily_goal = 1\n", encoding="utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("\n3\n"))
    assert shell("drill", "--plain", "--limit", "1") == 0
    assert "2 cards were answered while the clock was ahead" in shell.err
    assert shell.json("status", "--json")["done_today"] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    shell("drill", "--plain")
    assert "1 card was answered while the clock was ahead" in shell.err


def test_where_there_is_no_backup_nothing_is_printed_as_data(shell: Shell) -> None:
    assert shell("backup") == 0
    assert (shell.out, shell.err) == ("", f"srm-quiz: no backups yet in {shell.home / 'backups'}\n")
    assert shell.json("backup", "--json") == []
    assert shell("backup", "restore") == 1
    assert (shell.out, shell.err) == ("", f"srm-quiz: there is no backup in {shell.home / 'backups'}\n")
    assert shell("backup", "now") == 3
    assert shell.out == "" and "nothing to back up" in shell.err
    assert shell("backup", "restore", "not-there.db") == 3
    assert (shell.out, shell.err) == ("", "srm-quiz: There is no backup not-there.db.\n")


OPENING = ["status", "status --json", "decks", "drill", "rebuild"]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        *(("torn", words) for words in [*OPENING, "backup now"]),
        *(("newer", words) for words in OPENING),
        *(("foreign", words) for words in ["drill", "rebuild"]),
    ],
)
def test_a_progress_file_that_cannot_be_used_is_told_and_left_as_it_is(
    shell: Shell, damage: str, words: str
) -> None:
    path = shell.home / "progress.db"
    if damage == "torn":
        path.write_bytes(b"not a database at all, and longer than a header of one " * 40)
    else:
        with closing(sqlite3.connect(path)) as db:
            db.execute("CREATE TABLE theirs (one)")
            db.execute(f"PRAGMA user_version = {999 if damage == 'newer' else 0}")
    before = path.read_bytes()
    assert shell(*words.split()) == 3
    assert shell.err.startswith("srm-quiz: ") and str(path) in shell.err
    assert path.read_bytes() == before
