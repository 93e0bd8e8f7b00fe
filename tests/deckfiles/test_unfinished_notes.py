"""What is left empty in a deck: forms, choices and keys that are still to be filled in."""

from __future__ import annotations

from typing import Any

import pytest

from srm_quiz.deckfiles.edit.edits import EditRefusedError, added, changed, draft_of
from srm_quiz.deckfiles.lint.rules import inspect
from srm_quiz.domain.cards import Choice, Duty, Owner
from srm_quiz.exchange.registry import render
from tests.deckfiles.test_deck_file import deck_of, read
from tests.support.deckedits import add, edit, first_id
from tests.support.deckedits import read as read_text

HALF_EMPTY = """\
title: Mine
cards:
- question: Who patches it?
  choices:
  - wrong:
  - right: Amazon does
  - wrong: All of the above
  - wrong:
  why:
  tags: ['']
- question:
  answer:
- duty: Patch it
  owner: aws
  accept:
"""


def test_empty_notes_and_choices_are_skipped() -> None:
    deck = deck_of(
        """
        title: Mine
        cards:
          - question:
            answer:
            accept: []
          - question: Who?
            hint:
            choices:
              - right: I
                why:
              - wrong: You
              - wrong:
          - cloze: ''
        """
    )
    assert [card.line for card in deck.cards] == [7]
    content = deck.cards[0].content
    assert isinstance(content, Choice) and [option.text for option in content.options] == ["I", "You"]


def test_a_text_that_turned_into_a_comment_is_not_left_empty() -> None:
    _, problems = read("title: Mine\ncards:\n  - question: #1 of the pillars?\n    answer: #5\n")
    assert {problem.code for problem in problems} == {"empty-text"}
    assert "what follows a # is a comment" in problems[0].hint


@pytest.mark.parametrize(
    "note",
    [
        "question: {Who patches the guest?}\n    answer:",
        "question:\n      Which of these is true:\n    answer:",
        "cloze: {of}",
        "question: Who?\n    answer: I\n    why: {See the manual}",
        "question: Who?\n    answer: I\n    why:\n      The reason is this:",
        "question: Who?\n    answer: I\n    tags: {storage}",
        "question: Who?\n    choices: [{right: I}, {wrong: you}, {wrong: {they}}]",
    ],
)
def test_a_text_that_turned_into_a_key_is_not_left_empty(note: str) -> None:
    deck, problems = read(f"title: Mine\ncards:\n  - {note}\n")
    assert deck is not None and deck.cards == ()
    assert problems[0].code == "wrong-shape"


def test_a_comment_may_stand_behind_empty_quotes() -> None:
    deck = deck_of(
        """
        title: Mine
        cards:
          - question: Who?
            answer: I
            why: ''   # to be found out
          - question: ""   # another one
            answer: ""
        """
    )
    assert [card.line for card in deck.cards] == [4]


def test_every_key_but_an_id_that_may_be_left_out_may_be_left_empty() -> None:
    deck = deck_of(
        """
        title: Mine
        description:
        tags:
        allow:
        cards:
          - duty: Patch it
            on:
            owner: aws
            accept:
            why:
            hint:
            source:
            tags:
            allow:
        """
    )
    card = deck.cards[0]
    assert card.content == Duty("Patch it", "", Owner.AWS)
    assert (card.why, card.hint, card.source, card.tags) == ("", "", "", frozenset())
    _, problems = read("title: Mine\ncards:\n  - id:\n    question: Who?\n    answer: I\n")
    assert [problem.message for problem in problems] == ["'id' is empty"]


def test_the_rules_of_style_skip_empty_choices() -> None:
    manuscript = read_text(HALF_EMPTY.encode())
    problems = [problem for problem in inspect([manuscript]) if problem.code == "all-of-the-above"]
    assert [(problem.line, problem.column) for problem in problems] == [(7, 12)]


@pytest.mark.parametrize("ending", ["csv", "tsv", "md"])
def test_what_is_left_empty_is_not_written_for_other_programs(ending: str) -> None:
    written = HALF_EMPTY.replace("  - wrong:\n", "").replace("  why:\n", "").replace("  tags: ['']\n", "")
    written = written.replace("  accept:\n", "").replace("- question:\n  answer:\n", "")
    assert written.count("\n") == HALF_EMPTY.count("\n") - 7
    texts = [render(read_text(text.encode()), f".{ending}") for text in (HALF_EMPTY, written)]
    assert texts[0] == texts[1]


def test_a_card_is_written_below_forms_that_stay_empty() -> None:
    before = b"title: Mine\ncards:\n- question: \n  answer:\n"
    after = added(before, "mine.yaml", {"question": "Who?", "answer": "I"})
    assert after == before + b"\n- question: Who?\n  answer: I\n"


def test_an_edit_of_a_card_touches_no_form() -> None:
    before = b"cards:\n- question: \n  answer:\n- id: a\n  question: Who?\n  answer: I\n- cloze: \ntitle: M\n"
    draft = {**draft_of(read_text(before), "a"), "answer": "You"}
    assert changed(before, "mine.yaml", "a", draft) == before.replace(b": I", b": You")


def test_an_edit_of_a_note_takes_out_what_was_left_empty_in_it() -> None:
    before = HALF_EMPTY.replace("- question: Who", "- id: a\n  question: Who")
    empty = ["  - wrong:\n", "  why:\n", "  tags: ['']\n"]
    wanted = before.replace("Who patches it?", "Who fixes it?")
    for line in empty:
        assert line in wanted
        wanted = wanted.replace(line, "")
    assert edit(before, "a", question="Who fixes it?") == wanted


@pytest.mark.parametrize(
    ("line", "values", "becomes"),
    [
        ("why: ", {"why": "So it is"}, "why: So it is"),
        ("why: []", {"why": "So it is"}, "why: So it is"),
        ("tags:", {"tags": ["a", "b"]}, "tags: [a, b]"),
        ("tags:\n    -", {"tags": ["a"]}, "tags: [a]"),
        ("allow: ''", {"allow": {"long-prompt": "A story"}}, "allow:\n    long-prompt: A story"),
    ],
)
def test_a_key_that_was_left_empty_is_filled_in_where_it_stands(
    line: str, values: dict[str, Any], becomes: str
) -> None:
    before = f"title: M\ncards:\n- id: a\n  {line}\n  question: Who?\n  answer: I\n"
    assert edit(before, "a", **values) == before.replace(line, becomes)


def test_a_note_cannot_become_a_form_again() -> None:
    before = "title: M\ncards:\n- question: Who?\n  why:\n  answer: I\n  accept: []\n"
    with pytest.raises(EditRefusedError, match="This note is empty"):
        edit(before, first_id(before), question="", answer="")
    with pytest.raises(EditRefusedError, match="This note is empty"):
        add(before, question="", answer="", accept=[])
