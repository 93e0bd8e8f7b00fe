"""Searching cards: which words find which cards."""

from __future__ import annotations

from datetime import date

import pytest

from srm_quiz.domain.cards import Basic, Card, Deck
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.search import parse, search
from tests.support.worlds import key

TODAY = StudyDay(date(2026, 11, 25))
CARD = Card(key("basic"), Basic("Whose is the hypervisor?", "AWS's"))
DECK = Deck("world", "World", "", "world.yaml", 1, (CARD,))


@pytest.mark.parametrize("words", ["kind:poem", "is:nothing"])
def test_a_search_with_an_unknown_keyword_finds_nothing_and_says_which_are_known(words: str) -> None:
    query = parse(words, [DECK])
    assert query.problem.startswith(words.partition(":")[0] + ": is one of ")
    assert search(query, [DECK], {}, TODAY) == []
