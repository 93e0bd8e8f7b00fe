"""Weights of one's own, and what a desired retention costs."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.memory import DEFAULT_WEIGHTS, Memory
from srm_quiz.domain.planner import Pace
from srm_quiz.domain.workload import loads
from srm_quiz.fitting import FEWEST, CannotFit, fit, log_loss
from tests.commandline import Shell

FIRST = StudyDay(date(2026, 1, 1))


def learner(memory: Memory, cards: int, seed: int = 5) -> dict[CardKey, list[tuple[StudyDay, int]]]:
    """Answers of somebody who remembers like this, on days chosen by the published weights."""
    random, published = Random(seed), Memory()
    found = {}
    for number in range(cards):
        day, rating = days_after(FIRST, number % 90), random.choice((1, 3, 3, 4))
        stability, difficulty = memory.first(rating)
        planned, hard = published.first(rating)
        answers = [(day, rating)]
        for _ in range(7):
            gap = max(1, round(planned))
            day = days_after(day, gap)
            chance = memory.recall(gap, stability)
            rating = 3 if random.random() < chance else 1
            answers.append((day, rating))
            if rating == 3:
                stability = memory.recalled(stability, difficulty, chance)
                planned = published.recalled(planned, hard, 0.9)
            else:
                stability = memory.forgotten(stability, difficulty, chance)
                planned = published.forgotten(planned, hard, 0.9)
            difficulty, hard = memory.harder(difficulty, rating), published.harder(hard, rating)
        found[CardKey(f"deck/{number}#1")] = answers
    return found


def test_a_learner_who_remembers_otherwise_is_foreseen_better_by_weights_of_their_own() -> None:
    pytest.importorskip("fsrs_rs_python")
    forgetful = Memory((*DEFAULT_WEIGHTS[:8], 0.9, *DEFAULT_WEIGHTS[9:]))  # memories grow more slowly
    found = fit(learner(forgetful, 300), None)
    assert len(found.weights) == 21 and found.reviews == 2100
    assert found.is_better and found.after < found.before


def test_too_few_reviews_are_not_fitted() -> None:
    with pytest.raises(CannotFit, match=f"a fit needs {FEWEST} reviews on a later day, and there are 70"):
        fit(learner(Memory(), 10), None)


def test_the_loss_is_least_for_the_weights_that_made_the_answers() -> None:
    history = learner(Memory(), 150)
    other = Memory((*(one * 3 for one in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:]))
    assert log_loss(history, Memory(), FIRST) < log_loss(history, other, FIRST)


def test_more_retention_costs_more_time_and_keeps_more_known() -> None:
    found = loads([(n / 3, 1 + n % 9) for n in range(300)], Memory(), Pace())
    assert [one.seconds for one in found] == sorted(one.seconds for one in found)
    assert [one.known for one in found] == sorted(one.known for one in found)
    assert all(one.retention <= one.known <= 1 for one in found)
    assert loads([], Memory(), Pace())[0].seconds == 0


def test_the_curve_is_shown_before_the_retention_is_changed(shell: Shell) -> None:
    assert shell("retention") == 0
    assert "90 %" in shell.out and "<- now" in shell.out
    assert shell("retention", "0.95") == 0
    assert "<- new" in shell.out and "You aim at 95 % from now on" in shell.out
    assert [one["retention"] for one in shell.json("retention", "--json") if one["retention"] == 0.95] == [
        0.95
    ]
    assert shell("retention", "0.2") == 2


def test_without_a_history_nothing_is_fitted_and_undo_is_harmless(shell: Shell) -> None:
    assert shell("optimize") == 1
    assert "keep drilling" in shell.err
    shell.learn("reveal", "good", "right", "good")
    assert shell("optimize", "--undo") == 0
    assert "The published weights are in use: 0 cards come back later, 0 earlier." in shell.out
