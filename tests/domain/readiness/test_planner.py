"""The exam planner: what it never does, whatever the cards and the evening."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening, days_of_rest
from srm_quiz.domain.readiness.pace import Answer, Pace
from srm_quiz.domain.readiness.planned_card import LINE, OWNER, PlannedCard
from srm_quiz.domain.readiness.planner import Plan, Reason, plan
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.planner_cases import ALIKE, CARDS, EXAM, TODAY, evenings, longest_run
from tests.support.simulated_learner import deck

PACE = Pace()
EXAM_OF_ALL = TargetExam()


def shown_by_line(card: PlannedCard, cards: list[PlannedCard], days: float) -> bool:
    """Whether an owner cell's line card was answered fewer days ago, and after the cell itself."""
    lines = [one for one in cards if one.kind == LINE and one.note == card.note and one.is_seen]
    return card.kind == OWNER and any(
        TODAY - line.last < days and (not card.is_seen or line.last > card.last) for line in lines
    )


def reviewable(cards: list[PlannedCard], evening: Evening) -> list[PlannedCard]:
    """Cards in scope that are due and need not wait."""
    notes = {card.note for card in cards if card.is_seen and card.last == TODAY}
    rest = days_of_rest(evening.left)
    return [
        card
        for card in cards
        if EXAM.includes(card)
        and card.stability is not None
        and card.due <= TODAY
        and card.note not in notes
        and not shown_by_line(card, cards, min(rest, max(1, card.stability / 2)))
    ]


@given(st.data(), CARDS)
def test_a_plan_fits_the_minutes_and_asks_no_card_or_note_twice(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    evening = data.draw(evenings(cards))
    found = plan(cards, EXAM, evening)
    assert found.seconds <= max(0.0, evening.open) + 1e-6
    by_key = {card.key: card for card in cards}
    asked = [by_key[pick.card] for pick in found.picks]
    notes = [card.note for card in asked] + list({by_key[key].note for key in evening.answered})
    assert len(set(notes)) == len(notes)
    assert not {card.key for card in asked} & set(evening.answered)


@given(st.data(), CARDS)
def test_the_order_in_which_cards_are_given_does_not_matter(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    evening = data.draw(evenings(cards))
    shuffled = data.draw(st.permutations(cards))
    assert plan(cards, EXAM, evening) == plan(shuffled, EXAM, evening)


@given(st.data(), CARDS)
def test_without_minutes_and_from_the_day_of_the_exam_on_nothing_is_planned(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    evening = data.draw(evenings(cards))
    for spoilt in (
        replace(evening, budget=0.0),
        replace(evening, budget=sum(answer.counted for answer in evening.answers)),
        replace(evening, last=TODAY - 1),
        replace(evening, last=TODAY - 30),
    ):
        assert plan(cards, EXAM, spoilt).picks == ()


@given(st.data(), CARDS)
def test_only_cards_in_scope_are_asked_and_no_cell_that_its_line_card_has_just_shown(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    cards = [card if n % 7 else replace(card, tags=card.tags - {"exam"}) for n, card in enumerate(cards)]
    evening = data.draw(evenings(cards))
    by_key = {card.key: card for card in cards}
    for pick in plan(cards, EXAM, evening).picks:
        card = by_key[pick.card]
        assert EXAM.includes(card)
        assert card.is_seen or not shown_by_line(card, cards, days_of_rest(evening.left))


@given(st.data(), CARDS)
def test_from_the_second_study_day_on_the_first_plan_of_a_day_has_a_review(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    cards = [card for card in cards if not card.is_seen or card.last < TODAY]
    evening = data.draw(evenings(cards, studied=data.draw(st.integers(1, 9))))
    found = plan(cards, EXAM, evening)
    if any(PACE.review(card.kind) <= evening.open for card in reviewable(cards, evening)):
        assert any(pick.reason is not Reason.NEW for pick in found.picks)


@given(st.data(), CARDS)
def test_no_more_than_three_of_a_kind_or_deck_follow_each_other_unless_it_dominates(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    evening = data.draw(evenings(cards))
    by_key = {card.key: card for card in cards}
    found = plan(cards, EXAM, evening)
    before = [by_key[key] for key in evening.answered]
    asked = [(by_key[pick.card], found.dominant) for pick in found.picks]
    kinds = longest_run(before, asked, "kind")
    assert kinds <= 3 and longest_run(before, asked, "deck") <= 3


@given(st.data(), ALIKE)
def test_late_cards_are_met_only_when_no_other_may_be(data: st.DataObject, cards: list[PlannedCard]) -> None:
    evening = data.draw(evenings(cards))
    by_key = {card.key: card for card in cards}
    asked = [by_key[pick.card] for pick in plan(cards, EXAM, evening).picks]
    if any(EXAM.is_late(card) and not card.is_seen for card in asked):
        notes = {card.note for card in asked} | {by_key[key].note for key in evening.answered}
        waiting = [card for card in cards if not card.is_seen and not EXAM.is_late(card)]
        assert all(card.note in notes for card in waiting)


@given(st.data(), ALIKE)
def test_new_cards_leave_a_third_of_the_minutes_to_reviews_unless_time_is_short(
    data: st.DataObject, cards: list[PlannedCard]
) -> None:
    evening = data.draw(evenings(cards, studied=1))
    found = plan(cards, EXAM, evening)
    new = sum(pick.seconds for pick in found.picks if pick.reason is Reason.NEW)
    if not found.is_tight and new > 2 / 3 * evening.open + 1e-6:
        by_key = {card.key: card for card in cards}
        notes = {by_key[pick.card].note for pick in found.picks}
        left_out = [card for card in reviewable(cards, evening) if card.note not in notes]
        assert all(PACE.review(card.kind) > evening.open - found.seconds for card in left_out)


def test_cards_answered_today_are_not_planned_and_their_seconds_are_used_up() -> None:
    cards = [replace(card, stability=2.0, last=0) for card in deck(4)] + deck(40)[4:]
    answers = (
        Answer("c00001", "typed", True, False, 10.0),
        Answer("c00002", "choice", True, False, 10.0),
        Answer("c00001", "typed", False, True, 5.0),
    )
    evening = Evening(today=0, last=20, budget=600.0, answers=answers)
    found = plan(cards, EXAM_OF_ALL, evening)
    assert found.picks and not {"c00001", "c00002"} & {pick.card for pick in found.picks}
    assert found.seconds <= 575
    assert plan(cards, EXAM_OF_ALL, replace(evening, budget=25.0)) == Plan()


def test_what_was_shown_in_another_way_today_is_not_asked_nor_its_kin() -> None:
    cards = deck(10)
    evening = Evening(today=0, last=20, budget=6000.0, shown_notes=frozenset({"n00003"}))
    assert {pick.card for pick in plan(cards, EXAM_OF_ALL, evening).picks} == {
        card.key for card in cards if card.note != "n00003"
    }


def test_an_evening_does_not_end_because_only_a_longer_run_could_follow() -> None:
    answered = [replace(card, deck="d0", kind="basic", stability=9.0, last=0) for card in deck(3)]
    due = [replace(card, deck="d0", kind="basic", stability=2.0, last=-9) for card in deck(8)[3:]]
    others = [replace(card, deck="d1", kind="typed", stability=99.0, last=-1) for card in deck(60)[8:]]
    answers = tuple(Answer(card.key, card.kind, False, True, 5.0) for card in answered)
    evening = Evening(today=0, last=60, budget=600.0, studied=5, answers=answers)
    found = plan([*answered, *due, *others], EXAM_OF_ALL, evening)
    assert {pick.card for pick in found.picks} == {card.key for card in due}


def seen(cards: list[PlannedCard], last: int = -9, stability: float = 8.0) -> list[PlannedCard]:
    return [replace(card, stability=stability, last=last) for card in cards]


def test_where_time_is_short_new_cards_take_all_but_an_eighth_of_the_minutes() -> None:
    cards = seen(deck(100)) + deck(700)[100:]
    tight = plan(cards, EXAM_OF_ALL, Evening(today=0, last=9, budget=600.0, studied=5))
    reviews = sum(pick.seconds for pick in tight.picks if pick.reason is not Reason.NEW)
    assert tight.is_tight and 0.06 * 600 < reviews <= 0.12 * 600 + 11
    ample = plan(cards, EXAM_OF_ALL, Evening(today=0, last=89, budget=1200.0, studied=5))
    reviews = sum(pick.seconds for pick in ample.picks if pick.reason is not Reason.NEW)
    assert not ample.is_tight and reviews >= 1200 / 3 - 21


def test_new_cards_met_today_count_for_the_days_share() -> None:
    cards = deck(300, kind=lambda i: "basic")
    evening = Evening(today=0, last=59, budget=3600.0)
    first = plan(cards, EXAM_OF_ALL, evening)
    assert len(first.picks) == 20
    met = {pick.card for pick in first.picks[:15]}
    answers = tuple(Answer(card, "basic", True, True, 10.0) for card in sorted(met))
    cards = [replace(card, stability=5.0, last=0) if card.key in met else card for card in cards]
    later = plan(cards, EXAM_OF_ALL, replace(evening, answers=answers))
    assert len(later.picks) == 5


def test_the_most_fragile_cards_are_looked_at_last() -> None:
    cards = [replace(card, stability=200.0 + card.place, last=-1) for card in deck(120)]
    evenings_before = [Evening(today=day, last=2, budget=3600.0, studied=5) for day in range(3)]
    plans = [plan(cards, EXAM_OF_ALL, evening) for evening in evenings_before]
    assert {pick.reason for found in plans for pick in found.picks} == {Reason.LAST_LOOK}
    # Nothing is answered meanwhile, so each evening asks what the ones before would have asked.
    third, two_thirds, every = ({pick.card for pick in found.picks} for found in plans)
    keys = [card.key for card in cards]
    assert third == set(keys[-len(third) :]) and two_thirds == set(keys[-len(two_thirds) :])
    assert 35 <= len(third) <= 45 and 75 <= len(two_thirds) <= 85 and len(every) == 120


def test_minutes_to_spare_are_used_only_where_that_is_set_and_never_for_what_is_known_well() -> None:
    cards = seen(deck(40), last=-5, stability=12.0)
    cards[0] = replace(cards[0], last=-1)
    evening = Evening(today=0, last=200, budget=1200.0, studied=5)
    assert not plan(cards, EXAM_OF_ALL, evening).picks
    spare = plan(cards, EXAM_OF_ALL, replace(evening, uses_all=True))
    assert {pick.reason for pick in spare.picks} == {Reason.SPARE_TIME}
    assert cards[0].key not in {pick.card for pick in spare.picks}
    assert Memory().recall(1, 12.0) > 0.97 > Memory().recall(5, 12.0)


def test_a_cell_rests_after_its_line_card_was_answered_and_comes_back_by_itself() -> None:
    line = PlannedCard("line", LINE, "model", 0, "ec2", stability=20.0, last=-1)
    cell = PlannedCard("cell", OWNER, "model", 1, "ec2")
    old = replace(cell, stability=6.0, last=-20)

    def asked(card: PlannedCard, today: int) -> bool:
        evening = Evening(today=today, last=today + 69, budget=600.0, studied=5)
        return "cell" in {pick.card for pick in plan([line, card], EXAM_OF_ALL, evening).picks}

    assert [asked(cell, today) for today in range(8)] == [False] * 6 + [True, True]  # seven days
    assert [asked(old, today) for today in range(4)] == [False, False, True, True]  # half its stability
    assert asked(replace(old, last=-1, stability=1.0), 0)  # answered with or after its line card


def test_a_slower_learner_is_planned_fewer_cards() -> None:
    slow = Pace({kind: (2 * first, 2 * later) for kind, (first, later) in PACE.seconds.items()})
    evening = Evening(today=0, last=20, budget=600.0)
    assert len(plan(deck(300), EXAM_OF_ALL, evening, slow).picks) < len(
        plan(deck(300), EXAM_OF_ALL, evening).picks
    )


@pytest.mark.parametrize("seed", range(3))
def test_heavier_cards_are_met_first(seed: int) -> None:
    random = Random(seed)
    cards = [replace(card, weight=random.choice((0.5, 2.0))) for card in deck(200)]
    met = {pick.card for pick in plan(cards, EXAM_OF_ALL, Evening(today=0, last=40, budget=900.0)).picks}
    weights = [card.weight for card in cards if card.key in met]
    assert weights.count(2.0) > 4 * weights.count(0.5)
