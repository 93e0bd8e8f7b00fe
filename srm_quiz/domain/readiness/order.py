"""The order within an evening: reviews and new cards in step, and no long runs of one kind or deck."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import chain

from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import Scope, ScopedCard
from srm_quiz.domain.readiness.variety import Dominant, Group, group_of

LONGEST_RUN = 3
"""So many cards of a kind or deck may follow each other while there is something to put between."""

RUN_OF_KIND, RUN_OF_DECK, OUT_OF_STEP = 200.0, 50.0, 1.0
"""What it costs a card to prolong a run, or to come from the stream whose turn it is not."""

NEAR_AGAIN, NEAR_FOR = 5.0, 8
"""What it costs to be near to one of so many cards before."""

PLENTY, PULL = 0.6, 6.0
"""A kind or deck with more than the one share of the cards left is drawn forward by the other for the excess,
lest nothing be left to put between its cards."""


class _Stream:
    """Reviews or new cards. Each kind and deck keeps its own order."""

    def __init__(self, cards: Sequence[ScopedCard], is_review: bool) -> None:
        self.is_review, self.length, self.left = is_review, len(cards), len(cards)
        self.groups: dict[Group, deque[tuple[float, ScopedCard]]] = defaultdict(deque)
        for place, card in enumerate(cards):
            self.groups[group_of(card.card)].append((place / len(cards), card))

    def take(self, group: Group) -> ScopedCard:
        """Remove and return the head of a group."""
        _, card = self.groups[group].popleft()
        if not self.groups[group]:
            del self.groups[group]
        self.left -= 1
        return card


class _Tail:
    """The last cards shown: how long their run is, and what they are near to."""

    def __init__(self, cards: Iterable[PlannedCard], scope: Scope) -> None:
        self._scope = scope
        self._kinds: deque[str] = deque(maxlen=LONGEST_RUN)
        self._decks: deque[str] = deque(maxlen=LONGEST_RUN)
        self._near: deque[str] = deque(maxlen=NEAR_FOR)
        for card in cards:
            self.add(card)

    def add(self, card: PlannedCard) -> None:
        self._kinds.append(card.kind)
        self._decks.append(card.deck)
        self._near.append(self._scope.near(card))

    def runs_on_in_kind(self, kind: str) -> bool:
        """Whether one more card of the kind would make its run too long."""
        return self._kinds.count(kind) == LONGEST_RUN

    def runs_on_in_deck(self, deck: str) -> bool:
        return self._decks.count(deck) == LONGEST_RUN

    def is_near(self, card: ScopedCard) -> bool:
        return bool(card.near) and card.near in self._near


def in_order(
    reviews: Sequence[ScopedCard],
    new: Sequence[ScopedCard],
    answered: Iterable[PlannedCard],
    dominant: Dominant,
    scope: Scope,
) -> list[ScopedCard]:
    """The cards in the order in which they are asked, after those answered today already.

    The list ends where only a run could follow that is too long, of a kind or deck which does not dominate
    the pool: the rest is left to the next plan, or to tomorrow.
    """
    streams = [_Stream(reviews, True), _Stream(new, False)]
    kinds = Counter(card.card.kind for card in chain(reviews, new))
    decks = Counter(card.card.deck for card in chain(reviews, new))
    tail = _Tail(answered, scope)
    ordered: list[ScopedCard] = []
    for left in range(len(reviews) + len(new), 0, -1):
        turn = max(streams, key=lambda stream: stream.left / stream.length if stream.length else 0.0)
        pressing: dict[Group, float] = {}
        best: tuple[tuple[float, bool, int], _Stream, Group] | None = None
        for stream in streams:
            for group, cards in stream.groups.items():
                kind, deck = group
                if group not in pressing:
                    plenty = max(0.0, kinds[kind] / left - PLENTY) + max(0.0, decks[deck] / left - PLENTY)
                    pressing[group] = (
                        RUN_OF_KIND * tail.runs_on_in_kind(kind)
                        + RUN_OF_DECK * tail.runs_on_in_deck(deck)
                        - PULL * plenty
                    )
                place, card = cards[0]
                cost = place + pressing[group] + OUT_OF_STEP * (stream is not turn)
                cost += NEAR_AGAIN * tail.is_near(card)
                rank = cost, not stream.is_review, card.order
                if best is None or rank < best[0]:
                    best = rank, stream, group
        assert best is not None
        _, stream, (kind, deck) = best
        if (tail.runs_on_in_kind(kind) and kind not in dominant.kinds) or (
            tail.runs_on_in_deck(deck) and deck not in dominant.decks
        ):
            break
        card = stream.take((kind, deck))
        kinds[kind] -= 1
        decks[deck] -= 1
        tail.add(card.card)
        ordered.append(card)
    return ordered
