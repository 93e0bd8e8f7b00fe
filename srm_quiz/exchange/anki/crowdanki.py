"""CrowdAnki's JSON: a deck with its note types, notes and the decks in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from srm_quiz.exchange.anki.decks import AnkiDecks
from srm_quiz.exchange.anki.notes import NoteType, convert, existing_cards
from srm_quiz.exchange.anki.templates import Template
from srm_quiz.exchange.model import Imported

_DEEPEST = 20


def read(deck: Mapping[str, Any]) -> Imported:
    """The decks and notes of the value that the file holds."""
    decks = AnkiDecks()
    types = {
        str(model.get("crowdanki_uuid")): _note_type(model)
        for part, _ in _decks(deck, ())
        for model in _objects(part, "note_models")
    }
    understood = left_out = 0
    for part, names in _decks(deck, ()):
        for note in _objects(part, "notes"):
            fields = [str(field) for field in note.get("fields", ())]
            note_type = types.get(str(note.get("note_model_uuid")))
            if note_type is None:
                decks.report(fields, ["its note type is missing; the note is left out"])
                left_out += 1
                continue
            tags = [str(tag) for tag in note.get("tags", ())]
            converted = convert(note_type, fields, tags, existing_cards(note_type, fields))
            is_kept = decks.take(names, str(note.get("guid", "")), fields, converted)
            understood, left_out = understood + is_kept, left_out + (not is_kept)
    return Imported(
        decks.imported(), decks.losses, form="CrowdAnki's deck", understood=understood, left_out=left_out
    )


def _decks(
    deck: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[Mapping[str, Any], tuple[str, ...]]]:
    """The deck and those in it, each with its names from the outermost."""
    names = (*above, *str(deck.get("name", "")).split("::"))
    yield deck, names
    if len(names) < _DEEPEST:
        for child in _objects(deck, "children"):
            yield from _decks(child, names)


def _note_type(model: Mapping[str, Any]) -> NoteType:
    templates = [
        Template(str(part.get("name", "")), str(part.get("qfmt", "")), str(part.get("afmt", "")))
        for part in _in_order(model, "tmpls")
    ]
    names = tuple(str(part.get("name", "")) for part in _in_order(model, "flds"))
    return NoteType(str(model.get("name", "")), model.get("type") == 1, names, templates)


def _in_order(model: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return sorted(
        _objects(model, key), key=lambda part: part["ord"] if isinstance(part.get("ord"), int) else 0
    )


def _objects(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects in a list of an object."""
    found = value.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
