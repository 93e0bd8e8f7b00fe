"""Summaries: how well the cards of each deck are held, and what a sitting changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from srm_quiz.domain.cards import CardKey, Deck, deck_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.queue import UNSEEN
from srm_quiz.domain.readiness.planner import Reason
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy, is_sound
from srm_quiz.domain.today import Agenda

if TYPE_CHECKING:  # `status` has no session, and starts without its module
    from srm_quiz.domain.session import Session


@dataclass(frozen=True, slots=True)
class Holding:
    """How well some cards are held; suspended ones are left out."""

    deck: Deck | None = None
    """The deck whose cards they are; None for those of all decks."""
    sound: int = 0
    shaky: int = 0
    """Cards that were answered and are not sound."""
    new: int = 0
    """Cards that were never answered."""
    due: int = 0
    """Cards answered before that today still asks."""
    new_today: int = 0
    """New cards that today still asks."""

    @property
    def cards(self) -> int:
        """All of them."""
        return self.sound + self.shaky + self.new

    @classmethod
    def total(cls, parts: Iterable[Holding]) -> Holding:
        """All of these together."""
        parts = list(parts)
        return cls(
            sound=sum(part.sound for part in parts),
            shaky=sum(part.shaky for part in parts),
            new=sum(part.new for part in parts),
            due=sum(part.due for part in parts),
            new_today=sum(part.new_today for part in parts),
        )


def deck_holdings(
    decks: Sequence[Deck],
    progress: Mapping[CardKey, Progress],
    today: StudyDay,
    policy: Policy,
    agenda: Agenda,
) -> Iterator[Holding]:
    """How well each deck is held, and what today's agenda asks of it."""
    new_today = Counter(deck_of(CardKey(pick.card)) for pick in agenda.picks if pick.reason is Reason.NEW)
    asked = Counter(map(deck_of, (*agenda.cards, *(card.key for card in agenda.returning))))
    for deck in decks:
        sound = shaky = new = 0
        for card in deck.cards:
            known = progress.get(card.key, UNSEEN)
            if known.suspended:
                continue
            if known.schedule is None:
                new += 1
            elif is_sound(known.schedule, today, policy):
                sound += 1
            else:
                shaky += 1
        yield Holding(deck, sound, shaky, new, asked[deck.id] - new_today[deck.id], new_today[deck.id])


@dataclass(frozen=True, slots=True)
class Summary:
    """One sitting. `seconds` is the thought of all answers together."""

    answers: int
    right: int
    seconds: float
    first_met: int
    """Cards answered for the first time."""
    sound: tuple[CardKey, ...]
    """Cards that became sound."""
    missed: tuple[CardKey, ...]
    """Cards rated Again at least once, in the order they were missed."""
    later: int
    """Cards that come back today, but not yet."""
    next_at: datetime | None
    """When the first of them comes back."""
    next_day: StudyDay | None
    """The study day on which the first of this sitting's cards is due again."""

    @property
    def share_right(self) -> float:
        """The share of answers that were right, 0 to 1."""
        return self.right / self.answers if self.answers else 0.0

    @property
    def pace(self) -> float:
        """Seconds of thought per answer."""
        return self.seconds / self.answers if self.answers else 0.0


def summarise(session: Session) -> Summary:
    """The summary of the sitting so far."""
    reviews, day = session.reviews, session.started.day
    befores = {review.card: review.before for review in reversed(reviews)}
    afters = {key: session.standing(key).schedule for key in dict.fromkeys(review.card for review in reviews)}
    policy = session.policy
    days = [schedule.due_day for schedule in afters.values() if schedule and schedule.due_at is None]
    return Summary(
        answers=len(reviews),
        right=sum(review.rating.passed for review in reviews),
        seconds=sum(review.seconds for review in reviews),
        first_met=sum(befores[key] is None and after is not None for key, after in afters.items()),
        sound=tuple(
            key
            for key, after in afters.items()
            if is_sound(after, day, policy) and not is_sound(befores[key], day, policy)
        ),
        missed=tuple(dict.fromkeys(review.card for review in reviews if not review.rating.passed)),
        later=len(session.queue.learning),
        next_at=session.queue.next_return(),
        next_day=min(days, default=None),
    )
