"""What a learner of the bundled decks meets on the first evenings before an exam."""

from __future__ import annotations

from functools import cache

import pytest

from srm_quiz.domain.readiness.pace import pace_of
from tests.bundled_decks.test_points import POINTS
from tests.support.bundled_cards import bundled_cards, bundled_exam
from tests.support.simulated_learner import SimulatedLearner

EXAMS = pytest.mark.parametrize("exam", ["saa", "clf"])


@cache
def evenings(exam: str) -> list[list[str]]:
    """The cards of each of fourteen evenings of ten minutes, in the order in which they were asked."""
    learner = SimulatedLearner(bundled_cards(), seed=14)
    learner.follow(bundled_exam(exam), 14, 600, pace=pace_of, misses=0)
    return [[card for card, _ in day.asked] for day in learner.days]


@EXAMS
def test_ten_evenings_touch_every_point_that_matters(exam: str) -> None:
    tags = {card.key: card.tags for card in bundled_cards()}
    met = {tag for evening in evenings(exam)[:10] for card in evening for tag in tags[card]}
    assert sorted(point for point in POINTS if POINTS[point][exam] >= 2 and point not in met) == []


@EXAMS
def test_the_first_lesson_comes_first_and_explains_before_it_asks(exam: str) -> None:
    lesson = [card.key for card in bundled_cards() if card.deck == "first-lesson"]
    assert [card for card in evenings(exam)[0] if card in lesson] == lesson
    assert evenings(exam)[0][0] == lesson[0]
