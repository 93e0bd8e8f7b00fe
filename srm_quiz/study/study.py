"""A running study: library, store and session in motion. Persist, then advance.

The only door from the front ends to the use cases: none of them reaches the store but through here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from srm_quiz import phrases
from srm_quiz.config import settings as settings_file
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles import library as deckfiles
from srm_quiz.deckfiles.library import Library, deck_folders, read_library
from srm_quiz.domain.cards import Card, CardKey, Line
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import Queue, build_queue
from srm_quiz.domain.reviews import Effect, Mark, MarkKind, Mode, Progress, Review, RunEvent, event_id
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.today import Agenda
from srm_quiz.problems import Problem
from srm_quiz.store.errors import CannotUndoError, StaleProgressError
from srm_quiz.store.store import Store
from srm_quiz.study import status
from srm_quiz.study.clock import Clock, system_clock
from srm_quiz.study.deck_history import DeckHistory
from srm_quiz.study.scope import EVERYTHING, CardOrder, Scope
from srm_quiz.study.snapshot import Snapshot
from srm_quiz.study.status import Status

if TYPE_CHECKING:  # the home screen is painted before anybody sits down to answer
    from srm_quiz.domain.events import Event
    from srm_quiz.domain.games.daily import DailyResult
    from srm_quiz.domain.games.match import MatchResult
    from srm_quiz.domain.games.sort import RoundKind, SortResult
    from srm_quiz.domain.session import Session
    from srm_quiz.domain.summaries import Summary
    from srm_quiz.study.chart_data import ChartData
    from srm_quiz.study.day_end import DayEnd
    from srm_quiz.study.exam_plan import ExamPlan
    from srm_quiz.study.workload import WorkloadInputs


class Study:
    """A learner at work. `session` is the sitting in progress, once one was started.

    `deck_history` says what the decks' changes mean for the history; `state_read` is the state of the deck
    files when they were read.
    """

    def __init__(
        self,
        library: Library,
        store: Store,
        settings: Settings,
        *,
        locations: Locations,
        deck_paths: Sequence[Path] = (),
        clock: Clock = system_clock,
        new_id: Callable[[], str] = lambda: os.urandom(6).hex(),
    ) -> None:
        self.library = library
        self.store = store
        self.settings = settings
        self.locations = locations
        self.session: Session | None = None
        self.scope = EVERYTHING
        self._plans_again = False
        self._answered_at_plan = 0
        self._deck_paths = tuple(deck_paths)
        self._clock = clock
        self._new_id = new_id
        self._seen: StudyDay | None = None
        self._noted: StudyDay | None = None
        self.deck_history = DeckHistory(self)
        self.state_read = self._state_of_decks()

    @classmethod
    def open(
        cls,
        locations: Locations,
        settings: Settings,
        *,
        deck_paths: Sequence[Path] = (),
        clock: Clock = system_clock,
    ) -> Self:
        """Read the decks and open the progress file, making it if there is none.

        Raises StoreError when the progress file cannot be used.
        """
        library = read_library(locations, deck_paths)
        store = Store.open(locations.progress_file, now=clock())
        study = cls(library, store, settings, locations=locations, deck_paths=deck_paths, clock=clock)
        study.deck_history.follow_cards()
        study.see_today()
        return study

    @classmethod
    def open_to_read(cls, locations: Locations, settings: Settings, *, clock: Clock = system_clock) -> Self:
        """A study to look at: no file of the learner's is made or changed, and nothing can be answered."""
        library = read_library(locations)
        store = Store.open_to_read(locations.progress_file)
        return cls(library, store, settings, locations=locations, clock=clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the progress file. Everything answered is on disk already."""
        if self._seen is not None:
            self.note_today()
            self.deck_history.try_to_record_wordings()
        self.store.close()

    def now(self) -> Moment:
        """This moment, as the learner lives it."""
        return Moment.of(self._clock(), self.settings.rollover_hour)

    def snapshot(self) -> Snapshot:
        """Library, store and settings as of this moment."""
        return Snapshot(self.library, self.store, self.settings, self.now())

    @property
    def policy(self) -> Policy:
        """How cards are scheduled, by the learner's settings."""
        return self.snapshot().policy

    def see_today(self) -> None:
        """Close the days that are over, and record what today asks for when it is first seen."""
        at = self.snapshot()
        day = at.now.day
        if day == self._seen:
            return
        self.store.days.close([closing for closing in status.past_days(at) if closing.on == day], day)
        if all(record.day != day for record in self.store.days.records()):
            today = self.status()
            asked = len(today.agenda) + today.answered
            self.store.days.record(day, self.settings.daily_goal, asked)
        self._seen = day

    def note_today(self) -> None:
        """Record, once a day, what cards ask now and how ready the learner is for the exam.

        It can wait until the first frame is painted.
        """
        day = self.now().day
        if day == self._noted:
            return
        self.deck_history.try_to_record_wordings()
        self._record_prediction()
        self._noted = day

    def _record_prediction(self) -> None:
        """Record how the exam would go tomorrow, to be compared with what comes of it."""
        at = self.snapshot()
        exam_day = at.aim.exam_day
        if exam_day is None or not at.days_left:
            return
        if self.store.statistics.has_prediction(at.now.day, exam_day):
            return
        from srm_quiz.domain.readiness.predictions import Prediction

        if plan := self.exam_plan():
            cards, expected = len(plan.cards), plan.forecast
            prediction = Prediction(at.now.day, exam_day, cards, expected.known, expected.passing)
            self.store.statistics.record_prediction(prediction)

    # ------------------------------------------------------------------ how things stand

    def notices(self) -> list[str]:
        """What the learner should know about the progress file before a sitting, in sentences."""
        notices = []
        if self.store.backup_problem:
            notices.append(f"no backup was made: {self.store.backup_problem}")
        if misdated := self.store.days.misdated_cards(self.now().day):
            were = "was" if misdated == 1 else "were"
            notices.append(
                f"{phrases.count(misdated, 'card')} {were} answered while the clock was ahead: "
                "asked again now, and what you knew is kept"
            )
        return notices

    def is_unwell(self) -> bool:
        """Whether `srm-quiz doctor` has something to say, as far as a quick look tells."""
        from srm_quiz.study.doctor import quick_look

        return any(quick_look(self.locations, self.policy, self._clock())) or bool(self.notices())

    def status(self) -> Status:
        """What is due, what was answered today, and how the streak runs."""
        return status.status(self.snapshot())

    @property
    def is_new(self) -> bool:
        """Whether nothing was answered yet, nor chosen what it is for."""
        return not (self.settings.exam or self.settings.exam_date or self.store.progress())

    def progress(self) -> Mapping[CardKey, Progress]:
        """The progress of every card that was answered or marked."""
        return self.store.progress()

    def history(self, key: CardKey) -> Sequence[Review]:
        """All answers of a card that count, oldest first."""
        return self.store.history(key)

    def exam_plan(self) -> ExamPlan | None:
        """The plan for the exam; None without an exam ahead."""
        from srm_quiz.study.exam_plan import exam_plan

        return exam_plan(self.snapshot())

    def goal_lines(self) -> list[str]:
        """What a day without an exam asks, in sentences, and what other goals would mean."""
        from srm_quiz.study.exam_plan import goal_lines

        return goal_lines(self.snapshot())

    def chart_data(self) -> ChartData:
        """What the charts of the statistics are drawn from."""
        from srm_quiz.study.chart_data import chart_data

        return chart_data(self.snapshot())

    def workload(self) -> WorkloadInputs:
        """What the workload at any desired retention depends on.

        Reads the progress file through a connection of its own, so that any thread may call it.
        """
        from srm_quiz.study.workload import workload

        with Store.open_to_read(self.locations.progress_file) as store:
            return workload(Snapshot(self.library, store, self.settings, self.now()))

    def daily_results(self) -> tuple[DailyResult, ...]:
        """The daily challenges played so far, oldest first."""
        from srm_quiz.domain.games import daily

        return daily.results(self.store.run_events(Mode.DAILY), self.store.reviews(Mode.DAILY))

    def match_results(self) -> Sequence[MatchResult]:
        """The match games finished so far, oldest first."""
        from srm_quiz.domain.games import match

        return match.results(self.store.run_events(Mode.MATCH))

    def sort_results(self, sort: RoundKind) -> Sequence[SortResult]:
        """The sort games of one kind finished so far, oldest first."""
        from srm_quiz.domain.games import sort as game

        return game.results(self.store.run_events(Mode.SORT, kind=game.FINISHED), sort)

    def relearn(self, card: CardKey) -> None:
        """Make the card a new one: its answers so far are kept, and no longer count. Raises StoreError."""
        self.store.relearn(card, self.now())

    # ------------------------------------------------------------------ sittings

    def cards_in(self, scope: Scope) -> list[Card]:
        """The cards of the library that are in scope."""
        return scope.cards_of(self.snapshot())

    def agenda(self, scope: Scope = EVERYTHING, minutes: int | None = None) -> Agenda:
        """What today still asks of the scope's cards; with `minutes` as much of it as fits into them.

        What is chosen expressly is asked whether it counts for the exam or not; cards that are named one by
        one come in any number.
        """
        return scope.agenda(self.snapshot(), minutes)

    def start(
        self,
        scope: Scope = EVERYTHING,
        *,
        mode: Mode = Mode.DRILL,
        limit: int | None = None,
        minutes: int | None = None,
    ) -> Session:
        """Begin a sitting. Only the drill asks what today's plan does; the others ask every card in scope.

        `limit` is the number of cards at most. A practice asks in the decks' order unless the scope has
        another, the line game line cards in random order.
        """
        if mode is Mode.DRILL:
            agenda = self.agenda(scope, minutes)
            self._plans_again = limit is None and minutes is None
            cards = scope.ordered(agenda.cards, self.library, self.new_run())
            return self._begin(scope, mode, build_queue(cards, agenda.returning, self.now(), limit))
        found = self.cards_in(scope)
        if mode is Mode.LINE:
            found = [card for card in found if isinstance(card.content, Line)]
            scope = replace(scope, order=CardOrder.MIXED)
        keys = scope.ordered([card.key for card in found], self.library, self.new_run())
        return self._begin(scope, mode, Queue(main=keys[:limit]))

    def start_daily(self) -> Session:
        """Begin today's challenge or continue it; the session is finished if it was played to the end."""
        from srm_quiz.domain.games import daily

        now = self.now()
        played = next((result for result in self.daily_results() if result.day == now.day), None)
        if played is None:
            cards = daily.draw(self.library.by_key.values(), now.day)
            run = self.new_run()
            began = RunEvent(event_id(now, run, 0), run, Mode.DAILY, now, daily.BEGAN, {"cards": list(cards)})
            self.record([began])
        else:
            cards = tuple(card for card in played.left if self.library.card(card) is not None)
        seed = daily.seed_of(self.library.cards(), now.day)
        return self._begin(Scope(cards=cards), Mode.DAILY, Queue(main=cards), seed)

    def _begin(self, scope: Scope, mode: Mode, queue: Queue, seed: int | None = None) -> Session:
        from srm_quiz.domain import session as machine

        self.see_today()
        now = self.now()
        cards = self.library.by_key
        actions = [
            action
            for action in (self.store.actions_on(now.day) if mode.undoable else ())
            if action.card in cards and not (isinstance(action, Review) and not action.mode.undoable)
        ]
        done = machine.undo_groups(actions)
        self.scope = scope
        self._answered_at_plan = 0
        self.session = machine.begin(
            machine.Session(
                id=self._new_id(),
                seed=self.store.seed if seed is None else seed,
                mode=mode,
                policy=self.policy,
                limits=self.snapshot().limits,
                cards=cards,
                progress=self.store.progress(),
                queue=queue,
                started=now,
                done=done,
                inherited=len(done),
            ),
            now,
        )
        return self.session

    def send(self, event: Event) -> Session:
        """The session after the event. What it changes is on disk before this returns.

        Raises NotAllowedError if the session does not take the event, and StoreError if it could not be
        stored; either way nothing has happened, and the card is still there.
        """
        if self.session is None:
            raise RuntimeError("no sitting was started")
        from srm_quiz.domain import session as machine
        from srm_quiz.domain.events import End

        self.see_today()
        while True:
            after, effects = machine.step(self.session, event, self.now())
            try:
                if effects:
                    self.store.write(effects)
            except StaleProgressError as stale:
                # The same card was answered in another window: this answer counts after that one.
                self.session = machine.refreshed(self.session, stale.card, stale.progress)
                continue
            except CannotUndoError as undone:
                self.session = machine.undone_elsewhere(self.session, undone.card, undone.progress)
                raise
            is_missed = len(after.queue.learning) > len(self.session.queue.learning)
            self.session = after
            if is_missed and self._plans_again and after.mode is Mode.DRILL:
                self.session = machine.shortened(after, self.snapshot().cards_left)
            if after.finished and not isinstance(event, End):
                self._plan_again()
            return self.session

    def _plan_again(self) -> None:
        """Go on with what the rest of the day's plan asks, if something was answered since the last one."""
        from srm_quiz.domain import session as machine

        session = self.session
        assert session is not None
        answered = len(session.reviews)
        if session.mode is Mode.DRILL and self._plans_again and answered > self._answered_at_plan:
            self._answered_at_plan = answered
            cards = self.scope.ordered(self.agenda(self.scope).cards, self.library, session.id)
            self.session = machine.extended(session, cards, self.now())

    def new_run(self) -> str:
        """A name for a run of a game, of which there is no other."""
        return self._new_id()

    def record(self, effects: Sequence[Effect]) -> None:
        """Make what happened in a game durable: all of it, or none. Raises StoreError."""
        self.see_today()
        self.store.write(effects)

    def summary(self) -> Summary:
        """What the sitting in progress has changed."""
        if self.session is None:
            raise RuntimeError("no sitting was started")
        from srm_quiz.domain.summaries import summarise

        return summarise(self.session)

    def day_end(self) -> DayEnd:
        """How the day stands at the end of a sitting, and what comes next. Raises StoreError."""
        from srm_quiz.study.day_end import day_end

        return day_end(self)

    def mark(self, card: CardKey, kind: MarkKind, on: bool) -> None:
        """Flag or suspend a card outside a sitting, or free it of that. Raises StoreError."""
        now = self.now()
        self.store.write([Mark(event_id(now, self.new_run(), 0), card, now, kind, on)])

    def decks_changed(self) -> bool:
        """Whether a deck file has changed, come or gone since the decks were read."""
        return self._state_of_decks() != self.state_read

    def _state_of_decks(self) -> object:
        return deckfiles.state_of_files(deck_folders(self.locations, self._deck_paths))

    def reload(self) -> bool:
        """Read the decks again; one whose file broke stays as it was, and so does the card on screen while it
        exists, in whatever words. Gives whether its history went over to what is another card by its id."""
        if self._seen is not None:
            self.deck_history.try_to_record_wordings()
        self.state_read = self._state_of_decks()
        before, self.library = self.library, read_library(self.locations, self._deck_paths, self.library)
        followed = self.deck_history.follow_cards()
        if self.session is None:
            return False
        from srm_quiz.domain import session as machine
        from srm_quiz.study.relink import follow_reworded

        was = self.session
        session = follow_reworded(was, before, self.library, self.store, self.now(), followed)
        cards = self.library.cards_with(session.asked.key if session.asked else None, before)
        self.session = machine.with_cards(session, cards, self.now())
        return session is not was

    def change(self, name: str, value: object) -> Problem | None:
        """Change one setting, in the settings file and from now on.

        Returns the problem if the file could not be changed; the setting holds for this run all the same.
        Raises ValueError for a value the setting does not take.
        """
        problem = settings_file.save(self.locations.settings_file, name, value)
        changed: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changed)
        return problem
