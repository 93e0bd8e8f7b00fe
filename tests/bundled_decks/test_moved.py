"""Notes of the bundled decks that were merged or renamed: nobody loses what was learnt."""

from __future__ import annotations

from pathlib import Path

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.cards import CardKey, note_of
from srm_quiz.study.moves import follow_moves, moved_to
from tests.support.logbook import POLICY, Logbook
from tests.support.paths import BUNDLED_DECKS

LIBRARY = load([BUNDLED_DECKS], cache=None)
OLD = [CardKey(name if "#" in name else f"{name}#1") for name in LIBRARY.moved]


def test_every_note_that_moved_is_gone_and_became_a_card_that_is_there() -> None:
    notes = {note_of(card.key) for card in LIBRARY.cards()}
    assert len(OLD) > 90
    assert [old for old in OLD if note_of(old) in notes] == []
    assert [old for old in OLD if moved_to(old, LIBRARY) is None] == []


def test_whoever_learnt_the_cards_of_before_knows_those_of_today(tmp_path: Path) -> None:
    book = Logbook(tmp_path / "progress.db")
    for _ in range(3):
        for old in OLD:
            book.answer(old)
            book.clock.advance(minutes=1)
        book.clock.advance(days=10)
    follow_moves(LIBRARY, book.store, book.clock.moment, POLICY)
    progress = book.store.progress()
    for old in OLD:
        heir = moved_to(old, LIBRARY)
        assert heir in progress and len(book.store.history(heir)) == 3
    assert book.store.rebuild(POLICY).changed == 0
    book.store.close()
