"""Anki itself (`pip install anki`) reads what we write, and we read what it writes."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.ids import prompt
from srm_quiz.deckfiles.yaml_writer import deck_yaml
from srm_quiz.domain.cards import Card, CardKey, Cloze, Deck
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import CardState, Schedule
from srm_quiz.exchange.anki.exporter import write_package
from srm_quiz.exchange.anki.importer import read_package
from srm_quiz.exchange.model import Imported
from tests.support.worlds import EVERY_KIND, card

anki = pytest.importorskip("anki", reason="needs Anki: pip install -e '.[dev,benchmark]'")
pytestmark = pytest.mark.soak

NOTES, REVIEWS = 5_000, 50_000
TODAY = StudyDay((datetime.now() - timedelta(hours=4)).date())
"""The study day, by the rollover of Anki and of the packages."""

TEXT = "{{one}}, {{arn:aws:::x::}} and {{thr<b>ee::cue}}"


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Any]:
    """An empty collection of Anki's."""
    from anki.collection import Collection

    opened = Collection(str(tmp_path / "own.anki2"))
    yield opened
    opened.close()


def brought_in(collection: Any, path: Path) -> Any:
    """What Anki says of importing the package."""
    from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

    options = ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True, merge_notetypes=True)
    return collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))


def exported(collection: Any, path: Path, *, legacy: bool) -> Path:
    from anki.collection import ExportAnkiPackageOptions

    options = ExportAnkiPackageOptions(
        with_scheduling=True, with_deck_configs=True, with_media=True, legacy=legacy
    )
    collection.export_anki_package(out_path=str(path), options=options, limit=None)
    return path


def our_cards(found: Imported) -> list[Card]:
    cards: list[Card] = []
    for deck in found.decks:
        made, problems = read_deck("x.yaml", deck_yaml(deck.head, deck.notes).encode())
        assert made and not problems, problems
        cards += made.cards
    return cards


def a_world() -> tuple[Deck, dict[CardKey, Schedule]]:
    """A card of every kind, and three blanks of one text; each stands somewhere else."""
    text = {"id": "three", "cloze": TEXT, "tags": ["aws", "a::b"]}
    deck, problems = read_deck("w.yaml", deck_yaml({"title": "W", "id": "world"}, [text]).encode())
    assert deck and not problems
    cards = (*(card(name) for name in EVERY_KIND if name not in ("line", "cloze")), *deck.cards)
    soon, late, before = (StudyDay(TODAY + timedelta(days)) for days in (9, -5, -85))
    tomorrow = StudyDay(TODAY + timedelta(1))
    schedules = {
        cards[0].key: Schedule(CardState.REVIEW, 0, 12.5, 6.25, soon, None, TODAY, 5, 1),
        cards[1].key: Schedule(CardState.REVIEW, 0, 80.0, 3.5, late, None, before, 9, 0),
        cards[2].key: Schedule(CardState.LEARNING, 0, 2.5, 5.5, tomorrow, None, TODAY, 1, 0),
    }
    return Deck("world", "Our world", "What it is about", "", 6, cards), schedules


def test_anki_opens_what_we_write(collection: Any, tmp_path: Path) -> None:
    deck, schedules = a_world()
    write_package([deck], tmp_path / "ours.apkg", schedules)
    log = brought_in(collection, tmp_path / "ours.apkg").log
    assert (len(log.new), len(log.conflicting), len(log.missing_notetype)) == (6, 0, 0)
    assert collection.card_count() == len(deck.cards) == 8
    assert {one.name for one in collection.decks.all_names_and_ids()} >= {"Our world"}
    (note,) = (collection.get_note(note_id) for note_id in collection.find_notes('"note:srm-quiz blanks"'))
    assert sorted(note.tags) == ["a::b", "aws"]
    blanks = [(one.question(), one.answer()) for one in note.cards()]
    assert [("[...]" in question, "[cue]" in question) for question, _ in blanks] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert all("arn:aws:<!-- -->:<!-- -->:x" in one for _, one in blanks)
    (choice,) = (
        collection.get_note(note_id) for note_id in collection.find_notes('"Question:Which two stay*"')
    )
    shown = choice.cards()[0]
    assert "<li>Database users</li>" in shown.question() and "#1, #2" in shown.answer()
    for one in collection.find_cards("is:due or is:review or is:learn"):
        assert json.loads(collection.db.scalar("SELECT data FROM cards WHERE id = ?", one))["s"] > 0


def test_anki_keeps_the_days_and_the_memory_of_what_we_write(collection: Any, tmp_path: Path) -> None:
    deck, schedules = a_world()
    write_package([deck], tmp_path / "ours.apkg", schedules)
    brought_in(collection, tmp_path / "ours.apkg")
    today = collection.sched.today
    for key, schedule in schedules.items():
        (card_id,) = collection.db.list(
            "SELECT cards.id FROM cards JOIN notes ON notes.id = nid WHERE guid = ? AND ord = 0", key
        )
        found = collection.get_card(card_id)
        assert found.due - today == (schedule.due_day - TODAY).days, key
        assert (found.reps, found.lapses) == (schedule.reps, schedule.lapses)
        assert found.memory_state.stability == pytest.approx(schedule.stability, rel=1e-3)
        assert found.memory_state.difficulty == pytest.approx(schedule.difficulty, rel=1e-3)
    assert collection.db.scalar("SELECT count(*) FROM cards WHERE type = 0") == len(deck.cards) - len(
        schedules
    )


@pytest.mark.parametrize("legacy", [True, False], ids=["old", "new"])
def test_what_we_write_comes_back_through_anki_as_it_was(
    collection: Any, tmp_path: Path, legacy: bool
) -> None:
    deck, schedules = a_world()
    write_package([deck], tmp_path / "ours.apkg", schedules)
    brought_in(collection, tmp_path / "ours.apkg")
    found = read_package(exported(collection, tmp_path / "theirs.apkg", legacy=legacy), with_history=True)
    assert not found.losses
    back = our_cards(found)
    assert [one.content for one in back if one.kind != "choice"] == [
        one.content for one in deck.cards if one.kind not in ("choice", "owner")
    ]
    held = {one.schedule.due_day: one.schedule for one in found.cards if one.schedule}
    for schedule in schedules.values():
        assert held[schedule.due_day].stability == pytest.approx(schedule.stability, rel=1e-3)
        assert held[schedule.due_day].last_day == schedule.last_day


def test_a_package_brought_in_twice_adds_nothing(collection: Any, tmp_path: Path) -> None:
    deck, schedules = a_world()
    write_package([deck], tmp_path / "ours.apkg", schedules)
    brought_in(collection, tmp_path / "ours.apkg")
    write_package([deck], tmp_path / "ours.apkg", schedules)
    assert not brought_in(collection, tmp_path / "ours.apkg").log.new
    assert collection.note_count() == 6


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A collection of many notes, answered through Anki's own FSRS."""
    from anki.collection import AddNoteRequest, Collection

    opened = Collection(str(tmp_path_factory.mktemp("anki") / "studied.anki2"))
    opened.set_config("fsrs", True)
    random = Random(7)
    for deck in ("AWS::Security", "AWS::Storage", "Other"):
        opened.decks.id(deck)
    names = ("Basic", "Basic (and reversed card)", "Basic (type in the answer)", "Cloze")
    requests = []
    for number in range(NOTES):
        note = opened.new_note(opened.models.by_name(names[number % len(names)]))
        if "Text" in note:
            note["Text"] = f"Service {number} is {{{{c1::<b>managed</b>}}}} for {{{{c2::you::whom?}}}}"
        else:
            note["Front"] = f"What is <i>service</i> {number}?<br>Say it."
            note["Back"] = f"Answer {number} &amp; more"
        note.tags = ["aws", f"n::{number % 10}"]
        deck_id = opened.decks.id(("AWS::Security", "AWS::Storage", "Other")[number % 3])
        requests.append(AddNoteRequest(note=note, deck_id=deck_id))
    opened.add_notes(requests)
    answer(opened, random)
    yield opened
    opened.close()


def answer(opened: Any, random: Random) -> None:
    """Answer cards again and again, on days of the past: before each round the collection is made older."""
    cards = list(opened.find_cards(""))
    done = 0
    while done < REVIEWS:
        # Everything was a few days earlier than it was: the collection, what is due, and what was answered.
        days = random.randint(1, 12)
        seconds = days * 86_400
        opened.db.execute("UPDATE col SET crt = crt - ?", seconds)
        opened.db.execute("UPDATE revlog SET id = id - ?", seconds * 1000)
        for card_id, data in opened.db.all("SELECT id, data FROM cards WHERE data LIKE '%lrt%'"):
            memory = json.loads(data)
            memory["lrt"] -= seconds
            opened.db.execute("UPDATE cards SET data = ? WHERE id = ?", json.dumps(memory), card_id)
        opened.db.execute("UPDATE cards SET due = due - ? WHERE due > 1000000000", seconds)
        opened.close()
        opened.reopen()  # Anki counts its days once
        for card_id in random.sample(cards, min(6_500, len(cards), REVIEWS - done)):
            found = opened.get_card(card_id)
            found.start_timer()
            opened.sched.answerCard(found, random.choices((1, 2, 3, 4), (1, 1, 6, 2))[0])
            done += 1


def their_days(studied: Any) -> dict[tuple[int, int], int]:
    """In how many days Anki will ask each card, by the number in its text and its place in the note."""
    found: dict[tuple[int, int], int] = {}
    query = "SELECT flds, ord, CASE WHEN odid THEN odue ELSE due END FROM cards JOIN notes ON notes.id = nid"
    for fields, ordinal, due in studied.db.all(f"{query} WHERE type > 0"):
        in_steps = due > 1_000_000_000
        day = (due - studied.sched.day_cutoff) // 86_400 + 1 if in_steps else due - studied.sched.today
        found[number_in(fields), ordinal] = day
    return found


def name_of(card: Card) -> tuple[int, int]:
    """The number in a card's text, and the place in its note that the card had in Anki."""
    if isinstance(card.content, Cloze):
        return number_in(card.content.before), int(card.key.rpartition("#")[2]) - 1
    return number_in(prompt(card.content)), int("-reversed#" in card.key)


def number_in(text: str) -> int:
    found = re.search(r"(?:[Ss]ervice\S*|Answer) (\d+)", text)
    assert found, text
    return int(found[1])


@pytest.mark.parametrize("form", ["old", "new", "colpkg"])
def test_a_real_collection_is_read_quickly_and_its_cards_are_due_on_the_same_days(
    studied: Any, tmp_path: Path, form: str
) -> None:
    theirs = their_days(studied)
    reviews = studied.db.scalar("SELECT count(*) FROM revlog WHERE ease > 0 AND type < 4")
    asked = studied.card_count()
    if form == "colpkg":
        from anki.collection import Collection

        path = tmp_path / "x.colpkg"
        name = studied.path
        studied.export_collection_package(str(path), include_media=False, legacy=False)
        studied.reopen()
        assert isinstance(studied, Collection) and studied.path == name
    else:
        path = exported(studied, tmp_path / "x.apkg", legacy=form == "old")
    started = time.perf_counter()
    found = read_package(path, with_history=True)
    taken = time.perf_counter() - started
    print(f"{form}: {len(found.reviews):,} reviews and {len(found.cards):,} cards in {taken:.1f} s")
    assert not found.losses
    assert len(our_cards(found)) == asked
    assert (len(found.reviews), len(found.cards)) == (reviews, len(theirs))
    assert [one.at for one in found.reviews] == sorted(one.at for one in found.reviews)
    named = {one.key: name_of(one) for one in our_cards(found)}
    ours = {named[one.card]: (one.schedule.due_day - TODAY).days for one in found.cards if one.schedule}
    agreed = sum(ours.get(name) == day for name, day in theirs.items())
    print(f"{agreed / len(theirs):.2%} of {len(theirs):,} cards are due on the same day")
    assert agreed >= 0.99 * len(theirs)
    assert taken < 20


def test_a_real_history_goes_on_here_where_it_stood_there(
    studied: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from srm_quiz.cli.main import run
    from srm_quiz.store.store import Store

    theirs = their_days(studied)
    path = exported(studied, tmp_path / "x.apkg", legacy=False)
    home = tmp_path / "home"
    started = time.perf_counter()
    assert run(["--home", str(home), "import", "--with-history", str(path)]) == 0
    taken = time.perf_counter() - started
    named = {one.key: name_of(one) for one in our_cards(read_package(path, with_history=False))}
    with Store.open_to_read(home / "progress.db") as store:
        ours = {
            named[key]: (known.schedule.due_day - TODAY).days
            for key, known in store.progress().items()
            if known.schedule
        }
        reviews = sum(1 for _ in store.reviews())
    agreed = sum(ours.get(name) == day for name, day in theirs.items())
    with capsys.disabled():
        share = f"{agreed / len(theirs):.2%} due on the same day"
        print(f"\n{reviews:,} reviews in the log after {taken:.1f} s; {share}")
    assert reviews >= 0.999 * REVIEWS
    assert agreed >= 0.99 * len(theirs)
    assert taken < 20
