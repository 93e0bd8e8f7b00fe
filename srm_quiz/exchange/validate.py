"""Turn imported decks into deck files without problems; notes that do not fit are left out and reported."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.library import MOST_BYTES
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml, note_yaml
from srm_quiz.domain.cards import CardKey, Deck, card_key, deck_of, note_of
from srm_quiz.exchange.collect import Ids, name_of
from srm_quiz.exchange.model import (
    Imported,
    ImportedCard,
    ImportedDeck,
    ImportedReview,
    ImportRefusedError,
    Loss,
)
from srm_quiz.problems import Problem

_LONGEST_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class ValidDeck:
    """A deck ready to be written: its text, and the deck read back from that text without a problem."""

    text: str
    deck: Deck
    losses: Sequence[Loss]


@dataclass(frozen=True, slots=True)
class ValidImport:
    """An import ready to be written. All reviews and card states belong to cards of `decks`."""

    decks: Sequence[ValidDeck]
    losses: Sequence[Loss]
    reviews: Sequence[ImportedReview] = ()
    cards: Sequence[ImportedCard] = ()
    form: str = ""
    is_mostly_lost: bool = False
    """Whether more of the file was left out than was understood."""


def validate(imported: Imported) -> ValidImport:
    """Validate every deck; the history of notes that are left out goes with them.

    Raises ImportRefusedError if a deck would be too large.
    """
    decks = [valid for deck in imported.decks if (valid := validate_deck(deck))]
    losses = [*imported.losses, *(loss for valid in decks for loss in valid.losses)]
    keys = {card.key for valid in decks for card in valid.deck.cards}
    reviews = [review for review in imported.reviews if review.card in keys]
    orphans = len(imported.reviews) - len(reviews)
    losses += [Loss("a review of a card that is left out goes with it")] * orphans
    return ValidImport(
        decks,
        losses,
        reviews,
        [card for card in imported.cards if card.card in keys],
        imported.form,
        imported.left_out > imported.understood,
    )


def validate_deck(imported: ImportedDeck) -> ValidDeck | None:
    """Return the deck as a file, or None if no note is left.

    Raises ImportRefusedError if the file would be too large.
    """
    notes: list[Draft] = []
    losses: list[Loss] = []
    head = {"title": imported.head.get("title") or imported.id, "id": imported.id, **imported.head}
    head["id"] = imported.id
    for note in imported.notes:
        try:
            note_yaml(note)
            notes.append(note)
        except ValueError as error:
            losses.append(Loss(f"a note was left out: {error}", _excerpt(note)))
    while notes:
        text = deck_yaml(head, notes)
        if len(text.encode()) > MOST_BYTES:
            message = f"the deck '{imported.id}' would be larger than {MOST_BYTES // 1_000_000} MB"
            raise ImportRefusedError(message, "split the file into several")
        deck, problems = read_deck(f"{imported.id}.yaml", text.encode())
        if deck and not problems:
            return ValidDeck(text, deck, losses)
        # A file with very many problems is not read to its end, so there may be more of them.
        bad = _bad_notes(head, notes, problems)
        losses += [
            Loss(f"a note was left out: {problem.message}", _excerpt(notes[index]))
            for index, problem in bad.items()
        ]
        notes = [note for index, note in enumerate(notes) if index not in bad]
    return None


def merge_decks(imported: Imported, deck_id: str) -> Imported:
    """Merge all decks into one with this id; several decks get it as their title too.

    Of notes with the same id all but the first get a number.
    """
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
        return card_key(deck_id, name, key.partition("#")[2])

    head = imported.decks[0].head if len(imported.decks) == 1 else {"title": deck_id}
    return replace(
        imported,
        decks=[ImportedDeck(deck_id, head, notes)],
        reviews=[replace(review, card=moved(review.card)) for review in imported.reviews],
        cards=[replace(card, card=moved(card.card)) for card in imported.cards],
    )


def _bad_notes(head: Draft, notes: Sequence[Draft], problems: Sequence[Problem]) -> Mapping[int, Problem]:
    """The notes with problems by their index, each with its first problem.

    Raises ImportRefusedError for a problem in the head.
    """
    starts = [deck_yaml(head, []).count("\n") + 1]
    for note in notes:
        starts.append(starts[-1] + note_yaml(note).count("\n") + 1)
    bad: dict[int, Problem] = {}
    for problem in problems:
        index = bisect_right(starts, problem.line or 0) - 1
        if problem.line is None or not 0 <= index < len(notes):
            message = f"the deck '{head['id']}' cannot be written: {problem.message}"
            raise ImportRefusedError(message, problem.hint)
        bad.setdefault(index, problem)
    return bad


def _excerpt(note: Draft) -> str:
    """The beginning of what a note asks."""
    asked = next((note[key] for key in ("question", "cloze", "duty") if key in note), name_of(note))
    line = " ".join(str(asked).split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[: _LONGEST_EXCERPT - 1]}…"
