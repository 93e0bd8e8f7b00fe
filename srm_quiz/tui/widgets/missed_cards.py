"""The cards that were missed, with their answers."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from srm_quiz import phrases
from srm_quiz.domain.cards import Card
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging


class MissedCards(LineWidget):
    """A heading with the cards below it; hidden if there are none."""

    def __init__(self, heading: str) -> None:
        super().__init__(id="missed")
        self._heading = heading
        self._cards: tuple[Card, ...] = ()

    def show(self, cards: Iterable[Card | None]) -> None:
        """Show these cards, skipping None: a card that is no longer in any deck."""
        self._cards = tuple(card for card in cards if card is not None)
        self.display = bool(self._cards)
        self.redraw()

    def lines(self, width: int) -> list[Content]:
        drawn = [Content.styled(self._heading, "bold")]
        for card in self._cards:
            drawn += hanging(Content.styled("✗ ", "$text-error"), Content(phrases.asked_text(card)), width)
            drawn += hanging("  ", Content.styled(phrases.answer_text(card), "$text-muted"), width)
        return drawn
