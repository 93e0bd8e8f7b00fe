"""Weights of one's own, and what a desired retention costs."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from random import Random
from types import SimpleNamespace

import pytest

from srm_quiz.charts.workload import WorkloadChart
from srm_quiz.config.settings import load, save
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.memory_model import DEFAULT_WEIGHTS, Memory
from srm_quiz.domain.readiness.workload import loads
from srm_quiz.domain.session import Undo
from srm_quiz.study.optimizer import FEWEST, CannotFitError, Fit, fit, log_loss
from srm_quiz.study.workload import WorkloadInputs
from tests.support.commandline import Shell
from tests.support.transcripts import Step, play

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


def test_the_fit_sees_no_review_of_a_held_back_day_not_even_of_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fitted: list[list[tuple[int, int]]] = []

    class Fitter:
        def __init__(self, weights: object) -> None: ...

        def compute_parameters(self, items: list[list[tuple[int, int]]]) -> tuple[float, ...]:
            fitted.extend(items)
            return DEFAULT_WEIGHTS

    rust = SimpleNamespace(FSRS=Fitter, FSRSItem=list, FSRSReview=lambda rating, gap: (rating, gap))
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", rust)
    gaps = [10] * 400 + [11] * 100
    reviews = {
        CardKey(f"deck/{n}#1"): [(FIRST, 3), (days_after(FIRST, gap), 3)] for n, gap in enumerate(gaps)
    }
    assert fit(reviews, None).reviews == 500
    assert fitted == [[(3, 0), (3, 10)]] * 400


def test_too_few_reviews_are_not_fitted() -> None:
    needed = f"a fit needs {FEWEST} reviews on a later day, and there are 70"
    with pytest.raises(CannotFitError, match=needed):
        fit(learner(Memory(), 10), None)


def test_the_loss_is_least_for_the_weights_that_made_the_answers() -> None:
    history = learner(Memory(), 150)
    other = Memory((*(one * 3 for one in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:]))
    assert log_loss(history, Memory(), FIRST) < log_loss(history, other, FIRST)


def test_more_retention_costs_more_time_and_keeps_more_known() -> None:
    found = loads([(n / 3, 1 + n % 9, 13.0) for n in range(300)], Memory())
    assert [one.seconds for one in found] == sorted(one.seconds for one in found)
    assert [one.known for one in found] == sorted(one.known for one in found)
    assert all(one.retention <= one.known <= 1 for one in found)
    assert loads([], Memory())[0].seconds == 0


def test_cards_that_are_all_alike_cost_more_with_every_step_too() -> None:
    """Learnt on the same day, they come back on the same days: the cost still rises evenly."""
    found = [one.seconds for one in loads([(2.3, 2.1, 13.0)] * 50, Memory())]
    assert found == sorted(found)


def test_the_time_is_in_proportion_to_the_seconds_of_a_review_and_to_the_cards() -> None:
    (one,), (slow,), (two,) = (
        loads(cards, Memory(), [0.9])
        for cards in ([(9.0, 5.0, 10.0)], [(9.0, 5.0, 20.0)], [(9.0, 5.0, 10.0), (9.0, 5.0, 10.0)])
    )
    assert slow.seconds == two.seconds == pytest.approx(2 * one.seconds)
    # At 90 % the first review comes after as many days as the stability says, later ones ever later.
    assert 2 * 10.0 / 365 < one.seconds < 10.0 / 9


def test_the_curve_is_shown_before_the_retention_is_changed(shell: Shell) -> None:
    shell.learn("reveal", "good", "right", "good")
    assert shell("retention") == 0
    assert "For the 2 cards you have begun, over the next year" in shell.out
    assert "90 %" in shell.out and "<- now" in shell.out
    assert shell("retention", "0.95") == 0
    assert re.search(r"At 95 % it takes \d+\.\d minutes a day instead of \d+\.\d and keeps", shell.out)
    assert "<- new" in shell.out and "You aim at 95 % from now on" in shell.out
    assert [one["retention"] for one in shell.json("retention", "--json") if one["retention"] == 0.95] == [
        0.95
    ]
    assert shell("retention", "0.2") == 2


def test_before_the_first_answer_the_curve_says_that_it_supposes_one(shell: Shell) -> None:
    shell("retention")
    assert "You have begun no card yet. For 7 cards answered once, over a year:" in shell.out
    assert "At 90 % it would take" in shell.out and "you have begun," not in shell.out
    (shell.home / "bundled" / "world.yaml").unlink()
    assert shell("retention") == 0
    assert shell.out == "There are no cards yet. With some, this shows what remembering more would cost.\n"


@pytest.mark.parametrize("width", [36, 50, 75, 120])
def test_the_curve_keeps_to_the_width_there_is(width: int) -> None:
    inputs = WorkloadInputs([(3.0, 5.0, 13.0)] * 10_000, True, Memory())
    shown = WorkloadChart(inputs, inputs.loads([0.8, 0.925, 0.99]), 0.8, 0.925)
    lines = ["".join(text for text, _ in line) for line in shown.lines(width)]
    assert len(lines) == 4 and max(map(len, lines)) <= min(width, 60)
    assert lines[1].endswith("<- now") and "92.5 %" in lines[2] and lines[2].endswith("<- new")


def test_without_a_history_nothing_is_fitted_and_undo_is_harmless(shell: Shell) -> None:
    assert shell("optimize") == 1
    assert "keep drilling" in shell.err
    shell.learn("reveal", "good", "right", "good")
    assert shell("optimize", "--undo") == 0
    assert "The published weights are in use: there is no fit to take back." in shell.out


def test_without_the_library_that_fits_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(
        CannotFitError, match=r"the library that fits is not installed: pip install 'srm-quiz\["
    ):
        fit(learner(Memory(), 100), None)


# ------------------------------------------------------- applied, and taken back

SLOWER = (*(2 * one for one in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])
SLOWEST = (*(4 * one for one in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch, shell: Shell) -> Iterator[list[Fit]]:
    """What the next runs of `optimize` find, for somebody who answered two cards easily."""
    shell.learn("reveal", "easy", "right", "easy")
    found: list[Fit] = []
    monkeypatch.setattr("srm_quiz.study.optimizer.fit", lambda *_: found.pop(0))
    yield found
    assert not found


def better(weights: tuple[float, ...]) -> Fit:
    return Fit(tuple(round(one, 4) for one in weights), 1234, before=0.4, after=0.3)


def due(shell: Shell) -> list[StudyDay]:
    with shell.world.open() as opened:
        found = opened.store.progress().values()
        return [one.schedule.due_day for one in found if one.schedule]


def weights_in_use(shell: Shell) -> tuple[float, ...]:
    return load(shell.world.locations.settings_file)[0].weights


def test_fits_are_taken_back_one_at_a_time_each_with_its_schedules(shell: Shell, fits: list[Fit]) -> None:
    published = due(shell)
    fits += [better(SLOWER), better(SLOWEST)]
    assert shell("optimize") == 0
    assert "1,234 reviews" in shell.out and "0.4000 with the present weights, 0.3000 with" in shell.out
    assert "Your own weights are in use: 2 cards come back later, 0 earlier." in shell.out
    slower = due(shell)
    assert shell("optimize") == 0
    assert min(due(shell)) > max(slower) and min(slower) > max(published)

    assert shell("optimize", "--undo") == 0
    assert "Your weights from before the last fit are in use again: 0 cards come back later, 2" in shell.out
    assert "To go back one fit more" in shell.out
    assert weights_in_use(shell) == better(SLOWER).weights and due(shell) == slower
    assert shell("optimize", "--undo") == 0
    assert "The published weights are in use again: 0 cards come back later, 2 earlier." in shell.out
    assert weights_in_use(shell) == () and due(shell) == published
    assert shell("optimize", "--undo") == 0
    assert "there is no fit to take back" in shell.out and due(shell) == published


def test_weights_that_were_put_back_by_hand_are_no_step_of_their_own(shell: Shell, fits: list[Fit]) -> None:
    fits += [better(SLOWER), better(SLOWEST)]
    shell("optimize")
    shell("optimize")
    save(shell.world.locations.settings_file, "weights", better(SLOWER).weights)
    assert shell("optimize", "--undo") == 0
    assert "The published weights are in use again" in shell.out and weights_in_use(shell) == ()


def test_what_foresees_no_better_and_what_is_only_looked_at_changes_nothing(
    shell: Shell, fits: list[Fit]
) -> None:
    published = due(shell)
    fits += [Fit(SLOWER, 1234, before=0.3, after=0.3), better(SLOWER), better(SLOWER)]
    assert shell("optimize") == 0
    assert "predict you no better: nothing was changed" in shell.out
    assert shell("optimize", "--dry-run") == 0
    assert "predict you better. To use them: srm-quiz optimize" in shell.out
    assert shell.json("optimize", "--json")["better"] is True
    assert shell("optimize", "--undo", "--dry-run") == 2
    assert weights_in_use(shell) == () and due(shell) == published


def test_a_rebuild_and_an_answer_taken_back_keep_the_fitted_schedules(shell: Shell, fits: list[Fit]) -> None:
    fits.append(better(SLOWER))
    shell("optimize")
    fitted = due(shell)
    shell("rebuild")
    assert "2 schedules worked out again from the log, 0 of them changed." in shell.out
    shell.world.clock.advance(days=60)
    weights = weights_in_use(shell)
    with shell.world.open(sitting="later", weights=weights) as opened:
        play(opened, shell.world.clock, [Step("right"), Step("suggested")])
        assert due(shell) != fitted
        opened.send(Undo())
    assert due(shell) == fitted


def test_settings_that_cannot_be_written_leave_weights_and_schedules(shell: Shell, fits: list[Fit]) -> None:
    fits.append(better(SLOWER))
    published = due(shell)
    shell.world.locations.settings_file.mkdir()
    assert shell("optimize") == 1
    assert "this file cannot be read" in shell.err and due(shell) == published
    shell.world.locations.settings_file.rmdir()
    assert shell("optimize", "--undo") == 0
    assert "there is no fit to take back" in shell.out
