"""New cards: which come first, and how they are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.planned_card import SCENARIO, PlannedCard
from srm_quiz.domain.readiness.planner import plan
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.simulated_learner import deck

MIXED = TargetExam(topics=tuple(f"t{n}" for n in range(6)))


def met(
    cards: Sequence[PlannedCard], exam: TargetExam = MIXED, studied: int = 3, budget: float = 900.0
) -> list[PlannedCard]:
    """The new cards of an evening, in order."""
    by_key = {card.key: card for card in cards}
    evening = Evening(today=0, last=29, budget=budget, studied=studied)
    picks = plan(cards, exam, evening).picks
    return [by_key[pick.card] for pick in picks if not by_key[pick.card].is_seen]


def test_topics_take_turns() -> None:
    topics = Counter(next(iter(card.tags)) for card in met(deck(300)))
    assert len(topics) == 6 and max(topics.values()) - min(topics.values()) <= 2


def test_a_topic_that_is_behind_catches_up() -> None:
    cards = [
        replace(card, stability=90.0, last=-1) if card.place % 6 and card.place <= 60 else card
        for card in deck(300)
    ]
    topics = Counter(next(iter(card.tags)) for card in met(cards, budget=300.0))
    assert topics["t0"] > sum(topics.values()) / 2


def test_every_other_new_card_is_a_foundation_the_weightier_first() -> None:
    exam = replace(MIXED, first=frozenset({"d0"}))
    cards = [replace(card, weight=0.5) if card.place < 50 else card for card in deck(300)]
    foundations = [card for card in met(cards, exam) if card.deck == "d0"]
    assert len(foundations) >= len(met(cards, exam)) // 2
    assert all(card.place >= 50 for card in foundations)


def test_the_first_study_day_has_no_scenario_unless_there_is_nothing_else() -> None:
    cards = deck(300, kind=lambda i: SCENARIO if i % 2 else "basic")
    assert all(card.kind != SCENARIO for card in met(cards, studied=0))
    assert any(card.kind == SCENARIO for card in met(cards, studied=1))
    assert met(deck(300, kind=lambda i: SCENARIO), studied=0)


def test_scenarios_have_their_share_of_an_evening() -> None:
    cards = deck(300, kind=lambda i: SCENARIO if i % 10 == 0 else "basic", name=lambda i: "a")
    cards = [replace(card, stability=90.0, last=-1) if card.place <= 6 else card for card in cards]
    for share in (0.0, 1 / 6, 1 / 3):
        evening = met(cards, replace(MIXED, scenario_share=share), budget=1500.0)
        scenarios = sum(card.kind == SCENARIO for card in evening)
        assert scenarios >= share * (len(evening) - 1) - 1
    assert not any(
        card.kind == SCENARIO for card in met(cards, replace(MIXED, scenario_share=0.0), budget=300.0)
    )


def test_no_scenario_is_forced_in_on_a_topic_that_was_not_begun() -> None:
    cards = deck(120, kind=lambda i: SCENARIO if i % 6 == 0 else "cloze", name=lambda i: "a")
    assert not any(card.kind == SCENARIO for card in met(cards, budget=100.0))
    begun = [replace(cards[5], stability=90.0, last=-1), *cards[:5], *cards[6:]]
    assert any(card.kind == SCENARIO for card in met(begun, budget=300.0))


def test_neighbours_are_met_on_different_evenings_while_there_are_others() -> None:
    cards = [replace(card, source=f"page {card.place // 10}") for card in deck(300)]
    sources = [card.source for card in met(cards, budget=300.0)]
    assert len(set(sources)) == len(sources) > 10
    few = [replace(card, source=f"page {card.place // 10}") for card in deck(30)]
    assert len(met(few, budget=600.0)) > 4


def test_no_kind_or_deck_takes_more_than_seven_tenths_of_an_evening() -> None:
    cards = deck(300, kind=lambda i: "owner" if i % 10 < 7 else "choice", name=lambda i: f"d{i % 3}")
    kinds = Counter(card.kind for card in met(cards))
    assert kinds["owner"] <= 0.7 * (kinds.total() + 3)


def test_one_deck_and_a_small_light_one_beside_a_large_one_fill_an_evening() -> None:
    one = deck(300, kind=lambda i: "basic", name=lambda i: "a")
    two = deck(
        300,
        kind=lambda i: ("basic", "cloze", "typed")[i % 3],
        name=lambda i: "a" if i % 100 < 70 else "b",
        weight=lambda i: 1.0 if i % 100 < 70 else 0.3,
    )
    assert len(met(one)) >= 40 and len(met(two)) >= 40


def test_a_longer_evening_only_adds_new_cards() -> None:
    cards = deck(600)
    evenings = [{card.key for card in met(cards, studied=0, budget=60.0 * n)} for n in (5, 10, 20)]
    assert all(len(shorter & longer) >= 0.9 * len(shorter) for shorter, longer in pairwise(evenings))
