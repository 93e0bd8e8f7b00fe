"""Which cards an exam asks for, and how heavily."""

from __future__ import annotations

from dataclasses import replace

import pytest

from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import scope
from srm_quiz.domain.readiness.target_exam import TargetExam

CARD = PlannedCard("a", "basic", "deck", 1, "note")


def tagged(*tags: str, **changes: object) -> PlannedCard:
    return replace(CARD, tags=frozenset(tags), **changes)  # type: ignore[arg-type]


def test_without_tags_every_card_is_in_scope() -> None:
    assert TargetExam().includes(CARD)
    exam = TargetExam(tags=frozenset({"saa"}))
    assert exam.includes(tagged("saa")) and not exam.includes(tagged("clf")) and not exam.includes(CARD)


def test_a_weight_is_the_cards_own_times_the_geometric_mean_of_its_tags() -> None:
    exam = TargetExam(weights={"network": 4.0, "article": 0.25, "scenario": 2.0})
    assert exam.weight(CARD) == 1
    assert exam.weight(tagged("network", "other")) == pytest.approx(4)
    assert exam.weight(tagged("network", "article")) == pytest.approx(1)
    assert exam.weight(tagged("network", weight=0.5)) == pytest.approx(2)
    assert exam.weight(tagged("network", "stretch")) == pytest.approx(1)


def test_a_late_card_lays_no_foundations() -> None:
    exam = TargetExam(first=frozenset({"basis", "deck"}), late=frozenset({"stretch", "odd"}))
    assert exam.is_first(CARD) and exam.is_first(tagged("basis", deck="other"))
    assert exam.is_late(tagged("stretch")) and not exam.is_first(tagged("stretch"))
    assert exam.is_late(replace(CARD, deck="odd")) and not exam.is_late(CARD)


def test_all_cards_together_weigh_the_mean_of_the_two_exams() -> None:
    one = TargetExam(weights={"a": 2.0, "b": 0.5}, first=frozenset({"x"}), topics=("a", "b"))
    other = TargetExam(weights={"a": 1.0, "c": 3.0}, tags=frozenset({"other"}), topics=("b", "c"))
    both = TargetExam.of_all_cards([one, other])
    assert both.weights == {"a": 1.5, "b": 0.75, "c": 2.0}
    assert (both.tags, both.first, both.topics) == (frozenset(), {"x"}, ("a", "b", "c"))
    assert TargetExam.of_all_cards([]) == TargetExam()


def test_cards_stand_in_author_s_order_whatever_order_they_come_in() -> None:
    cards = [
        replace(CARD, key=f"{deck}{place}", deck=deck, place=place) for deck in "ba" for place in (10, 2, 1)
    ]
    ordered = [scoped.card.key for scoped in scope(cards, TargetExam()).cards]
    assert ordered == ["a1", "a2", "a10", "b1", "b2", "b10"]


def test_a_card_counts_in_each_of_its_topics_by_halves_and_else_in_its_deck() -> None:
    exam = TargetExam(topics=("x", "y"))
    cards = [tagged("x", key="1"), tagged("x", "y", key="2"), tagged("z", key="3", weight=2.5)]
    found = scope(cards, exam)
    assert [scoped.lanes for scoped in found.cards] == [("x",), ("x", "y"), ("deck deck",)]
    assert found.lane_shares == {
        "x": pytest.approx((1.5 / 4.5) ** 0.75),
        "y": pytest.approx((0.5 / 4.5) ** 0.75),
        "deck deck": pytest.approx((2.5 / 4.5) ** 0.75),
    }


def test_a_lane_of_hardly_any_weight_still_has_a_share() -> None:
    cards = [tagged("x", key="1", weight=0.1), tagged("y", key="2", weight=99.0)]
    assert scope(cards, TargetExam(topics=("x", "y"))).lane_shares["x"] == pytest.approx(0.02**0.75)


def test_without_topics_given_tags_that_are_neither_rare_nor_everywhere_are_topics() -> None:
    cards = [
        tagged("saa", "rare" if n < 4 else "part" if n < 9 else "half", key=str(n), place=n)
        for n in range(18)
    ]
    lanes = {lane for scoped in scope(cards, TargetExam()).cards for lane in scoped.lanes}
    assert lanes == {"deck deck", "part", "half"}


def test_novelty_falls_with_every_kin_and_neighbour_that_was_seen() -> None:
    page = "https://example.org"
    cards = [
        replace(CARD, key="seen kin", stability=3.0, source=page),
        replace(CARD, key="itself", source=page),
        replace(CARD, key="neighbour", note="other", source=page, stability=3.0),
        replace(CARD, key="apart", note="third"),
    ]
    novelty = {scoped.card.key: scoped.novelty for scoped in scope(cards, TargetExam()).cards}
    assert novelty["itself"] == pytest.approx(1 / (1.5 * 1.5))
    assert novelty["seen kin"] == pytest.approx(1 / 1.25)
    assert novelty["apart"] == 1


@pytest.mark.parametrize(("count", "are_near"), [(1, False), (2, True), (12, True), (13, False)])
def test_cards_of_a_source_are_near_if_they_are_few(count: int, are_near: bool) -> None:
    cards = [replace(CARD, key=f"{n}", note=f"{n}", place=n, source="page") for n in range(count)]
    found = scope(cards, TargetExam())
    assert all(bool(scoped.near) is are_near for scoped in found.cards)
