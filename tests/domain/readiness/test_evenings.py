"""Evening after evening: what a learner may rely on who follows the exam planner."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from statistics import fmean

import pytest

from srm_quiz.domain.readiness.evening import days_of_rest
from srm_quiz.domain.readiness.pace import PRIORS, Pace, pace_of
from srm_quiz.domain.readiness.planned_card import LINE, OWNER, PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.bundled_cards import bundled_cards, bundled_exam
from tests.support.planner_cases import longest_run
from tests.support.simulated_learner import Day, SimulatedLearner, deck

EXAMS = {name: bundled_exam(name) for name in ("saa", "both")}
TOPICS = EXAMS["saa"].topics


@cache
def follower(exam: str, days: int, minutes: int, misses: float = 0.1) -> SimulatedLearner:
    """A learner of the bundled decks who misses some of the days."""
    learner = SimulatedLearner(bundled_cards(), seed=days)
    learner.follow(EXAMS[exam], days, 60 * minutes, pace=pace_of, misses=misses)
    return learner


SHORT = [("saa", 14, 10), ("both", 10, 25)]
LONG = [("saa", 41, 20), ("both", 60, 30), ("saa", 90, 15), ("both", 30, 5)]

rich_cells = pytest.mark.parametrize(
    ("exam", "days", "minutes"), SHORT + [pytest.param(*cell, marks=pytest.mark.soak) for cell in LONG]
)


def cards_of(learner: SimulatedLearner) -> Iterator[tuple[int, Day, list[PlannedCard]]]:
    """Each day that was studied, with its cards in the order in which they were asked."""
    for number, day in enumerate(learner.days):
        if day.asked:
            yield number, day, [learner.cards[key] for key, _ in day.asked]


@pytest.mark.parametrize(("left", "rest"), [(1, 1), (9, 1), (29, 2), (30, 3), (79, 7), (80, 7), (400, 7)])
def test_a_cell_rests_a_tenth_of_the_evenings_left_but_a_day_at_least_and_a_week_at_most(
    left: int, rest: int
) -> None:
    assert days_of_rest(left) == rest


@rich_cells
def test_kin_never_meet_on_one_day(exam: str, days: int, minutes: int) -> None:
    for _, _, asked in cards_of(follower(exam, days, minutes)):
        notes = [card.note for card in asked]
        assert len(set(notes)) == len(notes)


@rich_cells
def test_no_cell_is_met_while_its_line_card_is_fresh(exam: str, days: int, minutes: int) -> None:
    met: set[str] = set()
    line_days: dict[str, int] = {}
    for number, _, asked in cards_of(follower(exam, days, minutes)):
        for card in asked:
            if card.kind == OWNER and card.key not in met and card.note in line_days:
                assert number - line_days[card.note] >= days_of_rest(days - number)
        met |= {card.key for card in asked}
        line_days |= {card.note: number for card in asked if card.kind == LINE}


@rich_cells
def test_runs_stay_short_across_the_plans_of_an_evening(exam: str, days: int, minutes: int) -> None:
    learner = follower(exam, days, minutes)
    for day in learner.days:
        asked = [(learner.cards[key], shown_by.dominant) for key, shown_by in day.asked]
        assert longest_run((), asked, "kind") <= 3
        assert longest_run((), asked, "deck") <= 3


@rich_cells
def test_every_evening_from_the_second_on_has_reviews(exam: str, days: int, minutes: int) -> None:
    studied = [day for _, day, _ in cards_of(follower(exam, days, minutes))]
    assert not studied[0].reviews and all(day.reviews for day in studied[1:])


@rich_cells
def test_late_cards_come_after_all_others(exam: str, days: int, minutes: int) -> None:
    learner, preset, pace = follower(exam, days, minutes), EXAMS[exam], Pace()
    timely = {
        key for key, card in learner.cards.items() if preset.includes(card) and not preset.is_late(card)
    }
    met: set[str] = set()
    for _, day, asked in cards_of(learner):
        late = [pace.new(card.kind) for card in asked if preset.is_late(card) and card.key not in met]
        if late:
            planned = [pick.card for found in day.plans for pick in found.picks]
            kin = {learner.cards[key].note for key in planned}
            behind = {card.note for card in learner.cards.values() if card.kind == LINE and card.key in met}
            for card in map(learner.cards.__getitem__, timely - met - set(planned)):
                is_resting = card.note in kin or (card.kind == OWNER and card.note in behind)
                assert is_resting or pace.new(card.kind) > max(late)  # or there was no time for it
        met |= {card.key for card in asked}


@pytest.mark.parametrize("exam", EXAMS)
@pytest.mark.parametrize(
    ("days", "minutes", "least"),
    [(7, 5, 12), (7, 10, 15), (14, 10, 15), pytest.param(30, 20, 15, marks=pytest.mark.soak)],
)
def test_every_topic_is_met_by_half_time(exam: str, days: int, minutes: int, least: int) -> None:
    learner = follower(exam, days, minutes, misses=0.0)
    met = [learner.cards[key].tags for day in learner.days[: days // 2] for key in day.new]
    assert sum(any(topic in tags for tags in met) for topic in TOPICS) >= least


@rich_cells
def test_while_time_is_short_the_minutes_are_used(exam: str, days: int, minutes: int) -> None:
    tight = [
        day.seconds / (60 * minutes)
        for _, day, _ in cards_of(follower(exam, days, minutes))
        if day.plans[0].is_tight
    ]
    assert not tight or fmean(tight) >= 0.96


CLIFFS = [(40, 60, 20), (100, 14, 10), (200, 30, 15)]
LONG_CLIFFS = [(300, 30, 20), (600, 30, 10), (300, 90, 20)]


@pytest.mark.parametrize(
    ("count", "days", "minutes"),
    CLIFFS + [pytest.param(*cell, marks=pytest.mark.soak) for cell in LONG_CLIFFS],
)
def test_there_is_no_cliff_before_the_exam(count: int, days: int, minutes: int) -> None:
    ends = []
    for seed in range(6):
        learner = SimulatedLearner(deck(count), seed)
        learner.follow(TargetExam(), days, 60 * minutes)
        ends.append([day.seconds for day in learner.days[-8:]])
    means = [fmean(evening) for evening in zip(*ends, strict=True)]
    assert max(means) <= 0.45 * sum(means)
    assert means[-1] <= 1.5 * means[-2]


@pytest.mark.parametrize("slowness", [0.6, 1.4])
def test_the_pace_of_a_quick_or_slow_learner_shows_within_fifty_answers(slowness: float) -> None:
    learner = SimulatedLearner(deck(300), 3, slowness)
    learner.follow(TargetExam(), 3, 900.0, pace=pace_of)
    answers = [answer for answer in learner.answers if answer.passed][:50]
    known = pace_of(answers)
    for kind in {answer.kind for answer in answers}:
        first, _ = PRIORS[kind]
        assert known.seconds[kind][0] == pytest.approx(slowness * first, rel=0.15)
