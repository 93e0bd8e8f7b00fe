"""Evenings of a learner at the real study: cards answered one after the other, right or wrong by a seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import CardKey, deck_of, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.pace import PRIORS
from srm_quiz.domain.reviews import Review
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.today import Agenda, planner_kind
from srm_quiz.study.study import Study
from tests.support.transcripts import answer_to
from tests.support.worlds import Clock


@dataclass
class LivedEvening:
    """What an evening said it would ask, and what it asked."""

    day: StudyDay
    promised: Agenda
    reviews: Sequence[Review] = ()
    kinds: Sequence[str] = ()
    """Of each card in the order of its first answer of the evening, as are `decks`."""
    decks: Sequence[str] = ()
    shown_before: list[CardKey] = field(default_factory=list)
    """Cards asked although another of their note was asked before on the same evening."""

    @property
    def new(self) -> int:
        """Cards answered for the first time of all."""
        return sum(review.before is None for review in self.reviews)

    @property
    def earlier(self) -> int:
        """Cards of earlier days, repeats not counted."""
        return len({review.card for review in self.reviews}) - self.new

    @property
    def minutes(self) -> float:
        """The minutes that the answers took."""
        return sum(review.seconds for review in self.reviews) / 60

    @staticmethod
    def longest_run(names: Sequence[str]) -> int:
        """The longest run of equal names."""
        return max((len(list(run)) for _, run in groupby(names)), default=0)


def study_evening(study: Study, clock: Clock, random: Random, right: float = 0.8) -> LivedEvening:
    """Answer until the day asks no more; each answer is right with this chance, and takes its usual time."""
    day, promised = study.now().day, study.agenda()
    evening = LivedEvening(day, promised)
    notes: dict[str, CardKey] = {}
    kinds: list[str] = []
    decks: list[str] = []
    session = study.start()
    while session.card is not None:
        card = session.card
        is_first = session.standing(card.key).schedule is None
        if notes.setdefault(note_of(card.key), card.key) != card.key:
            evening.shown_before.append(card.key)
        if card.key not in {review.card for review in session.reviews}:
            kinds.append(planner_kind(card))
            decks.append(deck_of(card.key))
        is_right = random.random() < right
        clock.advance(seconds=PRIORS[planner_kind(card)][not is_first] * random.lognormvariate(0, 0.3))
        given = answer_to(session, right=is_right)
        session = study.send(machine.Reveal() if given is None else machine.Answer(given))
        revealed = session.revealed
        assert revealed is not None
        rating = revealed.suggested if is_right or given else Rating.AGAIN
        session = study.send(machine.Rate(rating))
    evening.reviews, evening.kinds, evening.decks = session.reviews, kinds, decks
    return evening
