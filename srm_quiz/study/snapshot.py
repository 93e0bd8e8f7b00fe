"""A snapshot: the learner's decks, progress and settings at one moment, as every use case reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property

from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import DoneToday, Limits
from srm_quiz.domain.readiness.first_planner import Pace
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.today import Exam, pace_of
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
    def done_today(self) -> DoneToday:
        """What was already answered on this study day."""
        tally = self.store.days.tally(self.now.day)
        notes = frozenset(self.store.days.notes_answered(self.now.day))
        return DoneToday(tally.new, tally.reviews, tally.seconds, notes)

    @cached_property
    def pace(self) -> Pace:
        """The seconds that this learner's answers take."""
        return pace_of(self.store.statistics.timings())

    @cached_property
    def policy(self) -> Policy:
        """How cards are scheduled."""
        return self.settings.policy(self.store.seed)

    @property
    def limits(self) -> Limits:
        """How many cards a study day may ask."""
        return Limits(
            new_per_day=self.settings.new_per_day,
            reviews_per_day=self.settings.reviews_per_day,
            bury_siblings=self.settings.bury_siblings,
            learn_ahead=timedelta(minutes=self.settings.learn_ahead_minutes),
            spread_backlog=self.settings.spread_backlog,
        )

    @property
    def exam(self) -> Exam | None:
        """The exam that the learner prepares for, if a date is set."""
        if self.settings.exam_date is None:
            return None
        day = StudyDay(self.settings.exam_date)
        return Exam(day, self.settings.exam_minutes, self.settings.exam_uses_all)
