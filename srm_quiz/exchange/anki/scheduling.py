"""Anki's memory state of a card as a schedule: from FSRS's numbers or those of the SM-2 scheduler."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.memory_model import DEFAULT_WEIGHTS
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.exchange.anki.collection import CardRow, DayBoundary

_STATES = {1: CardState.LEARNING, 2: CardState.REVIEW, 3: CardState.RELEARNING}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_INSTANT = 1_000_000_000
"""A due number beyond it is an instant in seconds, below it a day of the collection."""

_MOST_DAYS = 40_000
_LATEST = 10_000_000_000
_UNKNOWN_DIFFICULTY = 5.0
_W8, _W9, _W10 = DEFAULT_WEIGHTS[8:11]
"""The weights that say how much a successful review adds to the stability."""


def ease_to_difficulty(ease: float, stability: float) -> float:
    """The difficulty, 1 to 10, at which FSRS would let a card grow by `ease`, SM-2's ease factor.

    Source: `memory_state_from_sm2` of fsrs-rs, which Anki itself uses when FSRS is switched on.
    """
    return min(10.0, max(1.0, 11 - (ease - 1) / _growth(stability)))


def difficulty_to_ease(difficulty: float, stability: float) -> float:
    """The counterpart of `ease_to_difficulty`, within what Anki allows."""
    return min(5.0, max(1.3, 1 + (11 - difficulty) * _growth(stability)))


def _growth(stability: float) -> float:
    return math.exp(_W8) * math.pow(max(stability, 0.01), -_W9) * math.expm1(0.1 * _W10)


@dataclass(frozen=True, slots=True)
class CollectionCalendar:
    """The days of a collection: numbered from the day it was made, each beginning at `rollover`.

    `local` gives the local time of an instant, as the learner's clock shows it.
    """

    day_boundary: DayBoundary
    local: Callable[[datetime], datetime] = datetime.astimezone

    def day(self, number: int) -> StudyDay:
        """The study day with this number."""
        created = instant(self.day_boundary.created)
        if self.day_boundary.minutes_west is None:
            made = self.local(created)
        else:
            made = created.astimezone(timezone(timedelta(minutes=-self.day_boundary.minutes_west)))
        return days_after(StudyDay(made.date()), max(-_MOST_DAYS, min(number, _MOST_DAYS)))

    def day_of(self, at: datetime) -> StudyDay:
        """The study day of an instant."""
        return StudyDay((self.local(at) - timedelta(hours=self.day_boundary.rollover)).date())


def instant(seconds: float) -> datetime:
    """Seconds since 1970 as an instant in UTC; what lies far outside of our time is brought near it."""
    return _EPOCH + timedelta(seconds=max(100_000, min(seconds, _LATEST)))


def schedule(card: CardRow, calendar: CollectionCalendar, last_review: datetime | None) -> Schedule | None:
    """The schedule of the card; None for a new one. `last_review` is that of the log, if there is one."""
    state = _STATES.get(card.type)
    if state is None:
        return None
    due_at = instant(card.due) if card.due > _FIRST_INSTANT else None
    due_day = calendar.day_of(due_at) if due_at else calendar.day(card.due)
    known = _remembered(card.data)
    if last := known.get("lrt"):
        last_day = calendar.day_of(instant(last))
    elif last_review:
        last_day = calendar.day_of(last_review)
    else:
        last_day = days_after(due_day, -max(0, min(card.interval, _MOST_DAYS)))
    stability = known.get("s", 0.0) or float(max(1, card.interval))
    difficulty = known.get("d", 0.0)
    if not difficulty:
        ease = card.factor / 1000
        difficulty = ease_to_difficulty(ease, stability) if ease >= 1 else _UNKNOWN_DIFFICULTY
    return Schedule(
        state=state,
        step=0,
        stability=min(36_500.0, max(0.001, stability)),
        difficulty=min(10.0, max(1.0, difficulty)),
        due_day=due_day,
        due_at=None if state is CardState.REVIEW else due_at,
        last_day=min(last_day, due_day),
        reps=max(1, card.reps),
        lapses=max(0, card.lapses),
    )


def _remembered(data: str) -> dict[str, float]:
    """The numbers in a card's data: FSRS's stability `s` and difficulty `d`, and the last review `lrt`."""
    if not data.startswith("{"):
        return {}
    try:
        values: Any = json.loads(data)
    except (ValueError, RecursionError):
        return {}  # what add-ons have left there is nobody's schedule
    return {
        key: float(value)
        for key in ("s", "d", "lrt")
        if isinstance(value := values.get(key), (int, float)) and math.isfinite(value) and 0 < value < _LATEST
    }
