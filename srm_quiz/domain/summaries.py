"""What there is to do now, over all decks: the numbers of the home screen and of `status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, Deck
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.queue import UNSEEN, Available, Limits, Today
from srm_quiz.domain.readiness.planner import DayPlan, Pace
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy, known_now
from srm_quiz.domain.today import COMMON_PACE, Exam, agenda


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
    plan: DayPlan | None
    """The exam plan that today's cards come from, while an exam is ahead."""
    decks: tuple[DeckOverview, ...]
    seconds: float
    """About how long all of it takes, misses included."""

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
        return round(self.seconds / 60)


def overview(
    decks: Sequence[Deck],
    progress: Mapping[CardKey, Progress],
    now: Moment,
    today: Today,
    limits: Limits,
    policy: Policy,
    exam: Exam | None = None,
    pace: Pace = COMMON_PACE,
) -> Overview:
    """Today's cards over all decks, within the day's limits."""
    cards = [card for deck in decks for card in deck.cards]
    found, plan = agenda(cards, progress, now, today, limits, policy, exam, pace)
    seconds = len(found.learning) * pace.known
    if plan is None:
        retention = policy.desired_retention
        seconds += len(found.reviews) * (retention * pace.known + (1 - retention) * pace.missed)
        seconds += len(found.new) * pace.new
    else:
        seconds += plan.seconds
    return Overview(
        available=found,
        plan=plan,
        seconds=seconds,
        decks=tuple(_deck_overview(deck, progress, now.day, policy) for deck in decks),
    )


def _deck_overview(
    deck: Deck, progress: Mapping[CardKey, Progress], day: StudyDay, policy: Policy
) -> DeckOverview:
    new = due = 0
    recalled = 0.0
    for card in deck.cards:
        known = progress.get(card.key, UNSEEN)
        schedule = known.schedule
        if schedule is not None:
            recalled += known_now(schedule, day, policy)
        if known.suspended:
            continue
        if schedule is None:
            new += 1
        elif schedule.due_day <= day:
            due += 1
    return DeckOverview(deck, new, due, recalled / len(deck.cards) if deck.cards else 0.0)
