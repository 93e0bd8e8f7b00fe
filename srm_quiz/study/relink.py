"""History that follows its card: what the decks' changes have left behind, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from srm_quiz import phrases
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.orphans import OrphanMatch, Wording, changed_answers, is_same_answer, match_orphans
from srm_quiz.store.errors import StoreError
from srm_quiz.store.store import Store
from srm_quiz.study.moves import moved_to

if TYPE_CHECKING:
    from srm_quiz.domain.days import Moment
    from srm_quiz.domain.session import Session

NEVER = StudyDay(date.min)
UNKNOWN = "a card whose wording is not known"


@dataclass(frozen=True, slots=True)
class DeckChanges:
    """What became of answered cards since they were last seen in the decks."""

    reworded: Sequence[OrphanMatch]
    """Orphans, each with the card that it probably is now."""
    answers: Sequence[tuple[CardKey, Wording, Wording]]
    """Cards whose answer has changed: the card, its wording before and its wording now."""
    gone: Mapping[CardKey, str]
    """Orphans without a match, with their old prompts. Their history is kept in case they return."""

    def __bool__(self) -> bool:
        return bool(self.reworded or self.answers or self.gone)


def deck_changes(library: Library, store: Store) -> DeckChanges:
    """What the decks' changes mean for the learner's history."""
    progress = store.progress()
    recorded = store.wordings()
    answered = [card for card, known in progress.items() if known.schedule is not None]
    orphans = {card: recorded[card] for card in answered if library.card(card) is None and card in recorded}
    decks = {deck_of(card) for card in orphans}
    heirs = [card for card in library.by_key if deck_of(card) in decks]

    def may_follow(old: CardKey, new: CardKey) -> bool:
        known = progress.get(new)
        return known is None or known.schedule is None or store.may_follow(old, new)

    reworded = match_orphans(orphans, _wordings_of(library, heirs), may_follow)
    matched = {match.old for match in reworded}
    gone = {
        card: recorded[card].prompt if card in recorded else UNKNOWN
        for card in answered
        if library.card(card) is None and card not in matched and moved_to(card, library) is None
    }
    present = {card: wording for card, wording in recorded.items() if library.card(card) is not None}
    return DeckChanges(reworded, changed_answers(present, _wordings_of(library, present)), gone)


def follow_reworded(session: Session, before: Library, library: Library, store: Store, at: Moment) -> Session:
    """The session after the decks were read again: the card on screen under its new key, if it was reworded.

    It counts as reworded if a card that is new in the library is so much like it, with the same answer, that
    the learner need not be asked; the history is then that card's. Otherwise, and if that cannot be stored,
    the session is unchanged.
    """
    old = session.asked.key if session.asked else None
    if session.asked is None or old is None or library.card(old) is not None:
        return session
    fresh = [card for card in library.by_key if card not in before.by_key and deck_of(card) == deck_of(old)]
    with suppress(StoreError):
        progress = store.progress()
        free = [card for card in fresh if card not in progress]
        for match in match_orphans(_wordings_of(before, [old]), _wordings_of(library, free)):
            if match.is_sure and is_same_answer(match.was, match.now):
                if old in progress:
                    store.link([(old, match.new)], at, session.policy)
                changed = {**session.changed, match.new: session.standing(old)}
                return replace(session, asked=replace(session.asked, key=match.new), changed=changed)
    return session


def record_wordings(library: Library, store: Store) -> None:
    """Record what answered cards ask now, unless it was recorded since their last answer."""
    recorded = store.wordings()
    stale = {}
    for card, known in store.progress().items():
        schedule = known.schedule
        if schedule is None or library.card(card) is None:
            continue
        wording = recorded.get(card)
        if wording is None or wording.day < schedule.last_day:
            stale[card] = schedule.last_day
    now = _wordings_of(library, stale)
    if now:
        store.keep_wordings({card: replace(wording, day=stale[card]) for card, wording in now.items()})


def settle_answers(library: Library, store: Store, cards: Iterable[CardKey]) -> None:
    """Record the answers of these cards as they are now: their change is not reported again."""
    recorded = store.wordings()
    now = _wordings_of(library, [card for card in cards if card in recorded])
    store.keep_wordings({card: replace(wording, day=recorded[card].day) for card, wording in now.items()})


def _wordings_of(library: Library, cards: Iterable[CardKey]) -> dict[CardKey, Wording]:
    """What those of the cards that are in the library ask, and what is right; of no day."""
    return {
        key: Wording(phrases.asked_text(card), phrases.answer_text(card), NEVER)
        for key in cards
        if (card := library.card(key)) is not None
    }
