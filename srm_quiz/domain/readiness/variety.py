"""Variety: which kinds and decks dominate an evening's pool, and what was shown of each so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from srm_quiz.domain.readiness.planned_card import PlannedCard

DOMINANT = 0.75
"""A kind or deck with more than this share of the pool dominates it: there is too little to put between."""

LARGEST_SHARE, HEADROOM = 0.7, 3
"""No kind or deck may have more than this share of the cards shown, counted as if there were a few more."""

Group = tuple[str, str]
"""Kind and deck."""


def group_of(card: PlannedCard) -> Group:
    """The kind and deck of a card."""
    return card.kind, card.deck


@dataclass(frozen=True, slots=True)
class Dominant:
    """The kinds and decks that dominate the pool of cards which could be asked."""

    kinds: frozenset[str] = frozenset()
    decks: frozenset[str] = frozenset()

    def __or__(self, other: Dominant) -> Dominant:
        """What dominates one or the other."""
        return Dominant(self.kinds | other.kinds, self.decks | other.decks)


def dominant(pool: Iterable[PlannedCard]) -> Dominant:
    """The kinds and decks that dominate these cards."""
    groups = Counter(map(group_of, pool))
    kinds: Counter[str] = Counter()
    decks: Counter[str] = Counter()
    for (kind, deck), count in groups.items():
        kinds[kind] += count
        decks[deck] += count
    least = DOMINANT * groups.total()
    return Dominant(
        frozenset(kind for kind, count in kinds.items() if count > least),
        frozenset(deck for deck, count in decks.items() if count > least),
    )


class Shown:
    """The cards of an evening, answered or picked: their notes, and how many of each kind and deck."""

    def __init__(self, cards: Iterable[PlannedCard] = (), notes: Iterable[str] = ()) -> None:
        """Begin with these cards; `notes` count as shown too."""
        self.notes: set[str] = set(notes)
        self._kinds: Counter[str] = Counter()
        self._decks: Counter[str] = Counter()
        self._count = 0
        for card in cards:
            self.add(card)

    def add(self, card: PlannedCard) -> None:
        """Count one more card."""
        self.notes.add(card.note)
        self._kinds[card.kind] += 1
        self._decks[card.deck] += 1
        self._count += 1

    def would_crowd(self, group: Group, dominant: Dominant) -> bool:
        """Whether one more card of the group would give its kind or deck too large a share of the evening."""
        kind, deck = group
        most = LARGEST_SHARE * (self._count + HEADROOM)
        return (kind not in dominant.kinds and self._kinds[kind] + 1 > most) or (
            deck not in dominant.decks and self._decks[deck] + 1 > most
        )
