"""Searching cards by their text and their state: `tag:iam is:due -deck:clf "guest OS"`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from srm_quiz.domain.cards import (
    Basic,
    Card,
    CardKey,
    Choice,
    Cloze,
    Deck,
    Duty,
    Kind,
    Line,
    Typed,
)
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.queue import UNSEEN
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import is_leech

_TERM = re.compile(r'(-?)(?:(\w+):)?(?:"([^"]*)"?|(\S+))')


class IsFilter(StrEnum):
    """The states that `is:` searches for."""

    DUE = "due"
    NEW = "new"
    SEEN = "seen"
    SUSPENDED = "suspended"
    BURIED = "buried"
    LEECH = "leech"
    FLAGGED = "flagged"


class SortOrder(StrEnum):
    """The orders in which search results can be sorted."""

    DECK = "in the order of the decks"
    DUE = "next due first"
    HARD = "hardest first"
    FORGOTTEN = "forgotten most often first"


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card that a search found, with its deck and the learner's progress."""

    card: Card
    deck: Deck
    progress: Progress


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed search. `problem` says in a sentence which of its words has no meaning."""

    tests: tuple[Callable[[FoundCard, StudyDay, str], bool], ...]
    problem: str = ""

    def matches(self, found: FoundCard, today: StudyDay, text: str) -> bool:
        """Whether the card matches; `text` is its whole text in lower case. With a problem, none does."""
        return not self.problem and all(test(found, today, text) for test in self.tests)


def parse(words: str, decks: Iterable[Deck] = ()) -> Query:
    """Parse a search. One with an unknown keyword matches nothing and says which are known.

    `deck:` matches all decks with the word in their id or title; if one of `decks` is called exactly so,
    that one alone.
    """
    names = {name for deck in decks for name in (deck.id, deck.title.casefold())}
    tests = []
    problem = ""
    for minus, name, phrase, word in _TERM.findall(words):
        value = phrase or word
        if not value:
            continue
        test, complaint = _test(name.lower(), value.casefold(), names)
        problem = problem or complaint
        tests.append(_negated(test) if minus else test)
    return Query(tuple(tests), problem)


def search(
    query: Query,
    decks: Iterable[Deck],
    progress: Mapping[CardKey, Progress],
    today: StudyDay,
    order: SortOrder = SortOrder.DECK,
    texts: dict[CardKey, str] | None = None,
) -> list[FoundCard]:
    """Return the cards that match. `texts` caches the cards' texts from one search to the next."""
    kept = {} if texts is None else texts
    results = []
    for deck in decks:
        for card in deck.cards:
            if card.key not in kept:
                kept[card.key] = text_of(card)
            result = FoundCard(card, deck, progress.get(card.key, UNSEEN))
            if query.matches(result, today, kept[card.key]):
                results.append(result)
    if order is not SortOrder.DECK:
        results.sort(key=_RANKS[order])
    return results


def text_of(card: Card) -> str:
    """Return the card's whole text in lower case."""
    match card.content:
        case Basic(question=question, answer=answer):
            parts = [question, answer]
        case Typed(question=question, answer=answer, accept=accept):
            parts = [question, answer, *accept]
        case Choice(question=question, options=options):
            parts = [question, *(f"{option.text} {option.why}" for option in options)]
        case Cloze() as cloze:
            parts = [cloze.text(cloze.answer), cloze.cue]
        case Duty(duty=duty, on=on):
            parts = [duty, on]
        case Line(service=service, category=category):
            parts = [service, category]
    return " ".join([*parts, card.why, card.hint, card.source]).casefold()


def _due(found: FoundCard) -> tuple[bool, float]:
    schedule = found.progress.schedule
    return (schedule is None, schedule.due_day.toordinal() if schedule else 0.0)


def _difficulty(found: FoundCard) -> float:
    schedule = found.progress.schedule
    return -schedule.difficulty if schedule else 0.0


def _lapses(found: FoundCard) -> int:
    schedule = found.progress.schedule
    return -schedule.lapses if schedule else 1


_RANKS: Mapping[SortOrder, Callable[[FoundCard], Any]] = {
    SortOrder.DUE: _due,
    SortOrder.HARD: _difficulty,
    SortOrder.FORGOTTEN: _lapses,
}


def _test(
    name: str, value: str, names: Collection[str]
) -> tuple[Callable[[FoundCard, StudyDay, str], bool], str]:
    match name:
        case "":
            return (lambda found, today, text: value in text), ""
        case "tag":
            return (lambda found, today, text: any(value == tag.casefold() for tag in found.card.tags)), ""
        case "deck" if value in names:
            return (lambda found, today, text: value in (found.deck.id, found.deck.title.casefold())), ""
        case "deck":
            return (
                lambda found, today, text: value in found.deck.id or value in found.deck.title.casefold()
            ), ""
        case "kind" if value in ("duty", *Kind):
            value = Kind.OWNER if value == "duty" else value  # as files and the form call it
            return (lambda found, today, text: found.card.kind == value), ""
        case "is" if value in list(IsFilter):
            return (lambda found, today, text: _is(IsFilter(value), found, today)), ""
        case "kind":
            return _nothing, f"kind: is one of {', '.join(Kind)}"
        case "is":
            return _nothing, f"is: is one of {', '.join(IsFilter)}"
    whole = f"{name}:{value}"
    return (lambda found, today, text: whole in text), ""


def _is(what: IsFilter, found: FoundCard, today: StudyDay) -> bool:
    schedule = found.progress.schedule
    match what:
        case IsFilter.NEW:
            return schedule is None
        case IsFilter.SEEN:
            return schedule is not None
        case IsFilter.DUE:
            return schedule is not None and schedule.is_due_on(today) and not found.progress.suspended
        case IsFilter.SUSPENDED:
            return found.progress.suspended
        case IsFilter.BURIED:
            return found.progress.buried_on == today
        case IsFilter.FLAGGED:
            return found.progress.flagged
        case IsFilter.LEECH:
            return is_leech(schedule)


def _nothing(found: FoundCard, today: StudyDay, text: str) -> bool:
    return False


def _negated(test: Callable[[FoundCard, StudyDay, str], bool]) -> Callable[[FoundCard, StudyDay, str], bool]:
    return lambda found, today, text: not test(found, today, text)
