"""Golden runs: what a simulated learner who follows the planner reaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import pytest

from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.simulated_learner import SimulatedLearner, deck

EXAM = TargetExam()


def mixed(count: int) -> list[PlannedCard]:
    return deck(count)


def two_decks(count: int) -> list[PlannedCard]:
    """A small deck of low weight beside a large one."""
    return deck(
        count,
        kind=lambda i: ("basic", "cloze", "typed")[i % 3],
        name=lambda i: "a" if i % 100 < 70 else "b",
        weight=lambda i: 1.0 if i % 100 < 70 else 0.3,
    )


def one_deck(count: int) -> list[PlannedCard]:
    return deck(count, kind=lambda i: "basic", name=lambda i: "a")


def cloze_and_scenarios(count: int) -> list[PlannedCard]:
    return deck(count, kind=lambda i: "cloze" if i % 10 < 6 else "scenario")


def scenarios(count: int) -> list[PlannedCard]:
    return deck(count, kind=lambda i: "scenario")


@dataclass(frozen=True)
class Run:
    """Cards, days, minutes a day; then the mean recall at the exam and the fewest reviews of an evening."""

    cards: Callable[[int], list[PlannedCard]]
    count: int
    days: int
    minutes: int
    recall: float
    reviews: float
    tolerance: float = 0.004

    def __str__(self) -> str:
        return f"{self.cards.__name__} {self.count}/{self.days}/{self.minutes}"


RUNS = [
    Run(mixed, 300, 30, 20, 0.993, 15.6),
    Run(mixed, 300, 14, 20, 0.987, 41.8),
    Run(mixed, 600, 30, 10, 0.887, 13.1, tolerance=0.012),
    Run(mixed, 1000, 41, 20, 0.968, 41.2),
    Run(mixed, 100, 14, 10, 0.990, 9.9),
    Run(mixed, 300, 90, 20, 0.996, 4.2),
    Run(two_decks, 300, 30, 20, 0.993, 16.3),
    Run(one_deck, 300, 30, 20, 0.993, 15.5),
    Run(cloze_and_scenarios, 300, 30, 20, 0.988, 18.8, tolerance=0.03),
    Run(scenarios, 60, 30, 3, 0.523, 0.4, tolerance=0.03),
]


def learners(run: Run, seeds: int) -> list[SimulatedLearner]:
    followed = []
    for seed in range(seeds):
        learner = SimulatedLearner(run.cards(run.count), seed)
        learner.follow(EXAM, run.days, 60 * run.minutes)
        followed.append(learner)
    return followed


@pytest.mark.parametrize("run", [run for run in RUNS if run.count * run.days <= 9000], ids=str)
def test_two_learners_reach_about_what_the_golden_run_reached(run: Run) -> None:
    followed = learners(run, 2)
    assert fmean(learner.recall for learner in followed) == pytest.approx(run.recall, abs=3 * run.tolerance)
    reviews = fmean(learner.fewest_reviews for learner in followed)
    assert reviews == pytest.approx(run.reviews, abs=max(4, run.reviews / 3))


@pytest.mark.soak
@pytest.mark.parametrize("run", RUNS, ids=str)
def test_the_golden_runs_come_out_as_they_should(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    followed = learners(run, 12)
    recall = fmean(learner.recall for learner in followed[:6])
    fewest = [learner.fewest_reviews for learner in followed]
    with capsys.disabled():
        print(f"\n{run}: recall {recall:.3f} ({run.recall}), reviews {fmean(fewest):.1f} ({run.reviews})")
    assert recall == pytest.approx(run.recall, abs=run.tolerance)
    for half in (fewest[:6], fewest[6:]):
        assert fmean(half) == pytest.approx(run.reviews, abs=max(3, run.reviews / 3))


def test_a_learner_of_long_scenarios_with_three_minutes_a_day_meets_half_of_them() -> None:
    assert all(learner.met >= 31 for learner in learners(RUNS[-1], 6))


@dataclass(frozen=True)
class GoalRun:
    """A goal; then the mean answers a day of the first week, of the later ones, and the cards met."""

    cards: Callable[[int], list[PlannedCard]]
    goal: int
    first: float
    later: tuple[float, float]
    met: float

    def __str__(self) -> str:
        return f"{self.cards.__name__}, {self.goal} a day"


GOAL_RUNS = [
    GoalRun(mixed, 20, 17.7, (19.2, 20.1), 215),
    GoalRun(mixed, 40, 35.5, (37.9, 38.6), 437),
    GoalRun(two_decks, 20, 17.4, (18.8, 19.5), 212),
    GoalRun(one_deck, 20, 17.7, (19.2, 20.1), 212),
]


def weeks_of(followed: Sequence[SimulatedLearner]) -> list[float]:
    """The mean answers a day of each week, over the learners."""
    weeks = len(followed[0].days) // 7
    return [
        fmean(day.answers for learner in followed for day in learner.days[7 * week : 7 * week + 7])
        for week in range(weeks)
    ]


def goal_learners(run: GoalRun, seeds: int, days: int) -> list[SimulatedLearner]:
    followed = []
    for seed in range(seeds):
        learner = SimulatedLearner(run.cards(1000), seed)
        learner.follow_goal(EXAM, days, run.goal)
        followed.append(learner)
    return followed


@pytest.mark.parametrize("run", GOAL_RUNS, ids=str)
def test_the_weeks_of_one_learner_come_near_to_the_goal(run: GoalRun) -> None:
    first, *later = weeks_of(goal_learners(run, 1, 21))
    assert first == pytest.approx(run.first, abs=run.goal / 8)
    assert all(week == pytest.approx(fmean(run.later), abs=run.goal / 8) for week in later)


@pytest.mark.soak
@pytest.mark.parametrize("run", GOAL_RUNS, ids=str)
def test_the_golden_weeks_come_out_as_they_should(run: GoalRun, capsys: pytest.CaptureFixture[str]) -> None:
    followed = goal_learners(run, 12, 56)
    first, *later = weeks_of(followed)
    met = fmean(learner.met for learner in followed)
    with capsys.disabled():
        shown = " ".join(f"{week:.1f}" for week in (first, *later))
        print(f"\n{run}: {shown} ({run.first}, then {run.later}); {met:.0f} met ({run.met})")
    tolerance = run.goal / 20
    low, high = run.later
    assert first == pytest.approx(run.first, abs=tolerance)
    assert all(low - tolerance <= week <= high + tolerance for week in later)
    assert met == pytest.approx(run.met, rel=0.05)
