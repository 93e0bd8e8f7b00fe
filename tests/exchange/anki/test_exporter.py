"""Decks written for Anki come back from the package as they were; Anki itself is asked in the soak tests."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.deckfiles.yaml_writer import Draft, deck_yaml
from srm_quiz.domain.cards import Card, CardKey, Choice, Cloze, Content, Deck, Option
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.exchange.anki.exporter import write_package
from srm_quiz.exchange.anki.importer import read_package
from srm_quiz.exchange.model import Imported
from tests.support.worlds import EVERY_KIND, card

DAY = StudyDay(date(2025, 3, 4))
STEP = datetime(2025, 3, 4, 12, 10, tzinfo=UTC)
ODD = [*"*`_\\[]{}<>&#:", "**", "::", "{{c1::", "<br>", "\n", "\n- ", "a", " b"]


def deck_of(*notes: Draft, **head: str) -> Deck:
    """A deck that an author has written."""
    deck, problems = read_deck("deck.yaml", deck_yaml({"title": "Deck", **head}, notes).encode())
    assert deck and not problems, problems
    return deck


def there_and_back(*decks: Deck, schedules: dict[CardKey, Schedule] | None = None) -> Imported:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.apkg"
        write_package(decks, path, schedules)
        return read_package(path, with_history=True)


def cards(found: Imported) -> list[Card]:
    """The cards of all decks that were read."""
    return [
        card
        for deck in found.decks
        for card in deck_of(*deck.notes, title=str(deck.head["title"]), id=deck.id).cards
    ]


def about(card: Card) -> tuple[Content, str, str, str, frozenset[str]]:
    return card.content, card.why, card.hint, card.source, card.tags


def rows(path: Path, query: str) -> list[Any]:
    with zipfile.ZipFile(path) as package:
        data = package.read("collection.anki2")
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    found = base.execute(query).fetchall()
    base.close()
    return found


def options(texts: list[str]) -> list[dict[str, str]]:
    return [{"right" if n % 2 else "wrong": text, "why": text[::2].strip()} for n, text in enumerate(texts)]


def cloze(parts: list[tuple[str, str, str]]) -> str:
    return " ".join(f"{text} {{{{{answer}::{cue.replace(':', '')}}}}}" for text, answer, cue in parts)


def one_line(text: str) -> str:
    return " ".join(text.split())


TEXTS = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
    | st.lists(st.sampled_from(ODD), min_size=1).map("".join)
).map(lambda text: UNSAFE.sub("", text.replace("\r", "")).strip())
FULL = TEXTS.filter(bool)
LINES = FULL.map(one_line)
BLANK = FULL.filter(lambda text: "{" not in text and "}" not in text)
FURTHER = {"why": TEXTS, "hint": TEXTS, "source": TEXTS.map(one_line)}
NOTES = st.one_of(
    st.fixed_dictionaries({"question": FULL, "answer": FULL}, optional=FURTHER),
    st.fixed_dictionaries({"question": FULL, "answer": LINES, "accept": st.lists(LINES, max_size=3)}),
    st.fixed_dictionaries(
        {
            "question": FULL,
            "choices": st.lists(FULL, min_size=2, max_size=5, unique_by=one_line).map(options),
        },
        optional=FURTHER,
    ),
    st.fixed_dictionaries(
        {"cloze": st.lists(st.tuples(BLANK, BLANK, BLANK), min_size=1, max_size=3).map(cloze)},
        optional=FURTHER,
    ),
)


@settings(max_examples=25)
@given(st.lists(NOTES, min_size=1, max_size=8))
def test_whatever_a_deck_says_comes_back_from_anki_as_it_was(notes: list[Draft]) -> None:
    deck = deck_of(*({"id": f"n{number}", **note} for number, note in enumerate(notes)))
    found = there_and_back(deck)
    assert not found.losses
    assert list(map(about, cards(found))) == list(map(about, deck.cards))


def test_every_kind_of_card_is_written_except_for_lines(tmp_path: Path) -> None:
    deck = Deck("world", "World", "", "", 7, tuple(card(name) for name in EVERY_KIND))
    losses = write_package([deck], tmp_path / "x.apkg", None)
    assert [(loss.what, loss.where) for loss in losses] == [
        ("a duty became a choice among owners", "World: Patch the engine"),
        ("Anki has nothing like a card on which a line is drawn; it is left out", "World: Amazon RDS"),
    ]
    assert rows(tmp_path / "x.apkg", "SELECT count(*) FROM notes") == [(len(EVERY_KIND) - 1,)]
    assert [name.name for name in tmp_path.iterdir()] == ["x.apkg"]


def test_an_owner_card_is_a_choice_among_owners() -> None:
    deck = Deck("world", "World", "", "", 1, (card("owner"),))
    (found,) = cards(there_and_back(deck))
    assert found.content == Choice(
        "Patch the engine\n\nOn Amazon RDS: whose duty is it?",
        (
            Option("AWS", True),
            Option("The customer", False),
            Option("Both share it", False, "This answer can be defended, too."),
        ),
    )


def test_blanks_of_a_text_are_cards_of_one_note_whatever_stands_in_them(tmp_path: Path) -> None:
    deck = deck_of({"cloze": "{{arn:aws:s3:::x::}} in {{{region}}} is {{a}}::b}} {{c::d}}"})
    write_package([deck], tmp_path / "x.apkg", None)
    assert rows(tmp_path / "x.apkg", "SELECT count(*) FROM cards GROUP BY nid") == [(4,)]
    found = [card.content for card in cards(there_and_back(deck))]
    assert [(one.answer, one.cue) for one in found if isinstance(one, Cloze)] == [
        ("arn:aws:s3:::x", ""),
        ("{region}", ""),
        ("a", ""),
        ("c", "d"),
    ]


def test_a_blank_is_written_with_its_first_answer_and_the_rest_is_said_to_be_lost(tmp_path: Path) -> None:
    deck = deck_of({"id": "n", "cloze": r"{{a|b::c}} and {{d\|e}}", "weight": "2"})
    losses = write_package([deck], tmp_path / "x.apkg", None)
    assert [loss.what for loss in losses] == [
        "only the first answer of a blank is written",
        "Anki has no place for a card's weight in an exam",
    ]
    found = [card.content for card in cards(there_and_back(deck))]
    assert [(one.answer, one.cue, one.accept) for one in found if isinstance(one, Cloze)] == [
        ("a", "c", ()),
        ("d|e", "", ()),
    ]


def test_decks_keep_their_titles_and_a_tag_loses_its_spaces(tmp_path: Path) -> None:
    one = deck_of({"question": "a", "answer": "b", "tags": ["a b", "c"]}, title="Same", id="one")
    other = deck_of({"question": "c", "answer": "d"}, title="same", id="other")
    losses = write_package([one, other], tmp_path / "x.apkg", None)
    assert [loss.what for loss in losses] == ["a tag of Anki's has no spaces: 'a b' is written as 'a_b'"]
    found = read_package(tmp_path / "x.apkg", with_history=False)
    decks = {str(deck.head["title"]): deck for deck in found.decks}
    assert decks.keys() == {"Same", "same (other)"}
    assert decks["Same"].notes[0]["tags"] == ["a_b", "c"]


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(CardState.REVIEW, 0, 12.345678, 6.5, StudyDay(DAY + timedelta(9)), None, DAY, 5, 1),
        Schedule(CardState.REVIEW, 0, 0.2, 10.0, DAY, None, StudyDay(DAY - timedelta(400)), 9, 8),
        Schedule(CardState.LEARNING, 0, 2.3, 5.0, StudyDay(DAY + timedelta(1)), None, DAY, 1, 0),
        Schedule(CardState.LEARNING, 0, 2.3, 5.0, DAY, STEP, DAY, 1, 0),
        Schedule(CardState.RELEARNING, 0, 1.5, 8.0, DAY, STEP, DAY, 7, 2),
    ],
)
def test_where_a_card_stands_comes_back_as_it_was(schedule: Schedule) -> None:
    deck = deck_of({"question": "a", "answer": "b"}, {"question": "c", "answer": "d"})
    found = there_and_back(deck, schedules={deck.cards[0].key: schedule})
    assert [one.schedule for one in found.cards] == [schedule]


def test_a_card_has_the_same_name_in_every_package_so_that_anki_brings_it_up_to_date(tmp_path: Path) -> None:
    notes = [{"id": f"n{number}", "question": "a", "answer": "b"} for number in range(3)]
    found = []
    for written in (notes, list(reversed(notes))):
        write_package([deck_of(*written)], tmp_path / "x.apkg", None)
        found.append(
            rows(tmp_path / "x.apkg", "SELECT guid, mid, did FROM cards JOIN notes ON notes.id = nid")
        )
    assert found[0] == list(reversed(found[1]))
    assert [row[0] for row in found[0]] == ["deck/n0#1", "deck/n1#1", "deck/n2#1"]


def test_an_empty_package_can_be_written(tmp_path: Path) -> None:
    assert not write_package([], tmp_path / "x.apkg", {})
    (row,) = rows(tmp_path / "x.apkg", "SELECT conf, decks, models FROM col")
    assert json.loads(row[1])["1"]["name"] == "Default"


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_package([], tmp_path / "none" / "x.apkg", None)
