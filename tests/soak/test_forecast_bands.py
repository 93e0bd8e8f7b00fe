"""Forecasts of an exam against what simulated learners then score in it."""

from __future__ import annotations

from math import exp
from random import Random

import pytest

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import NIGHT, Evening
from srm_quiz.domain.readiness.forecast import ENOUGH_REVIEWS, SPREAD, TRANSFER, ExamForecast, exam_forecast
from srm_quiz.domain.readiness.planner import plan
from srm_quiz.domain.readiness.projection import answered
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.simulated_learner import deck

pytestmark = pytest.mark.soak

EXAM = TargetExam()
LEARNERS = 60
TRANSFER_SPREAD = 0.06
"""By how much learners differ in what they make of a question worded anew."""


def lived(seed: int, evenings: int) -> tuple[ExamForecast, float]:
    """The forecast after so many evenings of fifteen minutes, and the share of right answers next morning.

    Learners remember longer or shorter than computed, by the factor that the forecast has to find out.
    """
    random = Random(seed)
    strength = exp(random.gauss(0, SPREAD))
    true, believed = Memory(strength=strength), Memory()
    cards = {card.key: card for card in deck(300)}
    outcomes: list[tuple[float, float, bool]] = []
    for today in range(evenings):
        evening = Evening(today=today, last=evenings + 20, budget=900.0, studied=today)
        for pick in plan(cards.values(), EXAM, evening).picks:
            card = cards[pick.card]
            if card.stability is None:
                cards[card.key], _ = answered(card, today, believed, random.random)
                continue
            is_right = random.random() < true.recall(today - card.last, card.stability)
            numbers = iter([0.0 if is_right else 1.0, random.random()])
            cards[card.key], _ = answered(card, today, believed, lambda numbers=numbers: next(numbers))
            outcomes.append((today - card.last, card.stability, is_right))
    today = evenings - 1
    expected = exam_forecast(cards.values(), EXAM, today, outcomes)
    assert expected is not None
    transfer = min(1.0, max(0.0, random.gauss(TRANSFER, TRANSFER_SPREAD)))
    right = 0
    for card in random.choices(list(cards.values()), k=EXAM.questions):
        known = 0.0
        if card.stability is not None:
            known = transfer * true.recall(today + NIGHT - card.last, card.stability)
        right += random.random() < known + (1 - known) * EXAM.guess
    return expected, right / EXAM.questions


@pytest.mark.parametrize("evenings", [2, 5, 10, 20, 40])
def test_the_band_holds_four_of_five_results_whatever_the_experience(
    evenings: int, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [lived(seed, evenings) for seed in range(LEARNERS)]
    inside = sum(expected.low <= share <= expected.high for expected, share in made)
    width = sum(expected.high - expected.low for expected, _ in made) / LEARNERS
    reviews = sum(expected.reviews for expected, _ in made) / LEARNERS
    seen = sum(expected.seen for expected, _ in made) / LEARNERS
    told = [(expected.chance, share) for expected, share in made if expected.chance is not None]
    with capsys.disabled():
        print(
            f"\n{evenings:3} evenings: {reviews:5.0f} reviews, {seen:.0%} met, {inside / LEARNERS:.0%} in "
            f"a band of {width:.0%}, a chance told to {len(told)}"
        )
    assert inside >= 0.8 * LEARNERS
    assert all(chance <= 0.95 for chance, _ in told)
    if told:  # nobody is promised more than comes
        passed = sum(share >= EXAM.pass_mark for _, share in told) / len(told)
        assert sum(chance for chance, _ in told) / len(told) <= passed + 0.1
    assert all(expected.reviews >= ENOUGH_REVIEWS for expected, _ in made if expected.chance is not None)
