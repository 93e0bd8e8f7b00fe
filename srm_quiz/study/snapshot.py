"""A snapshot: the learner's decks, progress and settings at one moment, as every use case reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property

from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import Limits
from srm_quiz.domain.readiness.daily_goal import cards_left
from srm_quiz.domain.readiness.pace import Answer, Pace, pace_of
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.reviews import Mode, Progress, Review
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.today import Agenda, DoneToday, StudyAim, agenda, planner_kind
from srm_quiz.store.store import Store


class Snapshot:
    """The library, the store and the settings as of `now`.

    What is derived from the store is read when it is first asked for, and only once.
    """

    def __init__(self, library: Library, store: Store, settings: Settings, now: Moment) -> None:
        self.library = library
        self.store = store
        self.settings = settings
        self.now = now

    @cached_property
    def cards(self) -> Sequence[Card]:
        """All cards of the library, in its order."""
        return list(self.library.cards())

    @cached_property
    def progress(self) -> Mapping[CardKey, Progress]:
        """The progress of every card that was answered or marked."""
        return self.store.progress()

    @cached_property
    def studied_days(self) -> Sequence[tuple[StudyDay, int]]:
        """The earlier study days with answers, the latest first, and how many cards were new on each."""
        return self.store.days.studied_before(self.now.day)

    @cached_property
    def done_today(self) -> DoneToday:
        """What was already answered on this study day."""
        actions = self.store.actions_on(self.now.day)
        reviews = tuple(action for action in actions if isinstance(action, Review))
        return DoneToday(reviews, studied=len(self.studied_days))

    @cached_property
    def pace(self) -> Pace:
        """This learner's typical time for each answer, in seconds."""
        cards = self.library.by_key
        return pace_of(
            Answer(key, planner_kind(cards[key]), is_first, passed, seconds)
            for key, is_first, passed, seconds in self.store.statistics.timings()
            if key in cards
        )

    @cached_property
    def policy(self) -> Policy:
        """How cards are scheduled."""
        return self.settings.policy()

    @property
    def limits(self) -> Limits:
        """How cards come back within a sitting."""
        return Limits(
            learn_ahead=timedelta(minutes=self.settings.learn_ahead_minutes),
            most_learning=self.settings.most_learning,
        )

    @cached_property
    def target(self) -> TargetExam:
        """The exam whose cards are learnt; all cards if none is chosen, or none that a deck describes."""
        exams = self.library.exams
        chosen = exams.get(self.settings.exam.casefold())
        return TargetExam.of(chosen) if chosen else TargetExam.of_all_cards(exams.values())

    @property
    def aim(self) -> StudyAim:
        """What the learner studies for."""
        settings = self.settings
        return StudyAim(
            target=self.target,
            goal=settings.daily_goal,
            exam_day=StudyDay(settings.exam_date) if settings.exam_date else None,
            minutes=settings.exam_minutes,
            uses_all=settings.exam_uses_all,
        )

    @property
    def days_left(self) -> int:
        """Days to study before the exam, today included; 0 where none is ahead."""
        return self.aim.days_left(self.now.day)

    @cached_property
    def agenda(self) -> Agenda:
        """What today still asks, of all cards."""
        return self.agenda_of(self.cards)

    def agenda_of(
        self, cards: Sequence[Card], aim: StudyAim | None = None, minutes: int | None = None
    ) -> Agenda:
        """What today still asks of some cards; with `minutes` as much as fits into them."""
        return agenda(
            cards,
            self.progress,
            self.now.day,
            self.done_today,
            aim or self.aim,
            self.policy,
            self.pace,
            minutes,
        )

    @property
    def cards_left(self) -> int:
        """How many cards of today's list the day has room for, as far as misses are concerned.

        Before an exam it is the minutes that end the list, and so all of it.
        """
        reviews = [review for review in self.done_today.reviews if review.mode is Mode.DRILL]
        if self.days_left:
            return len(self.cards)
        return cards_left(self.aim.goal, [(review.card, review.rating.passed) for review in reviews])

    def agenda_on(self, day: StudyDay) -> Agenda:
        """What another day would ask, or would have asked, if nothing is answered until then."""
        studied = DoneToday(studied=len(self.studied_days) + bool(self.done_today.reviews))
        return agenda(self.cards, self.progress, day, studied, self.aim, self.policy, self.pace)
