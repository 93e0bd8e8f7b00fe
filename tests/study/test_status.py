"""How things stand between sittings."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_quiz.domain import session as machine
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.status import AWAY, FIRST_CARDS
from tests.support.transcripts import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A learner who answered one card, and has more cards waiting than a return begins with."""
    world = World(tmp_path / "home")
    more = "".join(f"  - question: Question {n}?\n    answer: Answer {n}\n" for n in range(FIRST_CARDS + 5))
    (world.home / "bundled" / "more.yaml").write_text(f"title: More\ncards:\n{more}", encoding="utf-8")
    answer_one(world)
    return world


def answer_one(world: World) -> None:
    with world.open() as study:
        study.start()
        study.send(machine.Reveal())
        assert study.session is not None and study.session.revealed is not None
        rating = Rating.GOOD if Rating.GOOD in study.session.revealed.allowed else Rating.AGAIN
        study.send(machine.Rate(rating))


@pytest.mark.parametrize(("days", "is_welcomed"), [(AWAY, False), (AWAY + 1, True), (AWAY + 40, True)])
def test_a_learner_is_welcomed_back_after_four_days_without_an_answer(
    world: World, days: int, is_welcomed: bool
) -> None:
    world.clock.advance(days=days)
    with world.look() as study:
        assert study.status().comes_back is is_welcomed


def test_the_first_answer_ends_the_welcome_back(world: World) -> None:
    world.clock.advance(days=30)
    with world.look() as study:
        assert study.status().comes_back
    answer_one(world)
    with world.look() as study:
        status = study.status()
        assert (status.answered, status.comes_back) == (1, False)


def test_the_cards_of_a_deck_are_sound_shaky_or_new(world: World) -> None:
    with world.look() as study:
        decks = study.status().decks
    assert [deck.sound + deck.shaky + deck.new for deck in decks] == [len(deck.deck.cards) for deck in decks]
    assert sum(deck.sound + deck.shaky for deck in decks) == 1


def test_nobody_is_welcomed_back_to_fewer_cards_than_a_return_begins_with(world: World) -> None:
    (world.home / "bundled" / "more.yaml").unlink()
    world.clock.advance(days=30)
    with world.look() as study:
        status = study.status()
        assert status.days_away >= AWAY and not status.comes_back
