"""The manual of the deck format: every example loads, every message is what is really said."""

from __future__ import annotations

import re

import pytest

from srm_quiz.deckfiles import schema, values
from srm_quiz.deckfiles.deck_file import parse_deck, read_deck
from srm_quiz.deckfiles.library import load
from srm_quiz.deckfiles.lint.rules import NEEDLESS_ALLOW, RULES, UNKNOWN_RULE, inspect
from srm_quiz.deckfiles.matrix import MOST_LAYERS
from srm_quiz.deckfiles.notes import MOST_OPTIONS
from srm_quiz.domain.cards import Kind
from tests.support.paths import BROKEN_DECKS, BUNDLED_DECKS

MANUAL = (BUNDLED_DECKS / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
MESSAGES = re.findall(r"^```text\n(.*?)\n```$", MANUAL, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.partition("\n")[0])
def test_every_example_is_a_deck_without_problems(example: str) -> None:
    deck, problems = read_deck("example.yaml", example.encode())
    assert not problems, problems[0].as_text()
    assert deck is not None and (deck.cards or deck.exams)


def test_there_is_an_example_of_every_kind() -> None:
    decks = [read_deck("example.yaml", example.encode())[0] for example in EXAMPLES]
    assert {card.kind for deck in decks if deck for card in deck.cards} == set(Kind)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda text: text.partition(":")[0])
def test_every_message_is_the_one_that_is_given(message: str) -> None:
    file = BROKEN_DECKS / message.partition(":")[0]
    said = [problem.as_text() for problem in load([file], cache=None).problems]
    assert said[0].replace(str(file), file.name) == message


def test_common_mistakes_are_shown() -> None:
    assert len(MESSAGES) >= 10


def test_every_key_is_explained_in_the_words_of_the_schema() -> None:
    keys = [key for table in schema.TABLES for key in table.keys.values()]
    assert [key.name for key in keys if f"`{key.name}`" not in MANUAL and f"{key.name}:" not in MANUAL] == []
    explained = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?)( \(required\))? \|$", MANUAL, re.MULTILINE)
    assert len(explained) > 20
    for name, value_type, meaning, required in explained:
        told = (name, value_type, meaning, bool(required))
        assert told in [(key.name, key.value_type.value, key.meaning, key.required) for key in keys]


def test_every_rule_of_style_is_explained_in_its_own_words() -> None:
    explained = re.findall(r"^\| `(\w+(?:-\w+)+)` \| ([^|]*) \|$", MANUAL, re.MULTILINE)
    assert explained == [(rule.code, rule.meaning) for rule in RULES.values()]
    assert f"`{UNKNOWN_RULE}`" in MANUAL and f"`{NEEDLESS_ALLOW}`" in MANUAL


def test_the_example_of_reasons_is_in_good_style() -> None:
    (example,) = [text for text in EXAMPLES if "allow:" in text]
    written = parse_deck("example.yaml", example.encode())
    assert written and not inspect([written])


def test_the_limits_are_the_real_ones() -> None:
    limits = MANUAL.replace("\n", " ")
    assert (
        f"A text has {values.LONGEST_TEXT:,} characters at most, a text on one line {values.LONGEST_LINE}, "
        f"a note {MOST_OPTIONS} choices, a matrix {MOST_LAYERS} layers, a file 20 MB." in limits
    )
