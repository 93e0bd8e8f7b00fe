"""The cards that a sitting still has to ask, and which of them comes next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import CardState, state_of

SPACING = 6
"""Cards that are asked between a miss and its return, while there are others to ask."""

UNSEEN = Progress()
"""The progress of a card that the log says nothing about."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the learner may set about cards that come back within a sitting."""

    learn_ahead: timedelta = timedelta(minutes=20)
    """How early such a card may be asked once nothing else is left."""
    most_learning: int = 10
    """As soon as so many cards wait to come back, they come before anything else."""


@dataclass(frozen=True, slots=True)
class ReturningCard:
    """A card in a learning step. It comes back at an instant, and after some others."""

    key: CardKey
    at: datetime
    after: int = 0
    """The number of cards that the sitting has to have asked before."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards still to be asked. Drawing and putting back give a new queue."""

    main: tuple[CardKey, ...] = ()
    """Reviews and new cards in the order they are asked."""
    learning: tuple[ReturningCard, ...] = ()
    """Cards in a learning step, the longest waiting first."""
    front: tuple[CardKey, ...] = ()
    """Cards that go before all others, the last one first: what an undo put back."""
    drawn: int = 0
    """How many cards of `main` are gone already; the tuple itself is never cut."""
    asked: int = 0
    """How many cards were drawn in all."""

    def draw(self, now: Moment, limits: Limits) -> tuple[CardKey | None, Queue]:
        """The next card, and the queue without it; None where nothing may be asked any more today.

        A card in a learning step comes back after its time and SPACING others; at once where too many wait;
        and where nothing else is left, as early as `limits` allow.
        """
        if self.front:
            return self.front[-1], replace(self, front=self.front[:-1], asked=self.asked + 1)
        returning = self._returning(now, limits)
        if returning is not None:
            rest = tuple(card for card in self.learning if card is not returning)
            return returning.key, replace(self, learning=rest, asked=self.asked + 1)
        if self.drawn < len(self.main):
            return self.main[self.drawn], replace(self, drawn=self.drawn + 1, asked=self.asked + 1)
        return None, self

    def _returning(self, now: Moment, limits: Limits) -> ReturningCard | None:
        if len(self.learning) >= limits.most_learning:
            return self.learning[0]
        if self.drawn < len(self.main):
            back = (card for card in self.learning if card.at <= now.instant and card.after <= self.asked)
        else:
            latest = now.later(limits.learn_ahead).instant
            back = (card for card in self.learning if card.at <= latest)
        return next(back, None)

    def returning(self, key: CardKey, at: datetime) -> Queue:
        """The queue with a card in a learning step, which comes back at `at` or later."""
        return replace(self, learning=(*self.learning, ReturningCard(key, at, after=self.asked + SPACING)))

    def put_back(self, key: CardKey) -> Queue:
        """The queue with the card before all others."""
        return replace(self, front=(*self.front, key))

    def at_end(self, *keys: CardKey) -> Queue:
        """The queue with these cards after all others."""
        return replace(self, main=(*self.main, *keys))

    def without(self, key: CardKey) -> Queue:
        """The queue without the card, wherever it stood."""
        return Queue(
            main=tuple(card for card in self.main[self.drawn :] if card != key),
            learning=tuple(card for card in self.learning if card.key != key),
            front=tuple(card for card in self.front if card != key),
            asked=self.asked,
        )

    def remaining(self) -> tuple[CardKey, ...]:
        """All cards still to come, in no particular order of time."""
        return (*self.front, *(card.key for card in self.learning), *self.main[self.drawn :])

    def next_return(self) -> datetime | None:
        """The instant at which the first card in a learning step comes back."""
        return min((card.at for card in self.learning), default=None)


def build_queue(
    cards: Sequence[CardKey], returning: Sequence[ReturningCard], now: Moment, limit: int | None = None
) -> Queue:
    """The queue of a drill of planned cards and of those that come back today.

    A `limit` takes so many cards at most: those that can be asked now before those that come back later.
    """
    if limit is not None:
        due = min(limit, sum(card.at <= now.instant for card in returning))
        cards = cards[: limit - due]
        returning = returning[: max(due, limit - len(cards))]
    return Queue(main=tuple(cards), learning=tuple(returning))


def count_states(keys: Collection[CardKey], standing: Callable[[CardKey], Progress]) -> dict[CardState, int]:
    """How many of the cards are new, learning (with relearning) and in review."""
    counts = {CardState.NEW: 0, CardState.LEARNING: 0, CardState.REVIEW: 0}
    for key in keys:
        state = state_of(standing(key).schedule)
        counts[CardState.LEARNING if state is CardState.RELEARNING else state] += 1
    return counts
