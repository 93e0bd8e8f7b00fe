"""Packages of Anki's for tests, made with sqlite3 and zipfile alone: old ones and new ones."""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from srm_quiz.domain.cards import note_of
from srm_quiz.exchange.anki.importer import read_package
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.validate import validate

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CREATED = 1_767_240_000
"""2026-01-01 04:00 UTC, the day 0 of these collections."""

NOW = 1_767_600_000_000
"""Some days later, in milliseconds."""

_TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, conf text, models text, decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, tags text, flds text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, type integer,
  queue integer, due integer, ivl integer, factor integer, reps integer, lapses integer, odue integer,
  odid integer, flags integer, data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, ease integer, factor integer, time integer,
  type integer);
"""
_NEW_TABLES = """
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob,
  PRIMARY KEY (ntid, ord)) without rowid;
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
CREATE TABLE config (key text PRIMARY KEY, val blob) without rowid;
"""
ANSWER = "{{FrontSide}}\n\n<hr id=answer>\n\n"


@dataclass(frozen=True)
class Kind:
    """A note type: fields, and front and back of its cards."""

    fields: Sequence[str]
    templates: Sequence[tuple[str, str]]
    cloze: bool = False


FRONT_BACK = ("Front", "Back")
BASIC = Kind(FRONT_BACK, [("{{Front}}", ANSWER + "{{Back}}")])
REVERSED = Kind(FRONT_BACK, [("{{Front}}", ANSWER + "{{Back}}"), ("{{Back}}", ANSWER + "{{Front}}")])
OPTIONAL = Kind(
    (*FRONT_BACK, "Add Reverse"),
    [BASIC.templates[0], ("{{#Add Reverse}}{{Back}}{{/Add Reverse}}", ANSWER + "{{Front}}")],
)
TYPED = Kind(FRONT_BACK, [("{{Front}}\n\n{{type:Back}}", "{{Front}}\n\n<hr id=answer>\n\n{{type:Back}}")])
CLOZE = Kind(("Text", "Back Extra"), [("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")], cloze=True)


@dataclass
class Package:
    """A package while it is made: add notes, then write it."""

    kinds: list[Kind] = field(default_factory=list)
    notes: list[tuple[object, ...]] = field(default_factory=list)
    cards: list[dict[str, object]] = field(default_factory=list)
    reviews: list[tuple[int, ...]] = field(default_factory=list)
    decks: dict[int, str] = field(default_factory=lambda: {1: "Default"})
    conf: dict[str, object] = field(default_factory=lambda: {"creationOffset": 0, "rollover": 4})
    sql: list[str] = field(default_factory=list)
    """What else is done to the database."""

    def add(
        self,
        kind: Kind,
        *fields: str,
        guid: str = "",
        tags: str = "",
        ordinals: Sequence[int] = (0,),
        deck: int = 1,
        **card: object,
    ) -> int:
        """A note with cards, of which the first one's id is given."""
        if kind not in self.kinds:
            self.kinds.append(kind)
        note = len(self.notes) + 1
        self.notes.append((note, guid or f"n{note}", self.kinds.index(kind) + 1, tags, "\x1f".join(fields)))
        first = len(self.cards) + 101
        for ordinal in ordinals:
            row = dict.fromkeys(("type", "queue", "due", "ivl", "factor", "reps", "lapses"), 0)
            row |= dict.fromkeys(("odue", "odid", "flags"), 0)
            card_id = len(self.cards) + 101
            self.cards.append(
                {**row, "data": "", "id": card_id, "nid": note, "did": deck, "ord": ordinal, **card}
            )
        return first

    def review(self, card: int, at: int, ease: int = 3, kind: int = 1, factor: int = 2500) -> None:
        """An answer, `at` milliseconds since 1970, that took four seconds."""
        self.reviews.append((at, card, ease, factor, 4_000, kind))

    def write(self, path: Path, *, new: bool = False) -> Path:
        """The package as a file: old, or new and compressed."""
        data = self.database(new=new)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("media", "{}")
            if new:
                package.writestr("collection.anki2", b"only tells old versions to update")
                package.writestr("collection.anki21b", zstd.compress(data))
            else:
                package.writestr("collection.anki2", data)
        return path

    def database(self, *, new: bool = False) -> bytes:
        """The database alone."""
        base = sqlite3.connect(":memory:")
        base.executescript(_TABLES)
        if new:
            base.create_collation("unicase", lambda one, other: (one > other) - (one < other))
            base.executescript(_NEW_TABLES)
            base.execute("INSERT INTO col VALUES (1, ?, '', '', '')", (CREATED,))
            self._fill_tables(base)
        else:
            described = (
                self.conf,
                self._models(),
                {deck_id: {"name": name} for deck_id, name in self.decks.items()},
            )
            base.execute(
                "INSERT INTO col VALUES (1, ?, ?, ?, ?)", (CREATED, *(json.dumps(one) for one in described))
            )
        base.executemany("INSERT INTO notes VALUES (?, ?, ?, ?, ?)", self.notes)
        for card in self.cards:
            names = ", ".join(card)
            base.execute(
                f"INSERT INTO cards ({names}) VALUES ({', '.join('?' * len(card))})", [*card.values()]
            )
        base.executemany("INSERT INTO revlog VALUES (?, ?, ?, ?, ?, ?)", self.reviews)
        for statement in self.sql:
            base.execute(statement)
        base.commit()
        data = base.serialize()
        base.close()
        return data

    def _models(self) -> dict[int, object]:
        return {
            kind_id: {
                "name": f"Kind {kind_id}",
                "type": int(kind.cloze),
                "flds": [{"name": name, "ord": number} for number, name in enumerate(kind.fields)],
                "tmpls": [
                    {"name": f"Card {number}", "ord": number, "qfmt": front, "afmt": back}
                    for number, (front, back) in enumerate(kind.templates)
                ],
            }
            for kind_id, kind in enumerate(self.kinds, 1)
        }

    def _fill_tables(self, base: sqlite3.Connection) -> None:
        for kind_id, kind in enumerate(self.kinds, 1):
            base.execute(
                "INSERT INTO notetypes VALUES (?, ?, ?)",
                (kind_id, f"Kind {kind_id}", b"\x08\x01" * kind.cloze),
            )
            for number, name in enumerate(kind.fields):
                base.execute("INSERT INTO fields VALUES (?, ?, ?, x'1a0141')", (kind_id, number, name))
            for number, (front, back) in enumerate(kind.templates):
                config = _text(1, front) + _text(2, back) + b"\x40\x81\x01"
                base.execute(
                    "INSERT INTO templates VALUES (?, ?, ?, ?)", (kind_id, number, f"Card {number}", config)
                )
        names = [(deck_id, name.replace("::", "\x1f")) for deck_id, name in self.decks.items()]
        base.executemany("INSERT INTO decks VALUES (?, ?)", names)
        config = [(key, json.dumps(value).encode()) for key, value in self.conf.items()]
        base.executemany("INSERT INTO config VALUES (?, ?)", config)


def _text(number: int, text: str) -> bytes:
    """A text as a field of a Protocol Buffers message."""
    data = text.encode()
    size = len(data)
    prefix = bytes([number << 3 | 2])
    return prefix + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + data


def read(made: Package, folder: Path, *, new: bool = False, history: bool = False) -> Imported:
    return read_package(made.write(folder / "x.apkg", new=new), with_history=history)


def notes(found: Imported) -> list[dict[str, object]]:
    """The notes of all decks that are written: those without a problem."""
    written = {note_of(card.key) for valid in validate(found).decks for card in valid.deck.cards}
    return [dict(note) for deck in found.decks for note in deck.notes if f"{deck.id}/{note['id']}" in written]


def said(found: Imported) -> list[str]:
    return [loss.what for loss in validate(found).losses]
