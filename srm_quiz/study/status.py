"""The learner's status between sittings: what today asks, what was answered, how the streak runs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from srm_quiz.domain import clock_errors
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.daily_goal import weeks_to_meet_all
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
from srm_quiz.domain.summaries import Holding, deck_holdings
from srm_quiz.domain.today import Agenda, planned_cards
from srm_quiz.study.snapshot import Snapshot

AWAY = 4
"""The learner is welcomed back after at least this many days without an answer."""

FIRST_CARDS = 10
"""How many cards the first sitting after an absence has."""


@dataclass(frozen=True, slots=True)
class Status:
    """The learner's status: the one place that every screen and command takes its numbers from."""

    agenda: Agenda
    """What today still asks."""
    decks: tuple[Holding, ...]
    """How well the cards of each deck are held."""
    streak: Streak
    closings: tuple[Closing, ...]
    """How every past day ended, oldest first."""
    today: DayRecord
    answered: int
    """Answers given today."""
    drilled: int
    """Those of them that were given in the drill, and move dates."""
    goal: int
    days_away: int
    """Study days without an answer since the last one with some; 0 for somebody who was here yesterday."""
    days_left: int
    """Days to study before the exam, today included; 0 where none is ahead."""
    exam_day: StudyDay | None
    """The day of the exam; None where none is ahead."""
    exam_title: str
    """What people call the exam whose cards are learnt; empty where all are."""
    weeks_to_meet_all: float | None
    """Weeks until every card is met at the pace of the last study days; None without one, or if all are."""

    @property
    def comes_back(self) -> bool:
        """Whether the learner was away for long enough that a small beginning is kinder."""
        return self.days_away >= AWAY and not self.drilled and len(self.agenda) > FIRST_CARDS

    @property
    def wanted(self) -> int:
        """How many answers make today count: the goal, or all there was to do if that was less."""
        return self.today.wanted

    @property
    def held(self) -> Holding:
        """How well all cards are held."""
        return Holding.total(self.decks)

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
    answered = len(at.done_today.reviews)
    records = at.store.days.records()
    today = DayRecord(day, goal, len(at.agenda) + answered, answered)
    today = next((record for record in records if record.day == day), today)
    closings = past_days(at)
    last = max((record.day for record in records if record.answers and record.day < day), default=day)
    decks = tuple(deck_holdings(at.library.decks, at.progress, day, at.policy, at.agenda))
    new_by_day = [new for _, new in reversed(at.studied_days)]
    unseen = sum(deck.new for deck in decks)
    return Status(
        agenda=at.agenda,
        decks=decks,
        streak=streak(closings, today),
        closings=tuple(closings),
        today=today,
        answered=answered,
        drilled=at.done_today.drilled,
        goal=goal,
        days_away=max(0, (day - last).days - 1),
        days_left=at.days_left,
        exam_day=at.aim.exam_day if at.days_left else None,
        exam_title=at.target.title,
        weeks_to_meet_all=weeks_to_meet_all(unseen, new_by_day) if unseen else None,
    )


def past_days(at: Snapshot) -> list[Closing]:
    """How every past day ended, those included that are not closed yet.

    A day on which the program was never opened is judged by what it would have asked, which follows from
    the progress: nothing was answered since.
    """
    today, goal = at.now.day, at.settings.daily_goal
    closed = closings_in_force(at.store.days.closings(), today)
    due_days: list[int] | None = None

    def unseen(day: StudyDay) -> DayRecord:
        nonlocal due_days
        due_days = _due_days(at) if due_days is None else due_days
        # What is due is asked, as far as the goal goes: a long absence need not be planned day by day.
        due = bisect_right(due_days, day.toordinal()) or len(at.agenda_on(day))
        return DayRecord(day, goal, due, 0)

    def strays() -> list[clock_errors.MisdatedDay]:
        return clock_errors.misdated_days(at.store.days.answer_dates(), today)

    return closed + close_days(closed, at.store.days.records(), today, unseen, strays)


def _due_days(at: Snapshot) -> list[int]:
    """The days on which the notes that count are due for the first time, in order."""
    days: dict[str, int] = {}
    for card in planned_cards(at.cards, at.progress, at.now.day):
        if card.is_seen and at.target.includes(card):
            days[card.note] = min(card.due, days.get(card.note, card.due))
    return sorted(days.values())
