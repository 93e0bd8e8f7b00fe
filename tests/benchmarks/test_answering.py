"""An answer, durable and the next card drawn, against Anki's own backend on the same history."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import read_library
from srm_quiz.domain import session as machine
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import Mode, Review
from srm_quiz.domain.scheduling import Policy, Rating, outcomes
from srm_quiz.store.store import Store
from srm_quiz.study.study import Study
from tests.benchmarks.conftest import CARDS, REVIEWS, Report
from tests.benchmarks.timing import middle, p99, timed

pytestmark = pytest.mark.benchmark

ANSWERS = 1_000
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def our_study(folder: Path, deck: Path) -> Study:
    locations = find(folder, {})
    library = read_library(locations, [deck])
    keys = [card.key for card in library.deck("big").cards]  # type: ignore[union-attr]
    assert len(keys) == CARDS
    policy = Policy()
    chance = random.Random(7)
    with Store.open(locations.progress_file, now=NOW) as store:
        batch: list[Review] = []
        for n, key in enumerate(keys):
            schedule = None
            at = Moment(NOW - timedelta(days=200, minutes=n % 600))
            for turn in range(REVIEWS // CARDS):
                rating = chance.choices(list(Rating), (1, 1, 7, 1))[0]
                after = outcomes(schedule, at, policy)[rating]
                number = f"{n:06d}-{turn:02d}"
                batch.append(Review(number, key, at, rating, None, (), 6.0, Mode.DRILL, schedule, after))
                schedule = after
                at = at.later(timedelta(days=chance.randint(1, 30)))
            if len(batch) > 5_000:
                store.write(batch)
                batch = []
        store.write(batch)
    settings = Settings(daily_goal=9999)
    return Study.open(
        locations, settings, deck_paths=[deck], clock=lambda: datetime.now(UTC) + timedelta(days=400)
    )


def anki_collection(folder: Path):  # type: ignore[no-untyped-def]
    anki = pytest.importorskip("anki.collection", reason="the peer is the extra `benchmark`")
    folder.mkdir()
    col = anki.Collection(str(folder / "peer.anki2"))
    col.set_config("fsrs", True)
    notetype = col.models.by_name("Basic")
    deck = col.decks.id("Default")
    config = col.decks.config_dict_for_deck_id(deck)
    config["new"]["perDay"] = config["rev"]["perDay"] = 9999
    col.decks.update_config(config)
    requests = []
    from anki.collection import AddNoteRequest

    for n in range(CARDS):
        note = col.new_note(notetype)
        note["Front"], note["Back"] = f"Who looks after part {n}?", "The customer"
        requests.append(AddNoteRequest(note=note, deck_id=deck))
    col.add_notes(requests)
    ids = col.db.list("select id from cards")
    col.db.execute("update cards set type = 2, queue = 2, ivl = 20, due = 0, factor = 2500, reps = 10")
    milliseconds = int(NOW.timestamp() * 1000)
    rows = [
        (milliseconds - 86_400_000 * (300 - 20 * turn) + n, card, -1, 3, 20, 10, 2500, 6000, 1)
        for turn in range(REVIEWS // CARDS)
        for n, card in enumerate(ids)
    ]
    col.db.executemany("insert into revlog values (?,?,?,?,?,?,?,?,?)", rows)
    return col


def test_an_answer_is_no_slower_than_ankis(tmp_path: Path, big_deck_file: Path, report: Report) -> None:
    col = anki_collection(tmp_path / "anki")
    from anki.scheduler.v3 import CardAnswer

    study = our_study(tmp_path / "ours", big_deck_file)
    scope_limit = None
    study.start(limit=scope_limit)
    assert len(study.session.queue.remaining()) > 3 * ANSWERS  # type: ignore[union-attr]

    def answer_ours() -> None:
        study.send(machine.Reveal())
        study.send(machine.Rate(study.session.revealed.suggested))  # type: ignore[union-attr]

    def answer_anki() -> None:
        queued = col.sched.get_queued_cards().cards[0]
        card = col.get_card(queued.card.id)
        card.start_timer()
        states = queued.states
        col.sched.answer_card(col.sched.build_answer(card=card, states=states, rating=CardAnswer.GOOD))
        col.sched.get_queued_cards()

    for warm_up in (answer_ours, answer_anki):
        for _ in range(20):
            warm_up()
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(ANSWERS):
        theirs.append(timed(answer_anki))
        mine.append(timed(answer_ours))
    report("an answer, median", middle(mine), "Anki", middle(theirs), 1.0)
    report("an answer, p99", p99(mine), "Anki", p99(theirs), 1.0)
    study.close()
    col.close()
