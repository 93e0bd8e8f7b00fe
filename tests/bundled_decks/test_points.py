"""How many cards each point of an exam has, held to its weight in points.toml."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.cards import Card, deck_of, note_of
from tests.support.paths import BUNDLED_DECKS

POINTS = tomllib.loads(Path(__file__).with_name("points.toml").read_text(encoding="utf-8"))
EXAMS = ("clf", "saa")

WRITTEN = [card for card in load([BUNDLED_DECKS], cache=None).cards() if deck_of(card.key) != "model"]
"""The cards of notes. The matrix asks every layer of every service once, whatever an exam makes of it."""

ABOUT_THE_EXAMS = {"compliance/saa-domain", "compliance/clf-domain", "compliance/blank-answers"}
"""Notes on the exams themselves, which are about no point of the model."""

SELDOM_ASKED = {"stretch": 0.25, "article": 0.5}
"""How much a card with such a tag counts: it comes late, or in words that no exam uses."""


def points_of(card: Card) -> list[str]:
    return sorted(card.tags & POINTS.keys())


def shares(exam: str) -> dict[str, float]:
    """Each point's share of the exam's cards, in percent. A card on two points counts half for each."""
    counted: defaultdict[str, float] = defaultdict(float)
    for card in WRITTEN:
        weight = 1.0
        for tag, factor in SELDOM_ASKED.items():
            weight *= factor if tag in card.tags else 1
        for point in points_of(card) if exam in card.tags else ():
            counted[point] += weight / len(points_of(card))
    return {point: 100 * count / sum(counted.values()) for point, count in counted.items()}


SHARES = {exam: shares(exam) for exam in EXAMS}


@pytest.mark.parametrize("exam", EXAMS)
def test_the_weights_of_an_exam_add_up(exam: str) -> None:
    assert sum(point[exam] for point in POINTS.values()) == pytest.approx(100)


def test_every_note_is_about_one_or_two_points() -> None:
    others = {note_of(card.key) for card in WRITTEN if not 1 <= len(points_of(card)) <= 2}
    assert others == ABOUT_THE_EXAMS


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("exam", EXAMS)
def test_a_point_has_cards_in_proportion_to_its_weight(exam: str, point: str) -> None:
    weight = POINTS[point][exam]
    assert 0.5 * weight <= SHARES[exam].get(point, 0) <= 2 * weight, POINTS[point]["name"]


@pytest.mark.parametrize("exam", EXAMS)
def test_a_point_that_matters_has_three_cards_at_least(exam: str) -> None:
    for point, about in POINTS.items():
        cards = sum(point in card.tags and exam in card.tags for card in WRITTEN)
        assert about[exam] < 1 or cards >= 3, about["name"]
