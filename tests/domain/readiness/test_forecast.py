"""The forecast: how the exam would go tomorrow, and how little it claims to know."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.forecast import Outcome, exam_forecast, log_strength
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.planner_cases import CARDS, EXAM, TODAY
from tests.support.simulated_learner import deck

MEMORY = Memory()
ALL = TargetExam()


def outcomes(strength: float, count: int) -> list[Outcome]:
    """Reviews of a learner whose stabilities are so many times those computed."""
    true = Memory(None, strength)
    found: list[Outcome] = []
    for days, stability in ((3.0, 4.0), (10.0, 8.0), (30.0, 20.0), (9.0, 25.0)):
        each = count // 4
        found += [(days, stability, n / each < true.recall(days, stability)) for n in range(each)]
    return found


def known(count: int, seen: int, stability: float = 1e6) -> list[PlannedCard]:
    return [replace(card, stability=stability) if n < seen else card for n, card in enumerate(deck(count))]


def test_without_a_card_in_scope_there_is_no_forecast() -> None:
    assert exam_forecast([], ALL, 0, []) is None
    assert exam_forecast(deck(9), TargetExam(tags=frozenset({"saa"})), 0, []) is None


def test_a_beginner_is_promised_what_guessing_brings_and_warned_of_a_wide_band() -> None:
    forecast = exam_forecast(deck(100), ALL, 0, [])
    assert forecast is not None
    assert forecast.mean == 0.25 and forecast.known == forecast.seen == 0
    deviation = (0.25 * 0.75 / 65 + 0.06**2) ** 0.5
    assert forecast.low == pytest.approx(0.25 - 1.28 * deviation)
    assert forecast.high == pytest.approx(0.25 + 0.28 * 0.75 * 0.8 + 1.28 * deviation)


def test_what_is_known_in_the_cards_wording_is_known_less_surely_in_the_exams() -> None:
    forecast = exam_forecast(known(100, 100), ALL, 0, outcomes(1, 400))
    assert forecast is not None
    assert forecast.mean == pytest.approx(0.25 + 0.75 * 0.8, abs=0.001)
    assert exam_forecast(known(100, 100), ALL, 0, [], transfer=1.0).mean == pytest.approx(1, abs=0.001)  # type: ignore[union-attr]


def test_weights_count_and_cards_fade_until_the_morning_after() -> None:
    heavy, light = (replace(card, weight=weight) for card, weight in zip(deck(2), (3.0, 1.0), strict=True))
    forecast = exam_forecast([replace(heavy, stability=5.0, last=-4), light], ALL, 0, [])
    assert forecast is not None
    assert forecast.seen == 0.75
    assert forecast.known == pytest.approx(0.75 * MEMORY.recall(4.6, 5.0))


def test_it_is_too_early_for_a_chance_until_half_is_seen_and_two_hundred_reviews_are_given() -> None:
    def chance(seen: int, reviews: int) -> float | None:
        forecast = exam_forecast(known(100, seen), ALL, 0, outcomes(1, reviews))
        assert forecast is not None
        return forecast.chance

    assert chance(49, 400) is None and chance(100, 196) is None
    assert chance(50, 200) is not None


def test_a_chance_is_rounded_down_to_twentieths_and_never_certain() -> None:
    easy = replace(ALL, pass_mark=0.3)
    for exam in (ALL, easy, replace(ALL, pass_mark=0.84), replace(ALL, pass_mark=0.95)):
        forecast = exam_forecast(known(100, 100), exam, 0, outcomes(1, 400))
        assert forecast is not None and forecast.chance is not None
        assert forecast.chance <= 0.95 and 20 * forecast.chance == pytest.approx(round(20 * forecast.chance))
        assert 0 <= min(forecast.passing, 0.9999) - forecast.chance < 0.05
    assert exam_forecast(known(100, 100), easy, 0, outcomes(1, 400)).chance == 0.95  # type: ignore[union-attr]


@pytest.mark.parametrize("true", [0.5, 1.0, 2.0])
def test_reviews_show_how_long_this_learner_remembers(true: float) -> None:
    assert log_strength(outcomes(true, 2000), MEMORY) == pytest.approx(log(true), abs=0.1)


def test_few_reviews_prove_little() -> None:
    assert log_strength([], MEMORY) == pytest.approx(0, abs=1e-9)
    few, more = (log_strength([(3.0, 4.0, True)] * count, MEMORY) for count in (3, 30))
    assert 0 < few < 0.2 < more
    assert log_strength([(3.0, 4.0, False)] * 3, MEMORY) < -0.3


def test_more_reviews_narrow_the_band() -> None:
    widths = []
    for count in (0, 40, 400, 4000):
        forecast = exam_forecast(known(100, 100), ALL, 0, outcomes(1, count) if count else [])
        assert forecast is not None
        widths.append(forecast.high - forecast.low)
    assert widths == sorted(widths, reverse=True)


@given(
    CARDS,
    st.lists(st.tuples(st.floats(1, 400), st.floats(0.01, 400), st.booleans()), max_size=60),
)
def test_the_band_holds_the_mean_and_stays_between_nothing_and_all(
    cards: list[PlannedCard], given: list[Outcome]
) -> None:
    forecast = exam_forecast(cards, EXAM, TODAY, given)
    if forecast is not None:
        assert 0 <= forecast.low <= forecast.mean <= forecast.high <= 1
        assert 0 <= forecast.known <= forecast.seen + 1e-9 <= 1 + 1e-6
