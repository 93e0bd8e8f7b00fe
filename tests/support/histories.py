"""Histories of reviews for tests: one card, many ratings, and what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment, days_after
from srm_quiz.domain.scheduling import CardState, Policy, Rating, Schedule, outcomes

KEY = CardKey("deck/note#0")
NOON = Moment(datetime(2026, 1, 5, 12, tzinfo=UTC))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
AGAIN, HARD, GOOD, EASY = Rating

History = tuple[tuple[Rating, int], ...]
"""Ratings, each with the study days since the one before."""

GAPS = st.sampled_from([0, 0, 1, 1, 2, 3, 7, 20, 60, 400])
HISTORIES = st.lists(st.tuples(st.sampled_from(Rating), GAPS), min_size=1, max_size=12).map(tuple)
POLICIES = st.builds(
    Policy,
    desired_retention=st.floats(0.70, 0.99),
    steps=st.sampled_from(
        [(), (MINUTE,), (10 * MINUTE,), (MINUTE, 10 * MINUTE), (10 * MINUTE, DAY), (3 * DAY,)]
    ),
    relearning_steps=st.sampled_from([(), (10 * MINUTE,), (MINUTE, DAY)]),
    maximum_interval=st.sampled_from([1, 2, 3, 10, 365, 36_500]),
)


def study(history: Iterable[tuple[Rating, int]], policy: Policy | None = None) -> tuple[Schedule, Moment]:
    """The schedule that a history leads to, and the moment of its last review."""
    schedule, now = None, NOON
    for rating, gap in history:
        now = now.later(gap * DAY)
        schedule = outcomes(schedule, now, policy or Policy())[rating]
    assert schedule is not None
    return schedule, now


def reviewed(stability: float) -> Schedule:
    """A card in review, last seen ten days before NOON."""
    return Schedule(
        state=CardState.REVIEW,
        step=0,
        stability=stability,
        difficulty=5.0,
        due_day=NOON.day,
        due_at=None,
        last_day=days_after(NOON.day, -10),
        reps=3,
        lapses=0,
    )


def all_histories(
    length: int, gaps: Sequence[Sequence[int]], policy: Policy
) -> Iterator[tuple[History, Schedule]]:
    """Every pattern of ratings, with every gap that `gaps` allows before the second, third, ... of them."""
    level: list[tuple[History, Schedule | None, Moment]] = [((), None, NOON)]
    for number in range(length):
        grown: list[tuple[History, Schedule | None, Moment]] = []
        for history, schedule, now in level:
            for gap in gaps[number - 1] if number else (0,):
                later = now.later(gap * DAY)
                for rating, after in outcomes(schedule, later, policy).items():
                    grown.append(((*history, (rating, gap)), after, later))
                    yield grown[-1][0], after
        level = grown
