"""Cards that are called otherwise now: their history follows them.

A deck may call its cards merged or renamed. And a card of the same kind that asks the same, with the same
answer, is the same card wherever it stands: in a renamed file, under another deck id, in another deck.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from contextlib import suppress
from itertools import chain

from srm_quiz import phrases
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, CardKey, note_of
from srm_quiz.domain.days import Moment
from srm_quiz.domain.scheduling import Policy
from srm_quiz.store.errors import StoreError
from srm_quiz.store.sightings import FINGERPRINTED, FOLLOWED
from srm_quiz.store.store import Store

Links = list[tuple[CardKey, CardKey]]


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


def follow_cards(
    library: Library, store: Store, state: str, at: Moment, policy: Policy
) -> dict[CardKey, CardKey]:
    """Pass the history of cards that stand elsewhere now on to them; return the new key of each.

    `state` tells states of the deck files apart: one that was seen before costs nothing. What cannot be
    stored now is passed on when the decks are next read.
    """
    links: Links = []
    with suppress(StoreError):
        if not store.sightings.has_seen(state, FOLLOWED):
            store.sightings.record(library.by_key)
            links = _same_elsewhere(library, store)
            if links:
                store.link(links, at, policy)
            store.sightings.set_seen(state, FOLLOWED)
    return dict(links)


def _same_elsewhere(library: Library, store: Store) -> Links:
    """Each orphan with the card that has its fingerprint and no progress, and came when it went or later."""
    sightings, progress = store.sightings.all(), store.progress()
    orphans: defaultdict[str, list[CardKey]] = defaultdict(list)
    taken_back = store.cards_taken_back()
    for old in sorted(progress.keys() - library.by_key.keys() - taken_back):
        seen = sightings.get(old)
        if seen and seen.fingerprint and not library.may_hold(old) and not moved_to(old, library):
            orphans[seen.fingerprint].append(old)
    went = [until for old in chain(*orphans.values()) if (until := sightings[old].until)]
    if not went:
        return []
    first = min(went)
    links: Links = []
    for key, card in library.by_key.items():
        since = sightings[key].since
        if since < first or key in progress:
            continue
        waiting = orphans.get(fingerprint(card), [])
        heir_of = [old for old in waiting if (until := sightings[old].until) and until <= since]
        if heir_of:
            waiting.remove(heir_of[0])
            links.append((heir_of[0], key))
    return links


def record_fingerprints(library: Library, store: Store, state: str) -> None:
    """Record what each card with progress asks, if the decks changed or it has got progress since then."""
    is_current = store.sightings.has_seen(state, FINGERPRINTED)
    known = {} if is_current else store.sightings.fingerprints()
    keys = store.sightings.without_fingerprint() if is_current else store.progress()
    present = ((key, card) for key in keys if (card := library.card(key)) is not None)
    changed = {key: new for key, card in present if (new := fingerprint(card)) != known.get(key)}
    if changed:
        store.sightings.keep_fingerprints(changed)
    if not is_current:
        store.sightings.set_seen(state, FINGERPRINTED)


def fingerprint(card: Card) -> str:
    """A digest of what makes a card the same wherever it stands: its kind, its prompt and its answer."""
    text = f"{card.kind}\0{phrases.asked_text(card)}\0{phrases.answer_text(card)}"
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _link(library: Library, store: Store, at: Moment, policy: Policy) -> None:
    moved = store.progress_of({note_of(CardKey(old)) for old in library.moved})
    schedules = {card: progress.schedule for card, progress in moved.items() if progress.schedule}
    candidates = schedules.keys() - store.cards_taken_back()
    heirs = {card: heir for card in sorted(candidates) if (heir := moved_to(card, library)) is not None}
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
