"""The bundled decks as the planner sees them, before anything was answered."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from srm_quiz.deckfiles.library import load
from srm_quiz.domain.cards import Kind, deck_of, note_of
from srm_quiz.domain.readiness.planned_card import SCENARIO, PlannedCard

DECKS = Path(__file__).parents[2] / "decks"


@cache
def bundled_cards() -> tuple[PlannedCard, ...]:
    cards = list(load([DECKS], None).cards())
    services = {note_of(card.key) for card in cards if card.kind is Kind.LINE}
    planned = []
    for place, card in enumerate(cards):
        note, is_scenario = note_of(card.key), card.kind is Kind.CHOICE and "scenario" in card.tags
        is_matrix = note in services
        planned.append(
            PlannedCard(
                key=card.key,
                kind=SCENARIO if is_scenario else card.kind.value,
                deck=deck_of(card.key),
                place=place,
                note=note,
                source="" if is_matrix else card.source,
                tags=card.tags,
                weight=card.weight,
            )
        )
    return tuple(planned)
