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
from srm_quiz.domain.orphans import OrphanMatch, Wording, changed_answers, match_orphans
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
    left_out: Mapping[CardKey, str]
    """Cards that are left out for a mistake in their file, with their old prompts: their history waits."""

    def __bool__(self) -> bool:
        return bool(self.reworded or self.answers or self.gone or self.left_out)


def deck_changes(library: Library, store: Store) -> DeckChanges:
    """What the decks' changes mean for the learner's history."""
    progress = store.progress()
    recorded = store.wordings()
    absent = [card for card, known in progress.items() if known.schedule and library.card(card) is None]
    broken = {card for card in absent if library.may_hold(card)}
    orphans = {card: recorded[card] for card in absent if card in recorded and card not in broken}
    decks = {deck_of(card) for card in orphans}
    heirs = [card for card in library.by_key if deck_of(card) in decks]
    sightings = store.sightings.all() if orphans else {}

    def may_follow(old: CardKey, new: CardKey) -> bool:
        known = progress.get(new)
        return known is None or known.schedule is None or store.may_follow(old, new)

    def stood_beside(old: CardKey, new: CardKey) -> bool:
        was, now = sightings.get(old), sightings.get(new)
        # The card that was never seen in the decks is new; the orphan that was not may have stood there.
        return now is not None and (was is None or was.stood_beside(now))

    reworded = match_orphans(orphans, _wordings_of(library, heirs), may_follow, stood_beside)
    matched = {match.old for match in reworded}
    prompts = {card: recorded[card].prompt if card in recorded else UNKNOWN for card in absent}
    gone = {
        card: prompt
        for card, prompt in prompts.items()
        if card not in matched and card not in broken and moved_to(card, library) is None
    }
    present = {
        card: wording
        for card, wording in recorded.items()
        if card in progress and library.card(card) is not None
    }
    answers = changed_answers(present, _wordings_of(library, present))
    return DeckChanges(reworded, answers, gone, {card: prompts[card] for card in absent if card in broken})


def follow_reworded(
    session: Session,
    before: Library,
    library: Library,
    store: Store,
    at: Moment,
    followed: Mapping[CardKey, CardKey],
) -> Session:
    """The session after the decks were read again: the card on screen under its new key, if it has another.

    It has if its history followed it already (`followed`), or if a card that is new in the library is so much
    like it, with the same answer, that the learner need not be asked; the history is then that card's.
    Otherwise, and if that cannot be stored, the session is unchanged.
    """
    old = session.asked.key if session.asked else None
    if session.asked is None or old is None or library.card(old) is not None or library.may_hold(old):
        return session
    new = followed.get(old)
    with suppress(StoreError):
        if new is None:
            fresh = [
                card for card in library.by_key if card not in before.by_key and deck_of(card) == deck_of(old)
            ]
            progress = store.progress()
            free = [card for card in fresh if card not in progress]
            matches = match_orphans(_wordings_of(before, [old]), _wordings_of(library, free))
            new = next((match.new for match in matches if match.is_sure), None)
            if new is not None and old in progress:
                store.link([(old, new)], at, session.policy)
        if new is not None:
            changed = {**session.changed, new: session.standing(old)}
            return replace(session, asked=replace(session.asked, key=new), changed=changed)
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
