"""The store: what happened is appended, what follows from it is derived, and both are on disk at once."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.orphans import Wording
from srm_quiz.domain.reviews import (
    Effect,
    Mark,
    MarkKind,
    Mode,
    Progress,
    Retraction,
    Review,
    RunEvent,
    event_id,
    replay,
)
from srm_quiz.domain.scheduling import Policy, Schedule
from srm_quiz.store import backups, rows
from srm_quiz.store.days import Calendar, Tally
from srm_quiz.store.errors import CannotUndoError, StaleProgressError, StoreError, translated
from srm_quiz.store.migrations import MIGRATIONS, migrate, refuse_foreign, statements, version_of
from srm_quiz.store.statistics import EARLIER_WEIGHTS, RECOMPUTED, Figures

__all__ = ["RebuildReport", "StaleProgressError", "Store", "StoreError", "Tally"]

PATIENCE = 2.0
"""Seconds to wait for another copy of the program to finish its write."""

COUNTS = "id NOT IN (SELECT retracted FROM retractions)"
REVIEWS = f"SELECT {', '.join(rows.REVIEW)}, seq FROM reviews WHERE {COUNTS}"
MARKS = f"SELECT {', '.join(rows.MARK)}, seq FROM marks WHERE {COUNTS}"
RUN_EVENTS = f"SELECT {', '.join(rows.RUN_EVENT)} FROM run_events"
SCHEDULE = ", ".join(rows.SCHEDULE)
PROGRESS = f"SELECT card, {SCHEDULE}, suspended, flagged, buried_on FROM progress"
ADD_REVIEW = rows.append("reviews", rows.REVIEW)
ADD_MARK = rows.append("marks", rows.MARK)
ADD_RUN_EVENT = rows.append("run_events", rows.RUN_EVENT)
ADD_RETRACTION = rows.append("retractions", rows.RETRACTION)
ADD_LINK = rows.append("links", rows.LINK)
ADD_RESET = rows.append("resets", rows.RESET)
SET_WORDING = rows.put("wordings", ("card", "prompt", "answer", "day"))
SET_META = rows.put("meta", ("name", "value"))
DROP_PROGRESS = "DELETE FROM progress WHERE card = ?"
SET_PROGRESS = rows.put("progress", ("card", *rows.SCHEDULE, "suspended", "flagged", "buried_on"))


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """How many schedules the log leads to, and how many of them were stored otherwise."""

    cards: int
    changed: int


class Store(Calendar, Figures):
    """One learner's progress. Several may be open on one file at once, in several programs.

    `device` names this file among a learner's machines; `seed` keys all chance, and is drawn once.
    Methods raise StoreError where the file cannot be used; what was written before stays.
    """

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db = db
        self.path = path
        with translated(path):
            meta = dict(db.execute("SELECT name, value FROM meta"))
        self.device: str = meta["device"]
        self.seed = int(meta["seed"])

    @classmethod
    def open(cls, path: Path, *, now: datetime) -> Self:
        """Open the progress file, making or migrating it, and back it up if that is due."""
        version = version_of(path, len(MIGRATIONS))
        folder = path.parent / "backups"
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            try:
                refuse_foreign(db, path)
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                migrate(db, version, lambda: backups.back_up(path, folder, now))
                db.executemany(
                    "INSERT OR IGNORE INTO meta VALUES (?, ?)",
                    [("device", os.urandom(4).hex()), ("seed", str(int.from_bytes(os.urandom(4))))],
                )
                if version:
                    backups.back_up_if_due(path, folder, now)
                return cls(db, path)
            except BaseException:
                db.close()
                raise

    @classmethod
    def open_to_read(cls, path: Path) -> Self:
        """Open the progress file without making, migrating or changing anything.

        Where there is none it is as if it were empty; one of an older version is read in a copy that is
        migrated in memory.
        """
        version = version_of(path, len(MIGRATIONS))
        with translated(path):
            uri = f"{path.absolute().as_uri()}?mode=ro" if version else ":memory:"
            db = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
            if 0 < version < len(MIGRATIONS):
                with closing(db) as older:
                    db = sqlite3.connect(":memory:", isolation_level=None)
                    older.backup(db)
            if version < len(MIGRATIONS):
                migrate(db, version, back_up=lambda: None)
                db.execute("INSERT OR IGNORE INTO meta VALUES ('device', ''), ('seed', '0')")
            return cls(db, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    # ------------------------------------------------------------------ writing

    def write(self, effects: Sequence[Effect]) -> None:
        """Append the effects to the log and bring what is derived up to date: all of them, or none.

        Raises StaleProgressError for a review of a card that was answered elsewhere meanwhile, and CannotUndoError for
        a retraction of what does not count, or of a review that another one stands on.
        """
        with translated(self.path), self._transaction():
            for effect in effects:
                self._append(effect)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of what is written inside, or none."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _append(self, effect: Effect) -> None:
        match effect:
            case Review() if effect.mode.reschedules:
                known = self._progress_of(effect.card)
                if known.schedule != effect.before:
                    raise StaleProgressError(effect.card, known)
                self._db.execute(ADD_REVIEW, rows.review_row(effect, self.device))
                self._set_progress(effect.card, known.after(effect))
            case Review():
                self._db.execute(ADD_REVIEW, rows.review_row(effect, self.device))
            case Mark():
                self._db.execute(ADD_MARK, rows.mark_row(effect, self.device))
                self._set_progress(effect.card, self._progress_of(effect.card).after(effect))
            case Retraction():
                self._retract(effect)
            case RunEvent():
                self._db.execute(ADD_RUN_EVENT, rows.run_event_row(effect, self.device))

    def _retract(self, effect: Retraction) -> None:
        card, retracted = effect.of.card, effect.of.id
        table = "reviews" if isinstance(effect.of, Review) else "marks"
        if not self._db.execute(f"SELECT 1 FROM {table} WHERE id = ? AND {COUNTS}", (retracted,)).fetchone():
            raise CannotUndoError(card, self._progress_of(card), "was taken back")
        schedule = self._progress_of(card).schedule
        if isinstance(effect.of, Review) and effect.of.mode.reschedules:
            if schedule != effect.of.after:
                raise CannotUndoError(
                    card, self._progress_of(card), "was followed by another on the same card"
                )
            schedule = effect.of.before
        self._db.execute(ADD_RETRACTION, (effect.id, self.device, *rows.moment_row(effect.at), retracted))
        self._set_progress(card, self._with_marks(card, schedule))

    def _with_marks(self, card: CardKey, schedule: Schedule | None) -> Progress:
        progress = Progress(schedule)
        for kind, is_on, day, _ in self._ask("card_marks", card=card):
            progress = progress.with_mark(MarkKind(kind), bool(is_on), rows.day_of(day))
        return progress

    def _set_progress(self, card: CardKey, progress: Progress) -> None:
        if progress == Progress():  # all that was done with it was taken back
            self._db.execute(DROP_PROGRESS, (card,))
            return
        buried = progress.buried_on and progress.buried_on.isoformat()
        flags = (int(progress.suspended), int(progress.flagged), buried)
        self._db.execute(SET_PROGRESS, (card, *rows.schedule_row(progress.schedule), *flags))

    def link(self, pairs: Sequence[tuple[CardKey, CardKey]], at: Moment, policy: Policy) -> None:
        """From now on the history of each first card is the second one's: all of them, or none.

        Where the second one was answered since under its own name, those answers go on from the history
        that it gets. Raises ValueError where it was answered before the first one's last answer.
        """
        with translated(self.path), self._transaction():
            for serial, (old, new) in enumerate(pairs):
                was_answered = self._progress_of(new).schedule is not None
                if was_answered and not self.may_follow(old, new):
                    raise ValueError(f"{new} has answers of its own already")
                row = (event_id(at, f"link-{old}", serial), self.device, *rows.moment_row(at), old, new)
                self._db.execute(ADD_LINK, row)
                if was_answered:
                    schedule = replay(self.history(new, since_reset=True), policy)
                    self._set_progress(new, self._with_marks(new, schedule))
                else:
                    self._set_progress(new, self._progress_of(old))
                self._db.execute(DROP_PROGRESS, (old,))
                self._db.execute("DELETE FROM wordings WHERE card = ?", (old,))

    def relearn(self, card: CardKey, at: Moment) -> None:
        """From now on the card is a new one: what was answered before stays in the log and counts no more."""
        with translated(self.path), self._transaction():
            row = (event_id(at, f"reset-{card}", 0), self.device, *rows.moment_row(at), card)
            self._db.execute(ADD_RESET, row)
            self._set_progress(card, replace(self._progress_of(card), schedule=None))

    def wordings(self) -> dict[CardKey, Wording]:
        """What the cards that were answered asked when they were last seen."""
        with translated(self.path):
            found = self._db.execute("SELECT card, prompt, answer, day FROM wordings")
            return {
                CardKey(card): Wording(prompt, answer, rows.day_of(day))
                for card, prompt, answer, day in found
            }

    def keep_wordings(self, wordings: Mapping[CardKey, Wording]) -> None:
        """Keep what cards ask now."""
        with translated(self.path), self._transaction():
            for card, one in wordings.items():
                self._db.execute(SET_WORDING, (card, one.prompt, one.answer, one.day.isoformat()))

    def rebuild(self, policy: Policy, *, recompute: bool = False) -> RebuildReport:
        """Derive every card's progress anew from the log (see `replay`).

        Once schedules were recomputed for other weights, what the log stored before holds no longer:
        every later rebuild recomputes them too.
        """
        with translated(self.path), self._transaction():
            recompute = recompute or self._note(RECOMPUTED) is not None
            if recompute:
                self._db.execute(SET_META, (RECOMPUTED, "1"))
            before = self.progress()
            marked = [card for (card,) in self._db.execute("SELECT DISTINCT card FROM marks")]
            by_card = self._db.execute(f"{REVIEWS} ORDER BY card, seq")
            schedules: dict[CardKey, Schedule | None] = dict.fromkeys(map(CardKey, marked))
            for card, group in groupby(map(rows.review_of, by_card), key=lambda review: review.card):
                schedules[card] = replay(group, policy, recompute=recompute)
            for old, heir in self._ask("heirs").fetchall():
                schedules.pop(CardKey(old), None)
                history = self.history(CardKey(heir), since_reset=True)
                schedules[CardKey(heir)] = replay(history, policy, recompute=recompute)
            after = {card: self._with_marks(card, schedule) for card, schedule in schedules.items()}
            self._db.execute("DELETE FROM progress")
            for card, progress in after.items():
                self._set_progress(card, progress)
            for statement in statements(_query("count_again")):
                self._db.execute(statement)
        nothing = Progress()
        changed = sum(before.get(card, nothing) != after.get(card, nothing) for card in before.keys() | after)
        return RebuildReport(len(after), changed)

    def keep_earlier_weights(self, weights: Sequence[tuple[float, ...]]) -> None:
        """Keep the weights that fits took the place of, oldest first; () stands for the published ones."""
        with translated(self.path), self._transaction():
            self._db.execute(SET_META, (EARLIER_WEIGHTS, json.dumps(weights)))

    # ------------------------------------------------------------------ reading

    def progress(self) -> dict[CardKey, Progress]:
        """Where the learner stands with every card that an answer or a mark of theirs is left of."""
        with translated(self.path):
            return {CardKey(row[0]): _progress(row) for row in self._db.execute(PROGRESS)}

    def _progress_of(self, card: CardKey) -> Progress:
        row = self._db.execute(f"{PROGRESS} WHERE card = ?", (card,)).fetchone()
        return _progress(row) if row else Progress()

    def actions_on(self, day: StudyDay) -> list[Review | Mark]:
        """The reviews and marks of a study day that count, oldest first: what may be undone."""
        with translated(self.path):
            wanted = (day.isoformat(),)
            found: list[tuple[int, Review | Mark]] = []
            for row in self._db.execute(f"{REVIEWS} AND day = ?", wanted):
                found.append((row[-1], rows.review_of(row)))
            for row in self._db.execute(f"{MARKS} AND day = ?", wanted):
                found.append((row[-1], rows.mark_of(row)))
            return [action for _, action in sorted(found, key=itemgetter(0))]

    def history(self, card: CardKey, *, since_reset: bool = False) -> list[Review]:
        """The answers of a card that count, by any of the names it had, oldest first."""
        with translated(self.path):
            names = self._ask("names", card=card).fetchall()
            first = names[0][1] if since_reset else 0
            marks = ", ".join("?" * len(names))
            query = f"{REVIEWS} AND card IN ({marks}) AND seq > ? ORDER BY seq"
            found = self._db.execute(query, (*(name for name, _ in names), first))
            return [rows.review_of(row) for row in found]

    def may_follow(self, old: CardKey, new: CardKey) -> bool:
        """Whether all answers of the second card were given after those of the first: it may be its heir."""
        before, after = self.history(old), self.history(new)
        return bool(before and after) and before[-1].at.instant < after[0].at.instant

    def reviews(self, mode: Mode | None = None) -> Iterator[Review]:
        """All answers that count, oldest first; those of one mode if given."""
        with translated(self.path):
            of_mode = "AND mode = :mode" if mode else ""
            found = self._db.execute(f"{REVIEWS} {of_mode} ORDER BY seq", {"mode": mode})
            yield from map(rows.review_of, found)

    def run_events(self, mode: Mode, *, run: str | None = None, kind: str | None = None) -> list[RunEvent]:
        """What happened in the runs of a game, oldest first; of one run or kind of event if given."""
        with translated(self.path):
            wanted = {"mode": mode.value, "run": run, "kind": kind}
            said = " AND ".join(f"{name} = :{name}" for name, value in wanted.items() if value is not None)
            found = self._db.execute(f"{RUN_EVENTS} WHERE {said} ORDER BY seq", wanted)
            return [rows.run_event_of(row) for row in found]

    def _ask(self, question: str, **values: Any) -> sqlite3.Cursor:
        return self._db.execute(_query(question), values)


@cache
def _query(question: str) -> str:
    """The query named for the question it answers."""
    return (Path(__file__).parent / "queries" / f"{question}.sql").read_text(encoding="utf-8")


def _progress(row: Sequence[Any]) -> Progress:
    schedule = rows.schedule_of(row[1:10])
    suspended, flagged, buried = row[10:13]
    return Progress(schedule, bool(suspended), bool(flagged), rows.day_of(buried) if buried else None)
