"""Decks while notes of Anki are put into them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from srm_quiz.deckfiles.values import ID, LONGEST_LINE, LONGEST_TEXT, slug
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.anki.html_to_markdown import safe, to_plain
from srm_quiz.exchange.anki.notes import Converted
from srm_quiz.exchange.collect import Ids
from srm_quiz.exchange.model import ImportedDeck, Loss

_LONGEST_NAME = 60
_LONGEST_EXCERPT = 60

_MOST_NOTES = 40_000
_MOST_CHARACTERS = 10_000_000
"""A deck with more is split into several: deck files have their limits too."""


@dataclass(slots=True)
class _DeckPart:
    """One of Anki's decks, or as much of it as a deck file holds."""

    id: str
    title: str
    notes: list[Draft] = field(default_factory=list)
    size: int = 0
    """Characters so far."""

    @property
    def is_full(self) -> bool:
        """Whether the next note has to go into another part."""
        return self.size > _MOST_CHARACTERS or len(self.notes) >= _MOST_NOTES


class AnkiDecks:
    """The decks, and what is lost of their notes."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []
        self._parts: list[_DeckPart] = []
        self._filling: dict[Sequence[str], _DeckPart] = {}
        """The part of each of Anki's decks, by its names, that is being filled."""
        self._deck_ids = Ids()
        self._note_ids = Ids()

    def imported(self) -> list[ImportedDeck]:
        """All decks."""
        return [
            ImportedDeck(part.id, {"title": part.title, "id": part.id}, part.notes) for part in self._parts
        ]

    def report(self, fields: Sequence[str], losses: Iterable[str]) -> None:
        """Report what is lost of the note with these fields."""
        if texts := list(losses):
            where = excerpt(fields)
            self.losses += [Loss(text, where) for text in texts]

    def report_all(self, fields: Sequence[str], converted: Converted) -> None:
        """Report all that was lost when a note was converted."""
        self.report(fields, converted.losses)
        where = excerpt(fields)
        for what, file in converted.media:
            self.losses.append(
                Loss(f"{what} is left out", f"{file}, in: {where}" if file and where else file or where)
            )

    def put(self, deck: Sequence[str], name: str, draft: Draft, fields: Sequence[str]) -> tuple[str, str]:
        """Put a note into the deck with these names, from the outermost; return the ids of deck and note."""
        part = self._part(tuple(deck))
        note_id = self._note_ids.claim(name)
        long = [key for key in ("why", "hint") if len(draft.get(key, "")) > LONGEST_TEXT]
        self.report(
            fields, (f"its {key} has more than {LONGEST_TEXT:,} characters and is left out" for key in long)
        )
        note: Draft = {"id": note_id, **{key: value for key, value in draft.items() if key not in long}}
        part.notes.append(note)
        part.size += len(str(note))
        return part.id, note_id

    def take(self, deck: Sequence[str], guid: str, fields: Sequence[str], converted: Converted) -> bool:
        """Put all that a note became into one deck; return whether it became anything."""
        self.report_all(fields, converted)
        name = note_name(guid, excerpt(fields))
        for ending, draft in converted.drafts.items():
            self.put(deck, f"{name}-{ending}" if ending else name, draft, fields)
        return bool(converted.drafts)

    def _part(self, deck: tuple[str, ...]) -> _DeckPart:
        part = self._filling.get(deck)
        if part is None or part.is_full:
            names = (" ".join(safe(name).split()) for name in deck)
            title = ": ".join(name for name in names if name)[: LONGEST_LINE - 10].strip() or "Anki"
            deck_id = self._deck_ids.claim(f"anki-{slug(title)[:_LONGEST_NAME].strip('-._') or 'deck'}")
            if part is not None:
                title = f"{title} ({sum(other.title.startswith(title) for other in self._parts) + 1})"
            part = self._filling[deck] = _DeckPart(deck_id, title)
            self._parts.append(part)
        return part


def note_name(guid: str, fallback: str) -> str:
    """The id of a note: from its guid, which is the same in every collection that the note was brought to."""
    if ID.fullmatch(guid) and len(guid) <= _LONGEST_NAME:
        return f"anki-{guid}"
    data = (guid or fallback).encode("utf-8", "replace")
    return f"anki-{hashlib.blake2b(data, digest_size=6).hexdigest()}"


def excerpt(fields: Sequence[str]) -> str:
    """The beginning of a note's first field that has a text, by which its author would know it."""
    first = safe(next((value for value in fields if value.strip()), "")[:2_000])
    text = " ".join(to_plain(first).split())
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"
