"""What tests of importers look at: the notes of a file and what it lost."""

from __future__ import annotations

from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.markdown import reader
from srm_quiz.exchange.model import Imported

YES_NO = [{"right": "Yes"}, {"wrong": "No"}]


def notes(found: Imported) -> list[Draft]:
    """The notes of the one deck of a file, without their ids."""
    (deck,) = found.decks
    return [{key: value for key, value in note.items() if key != "id"} for note in deck.notes]


def whole(text: str) -> list[Draft]:
    """The notes of a bank of which nothing is left out."""
    found = reader.read(text, "Mine")
    assert not found.losses, found.losses
    return notes(found)


def losses(found: Imported) -> list[tuple[str, str]]:
    return [(loss.what, loss.where) for loss in found.losses]
