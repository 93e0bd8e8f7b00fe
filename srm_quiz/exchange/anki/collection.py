"""A collection of Anki's: its SQLite database, old (JSON in `col`) or new (tables), read with suspicion."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from srm_quiz.exchange.anki.html_to_markdown import safe
from srm_quiz.exchange.anki.notes import NoteType
from srm_quiz.exchange.anki.templates import Template
from srm_quiz.exchange.model import ImportRefusedError

_SECONDS = 300.0
"""How long one reading may take, with all that is done meanwhile."""

_LONGEST_NAME = 200

_LARGEST_CELL = 100_000_000
_LARGEST_NOTE = 2_000_000
_MOST_NOTES = 500_000
_MOST_CARDS = 1_000_000
_MOST_REVIEWS = 3_000_000
_ROWS_AT_ONCE = 500
_EXPORT = "export it again from Anki with File > Export"


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note: `guid` names it in all collections, `id` in this one."""

    id: int
    guid: str
    type: int
    tags: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card, in Anki's own columns; `deck` and `due` are those it has outside of filtered decks."""

    id: int
    note: int
    deck: int
    ordinal: int
    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    flags: int
    data: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """An answer: `id` is the time in milliseconds, `taken` too."""

    id: int
    card: int
    ease: int
    factor: int
    taken: int
    type: int


@dataclass(frozen=True, slots=True)
class DayBoundary:
    """When days of the collection begin: see `memory.CollectionCalendar`."""

    created: int
    minutes_west: int | None
    rollover: int


class Collection:
    """A collection that is open."""

    def __init__(self, connection: sqlite3.Connection, end: float) -> None:
        self._connection = connection
        self._end = end
        """When, on the monotonic clock, reading has to be over."""
        self._tables = self._safe_tables()
        self._is_new = "notetypes" in self._tables

    def day_boundary(self) -> DayBoundary:
        """When its days begin."""
        created = self._one("SELECT CAST(crt AS INTEGER) FROM col")
        if self._is_new:
            config: Mapping[str, Any] = {
                key: _json(value)
                for key, value in self._rows(
                    "SELECT CAST(key AS TEXT), CAST(val AS TEXT) FROM config"
                    " WHERE key IN ('creationOffset', 'rollover')"
                )
            }
        else:
            config = _mapping(_json(self._one("SELECT CAST(conf AS TEXT) FROM col")))
        west, rollover = config.get("creationOffset"), config.get("rollover")
        return DayBoundary(
            min(max(created, 0), 4_000_000_000) if isinstance(created, int) else 0,
            west if isinstance(west, int) and abs(west) < 24 * 60 else None,
            rollover if isinstance(rollover, int) and 0 <= rollover < 24 else 4,
        )

    def decks(self) -> dict[int, tuple[str, ...]]:
        """The names of each deck and the decks it is in, from the outermost."""
        if self._is_new:
            rows = self._rows("SELECT CAST(id AS INTEGER), CAST(name AS TEXT) FROM decks LIMIT 100000")
            return {deck_id: tuple(name.split("\x1f")) for deck_id, name in rows}
        decks = _mapping(_json(self._one("SELECT CAST(decks AS TEXT) FROM col")))
        return {
            int(deck_id): tuple(str(deck.get("name", "")).split("::"))
            for deck_id, deck in decks.items()
            if _is_id(deck_id) and isinstance(deck, dict)
        }

    def note_types(self) -> dict[int, NoteType]:
        """The note types."""
        return self._new_types() if self._is_new else self._old_types()

    def notes(self) -> Iterator[NoteRow]:
        """All notes, in the order in which they were made. Those with too much text are left out."""
        self._limit("notes", _MOST_NOTES)
        for note_id, guid, type_id, tags, fields in self._rows(
            "SELECT CAST(id AS INTEGER), CAST(guid AS TEXT), CAST(mid AS INTEGER), CAST(tags AS TEXT),"
            " CAST(flds AS TEXT)"
            f" FROM notes WHERE length(flds) <= {_LARGEST_NOTE} AND length(guid) < 1000"
            " AND length(tags) < 100000 ORDER BY id"
        ):
            yield NoteRow(
                note_id or 0,
                guid or "",
                type_id or 0,
                tuple((tags or "").split()),
                tuple((fields or "").split("\x1f")),
            )

    def left_out(self) -> int:
        """How many notes have too much text."""
        count = self._one(
            f"SELECT count(*) FROM notes WHERE length(flds) > {_LARGEST_NOTE} OR length(guid) >= 1000"
            " OR length(tags) >= 100000"
        )
        return int(count or 0)

    def cards(self) -> Iterator[CardRow]:
        """All cards, note by note."""
        self._limit("cards", _MOST_CARDS)
        numbers: tuple[str, ...] = ("nid", "CASE odid WHEN 0 THEN did ELSE odid END", "ord", "type", "queue")
        numbers += ("CASE WHEN odid <> 0 AND odue <> 0 THEN odue ELSE due END", "ivl", "factor", "reps")
        numbers += ("lapses", "flags")
        columns = ", ".join(f"COALESCE(CAST({number} AS INTEGER), 0)" for number in numbers)
        data = "CASE WHEN length(data) < 10000 THEN CAST(data AS TEXT) ELSE '' END"
        for row in self._rows(
            f"SELECT CAST(id AS INTEGER), {columns}, COALESCE({data}, '') FROM cards ORDER BY nid, ord, id"
        ):
            yield CardRow(*row)

    def reviews(self) -> Iterator[ReviewRow]:
        """All answers in chronological order, without what Anki itself rescheduled."""
        if "revlog" not in self._tables:
            return
        self._limit("revlog", _MOST_REVIEWS)
        columns = ", ".join(
            f"COALESCE(CAST({name} AS INTEGER), 0)" for name in ("cid", "ease", "factor", "time", "type")
        )
        for row in self._rows(f"SELECT CAST(id AS INTEGER), {columns} FROM revlog ORDER BY id"):
            yield ReviewRow(*row)

    def _safe_tables(self) -> set[str]:
        """The tables it has. Raises ImportRefusedError if it has anything that runs by itself."""
        rows = self._rows(
            "SELECT CAST(type AS TEXT), CAST(name AS TEXT), CAST(sql AS TEXT) FROM sqlite_master"
        )
        tables: set[str] = set()
        for kind, name, sql in rows:
            if kind in ("trigger", "view") or (sql or "").lower().startswith("create virtual"):
                raise ImportRefusedError(
                    "the collection has views or triggers in it, which Anki never makes", _EXPORT
                )
            if kind == "table":
                tables.add(name)
        if missing := {"col", "notes", "cards"} - tables:
            raise ImportRefusedError(f"the collection has no table '{min(missing)}'", _EXPORT)
        return tables

    def _limit(self, table: str, most: int) -> None:
        count = int(self._one(f"SELECT count(*) FROM {table}") or 0)
        if count > most:
            raise ImportRefusedError(f"the collection has {count:,} {table}; at most {most:,} are read")

    def _old_types(self) -> dict[int, NoteType]:
        models = _mapping(_json(self._one("SELECT CAST(models AS TEXT) FROM col")))
        note_types: dict[int, NoteType] = {}
        for type_id, model in models.items():
            if not _is_id(type_id) or not isinstance(model, dict):
                continue
            templates = [
                Template(_text(part, "name"), _text(part, "qfmt"), _text(part, "afmt"))
                for part in _parts(model, "tmpls")
            ]
            names = tuple(_text(part, "name")[:_LONGEST_NAME] for part in _parts(model, "flds"))
            note_types[int(type_id)] = NoteType(
                _text(model, "name"), model.get("type") == 1, names, templates
            )
        return note_types

    def _new_types(self) -> dict[int, NoteType]:
        fields: dict[int, list[str]] = {}
        for type_id, name in self._rows(
            "SELECT CAST(ntid AS INTEGER), CAST(name AS TEXT) FROM fields ORDER BY ntid, ord LIMIT 100000"
        ):
            fields.setdefault(type_id, []).append(name[:_LONGEST_NAME])
        templates: dict[int, list[Template]] = {}
        for type_id, name, config in self._rows(
            "SELECT CAST(ntid AS INTEGER), CAST(name AS TEXT), CAST(config AS BLOB) FROM templates"
            " ORDER BY ntid, ord LIMIT 100000"
        ):
            message = _message_fields(config)
            front, back = (safe(_message_text(message.get(number))) for number in (1, 2))
            templates.setdefault(type_id, []).append(Template(name, front, back))
        return {
            type_id: NoteType(
                name,
                _message_fields(config).get(1) == 1,
                tuple(fields.get(type_id, ())),
                templates.get(type_id, []),
            )
            for type_id, name, config in self._rows(
                "SELECT CAST(id AS INTEGER), CAST(name AS TEXT), CAST(config AS BLOB)"
                " FROM notetypes LIMIT 100000"
            )
        }

    def _one(self, query: str) -> Any:
        return next((row[0] for row in self._rows(query)), None)

    def _rows(self, query: str) -> Iterator[Any]:
        try:
            cursor = self._connection.execute(query)
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                for row in rows:
                    if time.monotonic() > self._end:
                        raise _too_slow()
                    yield row
        except (sqlite3.Error, UnicodeDecodeError) as error:  # names of columns are decoded strictly
            raise _refused(error) from error


@contextmanager
def open_collection(path: Path) -> Iterator[Collection]:
    """The collection in the database at `path`, which is only read.

    Raises ImportRefusedError, also while it is read, where it is broken, strange, or takes too long.
    """
    end = time.monotonic() + _SECONDS
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise _refused(error) from error
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
        connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.create_collation("unicase", _by_case)
        try:
            for pragma in ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            raise _refused(error) from error
        yield Collection(connection, end)
    finally:
        connection.close()


def _refused(error: Exception) -> ImportRefusedError:
    if "interrupted" in str(error):
        return _too_slow()
    return ImportRefusedError(f"the collection in the package cannot be read: {str(error)[:200]}", _EXPORT)


def _too_slow() -> ImportRefusedError:
    message = f"reading the collection took more than {_SECONDS:.0f} seconds"
    return ImportRefusedError(message, "export one deck at a time")


def _by_case(left: str, right: str) -> int:
    """The order of Anki's own collation, approximately: no query depends on it."""
    return (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())


def _json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ImportRefusedError("the collection's own description is not JSON", _EXPORT) from error


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _parts(model: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The fields or templates of a note type, in their order."""
    value = model.get(key)
    parts = [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
    return sorted(parts, key=lambda part: part["ord"] if isinstance(part.get("ord"), int) else 0)


def _text(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return safe(value) if isinstance(value, str) else ""


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _message_text(value: int | bytes | None) -> str:
    """The text in a field of a message; empty if it has none."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _message_fields(data: bytes) -> dict[int, int | bytes]:
    """The numbers and byte strings of a Protocol Buffers message, as far as it can be read."""
    fields: dict[int, int | bytes] = {}
    at = 0
    while data and at < len(data):
        tag, at = _varint(data, at)
        wire = tag & 7
        if wire == 0:
            fields[tag >> 3], at = _varint(data, at)
        elif wire == 2:
            size, at = _varint(data, at)
            fields[tag >> 3] = data[at : at + size]
            at += size
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            break
    return fields


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            break
        shift += 7
    return value, at
