"""`srm-quiz stamp`: an id in every note that has none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.commandline import Shell
from tests.support.deckedits import read

DECK = "title: Mine\ncards:\n  - question: Who?  # me\n    answer: Me\n  - {cloze: '{{a}}', id: a}\n"


def test_the_ids_are_written_and_the_history_stays(shell: Shell) -> None:
    path = shell.own_deck(DECK)
    keys = [card.key for card in read(path.read_bytes()).deck.cards]
    assert shell("stamp", path) == 0
    assert (shell.out, shell.err) == ("1 id written\n", "")
    text = path.read_text()
    written = text.partition("- id: ")[2].partition("\n")[0]
    assert text == DECK.replace("- question", f"- id: {written}\n    question")
    assert [card.key for card in read(text.encode()).deck.cards] == keys
    assert shell("stamp", path) == 0
    assert shell.out == "0 ids written\n"
    assert path.read_text() == text


def test_a_dry_run_says_how_many_and_writes_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    path = shell.own_deck(DECK + "  - cloze: '{{b}}'\n")
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert shell("stamp", "--dry-run", path) == 0
    assert (shell.out, shell.err) == ("2 ids would be written\n", "")
    assert path.read_bytes() == before


def test_a_note_with_a_mistake_gets_none_and_that_is_said(shell: Shell) -> None:
    path = shell.own_deck(DECK + "  - question: no answer\n")
    assert shell("stamp", path) == 1
    assert shell.out == "1 id written\n"
    assert shell.err == f"srm-quiz: notes with mistakes got no id; see them with: srm-quiz check {path}\n"
    assert "    question: no answer" not in path.read_text()


def test_what_is_no_deck_is_refused(shell: Shell) -> None:
    path = shell.own_deck("title: [\n")
    assert shell("stamp", path) == 1
    assert "error[syntax]" in shell.err and "fixed in an editor first" in shell.err
    assert shell("stamp", path.parent) == 1
    assert shell.err.endswith("decks: this is not a file\n")
    assert shell("stamp", path.parent / "no.yaml") == 1
    assert shell.err.endswith("no.yaml: there is no such file\n")
    assert shell.out == ""
    assert shell("stamp") == 2


def test_a_deck_that_comes_with_the_program_and_may_only_be_read_is_refused(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundled = next((shell.home / "bundled").glob("*.yaml"))
    own = shell.own_deck(DECK)
    before = {path: path.read_bytes() for path in (bundled, own)}
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).is_dir())
    assert shell("stamp", bundled) == 1
    assert "comes with the program" in shell.err and str(shell.home / "decks") in shell.err
    assert shell("stamp", own) == 1
    assert shell.err == f"srm-quiz: {own}: this file may only be read\n"
    assert {path: path.read_bytes() for path in before} == before
