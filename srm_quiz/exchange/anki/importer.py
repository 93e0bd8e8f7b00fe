"""A package of Anki's read: its decks, what is lost, and with it the history and where each card stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from srm_quiz.domain.cards import CardKey, card_key
from srm_quiz.domain.scheduling import Rating
from srm_quiz.exchange.anki.collection import CardRow, Collection, NoteRow, ReviewRow, open_collection
from srm_quiz.exchange.anki.decks import AnkiDecks, note_name
from srm_quiz.exchange.anki.notes import Converted, convert
from srm_quiz.exchange.anki.package import database
from srm_quiz.exchange.anki.scheduling import CollectionCalendar, instant, schedule
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedReview, Loss

_SUSPENDED = -1
_FLAGS = 0b111
_CRAM = 3
"""The type of an answer in a filtered deck; with the factor 0 it left the schedule alone."""

_LONGEST_SECONDS = 3600.0


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
        self._decks = AnkiDecks()
        self._cards: dict[CardKey, CardRow] = {}
        """Our cards, and what they were in Anki."""

    def read(self, with_history: bool) -> Imported:
        """Return the whole content of the collection."""
        types = self._collection.note_types()
        cards: dict[int, list[CardRow]] = {}
        for card in self._collection.cards():
            cards.setdefault(card.note, []).append(card)
        understood = left_out = 0
        for note in self._collection.notes():
            note_type, rows = types.get(note.type), cards.get(note.id)
            if note_type is None or not rows:
                missing = "it has no card" if note_type else "its note type is missing"
                self._decks.report(note.fields, [f"{missing}; the note is left out"])
                left_out += 1
                continue
            converted = convert(note_type, note.fields, note.tags, {row.ordinal for row in rows})
            self._take(note, rows, converted)
            understood, left_out = understood + bool(converted.drafts), left_out + (not converted.drafts)
        losses = self._decks.losses
        if count := self._collection.left_out():
            losses.append(Loss(f"{count:,} notes with very much text are left out"))
        imported = Imported(self._decks.imported(), losses, understood=understood, left_out=left_out + count)
        if not with_history:
            return imported
        keys = {row.id: key for key, row in self._cards.items()}
        if lost := self._reviews_without({row.id for rows in cards.values() for row in rows} - set(keys)):
            losses += [Loss("a review of a card that is left out goes with it")] * lost
        reviews = self._reviews(keys)
        states = _card_states(self._cards, CollectionCalendar(self._collection.day_boundary()), reviews)
        return replace(imported, reviews=reviews, cards=list(states))

    def _take(self, note: NoteRow, rows: Sequence[CardRow], converted: Converted) -> None:
        """Put a note's drafts into the decks of its cards."""
        self._decks.report_all(note.fields, converted)
        name = note_name(note.guid, str(note.id))
        placed: dict[str, tuple[str, str]] = {}
        for row in rows:
            ending, sibling = converted.cards.get(row.ordinal, ("", 0))
            draft = converted.drafts.get(ending)
            if not sibling or draft is None:
                continue
            if ending not in placed:
                deck = self._names.get(row.deck, ())
                placed[ending] = self._decks.put(
                    deck, f"{name}-{ending}" if ending else name, draft, note.fields
                )
            self._cards.setdefault(card_key(*placed[ending], str(sibling)), row)

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
