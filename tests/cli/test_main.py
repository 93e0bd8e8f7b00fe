"""The command line: what each command prints, where, and what it tells the shell."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from srm_quiz import __version__
from srm_quiz.cli import commands
from srm_quiz.cli.main import run
from srm_quiz.cli.parser import HOME
from tests.support.commandline import BROKEN, PROBLEM, Shell

# ---------------------------------------------------------------------- words


def test_help_and_version_are_data(shell: Shell) -> None:
    assert shell("--help") == 0
    assert "Without a command it opens the home screen" in shell.out
    assert shell.err == ""
    assert shell("--version") == 0
    assert shell.out == f"srm-quiz {__version__}\n"


def test_help_lists_every_command_once_with_its_purpose_within_80_columns(shell: Shell) -> None:
    shell("--help")
    lines = shell.out.splitlines()
    listed = [line.split()[0] for line in lines if re.match(r"  [a-z]", line)]
    modules = {path.stem.rstrip("_") for path in Path(commands.__path__[0]).glob("[a-z]*.py")}
    games = {"explore", "line", "sort", "match", "daily"}
    assert sorted(listed) == sorted((modules | games) - {HOME.name, "games"})
    assert max(map(len, lines)) <= 80
    shell("new", "--help")
    purpose = next(line for line in lines if line.startswith("  new ")).split(maxsplit=2)[2]
    assert purpose in shell.out


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["drill", "--limit", "0"],
        ["drill", "--limit", "²"],
        ["drill", "--limit", "-3"],
        ["exam", "sap"],
        ["exam", "--questions", "0"],
        ["status", "--short", "--json"],
        ["check", "--format", "xml"],
        ["backup", "list", "a-file"],
        ["backup", "now", "--json"],
        ["--home"],
    ],
)
def test_words_that_make_no_command_are_a_usage_error(shell: Shell, words: list[str]) -> None:
    assert shell(*words) == 2
    assert shell.out == ""
    assert shell.err.startswith("usage: srm-quiz")


def test_the_home_is_named_by_an_option_or_by_the_environment(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.learn("reveal", "good")
    monkeypatch.setenv("SRM_QUIZ_HOME", str(shell.home))
    assert run(["status", "--short"]) == 0
    assert capsys.readouterr().out == "0 due, 6 new, streak 0\n"
    assert run(["--home", str(tmp_path / "another"), "status", "--short"]) == 0
    assert capsys.readouterr().out == "0 due, 7 new, streak 0\n"
    assert not (tmp_path / "another" / "progress.db").exists()


# ---------------------------------------------------------------------- status


def test_status_says_in_three_lines_how_things_stand(shell: Shell) -> None:
    shell.learn("reveal", "again", "right", "good")
    assert shell("status") == 0
    assert (
        shell.out
        == "1 to review, 5 new, about 2 minutes\n2 of 7 answers today\nstreak 0 days, best 0, 0 freezes\n"
    )
    assert shell.err == ""


def test_status_has_one_line_for_a_prompt(shell: Shell) -> None:
    assert shell("status", "--short") == 0
    assert (shell.out, shell.err) == ("0 due, 7 new, streak 0\n", "")


def test_status_has_json_with_names_to_rely_on(shell: Shell) -> None:
    shell.learn("reveal", "again", "right", "good")
    assert shell.json("status", "--json") == {
        "due": 1,
        "new": 5,
        "learning": 1,
        "done_today": 2,
        "goal": 20,
        "streak": 0,
        "best_streak": 0,
        "freezes": 0,
        "exam_date": None,
        "readiness": None,
    }


@pytest.mark.parametrize("words", [["status"], ["decks"], ["check"], ["backup"]])
def test_looking_makes_no_file(shell: Shell, words: list[str]) -> None:
    assert shell(*words) == 0
    assert shell.files() == set()


# ---------------------------------------------------------------------- decks


def test_decks_are_a_table(shell: Shell) -> None:
    shell.learn("reveal", "again")
    shell.own_deck("title: 責任\nid: a-deck-with-a-long-name\ncards: [{question: A, answer: B}]\n")
    assert shell("decks") == 0
    assert shell.out == (
        "deck                     notes  cards  sound  shaky    new    due  title\n"
        "world                        7      7      0      1      6      1  A deck of every kind\n"
        "a-deck-with-a-long-name      1      1      0      0      1      0  責任\n"
    )


def test_decks_have_json_with_names_to_rely_on(shell: Shell) -> None:
    (deck,) = shell.json("decks", "--json")
    assert deck == {
        "id": "world",
        "title": "A deck of every kind",
        "path": str(shell.home / "bundled" / "world.yaml"),
        "notes": 7,
        "cards": 7,
        "sound": 0,
        "shaky": 0,
        "new": 7,
        "due": 0,
    }


# ---------------------------------------------------------------------- check


def test_check_finds_nothing_wrong_in_good_decks(shell: Shell) -> None:
    assert shell("check") == 0
    assert (shell.out, shell.err) == ("1 deck, 7 cards, no problems\n", "")


def test_check_shows_each_problem_with_its_place_and_what_to_do(shell: Shell) -> None:
    path = shell.own_deck(BROKEN)
    assert shell("check") == 1
    assert shell.out == (
        f"{path}:{PROBLEM}\n"
        "  |\n"
        "3 |   - {question: Who?, anwser: Oslo}\n"
        "  |                      ^^^^^^\n"
        "hint: did you mean 'answer'?\n"
        "\n"
        "2 decks, 8 cards, 1 problem\n"
    )
    assert shell.err == ""


def test_check_has_one_line_for_each_problem_as_editors_read_them(shell: Shell) -> None:
    path = shell.own_deck(BROKEN)
    assert shell("check", "--format", "concise", path) == 1
    assert (shell.out, shell.err) == (f"{path}:{PROBLEM}\n", "")


def test_check_has_json_with_names_to_rely_on(shell: Shell) -> None:
    path = shell.own_deck(BROKEN)
    assert shell("check", "--format", "json", path) == 1
    assert json.loads(shell.out) == {
        "decks": 1,
        "cards": 1,
        "problems": [
            {
                "path": str(path),
                "line": 3,
                "column": 22,
                "code": "unknown-key",
                "severity": "error",
                "message": "'anwser' is not a key of a card",
                "hint": "did you mean 'answer'?",
            }
        ],
    }


def test_json_escapes_what_a_terminal_would_obey_and_means_the_same(shell: Shell) -> None:
    obeyed = "\u202eevil\u2066 \x9b31m\x7f\u200f"
    path = shell.own_deck("{}", f"{obeyed}責.yaml")
    assert shell("check", "--format", "json", path) == 1
    assert all(sign not in shell.out for sign in set(obeyed) - set("evil 31m"))
    assert "責" in shell.out
    assert json.loads(shell.out)["problems"][0]["path"] == str(path)


def test_check_looks_at_the_paths_it_is_given_and_nothing_else(shell: Shell) -> None:
    shell.own_deck(BROKEN)
    good = shell.home / "bundled"
    assert shell("check", good) == 0
    assert shell.out == "1 deck, 7 cards, no problems\n"
    assert shell("check", good, shell.home / "not-there.yaml") == 1
    assert "not-there.yaml: error[" in shell.out


def test_check_looks_at_the_settings_too(shell: Shell) -> None:
    (shell.home / "settings.toml").write_text("daily_gaol = 5\n", encoding="utf-8")
    assert shell("check", "--format", "concise") == 1
    assert "settings.toml:1:1: " in shell.out
    assert shell("status", "--short") == 0
    assert shell.out == "0 due, 7 new, streak 0\n"
    assert "settings.toml:1:1: " in shell.err
