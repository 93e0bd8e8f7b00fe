"""Forecasts of readiness are held against what came: answers to untouched cards, and mock exams."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from math import isclose
from pathlib import Path

import pytest

from srm_quiz.charts.readiness import (
    prediction_figures,
    prediction_lines,
    prediction_rows,
    prediction_summary,
)
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.exam.exam import GoTo, Submit
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.predictions import (
    DatedOutcome,
    MockExamAnswers,
    Prediction,
    review_predictions,
)
from srm_quiz.study.mock_exam import MockExam
from tests.support.commandline import Shell
from tests.support.exams import ExamWorld, answer
from tests.support.transcripts import Step, play

FIRST = StudyDay(date(2026, 11, 2))
EXAM = days_after(FIRST, 40)
MEMORY = Memory()


def on(day: int) -> StudyDay:
    return days_after(FIRST, day)


def predicted(*days: int, exam: StudyDay = EXAM) -> list[Prediction]:
    return [Prediction(on(day), exam, cards=200, recall=0.8, chance=0.7) for day in days]


def later(last: int, day: int, passed: bool = True, stability: float = 10.0) -> DatedOutcome:
    return DatedOutcome(on(last), on(day), stability, passed)


def came(predictions: Sequence[Prediction], *answers: DatedOutcome) -> list[int]:
    """How many answers test each prediction."""
    found = review_predictions(predictions, answers, (), MEMORY)
    return [one.outcome.passed.of for one in found.tested]


# ----------------------------------------------------------------- which answers test it


def test_a_forecast_is_tested_by_cards_seen_before_it_and_asked_again_after_it() -> None:
    assert came(predicted(5), later(0, 9)) == [1]
    assert came(predicted(5), later(6, 9), later(0, 4)) == [0]


def test_an_answer_on_the_day_of_the_forecast_does_not_test_it() -> None:
    """It may have been given before the forecast or after it."""
    assert came(predicted(5), later(0, 5), later(5, 9)) == [0]


def test_an_answer_tests_every_forecast_since_the_card_was_last_seen_and_counts_once_on_the_whole() -> None:
    found = review_predictions(predicted(1, 3, 5, 12), [later(2, 10)], (), MEMORY)
    assert [one.outcome.passed.of for one in found.tested] == [0, 1, 1, 0]
    assert found.overall is not None and found.overall.passed.of == 1


def test_forecasts_for_several_exams_on_one_day_count_an_answer_once() -> None:
    found = review_predictions([*predicted(5), *predicted(5, exam=on(90))], [later(2, 10)], (), MEMORY)
    assert [one.outcome.passed.of for one in found.tested] == [1, 1]
    assert found.overall is not None and found.overall.passed.of == 1


# ------------------------------------------------------------------------ what is foretold


def test_what_was_prediction_of_a_card_is_its_recall_on_the_day_it_came() -> None:
    found = review_predictions(predicted(5), [later(2, 10)], (), MEMORY)
    assert isclose(found.tested[0].outcome.expected, MEMORY.recall(8, 10.0))


def test_forecasts_are_judged_by_what_was_believed_when_they_were_made() -> None:
    """Nothing of what came later is in them: the same lapses after the forecast do not lower it."""
    before = [later(-20, -1, passed=False) for _ in range(40)]
    after = [later(2, 10, passed=False) for _ in range(40)]
    alone = review_predictions(predicted(5), after, (), MEMORY).tested[0].outcome
    warned = review_predictions(predicted(5), [*before, *after], (), MEMORY).tested[0].outcome
    assert isclose(alone.expected, MEMORY.recall(8, 10.0))
    assert warned.expected < alone.expected - 0.1
    assert alone.passed.passed == warned.passed.passed == 0


def test_answers_that_came_as_expected_leave_the_forecast_as_it_was() -> None:
    before = [later(-20, -12, passed=n % 12 != 0) for n in range(120)]
    found = review_predictions(predicted(5), [*before, later(2, 10)], (), MEMORY)
    assert found.tested[0].outcome.expected == pytest.approx(MEMORY.recall(8, 10.0), abs=0.01)


def test_a_slip_on_a_card_that_was_surely_known_lowers_no_forecast() -> None:
    """It is likelier a slip of the keys: there is a chance to be wrong about any review."""
    slip = later(-2, -1, passed=False, stability=1e7)
    found = review_predictions(predicted(5), [slip, later(2, 10)], (), MEMORY)
    assert isclose(found.tested[0].outcome.expected, MEMORY.recall(8, 10.0))


def test_an_honest_learner_bears_the_forecast_out_and_a_forgetful_one_does_not() -> None:
    honest = [later(2, 10, passed=n % 12 != 0) for n in range(120)]
    forgetful = [later(2, 10, passed=n % 2 == 0) for n in range(120)]
    whole = review_predictions(predicted(5), honest, (), MEMORY).overall
    assert whole is not None and abs(whole.expected - whole.passed.share) < 0.02
    worse = review_predictions(predicted(5), forgetful, (), MEMORY).overall
    assert worse is not None and worse.expected - worse.passed.share > 0.3
    assert worse.log_loss > worse.baseline


@pytest.mark.parametrize(("day", "counts"), [(39, False), (40, True), (69, True), (70, False)])
def test_the_answers_from_the_exam_on_are_told_apart(day: int, counts: bool) -> None:
    found = review_predictions(predicted(38), [later(30, day)], (), MEMORY)
    assert (found.after_exam is not None) is counts


# --------------------------------------------------------------------------- mock exams


def paper(known: int, new: int, right: int, day: int = 5) -> MockExamAnswers:
    """A mock exam of cards fresh in memory and new ones, so many of them answered right."""
    answers = [(0.0, 100.0)] * known + [(None, None)] * new
    return MockExamAnswers(on(day), [(*card, n < right) for n, card in enumerate(answers)])


def test_a_mock_exam_is_prediction_from_what_is_known_and_guessed_of_its_cards() -> None:
    (found,) = review_predictions((), (), [paper(known=45, new=20, right=50)], MEMORY).mock_exams
    assert isclose(found.recall, 45 / 65)
    assert isclose(found.outcome.expected * 65, 45 + 20 / 4)
    assert (found.needed, found.reached) == (47, True)
    assert found.low < 50 < found.high and 0.5 < found.chance < 0.95


def test_a_shorter_mock_exam_needs_the_same_share() -> None:
    (found,) = review_predictions((), (), [paper(known=20, new=0, right=14)], MEMORY).mock_exams
    assert (found.needed, found.reached) == (15, False)


# -------------------------------------------------------------------- in words and numbers


def test_before_anything_was_prediction_a_sentence_says_how_it_comes_to_be() -> None:
    nothing = review_predictions((), (), (), MEMORY)
    assert prediction_summary(nothing).startswith("With the day of your exam set")
    assert not prediction_lines(nothing, 74)
    assert not prediction_rows(nothing) and not prediction_figures(nothing)
    waiting = review_predictions(predicted(1, 2), (), (), MEMORY)
    assert prediction_summary(waiting).startswith("The forecast of 2 days is recorded.")


def test_the_comparison_is_a_sentence_a_chart_and_a_table() -> None:
    answers = [later(2, 10, passed=n % 10 != 0) for n in range(100)]
    after = [later(35, 41, passed=n % 4 != 0) for n in range(20)]
    found = review_predictions(predicted(5, 38), [*answers, *after], [paper(45, 20, 50)], MEMORY)
    said = prediction_summary(found)
    assert "A forecast was recorded on 2 days. 120 times since" in said
    assert "From the day of the exam on it predicted" in said and "75 % of 20." in said
    assert "In the mock exam of Sat 7 Nov it predicted" in said and "you gave 50." in said
    text = ["".join(run for run, _ in line) for line in prediction_lines(found, 74)]
    assert max(map(len, text)) <= 74
    assert text[0].split() == ["predicted", "known", "│", "predicted", "answers"] and text[-1].endswith(
        "✓ reached"
    )
    rows = prediction_rows(found)
    assert rows[0][:6] == ("daily", "2026-11-07", "2026-12-12", 0.8, 0.7, 100)
    assert rows[-1][0] == "mock" and rows[-1][-1] == 50
    figures = prediction_figures(found)
    assert figures["answers"] == 120 and figures["log loss"] > 0 and figures["after the exam known"] == 0.75


# ---------------------------------------------------------------------- from the first day on


def test_mock_exams_are_compared_answer_by_answer_as_they_were_handed_in(tmp_path: Path) -> None:
    world = ExamWorld(tmp_path / "home")
    with world.begin() as study:
        for rights in (2, 4):
            mock_exam = MockExam(study)
            mock_exam.begin(PRESETS["saa"], 5)
            for number in range(4):  # the fifth is left blank, and blanks tell nothing of what is known
                mock_exam.send(GoTo(number))
                answer(mock_exam, right=number < rights)
            mock_exam.send(Submit())
            world.clock.advance(hours=1)
        papers = review_predictions((), (), study.store.statistics.mock_exams(), MEMORY).mock_exams
    assert [(one.outcome.passed.passed, one.outcome.passed.of) for one in papers] == [(2, 4), (4, 4)]
    assert [one.recall for one in papers] == [0, 0]
    assert [one.outcome.expected for one in papers] == [0.25, 0.25]


def test_what_was_prediction_day_by_day_is_compared_on_the_statistics(shell: Shell) -> None:
    """The exam is set, the learner comes every day for three weeks, and the day of the exam passes."""
    exam = date(2026, 12, 10)
    shell("plan", "--exam", exam.isoformat(), "--minutes", "5")
    for _ in range(22):
        world = shell.world
        with world.open(exam_date=exam, exam_minutes=5) as study:
            play(study, world.clock, [Step(act) for act in ("right", "suggested") * 6])
        world.clock.advance(days=1)
    found = shell.json("stats", "--json")["predictions"]
    made = [row for row in found["rows"] if row["what"] == "daily"]
    assert [row["day"] for row in made[:2]] == ["2026-11-23", "2026-11-24"]
    assert all(row["exam"] == "2026-12-10" for row in made) and made[-1]["day"] == "2026-12-09"
    assert sum(row["asked"] for row in made) > 0
    assert found["figures"]["answers"] > 0 and "log loss" in found["figures"]
    assert f"A forecast was recorded on {len(made)} days." in found["said"]
    ready = shell.json("stats", "--json")["ready"]
    assert ready["said"].startswith("Your exam was on Thursday 10 December 2026.")
    assert json.dumps(ready["rows"][0]).startswith('{"day": "2026-11-23"')
