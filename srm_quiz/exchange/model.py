"""The content of another program's file: notes to be written as decks, history, and losses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.scheduling import Rating, Schedule


class ImportRefusedError(Exception):
    """The file cannot or should not be imported: a sentence with the reason, and a hint what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)


@dataclass(frozen=True, slots=True)
class ImportedDeck:
    """A deck to be written as a file. `head` has its `title` and its other keys; every note has an `id`."""

    id: str
    head: Draft
    notes: Sequence[Draft]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be kept: `what` in a sentence, `where` it stood, in the author's words."""

    what: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ImportedReview:
    """One rating given elsewhere, at an instant in UTC, with the seconds of thought it took."""

    card: CardKey
    at: datetime
    rating: Rating
    seconds: float


@dataclass(frozen=True, slots=True)
class ImportedCard:
    """Where another program stood with a card after its last review: taken over as it is."""

    card: CardKey
    schedule: Schedule | None
    suspended: bool = False
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """Everything read from a file. `reviews` are in the order in which they were given."""

    decks: Sequence[ImportedDeck]
    losses: Sequence[Loss] = ()
    reviews: Sequence[ImportedReview] = ()
    cards: Sequence[ImportedCard] = ()
    form: str = ""
    """How the file was read, if there is a choice."""
    understood: int = 0
    """How much of the file is in notes, in the file's own unit (lines, rows or notes)."""
    left_out: int = 0
    """How much is not, in the same unit."""
