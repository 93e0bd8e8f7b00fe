"""A package of Anki's read: its decks, what is lost, and with it the history and where each card stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from srm_quiz.deckfiles.values import ID, LONGEST_LINE, LONGEST_TEXT, slug
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import CardKey, card_key
from srm_quiz.domain.scheduling import Rating
from srm_quiz.exchange.anki.collection import CardRow, Collection, NoteRow, ReviewRow, open_collection
from srm_quiz.exchange.anki.html_to_markdown import safe, to_plain
from srm_quiz.exchange.anki.notes import Converted, convert
from srm_quiz.exchange.anki.package import database
from srm_quiz.exchange.anki.scheduling import CollectionCalendar, instant, schedule
from srm_quiz.exchange.collect import Ids
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedDeck, ImportedReview, Loss

_SUSPENDED = -1
_FLAGS = 0b111
_CRAM = 3
"""The type of an answer in a filtered deck; with the factor 0 it left the schedule alone."""

_LONGEST_SECONDS = 3600.0
_LONGEST_NAME = 60
_LONGEST_EXCERPT = 60

_MOST_NOTES = 40_000
_MOST_CHARACTERS = 10_000_000
"""A deck with more is split into several: deck files have their limits too."""


@dataclass(slots=True)
class _DeckPart:
    """One of Anki's decks, or as much of it as a deck file holds, while its notes are collected."""

    id: str
    title: str
    notes: list[Draft] = field(default_factory=list)
    size: int = 0
    """Characters so far."""

    @property
    def is_full(self) -> bool:
        """Whether the next note has to go into another part."""
        return self.size > _MOST_CHARACTERS or len(self.notes) >= _MOST_NOTES

    def add(self, note: Draft) -> None:
        """Append a note."""
        self.notes.append(note)
        self.size += len(str(note))


def read_package(path: Path, *, with_history: bool) -> Imported:
    """What is in the `.apkg` or `.colpkg` at `path`; `reviews` and `cards` only where history is wanted.

    Raises ImportRefusedError if the file is no such package, or one that should not be opened.
    """
    with database(path) as copy, open_collection(copy) as collection:
        return _Import(collection).read(with_history)


class _Import:
    """One collection while it is read."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._names = collection.decks()
        self._parts: list[_DeckPart] = []
        self._filling: dict[int, _DeckPart] = {}
        """The part of each of Anki's decks that is being filled."""
        self._deck_ids = Ids()
        self._note_ids = Ids()
        self._losses: list[Loss] = []
        self._cards: dict[CardKey, CardRow] = {}
        """Our cards, and what they were in Anki."""

    def read(self, with_history: bool) -> Imported:
        """Return the whole content of the collection."""
        types = self._collection.note_types()
        cards: dict[int, list[CardRow]] = {}
        for card in self._collection.cards():
            cards.setdefault(card.note, []).append(card)
        for note in self._collection.notes():
            note_type, rows = types.get(note.type), cards.get(note.id)
            if note_type is None or not rows:
                missing = "it has no card" if note_type else "its note type is missing"
                self._lose(note, [f"{missing}; the note is left out"])
                continue
            ordinals = {row.ordinal for row in rows}
            self._take(note, rows, convert(note_type, note.fields, note.tags, ordinals))
        if count := self._collection.left_out():
            self._losses.append(Loss(f"{count:,} notes with very much text are left out"))
        decks = [
            ImportedDeck(part.id, {"title": part.title, "id": part.id}, part.notes) for part in self._parts
        ]
        if not with_history:
            return Imported(decks, self._losses)
        keys = {row.id: key for key, row in self._cards.items()}
        if lost := self._reviews_without({row.id for rows in cards.values() for row in rows} - set(keys)):
            self._losses += [Loss("a review of a card that is left out goes with it")] * lost
        reviews = self._reviews(keys)
        states = _card_states(self._cards, CollectionCalendar(self._collection.day_boundary()), reviews)
        return Imported(decks, self._losses, reviews, list(states))

    def _take(self, note: NoteRow, rows: Sequence[CardRow], converted: Converted) -> None:
        """Put a note's drafts into the decks of its cards."""
        self._lose(note, converted.losses)
        where = _excerpt(note)
        for what, file in converted.media:
            place = f"{file}, in: {where}" if file and where else file or where
            self._losses.append(Loss(f"{what} is left out", place))
        name = self._name(note)
        placed: dict[str, tuple[str, str]] = {}
        for row in rows:
            ending, sibling = converted.cards.get(row.ordinal, ("", 0))
            draft = converted.drafts.get(ending)
            if not sibling or draft is None:
                continue
            if ending not in placed:
                part = self._part(row.deck)
                note_id = self._note_ids.claim(f"{name}-{ending}" if ending else name)
                part.add({"id": note_id, **self._without_long_texts(draft, note)})
                placed[ending] = (part.id, note_id)
            self._cards.setdefault(card_key(*placed[ending], str(sibling)), row)

    def _without_long_texts(self, draft: Draft, note: NoteRow) -> Draft:
        """The draft without a `why` or `hint` that no deck can hold."""
        long = [key for key in ("why", "hint") if len(draft.get(key, "")) > LONGEST_TEXT]
        self._lose(
            note, [f"its {key} has more than {LONGEST_TEXT:,} characters and is left out" for key in long]
        )
        return {key: value for key, value in draft.items() if key not in long}

    def _part(self, deck: int) -> _DeckPart:
        """The deck to be filled for one of Anki's."""
        part = self._filling.get(deck)
        if part is None or part.is_full:
            names = (" ".join(safe(name).split()) for name in self._names.get(deck, ()))
            title = ": ".join(name for name in names if name)[: LONGEST_LINE - 10].strip() or "Anki"
            deck_id = self._deck_ids.claim(f"anki-{slug(title)[:_LONGEST_NAME].strip('-._') or deck}")
            if part is not None:
                title = f"{title} ({sum(other.title.startswith(title) for other in self._parts) + 1})"
            part = self._filling[deck] = _DeckPart(deck_id, title)
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
            where = _excerpt(note)
            self._losses += [Loss(loss, where) for loss in losses]


def _is_answer(row: ReviewRow) -> bool:
    """Whether the row is an answer that moved a schedule."""
    crammed = row.type == _CRAM and row.factor == 0
    return 1 <= row.ease <= 4 and 0 <= row.type <= _CRAM and not crammed and row.id > 0


def _card_states(
    cards: Mapping[CardKey, CardRow], calendar: CollectionCalendar, reviews: Sequence[ImportedReview]
) -> Iterator[ImportedCard]:
    """The state of each card that is not simply new."""
    last_review: dict[CardKey, datetime] = {review.card: review.at for review in reviews}
    for key, row in cards.items():
        state = schedule(row, calendar, last_review.get(key))
        suspended, flagged = row.queue == _SUSPENDED, bool(row.flags & _FLAGS)
        if state or suspended or flagged or key in last_review:
            yield ImportedCard(key, state, suspended, flagged)


def _excerpt(note: NoteRow) -> str:
    """The beginning of the note's first field that has a text, by which its author would know it."""
    first = safe(next((value for value in note.fields if value.strip()), "")[:2_000])
    text = " ".join(to_plain(first).split())
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"
