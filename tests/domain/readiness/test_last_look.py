"""The last look before the exam, and what a review today adds to what is known there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.last_look import gain
from tests.support.simulated_learner import deck

MEMORY = Memory()
EVENING = Evening(today=0, last=9, budget=1200.0)


def gained(stability: float, last: int, look: int = 0) -> float:
    """What a review today adds for a card of this stability that was answered on the day `last`."""
    return gain(replace(deck(1)[0], stability=stability, last=last), EVENING, look, MEMORY)


def test_a_review_adds_nothing_for_a_card_that_will_be_known_anyway() -> None:
    assert gained(stability=1e6, last=-5) == pytest.approx(0, abs=0.001)


def test_a_review_adds_at_most_what_would_be_forgotten_by_the_exam() -> None:
    stability, last = 5.0, -20
    forgotten = 1 - MEMORY.recall(EVENING.exam - last, stability)
    assert 0.1 < gained(stability, last) < forgotten


def test_a_review_adds_less_if_the_card_has_a_last_look_ahead() -> None:
    assert 0 < gained(5.0, -20, look=9) < gained(5.0, -20)
