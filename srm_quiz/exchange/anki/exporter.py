"""Decks written as a package that Anki opens, new and old versions of it, with where each card stands."""

from __future__ import annotations

import hashlib
import html
import json
import re
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from datetime import time as clock_time
from itertools import groupby
from pathlib import Path
from typing import Any

from srm_quiz.domain.cards import Card, CardKey, Cloze, Deck, Duty, Line, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.exchange.anki.cards import AnkiNote, anki_note
from srm_quiz.exchange.anki.legacy_schema import (
    DEFAULT_DECK,
    TABLES,
    configuration,
    deck_described,
    options_described,
)
from srm_quiz.exchange.anki.note_types import Stencils
from srm_quiz.exchange.anki.scheduling import difficulty_to_ease
from srm_quiz.exchange.model import Loss

_ROLLOVER = 4
_FIRST_ID = 1_400_000_000_000
_IDS_OF_DECK = 1_000_000
_DECKS = 190_000
"""Anki's ids are milliseconds: ours lie between 2014 and 2020, each deck having a range of its own."""


def write_package(
    decks: Sequence[Deck], path: Path, schedules: Mapping[CardKey, Schedule] | None
) -> Sequence[Loss]:
    """Write the decks as an `.apkg` at `path`, where a file is replaced; gives what could not be written.

    `schedules` are those of the cards that were answered; None to write every card as a new one.
    Raises OSError where the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="srm-quiz-") as folder:
        base = Path(folder) / "collection"
        with closing(sqlite3.connect(base)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.executescript(TABLES)
            losses = _Export(connection, schedules or {}).write(decks)
            connection.commit()
        part = path.with_name(f"{path.name}.part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
                package.write(base, "collection.anki2")
                package.writestr("media", "{}")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return losses


class _Export:
    """A package while it is written."""

    def __init__(self, connection: sqlite3.Connection, schedules: Mapping[CardKey, Schedule]) -> None:
        self._connection = connection
        self._schedules = schedules
        self._now = int(time.time())
        days = [day for one in schedules.values() for day in (one.last_day, one.due_day)]
        self._first_day = min([StudyDay(date.fromtimestamp(self._now)), *days])
        """The day from which Anki counts."""
        self._begun: set[int] = set()
        self._last_id = 0
        self._position = 0
        self._losses: dict[Loss, None] = {}

    def write(self, decks: Sequence[Deck]) -> list[Loss]:
        """Write everything; gives what could not be written."""
        described = {str(DEFAULT_DECK): deck_described(DEFAULT_DECK, "Default", "", self._now)}
        for deck in decks:
            id = self._begin(deck.id)
            taken = {one["name"].casefold() for one in described.values()}
            title = re.sub("::+", ": ", deck.title)
            name = f"{title} ({deck.id})" if title.casefold() in taken else title
            described[str(id)] = deck_described(
                id, name, html.escape(deck.description, quote=False), self._now
            )
            for siblings in _by_note(deck.cards):
                self._write_note(id, deck, siblings)
        self._write_collection(described)
        return list(self._losses)

    def _write_note(self, deck_id: int, deck: Deck, siblings: Sequence[Card]) -> None:
        note = anki_note(siblings)
        first = siblings[0]
        if note is None:
            service = first.content.service if isinstance(first.content, Line) else first.key
            self._lose(
                "Anki has nothing like a card on which a line is drawn; it is left out",
                f"{deck.title}: {service}",
            )
            return
        if isinstance(first.content, Duty):
            self._lose("a duty became a choice among owners", f"{deck.title}: {first.content.duty}")
        id = self._id()
        self._insert("notes", self._note_row(id, note, first))
        for ordinal, key in enumerate(note.cards):
            row = self._schedule_row(self._schedules.get(key))
            self._insert("cards", (self._id(), id, deck_id, ordinal, self._now, -1, *row))

    def _note_row(self, id: int, note: AnkiNote, card: Card) -> tuple[object, ...]:
        sorted_by = html.unescape(re.sub(r"<[^<>]*>", "", note.fields[0])).strip()
        checksum = int(hashlib.sha1(sorted_by.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        words = " ".join(self._tag(tag) for tag in sorted(card.tags))
        tags = f" {words} " if words else ""
        fields = "\x1f".join(note.fields)
        return (id, card.key, note.stencil.id, self._now, -1, tags, fields, sorted_by, checksum, 0, "")

    def _schedule_row(self, schedule: Schedule | None) -> tuple[object, ...]:
        """A card's columns from `type` on."""
        if schedule is None:
            self._position += 1
            return (0, 0, self._position, 0, 0, 0, 0, 0, 0, 0, 0, "{}")
        ease = round(1000 * difficulty_to_ease(schedule.difficulty, schedule.stability))
        last = min(_local(schedule.last_day, 12), self._now)
        data = json.dumps({"s": schedule.stability, "d": schedule.difficulty, "lrt": last})
        due = (schedule.due_day - self._first_day).days
        interval = max(1, schedule.interval)
        if schedule.state is CardState.REVIEW:
            type, queue, left = 2, 2, 0
        else:
            type, queue, left = (1 if schedule.state is CardState.LEARNING else 3), 3, 1001
            interval = interval if type == 3 else 0
            if schedule.due_at is not None:
                queue, due = 1, int(schedule.due_at.timestamp())
        return (type, queue, due, interval, ease, schedule.reps, schedule.lapses, left, 0, 0, 0, data)

    def _write_collection(self, decks: Mapping[str, Mapping[str, Any]]) -> None:
        created = _local(self._first_day, _ROLLOVER)
        offset = datetime.fromtimestamp(created, UTC).astimezone().utcoffset()
        assert offset is not None
        conf = configuration(self._position, -round(offset.total_seconds() / 60), _ROLLOVER)
        models = {str(stencil.value.id): stencil.value.described(self._now) for stencil in Stencils}
        said = [json.dumps(one) for one in (conf, models, decks, {"1": options_described(self._now)})]
        milliseconds = self._now * 1000
        self._insert("col", (1, created, milliseconds, milliseconds, 11, 0, 0, 0, *said, "{}"))

    def _insert(self, table: str, row: tuple[object, ...]) -> None:
        self._connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def _begin(self, deck: str) -> int:
        """The deck's own id. Those of its notes and cards follow it, in order."""
        digest = hashlib.blake2b(deck.encode("utf-8", "replace"), digest_size=8).digest()
        id = _FIRST_ID + int.from_bytes(digest) % _DECKS * _IDS_OF_DECK
        while id in self._begun:
            id += _IDS_OF_DECK
        self._begun.add(id)
        self._last_id = id
        return id

    def _id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _tag(self, tag: str) -> str:
        written = "_".join(tag.split())
        if written != tag:
            self._lose(f"a tag of Anki's has no spaces: '{tag}' is written as '{written}'")
        return written

    def _lose(self, what: str, where: str = "") -> None:
        self._losses[Loss(what, where)] = None


def _by_note(cards: Sequence[Card]) -> Iterator[list[Card]]:
    """The cards, each alone, but the blanks of one text together."""
    for _, siblings in groupby(cards, key=lambda card: note_of(card.key)):
        found = list(siblings)
        blanks = [card for card in found if isinstance(card.content, Cloze)]
        if blanks:
            yield blanks
        yield from ([card] for card in found if not isinstance(card.content, Cloze))


def _local(day: date, hour: int) -> int:
    """The instant, in seconds since 1970, of an hour of a day, by the clock of this machine."""
    return int(datetime.combine(day, clock_time(hour)).astimezone().timestamp())
