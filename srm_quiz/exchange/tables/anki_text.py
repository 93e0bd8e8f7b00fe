"""Anki's notes as plain text: rows of fields in HTML, with columns for guid, note type, deck and tags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from srm_quiz.exchange.anki.decks import AnkiDecks
from srm_quiz.exchange.anki.notes import NoteType, convert, existing_cards
from srm_quiz.exchange.anki.templates import Template
from srm_quiz.exchange.model import Imported, Loss
from srm_quiz.exchange.tables.rows import Row

_ANSWER = "{{FrontSide}}<hr id=answer>{{Back}}"
_FRONT, _BACK = "{{Front}}", "{{Back}}"
_SIDES = ("Front", "Back")
BASIC = NoteType("Basic", False, _SIDES, [Template("", _FRONT, _ANSWER)])
_REVERSED_BACK = "{{FrontSide}}<hr id=answer>{{Front}}"
_STOCK = {
    "basic": BASIC,
    "basic (and reversed card)": NoteType(
        "Basic (and reversed card)", False, _SIDES, [BASIC.templates[0], Template("", _BACK, _REVERSED_BACK)]
    ),
    "basic (optional reversed card)": NoteType(
        "Basic (optional reversed card)",
        False,
        (*_SIDES, "Add Reverse"),
        [BASIC.templates[0], Template("", "{{#Add Reverse}}{{Back}}{{/Add Reverse}}", _REVERSED_BACK)],
    ),
    "basic (type in the answer)": NoteType(
        "Basic (type in the answer)",
        False,
        _SIDES,
        [Template("", "{{Front}}{{type:Back}}", "{{Front}}<hr id=answer>{{type:Back}}")],
    ),
    "cloze": NoteType(
        "Cloze",
        True,
        ("Text", "Back Extra"),
        [Template("", "{{cloze:Text}}", "{{cloze:Text}}<br>{{Back Extra}}")],
    ),
}
"""Anki's stock note types: a text export names the note type of each row, and not what it looks like."""


def is_export(directives: Mapping[str, str]) -> bool:
    """Whether the lines at the top say that the rows are notes in HTML."""
    return directives.get("html", "").strip().lower() == "true"


def read(rows: Sequence[Row], directives: Mapping[str, str], title: str, losses: Sequence[Loss]) -> Imported:
    """The notes of the rows; `directives` are those of the lines above them, by their keys."""
    decks = AnkiDecks()
    decks.losses += losses
    places = {
        key: int(directives[f"{key} column"]) - 1
        for key in ("guid", "notetype", "deck", "tags")
        if directives.get(f"{key} column", "").isdecimal()
    }
    understood = 0
    for _, cells in rows:
        special = {key: cells[place] if 0 <= place < len(cells) else "" for key, place in places.items()}
        fields = [cell for place, cell in enumerate(cells) if place not in places.values()]
        name = special.get("notetype") or directives.get("notetype", "")
        note_type = _note_type(name, fields)
        deck = special.get("deck") or directives.get("deck", "") or title
        tags = f"{special.get('tags', '')} {directives.get('tags', '')}".split()
        converted = convert(note_type, fields, tags, existing_cards(note_type, fields))
        understood += decks.take(deck.split("::"), special.get("guid", ""), fields, converted)
    return Imported(
        decks.imported(),
        decks.losses,
        form="Anki's notes as text",
        understood=understood,
        left_out=len(rows) - understood,
    )


def _note_type(name: str, fields: Sequence[str]) -> NoteType:
    """The stock note type of that name; for another one Cloze if the first field has blanks, else Basic."""
    stock = _STOCK.get(name.strip().lower())
    if stock is None:
        stock = _STOCK["cloze"] if fields and "{{c1::" in fields[0] else BASIC
    return stock
