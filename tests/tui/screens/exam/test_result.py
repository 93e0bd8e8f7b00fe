"""The mock exam before and after: the door, the result, the review, and the exams so far."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.widgets import OptionList

from srm_quiz import phrases
from srm_quiz.domain.cards import Choice
from srm_quiz.domain.reviews import Mode
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.exam.exam import ExamScreen
from srm_quiz.tui.screens.exam.result import ExamResultScreen
from srm_quiz.tui.screens.exam.review import ExamReviewScreen
from srm_quiz.tui.screens.exam.start import ExamStartScreen
from srm_quiz.tui.screens.home import HomeScreen
from tests.support.exams import (
    QUESTIONS,
    ExamWorld,
    answer_all,
    at_the_door,
    deck,
    exam,
    hand_in,
    press,
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


# ------------------------------------------------------------------ the door


async def test_the_start_page_offers_lengths_and_states_the_rule_of_the_clock(world: ExamWorld) -> None:
    with world.begin() as study:
        async with at_the_door(study) as pilot:
            said = " ".join(text(pilot).split())
            assert "clock stops while srm-quiz is closed" in said
            assert "get back 15 seconds at most" in said
            assert "10 questions, 20 minutes all that the decks have" in said
            assert "no deck has a question with the tag clf" in said
            await press(pilot, "q")
            assert isinstance(pilot.app.screen, HomeScreen)
            assert "x mock exam" in text(pilot)
            await press(pilot, "x")
            assert isinstance(pilot.app.screen, ExamStartScreen)


async def test_the_cursor_is_on_the_exam_asked_for(tmp_path: Path) -> None:
    world = ExamWorld(tmp_path / "home", deck(30, 5).replace("tags: [saa]", "tags: [saa, clf]"))
    with world.begin() as study:
        for opening, wanted in (
            ("play_exam('clf', 0)", "clf-35"),
            ("play_exam('clf', 7)", "clf-7"),
            ("play_exam('', 7)", "saa-7"),
            ("play_exam('saa', 100)", "saa-35"),
            ("play_exam", "saa-35"),
        ):
            async with at_the_door(study, opening=opening) as pilot:
                doors = pilot.app.screen.query_one(OptionList)
                assert doors.highlighted is not None
                assert doors.get_option_at_index(doors.highlighted).id == wanted


async def test_an_unfinished_exam_is_given_up_only_at_a_second_enter(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "1", "q")
            assert isinstance(pilot.app.screen, ExamStartScreen)
            await press(pilot, "down", "enter")
            assert isinstance(pilot.app.screen, ExamStartScreen)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, ExamScreen)
            assert not exam(pilot).tried


# ------------------------------------------------------------------ afterwards


async def test_the_result_begins_with_its_meaning_and_why_it_is_a_band(world: ExamWorld) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await answer_all(pilot, study, rights=1)
            await hand_in(pilot)
            said = " ".join(text(pilot).split())
            assert f"of {QUESTIONS - 2} scored questions right: not a pass yet, about" in said
            assert "720 is not 72 %" in said and "equated" in said
            assert "2 questions were unscored" in said
            for part in ("By topic", "topic-0", "Pace", "Changes of mind"):
                assert part in said


async def test_the_review_shows_every_question_in_exam_order_with_reasons_and_source(
    world: ExamWorld,
) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await answer_all(pilot, study, rights=2)
            this = exam(pilot)
            await hand_in(pilot)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, ExamReviewScreen)
            for number, question in enumerate(this.questions):
                card = study.library.card(question.card)
                assert card is not None and isinstance(card.content, Choice)
                shown = text(pilot)
                assert card.content.question in shown
                for place, option in enumerate(question.order):
                    assert f" {place + 1}  {card.content.options[option].text}" in shown
                    assert card.content.options[option].why in shown
                assert card.why in shown and card.source.removeprefix("https://") in shown
                assert ("✓ Right" in shown) == (number < 2)
                assert ("unscored" in shown) == (not question.scored)
                await press(pilot, "n")
            await press(pilot, "w")
            assert right_of(pilot).startswith("3 of")
            await press(pilot, "s")
            assert f"✓ 2 right   ✗ {QUESTIONS - 2} wrong" in text(pilot)
            await press(pilot, "2", "enter")
            assert right_of(pilot).startswith("2 of")


@pytest.mark.parametrize("keys", [["m"], ["enter", "m"]])
async def test_one_key_drills_the_misses(world: ExamWorld, keys: list[str]) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await answer_all(pilot, study, rights=QUESTIONS - 3)
            missed = [question.card for question in exam(pilot).questions][-3:]
            await hand_in(pilot)
            for key in keys:
                await press(pilot, key)
            assert isinstance(pilot.app.screen, DrillScreen)
            assert study.session is not None and study.session.mode is Mode.CRAM
            assert study.scope.cards == tuple(missed)


async def test_past_exams_are_listed_with_their_trend_and_can_be_opened(world: ExamWorld) -> None:
    with world.begin() as study:
        async with at_the_door(study) as pilot:
            for rights in (2, QUESTIONS):
                await press(pilot, "enter")
                await answer_all(pilot, study, rights)
                await hand_in(pilot)
                await press(pilot, "q")
                world.clock.advance(days=1)
            shown = text(pilot)
            assert "Exams so far" in shown and "100 % right in the last" in shown and "more than" in shown
            newest, older = [line for line in shown.splitlines() if " questions " in line and "Nov" in line]
            assert "24 Nov 2026" in newest and "23 Nov 2026" in older
            await press(pilot, "down", "enter")
            assert isinstance(pilot.app.screen, ExamResultScreen)
            assert "likely a pass" in text(pilot) or "either way" in text(pilot)


async def test_a_question_removed_while_the_exam_was_closed_says_so_and_does_not_count(
    world: ExamWorld,
) -> None:
    with world.begin() as study:
        async with sitting(study) as pilot:
            await press(pilot, "q")
    world.write(deck(singles=0))
    with world.begin() as study:
        async with at_the_door(study) as pilot:
            await press(pilot, "enter")
            for _ in range(QUESTIONS - 1):
                gone = study.library.card(exam(pilot).question.card) is None
                assert ("does not count" in " ".join(text(pilot).split())) == gone
                await press(pilot, "1", "n")
            await hand_in(pilot)
            assert "8 questions changed since the exam: not counted." in text(pilot)
            await press(pilot, "enter")
            for _ in range(QUESTIONS):
                await press(pilot, "n")
            assert right_of(pilot).startswith(f"{QUESTIONS} of")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_a_whole_exam_can_be_taken_on_any_terminal(world: ExamWorld, size: tuple[int, int]) -> None:
    with world.begin() as study:
        async with sitting(study, size) as pilot:
            await answer_all(pilot, study, rights=7)
            await press(pilot, "s")
            await press(pilot, "q")
            await hand_in(pilot)
            await press(pilot, "enter", "w", "j", "q", "q")
            assert isinstance(pilot.app.screen, ExamStartScreen)
    assert len(world.rows()["reviews"]) == QUESTIONS


@pytest.mark.parametrize(
    ("counted", "said"),
    [([], ""), ([3], "3"), ([1, 3, 4, 5, 9], "1, 3-5, 9"), ([2, 3], "2-3"), (range(1, 66), "1-65")],
)
def test_consecutive_numbers_are_shown_as_a_range(counted: Iterable[int], said: str) -> None:
    assert phrases.numbers(counted) == said
