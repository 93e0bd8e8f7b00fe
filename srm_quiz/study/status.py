"""The learner's status between sittings: what is due, what was answered, how the streak runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from srm_quiz.domain import clock_errors
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.queue import DoneToday, available
from srm_quiz.domain.streaks import (
    Closing,
    DayMark,
    DayRecord,
    Streak,
    close_days,
    closings_in_force,
    mark_of,
    streak,
)
from srm_quiz.domain.summaries import Overview, overview
from srm_quiz.domain.today import agenda
from srm_quiz.study.snapshot import Snapshot

NOON = timedelta(hours=12)

AWAY = 4
"""The learner is welcomed back after at least this many days without an answer."""

FIRST_CARDS = 10
"""How many cards the first sitting after an absence has."""


@dataclass(frozen=True, slots=True)
class Status:
    """The learner's status, for the home screen and `srm-quiz status`."""

    overview: Overview
    streak: Streak
    closings: tuple[Closing, ...]
    """How every past day ended, oldest first."""
    today: DayRecord
    answered: int
    """Answers given today."""
    goal: int
    days_away: int
    """Study days without an answer since the last one with some; 0 for somebody who was here yesterday."""

    @property
    def comes_back(self) -> bool:
        """Whether the learner was away for long enough that a small beginning is kinder."""
        return self.days_away >= AWAY and not self.answered and len(self.overview.available) > FIRST_CARDS

    @property
    def wanted(self) -> int:
        """How many answers make today count: the goal, or all there was to do if that was less."""
        return self.today.wanted

    def streak_without(self, answers: int) -> Streak:
        """The streak as it was before the last `answers` of today: the sitting's effect shows against it."""
        return streak(self.closings, replace(self.today, answers=max(0, self.today.answers - answers)))

    def day(self, day: StudyDay) -> tuple[DayRecord, DayMark]:
        """What a study day asked for and was given, and what it is to the streak."""
        if day == self.today.day:
            mark = mark_of(self.today)
            return self.today, DayMark.OPEN if mark is DayMark.MISSED else mark
        closing = next((closing for closing in self.closings if closing.day == day), None)
        if closing is None:
            return DayRecord(day, 0, 0, 0), DayMark.AHEAD if day > self.today.day else DayMark.BEFORE
        return closing.record, closing.mark


def status(at: Snapshot) -> Status:
    """The learner's status at the moment of the snapshot."""
    day, goal = at.now.day, at.settings.daily_goal
    asks = overview(
        at.library.decks, at.progress, at.now, at.done_today, at.limits, at.policy, at.exam, at.pace
    )
    records = at.store.days.records()
    answered = at.store.days.tally(day).answers
    today = DayRecord(day, goal, len(asks.available) + answered, answered)
    today = next((record for record in records if record.day == day), today)
    closings = past_days(at)
    last = max((record.day for record in records if record.answers and record.day < day), default=day)
    return Status(
        overview=asks,
        streak=streak(closings, today),
        closings=tuple(closings),
        today=today,
        answered=answered,
        goal=goal,
        days_away=max(0, (day - last).days - 1),
    )


def past_days(at: Snapshot) -> list[Closing]:
    """How every past day ended, those included that are not closed yet.

    A day on which the program was never opened is judged by what would have been due on it, which
    follows from the progress: nothing was answered since.
    """
    today, goal = at.now.day, at.settings.daily_goal
    closed = closings_in_force(at.store.days.closings(), today)
    most = 0

    def unseen(day: StudyDay) -> DayRecord:
        nonlocal most
        # Without answers the number of due cards only grows: beyond the goal it need not be counted.
        if most >= goal:
            return DayRecord(day, goal, most, 0)
        noon = replace(at.now, instant=at.now.start_of(day).astimezone(UTC) + NOON)
        inputs = (at.cards, at.progress, noon, DoneToday(), at.limits, at.policy)
        most = len(available(*inputs))
        # If nothing is due the exam plan may still ask for a last look.
        due = most or len(agenda(*inputs, at.exam, at.pace)[0])
        return DayRecord(day, goal, due, 0)

    def strays() -> list[clock_errors.MisdatedDay]:
        return clock_errors.misdated_days(at.store.days.answer_dates(), today)

    return closed + close_days(closed, at.store.days.records(), today, unseen, strays)
