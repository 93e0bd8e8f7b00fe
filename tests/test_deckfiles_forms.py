"""What is left empty in a deck: forms, choices and keys that are still to be filled in."""

from __future__ import annotations

from srm_quiz.deckfiles.editing import added, changed, draft_of
from srm_quiz.domain.cards import Choice
from tests.deckedits import read as read_text
from tests.test_deckfiles import deck_of, read


def test_a_note_and_a_choice_that_are_left_empty_are_passed_over() -> None:
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


def test_a_card_is_written_below_forms_that_stay_empty() -> None:
    before = b"title: Mine\ncards:\n- question: \n  answer:\n"
    after = added(before, "mine.yaml", {"question": "Who?", "answer": "I"})
    assert after == before + b"\n- question: Who?\n  answer: I\n"


def test_an_edit_of_a_card_touches_no_form() -> None:
    before = b"cards:\n- question: \n  answer:\n- id: a\n  question: Who?\n  answer: I\n- cloze: \ntitle: M\n"
    draft = {**draft_of(read_text(before), "a"), "answer": "You"}
    assert changed(before, "mine.yaml", "a", draft) == before.replace(b": I", b": You")
