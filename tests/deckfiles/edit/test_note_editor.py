"""Writing cards without a screen: decks begun, notes checked against all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_quiz.deckfiles.edit.note_editor import CannotSaveError, NoteEditor, discard_blank, new_deck
from srm_quiz.deckfiles.library import Library, load
from srm_quiz.phrases import asked_text

EMPTY = load([], cache=None)

MINE = """\
title: Mine
cards:
  - {id: guard, question: Who guards the buildings of AWS?, answer: AWS}
  - {id: two, cloze: "{{AWS}} guards the buildings, {{you}} the data in them."}
  - {id: s3, question: What is S3?, answer: Storage}
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "mine.yaml").write_text(MINE, encoding="utf-8")
    return load([tmp_path], cache=None)


def alike(library: Library, question: str, note: str = "") -> tuple[list[str], bool]:
    """The prompts that are told of when the question is written, and whether one is the very same."""
    card = next((card for card in library.cards() if f"/{note}#" in card.key), None) if note else None
    checked = NoteEditor(library, library.decks[0], card).check({"question": question, "answer": "x"})
    return [asked_text(one) for one in checked.alike], checked.is_same


def test_a_card_with_the_same_prompt_is_reported_regardless_of_case_and_punctuation(library: Library) -> None:
    assert alike(library, "who guards - the BUILDINGS of AWS") == (["Who guards the buildings of AWS?"], True)


def test_a_similar_card_is_reported_once_for_each_note(library: Library) -> None:
    assert alike(library, "Who guards the big buildings of AWS?") == (
        ["Who guards the buildings of AWS?"],
        False,
    )
    told, is_same = alike(library, "AWS guards the buildings, and you the data in them")
    assert len(told) == 1 and not is_same


def test_a_note_with_an_empty_choice_is_a_card_as_it_is(tmp_path: Path) -> None:
    """Else every save of it would tell that the answer is another one."""
    text = (
        "title: M\ncards:\n- question: Who?\n  choices:\n  - right: I\n  - wrong:\n  - wrong: you\n  why:\n"
    )
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    library = load([tmp_path], cache=None)
    desk = NoteEditor(library, library.decks[0], library.decks[0].cards[0])
    checked = desk.check(desk.original)
    assert checked.problems == ()
    assert [card.content for card in checked.cards] == [library.decks[0].cards[0].content]


def test_few_words_in_common_are_not_reported(library: Library) -> None:
    assert alike(library, "What is EC2?") == ([], False)


def test_a_card_is_not_like_itself(library: Library) -> None:
    assert alike(library, "Who guards the buildings of AWS?", note="guard") == ([], False)


@pytest.mark.parametrize("title", ["S3: in depth", "責任共有", "no", "../x", "[b]x[/b]", " two  words "])
def test_a_deck_of_any_title_is_created_and_discarded_while_it_has_no_card(
    tmp_path: Path, title: str
) -> None:
    path = new_deck(tmp_path, title, EMPTY)
    found = load([tmp_path], cache=None)
    assert path.parent == tmp_path and not found.problems
    assert [deck.title for deck in found.decks] == [" ".join(title.split())]
    assert discard_blank(path) and not path.exists()


def test_a_new_deck_is_not_discarded_once_something_was_written_into_it(tmp_path: Path) -> None:
    path = new_deck(tmp_path, "Mine", EMPTY)
    path.write_text(path.read_text(encoding="utf-8") + "# to do\n", encoding="utf-8")
    assert not discard_blank(path) and path.exists()


@pytest.mark.parametrize("title", ["", "  ", "a\x07b", "Mine", "x" * 400])
def test_an_invalid_title_is_refused_and_leaves_no_file(tmp_path: Path, library: Library, title: str) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CannotSaveError):
        new_deck(tmp_path, title, library)
    assert sorted(tmp_path.iterdir()) == before
