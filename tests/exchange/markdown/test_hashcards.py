"""The decks of hashcards become notes; what is left out is named."""

from __future__ import annotations

import pytest

from srm_quiz.exchange.markdown import hashcards
from tests.support.importing import losses, notes


def test_cards_of_hashcards_are_questions_and_texts_with_blanks() -> None:
    found = hashcards.read(
        '---\nname = "Rocks"\n---\n\nQ: What is it?\nA:\n\n- a rock\n- a stone\n\nC: The [order] of a\n'
        "[group::a].\n---\nC: It \\[is\\] [a]. ![x](y)\nQ: Who?\nA: I\n",
        "Mine",
    )
    assert found.decks[0].head == {"title": "Rocks"}
    assert notes(found) == [
        {"question": "What is it?", "answer": "- a rock\n- a stone"},
        {"cloze": "The {{order}} of a\n{{group::a::}}."},
        {"cloze": "It [is] {{a}}. ![x](y)"},
        {"question": "Who?", "answer": "I"},
    ]
    assert losses(found) == [("a picture is shown as its address", "line 14: It \\[is\\] [a]. ![x](y)")]


def test_fenced_code_in_a_card_of_hashcards_is_code() -> None:
    answer = "```\nA: 1\n---\nQ: 2\n```"
    found = hashcards.read(f"Q: How?\nA:\n{answer}\n", "Mine")
    assert notes(found) == [{"question": "How?", "answer": answer}]
    assert not found.losses


def test_what_hashcards_would_refuse_is_named() -> None:
    found = hashcards.read("Hello\nQ: One?\nQ: Two?\nA: 2\nA: 3\nC: None\nC: [a] {{b}}\n", "Mine")
    assert notes(found) == [{"question": "Two?", "answer": "2"}]
    assert losses(found) == [
        ("a line that belongs to no card was left out", "line 1: Hello"),
        ("a card was left out: it has no answer", "line 2: One?"),
        ("a card was left out: it has no question", "line 5: 3"),
        ("a card was left out: its text has no blank", "line 6: None"),
        ("a card was left out: its text has {{, which begins a blank in our decks", "line 7: [a] {{b}}"),
    ]


@pytest.mark.parametrize("value", ["9" * 5_000, "[" * 5_000 + "]" * 5_000, "{", "2026-99-99"])
def test_front_matter_that_is_no_toml_is_text_that_belongs_to_no_card(value: str) -> None:
    found = hashcards.read(f"---\nx = {value}\n---\nQ: Who?\nA: AWS\n", "Mine")
    assert notes(found) == [{"question": "Who?", "answer": "AWS"}]
    lost = [place for what, place in losses(found) if what == "a line that belongs to no card was left out"]
    assert any(place.startswith("line 2: x =") for place in lost)
