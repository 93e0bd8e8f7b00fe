"""The order within an evening: reviews and new cards in step, and no long runs of one kind or deck."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import chain

from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import Scope, ScopedCard
from srm_quiz.domain.readiness.variety import Dominant, Group, group_of

LONGEST_RUN = 3
"""The most cards of one kind or deck in a row, while there is something to put between."""

RUN_OF_KIND, RUN_OF_DECK, OUT_OF_STEP = 200.0, 50.0, 1.0
"""What it costs a card to exceed a run, or to come from the stream whose turn it is not."""

NEAR_AGAIN, NEAR_FOR = 5.0, 8
"""What it costs to be near to one of the last so many cards."""

LARGE_SHARE, PULL = 0.6, 6.0
"""A kind or deck with more than this share of the cards left is moved forward in proportion to the excess, so
that there is still something to put between its cards at the end."""


class _Stream:
    """Reviews or new cards. Each kind and deck keeps its own order, and only its head may be next."""

    def __init__(self, number: int, cards: Sequence[ScopedCard]) -> None:
        self.number, self.length, self.left = number, len(cards), len(cards)
        self._waiting: dict[Group, deque[tuple[float, ScopedCard]]] = defaultdict(deque)
        for place, card in enumerate(cards):
            self._waiting[group_of(card.card)].append((place / len(cards), card))
        self.heads = {group: waiting.popleft() for group, waiting in self._waiting.items()}
        """By kind and deck the next card, and its place in the stream as a share of the whole."""

    @property
    def share(self) -> float:
        """The share of its cards that is left."""
        return self.left / self.length if self.length else 0.0

    def take(self, group: Group) -> ScopedCard:
        """Remove and return the head of a group."""
        _, card = self.heads[group]
        if waiting := self._waiting[group]:
            self.heads[group] = waiting.popleft()
        else:
            del self.heads[group]
        self.left -= 1
        return card


class _LastShown:
    """The last cards shown: whether they are a run, and what they are near to."""

    def __init__(self, cards: Iterable[PlannedCard], scope: Scope) -> None:
        self._scope = scope
        self._last: deque[PlannedCard] = deque(maxlen=LONGEST_RUN)
        self.near: deque[str] = deque(maxlen=NEAR_FOR)
        for card in cards:
            self.add(card)

    def add(self, card: PlannedCard) -> None:
        self._last.append(card)
        self.near.append(self._scope.near(card))

    @property
    def run_kind(self) -> str | None:
        """The kind of the run that may not go on; None if there is no such run."""
        return self._only({card.kind for card in self._last})

    @property
    def run_deck(self) -> str | None:
        """The deck of the run that may not go on; None if there is no such run."""
        return self._only({card.deck for card in self._last})

    def _only(self, names: set[str]) -> str | None:
        return names.pop() if len(names) == 1 and len(self._last) == LONGEST_RUN else None


def in_order(
    reviews: Sequence[ScopedCard],
    new: Sequence[ScopedCard],
    answered: Iterable[PlannedCard],
    dominant: Dominant,
    scope: Scope,
) -> list[ScopedCard]:
    """The cards in the order in which they are asked, after those answered today already.

    The list ends early where nothing but too long a run could follow, of a kind or deck that is not
    dominant; the rest is left to the next plan, or to tomorrow.
    """
    streams = [_Stream(0, reviews), _Stream(1, new)]
    kinds = Counter(card.card.kind for card in chain(reviews, new))
    decks = Counter(card.card.deck for card in chain(reviews, new))
    last = _LastShown(answered, scope)
    ordered: list[ScopedCard] = []
    for left in range(len(reviews) + len(new), 0, -1):
        run_kind, run_deck = last.run_kind, last.run_deck
        of_kind = _costs(kinds, left, run_kind, RUN_OF_KIND)
        of_deck = _costs(decks, left, run_deck, RUN_OF_DECK)
        turn = max(streams, key=lambda stream: stream.share)
        _, number, _, group = min(
            (
                place
                + of_kind[group[0]]
                + of_deck[group[1]]
                + (0.0 if stream is turn else OUT_OF_STEP)
                + (NEAR_AGAIN if card.near and card.near in last.near else 0.0),
                stream.number,
                card.order,
                group,
            )
            for stream in streams
            for group, (place, card) in stream.heads.items()
        )
        kind, deck = group
        if (kind == run_kind and kind not in dominant.kinds) or (
            deck == run_deck and deck not in dominant.decks
        ):
            break
        card = streams[number].take(group)
        kinds[kind] -= 1
        decks[deck] -= 1
        last.add(card.card)
        ordered.append(card)
    return ordered


def _costs(counts: Counter[str], left: int, run: str | None, for_run: float) -> dict[str, float]:
    """What each kind or deck adds to the cost of its cards, by its count of the `left` cards."""
    return {
        name: for_run * (name == run) - PULL * max(0.0, count / left - LARGE_SHARE)
        for name, count in counts.items()
    }
