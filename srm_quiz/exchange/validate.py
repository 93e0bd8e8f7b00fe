"""Imported decks made into deck files that have no problems: what does not fit is left out and told."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.library import MOST_BYTES
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml, note_yaml
from srm_quiz.domain.cards import CardKey, Deck, card_key, deck_of, note_of
from srm_quiz.exchange.collect import Ids, name_of
from srm_quiz.exchange.model import Imported, ImportedDeck, ImportRefused, Loss
from srm_quiz.problems import Problem


@dataclass(frozen=True, slots=True)
class Fitted:
    """A deck as it will be written: its text, and what is read back from it. No problem is in it."""

    text: str
    deck: Deck
    losses: Sequence[Loss]


def fitted(imported: ImportedDeck) -> Fitted | None:
    """The deck as a file; None where no note is left. Raises ImportRefused where it would be too large."""
    notes: list[Draft] = []
    losses: list[Loss] = []
    head = {"title": imported.head.get("title") or imported.id, "id": imported.id, **imported.head}
    head["id"] = imported.id
    for note in imported.notes:
        try:
            note_yaml(note)
            notes.append(note)
        except ValueError as error:
            losses.append(Loss(f"a note was left out: {error}", _asked(note)))
    while notes:
        text = deck_yaml(head, notes)
        if len(text.encode()) > MOST_BYTES:
            message = f"the deck '{imported.id}' would be larger than {MOST_BYTES // 1_000_000} MB"
            raise ImportRefused(message, "split the file into several")
        deck, problems = read_deck(f"{imported.id}.yaml", text.encode())
        if deck and not problems:
            return Fitted(text, deck, losses)
        # A file with very many problems is not read to its end, so there may be more of them.
        bad = _bad_notes(head, notes, problems)
        losses += [
            Loss(f"a note was left out: {told.message}", _asked(notes[at])) for at, told in bad.items()
        ]
        notes = [note for at, note in enumerate(notes) if at not in bad]
    return None


def united(imported: Imported, id: str) -> Imported:
    """All decks as one with this id. Where they are several it is the title too, and ids may get numbers."""
    if not imported.decks:
        return imported
    ids = Ids()
    notes: list[Draft] = []
    names: dict[str, str] = {}
    for deck in imported.decks:
        for note in deck.notes:
            name = str(note["id"])
            names[f"{deck.id}/{name}"] = new = ids.claim(name)
            notes.append({**note, "id": new})

    def moved(key: CardKey) -> CardKey:
        name = names.get(note_of(key), note_of(key).removeprefix(f"{deck_of(key)}/"))
        return card_key(id, name, key.partition("#")[2])

    head = imported.decks[0].head if len(imported.decks) == 1 else {"title": id}
    return replace(
        imported,
        decks=[ImportedDeck(id, head, notes)],
        reviews=[replace(review, card=moved(review.card)) for review in imported.reviews],
        cards=[replace(card, card=moved(card.card)) for card in imported.cards],
    )


def _bad_notes(head: Draft, notes: Sequence[Draft], problems: Sequence[Problem]) -> Mapping[int, Problem]:
    """The notes with problems, each with its first one. Raises ImportRefused for one in the head."""
    starts = [deck_yaml(head, []).count("\n") + 1]
    for note in notes:
        starts.append(starts[-1] + note_yaml(note).count("\n") + 1)
    bad: dict[int, Problem] = {}
    for problem in problems:
        at = bisect_right(starts, problem.line or 0) - 1
        if problem.line is None or not 0 <= at < len(notes):
            raise ImportRefused(f"the deck '{head['id']}' cannot be written: {problem.message}", problem.hint)
        bad.setdefault(at, problem)
    return bad


def _asked(note: Draft) -> str:
    """What a note asks, for people."""
    asked = next((note[key] for key in ("question", "cloze", "duty") if key in note), name_of(note))
    line = " ".join(str(asked).split())
    return line if len(line) <= 60 else f"{line[:59]}…"
