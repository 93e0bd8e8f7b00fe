"""The evenings until the exam, played forward."""

from __future__ import annotations

from random import Random

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.pace import Pace
from srm_quiz.domain.readiness.projection import Projection, project
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.simulated_learner import deck

EVENING = Evening(today=100, last=113, budget=600.0)


def played(outcomes: int = 0, cards: int = 200) -> Projection:
    known = [(5.0, 5.0, True)] * outcomes
    return project(deck(cards), TargetExam(), EVENING, known, Pace(), Memory(), Random(5).random)


def test_every_evening_until_the_exam_is_played_within_its_minutes() -> None:
    ahead = played()
    assert len(ahead.evenings) == 14
    assert all(0 < evening.seconds <= 1.3 * 600 for evening in ahead.evenings)
    assert not ahead.evenings[0].reviews and all(evening.reviews for evening in ahead.evenings[2:])


def test_each_card_is_met_once_and_most_are_known_at_the_end() -> None:
    ahead = played()
    assert len(ahead.met_on) == sum(evening.new for evening in ahead.evenings) <= 200
    assert set(ahead.met_on.values()) <= set(range(14))
    assert ahead.exam is not None and ahead.exam.known > 0.5


def test_what_is_played_does_not_make_the_forecast_surer_of_the_learner() -> None:
    unknown, known = played().exam, played(outcomes=400).exam
    assert unknown is not None and known is not None
    assert unknown.chance is None and known.chance is not None
    assert unknown.high - unknown.low > known.high - known.low


def test_without_cards_there_is_nothing_to_forecast() -> None:
    assert played(cards=0).exam is None


def test_of_an_exam_in_another_century_a_fortnight_is_played_and_nothing_foreseen() -> None:
    far = Evening(today=100, last=45_000, budget=600.0)
    ahead = project(deck(200), TargetExam(), far, [], Pace(), Memory(), Random(5).random)
    assert len(ahead.evenings) == 14 and ahead.exam is None
