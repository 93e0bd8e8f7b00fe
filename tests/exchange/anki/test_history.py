"""Reviews and schedules come along from Anki."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.scheduling import CardState, Rating, Schedule
from srm_quiz.exchange.anki.scheduling import difficulty_to_ease, ease_to_difficulty
from tests.support.anki_files import (
    BASIC,
    NOW,
    Package,
    read,
)


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The learner's clock shows UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_reviews_come_in_order_without_what_was_none(tmp_path: Path) -> None:
    made = Package()
    card = made.add(BASIC, "a", "b", guid="x")
    made.review(card, NOW + 2, ease=4)
    made.review(card, NOW + 1, ease=1, kind=0)
    made.review(card, NOW + 3, ease=0, kind=4)  # set by hand
    made.review(card, NOW + 4, ease=3, kind=5)  # rescheduled
    made.review(card, NOW + 5, ease=3, kind=3, factor=0)  # crammed
    made.review(999, NOW + 6)
    reviews = read(made, tmp_path, history=True).reviews
    assert [(review.rating, review.seconds) for review in reviews] == [
        (Rating.AGAIN, 4.0),
        (Rating.EASY, 4.0),
    ]
    assert reviews[0].at == datetime.fromtimestamp((NOW + 1) / 1000, UTC)
    assert read(made, tmp_path).reviews == ()


def test_reviews_of_cards_that_are_left_out_are_told(tmp_path: Path) -> None:
    made = Package()
    for number in range(2):
        made.review(made.add(BASIC, "<img src=a.png>", "b"), NOW + number)
    made.review(made.add(BASIC, "a", "b"), NOW + 5)
    found = read(made, tmp_path, history=True)
    assert len(found.reviews) == 1
    told = [loss.what for loss in found.losses]
    assert told.count("a review of a card that is left out goes with it") == 2


@pytest.mark.parametrize("new", [False, True], ids=["old", "new"])
def test_a_card_keeps_its_memory_and_its_day(tmp_path: Path, new: bool) -> None:
    made = Package()
    last = datetime(2026, 1, 9, 3, 30, tzinfo=UTC)  # before the rollover: still the 8th
    data = f'{{"s": 12.5, "d": 6.25, "lrt": {int(last.timestamp())}}}'
    made.add(BASIC, "a", "b", guid="x", type=2, queue=2, due=20, ivl=12, reps=5, lapses=1, data=data)
    (card,) = read(made, tmp_path, new=new, history=True).cards
    assert card.schedule == Schedule(
        CardState.REVIEW, 0, 12.5, 6.25, date(2026, 1, 21), None, date(2026, 1, 8), 5, 1
    )


def test_without_fsrs_stability_is_the_interval_and_ease_says_how_hard(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "a", "b", type=2, queue=2, due=20, ivl=10, factor=2500, reps=3)
    made.add(BASIC, "c", "d", type=2, queue=2, due=20, ivl=10, factor=1300, reps=3)
    easy, hard = (card.schedule for card in read(made, tmp_path, history=True).cards)
    assert easy and hard
    assert easy.stability == hard.stability == 10
    assert 1 <= easy.difficulty < hard.difficulty == 10
    assert (easy.last_day, easy.due_day) == (date(2026, 1, 11), date(2026, 1, 21))


@given(st.floats(1, 10), st.floats(0.1, 1000))
def test_ease_and_difficulty_say_the_same(difficulty: float, stability: float) -> None:
    ease = difficulty_to_ease(difficulty, stability)
    assert 1.3 <= ease <= 5
    if 1.3 < ease < 5:
        assert ease_to_difficulty(ease, stability) == pytest.approx(difficulty)


def test_a_card_that_is_being_learnt_is_due_at_an_instant(tmp_path: Path) -> None:
    made = Package()
    due = int(datetime(2026, 1, 5, 10, tzinfo=UTC).timestamp())
    made.add(BASIC, "a", "b", type=1, queue=1, due=due, reps=1)
    made.add(BASIC, "c", "d", type=3, queue=3, due=6, ivl=1, reps=9, lapses=2)
    one, other = (card.schedule for card in read(made, tmp_path, history=True).cards)
    assert one and other
    assert (one.state, one.due_at) == (CardState.LEARNING, datetime(2026, 1, 5, 10, tzinfo=UTC))
    assert (other.state, other.due_at, other.due_day) == (CardState.RELEARNING, None, date(2026, 1, 7))


def test_a_card_in_a_filtered_deck_has_its_own_deck_and_day(tmp_path: Path) -> None:
    made = Package(decks={1: "Own", 2: "Filtered"})
    made.add(BASIC, "a", "b", deck=2, odid=1, odue=9, due=-3, type=2, queue=2, ivl=4, reps=2)
    found = read(made, tmp_path, history=True)
    assert [deck.head["title"] for deck in found.decks] == ["Own"]
    assert [card.schedule and card.schedule.due_day for card in found.cards] == [date(2026, 1, 10)]


def test_suspended_flagged_and_forgotten_cards_are_told_and_new_ones_are_not(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "a", "b", guid="a", queue=-1)
    made.add(BASIC, "c", "d", guid="c", flags=0b1010)
    made.review(made.add(BASIC, "e", "f", guid="e"), NOW)
    made.add(BASIC, "g", "h", guid="g")
    cards = read(made, tmp_path, history=True).cards
    assert [(card.card[-1], card.suspended, card.flagged) for card in cards] == [
        ("1", True, False),
        ("1", False, True),
        ("1", False, False),
    ]
    assert all(card.schedule is None for card in cards)


def test_days_are_those_of_where_the_collection_was_made(tmp_path: Path) -> None:
    made = Package(conf={"creationOffset": 600, "rollover": 4})  # Hawaii: still the evening before
    made.add(BASIC, "a", "b", type=2, queue=2, due=1, ivl=1, reps=1)
    (card,) = read(made, tmp_path, history=True).cards
    assert card.schedule and card.schedule.due_day == date(2026, 1, 1)
