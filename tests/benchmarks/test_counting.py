"""The statistics of a million answers and a year of forecasts, against Anki's graphs of as many answers."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from srm_quiz.charts import catalog
from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import read_library
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.predictions import Prediction
from srm_quiz.store import rows
from srm_quiz.store.store import Store
from srm_quiz.study.study import Study
from tests.benchmarks.timing import middle, timed

pytestmark = pytest.mark.benchmark

ANSWERS, DAYS, FORECASTS = 1_000_000, 1_400, 365
NEWEST = 4_000
"""Answers, the last to reach the log, which lie anywhere in the year of the forecasts: each tests many of
them, as after a merge with another machine's file."""
BUDGET = 300
FIRST = date(2023, 1, 2)
LAST = FIRST + timedelta(days=DAYS - 1)
EXAM = LAST + timedelta(days=20)


def log(keys: list[str]) -> Iterator[tuple[object, ...]]:
    """Rows of reviews over some years, as the store has them."""
    chance = random.Random(1)
    for number in range(ANSWERS):
        day = FIRST + timedelta(days=number * DAYS // ANSWERS)
        if number >= ANSWERS - NEWEST:
            day = LAST - timedelta(days=chance.randrange(FORECASTS))
        at = int(
            datetime(day.year, day.month, day.day, 18 + chance.randrange(4), tzinfo=UTC).timestamp() * 1e6
        )
        interval = chance.randint(1, 60)
        last, due = (
            (day - timedelta(days=interval)).isoformat(),
            (day + timedelta(days=2 * interval)).isoformat(),
        )
        rating = chance.choice((1, 2, 3, 3, 3, 4))
        verdict, answer = ("wrong", '["aws"]') if rating == 1 else ("correct", "[]")
        before = ("review", 0, float(interval), 5.0, day.isoformat(), None, last, 3, 0)
        after = ("review", 0, 2.0 * interval, 5.0, due, None, day.isoformat(), 4, 0)
        start = (
            number + 1,
            f"{number:030x}",
            "here",
            chance.choice(keys),
            at + number,
            day.isoformat(),
            0,
            4,
        )
        yield (*start, rating, verdict, answer, chance.uniform(2, 20), "drill", *before, *after)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    locations = find(tmp_path_factory.mktemp("million"), {})
    Store.open(locations.progress_file, now=datetime.now(UTC)).close()
    keys = list(read_library(locations).by_key)
    with sqlite3.connect(locations.progress_file) as db:
        columns = ("seq", *rows.REVIEW)
        places = ", ".join("?" * len(columns))
        db.executemany(f"INSERT INTO reviews ({', '.join(columns)}) VALUES ({places})", log(keys))
        after = ", ".join(f"after_{name}" for name in rows.SCHEDULE)
        newest = "SELECT *, max(seq) FROM reviews GROUP BY card"
        db.execute(f"INSERT INTO progress SELECT card, {after}, 0, 0, NULL FROM ({newest})")
    db.close()
    with closing(Store.open(locations.progress_file, now=datetime.now(UTC))) as store:
        for back in range(FORECASTS):
            day = StudyDay(LAST - timedelta(days=back))
            prediction = Prediction(day, StudyDay(EXAM), len(keys), 0.8 - back / 1000, 0.5)
            store.statistics.record_prediction(prediction)
    with Study.open_to_read(locations, Settings(exam_date=EXAM)) as opened:
        yield opened


def anki_collection(path: Path) -> object:
    """An Anki collection with as many answers."""
    collection = pytest.importorskip("anki.collection").Collection(str(path))
    model = collection.models.by_name("Basic")
    requests = pytest.importorskip("anki.collection").AddNoteRequest
    notes = []
    for number in range(1_000):
        note = collection.new_note(model)
        note["Front"], note["Back"] = f"{number}?", f"{number}"
        notes.append(requests(note=note, deck_id=1))
    collection.add_notes(notes)
    cards = list(collection.find_cards(""))
    chance = random.Random(1)
    began = int(datetime(2023, 1, 2, 18, tzinfo=UTC).timestamp() * 1000)
    step = DAYS * 86_400_000 // ANSWERS
    collection.db.executemany(
        "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, 2500, ?, 1)",
        (
            (began + number * step, chance.choice(cards), chance.choice((1, 2, 3, 3, 4)), 20, 10, 5_000)
            for number in range(ANSWERS)
        ),
    )
    return collection


def test_the_statistics_of_a_million_answers_are_ready_at_once(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def draw() -> None:
        data = study.chart_data()
        assert data.statistics.answers == ANSWERS
        assert len(data.predictions) == len(data.prediction_review.tested) == FORECASTS
        catalog.charts(data)

    ours = middle([timed(draw) for _ in range(7)])
    said = ""
    try:
        collection = anki_collection(tmp_path / "collection.anki2")
        graphs = collection._backend.graphs  # type: ignore[attr-defined]
        theirs = middle([timed(lambda: graphs(search="", days=0)) for _ in range(3)])
        said = f"; Anki's graphs of as many: {theirs:.0f} ms"
    except pytest.skip.Exception:
        said = "; Anki is not installed"
    with capsys.disabled():
        print(f"\nstatistics of {ANSWERS:,} answers and {FORECASTS} forecasts: {ours:.0f} ms{said}")
    assert ours < BUDGET
