"""An exam between machine and store: on disk before it goes on, and the same again after any end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_quiz.domain.exam.exam import Close, GoTo, Pick, Submit, Tick, ToggleFlag
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.reviews import Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.mock_exam import ExamContinuedElsewhereError, MockExam
from srm_quiz.study.study import Study
from tests.support.exams import QUESTIONS, ExamWorld, answer, deck, refuse

SAA, CLF = PRESETS["saa"], PRESETS["clf"]


@pytest.fixture
def world(tmp_path: Path) -> ExamWorld:
    return ExamWorld(tmp_path / "home")


@pytest.fixture
def study(world: ExamWorld) -> Iterator[Study]:
    with world.begin() as study:
        yield study


def test_an_exam_is_as_long_as_asked_or_as_there_are_questions_and_keeps_the_pace(study: Study) -> None:
    mock_exam = MockExam(study)
    assert (mock_exam.question_count(SAA), mock_exam.question_count(CLF)) == (QUESTIONS, 0)
    exam = mock_exam.begin(SAA, 5)
    assert (len(exam.questions), exam.preset.minutes) == (5, 10)
    exam = mock_exam.begin(SAA, 65)
    assert (len(exam.questions), exam.preset.minutes) == (QUESTIONS, 20)


def test_no_question_comes_again_in_the_next_exam_while_there_are_others(study: Study) -> None:
    mock_exam = MockExam(study)
    first = {question.card for question in mock_exam.begin(SAA, 5).questions}
    second = {question.card for question in mock_exam.begin(SAA, 5).questions}
    assert not first & second


def test_what_cannot_be_stored_has_not_happened(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    mock_exam = MockExam(study)
    with monkeypatch.context() as patched:
        patched.setattr(study.store, "write", refuse)
        with pytest.raises(StoreError):
            mock_exam.begin(SAA, 5)
        assert mock_exam.exam is None and mock_exam.unfinished() is None
    exam = mock_exam.begin(SAA, 5)
    with monkeypatch.context() as patched:
        patched.setattr(study.store, "write", refuse)
        for event in (Pick(0), GoTo(2), ToggleFlag(), Close(), Submit()):
            with pytest.raises(StoreError):
                mock_exam.send(event)
            assert mock_exam.exam == exam
    assert mock_exam.send(Pick(0)).answer(0) == {0}


def test_a_killed_program_leaves_an_exam_to_go_on_with_and_its_clock_stands_still(world: ExamWorld) -> None:
    with world.begin() as study:
        mock_exam = MockExam(study)
        mock_exam.begin(SAA, 10)
        mock_exam.send(Pick(1))
        world.clock.advance(seconds=40)
        mock_exam.send(GoTo(4))
        mock_exam.send(ToggleFlag())
        before = mock_exam.current
        world.clock.advance(seconds=14)
    world.clock.advance(hours=30)
    with world.begin() as study:
        mock_exam = MockExam(study)
        left = mock_exam.unfinished()
        assert left is not None and left.remaining(study.now()) == 20 * 60 - 40
        exam = mock_exam.resume(left)
        assert (exam.tried, exam.flags, exam.position) == (before.tried, before.flags, before.position)
        world.clock.advance(seconds=10)
        assert mock_exam.send(Tick()).elapsed(study.now()) == 50


def test_an_exam_handed_in_is_no_longer_left_but_in_the_history_to_look_back_at(study: Study) -> None:
    mock_exam = MockExam(study)
    assert mock_exam.unfinished() is None and mock_exam.history() == ()
    mock_exam.begin(SAA, 3)
    answer(mock_exam, right=True)
    done = mock_exam.send(Submit())
    result = mock_exam.result()
    assert mock_exam.unfinished() is None
    (past,) = mock_exam.history()
    assert past.score == result.score
    again = MockExam(study)
    assert again.review(past) == done
    assert again.result() == result
    (review,) = study.store.reviews(Mode.EXAM)
    assert review.before == review.after


def test_time_that_is_up_hands_in_with_whatever_comes_next(world: ExamWorld, study: Study) -> None:
    mock_exam = MockExam(study)
    mock_exam.begin(SAA, 3)
    answer(mock_exam, right=True)
    world.clock.advance(minutes=6)
    assert mock_exam.send(Tick()).finished
    assert len(list(study.store.reviews(Mode.EXAM))) == 1


def test_an_exam_in_two_windows_is_one_exam(world: ExamWorld, study: Study) -> None:
    one = MockExam(study)
    one.begin(SAA, 5)
    with world.open() as other_window:
        other = MockExam(other_window)
        left = other.unfinished()
        assert left is not None
        other.resume(left)
        other.send(Pick(1))
        with pytest.raises(ExamContinuedElsewhereError):
            one.send(Pick(2))
        assert one.current.answer(0) == {1}
        one.send(Close())
        with pytest.raises(ExamContinuedElsewhereError):
            other.send(Pick(0))
        assert other.current.seen is not None, "the clock runs where the exam is open"
        other.send(Submit())
    with pytest.raises(ExamContinuedElsewhereError):
        one.send(Submit())
    assert one.current.finished and len(one.history()) == 1


def test_questions_of_a_deck_that_was_edited_meanwhile_count_for_nothing(
    world: ExamWorld, study: Study
) -> None:
    mock_exam = MockExam(study)
    mock_exam.begin(SAA, QUESTIONS)
    world.write(deck(singles=4))
    study.reload()
    mock_exam.send(Submit())
    assert len(mock_exam.result().void) == 4
