"""The report of an import for people and programs: notes found, losses, and notes known already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten
from typing import Any

from srm_quiz.deckfiles.ids import note_id, prompt
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, Deck, deck_of, kind_of, note_of
from srm_quiz.exchange.model import Loss
from srm_quiz.exchange.validate import ValidImport
from srm_quiz.problems import printable

_EXAMPLES = 3
"""How many examples of each sort are shown."""


class ImportReport:
    """`paths` are the files of the decks by their ids; `written` says whether they are there now."""

    def __init__(
        self,
        file: Path,
        imported: ValidImport,
        library: Library,
        paths: Mapping[str, Path],
        *,
        written: bool,
    ) -> None:
        self._file = file
        self._reviews = len(imported.reviews)
        self._form = imported.form
        self._decks = [valid.deck for valid in imported.decks]
        self._paths = paths
        self._written = written
        self._losses = _grouped(imported.losses)
        self._known = _known(self._decks, library)

    def as_json(self) -> dict[str, Any]:
        """The report with names to rely on."""
        return {
            "file": str(self._file),
            "written": self._written,
            "form": self._form,
            "decks": [
                {
                    "id": deck.id,
                    "title": deck.title,
                    "path": str(self._paths[deck.id]),
                    "notes": deck.notes,
                    "cards": len(deck.cards),
                    "kinds": _kinds(deck),
                }
                for deck in self._decks
            ],
            "reviews": self._reviews,
            "losses": [
                {
                    "what": what,
                    "count": len(places),
                    "examples": [place for place in places if place][:_EXAMPLES],
                }
                for what, places in self._losses.items()
            ],
            "known": [{"note": note_of(new.key), "like": note_of(old.key)} for new, old in self._known],
        }

    def as_lines(self) -> Iterator[str]:
        """The report for people."""
        return map(printable, self._lines())

    def _lines(self) -> Iterator[str]:
        notes = sum(deck.notes for deck in self._decks)
        cards = sum(len(deck.cards) for deck in self._decks)
        counts = [_count(len(self._decks), "deck"), _count(notes, "note"), _count(cards, "card")]
        counts += [_count(self._reviews, "review")] if self._reviews else []
        yield f"{self._file}: {', '.join(counts)}"
        if self._form:
            yield f"  read as {self._form}"
        for deck in self._decks:
            kinds = ", ".join(f"{number:,} {kind}" for kind, number in _kinds(deck).items())
            yield f"  {deck.id}: {deck.title} ({kinds})"
        if self._losses:
            yield ""
            yield f"Not kept as it was ({_count(sum(map(len, self._losses.values())), 'place')}):"
            for what, places in self._losses.items():
                yield f"  {len(places):,} × {what}"
                yield from _examples([place for place in places if place])
        if self._known:
            yield ""
            asks = "1 note asks" if len(self._known) == 1 else f"{len(self._known):,} notes ask"
            yield f"Known already: {asks} what a card of your decks asks."
            asked = [(deck_of(old.key), prompt(new.content)) for new, old in self._known]
            yield from _examples(
                [f"in {deck}: {shorten(text, 100, placeholder='…')}" for deck, text in asked]
            )
        if self._written:
            yield ""
            for deck in self._decks:
                yield f"Written: {self._paths[deck.id]}"


def _examples(texts: Sequence[str]) -> Iterator[str]:
    for text in texts[:_EXAMPLES]:
        yield f"      {text}"
    if len(texts) > _EXAMPLES:
        yield f"      and {len(texts) - _EXAMPLES:,} more"


def _grouped(losses: Sequence[Loss]) -> dict[str, list[str]]:
    """Where each thing was lost."""
    groups: dict[str, list[str]] = {}
    for loss in losses:
        groups.setdefault(loss.what, []).append(loss.where)
    return groups


def _kinds(deck: Deck) -> dict[str, int]:
    """How many notes of each kind the deck has, the most frequent first."""
    notes = {note_of(card.key): kind_of(card.content).value for card in deck.cards}
    return dict(Counter(notes.values()).most_common())


def _known(decks: Sequence[Deck], library: Library) -> list[tuple[Card, Card]]:
    """The imported notes that duplicate a card of the library: first card of the note to that card."""
    asked: dict[str, Card] = {}
    for card in library.cards():
        asked.setdefault(note_id(card.content), card)
    pairs: dict[str, tuple[Card, Card]] = {}
    for deck in decks:
        for card in deck.cards:
            like = asked.get(note_id(card.content))
            if like is not None:
                pairs.setdefault(note_of(card.key), (card, like))
    return list(pairs.values())


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
