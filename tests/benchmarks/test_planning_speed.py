"""The time that today's plan and the forecast take, and how it grows with the cards."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from srm_quiz.domain.readiness.daily_goal import GoalDay, daily_plan
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.forecast import exam_forecast
from srm_quiz.domain.readiness.pace import PRIORS
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import plan
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.simulated_learner import deck

pytestmark = pytest.mark.benchmark

EXAM = TargetExam()
MOST = {400: 50.0, 10_000: 1000.0}
"""Milliseconds that a plan of so many cards may take."""


def cards(count: int, seen: float) -> list[PlannedCard]:
    """Cards of every kind in sixteen decks, with kin, neighbours and topics; a share of them seen."""
    random, kinds = Random(3), list(PRIORS)
    found = []
    for card in deck(count, lambda i: kinds[i % 7], lambda i: f"d{i % 16}"):
        n = card.place
        card = replace(
            card, note=f"n{n // 2}", source=f"s{n // 8}", tags=frozenset({f"t{n % 6}", f"u{n % 15}"})
        )
        if random.random() < seen:
            last, stability = -random.randint(1, 40), random.uniform(0.5, 80)
            card = replace(card, stability=stability, difficulty=random.uniform(1, 10), last=last)
        found.append(card)
    return found


def milliseconds(work: Callable[[], object]) -> float:
    """The median of seven runs, in time of the processor."""
    times = []
    for _ in range(7):
        begun = time.process_time()
        work()
        times.append(1000 * (time.process_time() - begun))
    return sorted(times)[3]


@pytest.mark.parametrize("seen", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("minutes", [30, 10**6])
def test_a_plan_is_made_in_no_time_and_grows_no_faster_than_its_cards(
    seen: float, minutes: int, capsys: pytest.CaptureFixture[str]
) -> None:
    evening = Evening(today=0, last=29, budget=60.0 * minutes, studied=3, uses_all=True)
    times = {}
    for count, most in MOST.items():
        given = cards(count, seen)
        times[count] = milliseconds(lambda given=given: plan(given, EXAM, evening))  # type: ignore[misc]
        with capsys.disabled():
            print(f"\n{count:,} cards, {seen:.0%} seen, {minutes:,} minutes: {times[count]:.1f} ms")
        assert times[count] < most
    assert times[10_000] / times[400] < 4 * 10_000 / 400  # far from the square, which is 625


@pytest.mark.parametrize("count", MOST)
def test_a_days_list_is_made_in_no_time(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    given, day = cards(count, 0.5), GoalDay(today=0, goal=60, studied=3)
    took = milliseconds(lambda: daily_plan(given, EXAM, day))
    with capsys.disabled():
        print(f"\na day's list of {count:,} cards: {took:.1f} ms")
    assert took < MOST[count]


def test_a_forecast_from_a_hundred_thousand_reviews_is_made_in_no_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    random, given = Random(3), cards(10_000, 0.5)
    outcomes = [
        (float(random.randint(1, 90)), random.uniform(0.5, 200), random.random() < 0.9)
        for _ in range(100_000)
    ]
    took = milliseconds(lambda: exam_forecast(given, EXAM, 0, outcomes))
    with capsys.disabled():
        print(f"\na forecast from 100,000 reviews: {took:.1f} ms")
    assert took < 1000
