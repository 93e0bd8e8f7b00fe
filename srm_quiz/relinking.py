"""History that follows its card: what the decks' changes have left behind, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from srm_quiz import phrases
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.relinking import Match, Wording, changed_answers, matches
from srm_quiz.store.store import Store

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
    free = {
        card: one
        for card, one in wordings_of(library, library.by_key, NEVER).items()
        if card not in progress or progress[card].schedule is None
    }
    found = matches(orphans, free) if orphans else []
    paired = {one.old for one in found}
    gone = {
        card: kept[card].prompt if card in kept else UNKNOWN
        for card in answered
        if library.card(card) is None and card not in paired
    }
    present = {card: one for card, one in kept.items() if library.card(card) is not None}
    return DeckChanges(found, changed_answers(present, wordings_of(library, present, NEVER)), gone)


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


def wordings_of(library: Library, cards: Mapping[CardKey, object], day: StudyDay) -> dict[CardKey, Wording]:
    """What cards of the library ask, and what is right."""
    found = {}
    for key in cards:
        card = library.card(key)
        if card is not None:
            found[key] = Wording(phrases.asked_text(card), phrases.answer_text(card), day)
    return found
