"""`srm-quiz drill`: which cards, on a screen or in lines, and what stops it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from srm_quiz.cli.main import run
from srm_quiz.domain.reviews import Mode
from srm_quiz.plain import drill as plain
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.tui.app import QuizApp
from tests.support.commandline import BROKEN, PROBLEM, Shell


def drilled(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the plain drill is asked for, instead of drilling."""
    calls: list[dict[str, Any]] = []

    def drill(study: object, source: object, sink: object, **asked: Any) -> int:
        calls.append(asked)
        return 0

    monkeypatch.setattr(plain, "drill", drill)
    return calls


def type_lines(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.mark.parametrize("words", [["--plain", "drill"], ["drill", "--plain"], ["--plain"], [], ["drill"]])
def test_a_sitting_in_plain_lines_is_data_and_ends_with_its_input(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    type_lines(monkeypatch, "\n3\n")
    assert shell(*words) == 0
    assert shell.out.startswith("\nCard 1 (7 new, 0 learning, 0 review)\n")
    assert "1 answer, 100 % right" in shell.out
    assert shell.err == ""
    shell("status", "--short")
    assert shell.out == "0 due, 6 new, streak 0\n"


@pytest.mark.parametrize(
    ("stdin", "stdout", "term", "lines"),
    [
        (True, True, "xterm-256color", False),
        (True, True, None, False),
        (True, True, "dumb", True),
        (False, True, "xterm-256color", True),
        (True, False, "xterm-256color", True),
    ],
)
def test_lines_are_chosen_by_themselves_where_there_is_no_screen(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    stdin: bool,
    stdout: bool,
    term: str | None,
    lines: bool,
) -> None:
    started: list[QuizApp] = []
    monkeypatch.setattr(QuizApp, "run", lambda app: started.append(app))
    calls = drilled(monkeypatch)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: stdin, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: stdout)
    monkeypatch.setenv("TERM", term) if term else monkeypatch.delenv("TERM", raising=False)
    assert shell("drill") == 0
    assert (len(calls), len(started)) == ((1, 0) if lines else (0, 1))


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        (["explore"], "explore"),
        (["sort"], "play_sort"),
        (["exam"], "play_exam('', 0)"),
        (["exam", "clf"], "play_exam('clf', 0)"),
        (["exam", "saa", "--questions", "30"], "play_exam('saa', 30)"),
    ],
)
def test_a_game_or_an_exam_opens_the_program_right_there(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: list[str], opening: str
) -> None:
    started: list[str] = []
    monkeypatch.setattr(QuizApp, "run", lambda app: started.append(app._opening))
    monkeypatch.setattr("srm_quiz.cli.front_end._has_screen", lambda: True)
    assert shell(*words) == 0
    assert started == [opening]


def test_a_drill_takes_decks_tags_a_limit_and_cramming(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.own_deck("title: Mine\ntags: [red, green]\ncards: [{question: A, answer: B}]\n")
    calls = drilled(monkeypatch)
    words = ("--deck", "world", "--deck", "mine", "--tag", "red", "--tag", "green", "--limit", "3", "--cram")
    assert shell("drill", *words) == 0
    scope = Scope(decks=frozenset({"world", "mine"}), tags=frozenset({"red", "green"}))
    assert calls == [{"scope": scope, "mode": Mode.CRAM, "limit": 3, "minutes": None}]
    assert shell() == 0
    assert calls[1] == {"scope": EVERYTHING, "mode": Mode.DRILL, "limit": None, "minutes": None}


def test_a_deck_may_be_named_by_its_file_wherever_that_is(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere.yaml").write_text("title: Else\ncards: [{question: A, answer: B}]\n")
    monkeypatch.chdir(tmp_path)
    calls = drilled(monkeypatch)
    assert shell("drill", "--deck", "elsewhere.yaml") == 0
    assert calls[0]["scope"] == Scope(decks=frozenset({"elsewhere"}))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--deck", "wrold"], "there is no deck 'wrold': did you mean 'world'?"),
        (["--deck", "zzz"], "there is no deck 'zzz' (see srm-quiz decks)"),
        (["--tag", "secruity"], "no card has the tag 'secruity': did you mean 'security'?"),
        (["--tag", "zzz"], "no card has the tag 'zzz'"),
    ],
)
def test_a_name_that_no_deck_or_tag_has_is_answered_with_the_nearest(
    shell: Shell, words: list[str], said: str
) -> None:
    shell.own_deck("title: Mine\ntags: [security]\ncards: [{question: A, answer: B}]\n")
    assert shell("drill", *words) == 2
    assert (shell.out, shell.err) == ("", f"srm-quiz: {said}\n")


def test_a_deck_file_that_cannot_be_read_says_why(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "torn.yaml"
    path.write_text("title: [\n")
    assert shell("drill", "--deck", path) == 2
    assert shell.err.startswith(f"{path}:2:1: error[syntax] ")
    assert f"there is no deck '{path}'" in shell.err


def test_problems_in_decks_are_told_beside_the_sitting(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shell.own_deck(BROKEN)
    type_lines(monkeypatch, "q\n")
    assert shell("drill") == 0
    assert shell.err == f"{path}:{PROBLEM}\n"
    assert PROBLEM not in shell.out


def test_ctrl_c_keeps_what_was_answered(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    monkeypatch.setattr(sys, "stdin", Interrupted("\n3\n"))
    assert shell("drill") == 130
    shell("status", "--short")
    assert shell.out == "0 due, 6 new, streak 0\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_encoding_stops_a_sitting(shell: Shell, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    shell.own_deck("title: 責任\ncards: [{question: 誰？ 🔑, answer: שלום, accept: []}]\n")
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    typed = io.TextIOWrapper(io.BytesIO(b"\xff\xfe\x80 \xed\xb3\xbf\n1\n:q\n"), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", typed)
    assert run(["--home", str(shell.home), "drill", "--deck", "mine"]) == 0
    said = out.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
    assert "1 answer, 0 % right" in said
    assert ("誰？ 🔑" in said) == (encoding == "utf-8")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_json_is_whole_in_every_encoding(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    shell.own_deck("title: 責任 🔑\ncards: [{question: A, answer: B}]\n")
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    assert run(["--home", str(shell.home), "decks", "--json"]) == 0
    found = json.loads(out.buffer.getvalue().decode(encoding))  # type: ignore[attr-defined]
    assert [deck["title"] for deck in found] == ["A deck of every kind", "責任 🔑"]


def test_streams_that_were_closed_are_an_empty_input_and_no_output(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stdout", None)
    for words in (["drill"], ["status", "--json"]):
        assert run(["--home", str(shell.home), *words]) == 0


def test_what_is_complained_of_is_quoted_and_not_obeyed(shell: Shell) -> None:
    assert shell("drill", "--deck", "\x1b[2Jx") == 2
    assert shell.err == "srm-quiz: there is no deck '�[2Jx' (see srm-quiz decks)\n"
