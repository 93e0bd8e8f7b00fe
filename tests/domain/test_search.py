"""Searching cards: which words find which cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from srm_quiz.domain.cards import Basic, Card, Deck
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.search import parse, search
from tests.support.histories import reviewed
from tests.support.worlds import key

TODAY = StudyDay(date(2026, 11, 25))
CARD = Card(key("basic"), Basic("Whose is the hypervisor?", "AWS's"))
DECK = Deck("world", "World", "", "world.yaml", 1, (CARD,))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("is:new", ["new"]),
        ("is:seen", ["due", "later", "suspended"]),
        ("is:due", ["due"]),
        ("is:suspended", ["suspended"]),
        ("-is:seen", ["new"]),
    ],
)
def test_cards_are_found_by_what_the_learner_has_done_with_them(words: str, names: list[str]) -> None:
    cards = tuple(Card(key(name), Basic("?", "!")) for name in ("new", "due", "later", "suspended"))
    deck = Deck("world", "World", "", "world.yaml", len(cards), cards)
    due = reviewed(10.0)
    later = replace(due, due_day=days_after(due.due_day, 1))
    progress = {
        key("due"): Progress(due),
        key("later"): Progress(later),
        key("suspended"): Progress(due, suspended=True),
    }
    found = search(parse(words), [deck], progress, due.due_day)
    assert [one.card.key for one in found] == [key(name) for name in names]


@pytest.mark.parametrize("words", ["kind:poem", "is:nothing", "-is:nothing"])
def test_a_search_with_an_unknown_keyword_finds_nothing_and_says_which_are_known(words: str) -> None:
    query = parse(words, [DECK])
    assert query.problem.startswith(words.strip("-").partition(":")[0] + ": is one of ")
    assert search(query, [DECK], {}, TODAY) == []
