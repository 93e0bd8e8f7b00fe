"""An exam between machine and store: on disk before it goes on, and the same again after any end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from srm_quiz.domain.exam.exam import Close, GoTo, Pick, Submit, Tick, ToggleFlag
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.reviews import Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.mock_exam import Elsewhere, Examining
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
    examining = Examining(study)
    assert (examining.pool(SAA), examining.pool(CLF)) == (QUESTIONS, 0)
    exam = examining.open(SAA, 5)
    assert (len(exam.questions), exam.preset.minutes) == (5, 10)
    exam = examining.open(SAA, 65)
    assert (len(exam.questions), exam.preset.minutes) == (QUESTIONS, 20)


def test_no_question_comes_again_in_the_next_exam_while_there_are_others(study: Study) -> None:
    examining = Examining(study)
    first = {question.card for question in examining.open(SAA, 5).questions}
    second = {question.card for question in examining.open(SAA, 5).questions}
    assert not first & second


def test_what_cannot_be_stored_has_not_happened(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    examining = Examining(study)
    with monkeypatch.context() as patched:
        patched.setattr(study.store, "write", refuse)
        with pytest.raises(StoreError):
            examining.open(SAA, 5)
        assert examining.exam is None and examining.left() is None
    exam = examining.open(SAA, 5)
    with monkeypatch.context() as patched:
        patched.setattr(study.store, "write", refuse)
        for event in (Pick(0), GoTo(2), ToggleFlag(), Close(), Submit()):
            with pytest.raises(StoreError):
                examining.send(event)
            assert examining.exam == exam
    assert examining.send(Pick(0)).answer(0) == {0}


def test_a_killed_program_leaves_an_exam_to_go_on_with_and_its_clock_stands_still(world: ExamWorld) -> None:
    with world.begin() as study:
        examining = Examining(study)
        examining.open(SAA, 10)
        examining.send(Pick(1))
        world.clock.advance(seconds=40)
        examining.send(GoTo(4))
        examining.send(ToggleFlag())
        before = examining.desk
        world.clock.advance(seconds=14)
    world.clock.advance(hours=30)
    with world.begin() as study:
        examining = Examining(study)
        left = examining.left()
        assert left is not None and left.remaining(study.now()) == 20 * 60 - 40
        exam = examining.go_on(left)
        assert (exam.tried, exam.flags, exam.position) == (before.tried, before.flags, before.position)
        world.clock.advance(seconds=10)
        assert examining.send(Tick()).elapsed(study.now()) == 50


def test_an_exam_handed_in_is_no_longer_left_but_in_the_history_to_look_back_at(study: Study) -> None:
    examining = Examining(study)
    assert examining.left() is None and examining.history() == ()
    examining.open(SAA, 3)
    answer(examining, right=True)
    done = examining.send(Submit())
    result = examining.result()
    assert examining.left() is None
    (past,) = examining.history()
    assert past.score == result.score
    again = Examining(study)
    assert again.look_back(past) == done
    assert again.result() == result
    (review,) = study.store.reviews(Mode.EXAM)
    assert review.before == review.after


def test_time_that_is_up_hands_in_with_whatever_comes_next(world: ExamWorld, study: Study) -> None:
    examining = Examining(study)
    examining.open(SAA, 3)
    answer(examining, right=True)
    world.clock.advance(minutes=6)
    assert examining.send(Tick()).finished
    assert len(list(study.store.reviews(Mode.EXAM))) == 1


def test_an_exam_in_two_windows_is_one_exam(world: ExamWorld, study: Study) -> None:
    one = Examining(study)
    one.open(SAA, 5)
    with world.open() as other_window:
        other = Examining(other_window)
        left = other.left()
        assert left is not None
        other.go_on(left)
        other.send(Pick(1))
        with pytest.raises(Elsewhere):
            one.send(Pick(2))
        assert one.desk.answer(0) == {1}
        one.send(Close())
        with pytest.raises(Elsewhere):
            other.send(Pick(0))
        assert other.desk.seen is not None, "the clock runs where the exam is open"
        other.send(Submit())
    with pytest.raises(Elsewhere):
        one.send(Submit())
    assert one.desk.finished and len(one.history()) == 1


def test_questions_of_a_deck_that_was_edited_meanwhile_count_for_nothing(
    world: ExamWorld, study: Study
) -> None:
    examining = Examining(study)
    examining.open(SAA, QUESTIONS)
    world.write(deck(singles=4))
    study.reload()
    examining.send(Submit())
    assert len(examining.result().void) == 4
