"""The decks that come with the program: what a machine can hold them to, whatever is added to them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from srm_quiz.cli.main import run
from srm_quiz.deckfiles.library import load
from srm_quiz.deckfiles.lint.guess import BlindAnswer, GuessReport, blind_answers, guess_reports
from srm_quiz.domain.cards import Card, Choice, Deck, Duty, Kind, Owner, deck_of, note_of
from tests.support.paths import BUNDLED_DECKS
from tests.support.worlds import Clock, session

LIBRARY = load([BUNDLED_DECKS], cache=None)
CARDS = list(LIBRARY.cards())
DECKS = pytest.mark.parametrize("deck", LIBRARY.decks, ids=lambda deck: deck.id)

EXAMS = {"saa", "clf"}
"""Every card is of use for one of these exams, and says so in a tag."""


def note_id(card: Card) -> str:
    return note_of(card.key).partition("/")[2]


def failing(cards: list[Card]) -> list[str]:
    return [card.key for card in cards]


def test_they_pass_the_check_of_style(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["--home", str(tmp_path), "check", "--style", "--format", "concise", str(BUNDLED_DECKS)])
    assert (code, capsys.readouterr().out) == (0, "")


@DECKS
def test_a_deck_says_what_it_is_about(deck: Deck) -> None:
    text = Path(deck.path).read_text(encoding="utf-8")
    assert {"title", "id", "description", "tags"} <= set(re.findall(r"^(\w+):", text, re.MULTILINE))
    assert deck.title != deck.id and "\n" not in deck.description
    assert 20 <= len(deck.description) <= 200


def test_titles_tell_the_decks_apart() -> None:
    assert len({deck.title.casefold() for deck in LIBRARY.decks}) == len(LIBRARY.decks)


def test_every_note_has_an_id_of_its_own_that_is_no_hash() -> None:
    # A hash would change with the wording, and the learner's history would be lost with it.
    assert not failing([card for card in CARDS if re.fullmatch(r"h[0-9a-f]{12}", note_id(card))])


def test_no_id_is_used_in_two_decks() -> None:
    notes = {(note_id(card), deck_of(card.key)) for card in CARDS}
    assert [name for name, count in Counter(name for name, _ in notes).items() if count > 1] == []


def test_every_card_that_has_an_answer_in_words_has_a_reason() -> None:
    assert not failing([card for card in CARDS if not card.why and card.kind is not Kind.LINE])


def test_every_option_has_a_reason() -> None:
    choices = [card for card in CARDS if isinstance(card.content, Choice)]
    bare = [card for card in choices if not all(option.why for option in card.content.options)]  # type: ignore[union-attr]
    assert choices and not failing(bare)


def test_no_reason_stands_under_two_options_of_a_note() -> None:
    for card in CARDS:
        if isinstance(card.content, Choice):
            whys = [option.why for option in card.content.options if not option.right]
            assert len(set(whys)) == len(whys), card.key


def test_every_source_is_a_page_of_aws() -> None:
    for card in CARDS:
        parts = urlsplit(card.source)
        host = parts.hostname or ""
        assert parts.scheme == "https" and not re.search(r"[\s<>\"']", card.source), card.key
        assert host in ("aws.amazon.com", "repost.aws") or host.endswith(".aws.amazon.com"), card.key
        assert parts.port is None and parts.username is None and "." not in (parts.path[-1:], host[-1:])
        assert len(parts.path) > 1, card.key


def test_every_kind_is_in_use() -> None:
    assert {card.kind for card in CARDS} == set(Kind)


def test_every_card_says_for_which_exam_it_is() -> None:
    assert not failing([card for card in CARDS if not card.tags & EXAMS])


def test_tags_are_single_words_in_lower_case() -> None:
    tags = {tag for card in CARDS for tag in card.tags}
    assert [tag for tag in sorted(tags) if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", tag)] == []


def test_choices_have_as_many_options_as_on_the_exam() -> None:
    for card in CARDS:
        if isinstance(card.content, Choice):
            assert (card.content.right_count, len(card.content.options)) in [(1, 4), (2, 5), (3, 6)], card.key


ANSWERED_BLINDLY = blind_answers(LIBRARY.decks)


def family(answer: BlindAnswer) -> str:
    """The exam whose questions the deck holds, or "topic"."""
    words = re.split(r"\W", Path(answer.deck.path).stem)
    return next((exam for exam in sorted(EXAMS) if exam in words), "topic")


@pytest.mark.parametrize("name", ["topic", *sorted(EXAMS)])
def test_neither_words_nor_lengths_give_the_answers_away(name: str) -> None:
    report = GuessReport(None, [answer for answer in ANSWERED_BLINDLY if family(answer) == name])
    assert {(reading.shape.right, reading.shape.options) for reading in report.readings} >= {(1, 4), (2, 5)}
    assert [reading for reading in report.readings if reading.is_above] == []
    assert [rank for rank in report.ranks if rank.tells] == []


def test_no_deck_can_be_passed_by_guessing() -> None:
    reports = guess_reports(LIBRARY.decks)
    assert len(reports) > 3 and [report.deck for report in reports if report.tells] == []


def test_the_right_option_is_shown_in_every_place_equally_often() -> None:
    places = Counter[int]()
    choices = [card for card in CARDS if isinstance(card.content, Choice) and len(card.content.options) == 4]
    for card in choices:
        asked = session([card], Clock()).asked
        assert asked is not None
        places[asked.order.index(next(n for n, one in enumerate(card.content.options) if one.right))] += 1
    assert all(0.8 < 4 * places[place] / len(choices) < 1.2 for place in range(4)), places


def test_guessing_one_owner_pays_in_no_deck_and_not_overall() -> None:
    owners = Counter(card.content.owner for card in CARDS if isinstance(card.content, Duty))
    assert set(owners) == set(Owner)
    assert max(owners.values()) <= 0.55 * owners.total()
    assert min(owners.values()) >= 0.1 * owners.total()


def test_there_is_enough_to_learn_and_to_sit_an_exam_with() -> None:
    assert sum(deck.notes for deck in LIBRARY.decks) >= 450
    choices = [card for card in CARDS if isinstance(card.content, Choice)]
    assert sum("scenario" in card.tags and "saa" in card.tags for card in choices) >= 120
    assert sum(deck_of(card.key) == "clf" for card in choices) >= 80


def test_scenarios_are_as_long_as_on_the_exam_and_ask_for_a_decision() -> None:
    scenarios = [card for card in CARDS if "scenario" in card.tags]
    for card in scenarios:
        assert isinstance(card.content, Choice)
        assert 40 <= len(card.content.question.split()) <= 110, card.key
        assert card.content.question.endswith(("?", "? Choose TWO.", ". Choose TWO.")), card.key
    several = sum(card.content.right_count > 1 for card in scenarios if isinstance(card.content, Choice))
    assert 0.1 <= several / len(scenarios) <= 0.35


@pytest.mark.parametrize(
    ("topic", "least"),
    [
        ("compute", 40),
        ("containers", 25),
        ("serverless", 20),
        ("storage", 50),
        ("database", 50),
        ("network", 50),
        ("identity", 50),
        ("encryption", 60),
        ("logging", 25),
        ("compliance", 35),
        ("resilience", 40),
        ("patching", 80),
        ("hybrid", 10),
    ],
)
def test_every_topic_can_be_drilled_by_its_tag(topic: str, least: int) -> None:
    assert sum(topic in card.tags for card in CARDS) >= least
