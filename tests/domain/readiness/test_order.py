"""The order within an evening: reviews and new cards in step, and no runs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.readiness.order import in_order
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import Scope, ScopedCard, scope
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.readiness.variety import Dominant, dominant
from tests.support.planner_cases import longest_run
from tests.support.simulated_learner import deck

NOTHING = Dominant()


def ordered(
    cards: list[PlannedCard],
    reviews: int,
    *,
    before: list[PlannedCard] | None = None,
    dominating: Dominant | None = None,
) -> list[PlannedCard]:
    """The first `reviews` cards as reviews, the rest as new ones, in the order in which they are asked."""
    found: Scope = scope(cards, TargetExam())
    scoped: list[ScopedCard] = list(found.cards)
    over = dominant(cards) if dominating is None else dominating
    return [one.card for one in in_order(scoped[:reviews], scoped[reviews:], before or [], over, found)]


def in_one_deck(count: int, kinds: str) -> list[PlannedCard]:
    """Cards of kinds named by the letters, in turn."""
    names = {"b": "basic", "o": "owner", "c": "cloze"}
    return deck(count, kind=lambda i: names[kinds[(i - 1) % len(kinds)]], name=lambda i: "a")


def test_reviews_and_new_cards_come_in_step_reviews_first() -> None:
    cards = in_one_deck(30, "b")
    places = [card.place <= 10 for card in ordered(cards, 10)]
    assert places[0] and places.count(True) == 10
    assert all(2 <= sum(places[start : start + 9]) <= 4 for start in range(0, 27, 3))


def test_within_a_kind_and_a_stream_cards_keep_their_order() -> None:
    for reviews in (0, 12, 40):
        shown = ordered(in_one_deck(40, "boc"), reviews)
        for kind in ("basic", "owner", "cloze"):
            for part in (True, False):
                places = [
                    card.place for card in shown if card.kind == kind and (card.place <= reviews) is part
                ]
                assert places == sorted(places)


def test_a_kind_that_is_most_of_the_evening_is_parted_by_the_others() -> None:
    cards = in_one_deck(40, "bbbo")
    shown = ordered(cards, 0)
    assert len(shown) == 40 and longest_run([], [(card, NOTHING) for card in shown], "kind") == 3


def test_where_only_a_run_could_follow_the_rest_waits() -> None:
    cards = in_one_deck(10, "b")
    assert len(ordered(cards, 5, dominating=Dominant(decks=frozenset({"a"})))) == 3
    assert len(ordered(cards, 5, dominating=NOTHING)) == 3
    assert len(ordered(cards, 5, before=cards[:2], dominating=NOTHING)) == 1
    assert len(ordered(cards, 5)) == 10  # one kind and one deck dominate: nothing can be put between


def test_neighbours_stand_apart() -> None:
    cards = [replace(card, source="page" if card.place in (1, 2) else "") for card in in_one_deck(20, "b")]
    places = [card.place for card in ordered(cards, 0)]
    assert places.index(2) - places.index(1) == 1  # of one kind and deck the order stands
    cards = [replace(card, source="page" if card.place in (1, 2) else "") for card in in_one_deck(30, "boc")]
    places = [card.place for card in ordered(cards, 0)]
    assert places.index(2) - places.index(1) > 5


@given(
    st.lists(st.tuples(st.sampled_from("boc"), st.sampled_from("xyz"), st.booleans()), max_size=60),
    st.integers(0, 3),
)
def test_all_cards_are_shown_once_or_wait_because_of_a_run(
    told: list[tuple[str, str, bool]], answered: int
) -> None:
    cards = [
        replace(card, kind=kind, deck=name)
        for card, (kind, name, _) in zip(deck(len(told)), told, strict=True)
    ]
    before = cards[:answered]
    shown = ordered(cards[answered:], len(cards) // 3, before=before)
    assert len({card.key for card in shown}) == len(shown)
    over = dominant(cards[answered:])
    for of in ("kind", "deck"):
        assert longest_run(before, [(card, over) for card in shown], of) <= 3
    waiting = {card.key for card in cards[answered:]} - {card.key for card in shown}
    if waiting and not answered:
        assert len(shown) >= 3
