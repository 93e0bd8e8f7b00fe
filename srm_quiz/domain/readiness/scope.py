"""The cards in scope of an exam: weights, the lanes that take turns, kin and neighbours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.domain.readiness.planned_card import LINE, OWNER, PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam

NEAR = 12
"""Cards that share a source are near to each other if there are at most so many of them."""

FEWEST_OF_TOPIC, TOPIC_SHARE = 5, 0.5
"""If a preset names no topics, tags on at least so many cards and at most this share of them are topics."""

LEAST_SHARE, EVENNESS = 0.02, 0.75
"""A lane's share is its part of all weight, at least the first of these, to the power of the second."""


@dataclass(frozen=True, slots=True)
class ScopedCard:
    """A card in scope, with what depends on the exam and on the other cards."""

    card: PlannedCard
    order: int
    """Its number in author's order, which settles every tie."""
    weight: float
    is_first: bool
    is_late: bool
    lanes: tuple[str, ...]
    """Its topics, or else its deck. It counts in each of its lanes by an equal fraction."""
    near: str
    """Its source if other cards are near to it, else empty."""
    novelty: float
    """What it still teaches after the kin and neighbours that were seen: 1 if none were, else less."""

    @property
    def worth(self) -> float:
        """What learning it is worth."""
        return self.weight * self.novelty


@dataclass(frozen=True, slots=True)
class Scope:
    """All cards in scope, in author's order."""

    cards: Sequence[ScopedCard]
    lane_shares: Mapping[str, float]
    line_days: Mapping[str, int]
    """By note: the day of the last answer to its line card, which shows the owner of every cell."""
    near_sources: frozenset[str]

    @property
    def unseen(self) -> list[ScopedCard]:
        """The cards that were never answered."""
        return [card for card in self.cards if not card.card.is_seen]

    def near(self, card: PlannedCard) -> str:
        """The card's source if cards near to it are in scope; else empty."""
        return card.source if card.source in self.near_sources else ""

    def is_shown_by_line(self, card: PlannedCard, today: int, days: float) -> bool:
        """Whether the line card of an owner cell showed its answer fewer than so many days ago."""
        return card.kind == OWNER and card.note in self.line_days and today - self.line_days[card.note] < days


def scope(cards: Iterable[PlannedCard], exam: TargetExam) -> Scope:
    """The cards that `exam` asks for. The order in which cards are given does not matter."""
    every = sorted(cards, key=lambda card: (card.deck, card.place, card.key))
    found = [card for card in every if exam.includes(card)]
    by_source = Counter(card.source for card in found if card.source)
    near_sources = frozenset(source for source, count in by_source.items() if 1 < count <= NEAR)
    seen = [card for card in found if card.is_seen]
    seen_kin = Counter(card.note for card in seen)
    seen_near = Counter(card.source for card in seen if card.source in near_sources)
    topics = frozenset(exam.topics) or _topics(found)
    lane_weights: defaultdict[str, float] = defaultdict(float)
    scoped = []
    for order, card in enumerate(found):
        weight = exam.weight(card)
        lanes = tuple(sorted(topics & card.tags)) or (f"deck {card.deck}",)
        for lane in lanes:
            lane_weights[lane] += weight / len(lanes)
        near = card.source if card.source in near_sources else ""
        kin_seen = seen_kin[card.note] - card.is_seen
        near_seen = seen_near[near] - card.is_seen if near else 0
        scoped.append(
            ScopedCard(
                card=card,
                order=order,
                weight=weight,
                is_first=exam.is_first(card),
                is_late=exam.is_late(card),
                lanes=lanes,
                near=near,
                novelty=1 / ((1 + 0.5 * kin_seen) * (1 + 0.25 * near_seen)),
            )
        )
    whole = sum(lane_weights.values()) or 1.0
    return Scope(
        cards=scoped,
        lane_shares={
            lane: max(LEAST_SHARE, weight / whole) ** EVENNESS for lane, weight in lane_weights.items()
        },
        line_days={card.note: card.last for card in every if card.kind == LINE and card.is_seen},
        near_sources=near_sources,
    )


def _topics(cards: Sequence[PlannedCard]) -> frozenset[str]:
    """Tags that part the cards: neither rare nor carried by most."""
    tags = Counter(tag for card in cards for tag in card.tags)
    return frozenset(
        tag for tag, count in tags.items() if FEWEST_OF_TOPIC <= count <= TOPIC_SHARE * len(cards)
    )


def timely(cards: Iterable[ScopedCard]) -> list[ScopedCard]:
    """The cards that are not late."""
    return [card for card in cards if not card.is_late]
