"""Answers that stand together below the questions of a bank go to their questions, or are named."""

from __future__ import annotations

import pytest

from srm_quiz.exchange.markdown import reader
from tests.support.importing import YES_NO, losses, whole

TWO = "1. Who is it?\n   A. Yes\n   B. No\n\n2. Which? (Choose two)\n   A. Of\n   B. In\n   C. For\n\n"


@pytest.mark.parametrize(
    "key",
    [
        "## Answers\n\n1. A\n2. A, C\n",
        "Answer key:\n1) A\n2) AC\n",
        "**Answers**\n\n1 - **A**\n\n2 – A and C\n",
        "### Solutions\n| No | Answer |\n|---|---|\n| 1 | A |\n| 2 | A & C |\n",
        "Answers:\nQ1: A. Yes\nQ2: A, C\n",
        "Answers: 1-A 2-AC\n",
        "**Answers:** 1. A, 2. AC\n",
        "Answers:\n1 | A\n2 | A, C\n",
    ],
)
def test_answers_at_the_end_go_to_the_questions_with_their_numbers(key: str) -> None:
    first, second = whole(TWO + key)
    assert first == {"question": "Who is it?", "choices": YES_NO}
    assert second["choices"] == [{"right": "Of"}, {"wrong": "In"}, {"right": "For"}]


def test_each_part_of_a_bank_has_its_own_answers() -> None:
    one = "Question 1: Who is it?\nA. Yes\nB. No\n\nAnswers:\n1. {}\n\n"
    first, second = whole(one.format("A") + one.format("B"))
    assert first["choices"] == YES_NO
    assert second["choices"] == [{"wrong": "Yes"}, {"right": "No"}]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{TWO}{TWO}Answers:\n1. A\n", "line 20: 1. A"),  # two questions have the number
        (f"{TWO}Answers:\n1. A\n1. B\n", "line 11: 1. A"),  # two answers have it
        (f"{TWO}Answers:\n3. A\n", "line 11: 3. A"),
        ("1. Who?\n- [x] Yes\n- [ ] No\n\nAnswers:\n1. B\n", "line 6: 1. B"),  # it is marked already
    ],
)
def test_an_answer_whose_question_is_not_clear_answers_none(text: str, line: str) -> None:
    found = reader.read(text, "Mine")
    told = "an answer of a list of answers was left out: not just one question above it waits for it"
    assert (told, line) in losses(found)
    assert [option for deck in found.decks for note in deck.notes for option in note["choices"]] in (
        [],
        YES_NO,
    )


def test_steps_of_an_answer_are_no_answers_to_other_questions() -> None:
    text = "## How is it done?\n\nAnswer:\n1. Ask\n2. A person says yes\n"
    assert whole(text) == [{"question": "How is it done?", "answer": "1. Ask\n2. A person says yes"}]
