"""Decks while they are filled with drafts of notes, until the reader of decks has nothing against them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.values import LONGEST_TEXT
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml
from srm_quiz.exchange.anki.html_to_markdown import to_plain
from srm_quiz.exchange.model import ImportedDeck, Loss

_MOST_NOTES = 40_000
_MOST_CHARACTERS = 10_000_000
"""A deck with more is written as several, for deck files have their limits too."""

_EXCERPT = 60


@dataclass(slots=True)
class Part:
    """A deck that is being filled."""

    id: str
    title: str
    notes: list[Draft] = dataclasses.field(default_factory=list)
    fields: list[str] = dataclasses.field(default_factory=list)
    """For each note the field of Anki's that its author would know it by."""
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether another deck should be begun."""
        return self.size > _MOST_CHARACTERS or len(self.notes) >= _MOST_NOTES

    def add(self, note: Draft, field: str) -> list[Loss]:
        """Take a note, without a `why` or `hint` that is too long."""
        long = [key for key in ("why", "hint") if len(note.get(key, "")) > LONGEST_TEXT]
        self.notes.append({key: value for key, value in note.items() if key not in long})
        self.fields.append(field[:2_000])
        self.size += len(str(note))
        return [
            Loss(f"its {key} has more than {LONGEST_TEXT:,} characters and is left out", excerpt(field))
            for key in long
        ]

    def finished(self) -> tuple[ImportedDeck, list[Loss]]:
        """The deck, and what was lost because a deck cannot hold it."""
        head: Draft = {"title": self.title, "id": self.id}
        if not _complaint(head, self.notes):
            return ImportedDeck(self.id, head, self.notes), []
        kept: list[Draft] = []
        losses: list[Loss] = []
        for note, field in zip(self.notes, self.fields, strict=True):
            if complaint := _complaint(head, [note]):
                losses.append(Loss(f"{complaint}; the card is left out", excerpt(field)))
            else:
                kept.append(note)
        return ImportedDeck(self.id, head, kept), losses


def excerpt(field: str) -> str:
    """The beginning of a field, as its author would know it."""
    text = " ".join(to_plain(field[:2_000]).split())
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _complaint(head: Draft, notes: Sequence[Draft]) -> str:
    """What the reader of decks says of these notes first; empty where they are good."""
    if not notes:
        return ""
    _, problems = read_deck("imported.yaml", deck_yaml(head, notes).encode())
    return problems[0].message if problems else ""
