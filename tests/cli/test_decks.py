"""Decks that are kept elsewhere are added, and let go."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commandline import Shell

DECK = "title: Theirs\ncards:\n  - question: Who?\n    answer: AWS\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "shared" / "decks-of-a-friend"
    folder.mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "theirs.yaml").write_text(DECK, encoding="utf-8")
    return folder


def test_a_folder_under_git_is_read_where_it_is(shell: Shell, elsewhere: Path) -> None:
    assert shell("decks", "--add", str(elsewhere)) == 0
    assert "1 deck with 1 card added" in shell.out
    assert shell("decks") == 0
    assert "Theirs" in shell.out
    (elsewhere / "theirs.yaml").write_text(
        DECK + "  - question: Whose?\n    answer: Yours\n", encoding="utf-8"
    )
    assert shell("decks") == 0
    assert shell.out.splitlines()[-1].split()[:3] == ["theirs", "2", "2"]


def test_what_was_added_before_is_told_apart_from_another_deck_of_that_id(
    shell: Shell, elsewhere: Path
) -> None:
    shell("decks", "--add", str(elsewhere))
    assert shell("decks", "--add", str(elsewhere)) == 1
    assert "was added before" in shell.err and "another id" not in shell.err


def test_what_was_added_can_be_let_go_and_stays_as_it_is(shell: Shell, elsewhere: Path) -> None:
    shell("decks", "--add", str(elsewhere))
    assert shell("decks", "--remove", "decks-of-a-friend") == 0
    assert (elsewhere / "theirs.yaml").read_text(encoding="utf-8") == DECK
    assert shell("decks") == 0
    assert "Theirs" not in shell.out
    assert shell("decks", "--remove", "decks-of-a-friend") == 1


def test_a_deck_of_the_same_id_never_takes_the_place_of_another(shell: Shell, elsewhere: Path) -> None:
    (elsewhere / "theirs.yaml").write_text("id: world\n" + DECK, encoding="utf-8")
    assert shell("decks", "--add", str(elsewhere)) == 1
    assert "there is a deck 'world' already" in shell.err


def test_a_place_without_decks_is_told(shell: Shell, tmp_path: Path) -> None:
    assert shell("decks", "--add", str(tmp_path / "nowhere")) == 1
    assert "no deck was found" in shell.err
