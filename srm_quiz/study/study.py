"""A running study: library, store and session in motion. Persist, then advance.

The only door from the front ends to the use cases: none of them reaches the store but through here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from srm_quiz import phrases
from srm_quiz.config import settings as settings_file
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles import library as deckfiles
from srm_quiz.deckfiles.library import Library, deck_folders, read_library
from srm_quiz.domain.cards import Card, CardKey, Line, deck_of
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import Available, Queue, build_queue
from srm_quiz.domain.reviews import Effect, Mark, MarkKind, Mode, Progress, Review, RunEvent, event_id
from srm_quiz.domain.scheduling import Policy, keyed_hash
from srm_quiz.domain.today import ENOUGH_ANSWERS, Exam, agenda, typical
from srm_quiz.problems import Problem, did_you_mean
from srm_quiz.store.errors import CannotUndoError, StaleProgressError, StoreError
from srm_quiz.store.store import Store
from srm_quiz.study import status
from srm_quiz.study.moves import follow_moves
from srm_quiz.study.snapshot import Snapshot
from srm_quiz.study.status import Status

if TYPE_CHECKING:  # the home screen is painted before anybody sits down to answer
    from srm_quiz.domain.events import Event
    from srm_quiz.domain.games.daily import DailyResult
    from srm_quiz.domain.games.match import MatchResult
    from srm_quiz.domain.games.sort import RoundKind, SortResult
    from srm_quiz.domain.orphans import OrphanMatch
    from srm_quiz.domain.session import Session
    from srm_quiz.domain.summaries import Summary
    from srm_quiz.study.chart_data import ChartData
    from srm_quiz.study.exam_plan import ExamPlan, ReadinessToday
    from srm_quiz.study.relink import DeckChanges
    from srm_quiz.study.workload import WorkloadInputs

Clock = Callable[[], datetime]
"""Gives the local time, aware of its offset."""


def system_clock() -> datetime:
    """The machine's local time."""
    return datetime.now().astimezone()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards a sitting takes in: all where nothing is said.

    `cards`, if given, names them one by one, in the order they are asked (a drill of misses).
    """

    decks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    cards: tuple[CardKey, ...] = ()

    def of(self, library: Library) -> list[Card]:
        """The cards of the library that are in scope."""
        if self.cards:
            found = (library.card(key) for key in self.cards)
            return [card for card in found if card is not None]
        return [
            card
            for card in library.cards()
            if (not self.decks or deck_of(card.key) in self.decks)
            and (not self.tags or self.tags & card.tags)
        ]


EVERYTHING = Scope()


class Study:
    """A learner at work. `session` is the sitting in progress, once one was started."""

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
        self._deck_paths = tuple(deck_paths)
        self._clock = clock
        self._new_id = new_id
        self._seen: StudyDay | None = None
        self._noted: StudyDay | None = None
        self._changes: DeckChanges | None = None
        self._read_decks = self._state_of_decks()

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
        follow_moves(study.library, store, study.now(), study.policy)
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
            self._try_to_record_wordings()
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

    @property
    def exam(self) -> Exam | None:
        """The exam that the learner prepares for, if a date is set."""
        return self.snapshot().exam

    def see_today(self) -> None:
        """Close the days that are over, and record what today asks for when it is first seen."""
        at = self.snapshot()
        day = at.now.day
        if day == self._seen:
            return
        self.store.days.close([closing for closing in status.past_days(at) if closing.on == day], day)
        if all(record.day != day for record in self.store.days.records()):
            today = self.status()
            asked = len(today.overview.available) + today.answered
            self.store.days.record(day, self.settings.daily_goal, asked)
        self._seen = day

    def note_today(self) -> None:
        """Record, once a day, what cards ask now and how ready the learner is for the exam.

        It can wait until the first frame is painted.
        """
        day = self.now().day
        if day == self._noted:
            return
        self._try_to_record_wordings()
        self._record_prediction()
        self._noted = day

    def _record_prediction(self) -> None:
        """Record how ready the learner is today, to be compared with what comes of it."""
        at = self.snapshot()
        if at.exam is None or self.store.statistics.has_prediction(at.now.day, at.exam.day):
            return
        from srm_quiz.domain.readiness.predictions import Prediction

        if ready := self.readiness():
            chance = ready.estimate.chance
            prediction = Prediction(at.now.day, ready.exam.day, ready.cards, ready.recall, chance)
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

    def status(self) -> Status:
        """What is due, what was answered today, and how the streak runs."""
        return status.status(self.snapshot())

    def progress(self) -> Mapping[CardKey, Progress]:
        """The progress of every card that was answered or marked."""
        return self.store.progress()

    def history(self, key: CardKey) -> Sequence[Review]:
        """All answers of a card that count, oldest first."""
        return self.store.history(key)

    def readiness(self) -> ReadinessToday | None:
        """How ready the learner is for the exam; None without an exam ahead."""
        from srm_quiz.study.exam_plan import readiness_today

        return readiness_today(self.snapshot())

    def exam_plan(self) -> ExamPlan | None:
        """The plan for the exam; None without an exam ahead."""
        from srm_quiz.study.exam_plan import exam_plan

        return exam_plan(self.snapshot())

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

    def usual_pace(self) -> float | None:
        """Seconds of thought the learner usually gives to an answer; None until enough were given."""
        seconds = [timing.seconds for timing in self.store.statistics.timings()]
        return typical(seconds) if len(seconds) >= ENOUGH_ANSWERS else None

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

    # ------------------------------------------------------------------ cards that changed in their decks

    def deck_changes(self) -> DeckChanges:
        """What the decks' changes mean for the learner's history: what `srm-quiz relink` shows and asks."""
        from srm_quiz.study.relink import deck_changes

        if self._changes is None:
            self._changes = deck_changes(self.library, self.store)
        return self._changes

    def relink(self, matches: Iterable[OrphanMatch]) -> None:
        """Carry the history of each orphan over to the card that it is now: of all, or of none."""
        self.store.link([(match.old, match.new) for match in matches], self.now(), self.policy)
        self._changes = None

    def relearn(self, card: CardKey) -> None:
        """Make the card a new one: its answers so far are kept, and no longer count. Raises StoreError."""
        self.store.relearn(card, self.now())

    def settle_answers(self, cards: Iterable[CardKey]) -> None:
        """Take the changed answers of these cards as decided on: they are not reported again."""
        from srm_quiz.study.relink import settle_answers

        settle_answers(self.library, self.store, cards)
        self._changes = None

    def record_wordings(self) -> None:
        """Record what answered cards ask now, so that they are known again once they are reworded."""
        from srm_quiz.study.relink import record_wordings

        record_wordings(self.library, self.store)

    def _try_to_record_wordings(self) -> None:
        """Record them, or leave it to the next chance: nothing done to a deck fails because of it."""
        with suppress(StoreError):
            self.record_wordings()

    # ------------------------------------------------------------------ sittings

    def available(self, scope: Scope = EVERYTHING) -> Available:
        """What today allows of the scope's cards."""
        at = self.snapshot()
        cards = scope.of(self.library)
        return agenda(cards, at.progress, at.now, at.done_today, at.limits, at.policy, at.exam, at.pace)[0]

    def start(
        self, scope: Scope = EVERYTHING, *, mode: Mode = Mode.DRILL, limit: int | None = None
    ) -> Session:
        """Begin a sitting. Only the drill asks what is due; the others ask every card in scope.

        A cram asks in the decks' order, the line game line cards in an order of chance.
        """
        if mode is Mode.DRILL:
            return self._begin(scope, mode, build_queue(self.available(scope), self.now(), limit))
        cards = scope.of(self.library)
        if mode is Mode.LINE:
            chance = self.new_run()
            cards = [card for card in cards if isinstance(card.content, Line)]
            cards.sort(key=lambda card: keyed_hash(chance, card.key))
        return self._begin(scope, mode, Queue(main=tuple(card.key for card in cards)[:limit]))

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
            self.session = after
            return after

    def new_run(self) -> str:
        """A name for a run of a game, of which there is no other."""
        return self._new_id()

    def record(self, effects: Sequence[Effect]) -> None:
        """Make what happened in a game durable: all of it, or none. Raises StoreError."""
        self.see_today()
        self.store.write(effects)

    def resolve(self, scope: Scope) -> Scope:
        """The scope with decks that were named by their file under their ids."""
        by_path = {Path(deck.path).resolve(): deck.id for deck in self.library.decks}
        ids = {by_path.get(Path(name).resolve(), name) for name in scope.decks}
        return replace(scope, decks=frozenset(ids))

    def unknown_in(self, scope: Scope) -> str | None:
        """What the scope names that no deck has, in a sentence; None if everything is known."""
        decks = {deck.id for deck in self.library.decks}
        for name in sorted(scope.decks - decks):
            near = did_you_mean(name, decks)
            return f"there is no deck '{name}'" + (
                f": did you mean '{near}'?" if near else " (see srm-quiz decks)"
            )
        tags = {tag for card in self.library.cards() for tag in card.tags}
        for name in sorted(scope.tags - tags):
            near = did_you_mean(name, tags)
            return f"no card has the tag '{name}'" + (f": did you mean '{near}'?" if near else "")
        return None

    def summary(self) -> Summary:
        """What the sitting in progress has changed."""
        if self.session is None:
            raise RuntimeError("no sitting was started")
        from srm_quiz.domain.summaries import summarise

        return summarise(self.session)

    def mark(self, card: CardKey, kind: MarkKind, on: bool) -> None:
        """Flag or suspend a card outside a sitting, or free it of that. Raises StoreError."""
        now = self.now()
        self.store.write([Mark(event_id(now, self.new_run(), 0), card, now, kind, on)])

    def decks_changed(self) -> bool:
        """Whether a deck file has changed, come or gone since the decks were read."""
        return self._state_of_decks() != self._read_decks

    def _state_of_decks(self) -> object:
        return deckfiles.state_of_files(deck_folders(self.locations, self._deck_paths))

    def reload(self) -> bool:
        """Read the decks again; one whose file broke stays as it was, and so does the card on screen while it
        exists, in whatever words. Gives whether its history went over to what is another card by its id."""
        if self._seen is not None:
            self._try_to_record_wordings()
        self._read_decks, self._changes = self._state_of_decks(), None
        before, self.library = self.library, read_library(self.locations, self._deck_paths, self.library)
        follow_moves(self.library, self.store, self.now(), self.policy)
        if self.session is None:
            return False
        from srm_quiz.domain import session as machine
        from srm_quiz.study.relink import follow_reworded

        was = self.session
        session = follow_reworded(was, before, self.library, self.store, self.now())
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
