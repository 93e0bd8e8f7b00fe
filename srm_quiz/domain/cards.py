"""Decks, what each kind of card asks, and the model behind it: owners, layers and the matrix of services."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, assert_never

from srm_quiz.domain.blueprint import ExamBlueprint

CardKey = NewType("CardKey", str)
"""A card's identity, `deck/note#sibling`. It survives every edit that keeps the note's id."""

NoteKey = NewType("NoteKey", str)
"""A note's identity, `deck/note`."""


def card_key(deck: str, note: str, sibling: str) -> CardKey:
    """The key of the card `sibling` of `note` in `deck`; none of the three may contain `/` or `#`."""
    return CardKey(f"{deck}/{note}#{sibling}")


def note_of(key: CardKey) -> NoteKey:
    """The note that the card belongs to: cards with equal notes are siblings."""
    return NoteKey(key.partition("#")[0])


def deck_of(key: CardKey) -> str:
    """The id of the deck that the card belongs to."""
    return key.partition("/")[0]


class Kind(StrEnum):
    """What a card asks of the learner. In a deck file it is recognised by the note's keys."""

    BASIC = "basic"
    TYPED = "typed"
    CHOICE = "choice"
    CLOZE = "cloze"
    OWNER = "owner"
    LINE = "line"


class Owner(StrEnum):
    """The side that must act to fulfil a duty."""

    AWS = "aws"
    CUSTOMER = "customer"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of the model, from the data centre up to customer data."""

    id: str
    name: str
    duty: str
    """What a card asks about ("Patch the guest operating system"); the name if none is given."""
    moves: bool
    """Whether the owner changes between services: line cards ask these layers and fill in the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Who owns one layer of one service."""

    owner: Owner
    accept: frozenset[Owner] = frozenset()
    """Other owners that are also right, if AWS's own texts support more than one reading."""
    applies: bool = True
    """False for a layer the service does not really have: drawn greyed out, never asked."""
    why: str = ""

    def accepts(self, owner: Owner) -> bool:
        """Whether naming `owner` for this cell is right."""
        return owner is self.owner or owner in self.accept


@dataclass(frozen=True, slots=True)
class Service:
    """One column of the model. `cells` stand in the order of the matrix's layers."""

    id: str
    name: str
    category: str
    source: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who owns each layer of each service; layers from the data centre up."""

    layers: tuple[Layer, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Basic:
    """A question recalled unaided: the learner reveals the answer and rates themselves."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A question whose answer the learner types. `accept` holds other right answers."""

    question: str
    answer: str
    accept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice card, with the reason why it is right or wrong."""

    text: str
    right: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with options: one right is multiple choice, several are multiple response."""

    question: str
    options: tuple[Option, ...]

    @property
    def right_count(self) -> int:
        """How many options must be chosen."""
        return sum(option.right for option in self.options)


@dataclass(frozen=True, slots=True)
class Cloze:
    """A sentence with one blank; the note's other blanks are filled in."""

    before: str
    answer: str
    after: str
    cue: str = ""
    """The hint written inside the blank (after `::`), shown in its place."""
    accept: tuple[str, ...] = ()
    """Further right answers."""

    def text(self, blank: str) -> str:
        """The sentence with `blank` in the blank's place."""
        return f"{self.before}{blank}{self.after}"


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty on a service (which may be empty): whose is it?"""

    duty: str
    on: str
    owner: Owner
    accept: frozenset[Owner] = frozenset()

    def accepts(self, owner: Owner) -> bool:
        """Whether naming `owner` is right."""
        return owner is self.owner or owner in self.accept


@dataclass(frozen=True, slots=True)
class LineRow:
    """One layer of a service on a line card."""

    layer: Layer
    cell: Cell

    @property
    def asked(self) -> bool:
        """Whether the learner paints this row; the others are drawn filled in."""
        return self.layer.moves and self.cell.applies


@dataclass(frozen=True, slots=True)
class Line:
    """A service whose line of responsibility the learner draws. Rows from the data centre up."""

    service: str
    category: str
    rows: tuple[LineRow, ...]


Content = Basic | Typed | Choice | Cloze | Duty | Line


def kind_of(content: Content) -> Kind:
    """The kind of card that asks `content`."""
    match content:
        case Basic():
            return Kind.BASIC
        case Typed():
            return Kind.TYPED
        case Choice():
            return Kind.CHOICE
        case Cloze():
            return Kind.CLOZE
        case Duty():
            return Kind.OWNER
        case Line():
            return Kind.LINE
        case _:
            assert_never(content)


_NO_TOPIC = re.compile(r"scenario|model|article|first|stretch|p\d\d")


def is_topic(tag: str) -> bool:
    """Whether a tag may name a topic: it is no sort of card (scenario), and no point of the exams (p08)."""
    return _NO_TOPIC.fullmatch(tag) is None


@dataclass(frozen=True, slots=True)
class Card:
    """One thing asked, with its own schedule."""

    key: CardKey
    content: Content
    why: str = ""
    hint: str = ""
    source: str = ""
    tags: frozenset[str] = frozenset()
    line: int = 1
    """The line of the deck file where the card's note begins, 1-based."""
    weight: float = 1.0
    """How much of an exam rests on it: the weight of its note, or of its service times that of its layer."""

    @property
    def kind(self) -> Kind:
        """What the card asks of the learner."""
        return kind_of(self.content)


@dataclass(frozen=True, slots=True)
class Deck:
    """One deck file, read. Cards stand in the order their author gave them."""

    id: str
    title: str
    description: str
    path: str
    notes: int
    cards: tuple[Card, ...]
    matrix: Matrix | None = None
    exams: tuple[ExamBlueprint, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Notes (`deck/note`) or cards (`deck/note#sibling`) that were merged or renamed, and their new names."""

    @property
    def is_for_drills(self) -> bool:
        """Whether it has cards, or is meant to: one that only describes exams or moves is not."""
        return bool(self.cards or self.matrix) or not (self.exams or self.moved)
