"""The streak keeps its promises in any life: travel, other settings, wrong clocks, absence, two machines."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import groupby

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from srm_quiz.domain.clock_errors import MisdatedDay
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.streaks import (
    DAYS_FOR_A_FREEZE,
    MOST_FREEZES,
    Closing,
    DayMark,
    DayRecord,
    Standing,
    Streak,
    close_days,
    streak,
)
from srm_quiz.store.rows import LOG, NEXT_SEQ
from srm_quiz.study.status import Status
from tests.support.lives import AUTUMN, SPRING, Life, Seen, Visit, life, visits

BEGAN = st.sampled_from((AUTUMN, SPRING))
FIRST_DAYS = [Visit(24, played=3)] * 3
"""By these a right clock is known."""

Marks = dict[StudyDay, DayMark]

# ------------------------------------------------------------------ lives: store, clock, zones and settings


def marks_of(status: Status) -> Marks:
    return {closing.day: closing.mark for closing in status.closings}


def past_days_stay(told: Sequence[Seen]) -> None:
    """What was closed holds, unless the learner flew to where the day on which it was closed has not come."""
    closed: dict[StudyDay, Closing] = {}
    for seen in told:
        if not seen.visit.wrong:
            now = {closing.day: closing for closing in seen.before.closings}
            for day, closing in closed.items():
                assert closing.on > seen.true_day or now[day] == closing
            closed = now
        assert seen.after.closings == seen.before.closings


def studying_never_costs(told: Sequence[Seen]) -> None:
    for seen in told:
        before, after = seen.before.streak, seen.after.streak
        assert (before.days, before.freezes, before.best) <= (after.days, after.freezes, after.best)
        assert 0 <= before.freezes <= after.freezes <= MOST_FREEZES


def a_day_counts_when_its_goal_was_met(told: Sequence[Seen]) -> None:
    """Goal and cards due are those of the day's first visit; answers are all that carry its date."""
    wanted: dict[StudyDay, int] = {}
    answers: dict[StudyDay, int] = {}
    for seen in told:
        day = seen.before.today.day
        due = len(seen.before.agenda) + answers.get(day, 0)
        wanted.setdefault(day, min(seen.visit.goal, due))
        for past, mark in marks_of(seen.before).items():
            if not seen.visit.wrong and past >= told[0].true_day:
                done = answers.get(past, 0)
                assert (mark is DayMark.COUNTED) == (0 < done >= wanted.get(past, 0))
                assert mark is not DayMark.SAFE or not done
                assert mark not in (DayMark.MISSED, DayMark.FROZEN) or done < wanted.get(past, 99)
        answers[day] = answers.get(day, 0) + seen.after.answered - seen.before.answered


def a_wrong_clock_costs_nothing_and_gives_nothing(told: Sequence[Seen]) -> None:
    """As many days are excused as were studied under another date; and one at least of each such gap."""
    wrong: set[StudyDay] = set()
    for seen in told:
        if seen.visit.wrong:
            if seen.after.answered > seen.before.answered:
                wrong.add(seen.true_day)
            continue
        closings = seen.before.closings
        assert sum(closing.mark is DayMark.ASTRAY for closing in closings) <= len(wrong)
        harmless = (DayMark.COUNTED, DayMark.SAFE)
        for is_gap, gap in groupby(closings, key=lambda closing: closing.mark not in harmless):
            gone = list(gap)
            excused = sum(closing.mark is DayMark.ASTRAY for closing in gone)
            assert not is_gap or excused >= sum(closing.day in wrong for closing in gone)


@settings(max_examples=6)
@given(st.lists(visits(), min_size=4, max_size=16), BEGAN)
def test_wherever_one_travels_and_whatever_one_sets_a_day_is_judged_once_and_by_its_own_numbers(
    told: list[Visit], began: datetime
) -> None:
    with life(told, began) as one:
        past_days_stay(one.seen)
        studying_never_costs(one.seen)
        a_day_counts_when_its_goal_was_met(one.seen)
        a_wrong_clock_costs_nothing_and_gives_nothing(one.seen)


@settings(max_examples=6)
@given(
    st.sampled_from((30, 365)).flatmap(
        lambda off: st.lists(visits(travels=False, wrong=off), min_size=4, max_size=14)
    ),
    BEGAN,
)
def test_a_wrong_clock_changes_no_past_day_and_costs_none(told: list[Visit], began: datetime) -> None:
    wrong = [place for place, visit in enumerate(told) if visit.wrong]
    told = [replace(one, wrong=0) if place in wrong[2:] else one for place, one in enumerate(told)]
    with life([*FIRST_DAYS, *told], began) as one:
        past_days_stay(one.seen)
        studying_never_costs(one.seen)
        a_day_counts_when_its_goal_was_met(one.seen)
        a_wrong_clock_costs_nothing_and_gives_nothing(one.seen)


@settings(max_examples=6)
@given(
    st.lists(visits(waits=(24,)), max_size=6),
    st.integers(2, 31),
    st.booleans(),
    st.integers(2, 40) | st.none(),
)
def test_a_month_away_gives_the_same_as_opening_the_program_daily(
    told: list[Visit], away: int, is_done: bool, exam: int | None
) -> None:
    """With a streak or without, with all cards done or not, and an exam before or after the return."""
    begin = [*FIRST_DAYS, *told, Visit(24, drilled=9 if is_done else 1)]
    setting = {
        "exam_date": exam and (AUTUMN + timedelta(days=len(begin) + exam)).date(),
    }
    with life(begin) as before, life(like=before) as daily:
        with life(like=before) as gone:
            for _ in range(away):
                opened = daily.go(Visit(24), **setting)
            returned = gone.go(Visit(24 * away), **setting)
        assert marks_of(returned.before) == marks_of(opened.before)
        assert returned.before.streak == opened.before.streak


# ------------------------------------------------------------------ two machines


def unite(here: Life, there: Life) -> None:
    """Put into one progress file what it lacks of another's log: rows have ids of their own, seq is a place.

    What each machine has decided about past days stays its own.
    """
    here.close()
    there.close()
    with sqlite3.connect(here.world.home / "progress.db", isolation_level=None) as db:
        db.execute("ATTACH ? AS other", (str(there.world.home / "progress.db"),))
        for table in LOG:
            names = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "seq")
            missing = f"FROM other.{table} WHERE id NOT IN (SELECT id FROM main.{table})"
            for row in db.execute(f"SELECT {names} {missing} ORDER BY seq").fetchall():
                places = f"{NEXT_SEQ}{', ?' * len(row)}"
                db.execute(f"INSERT INTO main.{table} (seq, {names}) VALUES ({places})", row)
        db.execute("INSERT INTO days SELECT * FROM other.days WHERE day NOT IN (SELECT day FROM main.days)")
    db.close()


@settings(max_examples=5)
@given(
    st.lists(st.tuples(visits(waits=(24, 24, 48)), visits(waits=(24, 24, 48))), min_size=2, max_size=7),
    visits(waits=(24, 48)),
)
def test_uniting_two_machines_changes_no_past_day_and_never_lowers_the_streak(
    told: list[tuple[Visit, Visit]], then: Visit
) -> None:
    with life() as here, life() as there:
        for one, other in told:
            here.go(one)
            there.go(other)
        here.at = there.at = max(here.at, there.at)
        last = Visit(24, played=1)
        before, beside = here.go(last), there.go(last)
        unite(here, there)
        after = here.go(Visit(0))
        here.study.store.rebuild(here.study.policy)
        assert after.before.closings == before.after.closings
        assert after.before.answered == before.after.answered + beside.after.answered
        assert after.before.streak.days >= before.after.streak.days
        here.go(then)
        here.go(Visit(48))
        past_days_stay(here.seen)
        studying_never_costs(here.seen)
        a_wrong_clock_costs_nothing_and_gives_nothing(here.seen)


def test_days_that_only_the_other_machine_saw_excuse_no_day_missed_on_both() -> None:
    with life(FIRST_DAYS) as here, life(FIRST_DAYS[:2], AUTUMN - timedelta(days=2)) as there:
        unite(here, there)
        returned = here.go(Visit(48))
        assert returned.before.closings[-1].mark is DayMark.MISSED


# ------------------------------------------------------------------ the rule itself

FIRST = StudyDay(date(2026, 10, 1))
WHOLE, PARTIAL, SMALL, SAFE, NOTHING = (20, 30), (3, 30), (3, 3), (0, 0), (0, 30)
"""Answers given and cards due."""
STRETCHES = st.tuples(st.sampled_from((PARTIAL, SMALL, SAFE, NOTHING)), st.integers(1, 9))
DAYS = st.lists(STRETCHES, min_size=1, max_size=9).map(
    lambda stretches: [WHOLE, *(day for rest, whole in stretches for day in (rest, *[WHOLE] * whole))]
)
ERRORS = st.lists(st.integers(0, 69), max_size=3)
"""Days on which a clock was wrong."""


def told(days: Sequence[tuple[int, int]], errors: Sequence[int] = ()) -> tuple[list[Closing], Streak]:
    """The closings and the streak of days with answers and cards due, all closed on the day after them."""
    records = [DayRecord(days_after(FIRST, n), 20, due, answers) for n, (answers, due) in enumerate(days)]
    today = days_after(FIRST, len(days))
    away = days_after(FIRST, 400)
    strays = [
        MisdatedDay(days_after(away, n), days_after(FIRST, n - 1), days_after(FIRST, n + 1))
        for n in sorted(errors)
    ]
    closings = close_days([], records, today, lambda day: pytest.fail("every day was seen"), lambda: strays)
    return closings, streak(closings, DayRecord(today, 20, 30, 0))


@example([WHOLE] * 20 + [SAFE, NOTHING, NOTHING, WHOLE, NOTHING], [0] * 20 + [1] + [0] * 9, [])
@given(DAYS, st.lists(st.sampled_from((0, 0, 20)), min_size=91, max_size=91), ERRORS)
def test_whoever_studies_more_never_has_the_shorter_streak(
    days: list[tuple[int, int]], more: list[int], errors: list[int]
) -> None:
    _, less_done = told(days, errors)
    _, more_done = told([(done + extra, due) for (done, due), extra in zip(days, more, strict=False)], errors)
    assert more_done.days >= less_done.days
    assert more_done.best >= less_done.best


@given(DAYS, st.integers(1, 70), st.integers(1, 40))
def test_days_with_nothing_due_change_nothing_wherever_they_fall(
    days: list[tuple[int, int]], place: int, length: int
) -> None:
    _, without = told(days)
    closings, found = told([*days[:place], *[(0, 0)] * length, *days[place:]])
    assert (found.days, found.best, found.freezes) == (without.days, without.best, without.freezes)
    assert all(one.mark is DayMark.SAFE for one in closings[place : place + length])


@given(DAYS)
def test_every_freeze_spent_was_earned_by_seven_days_and_no_more_than_two_are_held(
    days: list[tuple[int, int]],
) -> None:
    closings, _ = told(days)
    standing, counted, spent = Standing(), 0, 0
    for one in closings:
        held, standing = standing, standing.after(one.mark)
        counted += one.mark is DayMark.COUNTED
        spent += one.mark is DayMark.FROZEN
        assert 0 <= standing.freezes <= MOST_FREEZES
        assert (spent + standing.freezes) * DAYS_FOR_A_FREEZE <= counted
        assert (one.mark is DayMark.FROZEN) <= (held.freezes > 0)
        assert standing.run >= held.run or (one.mark is DayMark.MISSED and not held.freezes)


@given(DAYS, st.sets(st.integers(1, 70)))
def test_whenever_days_are_closed_they_are_closed_the_same(
    days: list[tuple[int, int]], opened: set[int]
) -> None:
    records = [DayRecord(days_after(FIRST, n), 20, due, answers) for n, (answers, due) in enumerate(days)]
    closings: list[Closing] = []
    for n in sorted({*opened, len(days)}):
        today = days_after(FIRST, n)
        past = [one for one in records if one.day < today and (one.answers or one.day == FIRST)]
        unseen = {one.day: one for one in records}
        if n <= len(days):
            closings += close_days(closings, past, today, unseen.__getitem__, list)
    assert [one.mark for one in closings] == [one.mark for one in told(days)[0]]
