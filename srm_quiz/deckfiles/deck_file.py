"""Read one deck file: bytes in, a deck and its problems out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.exams import read_exams
from srm_quiz.deckfiles.ids import deck_id
from srm_quiz.deckfiles.matrix import read_matrix
from srm_quiz.deckfiles.notes import NoteReader
from srm_quiz.deckfiles.source import ReadingStoppedError, SourceText, how_to_begin
from srm_quiz.deckfiles.values import describe
from srm_quiz.deckfiles.yaml_nodes import Mapping, Scalar, compose
from srm_quiz.domain.cards import Card, Deck, Matrix, note_of
from srm_quiz.problems import Problem


@dataclass(frozen=True, slots=True)
class ParsedDeck:
    """A deck with the places of its parts in the file, for messages to its author and for edits."""

    deck: Deck
    source: SourceText
    node: Mapping
    notes: list[tuple[Mapping, list[Card]]]
    """The notes and services without errors, in the author's order, each with its cards."""


def read_deck(path: str, data: bytes) -> tuple[Deck | None, list[Problem]]:
    """Read the deck in the file at `path`, whose bytes are `data`; return it with its problems.

    Notes with errors are left out. There is no deck if the file is not YAML or its `id` is invalid: without
    an id the cards would have no identity.
    """
    source = SourceText(path)
    parsed = _read(source, data)
    return (parsed.deck if parsed else None), source.problems


def parse_deck(path: str, data: bytes) -> ParsedDeck | None:
    """Read the deck in the file at `path` with the places of its parts; None if there is no deck."""
    return _read(SourceText(path), data)


def _read(source: SourceText, data: bytes) -> ParsedDeck | None:
    try:
        source.decode(data)
        return _parsed(source)
    except ReadingStoppedError:
        return None


def _parsed(source: SourceText) -> ParsedDeck | None:
    node = compose(source)
    if node is None or (isinstance(node, Scalar) and not node.text):
        source.refuse(0, 0, "empty-deck", "this file is empty", "begin it with a line 'title: …'")
        return None
    if not isinstance(node, Mapping):
        if not source.problems:
            message = f"a deck must have keys, but this is {describe(node)}"
            hint = "write 'title: …' and 'cards:' above the list"
            if isinstance(node, Scalar):
                hint = how_to_begin(source.text)
            source.refuse(node.start, node.start + 1, "wrong-shape", message, hint)
        return None
    values = schema.read(schema.DECK, node, source)
    if node.values.keys().isdisjoint(schema.CONTENT_KEYS) and not source.problems:
        message = "this deck has neither cards nor a matrix"
        hint = "add 'cards:', and below it '- question: …'"
        source.refuse(node.start, node.start + 1, "missing-key", message, hint)
    if "id" in node.values and "id" not in values:
        return None
    name: str = values.get("id") or deck_id(PurePath(source.path).stem)
    reader = NoteReader(name, frozenset(values.get("tags", ())), source)
    cards: list[Card] = []
    matrix: Matrix | None = None
    for key in values:  # in the author's order
        if key == "cards":
            for item in values["cards"]:
                cards += reader.read(item)
        elif key == "matrix":
            matrix, made = read_matrix(values["matrix"], reader)
            cards += made
    deck = Deck(
        id=name,
        title=values.get("title", name),
        description=values.get("description", ""),
        path=source.path,
        notes=len({note_of(card.key) for card in cards}),
        cards=tuple(cards),
        matrix=matrix,
        exams=read_exams(values.get("exams", ()), source),
        moved={_full_name(old, name): _full_name(new, name) for old, new in values.get("moved", {}).items()},
    )
    return ParsedDeck(deck, source, node, reader.notes)


def _full_name(card: str, deck_id: str) -> str:
    """The name of a card with its deck; a name without one belongs to the deck it stands in."""
    return card if "/" in card else f"{deck_id}/{card}"
