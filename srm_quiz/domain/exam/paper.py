"""The paper of a mock exam: which questions, in which order, which of them count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from srm_quiz.domain.cards import Card, CardKey, Choice
from srm_quiz.domain.scheduling import keyed_hash

MULTIPLE_RESPONSE = 0.2
"""The share of questions with several right options; the exams do not publish theirs."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A real exam's format: questions, time, and the pass mark on the scale of 100 to 1,000.

    Figures: the exam guides of SAA-C03 and CLF-C02. `unscored` questions are asked among the others,
    not marked as such, and count for nothing.
    """

    id: str
    title: str
    name: str
    """What AWS calls the certification; the title is the exam's code."""
    tag: str
    questions: int
    unscored: int
    minutes: int
    passing: int

    def of_length(self, questions: int) -> Preset:
        """Return the same exam with fewer or more questions, at the same pace."""
        share = questions / self.questions
        return replace(
            self,
            questions=questions,
            unscored=round(self.unscored * share),
            minutes=max(1, round(self.minutes * share)),
        )


SAA, CLF = "Solutions Architect Associate", "Cloud Practitioner"

PRESETS: Mapping[str, Preset] = {
    preset.id: preset
    for preset in (
        Preset("saa", "SAA-C03", SAA, "saa", questions=65, unscored=15, minutes=130, passing=720),
        Preset("clf", "CLF-C02", CLF, "clf", questions=65, unscored=15, minutes=90, passing=700),
    )
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of an exam. `order` gives the positions of its options as they are shown."""

    card: CardKey
    order: tuple[int, ...]
    scored: bool


def eligible(cards: Iterable[Card], preset: Preset) -> list[Card]:
    """Return the cards that such an exam may ask."""
    return [card for card in cards if isinstance(card.content, Choice) and preset.tag in card.tags]


def draw(
    cards: Iterable[Card], preset: Preset, asked: Mapping[CardKey, int], seed: str
) -> tuple[Question, ...]:
    """Draw the questions of an exam: as many as the preset wants, or as there are.

    `asked` says how often each card was in an exam before: none comes again until all were asked. The
    draw is deterministic.
    """
    candidates = eligible(cards, preset)
    several = [card for card in candidates if choice_of(card).right_count > 1]
    single = [card for card in candidates if choice_of(card).right_count == 1]
    length = min(preset.questions, len(candidates))
    wanted = min(len(several), max(round(length * MULTIPLE_RESPONSE), length - len(single)))

    def fresh(card: Card) -> tuple[int, int]:
        return asked.get(card.key, 0), keyed_hash(seed, "draw", card.key)

    chosen = sorted(several, key=fresh)[:wanted] + sorted(single, key=fresh)[: length - wanted]
    by_lot = sorted(chosen, key=lambda card: keyed_hash(seed, "unscored", card.key))
    unscored = {card.key for card in by_lot[: min(preset.unscored, max(0, length - 1))]}
    return tuple(
        Question(card.key, _order(card, seed), card.key not in unscored)
        for card in sorted(chosen, key=lambda card: keyed_hash(seed, "place", card.key))
    )


def choice_of(card: Card) -> Choice:
    """Return the content of a card that an exam asks."""
    assert isinstance(card.content, Choice), f"{card.key} is no choice card"
    return card.content


def _order(card: Card, seed: str) -> tuple[int, ...]:
    count = len(choice_of(card).options)
    return tuple(sorted(range(count), key=lambda number: keyed_hash(seed, "options", card.key, number)))
