"""Finding cards by words of their text and by what they are: `tag:iam is:due -deck:clf "guest OS"`."""

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
    """What `is:` may be followed by."""

    DUE = "due"
    NEW = "new"
    SEEN = "seen"
    SUSPENDED = "suspended"
    BURIED = "buried"
    LEECH = "leech"
    FLAGGED = "flagged"


class SortOrder(StrEnum):
    """How what was found may be sorted."""

    DECK = "in the order of the decks"
    DUE = "next due first"
    HARD = "hardest first"
    FORGOTTEN = "forgotten most often first"


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card with where the learner stands with it, and the deck it is in."""

    card: Card
    deck: Deck
    progress: Progress


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `problem` says, in a sentence, what of the words has no meaning."""

    tests: tuple[Callable[[FoundCard, StudyDay, str], bool], ...]
    problem: str = ""

    def matches(self, found: FoundCard, today: StudyDay, text: str) -> bool:
        """Whether the card is what is looked for; `text` is all that it says, in lower case."""
        return all(test(found, today, text) for test in self.tests)


def parse(words: str, decks: Iterable[Deck] = ()) -> Query:
    """The query that the words are; an unknown one looks for nothing and says what is known.

    `deck:` finds all decks with the word in their id or title; but where one of `decks` is called just so,
    that one alone.
    """
    names = {name for deck in decks for name in (deck.id, deck.title.casefold())}
    tests = []
    problem = ""
    for minus, name, phrase, word in _TERM.findall(words):
        value = phrase or word
        if not value:
            continue
        test, said = _test(name.lower(), value.casefold(), names)
        problem = problem or said
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
    """The cards that match. `texts` keeps what cards say from one search to the next."""
    kept = {} if texts is None else texts
    found = []
    for deck in decks:
        for card in deck.cards:
            if card.key not in kept:
                kept[card.key] = text_of(card)
            one = FoundCard(card, deck, progress.get(card.key, UNSEEN))
            if query.matches(one, today, kept[card.key]):
                found.append(one)
    if order is not SortOrder.DECK:
        found.sort(key=_RANKS[order])
    return found


def text_of(card: Card) -> str:
    """Everything the card says, in lower case."""
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
