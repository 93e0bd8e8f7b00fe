"""What there is to do now, over all decks: the numbers of the home screen and of `status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, Deck
from srm_quiz.domain.days import Moment
from srm_quiz.domain.queue import UNSEEN, Available, Limits, Today, available
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy, retrievability

SECONDS_PER_REVIEW = 13
SECONDS_PER_NEW = 27
"""What an answer takes, learning steps included, until the learner's own pace is known."""


@dataclass(frozen=True, slots=True)
class DeckOverview:
    """One deck as it stands, whatever the day's limits; suspended cards left out.

    `new` cards were never answered, `due` ones are reviews and learning cards of today; `known` is the
    expected share of the deck's cards that would be recalled now, 0 to 1.
    """

    deck: Deck
    new: int
    due: int
    known: float


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that may be asked today. `due` counts reviews and learning cards."""

    available: Available
    decks: tuple[DeckOverview, ...]

    @property
    def new(self) -> int:
        """New cards that today's limit allows."""
        return len(self.available.new)

    @property
    def learning(self) -> int:
        """Cards in a learning step, whether they have come back yet or not."""
        return len(self.available.learning)

    @property
    def due(self) -> int:
        """Reviews and learning cards of today."""
        return len(self.available.reviews) + self.learning

    @property
    def minutes(self) -> int:
        """About how long all of it takes, in whole minutes."""
        return round((self.due * SECONDS_PER_REVIEW + self.new * SECONDS_PER_NEW) / 60)


def overview(
    decks: Sequence[Deck],
    progress: Mapping[CardKey, Progress],
    now: Moment,
    today: Today,
    limits: Limits,
    policy: Policy,
) -> Overview:
    """Today's cards over all decks, within the day's limits."""
    cards = [card for deck in decks for card in deck.cards]
    return Overview(
        available=available(cards, progress, now, today, limits, policy),
        decks=tuple(_deck_overview(deck, progress, now, policy) for deck in decks),
    )


def _deck_overview(
    deck: Deck, progress: Mapping[CardKey, Progress], now: Moment, policy: Policy
) -> DeckOverview:
    new = due = 0
    recalled = 0.0
    for card in deck.cards:
        known = progress.get(card.key, UNSEEN)
        schedule = known.schedule
        if schedule is not None:
            recalled += retrievability(schedule, now.day, policy)
        if known.suspended:
            continue
        if schedule is None:
            new += 1
        elif schedule.due_day <= now.day:
            due += 1
    return DeckOverview(deck, new, due, recalled / len(deck.cards) if deck.cards else 0.0)
