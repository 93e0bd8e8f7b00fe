"""The store: what happened is appended to a log, what follows from it is derived, both in one transaction."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from srm_quiz.domain.cards import CardKey, NoteKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.grading import Verdict
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
from srm_quiz.store import backups, migrations, rows
from srm_quiz.store.database import PATIENCE, Database, connect_to_read, copied_to_memory, query
from srm_quiz.store.days import StudyDays
from srm_quiz.store.errors import (
    CannotUndoError,
    StaleProgressError,
    StoreDamagedError,
    StoreError,
    damaged,
    translated,
)
from srm_quiz.store.identity import file_id, make_private
from srm_quiz.store.migrations import migrate, refuse_foreign, statements, version_of
from srm_quiz.store.recovery import readable_rows, set_foreign_log_aside
from srm_quiz.store.schema import check_schema
from srm_quiz.store.sightings import SET_META, Sightings
from srm_quiz.store.statistics import StatisticsQueries

T = TypeVar("T")

COUNTS = "id NOT IN (SELECT retracted FROM retractions)"
REVIEWS = f"SELECT {', '.join(rows.REVIEW)} FROM reviews WHERE {COUNTS}"
RUN_EVENTS = f"SELECT {', '.join(rows.RUN_EVENT)} FROM run_events"
PROGRESS = f"SELECT {', '.join(rows.PROGRESS)} FROM progress"
ADD_REVIEW = rows.append("reviews", rows.REVIEW)
ADD_MARK = rows.append("marks", rows.MARK)
ADD_RUN_EVENT = rows.append("run_events", rows.RUN_EVENT)
ADD_RETRACTION = rows.append("retractions", rows.RETRACTION)
ADD_LINK = rows.append("links", rows.LINK)
ADD_RESET = rows.append("resets", rows.RESET)
SET_WORDING = rows.put("wordings", ("card", "prompt", "answer", "day"))
SET_PROGRESS = rows.put("progress", rows.PROGRESS)
DROP_PROGRESS = "DELETE FROM progress WHERE card = ?"

RECOMPUTED, EARLIER_WEIGHTS = "recomputed", "earlier_weights"
"""Names in the table `meta`, besides the device and the seed."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """How many cards the log leads to, and how many of them were stored differently."""

    cards: int
    changed: int


class Store:
    """One learner's progress. Several may be open on one file at once, in several programs.

    `days` holds the study days, `statistics` the figures, `sightings` the cards of the decks. `device` names
    this file among a learner's machines; `seed` keys everything random, and is drawn once. Methods raise
    StoreError if the file cannot be used; what was written before stays.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self.backup_problem: StoreError | None = None
        self._database = Database(connection, path)
        meta = dict(self._database.read(lambda name, value: (name, value), "SELECT name, value FROM meta"))
        try:
            self.device: str = meta["device"]
            self.seed = int(meta["seed"])
        except (KeyError, ValueError) as error:
            raise damaged(path) from error
        self.days = StudyDays(self._database, self.device)
        self.statistics = StatisticsQueries(self._database)
        self.sightings = Sightings(self._database)

    @classmethod
    def open(cls, path: Path, *, now: datetime) -> Self:
        """Open the progress file, making or migrating it, and back it up if that is due.

        `backup_problem` is why a backup that was due could not be made: the file itself can be used.
        """
        version = version_of(path, len(migrations.MIGRATIONS))
        folder = path.parent / "backups"
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            set_foreign_log_aside(path)
            make_private(path)
            db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
            opened = file_id(path)
            try:
                refuse_foreign(db, path)
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = FULL")
                if version:
                    check_schema(db, db.execute("PRAGMA user_version").fetchone()[0], path)
                migrate(db, version, lambda: backups.back_up(path, folder, now))
                db.executemany(
                    # Only into a new file: a file with answers that lacks them is damaged.
                    "INSERT OR IGNORE INTO meta SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM reviews)",
                    [("device", os.urandom(4).hex()), ("seed", str(int.from_bytes(os.urandom(4))))],
                )
                store = cls(db, path)
                if version:
                    store.backup_problem = _back_up_if_due(path, folder, now)
                store._database.watch(opened)
                return store
            except BaseException:
                db.close()
                raise

    @classmethod
    def open_to_read(cls, path: Path) -> Self:
        """Open the progress file without making, migrating or changing anything.

        If there is none it is as if it were empty; one of an older version is read in a copy that is migrated
        in memory, and so is one whose folder cannot be written, for SQLite would need files beside it.
        """
        version = version_of(path, len(migrations.MIGRATIONS))
        with translated(path):
            db = connect_to_read(path) if version else sqlite3.connect(":memory:", isolation_level=None)
            try:
                if version:
                    check_schema(db, version, path)
                if 0 < version < len(migrations.MIGRATIONS):
                    db = copied_to_memory(db)
                if version < len(migrations.MIGRATIONS):
                    migrate(db, version, back_up=lambda: None)
                    db.execute("INSERT OR IGNORE INTO meta VALUES ('device', ''), ('seed', '0')")
                return cls(db, path)
            except BaseException:
                db.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # ------------------------------------------------------------------ writing

    def write(self, effects: Sequence[Effect]) -> None:
        """Append the effects to the log and update what is derived from it: all of them, or none.

        Raises StaleProgressError for a review of a card that was answered in another window meanwhile, and
        CannotUndoError for retracting what does not count, or a review that another one follows.
        """
        with self._database.transaction():
            for effect in effects:
                self._append(effect)

    def _append(self, effect: Effect) -> None:
        match effect:
            case Review() if effect.mode.reschedules:
                known = self._progress_of(effect.card)
                if known.schedule != effect.before:
                    raise StaleProgressError(effect.card, known)
                self._database.execute(ADD_REVIEW, rows.review_row(effect, self.device))
                self._set_progress(effect.card, known.after(effect))
            case Review():
                self._database.execute(ADD_REVIEW, rows.review_row(effect, self.device))
            case Mark():
                self._database.execute(ADD_MARK, rows.mark_row(effect, self.device))
                self._set_progress(effect.card, self._progress_of(effect.card).after(effect))
            case Retraction():
                self._retract(effect)
            case RunEvent():
                self._database.execute(ADD_RUN_EVENT, rows.run_event_row(effect, self.device))

    def _retract(self, retraction: Retraction) -> None:
        action = retraction.of
        card, progress = action.card, self._progress_of(action.card)
        is_review = isinstance(action, Review)
        counting = f"SELECT 1 FROM {'reviews' if is_review else 'marks'} WHERE id = ? AND {COUNTS}"
        if self._database.read_one(counting, (action.id,)) is None:
            raise CannotUndoError(card, progress, "was taken back")
        schedule = progress.schedule
        if isinstance(action, Review) and action.mode.reschedules:
            if schedule != action.after:
                raise CannotUndoError(card, progress, "was followed by another on the same card")
            schedule = action.before
        row = (retraction.id, self.device, *rows.moment_row(retraction.at), action.id)
        self._database.execute(ADD_RETRACTION, row)
        self._set_progress(card, self._with_marks(card, schedule))

    def _with_marks(self, card: CardKey, schedule: Schedule | None) -> Progress:
        progress = Progress(schedule)
        marks = self._done_with(
            card,
            "marks",
            ("kind", "is_on", "day"),
            lambda kind, on, day: (MarkKind(kind), bool(on), rows.day_of(day)),
        )
        for kind, on, day in marks:
            progress = progress.with_mark(kind, on, day)
        return progress

    def _done_with(
        self,
        card: CardKey,
        table: str,
        columns: Sequence[str],
        decode: Callable[..., T],
        *,
        since_reset: bool = False,
    ) -> list[T]:
        """What counts of a card's rows in a table of the log, under any of the names it had, oldest first."""
        places = self._database.read(lambda *place: place, query("card_names"), {"card": card})
        reset = places[0][-1] if since_reset else 0
        where = f"{COUNTS} AND card = ? AND seq > ? AND seq < ?"
        sql = f"SELECT seq, {', '.join(columns)} FROM {table} WHERE {where}"
        numbered: list[tuple[int, T]] = []
        for name, since, until, _ in places:
            numbered += self._database.read(
                lambda seq, *row: (seq, decode(*row)), sql, (name, max(since, reset), until)
            )
        return [value for _, value in sorted(numbered, key=itemgetter(0))]

    def _set_progress(self, card: CardKey, progress: Progress) -> None:
        if progress == Progress():  # everything done with the card was taken back
            self._database.execute(DROP_PROGRESS, (card,))
        else:
            self._database.execute(SET_PROGRESS, rows.progress_row(card, progress))

    def link(self, pairs: Sequence[tuple[CardKey, CardKey]], at: Moment, policy: Policy) -> None:
        """Give the history of each pair's first card to the second: of all pairs, or of none.

        If the second was answered since under its own name, those answers continue the history it gets. A
        card without progress has nothing to give: another window may have given it already.
        Raises ValueError if the second was answered before the first one's last answer.
        """
        with self._database.transaction():
            for serial, (old, new) in enumerate(pairs):
                known = self._progress_of(old)
                if known == Progress():
                    continue
                own = self._progress_of(new)
                was_answered = own.schedule is not None
                if was_answered and not self.may_follow(old, new):
                    raise ValueError(f"{new} has answers of its own already")
                row = (event_id(at, f"link-{old}", serial), self.device, *rows.moment_row(at), old, new)
                self._database.execute(ADD_LINK, row)
                if was_answered:
                    known = replace(known, schedule=replay(self.history(new, since_reset=True), policy))
                self._set_progress(new, known if own == Progress() else self._with_marks(new, known.schedule))
                self._database.execute(DROP_PROGRESS, (old,))

    def linked_since(self, day: StudyDay) -> int:
        """Return how many histories went to another card on this study day or later, and are there still."""
        row = self._database.read_one(
            f"SELECT count(*) FROM links WHERE {COUNTS} AND day >= ?", (day.isoformat(),)
        )
        return row[0] if row else 0

    def last_links(self) -> list[tuple[CardKey, CardKey]]:
        """Return the pairs that were linked last, together, and can be taken back."""
        return self._database.read(lambda _, old, new: (CardKey(old), CardKey(new)), query("last_links"))

    def take_back_links(self, at: Moment, policy: Policy) -> int:
        """Give the histories of `last_links` back to the cards that had them; return how many.

        What the new cards were answered since stays theirs.
        """
        with self._database.transaction():
            links = self._database.read(lambda *row: row, query("last_links"))
            for serial, (link, old, _) in enumerate(links):
                row = (event_id(at, f"unlink-{old}", serial), self.device, *rows.moment_row(at), link)
                self._database.execute(ADD_RETRACTION, row)
            for card in {CardKey(card) for _, *cards in links for card in cards}:
                schedule = replay(self.history(card, since_reset=True), policy)
                self._set_progress(card, self._with_marks(card, schedule))
        return len(links)

    def cards_taken_back(self) -> set[CardKey]:
        """Return the cards of which a link was ever taken back."""
        return set(
            self._database.read(
                CardKey, "SELECT old FROM links WHERE id IN (SELECT retracted FROM retractions)"
            )
        )

    def relearn(self, card: CardKey, at: Moment) -> None:
        """Make the card a new one: its answers so far stay in the log, but no longer count."""
        with self._database.transaction():
            row = (event_id(at, f"reset-{card}", 0), self.device, *rows.moment_row(at), card)
            self._database.execute(ADD_RESET, row)
            self._set_progress(card, replace(self._progress_of(card), schedule=None))

    def wordings(self) -> dict[CardKey, Wording]:
        """Return what each answered card asked when it was last seen in a deck."""
        return dict(
            self._database.read(
                lambda card, prompt, answer, day: (
                    CardKey(card),
                    Wording(prompt, answer, rows.day_of(day)),
                ),
                "SELECT card, prompt, answer, day FROM wordings",
            )
        )

    def keep_wordings(self, wordings: Mapping[CardKey, Wording]) -> None:
        """Store what these cards ask now."""
        with self._database.transaction():
            for card, wording in wordings.items():
                row = (card, wording.prompt, wording.answer, wording.day.isoformat())
                self._database.execute(SET_WORDING, row)

    def rebuild(self, policy: Policy, *, recompute: bool = False) -> RebuildReport:
        """Derive every card's progress again from the log (see `replay`).

        Once schedules were recomputed for other weights, the stored ones no longer hold: every later
        rebuild recomputes them too.
        """
        with self._database.transaction():
            recompute = recompute or self._meta(RECOMPUTED) is not None
            if recompute:
                self._database.execute(SET_META, (RECOMPUTED, "1"))
            before = self.progress()
            schedules: dict[CardKey, Schedule | None] = dict.fromkeys(
                self._database.read(CardKey, "SELECT DISTINCT card FROM marks")
            )
            reviews = self._database.stream(rows.review_of, f"{REVIEWS} ORDER BY card, seq")
            for card, history in groupby(reviews, key=lambda review: review.card):
                schedules[card] = replay(history, policy, recompute=recompute)
            for card in self._database.read(CardKey, query("linked_cards")):
                answers = self.history(card, since_reset=True)
                schedules[card] = replay(answers, policy, recompute=recompute)
            after = {card: self._with_marks(card, schedule) for card, schedule in schedules.items()}
            self._database.execute("DELETE FROM progress")
            for card, progress in after.items():
                self._set_progress(card, progress)
            for statement in statements(query("recount")):
                self._database.execute(statement)
        nothing = Progress()
        changed = sum(before.get(card, nothing) != after.get(card, nothing) for card in before.keys() | after)
        return RebuildReport(sum(progress != nothing for progress in after.values()), changed)

    def check(self) -> None:
        """Read every row. Raises StoreDamagedError if one is not in the format that the program writes."""
        if self._database.read_one("PRAGMA integrity_check") != ("ok",):
            raise damaged(self.path)
        for table, (columns, decode) in rows.DECODERS.items():
            for _ in self._database.stream(decode, f"SELECT {', '.join(columns)} FROM {table}"):
                pass
        self.progress()
        self.wordings()
        self.sightings.all()
        self.earlier_weights()
        self.days.records()
        self.days.closings()
        self.statistics.counts(StudyDay(date.min))
        self.statistics.mistakes()
        self.statistics.predictions()

    def salvage(self, damaged_file: Path, policy: Policy) -> int:
        """Add what a damaged progress file still holds, and this one does not; return how many answers.

        They come after everything that is here, in their own order, and the progress is derived again.
        """
        answers = 0
        with self._database.transaction():
            for table, (columns, _) in rows.DECODERS.items():
                present = set(self._database.read(str, f"SELECT id FROM {table}"))
                for row in readable_rows(damaged_file, table, columns):
                    if row[0] in present or not rows.is_valid(table, row):
                        continue
                    with suppress(StoreError):  # a row that the file's own rules refuse
                        self._database.execute(rows.append(table, columns), row)
                        answers += table == "reviews"
        self.rebuild(policy)
        return answers

    def earlier_weights(self) -> list[tuple[float, ...]]:
        """Return the weights that optimizations replaced, oldest first; () stands for the published ones."""
        try:
            return [tuple(weights) for weights in json.loads(self._meta(EARLIER_WEIGHTS) or "[]")]
        except (ValueError, TypeError) as error:
            raise damaged(self.path) from error

    def keep_earlier_weights(self, weights: Sequence[tuple[float, ...]]) -> None:
        """Store what `earlier_weights` is to return."""
        with self._database.transaction():
            self._database.execute(SET_META, (EARLIER_WEIGHTS, json.dumps(weights)))

    def _meta(self, name: str) -> str | None:
        row = self._database.read_one(query("meta_value"), {"name": name})
        return None if row is None else str(row[0])

    # ------------------------------------------------------------------ reading

    def progress(self) -> dict[CardKey, Progress]:
        """Return the progress of every card with an answer or a mark that counts."""
        return dict(self._database.read(rows.progress_of, PROGRESS))

    def progress_of(self, notes: Iterable[NoteKey]) -> dict[CardKey, Progress]:
        """Return the progress of the cards of these notes: of few in a hundredth of the time of all."""
        between = f"{PROGRESS} WHERE card > ? AND card < ?"
        progress: dict[CardKey, Progress] = {}
        for note in notes:
            # Keys of cards are `note#sibling`, and `$` is what follows `#`.
            progress |= dict(self._database.read(rows.progress_of, between, (f"{note}#", f"{note}$")))
        return progress

    def _progress_of(self, card: CardKey) -> Progress:
        found = self._database.read(rows.progress_of, f"{PROGRESS} WHERE card = ?", (card,))
        return found[0][1] if found else Progress()

    def actions_on(self, day: StudyDay) -> list[Review | Mark]:
        """Return the reviews and marks of a study day that count, oldest first: what may be undone."""
        numbered: list[tuple[int, Review | Mark]] = []
        for table, columns, decode in (
            ("reviews", rows.REVIEW, rows.review_of),
            ("marks", rows.MARK, rows.mark_of),
        ):
            sql = f"SELECT seq, {', '.join(columns)} FROM {table} WHERE {COUNTS} AND day = ?"
            numbered += self._database.read(
                lambda seq, *row, decode=decode: (seq, decode(*row)), sql, (day.isoformat(),)
            )
        return [action for _, action in sorted(numbered, key=itemgetter(0))]

    def history(self, card: CardKey, *, since_reset: bool = False) -> list[Review]:
        """Return the answers of a card that count, under any of the names it had, oldest first."""
        return self._done_with(card, "reviews", rows.REVIEW, rows.review_of, since_reset=since_reset)

    def may_follow(self, old: CardKey, new: CardKey) -> bool:
        """Whether every answer of `new` was given after the last one of `old`, so that it may be its heir."""
        before, after = self.history(old), self.history(new)
        return bool(before and after) and before[-1].at.instant < after[0].at.instant

    def reviews(self, mode: Mode | None = None) -> Iterator[Review]:
        """Yield all answers that count, oldest first; those of one mode if given."""
        of_mode = "AND mode = :mode" if mode else ""
        return self._database.stream(rows.review_of, f"{REVIEWS} {of_mode} ORDER BY seq", {"mode": mode})

    def last_verdicts(self) -> dict[CardKey, Verdict | None]:
        """Return the verdict of each card's last answer, of any mode; None where it was only revealed."""
        return dict(
            self._database.read(
                lambda card, verdict, _: (CardKey(card), verdict and Verdict(verdict)),
                query("last_verdicts"),
            )
        )

    def run_events(self, mode: Mode, *, run: str | None = None, kind: str | None = None) -> list[RunEvent]:
        """Return the events of a game's runs, oldest first; of one run or kind of event if given."""
        wanted = {"mode": mode.value, "run": run, "kind": kind}
        conditions = " AND ".join(f"{name} = :{name}" for name, value in wanted.items() if value is not None)
        return self._database.read(rows.run_event_of, f"{RUN_EVENTS} WHERE {conditions} ORDER BY seq", wanted)


def _back_up_if_due(path: Path, folder: Path, now: datetime) -> StoreError | None:
    """Make a backup if it is due; return what kept it from being made, unless the file itself is damaged."""
    try:
        backups.back_up_if_due(path, folder, now)
    except StoreDamagedError:
        raise
    except StoreError as problem:
        return problem
    return None
