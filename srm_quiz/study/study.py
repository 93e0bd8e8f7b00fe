"""A running study: library, store and session in motion. Persist, then advance.

Both front ends go through here, and neither has a copy of what it decides.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from srm_quiz.config import settings as settings_file
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles import library as deckfiles
from srm_quiz.deckfiles.finding import deck_folders, read_library
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, CardKey, Line, deck_of
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import Available, Queue, build
from srm_quiz.domain.reviews import Effect, Mark, MarkKind, Mode, Review, RunEvent, event_id
from srm_quiz.domain.scheduling import Policy, keyed_hash
from srm_quiz.domain.today import ENOUGH_ANSWERS, agenda, pace_of, typical
from srm_quiz.problems import Problem, did_you_mean
from srm_quiz.store.errors import CannotUndo, Stale
from srm_quiz.store.store import Store
from srm_quiz.study.status import Glance, exam_of, glance, limits_of, past_days, today_of

if TYPE_CHECKING:  # the home screen is painted before anybody sits down to answer
    from srm_quiz.domain.events import Event
    from srm_quiz.domain.games.daily import DailyResult
    from srm_quiz.domain.session import Session
    from srm_quiz.domain.summary import Summary
    from srm_quiz.study.relink import DeckChanges

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
        """Let go of the progress file. Everything answered is on disk already."""
        if self._seen is not None:
            self.note_today()
            self._note_wordings()
        self.store.close()

    def now(self) -> Moment:
        """This moment, as the learner lives it."""
        return Moment.of(self._clock(), self.settings.rollover_hour)

    @property
    def policy(self) -> Policy:
        """How cards are scheduled, by the learner's settings."""
        return self.settings.policy(self.store.seed)

    def see_today(self) -> None:
        """Close the days that are over, and write down what today asks for, when it is first seen."""
        now = self.now()
        if now.day == self._seen:
            return
        past = past_days(self.library, self.store, self.settings, now)
        self.store.close_days([one for one in past if one.on == now.day], now.day)
        if all(record.day != now.day for record in self.store.day_records()):
            found = self.glance()
            asked = len(found.overview.available) + found.answered
            self.store.record_day(now.day, self.settings.daily_goal, asked)
        self._seen = now.day

    def note_today(self) -> None:
        """Write down, once a day, what cards ask now and how ready the learner is for the exam.

        It can wait until the first picture is there.
        """
        now = self.now()
        if now.day == self._noted:
            return
        self._note_wordings()
        self._predict(now)
        self._noted = now.day

    def _note_wordings(self) -> None:
        from srm_quiz.study.relink import note_if_possible

        note_if_possible(self.library, self.store)

    def deck_changes(self) -> DeckChanges:
        """What the decks' changes mean for the learner's history: what `srm-quiz relink` tells and asks."""
        from srm_quiz.study.relink import changes

        if self._changes is None:
            self._changes = changes(self.library, self.store)
        return self._changes

    def _predict(self, now: Moment) -> None:
        """Write down how ready the learner is today, to be compared with what will have come of it."""
        exam = exam_of(self.settings)
        if exam is None or self.store.is_predicted(now.day, exam.day):
            return
        from srm_quiz.study.exam_plan import standpoint

        if ready := standpoint(self.library, self.store, self.settings, now):
            chance = ready.readiness.chance
            self.store.predict(now.day, ready.exam.day, ready.cards, ready.recall, chance)

    def glance(self) -> Glance:
        """How things stand now."""
        return glance(self.library, self.store, self.settings, self.now())

    def available(self, scope: Scope = EVERYTHING) -> Available:
        """What today allows of the scope's cards."""
        now = self.now()
        return agenda(
            scope.of(self.library),
            self.store.progress(),
            now,
            today_of(self.store, now.day),
            limits_of(self.settings),
            self.policy,
            exam_of(self.settings),
            pace_of(self.store.timings()),
        )[0]

    def start(
        self, scope: Scope = EVERYTHING, *, mode: Mode = Mode.DRILL, limit: int | None = None
    ) -> Session:
        """Begin a sitting. Only the drill asks what is due; the others ask every card in scope.

        A cram asks in the decks' order, the line game line cards in an order of chance.
        """
        if mode is Mode.DRILL:
            return self._begin(scope, mode, build(self.available(scope), limit))
        cards = scope.of(self.library)
        if mode is Mode.LINE:
            chance = self.new_run()
            cards = [card for card in cards if isinstance(card.content, Line)]
            cards.sort(key=lambda card: keyed_hash(chance, card.key))
        return self._begin(scope, mode, Queue(main=tuple(card.key for card in cards)[:limit]))

    def start_daily(self) -> Session:
        """Begin today's challenge, or go on with it; a finished session where it was played."""
        from srm_quiz.domain.games import daily

        now = self.now()
        played = next((one for one in self.daily_results() if one.day == now.day), None)
        if played is None:
            cards = daily.draw(self.library.by_key.values(), now.day)
            run = self.new_run()
            began = RunEvent(event_id(now, run, 0), run, Mode.DAILY, now, daily.BEGAN, {"cards": list(cards)})
            self.record([began])
        else:
            cards = tuple(card for card in played.left if self.library.card(card) is not None)
        seed = daily.seed_of(self.library.cards(), now.day)
        return self._begin(Scope(cards=cards), Mode.DAILY, Queue(main=cards), seed)

    def daily_results(self) -> tuple[DailyResult, ...]:
        """The daily challenges played so far, oldest first."""
        from srm_quiz.domain.games import daily

        return daily.results(self.store.run_events(Mode.DAILY), self.store.reviews(Mode.DAILY))

    def _begin(self, scope: Scope, mode: Mode, queue: Queue, seed: int | None = None) -> Session:
        from srm_quiz.domain import session as machine

        self.see_today()
        now = self.now()
        cards = self.library.by_key
        actions = [
            one
            for one in (self.store.actions_on(now.day) if mode.undoable else ())
            if one.card in cards and not (isinstance(one, Review) and not one.mode.undoable)
        ]
        done = machine.grouped(actions)
        self.scope = scope
        self.session = machine.begin(
            machine.Session(
                id=self._new_id(),
                seed=self.store.seed if seed is None else seed,
                mode=mode,
                policy=self.policy,
                limits=limits_of(self.settings),
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

        Raises NotAllowed where the session does not take the event, and StoreError where it could
        not be stored; either way nothing has happened, and the card is still there.
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
            except Stale as stale:
                # The same card was answered in another window: this answer counts after that one.
                self.session = machine.refreshed(self.session, stale.card, stale.progress)
                continue
            except CannotUndo as undone:
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
        """What the scope names that no deck has, in a sentence; None where all is known."""
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
        from srm_quiz.domain.summary import summarise

        return summarise(self.session)

    def usual_pace(self) -> float | None:
        """Seconds of thought the learner usually gives to an answer; None until enough were given."""
        seconds = [one.seconds for one in self.store.timings()]
        return typical(seconds) if len(seconds) >= ENOUGH_ANSWERS else None

    def mark(self, card: CardKey, kind: MarkKind, on: bool) -> None:
        """Flag or suspend a card outside a sitting, or free it of that. Raises StoreError."""
        now = self.now()
        self.store.write([Mark(event_id(now, self.new_run(), 0), card, now, kind, on)])

    def history(self, key: CardKey) -> Sequence[Review]:
        """All answers of a card that count, oldest first."""
        return self.store.history(key)

    def decks_changed(self) -> bool:
        """Whether a deck file has changed, come or gone since the decks were read."""
        return self._state_of_decks() != self._read_decks

    def _state_of_decks(self) -> object:
        return deckfiles.state_of_files(deck_folders(self.locations, self._deck_paths))

    def reload(self) -> bool:
        """Read the decks again; one whose file broke stays as it was, and so does the card on screen while it
        exists, in whatever words. Gives whether its history went over to what is another card by its id."""
        if self._seen is not None:
            self._note_wordings()
        self._read_decks, self._changes = self._state_of_decks(), None
        before, self.library = self.library, read_library(self.locations, self._deck_paths, self.library)
        if self.session is None:
            return False
        from srm_quiz.domain import session as machine
        from srm_quiz.study.relink import followed

        session, was = followed(self.session, before, self.library, self.store, self.now()), self.session
        cards = self.library.cards_with(session.asked.key if session.asked else None, before)
        self.session = machine.with_cards(session, cards, self.now())
        return session is not was

    def change(self, name: str, value: object) -> Problem | None:
        """Change one setting, in the settings file and from now on.

        Gives the problem where the file could not take it; the setting holds for this run all the same.
        Raises ValueError for a value the setting does not take.
        """
        problem = settings_file.save(self.locations.settings_file, name, value)
        changed: dict[str, Any] = {name: value}
        self.settings = replace(self.settings, **changed)
        return problem
