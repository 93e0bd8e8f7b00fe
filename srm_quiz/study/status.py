"""How things stand between sittings: what is due, what was answered, how the streak runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain import clock_errors
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import Limits, Today, available
from srm_quiz.domain.streaks import Closing, DayMark, DayRecord, Streak, close, in_force, mark_of, streak
from srm_quiz.domain.summaries import Overview, overview
from srm_quiz.domain.today import Exam, agenda, pace_of
from srm_quiz.store.store import Store

NOON = timedelta(hours=12)

AWAY = 4
"""From so many days without an answer on the learner is welcomed back."""

FIRST_CARDS = 10
"""With so many cards a return begins."""


@dataclass(frozen=True, slots=True)
class Glance:
    """The state of things: for the home screen and `status`."""

    overview: Overview
    streak: Streak
    closings: tuple[Closing, ...]
    """What every past day was, oldest first."""
    today: DayRecord
    answered: int
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
        """The streak as it was before so many answers of today: what a sitting did shows against it."""
        return streak(self.closings, replace(self.today, answers=max(0, self.today.answers - answers)))

    def day(self, day: StudyDay) -> tuple[DayRecord, DayMark]:
        """What a study day asked for and was given, and what it is to the streak."""
        if day == self.today.day:
            mark = mark_of(self.today)
            return self.today, DayMark.OPEN if mark is DayMark.MISSED else mark
        found = next((one for one in self.closings if one.day == day), None)
        if found is None:
            return DayRecord(day, 0, 0, 0), DayMark.AHEAD if day > self.today.day else DayMark.BEFORE
        return found.record, found.mark


def limits_of(settings: Settings) -> Limits:
    """The day's limits, by the learner's settings."""
    return Limits(
        new_per_day=settings.new_per_day,
        reviews_per_day=settings.reviews_per_day,
        bury_siblings=settings.bury_siblings,
        learn_ahead=timedelta(minutes=settings.learn_ahead_minutes),
        spread_backlog=settings.spread_backlog,
    )


def exam_of(settings: Settings) -> Exam | None:
    """The exam the learner prepares for, if a day is set."""
    if settings.exam_date is None:
        return None
    return Exam(StudyDay(settings.exam_date), settings.exam_minutes, settings.exam_uses_all)


def today_of(store: Store, day: StudyDay) -> Today:
    """What was already done on the study day."""
    tally = store.tally(day)
    notes = frozenset(store.notes_answered_on(day))
    return Today(tally.new, tally.reviews, tally.seconds, notes)


def glance(library: Library, store: Store, settings: Settings, now: Moment) -> Glance:
    """How things stand at `now`."""
    progress = store.progress()
    found = overview(
        library.decks,
        progress,
        now,
        today_of(store, now.day),
        limits_of(settings),
        settings.policy(store.seed),
        exam_of(settings),
        pace_of(store.timings()),
    )
    records = store.day_records()
    answered = store.tally(now.day).answers
    today = DayRecord(now.day, settings.daily_goal, len(found.available) + answered, answered)
    today = next((record for record in records if record.day == now.day), today)
    closings = past_days(library, store, settings, now)
    last = max((record.day for record in records if record.answers and record.day < now.day), default=now.day)
    return Glance(
        overview=found,
        streak=streak(closings, today),
        closings=tuple(closings),
        today=today,
        answered=answered,
        goal=settings.daily_goal,
        days_away=max(0, (now.day - last).days - 1),
    )


def past_days(library: Library, store: Store, settings: Settings, now: Moment) -> list[Closing]:
    """What every day was that is over, those included that are not closed yet.

    A day on which the program was never opened is judged by what would have been due on it, which
    follows from the progress: nothing was answered since.
    """
    limits, policy = limits_of(settings), settings.policy(store.seed)
    closed = in_force(store.closings(), now.day)
    goal = settings.daily_goal
    most = 0

    def unseen(day: StudyDay) -> DayRecord:
        nonlocal most
        # Without answers the number of due cards only grows: beyond the goal it need not be counted.
        if most >= goal:
            return DayRecord(day, goal, most, 0)
        then = replace(now, instant=now.start_of(day).astimezone(UTC) + NOON)
        known = (list(library.cards()), store.progress(), then, Today(), limits, policy)
        most = len(available(*known))
        # Where nothing is due the exam's plan may still ask for a last look.
        due = most or len(agenda(*known, exam_of(settings), pace_of(store.timings()))[0])
        return DayRecord(day, goal, due, 0)

    def strays() -> list[clock_errors.Stray]:
        return clock_errors.strays(store.dates(), now.day)

    return closed + close(closed, store.day_records(), now.day, unseen, strays)
