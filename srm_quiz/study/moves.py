"""Cards that their decks call merged or renamed: their history follows."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import CardKey, note_of
from srm_quiz.domain.days import Moment
from srm_quiz.domain.scheduling import Policy
from srm_quiz.store.errors import StoreError
from srm_quiz.store.store import Store


def follow_moves(library: Library, store: Store, at: Moment, policy: Policy) -> None:
    """Pass the history of cards that their decks call merged or renamed on to the cards that they are now.

    Of several that became one card, the one with most answers passes its history on; a card with answers of
    its own from the same time keeps them. Nothing is lost: what is not passed on stays in the log, and what
    cannot be stored now is passed on when the decks are next read.
    """
    if not library.moved:
        return
    with suppress(StoreError):
        _link(library, store, at, policy)


def _link(library: Library, store: Store, at: Moment, policy: Policy) -> None:
    moved = store.progress_of({note_of(CardKey(old)) for old in library.moved})
    schedules = {card: progress.schedule for card, progress in moved.items() if progress.schedule}
    heirs = {card: heir for card in schedules if (heir := moved_to(card, library)) is not None}
    known = store.progress_of({note_of(heir) for heir in heirs.values()})
    answered = {card for card, progress in known.items() if progress.schedule}
    predecessors: defaultdict[CardKey, list[CardKey]] = defaultdict(list)
    for card, heir in heirs.items():
        if heir not in answered or store.may_follow(card, heir):
            predecessors[heir].append(card)
    links = [
        (max(cards, key=lambda card: (schedules[card].reps, card)), heir)
        for heir, cards in predecessors.items()
    ]
    if links:
        store.link(links, at, policy)


def moved_to(card: CardKey, library: Library) -> CardKey | None:
    """The card that a merged or renamed one is now; None if it is still there, or is not known to have moved.

    A card becomes the card with the same sibling of the new note, or its only card.
    """
    name: str = card
    met: set[str] = set()
    while library.card(CardKey(name)) is None:
        note, _, sibling = name.partition("#")
        new = library.moved.get(name) or library.moved.get(note)
        if new is None or name in met:
            return None
        met.add(name)
        name = new if "#" in new else f"{new}#{sibling}"
        cards = library.siblings(note_of(CardKey(name)))
        if "#" not in new and len(cards) == 1:
            name = cards[0]
    return CardKey(name) if met else None
