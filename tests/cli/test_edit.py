"""`srm-quiz edit`: a deck in the learner's editor, and what is said of it afterwards."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from srm_quiz.config import paths
from srm_quiz.deckfiles.deck_file import read_deck
from tests.support.commandline import Shell
from tests.support.editors import does, said


def test_a_deck_is_opened_at_the_line_of_the_note(shell: Shell, editor: Path) -> None:
    path = shell.own_deck(
        "title: M\ncards:\n- {id: one, question: A?, answer: B}\n- {id: two, cloze: '{{C}}'}\n"
    )
    for words, line in (
        (["mine/two"], 4),
        (["mine/two#1"], 4),
        (["mine"], 1),
        ([f"{path}/one"], 3),
        ([path], 1),
    ):
        assert shell("edit", *words) == 0
        assert said(editor) == [f"+{line}", str(path)]
        assert (shell.out, shell.err) == ("", "2 cards, no problems: srm-quiz drill --deck mine\n")


def test_a_deck_is_checked_by_its_id_as_it_is_edited_by_it(shell: Shell) -> None:
    shell.own_deck("title: M\ncards:\n  - question: AWS: who?\n    answer: B\n")
    assert shell("check", "mine") == 1 and "mine.yaml:3:18: error[syntax]" in shell.out
    assert shell("check", "mnie") == 1 and "there is no such file" in shell.out


def test_a_broken_deck_is_opened_at_its_first_problem(shell: Shell, editor: Path) -> None:
    path = shell.own_deck("title: M\ncards:\n  - question: AWS: who?\n    answer: B\n")
    assert shell("edit", "mine") == 1
    assert said(editor) == ["+3", str(path)]
    assert shell("edit", "mine.yaml") == 1
    does(editor, "file.write_text(file.read_text().replace('AWS: who', 'AWS, who'))")
    assert shell("edit", "mine") == 0


def test_a_note_with_an_error_is_found_too(shell: Shell, editor: Path) -> None:
    shell.own_deck(
        "title: M\ncards:\n- question: Who?\n  answr: B\n- question: Where?\n  id: 'two'  # a name\n"
    )
    assert shell("edit", "mine/two") == 1
    assert said(editor)[0] == "+6"


def test_what_is_not_there_is_told_with_what_was_meant(shell: Shell, editor: Path) -> None:
    shell.own_deck("title: M\ncards: [{id: one, question: A?, answer: B}]\n")
    assert (shell("edit", "mnie"), shell.err) == (
        2,
        "srm-quiz: there is no deck 'mnie': did you mean 'mine'?\n",
    )
    assert shell("edit", "mine/onne") == 2
    assert "there is no note 'onne'" in shell.err and shell.err.endswith("did you mean 'one'?\n")
    assert not editor.with_name("said").exists()


def test_a_deck_of_the_program_that_cannot_be_written_is_refused_with_how_to_copy_it(
    shell: Shell, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert shell("edit", "world/basic") == 1
    assert (
        f"{shell.home / 'bundled' / 'world.yaml'} cannot be written: it comes with the program" in shell.err
    )
    assert not editor.with_name("said").exists()
    found = re.search(r"Copy it \(srm-quiz (.+?)\)", shell.err)
    assert found and shell(*shlex.split(found[1])) == 0
    copy = shell.home / "decks" / "my-world.yaml"
    copied, problems = read_deck(str(copy), copy.read_bytes())
    assert copied is not None and problems == []


def test_a_deck_that_was_installed_with_the_program_is_never_opened_to_be_changed(
    shell: Shell, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "_PACKAGE", shell.home)
    assert shell("edit", "world/basic") == 1
    assert f"{shell.home / 'bundled' / 'world.yaml'} is not to be changed: it comes with" in shell.err
    assert not editor.with_name("said").exists()


def test_one_that_can_be_written_is_opened_with_a_word_of_warning(shell: Shell, editor: Path) -> None:
    assert shell("edit", "world/basic") == 0
    assert said(editor) == ["+4", str(shell.home / "bundled" / "world.yaml")]
    assert "an update will replace what you change in it" in shell.err


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-editor -x", "'no-such-editor' could not be started (No such file or directory)"),
        ("it's", "the command of your editor cannot be read (No closing quotation)"),
        ("false", "'false' ended with 1"),
    ],
)
def test_an_editor_that_fails_is_told(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, command: str, told: str
) -> None:
    monkeypatch.setenv("VISUAL", command)
    assert shell("edit", "world") == 1
    assert told in shell.err


def test_the_editor_of_the_settings_comes_first(shell: Shell, editor: Path) -> None:
    (shell.home / "settings.toml").write_text("editor = 'false'\n", encoding="utf-8")
    assert shell("edit", "world") == 1
    assert "'false' ended with 1" in shell.err and not editor.with_name("said").exists()
