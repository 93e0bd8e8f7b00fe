"""The daily goal: as many answers a day, whatever is due, and one list a day."""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.daily_goal import GoalDay, daily_plan, weeks_to_meet_all
from srm_quiz.domain.readiness.pace import Answer
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import Reason
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.planner_cases import CARDS, EXAM, TODAY, longest_run
from tests.support.simulated_learner import SimulatedLearner, deck

ALL = TargetExam()


def reasons(cards: list[PlannedCard], goal: int) -> list[Reason]:
    return [pick.reason for pick in daily_plan(cards, ALL, GoalDay(today=0, goal=goal)).picks]


def due(count: int, days_ago: int = 9, stability: float = 5.0) -> list[PlannedCard]:
    return [replace(card, stability=stability, last=-days_ago) for card in deck(count)]


def unseen(count: int) -> list[PlannedCard]:
    return [replace(card, key=f"u{card.place:03}", note=f"u{card.place}") for card in deck(count)]


def test_half_of_the_goal_is_new_while_nothing_is_due() -> None:
    assert reasons(unseen(99), goal=20) == [Reason.NEW] * 10
    assert reasons(unseen(99), goal=41) == [Reason.NEW] * 20


def test_new_cards_take_what_is_due_leaves_of_the_goal() -> None:
    found = reasons(due(10) + unseen(99), goal=20)
    assert found.count(Reason.DUE) == 10
    assert found.count(Reason.NEW) == int((20 - 1.15 * 10) / 1.3)


def test_what_comes_due_within_a_week_makes_room_beforehand() -> None:
    coming = [replace(card, stability=8.0, last=-2) for card in deck(98)]
    found = reasons(coming + unseen(99), goal=20)
    assert found == [Reason.NEW] * int((20 - 1.15 * 14) / 1.3)


def test_a_day_that_is_full_but_not_overfull_has_one_new_card() -> None:
    assert reasons(due(20) + unseen(99), goal=20).count(Reason.NEW) == 1
    assert reasons(due(22) + unseen(99), goal=20).count(Reason.NEW) == 0


def test_after_a_long_absence_the_most_forgotten_come_first_and_the_rest_tomorrow() -> None:
    cards = [replace(card, last=-9 - card.place) for card in due(80)]
    picks = daily_plan(cards + unseen(9), ALL, GoalDay(today=0, goal=20)).picks
    assert len(picks) == 21  # a quarter more than the goal, repeats counted
    assert {pick.card for pick in picks} == {card.key for card in cards[-21:]}
    memory = Memory()
    assert memory.recall(cards[-1].last * -1, 5.0) < memory.recall(cards[0].last * -1, 5.0)


@given(st.data(), CARDS, st.integers(0, 60), st.integers(0, 3))
def test_a_day_has_one_list_however_often_it_is_made(
    data: st.DataObject, cards: list[PlannedCard], goal: int, studied: int
) -> None:
    cards = [replace(card, last=min(card.last, TODAY - 1)) for card in cards]
    day = GoalDay(today=TODAY, goal=goal, studied=studied)
    whole = daily_plan(cards, EXAM, day)
    assert daily_plan(data.draw(st.permutations(cards)), EXAM, day) == whole
    done = data.draw(st.integers(0, len(whole.picks)))
    answers = tuple(Answer(pick.card, "basic", False, True, 5.0) for pick in whole.picks[:done])
    rest = daily_plan(cards, EXAM, replace(day, answers=answers))
    assert rest.picks == whole.picks[done:]


@given(CARDS, st.integers(0, 60), st.integers(0, 3))
def test_a_list_keeps_to_the_scope_and_asks_no_kin(cards: list[PlannedCard], goal: int, studied: int) -> None:
    cards = [replace(card, last=min(card.last, TODAY - 1)) for card in cards]
    found = daily_plan(cards, EXAM, GoalDay(today=TODAY, goal=goal, studied=studied))
    by_key = {card.key: card for card in cards}
    asked = [by_key[pick.card] for pick in found.picks]
    assert all(map(EXAM.includes, asked))
    assert len({card.note for card in asked}) == len(asked)
    for of in ("kind", "deck"):
        assert longest_run([], [(card, found.dominant) for card in asked], of) <= 3


def test_the_whole_list_is_asked_though_the_most_forgotten_cards_are_of_one_deck() -> None:
    cards = [replace(card, deck=f"d{n // 20}") for n, card in enumerate(due(60))]
    assert len(daily_plan(cards, ALL, GoalDay(today=0, goal=20)).picks) == 21


def test_the_pace_of_the_last_study_days_tells_when_all_cards_are_met() -> None:
    assert weeks_to_meet_all(140, [99, 10, 10, 10, 10, 10, 10, 10]) == pytest.approx(2)
    assert weeks_to_meet_all(140, [4]) == pytest.approx(5)
    assert weeks_to_meet_all(140, []) is None and weeks_to_meet_all(140, [0, 0]) is None


def goal_learners(goal: int, learners: int, days: int, reopens_after: int | None) -> list[SimulatedLearner]:
    followed = []
    for seed in range(learners):
        learner = SimulatedLearner(deck(1000), seed)
        learner.follow_goal(ALL, days, goal, misses=0.1, reopens_after=reopens_after)
        followed.append(learner)
    return followed


@pytest.mark.parametrize(
    ("goal", "learners", "days", "reopens_after"),
    [
        (20, 2, 28, 7),
        *(
            pytest.param(goal, 4, 60, reopens_after, marks=pytest.mark.soak)
            for goal in (20, 40)
            for reopens_after in (None, 7)
        ),
    ],
)
def test_every_week_but_the_first_comes_near_to_the_goal_and_no_day_goes_far_beyond(
    goal: int, learners: int, days: int, reopens_after: int | None
) -> None:
    followed = goal_learners(goal, learners, days, reopens_after)
    for start in range(7, days - 6, 7):
        week = [day.answers for one in followed for day in one.days[start : start + 7] if day.answers]
        assert fmean(week) == pytest.approx(goal, rel=0.15)
    for number in range(days):
        answers = [one.days[number].answers for one in followed if one.days[number].answers]
        assert not answers or fmean(answers) <= (1.3 if learners >= 4 else 1.5) * goal


def test_opening_the_program_in_mid_list_changes_nothing() -> None:
    (once,), (often,) = (goal_learners(20, 1, 14, again) for again in (None, 5))
    assert [day.asked for day in once.days] != [] and [
        [key for key, _ in day.asked] for day in once.days
    ] == [[key for key, _ in day.asked] for day in often.days]
