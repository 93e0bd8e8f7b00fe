"""How much each point of an exam weighs among its cards, held to its weight in points.toml."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.cards import Card, Kind, deck_of, note_of
from tests.support.paths import BUNDLED_DECKS

TABLE = tomllib.loads(Path(__file__).with_name("points.toml").read_text(encoding="utf-8"))
POINTS = TABLE["points"]
EXAMS = ("clf", "saa")

CARDS = [card for card in load([BUNDLED_DECKS], cache=None).cards() if card.kind is not Kind.LINE]
"""All but line cards, which are about many points at once."""

ABOUT_THE_EXAMS = {"compliance/saa-domain", "compliance/clf-domain", "compliance/blank-answers"}
"""Notes on the exams themselves, which are about no point of the model."""

SELDOM_ASKED = {"stretch": 0.25, "article": 0.5}
"""How much of its weight a card with such a tag keeps: it comes late, or in words that no exam uses."""


def points_of(card: Card) -> list[str]:
    if deck_of(card.key) != "model":
        return sorted(card.tags & POINTS.keys())
    note, _, layer = card.key.partition("#")
    rule = TABLE["matrix"][layer]
    service = note.partition("/")[2]
    return [next((point for point, services in rule.items() if service in services), rule["else"])]


def weight_of(card: Card) -> float:
    weight = card.weight
    for tag, factor in SELDOM_ASKED.items():
        weight *= factor if tag in card.tags else 1
    return weight


def shares(exam: str) -> dict[str, float]:
    """Each point's share of the weight of the exam's cards, in percent; half of a card on two points."""
    weighed: defaultdict[str, float] = defaultdict(float)
    for card in CARDS:
        points = points_of(card) if exam in card.tags else []
        for point in points:
            weighed[point] += weight_of(card) / len(points)
    return {point: 100 * weight / sum(weighed.values()) for point, weight in weighed.items()}


SHARES = {exam: shares(exam) for exam in EXAMS}


@pytest.mark.parametrize("exam", EXAMS)
def test_the_weights_of_an_exam_add_up(exam: str) -> None:
    assert sum(point[exam] for point in POINTS.values()) == pytest.approx(100)


def test_every_note_is_about_one_or_two_points() -> None:
    others = {note_of(card.key) for card in CARDS if not 1 <= len(points_of(card)) <= 2}
    assert others == ABOUT_THE_EXAMS


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("exam", EXAMS)
def test_a_point_weighs_as_much_among_the_cards_as_in_the_exam(exam: str, point: str) -> None:
    weight = POINTS[point][exam]
    assert 0.5 * weight <= SHARES[exam].get(point, 0) <= 2 * weight, POINTS[point]["name"]


@pytest.mark.parametrize("exam", EXAMS)
def test_a_point_that_matters_has_three_cards_at_least(exam: str) -> None:
    counts = Counter(point for card in CARDS if exam in card.tags for point in points_of(card))
    for point, about in POINTS.items():
        assert about[exam] < 1 or counts[point] >= 3, about["name"]
