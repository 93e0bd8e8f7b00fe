"""Another program's reviews as ours: rows of the log, which end where that program stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from itertools import groupby

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import LONGEST_ANSWER, Mark, MarkKind, Mode, Review, event_id
from srm_quiz.domain.scheduling import Policy, Schedule, outcome
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedReview

RUN = "imported"


def log_of(
    imported: Imported, known: Set[CardKey], policy: Policy, rollover: int, now: Moment
) -> Iterator[Review | Mark]:
    """What goes into the log, card by card; cards in `known` have a history here already and are left out.

    Each review but the last leaves the card as FSRS would have; the last one leaves it where the other
    program stood, so that it comes back on the day it would have come there.
    """
    standing = {card.card: card for card in imported.cards}
    reviews = sorted(imported.reviews, key=lambda one: (one.card, one.at))
    done = set()
    for card, given in groupby(reviews, key=lambda one: one.card):
        if card not in known:
            done.add(card)
            yield from _reviews_of(card, list(given), standing, policy, rollover)
    for serial, one in enumerate(imported.cards):
        if one.card in known:
            continue
        for kind, is_on in ((MarkKind.SUSPEND, one.suspended), (MarkKind.FLAG, one.flagged)):
            if is_on:
                yield Mark(event_id(now, f"{RUN}-{kind}", serial), one.card, now, kind, True)


def without_reviews(imported: Imported) -> int:
    """How many cards have a schedule there and no review that it came from: they begin as new ones."""
    reviewed = {review.card for review in imported.reviews}
    return sum(card.schedule is not None and card.card not in reviewed for card in imported.cards)


def _reviews_of(
    card: CardKey,
    given: list[ImportedReview],
    standing: Mapping[CardKey, ImportedCard],
    policy: Policy,
    rollover: int,
) -> Iterator[Review]:
    schedule: Schedule | None = None
    for serial, one in enumerate(given):
        at = _moment(one.at, rollover)
        before = schedule
        if one is given[-1] and card in standing:
            schedule = standing[card].schedule
        else:
            schedule = outcome(card, before, at, policy, one.rating)
        yield Review(
            id=event_id(at, f"{RUN}-{card}", serial),
            card=card,
            at=at,
            rating=one.rating,
            verdict=None,
            answer=(),
            seconds=min(LONGEST_ANSWER, one.seconds),
            mode=Mode.DRILL,
            before=before,
            after=schedule,
        )


def _moment(at: datetime, rollover: int) -> Moment:
    """The instant as it was lived, by the time zone of this machine."""
    return Moment.of(at.astimezone(), rollover)
