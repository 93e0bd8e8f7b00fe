"""Scheduling: study days, steps, dates, and what always holds of an outcome."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain import scheduling
from srm_quiz.domain.days import Moment, StudyDay, days_after
from srm_quiz.domain.scheduling import (
    CardState,
    Policy,
    Rating,
    Schedule,
    is_leech,
    outcome,
    outcomes,
    reports_leech,
    retrievability,
    state_of,
)
from tests.support.histories import (
    AGAIN,
    DAY,
    EASY,
    GOOD,
    HARD,
    HISTORIES,
    MINUTE,
    NOON,
    POLICIES,
    History,
    reviewed,
    study,
)

# Study days


def at(day: int, hour: int, minute: int = 0, *, offset: int = 0) -> Moment:
    """A local time in January 2026."""
    local = datetime(2026, 1, day, hour, minute, tzinfo=UTC)
    return Moment(local - timedelta(hours=offset), timedelta(hours=offset))


def test_memory_counts_study_days_and_not_hours() -> None:
    """Late on Monday and early on Tuesday is one day, however few the hours between."""
    first = outcomes(None, at(5, 23, 50), Policy())[EASY]
    early = outcomes(first, at(6, 7), Policy())[GOOD]
    late = outcomes(first, at(6, 23, 55), Policy())[GOOD]
    assert early.stability == late.stability > first.stability
    by_hours = outcomes(first, at(6, 3, 59), Policy())[GOOD]
    assert by_hours.stability < early.stability, "before the rollover it is still Monday"


@pytest.mark.parametrize("rating", Rating)
def test_what_one_rating_leads_to_is_the_same_reckoned_alone(rating: Rating) -> None:
    first = outcomes(None, at(5, 9), Policy())[GOOD]
    for before in (None, first):
        assert outcome(before, at(20, 9), Policy(), rating) == (outcomes(before, at(20, 9), Policy())[rating])


def test_two_answers_on_one_day_are_a_repetition_without_time_between() -> None:
    """Both implementations then use the short-term formula, in which a pass never lowers stability."""
    first, now = study([(GOOD, 0)])
    again = outcomes(first, now.later(10 * MINUTE), Policy())
    assert again[AGAIN].stability < first.stability
    for rating in (HARD, GOOD, EASY):
        assert again[rating].stability >= first.stability
    assert retrievability(again[GOOD], now.day, Policy()) == 1


@pytest.mark.parametrize("offset", [-10, 0, 9])
def test_the_schedule_is_the_same_wherever_one_lives(offset: int) -> None:
    here, there = at(5, 20), at(5, 20, offset=offset)
    assert outcomes(None, here, Policy())[EASY] == outcomes(None, there, Policy())[EASY]


# New cards and steps


def test_a_new_card_has_no_schedule() -> None:
    assert state_of(None) is CardState.NEW
    for schedule in outcomes(None, NOON, Policy()).values():
        assert state_of(schedule) is not CardState.NEW
        assert (schedule.reps, schedule.lapses, schedule.last_day) == (1, 0, NOON.day)


def shown(found: Schedule, now: Moment = NOON) -> str:
    """The state, step and delay of a schedule, as `learning 1 10m`."""
    if found.due_at is None:
        return f"{found.state} {'days' if found.interval else 'today'}"
    return f"{found.state} {found.step} {(found.due_at - now.instant) / MINUTE:g}m"


def test_steps_1m_10m_are_those_of_anki() -> None:
    policy = Policy(steps=(MINUTE, 10 * MINUTE))
    first = outcomes(None, NOON, policy)
    assert {rating: shown(one) for rating, one in first.items()} == {
        AGAIN: "learning 0 1m",
        HARD: "learning 0 5.5m",
        GOOD: "learning 1 10m",
        EASY: "review days",
    }
    second = outcomes(first[GOOD], NOON, policy)
    assert {rating: shown(one) for rating, one in second.items()} == {
        AGAIN: "learning 0 1m",
        HARD: "review days",
        GOOD: "review days",
        EASY: "review days",
    }


def test_hard_passes_the_last_step_as_good_does() -> None:
    passed = ["review days", "review days", "review days"]
    found = outcomes(None, NOON, Policy())
    assert [shown(one) for one in found.values()] == ["learning 0 10m", *passed]
    relearning = outcomes(reviewed(30.0), NOON, Policy())[AGAIN]
    found = outcomes(relearning, NOON, Policy())
    assert [shown(one) for one in found.values()] == ["relearning 0 10m", *passed]
    assert found[HARD].interval <= found[GOOD].interval


def test_without_steps_every_answer_is_scheduled_in_days() -> None:
    policy = Policy(steps=(), relearning_steps=())
    assert {shown(one) for one in outcomes(None, NOON, policy).values()} == {"review days"}
    forgotten = outcomes(reviewed(30.0), NOON, policy)[AGAIN]
    assert (shown(forgotten), forgotten.lapses) == ("review days", 1)


def test_a_forgotten_card_is_relearned_and_comes_back_in_days() -> None:
    forgotten = outcomes(reviewed(30.0), NOON, Policy())[AGAIN]
    assert (shown(forgotten), forgotten.lapses) == ("relearning 0 10m", 1)
    back = outcomes(forgotten, NOON.later(10 * MINUTE), Policy())
    assert shown(back[GOOD], NOON.later(10 * MINUTE)) == "review days"
    assert [one.lapses for one in back.values()] == [1, 1, 1, 1], "missing it again is the same lapse"


def test_a_step_of_a_day_or_more_is_a_study_day() -> None:
    found = outcomes(None, NOON, Policy(steps=(10 * MINUTE, 2 * DAY)))[GOOD]
    assert (found.state, found.step, found.due_at) == (CardState.LEARNING, 1, None)
    assert found.due_day == days_after(NOON.day, 2)


def test_a_card_on_a_step_that_the_settings_no_longer_have_goes_on() -> None:
    third = outcomes(None, NOON, Policy(steps=(MINUTE, MINUTE, MINUTE)))[GOOD]
    third = outcomes(third, NOON, Policy(steps=(MINUTE, MINUTE, MINUTE)))[GOOD]
    assert third.step == 2
    assert outcomes(third, NOON, Policy(steps=(MINUTE,)))[GOOD].state is CardState.REVIEW


def test_a_step_that_ends_after_the_rollover_is_due_on_the_next_study_day() -> None:
    found = outcomes(None, at(6, 3, 55), Policy())[AGAIN]
    assert found.due_at is not None
    assert Moment(found.due_at).day == found.due_day


def test_a_learning_card_is_due_at_its_instant_and_a_review_card_on_its_day() -> None:
    found = outcomes(None, NOON, Policy())
    assert not found[AGAIN].is_due(NOON.later(9 * MINUTE))
    assert found[AGAIN].is_due(NOON.later(10 * MINUTE))
    early_on = Moment(datetime.combine(found[EASY].due_day, datetime.min.time(), UTC)).later(
        timedelta(hours=4)
    )
    assert found[EASY].is_due(early_on)
    assert not found[EASY].is_due(early_on.later(-MINUTE))


def test_a_leech_has_been_forgotten_eight_times() -> None:
    history: list[tuple[Rating, int]] = [(EASY, 0)]
    for lapses in range(1, 9):
        history += [(AGAIN, 5), (GOOD, 0)]
        schedule, _ = study(history)
        assert (schedule.lapses, is_leech(schedule)) == (lapses, lapses == 8)
    assert not is_leech(None)


def test_a_leech_is_reported_at_its_eighth_lapse_and_at_every_fourth_after_it() -> None:
    schedule, _ = study([(EASY, 0)])
    reported = []
    for lapses in range(1, 22):
        forgotten = replace(schedule, lapses=lapses)
        if reports_leech(replace(schedule, lapses=lapses - 1), forgotten):
            reported.append(lapses)
        assert not reports_leech(forgotten, forgotten), "an answer that is no lapse reports nothing"
    assert reported == [8, 12, 16, 20]


# Dates


def test_a_card_comes_back_on_the_day_on_which_recall_falls_to_what_is_desired() -> None:
    for retention in (0.8, 0.9, 0.95):
        policy = Policy(desired_retention=retention)
        for stability in (0.3, 2.0, 30.0, 300.0):
            after = outcomes(reviewed(stability), NOON, policy)[GOOD]
            assert after.interval == policy.interval(after.stability)
            if after.interval > 1:
                around = [
                    policy.memory.recall(after.interval + days, after.stability) for days in (0.5, -0.5)
                ]
                assert around[0] <= retention <= around[1]


@given(HISTORIES, POLICIES)
def test_what_was_shown_is_what_is_stored(history: History, policy: Policy) -> None:
    """Computed twice, with other things computed between, the outcomes are the same."""
    schedule, now = study(history, policy)
    before = outcomes(schedule, now, policy)
    random.random()
    outcomes(None, now, policy)
    assert outcomes(schedule, now, policy) == before


@given(HISTORIES, POLICIES, st.integers(0, 500))
def test_hard_is_never_later_than_good_nor_good_than_easy(
    history: History, policy: Policy, days: int
) -> None:
    schedule, now = study(history, policy)
    found = outcomes(schedule, now.later(days * DAY), policy)
    if state_of(schedule) is CardState.REVIEW:
        assert found[HARD].interval <= found[GOOD].interval <= found[EASY].interval
    assert found[AGAIN].stability <= found[HARD].stability <= found[GOOD].stability <= found[EASY].stability


@given(HISTORIES, POLICIES, st.integers(0, 500))
def test_no_outcome_is_due_before_today_nor_after_the_longest_interval(
    history: History, policy: Policy, days: int
) -> None:
    schedule, last = study(history, policy)
    now = last.later(days * DAY)
    for found in outcomes(schedule, now, policy).values():
        assert found.due_day >= found.last_day == now.day
        assert found.due_at is None or found.due_at >= now.instant
        if found.state is CardState.REVIEW:
            assert 1 <= found.interval <= policy.maximum_interval
        assert found.reps == schedule.reps + 1


@given(HISTORIES, POLICIES, st.integers(1, 5000))
def test_a_clock_set_back_never_breaks_a_schedule(history: History, policy: Policy, days: int) -> None:
    """The answer counts as one more on the day of the last review; the card goes on from the clock's day."""
    schedule, last = study(history, policy)
    earlier = last.later(-days * DAY)
    found = outcomes(schedule, earlier, policy)
    standing = outcomes(schedule, last, policy)
    for rating in Rating:
        assert found[rating].last_day == earlier.day
        assert found[rating].interval == standing[rating].interval
        assert found[rating].stability == standing[rating].stability
        assert found[rating].difficulty == standing[rating].difficulty
    assert 0 < retrievability(schedule, earlier.day, policy) <= 1


def test_a_chance_depends_on_every_word_and_on_nothing_else() -> None:
    assert scheduling.keyed_hash(1, "a", 2) == scheduling.keyed_hash(1, "a", 2) < 2**64
    others = {
        scheduling.keyed_hash(*words)
        for words in ((1, "a", 2), (2, "a", 2), (1, "b", 2), (1, "a", 3), (1, "a2"))
    }
    assert len(others) == 5


def test_the_first_review_may_be_on_any_day_that_exists() -> None:
    for day in (date(1970, 1, 1), date(2000, 2, 29), date(2100, 12, 31)):
        now = Moment(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert outcomes(None, now, Policy())[GOOD].last_day == StudyDay(day)
