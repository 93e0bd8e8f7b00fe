"""One deck file read: its bytes in, a deck and its problems out."""

from __future__ import annotations

from pathlib import PurePath

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.identity import deck_id
from srm_quiz.deckfiles.matrices import read_matrix
from srm_quiz.deckfiles.nodes import Mapping, Scalar, compose
from srm_quiz.deckfiles.notes import Notes
from srm_quiz.deckfiles.reading import GivenUp, Reading
from srm_quiz.deckfiles.shapes import describe
from srm_quiz.domain.cards import Card, Deck, note_of
from srm_quiz.domain.responsibility import Matrix
from srm_quiz.problems import Problem


def read_deck(path: str, data: bytes) -> tuple[Deck | None, list[Problem]]:
    """The deck in the file at `path`, whose bytes are `data`, and what is wrong with it.

    Notes with errors are left out. There is no deck where the file is not YAML, or its id is none:
    without it the cards would have no identity.
    """
    reading = Reading(path)
    try:
        reading.decode(data)
        return _deck(reading), reading.problems
    except GivenUp:
        return None, reading.problems


def _deck(reading: Reading) -> Deck | None:
    node = compose(reading)
    if node is None or (isinstance(node, Scalar) and not node.text):
        reading.refuse(0, 0, "empty-deck", "this file is empty", "begin it with a line 'title: …'")
        return None
    if not isinstance(node, Mapping):
        if not reading.problems:
            message, hint = f"a deck must have keys, but this is {describe(node)}", "begin with 'title: …'"
            reading.refuse(node.start, node.start + 1, "wrong-shape", message, hint)
        return None
    values = schema.read(schema.DECK, node, reading)
    if "cards" not in node.values and "matrix" not in node.values and not reading.problems:
        message = "this deck has neither cards nor a matrix"
        hint = "add 'cards:', and below it '- question: …'"
        reading.refuse(node.start, node.start + 1, "missing-key", message, hint)
    if "id" in node.values and "id" not in values:
        return None
    name: str = values.get("id") or deck_id(PurePath(reading.path).stem)
    notes = Notes(name, frozenset(values.get("tags", ())), reading)
    cards: list[Card] = []
    matrix: Matrix | None = None
    for key in values:  # in the author's order
        if key == "cards":
            for item in values["cards"]:
                cards += notes.read(item)
        elif key == "matrix":
            matrix, made = read_matrix(values["matrix"], notes)
            cards += made
    return Deck(
        id=name,
        title=values.get("title", name),
        description=values.get("description", ""),
        path=reading.path,
        notes=len({note_of(card.key) for card in cards}),
        cards=tuple(cards),
        matrix=matrix,
    )
