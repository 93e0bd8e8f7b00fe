"""Reviews given elsewhere go on here where they stood there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.reviews import Mark, MarkKind
from srm_quiz.domain.scheduling import CardState, Policy, Rating, Schedule
from srm_quiz.exchange.history import count_schedules_without_reviews, history_events
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedReview
from srm_quiz.store.store import Store

NOW = Moment(datetime(2026, 11, 24, 20, tzinfo=UTC))
CARD = CardKey("anki-aws/anki-1#1")
THERE = Schedule(
    CardState.REVIEW, 0, 31.5, 6.25, StudyDay(date(2026, 12, 20)), None, StudyDay(date(2026, 11, 18)), 4, 1
)


def given(*ratings: Rating) -> list[ImportedReview]:
    first = NOW.instant - timedelta(days=5 * len(ratings))
    return [ImportedReview(CARD, first + timedelta(days=5 * n), one, 7.5) for n, one in enumerate(ratings)]


def stored(path: Path, imported: Imported) -> Store:
    store = Store.open(path / "progress.db", now=NOW.instant)
    store.write(list(history_events(imported, set(store.progress()), Policy(), 4, NOW)))
    return store


def test_every_review_is_in_the_log_and_the_card_is_due_when_it_would_have_been(tmp_path: Path) -> None:
    reviews = given(Rating.GOOD, Rating.AGAIN, Rating.HARD, Rating.EASY)
    with stored(tmp_path, Imported((), (), reviews, [ImportedCard(CARD, THERE)])) as store:
        assert [one.rating for one in store.history(CARD)] == [one.rating for one in reviews]
        assert store.progress()[CARD].schedule == THERE
        assert store.rebuild(Policy()).changed == 0


def test_what_was_suspended_or_flagged_there_is_so_here(tmp_path: Path) -> None:
    card = ImportedCard(CARD, None, suspended=True, flagged=True)
    marks = list(history_events(Imported((), (), (), [card]), set(), Policy(), 4, NOW))
    assert [getattr(one, "kind", None) for one in marks] == [MarkKind.SUSPEND, MarkKind.FLAG]
    with stored(tmp_path, Imported((), (), (), [card])) as store:
        assert store.progress()[CARD].suspended and store.progress()[CARD].flagged


def test_a_card_with_a_history_here_keeps_its_own(tmp_path: Path) -> None:
    imported = Imported((), (), given(Rating.GOOD), [ImportedCard(CARD, THERE)])
    with stored(tmp_path, imported) as store:
        again = list(history_events(imported, set(store.progress()), Policy(), 4, NOW))
        assert again == []


def test_import_with_history_flags_and_suspends_only_cards_that_have_no_history_here() -> None:
    other = CardKey("anki-aws/anki-2#1")
    cards = [ImportedCard(key, THERE, suspended=True, flagged=True) for key in (CARD, other)]
    events = list(history_events(Imported((), (), (), cards), {CARD}, Policy(), 4, NOW))
    assert [(event.card, event.kind) for event in events if isinstance(event, Mark)] == [
        (other, MarkKind.SUSPEND),
        (other, MarkKind.FLAG),
    ]
    assert len(events) == 2


def test_a_schedule_that_no_review_led_to_is_counted_as_lost() -> None:
    assert count_schedules_without_reviews(Imported((), (), (), [ImportedCard(CARD, THERE)])) == 1
    assert (
        count_schedules_without_reviews(Imported((), (), given(Rating.GOOD), [ImportedCard(CARD, THERE)]))
        == 0
    )
