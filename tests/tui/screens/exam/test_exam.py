"""The mock exam on the screen: calm while it lasts, safe at any end, and honest afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from srm_quiz.domain.exam.exam import Exam, GoTo
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.mock_exam import MockExam
from srm_quiz.study.study import Study
from srm_quiz.tui.screens.exam import exam as exam_screen
from srm_quiz.tui.screens.exam.exam import ExamScreen
from srm_quiz.tui.screens.exam.result import ExamResultScreen
from srm_quiz.tui.screens.exam.sheet import AnswerSheetScreen, HandInScreen
from srm_quiz.tui.screens.exam.start import ExamStartScreen
from srm_quiz.tui.widgets.answer_sheet import AnswerSheet
from tests.support.exams import (
    QUESTIONS,
    ExamWorld,
    at_the_door,
    exam,
    hand_in,
    keys_for,
    press,
    refuse,
    right_of,
    sitting,
    text,
)
from tests.support.showing import hurry

TELLING = ("✓", "✗", "right", "wrong", "It is", "General reason")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def world(tmp_path: Path) -> ExamWorld:
    return ExamWorld(tmp_path / "home")


# ------------------------------------------------------------------ sitting it


async def test_an_exam_shows_one_question_with_its_number_and_the_time_left(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            assert right_of(pilot) == f"1 of {QUESTIONS}   0:20:00 left"
            assert text(pilot).count("?") == 2, "the question, and the key for help"
            await press(pilot, "n")
            assert right_of(pilot).startswith("2 of ")
            await press(pilot, "p")
            assert right_of(pilot).startswith("1 of ")
            await press(pilot, "right")
            await press(pilot, "left", "left")
            assert right_of(pilot).startswith("1 of ")


async def test_an_exam_gives_no_verdict_before_the_end(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            for number in range(QUESTIONS):
                before = text(pilot)
                await press(pilot, *keys_for(study, exam(pilot), right=number % 2 == 0))
                assert not any(sign in before + text(pilot) for sign in TELLING)
                await press(pilot, "n")
            assert isinstance(pilot.app.screen, AnswerSheetScreen), "after the last one comes the sheet"
            assert not any(sign in text(pilot) for sign in TELLING)
            assert list(study.store.reviews()) == []


async def test_an_exam_answer_is_stored_at_once_and_shown_as_stored(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            order = exam(pilot).question.order
            await press(pilot, "2")
            assert exam(pilot).answer(0) == {order[1]}
            assert text(pilot).count("●") == 1
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(study.store, "write", refuse)
                await press(pilot, "3")
                assert exam(pilot).answer(0) == {order[1]}
                (marked,) = [line for line in text(pilot).splitlines() if "●" in line]
                assert " 2 ●" in marked
            await press(pilot, "3")
            assert exam(pilot).answer(0) == {order[2]}
            await press(pilot, "3")
            assert exam(pilot).answer(0) == frozenset()


async def test_in_an_exam_moving_the_cursor_chooses_nothing_and_enter_chooses_the_option_under_it(
    world: ExamWorld,
) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            while len(keys_for(study, exam(pilot), right=True)) > 1:
                await press(pilot, "n")
            here, order = exam(pilot).position, exam(pilot).question.order
            await press(pilot, "j", "j")
            assert exam(pilot).answer(here) == frozenset()
            await press(pilot, "space")
            assert exam(pilot).answer(here) == {order[1]}
            await press(pilot, "j", "enter")
            assert exam(pilot).answer(here) == {order[2]}
            assert exam(pilot).position == here + 1
            await press(pilot, "j", "p")
            assert exam(pilot).answer(here + 1) == frozenset(), "only Enter takes it"


async def test_choosing_a_third_of_two_options_is_refused_in_words(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            while len(keys_for(study, exam(pilot), right=True)) < 2:
                await press(pilot, "n")
            here = exam(pilot).position
            await press(pilot, "1", "2", "3")
            assert len(exam(pilot).answer(here)) == 2
            assert "Only two: drop one to choose another." in text(pilot)
            await press(pilot, "1")
            assert "1 of 2 chosen" in text(pilot)
            await press(pilot, "h")
            assert f"1 incomplete: {here + 1}" in text(pilot)


async def test_the_answer_sheet_shows_flags_blanks_and_answers_and_goes_to_a_number(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, *keys_for(study, exam(pilot), right=False))
            await press(pilot, "f")
            assert right_of(pilot).startswith("flagged")
            await press(pilot, "s")
            assert f"● 1 answered   ○ {QUESTIONS - 1} blank   * 1 flagged" in text(pilot)
            assert " 1 ●*" in text(pilot)
            await press(pilot, "1", "0", "enter")
            assert exam(pilot).position == 9
            await press(pilot, "g", "left", "left", "enter")
            assert exam(pilot).position == 7
            await press(pilot, "s", "9", "9", "q")
            assert exam(pilot).position == 7
            await press(pilot, "s", "4", "enter", "f")
            assert exam(pilot).flags == {0, 3}


async def test_clicking_a_number_goes_to_that_question(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "s")
            await pilot.click(AnswerSheet, offset=(22, 0))
            await pilot.pause()
            assert isinstance(pilot.app.screen, ExamScreen)
            assert exam(pilot).position == 3


async def test_another_windows_change_is_shown_and_reported_only_after_a_key(
    world: ExamWorld,
) -> None:
    with world.begin() as study, world.open() as elsewhere:
        async with sitting(study) as pilot:
            other = MockExam(elsewhere)
            left = other.unfinished()
            assert left is not None
            other.resume(left)
            other.send(GoTo(3))
            await press(pilot, "1")
            assert right_of(pilot).startswith("4 of") and exam(pilot).answer(3) == frozenset()
            assert ["another window" in note.message for note in pilot.app._notifications] == [True]
            other = MockExam(elsewhere)
            other.resume(exam(pilot))
            other.send(GoTo(5))
            world.clock.advance(seconds=15)
            screen = pilot.app.screen
            assert isinstance(screen, ExamScreen)
            await screen._update_clock()
            await pilot.pause()
            assert right_of(pilot).startswith("6 of")
            assert len(pilot.app._notifications) == 1


async def test_a_hidden_clock_stays_hidden_and_still_warns_in_words(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "t", "n")
            assert right_of(pilot).endswith("clock hidden")
            assert "minutes left" not in text(pilot)
            world.clock.advance(minutes=10, seconds=1)
            await press(pilot, "n")
            assert "Less than 10 minutes left." in text(pilot)
            world.clock.advance(minutes=8)
            await press(pilot, "n")
            assert "Less than 2 minutes left." in text(pilot)
            assert ":0" not in right_of(pilot)
            await press(pilot, "t")
            assert right_of(pilot).endswith("0:01:59 left")


# ------------------------------------------------------------------ its ends


async def test_leaving_stops_the_clock_and_the_start_page_resumes_the_exam(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "2", "f", "n")
            world.clock.advance(minutes=3)
            await press(pilot, "q")
            assert isinstance(pilot.app.screen, ExamStartScreen)
            world.clock.advance(hours=2)
            said = " ".join(text(pilot).split())
            assert f"Resume the exam you left SAA-C03, 1 of {QUESTIONS} answered, 17 minutes left" in said
            before = MockExam(study).unfinished()
            assert before is not None
            doors = pilot.app.screen.query_one(OptionList)
            doors.highlighted = 0
            await press(pilot, "enter")
            assert right_of(pilot) == f"2 of {QUESTIONS}   0:17:00 left"
            assert (exam(pilot).tried, exam(pilot).flags) == (before.tried, before.flags) != ({}, set())


def exam_left(study: Study) -> Exam:
    from srm_quiz.study.mock_exam import MockExam

    left = MockExam(study).unfinished()
    assert left is not None
    return left


async def test_after_a_kill_one_enter_resumes_the_exam_as_it_was(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "3", "n", "1", "f")
            before = exam(pilot)
    world.clock.advance(days=1)
    with world.begin() as study:
        async with at_the_door(study) as pilot:
            await press(pilot, "enter")
            now = exam(pilot)
            assert (now.tried, now.flags, now.position) == (before.tried, before.flags, before.position)
            assert right_of(pilot).endswith("0:20:00 left")
            assert text(pilot).count("●") == 1


async def test_elapsed_time_is_recorded_by_itself_and_ends_the_exam_under_any_screen(
    world: ExamWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exam_screen, "CLOCK_INTERVAL", 0.001)
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, *keys_for(study, exam(pilot), right=True))
            before = len(study.store.run_events(Mode.EXAM))
            world.clock.advance(seconds=15)
            await until(pilot, lambda: len(study.store.run_events(Mode.EXAM)) == before + 1)
            await press(pilot, "s", "question_mark")
            world.clock.advance(minutes=25)
            await until(pilot, lambda: isinstance(pilot.app.screen, ExamResultScreen))
            assert len(list(study.store.reviews(Mode.EXAM))) == 1
            (past,) = MockExam(study).history()
            assert past.seconds == 20 * 60


async def until(pilot: Pilot[None], true: Any) -> None:
    """Let timers run until something is so."""
    for _ in range(10_000):
        if true():
            await pilot.pause()
            return
        await pilot.pause()
    raise AssertionError("it never came to be")


async def test_an_exam_that_runs_out_on_a_full_disk_is_reported_once_and_handed_in_later(
    world: ExamWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            screen = pilot.app.screen
            assert isinstance(screen, ExamScreen)
            world.clock.advance(minutes=21)
            monkeypatch.setattr(pilot.app, "monotonic", lambda: 500.0)
            with monkeypatch.context() as patched:
                patched.setattr(study.store, "write", refuse)
                for _ in range(5):
                    await screen._update_clock()
                await pilot.pause()
            assert len(pilot.app._notifications) == 1
            monkeypatch.setattr(pilot.app, "monotonic", lambda: 516.0)
            await screen._update_clock()
            await pilot.pause()
            assert isinstance(pilot.app.screen, ExamResultScreen)


async def test_handing_in_takes_two_steps_and_lists_the_blanks(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, *keys_for(study, exam(pilot), right=True))
            await press(pilot, "h")
            assert isinstance(pilot.app.screen, HandInScreen)
            assert f"{QUESTIONS - 1} blanks: 2-{QUESTIONS}" in text(pilot)
            assert "A blank counts as wrong, and guessing costs nothing." in text(pilot)
            await press(pilot, "h")
            assert not exam(pilot).finished
            await press(pilot, "enter")
            assert exam(pilot).position == 1
            await press(pilot, "s", "h", "q")
            assert isinstance(pilot.app.screen, ExamScreen)
            await press(pilot, "h", "y")
            assert isinstance(pilot.app.screen, ExamResultScreen)


async def test_an_exam_that_cannot_be_handed_in_stays_unchanged_until_it_can(
    world: ExamWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "1")
            with monkeypatch.context() as patched:
                patched.setattr(study.store, "write", refuse)
                await press(pilot, "h", "y")
                assert isinstance(pilot.app.screen, ExamScreen)
                assert not exam(pilot).finished and exam(pilot).tried
                assert [note.message for note in pilot.app._notifications] == ["The disk is full."]
                await press(pilot, "q")
                assert isinstance(pilot.app.screen, ExamStartScreen), "leaving is always possible"
            await press(pilot, "up", "enter")
            await hand_in(pilot)
