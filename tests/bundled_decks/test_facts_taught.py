"""What the decks must teach, by facts_taught.toml: facts, wrong beliefs, claims, each held to its cards."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.cards import Card, Choice, note_of
from tests.support.paths import BUNDLED_DECKS

TABLE = tomllib.loads(Path(__file__).with_name("facts_taught.toml").read_text(encoding="utf-8"))
FACTS = {level: TABLE[level] for level in ("core", "stretch", "beyond")}
MISCONCEPTIONS: dict[str, dict[str, str]] = TABLE["misconceptions"]
CLAIMS: dict[str, list[str]] = TABLE["claims"]
LISTS: dict[str, list[str]] = FACTS["core"] | FACTS["stretch"] | FACTS["beyond"] | CLAIMS

CARDS = list(load([BUNDLED_DECKS], cache=None).cards())
NAMES = {name for card in CARDS for name in (card.key, note_of(card.key))}
"""Whatever can be asked: every card, and every note by the name that its cards share."""


def numbers(headings: Iterable[str]) -> list[str]:
    """The number with which each heading begins."""
    return [heading.partition(" ")[0] for heading in headings]


def named(letter: str, width: int, *ranges: range) -> list[str]:
    return [f"{letter}{number:0{width}}" for numbers in ranges for number in numbers]


def cards_of(note: str) -> list[Card]:
    return [card for card in CARDS if note_of(card.key) == note]


def test_every_card_that_the_table_names_is_in_the_decks() -> None:
    listed = {card for cards in LISTS.values() for card in cards}
    beliefs = {card for options in MISCONCEPTIONS.values() for card in options}
    assert sorted((listed | beliefs) - NAMES) == []


def test_every_heading_says_in_words_what_its_number_stands_for() -> None:
    for heading in [*LISTS, *MISCONCEPTIONS, *TABLE["unasked"]]:
        assert re.fullmatch(r"[FMC]\d+ \S.{9,}", heading), heading


def test_every_fact_has_one_place_in_the_table() -> None:
    found = numbers([heading for facts in FACTS.values() for heading in facts] + list(TABLE["unasked"]))
    # The numbers between the two collections were left free.
    assert sorted(found) == named("F", 3, range(1, 259), range(301, 461))


def test_every_core_fact_is_asked() -> None:
    core: dict[str, list[str]] = FACTS["core"]
    assert len(core) == 257
    assert [fact for fact, cards in core.items() if not cards] == []


def test_nearly_every_core_fact_is_asked_from_two_sides() -> None:
    twice = sum(len(cards) > 1 for cards in FACTS["core"].values())
    assert twice > 0.95 * len(FACTS["core"])


def test_facts_that_matter_at_work_are_asked_too() -> None:
    assert all(FACTS["stretch"].values()) and len(FACTS["stretch"]) >= 135


def test_a_fact_that_no_card_asks_is_left_out_for_a_reason() -> None:
    assert all(reason.strip() for reason in TABLE["unasked"].values())


def test_every_claim_of_the_course_lesson_is_taught() -> None:
    assert numbers(CLAIMS) == named("C", 2, range(1, 31))
    assert [claim for claim, cards in CLAIMS.items() if not cards] == []


def test_no_card_is_counted_twice() -> None:
    for heading, cards in LISTS.items():
        assert len(set(cards)) == len(cards), heading


def test_every_misconception_has_a_card() -> None:
    assert numbers(MISCONCEPTIONS) == named("M", 2, range(1, 81))
    assert [belief for belief, options in MISCONCEPTIONS.items() if not options] == []


@pytest.mark.parametrize("belief", MISCONCEPTIONS)
def test_a_misconception_is_a_wrong_option_that_says_why_it_is_wrong(belief: str) -> None:
    for note, words in MISCONCEPTIONS[belief].items():
        (card,) = cards_of(note)
        assert isinstance(card.content, Choice), note
        holding = [option for option in card.content.options if words in option.text]
        assert [(option.right, bool(option.why)) for option in holding] == [(False, True)], (note, words)
