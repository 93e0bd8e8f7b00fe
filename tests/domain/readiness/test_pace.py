"""The learner's pace: how it is learnt from answers of every kind."""

from __future__ import annotations

from math import exp, log

import pytest

from srm_quiz.domain.readiness.pace import PRIORS, Answer, Pace, pace_of


def answers(kind: str, seconds: float, count: int, *, is_first: bool = False) -> list[Answer]:
    return [Answer(f"{kind}{n}", kind, is_first, True, seconds) for n in range(count)]


def test_without_answers_a_card_takes_its_prior_and_a_margin() -> None:
    assert pace_of([]) == Pace()
    assert Pace().review("scenario") == pytest.approx(38 * 1.05)
    assert Pace().new("owner") == pytest.approx((8 + 0.35 * 5.5) * 1.05)


def test_what_is_known_of_one_kind_is_told_of_all_others_too() -> None:
    pace = pace_of(answers("basic", 20.0, 200))
    overall = 200 * log(2) / 208
    assert pace.review("typed") == pytest.approx(12 * 1.05 * exp(overall))
    own = (200 * log(2) - 200 * overall) / 212
    assert pace.review("basic") == pytest.approx(10 * 1.05 * exp(overall + own))


@pytest.mark.parametrize("factor", [0.6, 1.0, 1.4])
def test_each_kind_finds_its_own_pace(factor: float) -> None:
    pace = pace_of(answers("choice", 16 * factor, 100) + answers("owner", 5.5, 100))
    assert pace.review("choice") == pytest.approx(16 * factor * 1.05, rel=0.08)
    assert pace.review("owner") == pytest.approx(5.5 * 1.05, rel=0.08)


@pytest.mark.parametrize("factor", [0.6, 1.4])
def test_fifty_answers_show_a_pace_that_is_forty_per_cent_off(factor: float) -> None:
    kinds = list(PRIORS)
    given = [
        Answer(str(n), kinds[n % 7], n % 2 == 0, True, factor * PRIORS[kinds[n % 7]][n % 2])
        for n in range(50)
    ]
    pace = pace_of(given)
    for kind, (first, later) in PRIORS.items():
        assert pace.seconds[kind] == pytest.approx((factor * first, factor * later), rel=0.15)


def test_slips_and_coffee_breaks_are_cut() -> None:
    assert [one.counted for one in answers("basic", 3600.0, 1)] == [40.0]
    assert [one.counted for one in answers("basic", 0.0, 1)] == [0.5]
    assert [one.counted for one in answers("basic", 3600.0, 1, is_first=True)] == [60.0]
    assert pace_of(answers("basic", 3600.0, 5)) == pace_of(answers("basic", 40.0, 5))
