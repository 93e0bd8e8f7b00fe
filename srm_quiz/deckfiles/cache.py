"""A cache of parsed decks, one file for each content.

It is only a cache. Whatever goes wrong with it (a full disk, no rights, a damaged or foreign file) is
ignored by design: the deck is then read from its YAML, which is slower and always right.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import deque
from contextlib import suppress
from dataclasses import asdict
from itertools import islice, repeat
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from srm_quiz import files
from srm_quiz.domain.blueprint import ExamBlueprint, ExamDomain
from srm_quiz.domain.cards import (
    Basic,
    Card,
    Cell,
    Choice,
    Cloze,
    Deck,
    Duty,
    Kind,
    Layer,
    Line,
    LineRow,
    Matrix,
    Option,
    Owner,
    Service,
    Typed,
    note_of,
)
from srm_quiz.problems import Problem, Severity

FORMAT = 7
"""To be raised with every change after which the same file is read otherwise, or packed otherwise."""

MOST_ENTRIES = 100
MOST_BYTES = 50_000_000
"""What the cache may hold; the entries that were not used for longest go first."""

_DAY = 86_400


class Cache:
    """Entries in a folder, created when the first one is written; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "decks" if folder else None

    def key(self, stem: str, data: bytes) -> str:
        """The name of a file's entry. The stem counts, since it names a deck without an id."""
        start = f"{FORMAT}\0{stem}\0".encode("utf-8", "surrogateescape")
        return _digest(start + data)

    def get(self, key: str, path: str) -> tuple[Deck | None, list[Problem]] | None:
        """The deck and problems stored under this key, for the file at `path`; None if there are none."""
        if not self._folder:
            return None
        file = self._folder / key
        try:
            content = file.read_bytes()
            if not _is_whole(content):
                return None
            body = content.partition(b"\n")[2]
            entry = unpack(json.loads(body), path)
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)  # the time of an entry is its last use, to the day
            return entry
        # A record that another program wrote may fail anywhere while it is unpacked.
        except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
            return None

    def put(self, key: str, deck: Deck | None, problems: list[Problem]) -> None:
        """Store a parsed deck under this key, atomically."""
        if not self._folder:
            return
        body = json.dumps(pack(deck, problems), ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):
            files.write(self._folder / key, _digest(body).encode("ascii") + b"\n" + body, durable=False)
            self._drop_unused()

    def damaged(self) -> list[Path]:
        """The entries that cannot be used, for their content is not what was written. Raises OSError."""
        if not self._folder or not self._folder.is_dir():
            return []
        return [
            file
            for file in sorted(self._folder.iterdir())
            if not file.name.startswith(".") and file.is_file() and not _is_whole(file.read_bytes())
        ]

    def _drop_unused(self) -> None:
        """Delete the least recently used entries beyond what the cache may hold."""
        if not self._folder:
            return
        entries: list[tuple[float, int, Path]] = []
        for file in self._folder.iterdir():
            with suppress(OSError):  # another process may have dropped it
                status = file.stat()
                entries.append((status.st_mtime, status.st_size, file))
        size = 0
        for count, (_, bytes_, file) in enumerate(sorted(entries, reverse=True), 1):
            size += bytes_
            if count > MOST_ENTRIES or size > MOST_BYTES:
                with suppress(OSError):
                    file.unlink()


def _is_whole(content: bytes) -> bool:
    """Whether an entry is as it was written: its first line is the digest of the rest."""
    digest, _, body = content.partition(b"\n")
    return digest == _digest(body).encode("ascii")


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


Record = dict[str, Any]

_T = TypeVar("_T")

_SETS_OF_EXAM = ("tags", "first", "late")

_OWNER = {owner.value: owner for owner in Owner}


def pack(deck: Deck | None, problems: list[Problem]) -> Record:
    """The deck and its problems without the path, ready for `json.dumps`."""
    return {
        "deck": _pack_deck(deck) if deck else None,
        "problems": [
            [p.line, p.column, p.code, p.severity.value, p.message, p.hint, p.excerpt, p.width]
            for p in problems
        ],
    }


def unpack(record: Record, path: str) -> tuple[Deck | None, list[Problem]]:
    """The deck and the problems of a record, for the file at `path`. May raise anything."""
    deck = record["deck"]
    problems = [
        Problem(path, line, column, code, Severity(severity), *rest)
        for line, column, code, severity, *rest in record["problems"]
    ]
    return (_unpack_deck(deck, path) if deck else None), problems


def _pack_deck(deck: Deck) -> Record:
    tag_sets = list(dict.fromkeys(card.tags for card in deck.cards))
    numbers = {tags: number for number, tags in enumerate(tag_sets)}
    cards = list(deck.cards)
    of_kind: dict[Kind, list[Card]] = {kind: [] for kind in Kind}
    kinds = [card.kind for card in cards]
    for kind, card in zip(kinds, cards, strict=True):
        of_kind[kind].append(card)
    return {
        "id": deck.id,
        "title": deck.title,
        "description": deck.description,
        "notes": deck.notes,
        "matrix": _pack_matrix(deck.matrix) if deck.matrix else None,
        "exams": list(map(_pack_exam, deck.exams)),
        "moved": dict(deck.moved),
        "tags": [sorted(tags) for tags in tag_sets],
        "weights": {number: card.weight for number, card in enumerate(cards) if card.weight != 1},
        "kinds": [kind.value for kind in kinds],
        "contents": {kind.value: _pack_contents(kind, of_kind[kind], deck) for kind in Kind if of_kind[kind]},
        "cards": [
            *_columns(cards, "key", "why", "hint", "source"),
            [numbers[card.tags] for card in cards],
            *_columns(cards, "line"),
        ],
    }


def _unpack_deck(record: Record, path: str) -> Deck:
    matrix = _unpack_matrix(record["matrix"]) if record["matrix"] else None
    streams = {
        kind: iter(_unpack_contents(kind, columns, matrix)) for kind, columns in record["contents"].items()
    }
    contents = [next(streams[kind]) for kind in record["kinds"]]
    tag_sets = [frozenset(tags) for tags in record["tags"]]
    keys, whys, hints, sources, tags, lines = record["cards"]
    weights = [1.0] * len(keys)
    for number, weight in record["weights"].items():
        weights[int(number)] = weight
    tags = [tag_sets[number] for number in tags]
    return Deck(
        id=record["id"],
        title=record["title"],
        description=record["description"],
        path=path,
        notes=record["notes"],
        cards=tuple(_made(Card, keys, contents, whys, hints, sources, tags, lines, weights)),
        matrix=matrix,
        exams=tuple(map(_unpack_exam, record["exams"])),
        moved=record["moved"],
    )


def _pack_contents(kind: Kind, cards: list[Card], deck: Deck) -> list[list[Any]]:
    """The fields of contents of one kind, column by column."""
    contents: list[Any] = [card.content for card in cards]
    match kind:
        case Kind.BASIC:
            return _columns(contents, "question", "answer")
        case Kind.TYPED:
            return _columns(contents, "question", "answer", "accept")
        case Kind.CHOICE:
            options = [option for content in contents for option in content.options]
            counts = [len(content.options) for content in contents]
            return [*_columns(contents, "question"), counts, *_columns(options, "text", "right", "why")]
        case Kind.CLOZE:
            return _columns(contents, "before", "answer", "after", "cue", "accept")
        case Kind.OWNER:
            accepts = [_pack_owners(content.accept) for content in contents]
            return [*_columns(contents, "duty", "on", "owner"), accepts]
        case Kind.LINE:
            services = deck.matrix.services if deck.matrix else ()
            places = {f"{deck.id}/{service.id}": number for number, service in enumerate(services)}
            return [[places[note_of(card.key)] for card in cards]]


def _unpack_contents(kind: str, columns: list[list[Any]], matrix: Matrix | None) -> list[Any]:
    match kind:
        case Kind.BASIC:
            return _made(Basic, *columns)
        case Kind.TYPED:
            questions, answers, accepts = columns
            return _made(Typed, questions, answers, [tuple(accept) for accept in accepts])
        case Kind.CHOICE:
            questions, counts, *parts = columns
            options = iter(_made(Option, *parts))
            return _made(Choice, questions, [tuple(islice(options, count)) for count in counts])
        case Kind.CLOZE:
            *texts, accepts = columns
            return _made(Cloze, *texts, [tuple(accept) for accept in accepts])
        case Kind.OWNER:
            duties, services, owners, accepts = columns
            accepted = [_unpack_owners(accept) for accept in accepts]
            return _made(Duty, duties, services, [_OWNER[owner] for owner in owners], accepted)
        case Kind.LINE if matrix:
            return [_line(matrix, number) for number in columns[0]]
    raise ValueError(kind)


def _columns(objects: list[Any], *fields: str) -> list[list[Any]]:
    return [list(map(attrgetter(field), objects)) for field in fields]


def _made(cls: type[_T], *columns: list[Any]) -> list[_T]:
    """Objects of a frozen dataclass with slots, from a column of values for each of its fields.

    Setting slot by slot for all objects takes a third of the time that their `__init__` would take.
    """
    made = [*map(object.__new__, repeat(cls, len(columns[0])))]
    slots: tuple[str, ...] = cls.__slots__  # type: ignore[attr-defined]
    for slot, column in zip(slots, columns, strict=True):
        if len(column) != len(made):
            raise ValueError(slot)
        deque(map(getattr(cls, slot).__set__, made, column), maxlen=0)
    return made


def _line(matrix: Matrix, number: int) -> Line:
    service = matrix.services[number]
    return Line(service.name, service.category, tuple(map(LineRow, matrix.layers, service.cells)))


def _pack_matrix(matrix: Matrix) -> Record:
    return {
        "layers": [[layer.id, layer.name, layer.duty, layer.moves] for layer in matrix.layers],
        "services": [
            [service.id, service.name, service.category, service.source, list(map(_pack_cell, service.cells))]
            for service in matrix.services
        ],
    }


def _unpack_matrix(record: Record) -> Matrix:
    return Matrix(
        tuple(Layer(*fields) for fields in record["layers"]),
        tuple(
            Service(service_id, name, category, source, tuple(_unpack_cell(*cell) for cell in cells))
            for service_id, name, category, source, cells in record["services"]
        ),
    )


def _pack_exam(exam: ExamBlueprint) -> Record:
    record: Record = asdict(exam)
    record |= {name: sorted(record[name]) for name in _SETS_OF_EXAM}
    record["domains"] = [[domain.title, domain.share, sorted(domain.tags)] for domain in exam.domains]
    return record


def _unpack_exam(record: Record) -> ExamBlueprint:
    sets = {name: frozenset(record[name]) for name in _SETS_OF_EXAM}
    domains = tuple(ExamDomain(title, share, frozenset(tags)) for title, share, tags in record["domains"])
    return ExamBlueprint(**{**record, **sets, "topics": tuple(record["topics"]), "domains": domains})


def _pack_cell(cell: Cell) -> list[Any]:
    return [cell.owner.value, _pack_owners(cell.accept), cell.applies, cell.why]


def _unpack_cell(owner: str, accept: list[str], applies: bool, why: str) -> Cell:
    return Cell(_OWNER[owner], _unpack_owners(accept), applies, why)


def _pack_owners(owners: frozenset[Owner]) -> list[str]:
    return sorted(owner.value for owner in owners)


def _unpack_owners(names: list[str]) -> frozenset[Owner]:
    return frozenset(_OWNER[name] for name in names)
