"""A package of Anki's read: its decks, what is lost, and with it the history and where each card stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from srm_quiz.deckfiles.values import ID, LONGEST_LINE, slug
from srm_quiz.domain.cards import CardKey, card_key, note_of
from srm_quiz.domain.scheduling import Rating
from srm_quiz.exchange.anki.collection import CardRow, Collection, NoteRow, ReviewRow, open_collection
from srm_quiz.exchange.anki.drafts import Part, excerpt
from srm_quiz.exchange.anki.html_to_markdown import safe
from srm_quiz.exchange.anki.notes import Converted, convert
from srm_quiz.exchange.anki.package import database
from srm_quiz.exchange.anki.scheduling import Calendar, instant, schedule
from srm_quiz.exchange.collect import Ids
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedReview, Loss

_SUSPENDED = -1
_FLAGS = 0b111
_CRAM = 3
"""The type of an answer in a filtered deck; with the factor 0 it left the schedule alone."""

_LONGEST_SECONDS = 3600.0
_LONGEST_NAME = 60


def read_package(path: Path, *, with_history: bool) -> Imported:
    """What is in the `.apkg` or `.colpkg` at `path`; `reviews` and `cards` only where history is wanted.

    Raises ImportRefused where the file is no such package, or one that should not be opened.
    """
    with database(path) as copy, open_collection(copy) as collection:
        return _Import(collection).read(with_history)


class _Import:
    """One collection while it is read."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._names = collection.decks()
        self._parts: list[Part] = []
        self._filling: dict[int, Part] = {}
        """The part of each of Anki's decks that is being filled."""
        self._deck_ids = Ids()
        self._note_ids = Ids()
        self._losses: list[Loss] = []
        self._cards: dict[CardKey, CardRow] = {}
        """Our cards, and what they were in Anki."""

    def read(self, with_history: bool) -> Imported:
        """All that was found."""
        types = self._collection.note_types()
        cards: dict[int, list[CardRow]] = {}
        for card in self._collection.cards():
            cards.setdefault(card.note, []).append(card)
        for note in self._collection.notes():
            kind, rows = types.get(note.type), cards.get(note.id)
            if kind is None or not rows:
                missing = "it has no card" if kind else "its note type is missing"
                self._lose(note, [f"{missing}; the note is left out"])
                continue
            self._take(note, rows, convert(kind, note.fields, note.tags, {row.ordinal for row in rows}))
        if count := self._collection.left_out():
            self._losses.append(Loss(f"{count:,} notes with very much text are left out"))
        decks = []
        for part in self._parts:
            deck, losses = part.finished()
            self._losses += losses
            if deck.notes:
                decks.append(deck)
        if not with_history:
            return Imported(decks, self._losses)
        kept = {f"{deck.id}/{note['id']}" for deck in decks for note in deck.notes}
        held = {key: row for key, row in self._cards.items() if note_of(key) in kept}
        keys = {row.id: key for key, row in held.items()}
        if lost := self._reviews_without({row.id for rows in cards.values() for row in rows} - set(keys)):
            self._losses += [Loss("a review of a card that is left out goes with it")] * lost
        reviews = self._reviews(keys)
        standing = _standing(held, Calendar(self._collection.timing()), reviews)
        return Imported(decks, self._losses, reviews, list(standing))

    def _take(self, note: NoteRow, rows: Sequence[CardRow], found: Converted) -> None:
        """Put a note's drafts into the decks of its cards."""
        self._lose(note, found.losses)
        where = excerpt(_known_by(note))
        for what, file in found.media:
            place = f"{file}, in: {where}" if file and where else file or where
            self._losses.append(Loss(f"{what} is left out", place))
        name = self._name(note)
        placed: dict[str, tuple[str, str]] = {}
        for row in rows:
            ending, sibling = found.cards.get(row.ordinal, ("", 0))
            draft = found.drafts.get(ending)
            if not sibling or draft is None:
                continue
            if ending not in placed:
                part = self._part(row.deck)
                id = self._note_ids.claim(f"{name}-{ending}" if ending else name)
                self._losses += part.add({"id": id, **draft}, _known_by(note))
                placed[ending] = (part.id, id)
            self._cards.setdefault(card_key(*placed[ending], str(sibling)), row)

    def _part(self, deck: int) -> Part:
        """The deck to be filled for one of Anki's."""
        part = self._filling.get(deck)
        if part is None or part.full:
            names = (" ".join(safe(name).split()) for name in self._names.get(deck, ()))
            title = ": ".join(name for name in names if name)[: LONGEST_LINE - 10].strip() or "Anki"
            id = self._deck_ids.claim(f"anki-{slug(title)[:_LONGEST_NAME].strip('-._') or deck}")
            if part is not None:
                title = f"{title} ({sum(one.title.startswith(title) for one in self._parts) + 1})"
            part = self._filling[deck] = Part(id, title)
            self._parts.append(part)
        return part

    def _name(self, note: NoteRow) -> str:
        """The note's id: from its guid, which is the same in every collection the note was brought to."""
        guid = note.guid
        if ID.fullmatch(guid) and len(guid) <= _LONGEST_NAME:
            return f"anki-{guid}"
        data = guid.encode("utf-8", "replace")
        return f"anki-{hashlib.blake2b(data, digest_size=6).hexdigest() if guid else note.id}"

    def _reviews(self, keys: Mapping[int, CardKey]) -> list[ImportedReview]:
        """The answers given to these cards, without what rescheduled them or left their schedule alone."""
        return [
            ImportedReview(
                keys[row.card],
                instant(row.id / 1000),
                Rating(row.ease),
                min(max(row.taken / 1000, 0.0), _LONGEST_SECONDS),
            )
            for row in self._collection.reviews()
            if row.card in keys and _is_answer(row)
        ]

    def _reviews_without(self, cards: set[int]) -> int:
        """How many answers were given to these cards."""
        return (
            sum(row.card in cards and _is_answer(row) for row in self._collection.reviews()) if cards else 0
        )

    def _lose(self, note: NoteRow, losses: Sequence[str]) -> None:
        if losses:
            where = excerpt(_known_by(note))
            self._losses += [Loss(loss, where) for loss in losses]


def _is_answer(row: ReviewRow) -> bool:
    """Whether the row is an answer that moved a schedule."""
    crammed = row.type == _CRAM and row.factor == 0
    return 1 <= row.ease <= 4 and 0 <= row.type <= _CRAM and not crammed and row.id > 0


def _standing(
    cards: Mapping[CardKey, CardRow], calendar: Calendar, reviews: Sequence[ImportedReview]
) -> Iterator[ImportedCard]:
    """Where each card stands that is not simply new."""
    last: dict[CardKey, datetime] = {review.card: review.at for review in reviews}
    for key, row in cards.items():
        stands = schedule(row, calendar, last.get(key))
        suspended, flagged = row.queue == _SUSPENDED, bool(row.flags & _FLAGS)
        if stands or suspended or flagged or key in last:
            yield ImportedCard(key, stands, suspended, flagged)


def _known_by(note: NoteRow) -> str:
    return safe(next((field for field in note.fields if field.strip()), "")[:2_000])
