"""Answers straight into a store, without a sitting around them: for tests of the store."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mark, MarkKind, Mode, Progress, Retraction, Review
from srm_quiz.domain.scheduling import Policy, Rating, outcomes
from srm_quiz.store.store import Store
from tests.support.worlds import Clock, key

POLICY = Policy()


class Logbook:
    """A store and the clock its answers are given at; ids count up, whatever the clock does."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path, self.clock = path, clock or Clock()
        self._numbers = count()
        self.store = Store.open(path, now=self.clock())

    def reopen(self) -> Store:
        self.store.close()
        self.store = Store.open(self.path, now=self.clock())
        return self.store

    def standing(self, card: CardKey) -> Progress:
        return self.store.progress().get(card, Progress())

    def review(
        self,
        name: str,
        rating: Rating = Rating.GOOD,
        *,
        before: Progress | None = None,
        mode: Mode = Mode.DRILL,
    ) -> Review:
        """A review of the card as it stands, not yet written; `name` may be a whole key."""
        card = CardKey(name) if "#" in name else key(name)
        known = before or self.standing(card)
        after = outcomes(known.schedule, self.clock.moment, POLICY)[rating]
        return Review(
            id=f"{next(self._numbers):06}",
            card=card,
            at=self.clock.moment,
            rating=rating,
            verdict=Verdict.CORRECT if rating.passed else Verdict.WRONG,
            answer=("AWS", "naïve ‮ “x”"),
            seconds=3.25,
            mode=mode,
            before=known.schedule,
            after=after if mode is Mode.DRILL else known.schedule,
        )

    def answer(self, name: str, rating: Rating = Rating.GOOD, *, mode: Mode = Mode.DRILL) -> Review:
        review = self.review(name, rating, mode=mode)
        self.store.write([review])
        return review

    def mark(self, name: str, kind: MarkKind, on: bool = True) -> Mark:
        mark = Mark(f"{next(self._numbers):06}", key(name), self.clock.moment, kind, on)
        self.store.write([mark])
        return mark

    def retract(self, effect: Review | Mark) -> Retraction:
        retraction = Retraction(f"{next(self._numbers):06}", self.clock.moment, effect)
        self.store.write([retraction])
        return retraction


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's right to write everywhere, where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def everybodys_folder() -> Iterator[Path]:
    """A folder that can be reached by `as_nobody` (pytest's own is its user's alone)."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
