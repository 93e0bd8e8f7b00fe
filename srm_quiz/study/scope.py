"""The scope of a sitting: which cards it takes in, and in what order it asks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import Card, CardKey, deck_of
from srm_quiz.domain.scheduling import keyed_hash
from srm_quiz.domain.today import Agenda
from srm_quiz.files import real_path
from srm_quiz.problems import did_you_mean
from srm_quiz.study.snapshot import Snapshot

ANY_NUMBER = 24 * 60
"""Minutes into which all fit that anybody names."""


class CardOrder(StrEnum):
    """In what order a sitting asks its cards."""

    PLANNED = "planned"
    """As the planner puts them; a practice follows the decks."""
    IN_ORDER = "in order"
    """As the decks have them."""
    MIXED = "mixed"
    """In random order across decks."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cards a sitting takes in: all where nothing is said.

    `cards`, if given, names them one by one, in the order they are asked (a drill of misses).
    """

    decks: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    cards: tuple[CardKey, ...] = ()
    words: str = ""
    """A search in the browser's language: `is:flagged tag:iam`."""
    order: CardOrder = CardOrder.PLANNED

    @property
    def is_everything(self) -> bool:
        """Whether no card is left out."""
        return not (self.decks or self.tags or self.cards or self.words)

    def cards_of(self, at: Snapshot) -> list[Card]:
        """The cards of the library that are in scope."""
        if self.cards:
            named = (at.library.card(key) for key in self.cards)
            return [card for card in named if card is not None]
        cards = [
            card
            for card in at.cards
            if (not self.decks or deck_of(card.key) in self.decks)
            and (not self.tags or self.tags & card.tags)
        ]
        if not self.words:
            return cards
        from srm_quiz.domain.search import parse, search

        decks = at.library.decks
        found = search(parse(self.words, decks), decks, at.progress, at.now.day)
        matching = {match.card.key for match in found}
        return [card for card in cards if card.key in matching]

    def agenda(self, at: Snapshot, minutes: int | None = None) -> Agenda:
        """What is still to be studied today among these cards; see `Study.agenda`."""
        if self.is_everything:
            return at.agenda if minutes is None else at.agenda_of(at.cards, minutes=minutes)
        aim = replace(at.aim, target=replace(at.target, tags=frozenset()))
        return at.agenda_of(self.cards_of(at), aim, ANY_NUMBER if self.cards else minutes)

    def ordered(self, cards: Sequence[CardKey], library: Library, run: str) -> tuple[CardKey, ...]:
        """The cards in the order of the scope; `run` keys a random one."""
        match self.order:
            case CardOrder.MIXED:
                return tuple(sorted(cards, key=lambda key: keyed_hash(run, key)))
            case CardOrder.IN_ORDER:
                places = {key: place for place, key in enumerate(library.by_key)}
                return tuple(sorted(cards, key=places.__getitem__))
            case CardOrder.PLANNED:
                return tuple(cards)

    def resolved(self, library: Library) -> Scope:
        """The scope with decks that were named by their file under their ids."""
        by_path = {real_path(deck.path): deck.id for deck in library.decks}
        ids = {by_path.get(real_path(name), name) for name in self.decks}
        return replace(self, decks=frozenset(ids))

    def unknown_in(self, library: Library) -> str | None:
        """What the scope names that no deck has, in a sentence; None where all is known."""
        decks = {deck.id for deck in library.decks}
        for name in sorted(self.decks - decks):
            near = did_you_mean(name, decks)
            return f"there is no deck '{name}'" + (
                f": did you mean '{near}'?" if near else " (see srm-quiz decks)"
            )
        tags = {tag for card in library.cards() for tag in card.tags}
        for name in sorted(self.tags - tags):
            near = did_you_mean(name, tags)
            return f"no card has the tag '{name}'" + (f": did you mean '{near}'?" if near else "")
        if self.words:
            from srm_quiz.domain.search import parse

            return parse(self.words, library.decks).problem or None
        return None


EVERYTHING = Scope()
