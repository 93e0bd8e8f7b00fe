"""The domains of the bundled exams: their shares are those of the exam guides, and each has cards."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from srm_quiz.domain.blueprint import ExamBlueprint
from srm_quiz.domain.cards import Card, Choice, note_of
from tests.bundled_decks.test_points import ABOUT_THE_EXAMS, POINTS
from tests.support.bundled_cards import bundled_library

EXAMS = pytest.mark.parametrize("exam", bundled_library().exams.values(), ids=lambda exam: exam.id)

SHARES = {
    "saa": {
        "Design Secure Architectures": 0.30,
        "Design Resilient Architectures": 0.26,
        "Design High-Performing Architectures": 0.24,
        "Design Cost-Optimized Architectures": 0.20,
    },
    "clf": {
        "Cloud Concepts": 0.24,
        "Security and Compliance": 0.30,
        "Cloud Technology and Services": 0.34,
        "Billing, Pricing, and Support": 0.12,
    },
}
"""As in the guides to SAA-C03 and CLF-C02."""

LEAST_CARDS = {
    "Design Secure Architectures": 800,
    "Design Resilient Architectures": 100,
    "Design High-Performing Architectures": 100,
    "Design Cost-Optimized Architectures": 30,
    "Cloud Concepts": 15,
    "Security and Compliance": 800,
    "Cloud Technology and Services": 100,
    "Billing, Pricing, and Support": 9,
}
"""Most cards are on security, where both guides place the model. Few are on concepts and on bills."""


def cards_of(exam: ExamBlueprint) -> list[Card]:
    return [card for card in bundled_library().cards() if exam.tags & card.tags]


@EXAMS
def test_the_shares_of_the_domains_are_those_of_the_guide(exam: ExamBlueprint) -> None:
    assert {domain.title: domain.share for domain in exam.domains} == SHARES[exam.id]


@EXAMS
def test_every_point_belongs_to_one_domain_of_an_exam(exam: ExamBlueprint) -> None:
    assert Counter(tag for domain in exam.domains for tag in domain.tags & POINTS.keys()) == Counter(
        POINTS.keys()
    )


@EXAMS
def test_every_card_of_an_exam_belongs_to_a_domain_unless_it_is_about_the_exams(exam: ExamBlueprint) -> None:
    outside = [card for card in cards_of(exam) if not any(domain.tags & card.tags for domain in exam.domains)]
    assert {note_of(card.key) for card in outside} <= ABOUT_THE_EXAMS


@EXAMS
def test_every_domain_has_cards_to_learn_it_from(exam: ExamBlueprint) -> None:
    cards = cards_of(exam)
    counts = {domain.title: sum(bool(domain.tags & card.tags) for card in cards) for domain in exam.domains}
    assert {title: count for title, count in counts.items() if count < LEAST_CARDS[title]} == {}


def test_a_scenario_that_asks_for_the_lowest_cost_says_so_in_a_tag() -> None:
    asks = [
        card
        for card in bundled_library().cards()
        if isinstance(card.content, Choice)
        and "scenario" in card.tags
        and re.search(r"cost-effectively|LOWEST cost", card.content.question)
    ]
    assert asks and [card.key for card in asks if "cost" not in card.tags] == []
