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
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as clock_time
from itertools import groupby
from pathlib import Path
from typing import Any

from srm_quiz.domain.cards import (
    Basic,
    Card,
    CardKey,
    Choice,
    Cloze,
    Deck,
    Duty,
    Line,
    Option,
    Owner,
    Typed,
    note_of,
)
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.exchange.anki.cloze import anki_marks, anki_text
from srm_quiz.exchange.anki.html_to_markdown import to_html, typed_html
from srm_quiz.exchange.anki.legacy_schema import (
    DEFAULT_DECK,
    TABLES,
    configuration,
    deck_described,
    options_described,
)
from srm_quiz.exchange.anki.note_types import ExportType, ExportTypes
from srm_quiz.exchange.anki.scheduling import difficulty_to_ease
from srm_quiz.exchange.model import Loss
from srm_quiz.files import replacing

_ROLLOVER = 4
_FIRST_ID = 1_400_000_000_000
_IDS_OF_DECK = 1_000_000
_DECKS = 190_000
"""Anki's ids are milliseconds: ours lie between 2014 and 2020, each deck having a range of its own."""

_OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "The customer", Owner.SHARED: "Both share it"}
_DEFENSIBLE = "This answer can be defended, too."


def write_package(
    decks: Sequence[Deck], path: Path, schedules: Mapping[CardKey, Schedule] | None
) -> Sequence[Loss]:
    """Write the decks as an `.apkg` at `path`, where a file is replaced; return what could not be written.

    `schedules` are those of the cards that were answered; None to write every card as a new one.
    Raises OSError if the file cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="srm-quiz-") as folder:
        base = Path(folder) / "collection"
        with closing(sqlite3.connect(base)) as connection:
            connection.execute("PRAGMA synchronous=OFF")
            connection.executescript(TABLES)
            losses = _Export(connection, schedules or {}).write(decks)
            connection.commit()
        with replacing(path) as new, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as package:
            package.write(base, "collection.anki2")
            package.writestr("media", "{}")
    return losses


class _Export:
    """A package while it is written."""

    def __init__(self, connection: sqlite3.Connection, schedules: Mapping[CardKey, Schedule]) -> None:
        self._connection = connection
        self._schedules = schedules
        self._now = int(time.time())
        days = [day for schedule in schedules.values() for day in (schedule.last_day, schedule.due_day)]
        self._first_day = min([StudyDay(date.fromtimestamp(self._now)), *days])
        """The day from which Anki counts."""
        self._begun: set[int] = set()
        self._last_id = 0
        self._position = 0
        self._losses: dict[Loss, None] = {}

    def write(self, decks: Sequence[Deck]) -> list[Loss]:
        """Write everything; return what could not be written."""
        described = {str(DEFAULT_DECK): deck_described(DEFAULT_DECK, "Default", "", self._now)}
        for deck in decks:
            deck_id = self._begin(deck.id)
            taken = {description["name"].casefold() for description in described.values()}
            title = re.sub("::+", ": ", deck.title)
            name = f"{title} ({deck.id})" if title.casefold() in taken else title
            described[str(deck_id)] = deck_described(
                deck_id, name, html.escape(deck.description, quote=False), self._now
            )
            for siblings in _by_note(deck.cards):
                self._write_note(deck_id, deck, siblings)
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
        if any(isinstance(card.content, Cloze) and card.content.accept for card in siblings):
            self._lose("only the first answer of a blank is written", f"{deck.title}: {first.key}")
        if any(card.weight != 1 for card in siblings):
            self._lose("Anki has no place for a card's weight in an exam", deck.title)
        note_id = self._id()
        self._insert("notes", self._note_row(note_id, note, first))
        for ordinal, key in enumerate(note.cards):
            row = self._schedule_row(self._schedules.get(key))
            self._insert("cards", (self._id(), note_id, deck_id, ordinal, self._now, -1, *row))

    def _note_row(self, note_id: int, note: AnkiNote, card: Card) -> tuple[object, ...]:
        sorted_by = html.unescape(re.sub(r"<[^<>]*>", "", note.fields[0])).strip()
        checksum = int(hashlib.sha1(sorted_by.encode(), usedforsecurity=False).hexdigest()[:8], 16)
        words = " ".join(self._tag(tag) for tag in sorted(card.tags))
        tags = f" {words} " if words else ""
        fields = "\x1f".join(note.fields)
        return (note_id, card.key, note.note_type.id, self._now, -1, tags, fields, sorted_by, checksum, 0, "")

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
            card_type, queue, left = 2, 2, 0
        else:
            card_type, queue, left = (1 if schedule.state is CardState.LEARNING else 3), 3, 1001
            interval = interval if card_type == 3 else 0
            if schedule.due_at is not None:
                queue, due = 1, int(schedule.due_at.timestamp())
        return (card_type, queue, due, interval, ease, schedule.reps, schedule.lapses, left, 0, 0, 0, data)

    def _write_collection(self, decks: Mapping[str, Mapping[str, Any]]) -> None:
        created = _local(self._first_day, _ROLLOVER)
        offset = datetime.fromtimestamp(created, UTC).astimezone().utcoffset()
        assert offset is not None
        conf = configuration(self._position, -round(offset.total_seconds() / 60), _ROLLOVER)
        models = {str(note_type.value.id): note_type.value.described(self._now) for note_type in ExportTypes}
        json_columns = [
            json.dumps(value) for value in (conf, models, decks, {"1": options_described(self._now)})
        ]
        milliseconds = self._now * 1000
        self._insert("col", (1, created, milliseconds, milliseconds, 11, 0, 0, 0, *json_columns, "{}"))

    def _insert(self, table: str, row: tuple[object, ...]) -> None:
        self._connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def _begin(self, deck: str) -> int:
        """The deck's own id. Those of its notes and cards follow it, in order."""
        digest = hashlib.blake2b(deck.encode("utf-8", "replace"), digest_size=8).digest()
        deck_id = _FIRST_ID + int.from_bytes(digest) % _DECKS * _IDS_OF_DECK
        while deck_id in self._begun:
            deck_id += _IDS_OF_DECK
        self._begun.add(deck_id)
        self._last_id = deck_id
        return deck_id

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
        cards_of_note = list(siblings)
        blanks = [card for card in cards_of_note if isinstance(card.content, Cloze)]
        if blanks:
            yield blanks
        yield from ([card] for card in cards_of_note if not isinstance(card.content, Cloze))


def _local(day: date, hour: int) -> int:
    """The instant, in seconds since 1970, of an hour of a day, by the clock of this machine."""
    return int(datetime.combine(day, clock_time(hour)).astimezone().timestamp())


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note as it is written: `cards` are the keys of its cards in order."""

    note_type: ExportType
    fields: tuple[str, ...]
    cards: tuple[CardKey, ...]


def anki_note(siblings: Sequence[Card]) -> AnkiNote | None:
    """The note that asks this card, or the blanks of one text; None for a card Anki has nothing like."""
    first = siblings[0]
    content = first.content
    fields: tuple[str, ...]
    match content:
        case Basic(question=question, answer=answer):
            note_type, fields = ExportTypes.BASIC, (to_html(question), to_html(answer))
        case Typed(question=question, answer=answer, accept=accept):
            also = typed_html("\n".join(accept)) if accept else ""
            note_type, fields = ExportTypes.TYPED, (to_html(question), typed_html(answer), also)
        case Cloze():
            blanks = [card.content for card in siblings if isinstance(card.content, Cloze)]
            note_type, fields = ExportTypes.CLOZE, (anki_marks(to_html(anki_text(blanks))),)
        case Choice(question=question, options=options):
            note_type, fields = ExportTypes.CHOICE, (to_html(question), *_lists(options))
        case Duty(duty=duty, on=on):
            question = f"{duty}\n\n{f'On {on}: whose duty is it?' if on else 'Whose duty is it?'}"
            note_type, fields = ExportTypes.CHOICE, (to_html(question), *_lists(_owners(content)))
        case Line():
            return None
    source = typed_html(first.source) if first.source else ""
    further = (to_html(first.why) if first.why else "", source, to_html(first.hint) if first.hint else "")
    return AnkiNote(note_type.value, (*fields, *further), tuple(card.key for card in siblings))


def _lists(options: Sequence[Option]) -> tuple[str, str, str]:
    """The options, the numbers of the right ones, and the reasons, each as a field."""
    listed = "".join(f"<li>{to_html(option.text)}</li>" for option in options)
    right = ", ".join(f"#{number}" for number, option in enumerate(options, 1) if option.right)
    reasons = "".join(
        f'<li class="{"right" if option.right else "wrong"}">{to_html(option.why) if option.why else ""}</li>'
        for option in options
    )
    explained = any(option.why for option in options)
    return f"<ol>{listed}</ol>", right, f"<ol>{reasons}</ol>" if explained else ""


def _owners(duty: Duty) -> list[Option]:
    return [
        Option(name, owner is duty.owner, _DEFENSIBLE if owner in duty.accept else "")
        for owner, name in _OWNERS.items()
    ]
