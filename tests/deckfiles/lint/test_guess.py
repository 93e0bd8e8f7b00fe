"""Blind guessing: its figures are those of a calculation by hand, and what tells is found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import log
from random import Random

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.lint.guess import (
    FEWEST_CARDS,
    Reading,
    Shape,
    blind_answers,
    guess_reports,
    length_ranks,
)
from srm_quiz.domain.cards import Choice, Deck, Option, note_of

VOCABULARY = [
    f"{first}{last}" for first in ("ba", "ke", "lo", "mi", "nu") for last in ("r", "st", "nder", "p")
]

Options = list[tuple[str, bool]]


def deck(*cards: Iterable[tuple[str, bool]], name: str = "mine") -> Deck:
    """A deck of choice cards, each given by the texts of its options and whether they are right."""
    notes = [
        {
            "id": f"n{number}",
            "question": f"Which is it in case {number}?",
            "choices": [{"right" if right else "wrong": text} for text, right in options],
        }
        for number, options in enumerate(cards)
    ]
    text = json.dumps({"title": name.title(), "id": name, "cards": notes}, indent=1)
    read, problems = read_deck(f"{name}.yaml", text.encode())
    assert read is not None and not problems, problems
    return read


def babble(random: Random, shape: Shape) -> Options:
    """Options of random words and lengths."""
    texts: list[str] = []
    while len(texts) < shape.options:
        text = " ".join(random.choices(VOCABULARY, k=random.randint(4, 9)))
        if text not in texts:
            texts.append(text)
    return [(text, place < shape.right) for place, text in enumerate(texts)]


COLOURED: list[Options] = [
    [(f"red {thing}", True), (f"blue {thing}", False)] for thing in ("sky", "sea", "sand")
]


def test_a_small_deck_gives_the_figures_of_a_calculation_by_hand() -> None:
    """Each card is read after the other two, in which both right options have "red", and no wrong one."""
    answers = blind_answers([deck(*COLOURED)])
    red = log((2 + 0.5) / (2 + 1)) - log((0 + 0.5) / (2 + 1))
    for answer in answers:
        # Both "red" and "^ red" speak for one option, "blue" and "^ blue" against the other.
        assert answer.margin == pytest.approx(4 * red)
        assert answer.tells["red"] == answer.tells["^ red"] == pytest.approx(red)
        assert answer.tells["blue"] == answer.tells["^ blue"] == pytest.approx(red)
        assert (answer.by_words, answer.by_length) == (1, 1)
    assert {answer.tells["sky"] for answer in answers[:1]} == {0}


def test_a_word_that_was_seen_once_says_nothing() -> None:
    def rare(cards: int) -> float:
        known = [[("red sea", True), ("blue moon", False)]] * cards
        return blind_answers([deck(*known, [("red sand", True), ("blue moon", False)])])[-1].tells["moon"]

    assert rare(1) == 0
    assert rare(2) > 0


def test_the_interval_and_the_limits_are_those_of_the_manual() -> None:
    reading = Reading(Shape(4, 1), cards=100, words=41, lengths=25)
    low, high = reading.interval
    assert (low, high) == (pytest.approx(0.3187, abs=1e-4), pytest.approx(0.5080, abs=1e-4))
    assert (reading.limit, Reading(Shape(5, 2), 1, 0, 0).limit) == (0.33, 0.16)
    assert reading.is_above and not reading.tells
    assert Reading(Shape(4, 1), cards=100, words=43, lengths=25).tells
    assert not Reading(Shape(5, 2), cards=1, words=1, lengths=0).tells


def test_options_that_tie_are_guessed_by_lot() -> None:
    (answer,) = blind_answers([deck([("one", True), ("two", False), ("six", False), ("ten", False)])])
    assert (answer.by_words, answer.by_length) == (0.25, 0.25)
    (answer,) = blind_answers([deck([(text, text < "c") for text in "abcde"])])
    assert (answer.by_words, answer.by_length) == (0.1, 0.1)


def test_a_deck_is_read_by_those_who_know_the_other_decks_only() -> None:
    random = Random(3)
    usual = deck(*([("keep it", True), ("drop it now", False)] for _ in range(FEWEST_CARDS)), name="usual")
    contrary = deck(
        *([("keep it", False), ("drop it now", True)] for _ in range(2 * FEWEST_CARDS)), name="contrary"
    )
    answers = blind_answers([usual, contrary])
    assert {(answer.by_words, answer.by_length) for answer in answers} == {(0, 0)}
    few = deck(*(babble(random, Shape(2, 1)) for _ in range(FEWEST_CARDS - 1)), name="few")
    assert {answer.by_words for answer in blind_answers([usual, few]) if answer.deck is usual} == {1}


@pytest.mark.parametrize("shape", [Shape(4, 1), Shape(5, 2), Shape(3, 1)], ids=str)
@pytest.mark.parametrize("seed", range(3))
def test_options_at_random_are_guessed_about_as_often_as_by_chance(shape: Shape, seed: int) -> None:
    random = Random(seed)
    (report,) = guess_reports([deck(*(babble(random, shape) for _ in range(200)))])
    (reading,) = report.readings
    low, high = reading.interval
    assert low <= shape.chance <= high or reading.words / reading.cards < shape.chance
    assert not report.tells


def planted(random: Random, number: int) -> Options:
    """Random options; in two cards of three a word stands in the right one only."""
    options = babble(random, Shape(4, 1))
    if number % 3:
        options[0] = (f"{options[0][0]} hence {random.choice(VOCABULARY)}", True)
    return options


def test_a_planted_word_and_its_cards_are_named_first() -> None:
    random = Random(5)
    (report,) = guess_reports([deck(*(planted(random, number) for number in range(90)))])
    assert report.tells and report.share > 0.6
    word = report.words[0]
    assert (word.text, word.right, word.wrong) == ("hence", 60, 0)
    assert len(report.cards) == 8
    for answer in report.cards:
        assert int(note_of(answer.card.key).rpartition("/n")[2]) % 3
        assert "hence" in " ".join(answer.words)
        assert answer.card.line > 1


def padded(random: Random, number: int) -> Options:
    """Four options of different lengths; the right one is the second longest in seven cards of ten."""
    texts = [" ".join(random.choices(VOCABULARY, k=3)) + "." * (10 * place) for place in range(4)]
    return [(text, place == (2 if number % 10 < 7 else number % 2)) for place, text in enumerate(texts)]


def test_padding_the_second_longest_is_found() -> None:
    random = Random(1)
    (report,) = guess_reports([deck(*(padded(random, number) for number in range(40)))])
    (rank,) = [rank for rank in report.ranks if rank.tells]
    assert (rank.name, rank.cards, rank.right, rank.expected) == ("second longest", 40, 28, 10)
    assert report.tells and report.readings[0].lengths == 28


def test_a_length_that_is_right_a_little_more_often_than_chance_tells_nothing() -> None:
    def ranks(right: int, cards: int) -> list[bool]:
        lengths = [Option("x" * length, False) for length in (4, 3, 2)]
        choices = [
            Choice("?", (Option("x" * (5 if number < right else 1), True), *lengths))
            for number in range(cards)
        ]
        return [rank.tells for rank in length_ranks(choices) if rank.name == "longest"]

    assert ranks(350, 1_000) == [False]  # beyond chance, and within the limit
    assert ranks(351, 1_000) == [True]
    assert ranks(13, 30) == [False]  # above the limit, and luck may have done it
    assert ranks(15, 30) == [True]


def test_small_decks_count_together_and_are_not_judged_alone() -> None:
    random = Random(2)
    small = [deck(*(babble(random, Shape(4, 1)) for _ in range(16)), name=name) for name in ("one", "two")]
    assert guess_reports(small[:1]) == []
    (report,) = guess_reports(small)
    assert report.deck is None and len(report.answers) == 32
