"""Memory: stability, difficulty and retrievability as FSRS's reference implementation computes them.

The reference is fsrs-rs (Rust, single precision); ours is py-fsrs (double), driven by study days. A second
review on the same study day is to both a review after 0 days, and both use the short-term formula for it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import isclose
from typing import Any

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain import memory_model
from srm_quiz.domain.days import days_after
from srm_quiz.domain.scheduling import Policy, Rating, Schedule, outcomes, retrievability
from tests.support.histories import (
    AGAIN,
    DAY,
    EASY,
    GOOD,
    HARD,
    HISTORIES,
    NOON,
    History,
    all_histories,
    reviewed,
    study,
)


def in_rust(
    histories: Sequence[History], weights: Sequence[float] | None = None
) -> list[tuple[float, float]]:
    """Stability and difficulty after each history, by fsrs-rs."""
    rs: Any = pytest.importorskip("fsrs_rs_python")
    items = [rs.FSRSItem([rs.FSRSReview(int(rating), gap) for rating, gap in one]) for one in histories]
    model = rs.FSRS(list(weights or rs.DEFAULT_PARAMETERS))
    return [(state.stability, state.difficulty) for state in model.memory_state_batch(items)]


def assert_as_in_rust(
    found: Sequence[tuple[History, Schedule]], weights: Sequence[float] | None = None
) -> None:
    """Single precision allows 5e-6 of stability; by its floor of 0.001 days an absolute 1e-6 is more."""
    for (history, ours), (stability, difficulty) in zip(
        found, in_rust([history for history, _ in found], weights), strict=True
    ):
        assert isclose(ours.stability, stability, rel_tol=2e-5, abs_tol=1e-6), history
        assert isclose(ours.difficulty, difficulty, rel_tol=2e-6), history


def test_memory_is_the_references_for_every_short_history() -> None:
    gaps = [(0, 1, 3, 30)] * 3
    assert_as_in_rust(list(all_histories(4, gaps, Policy())))


def test_memory_is_the_references_for_every_pattern_of_six_ratings() -> None:
    chance = random.Random(6)
    gaps = [(chance.choice((0, 1, 2, 5, 14, 90, 700)),) for _ in range(5)]
    assert_as_in_rust(list(all_histories(6, gaps, Policy())))


def test_memory_is_the_references_for_long_histories() -> None:
    chance = random.Random(40)
    ratings, gaps = (AGAIN, HARD, GOOD, GOOD, GOOD, EASY), (0, 0, 1, 1, 2, 3, 5, 10, 30, 90, 300, 1000)
    histories: list[History] = [
        ((GOOD, 0), *((chance.choice(ratings), chance.choice(gaps)) for _ in range(chance.randint(50, 200))))
        for _ in range(30)
    ]
    assert_as_in_rust([(history, study(history)[0]) for history in histories])


@pytest.mark.parametrize("seed", range(4))
def test_memory_is_the_references_with_weights_of_ones_own(seed: int) -> None:
    chance = random.Random(seed)
    weights = tuple(max(0.001, weight * chance.uniform(0.8, 1.2)) for weight in fsrs.Scheduler().parameters)
    assert_as_in_rust(list(all_histories(4, [(0, 1, 12)] * 3, Policy(weights=weights))), weights)


@pytest.mark.parametrize("rating", Rating)
def test_memory_is_the_references_when_one_rating_is_all_there_is(rating: Rating) -> None:
    histories: list[History] = [((rating, 0), *[(rating, gap)] * 25) for gap in (0, 1, 10)]
    assert_as_in_rust([(history, study(history)[0]) for history in histories])


def test_only_beyond_a_hundred_years_the_reference_stops_counting() -> None:
    """fsrs-rs bounds stability at 36,500 days and py-fsrs does not; no interval is ever that long."""
    history: History = ((EASY, 0), *[(EASY, 1000)] * 15)
    schedule, _ = study(history)
    assert in_rust([history])[0][0] == 36_500 < schedule.stability
    assert 36_000 < schedule.interval <= 36_500


def test_intervals_are_the_references() -> None:
    rs: Any = pytest.importorskip("fsrs_rs_python")
    model = rs.FSRS(rs.DEFAULT_PARAMETERS)
    for retention in (0.75, 0.90, 0.97):
        for stability in (0.5, 2.0, 9.0, 40.0, 365.0):
            schedule = reviewed(stability)
            found = outcomes(schedule, NOON, Policy(desired_retention=retention))
            theirs = model.next_states(rs.MemoryState(stability, 5.0), retention, 10)
            for rating, state in ((HARD, theirs.hard), (GOOD, theirs.good), (EASY, theirs.easy)):
                wanted = max(1, round(state.interval))
                assert abs(found[rating].interval - wanted) <= 1, (retention, stability, rating)


@given(HISTORIES, st.integers(0, 2000))
def test_retrievability_is_that_of_fsrs(history: History, days: int) -> None:
    schedule, now = study(history)
    card = fsrs.Card(card_id=1, stability=schedule.stability, last_review=now.instant)
    wanted = fsrs.Scheduler().get_card_retrievability(card, now.instant + days * DAY)
    assert retrievability(schedule, days_after(now.day, days), Policy()) == pytest.approx(wanted, rel=1e-12)


def test_retrievability_follows_weights_of_ones_own() -> None:
    weights = (*fsrs.Scheduler().parameters[:20], 0.3)
    schedule, now = study([(GOOD, 0), (GOOD, 4)])
    card = fsrs.Card(card_id=1, stability=schedule.stability, last_review=now.instant)
    wanted = fsrs.Scheduler(parameters=weights).get_card_retrievability(card, now.instant + 50 * DAY)
    assert retrievability(schedule, days_after(now.day, 50), Policy(weights=weights)) == pytest.approx(wanted)


def test_retrievability_is_nine_tenths_when_stability_has_passed() -> None:
    schedule = reviewed(stability=17.0)
    assert retrievability(schedule, days_after(schedule.last_day, 17), Policy()) == pytest.approx(0.9)


def test_retrievability_is_one_on_the_day_itself_and_before_it() -> None:
    schedule = reviewed(stability=17.0)
    assert retrievability(schedule, schedule.last_day, Policy()) == 1
    assert retrievability(schedule, days_after(schedule.last_day, -5), Policy()) == 1


def test_our_default_weights_are_those_of_fsrs() -> None:
    assert fsrs.Scheduler().parameters == memory_model.DEFAULT_WEIGHTS


def test_each_weight_may_be_what_fsrs_takes_and_nothing_else() -> None:
    bounds = zip(fsrs.scheduler.LOWER_BOUNDS_PARAMETERS, fsrs.scheduler.UPPER_BOUNDS_PARAMETERS, strict=True)
    assert tuple(bounds) == memory_model.WEIGHT_BOUNDS


@given(
    st.floats(0.01, 3000),
    st.floats(1, 10),
    st.integers(1, 4000),
    st.sampled_from([1, 2, 3, 4]),
    st.none() | st.just((*[w * 1.1 for w in memory_model.DEFAULT_WEIGHTS[:20]], 0.3)),
)
def test_the_bare_formulas_are_those_of_fsrs(
    stability: float, difficulty: float, days: int, rating: int, weights: tuple[float, ...] | None
) -> None:
    ours = memory_model.Memory(weights)
    theirs = fsrs.Scheduler(weights or fsrs.Scheduler().parameters, enable_fuzzing=False, learning_steps=())
    begun, now = ours.first(rating), datetime(2026, 11, 24, 12, tzinfo=UTC)
    first, _ = theirs.review_card(fsrs.Card(1), fsrs.Rating(rating), now)
    assert begun == pytest.approx((first.stability, first.difficulty))
    card = fsrs.Card(1, fsrs.State.Review, None, stability, difficulty, now, now - timedelta(days=days))
    again = fsrs.Card(1, fsrs.State.Review, None, stability, difficulty, now, now)
    chance = ours.recall(days, stability)
    assert chance == pytest.approx(theirs.get_card_retrievability(card, now))
    later, _ = theirs.review_card(card, fsrs.Rating(rating), now)
    if rating == 1:
        assert ours.forgotten(stability, difficulty, chance) == pytest.approx(later.stability)
    else:
        assert ours.recalled(stability, difficulty, chance, rating) == pytest.approx(later.stability)
    assert ours.harder(difficulty, rating) == pytest.approx(later.difficulty)
    at_once, _ = theirs.review_card(again, fsrs.Rating(rating), now)
    assert ours.same_day(stability, rating) == pytest.approx(at_once.stability)
