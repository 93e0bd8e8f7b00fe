"""All services of the library in one row to walk along, and the learner's record on each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, Cell, Deck, Layer, Matrix, Owner, Service, card_key
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Review


@dataclass(frozen=True, slots=True)
class ServiceRef:
    """One service, in the deck that describes it."""

    deck: Deck
    matrix: Matrix
    service: Service

    def cell(self, layer: Layer) -> Cell | None:
        """Return the cell of the layer; None if this model has no such layer."""
        cells = zip(self.matrix.layers, self.service.cells, strict=True)
        return next((cell for own, cell in cells if own.id == layer.id), None)

    @property
    def line_card(self) -> CardKey:
        """The card that asks for this service's line."""
        return card_key(self.deck.id, self.service.id, "line")

    def layer_card(self, layer: Layer) -> CardKey:
        """Return the key of the card that asks for this layer's owner."""
        return card_key(self.deck.id, self.service.id, layer.id)


@dataclass(frozen=True, slots=True)
class CellRecord:
    """How often the learner named the owner of a cell, on owner and line cards, and how often right."""

    right: int
    of: int


def service_refs(decks: Iterable[Deck]) -> tuple[ServiceRef, ...]:
    """Return every service of every deck with a matrix, in their authors' order."""
    return tuple(
        ServiceRef(deck, deck.matrix, service)
        for deck in decks
        if deck.matrix is not None
        for service in deck.matrix.services
    )


def record(cell: Cell, layer: Layer, named: Iterable[Review], lines: Iterable[Review]) -> CellRecord:
    """Return the record of a cell from the answers to its owner card and to its service's line card."""
    rights = [review.verdict is not Verdict.WRONG for review in named if review.verdict]
    rights += _painted(cell, layer, lines)
    return CellRecord(sum(rights), len(rights))


def _painted(cell: Cell, layer: Layer, lines: Iterable[Review]) -> Iterator[bool]:
    """Whether each line had the layer right. The log keeps a painted line as `layer=owner` words."""
    owners = {owner.value: owner for owner in Owner}
    for review in lines:
        for word in review.answer:
            name, _, owner = word.partition("=")
            if name == layer.id and owner in owners:
                yield cell.accepts(owners[owner])
