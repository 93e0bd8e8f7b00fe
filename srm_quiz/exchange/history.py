"""Another program's reviews as events of our log; each card ends with the schedule it has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from itertools import groupby

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import LONGEST_ANSWER, Mark, MarkKind, Mode, Review, event_id
from srm_quiz.domain.scheduling import Policy, Schedule, outcome
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedReview
from srm_quiz.exchange.validate import ValidImport

RUN = "imported"


def history_events(
    imported: Imported | ValidImport, known: Set[CardKey], policy: Policy, rollover: int, now: Moment
) -> Iterator[Review | Mark]:
    """The log events of an import, card by card. Cards in `known` have a history here and get none.

    Each review but the last leaves the card as FSRS would have; the last one leaves it with the schedule
    it has in the other program, so that it comes back on the same day as there.
    """
    states = {card.card: card for card in imported.cards}
    reviews = sorted(imported.reviews, key=lambda review: (review.card, review.at))
    for key, given in groupby(reviews, key=lambda review: review.card):
        if key not in known:
            yield from _reviews_of(key, list(given), states, policy, rollover)
    for serial, card in enumerate(imported.cards):
        if card.card in known:
            continue
        for kind, is_on in ((MarkKind.SUSPEND, card.suspended), (MarkKind.FLAG, card.flagged)):
            if is_on:
                yield Mark(event_id(now, f"{RUN}-{kind}", serial), card.card, now, kind, True)


def count_schedules_without_reviews(imported: Imported | ValidImport) -> int:
    """How many cards have a schedule there but no review that led to it: they begin as new cards."""
    reviewed = {review.card for review in imported.reviews}
    return sum(card.schedule is not None and card.card not in reviewed for card in imported.cards)


def _reviews_of(
    key: CardKey,
    given: list[ImportedReview],
    states: Mapping[CardKey, ImportedCard],
    policy: Policy,
    rollover: int,
) -> Iterator[Review]:
    schedule: Schedule | None = None
    for serial, review in enumerate(given):
        at = _moment(review.at, rollover)
        before = schedule
        if review is given[-1] and key in states:
            schedule = states[key].schedule
        else:
            schedule = outcome(before, at, policy, review.rating)
        yield Review(
            id=event_id(at, f"{RUN}-{key}", serial),
            card=key,
            at=at,
            rating=review.rating,
            verdict=None,
            answer=(),
            seconds=min(LONGEST_ANSWER, review.seconds),
            mode=Mode.DRILL,
            before=before,
            after=schedule,
        )


def _moment(at: datetime, rollover: int) -> Moment:
    """The instant in the time zone of this machine."""
    return Moment.of(at.astimezone(), rollover)
