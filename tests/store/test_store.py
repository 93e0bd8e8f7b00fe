"""The log is the truth and only grows; what follows from it is derived, and can be derived again."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.cards import CardKey, NoteKey
from srm_quiz.domain.days import Moment, StudyDay, days_after
from srm_quiz.domain.reviews import MarkKind, Mode, Progress, Review, RunEvent
from srm_quiz.domain.scheduling import Rating
from srm_quiz.store.errors import CannotUndoError, StaleProgressError, StoreError
from srm_quiz.store.store import Store
from tests.support.logbook import POLICY, Logbook
from tests.support.worlds import Clock, key


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "progress.db")
    yield book
    book.store.close()


def test_an_answer_is_on_disk_when_write_returns(book: Logbook) -> None:
    review = book.answer("a")
    with Store.open(book.path, now=book.clock()) as other:
        assert other.history(key("a")) == [review]
        assert other.progress()[key("a")].schedule == review.after


def test_every_field_of_a_review_comes_back_as_it_was(book: Logbook) -> None:
    book.clock.at = book.clock.at.replace(microsecond=123_457)
    first = book.answer("a", Rating.AGAIN)
    book.clock.advance(days=3)
    second = book.answer("a", Rating.EASY)
    unrated = replace(book.review("b", Rating.HARD), verdict=None, answer=(), seconds=0.0)
    book.store.write([unrated])
    assert list(book.store.reviews()) == [first, second, unrated]


def test_all_effects_of_a_step_are_written_or_none(book: Logbook) -> None:
    stale = book.review("b", before=Progress(book.answer("a").after))
    with pytest.raises(StaleProgressError):
        book.store.write([book.review("c"), stale])
    assert [review.card for review in book.store.reviews()] == [key("a")]
    assert set(book.store.progress()) == {key("a")}


def test_a_card_answered_in_another_window_is_stale_and_says_where_it_stands(book: Logbook) -> None:
    ours = book.review("a", Rating.GOOD)
    theirs = book.answer("a", Rating.AGAIN)
    with pytest.raises(StaleProgressError) as stale:
        book.store.write([ours])
    assert stale.value.card == key("a")
    assert stale.value.progress.schedule == theirs.after


def test_the_progress_of_a_note_is_that_of_its_cards_and_of_no_other_note(book: Logbook) -> None:
    for card in ("world/a#1", "world/a#2", "world/ab#1", "world/a-b#1", "other/a#1"):
        book.answer(card)
    progress = book.store.progress()
    assert book.store.progress_of([NoteKey("world/a"), NoteKey("world/none")]) == {
        card: progress[card] for card in (CardKey("world/a#1"), CardKey("world/a#2"))
    }


def test_a_cram_is_kept_but_moves_no_schedule(book: Logbook) -> None:
    before = book.answer("a").after
    book.answer("a", Rating.AGAIN, mode=Mode.CRAM)
    assert book.standing(key("a")).schedule == before
    assert len(book.store.history(key("a"))) == 2
    book.store.rebuild(POLICY)
    assert book.standing(key("a")).schedule == before


def test_a_retraction_brings_back_what_was_before_and_deletes_nothing(book: Logbook) -> None:
    first = book.answer("a")
    book.clock.advance(days=2)
    second = book.answer("a", Rating.AGAIN)
    book.retract(second)
    assert book.standing(key("a")).schedule == first.after
    assert book.store.history(key("a")) == [first]
    book.retract(first)
    assert book.standing(key("a")) == Progress()
    with sqlite3.connect(book.path) as db:
        assert db.execute("SELECT count(*) FROM reviews").fetchone() == (2,)


def test_marks_are_set_lifted_and_taken_back_one_kind_at_a_time(book: Logbook) -> None:
    book.mark("a", MarkKind.FLAG)
    buried = book.mark("a", MarkKind.BURY)
    book.mark("a", MarkKind.SUSPEND)
    lifted = book.mark("a", MarkKind.FLAG, on=False)
    assert book.standing(key("a")) == Progress(suspended=True, buried_on=book.clock.moment.day)
    book.retract(lifted)
    book.retract(buried)
    assert book.standing(key("a")) == Progress(suspended=True, flagged=True)


def test_what_does_not_count_cannot_be_taken_back(book: Logbook) -> None:
    review = book.answer("a")
    book.retract(review)
    for gone in (review, replace(review, id="never written")):
        with pytest.raises(CannotUndoError) as undone:
            book.retract(gone)
        assert undone.value.progress == Progress()


def test_an_answer_that_another_one_stands_on_cannot_be_taken_back(book: Logbook) -> None:
    first = book.answer("a")
    second = book.answer("a")
    with pytest.raises(CannotUndoError, match="followed") as refused:
        book.retract(first)
    assert refused.value.progress.schedule == second.after
    assert book.store.history(key("a")) == [first, second]


def test_the_order_of_the_log_is_that_of_writing_even_when_the_clock_is_set_back(book: Logbook) -> None:
    first = replace(book.review("a"), id="b")
    book.store.write([first])
    book.clock.advance(hours=-3)
    second = replace(book.review("a", Rating.EASY), id="a")
    book.store.write([second])
    bury = book.mark("a", MarkKind.BURY)
    assert book.store.history(key("a")) == [first, second]
    assert book.store.actions_on(book.clock.moment.day) == [first, second, bury]
    book.store.rebuild(POLICY)
    assert book.standing(key("a")).schedule == second.after
    book.retract(second)
    assert book.standing(key("a")).schedule == first.after


def test_a_days_actions_are_those_that_count_of_that_study_day(book: Logbook) -> None:
    yesterday = book.answer("a")
    book.clock.advance(days=1)
    book.retract(book.answer("b"))
    flag = book.mark("c", MarkKind.FLAG)
    today = book.answer("c")
    assert book.store.actions_on(yesterday.at.day) == [yesterday]
    assert book.store.actions_on(book.clock.moment.day) == [flag, today]


def test_the_study_day_of_an_answer_is_decided_once(book: Logbook) -> None:
    """Answered at 02:00 with the day beginning at 04:00; then the rollover hour is changed."""
    book.clock.at = book.clock.at.replace(hour=2)
    review = book.answer("a")
    eve = days_after(StudyDay(book.clock.at.date()), -1)
    assert review.at.day == eve
    assert Moment.of(book.clock.at, 0).day != eve
    assert next(book.store.reviews()).at.day == eve
    assert len(book.store.actions_on(eve)) == 1


def test_the_days_tell_how_many_cards_were_new_and_how_many_answers_of_the_drill_were_right(
    book: Logbook,
) -> None:
    book.answer("a", Rating.EASY)
    book.answer("a", Rating.GOOD)
    book.answer("b", Rating.AGAIN)
    book.answer("b", Rating.GOOD)
    book.answer("c", mode=Mode.CRAM)
    book.retract(book.answer("d"))
    day = book.clock.moment.day
    assert book.store.days.studied_before(day) == []
    assert book.store.days.studied_before(days_after(day, 1)) == [(day, 2)]
    (result,) = book.store.days.results(day, 3)
    assert (result.day, result.answers, result.right) == (day, 4, 3)


def test_what_a_day_asked_for_is_written_once(book: Logbook) -> None:
    day = book.clock.moment.day
    book.store.days.record(day, 20, 12)
    book.store.days.record(day, 5, 3)
    book.answer("a")
    (record,) = book.store.days.records()
    assert (record.day, record.goal, record.due, record.answers) == (day, 20, 12, 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reviews SET rating = 4",
        "DELETE FROM reviews",
        "INSERT OR REPLACE INTO reviews SELECT * FROM reviews",
        "DELETE FROM marks",
        "UPDATE marks SET is_on = 0",
        "INSERT OR REPLACE INTO marks SELECT * FROM marks",
        "DELETE FROM retractions",
        "UPDATE retractions SET day = '2000-01-01'",
        "INSERT OR REPLACE INTO retractions"
        " SELECT 99, 'x', device, at, day, utc_offset, rollover, retracted FROM retractions",
        "DELETE FROM run_events",
        "UPDATE run_events SET details = '{}'",
        "INSERT OR REPLACE INTO run_events SELECT * FROM run_events",
        "UPDATE days SET due = 0",
        "DELETE FROM days",
        "INSERT OR REPLACE INTO days SELECT day, 0, 0 FROM days",
    ],
)
def test_nothing_in_the_log_can_be_changed_whoever_tries(book: Logbook, statement: str) -> None:
    book.answer("a")
    book.retract(book.mark("a", MarkKind.FLAG))
    book.store.days.record(book.clock.moment.day, 20, 12)
    book.store.write([RunEvent("r1", "run-1", Mode.SORT, book.clock.moment, "began", {})])
    with sqlite3.connect(book.path) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


def test_an_id_that_is_in_the_log_already_is_refused(book: Logbook) -> None:
    review = book.answer("a")
    with pytest.raises(StoreError, match="already"):
        book.store.write([replace(review, before=review.after)])
    assert book.store.history(key("a")) == [review]


def test_what_happens_in_a_game_comes_back_in_order_and_moves_no_schedule(book: Logbook) -> None:
    before = book.answer("a").after
    review = book.answer("a", Rating.AGAIN, mode=Mode.SORT)
    at = book.clock.moment
    events = [
        RunEvent("r1", "run-1", Mode.SORT, at, "began", {"seconds": 60}),
        RunEvent("r2", "run-2", Mode.SORT, at, "began", {}),
        RunEvent("r3", "run-1", Mode.SORT, at, "finished", {"score": 17, "missed": [key("a")]}),
    ]
    book.store.write(events)
    assert book.store.run_events(Mode.SORT) == events
    assert book.store.run_events(Mode.SORT, run="run-1") == [events[0], events[2]]
    assert book.store.run_events(Mode.SORT, kind="finished") == [events[2]]
    assert book.store.run_events(Mode.EXAM) == []
    assert book.standing(key("a")).schedule == before
    assert review in book.store.history(key("a"))


def test_the_seed_and_the_device_stay_with_the_file(book: Logbook) -> None:
    before = book.store.seed, book.store.device
    again = book.reopen()
    assert (again.seed, again.device) == before


def test_rebuild_counts_what_was_stored_otherwise_and_mends_it(book: Logbook) -> None:
    right = book.answer("a").after
    book.answer("b")
    with sqlite3.connect(book.path) as db:
        db.execute("UPDATE progress SET stability = 1.0 WHERE card = 'world/a#1'")
        db.execute("INSERT INTO progress (card, suspended) VALUES ('world/ghost#1', 1)")
    report = book.store.rebuild(POLICY)
    assert (report.cards, report.changed) == (2, 2)
    assert book.standing(key("a")).schedule == right
    assert set(book.store.progress()) == {key("a"), key("b")}


Doing = tuple[str, str, int]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["answer", "answer", "answer", "cram", "bury", "suspend", "flag", "undo", "wait"]
            ),
            st.sampled_from("abc"),
            st.integers(1, 4),
        ),
        max_size=40,
    )
)
def test_rebuild_leads_to_the_same_progress_whatever_was_done(doings: list[Doing]) -> None:
    with tempfile.TemporaryDirectory(prefix="srm-quiz-") as folder:
        _rebuild_leads_to_the_same(Logbook(Path(folder) / "progress.db", Clock()), doings)


def _rebuild_leads_to_the_same(book: Logbook, doings: list[Doing]) -> None:
    undoable = []
    for what, name, number in doings:
        match what:
            case "answer" | "cram":
                mode = Mode.DRILL if what == "answer" else Mode.CRAM
                undoable.append(book.answer(name, Rating(number), mode=mode))
            case "bury" | "suspend" | "flag":
                undoable.append(book.mark(name, MarkKind(what), on=number % 2 == 0))
            case "undo" if undoable:
                book.retract(undoable.pop())
            case "wait":
                book.clock.advance(hours=7 * number)
    before = book.store.progress()
    report = book.store.rebuild(POLICY)
    assert report.changed == 0
    assert book.store.progress() == before
    for card, progress in before.items():
        drills = [one for one in book.store.history(card) if one.mode is Mode.DRILL]
        assert progress.schedule == (drills[-1].after if drills else None)
    assert all(isinstance(one, Review) for one in book.store.reviews())
    book.store.close()
