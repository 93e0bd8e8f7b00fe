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
from srm_quiz.domain.orphans import Match, Wording, changed_answers, is_same_answer, matches
from srm_quiz.store.errors import StoreError
from srm_quiz.store.store import Store

if TYPE_CHECKING:
    from srm_quiz.domain.days import Moment
    from srm_quiz.domain.session import Session

NEVER = StudyDay(date.min)
UNKNOWN = "a card whose wording is not known"


@dataclass(frozen=True, slots=True)
class DeckChanges:
    """What became of answered cards since they were last seen in the decks."""

    reworded: Sequence[Match]
    """Orphans, each with the card that it probably is now."""
    answers: Sequence[tuple[CardKey, Wording, Wording]]
    """Cards whose answer is another now: as it was, as it is."""
    gone: Mapping[CardKey, str]
    """Orphans without a partner, with their old prompts. Their history is kept, for the day they return."""

    def __bool__(self) -> bool:
        return bool(self.reworded or self.answers or self.gone)


def changes(library: Library, store: Store) -> DeckChanges:
    """What the decks' changes mean for the learner's history."""
    progress = store.progress()
    kept = store.wordings()
    answered = [card for card, known in progress.items() if known.schedule is not None]
    orphans = {card: kept[card] for card in answered if library.card(card) is None and card in kept}
    decks = {deck_of(card) for card in orphans}
    heirs = [card for card in library.by_key if deck_of(card) in decks]

    def may_follow(old: CardKey, new: CardKey) -> bool:
        known = progress.get(new)
        return known is None or known.schedule is None or store.may_follow(old, new)

    found = matches(orphans, wordings_of(library, heirs, NEVER), may_follow)
    paired = {one.old for one in found}
    gone = {
        card: kept[card].prompt if card in kept else UNKNOWN
        for card in answered
        if library.card(card) is None and card not in paired
    }
    present = {card: one for card, one in kept.items() if library.card(card) is not None}
    return DeckChanges(found, changed_answers(present, wordings_of(library, present, NEVER)), gone)


def followed(session: Session, before: Library, library: Library, store: Store, at: Moment) -> Session:
    """The session after decks were read again: with the card on screen by its new name, if it was reworded.

    It was where a card that is new in the library is so like it, with the same answer, that nobody need be
    asked: the history is that card's from now on. Else, and where that cannot be stored, the same session.
    """
    old = session.asked.key if session.asked else None
    if session.asked is None or old is None or library.card(old) is not None:
        return session
    fresh = [card for card in library.by_key if card not in before.by_key and deck_of(card) == deck_of(old)]
    with suppress(StoreError):
        progress = store.progress()
        free = [card for card in fresh if card not in progress]
        found = matches(wordings_of(before, [old], NEVER), wordings_of(library, free, NEVER))
        for one in found:
            if one.is_sure and is_same_answer(one.was, one.now):
                if old in progress:
                    store.link([(old, one.new)], at, session.policy)
                changed = {**session.changed, one.new: session.standing(old)}
                return replace(session, asked=replace(session.asked, key=one.new), changed=changed)
    return session


def note_wordings(library: Library, store: Store) -> None:
    """Keep what answered cards ask now, where it is not known yet or they were answered since."""
    kept = store.wordings()
    stale = {}
    for card, known in store.progress().items():
        schedule = known.schedule
        if schedule is None or library.card(card) is None:
            continue
        was = kept.get(card)
        if was is None or was.day < schedule.last_day:
            stale[card] = schedule.last_day
    now = wordings_of(library, stale, NEVER)
    if now:
        store.keep_wordings({card: Wording(one.prompt, one.answer, stale[card]) for card, one in now.items()})


def note_if_possible(library: Library, store: Store) -> None:
    """Keep what answered cards ask, or leave it to the next chance where the progress file is not to be had.

    So nothing that a learner does to a deck fails because of it.
    """
    with suppress(StoreError):
        note_wordings(library, store)


def settle(library: Library, store: Store, cards: Iterable[CardKey]) -> None:
    """The learner has decided what the changed answers of these cards mean: they are not told again."""
    kept = store.wordings()
    now = wordings_of(library, [card for card in cards if card in kept], NEVER)
    store.keep_wordings({card: replace(one, day=kept[card].day) for card, one in now.items()})


def wordings_of(library: Library, cards: Iterable[CardKey], day: StudyDay) -> dict[CardKey, Wording]:
    """What cards of the library ask, and what is right."""
    found = {}
    for key in cards:
        card = library.card(key)
        if card is not None:
            found[key] = Wording(phrases.asked_text(card), phrases.answer_text(card), day)
    return found
