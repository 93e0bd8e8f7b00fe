"""The exam a learner prepares for: which cards it covers, and how much of it rests on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import exp, log

from srm_quiz.domain.readiness.planned_card import PlannedCard

LATE = 0.25
"""The factor for the weight of a late card."""


@dataclass(frozen=True, slots=True)
class TargetExam:
    """A preset: which cards are in scope, how much each weighs, and which come first or last."""

    title: str = ""
    """What people call it: "SAA-C03"."""
    tags: frozenset[str] = frozenset()
    """A card with one of them is in scope; none: every card is."""
    first: frozenset[str] = frozenset()
    """Tags or decks that lay the foundations."""
    late: frozenset[str] = frozenset({"stretch"})
    """Tags or decks whose cards come last."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """How much of the exam rests on the cards with a tag: 1 may be asked, 2 and 3 are asked in most exams,
    0.25 hardly ever. It does not say how hard a card is."""
    topics: tuple[str, ...] = ()
    """Tags whose cards take turns; none: those tags that suit it (see `scope`)."""
    scenario_share: float = 1 / 6
    """The share of scenarios among the new cards of an evening."""
    questions: int = 65
    pass_mark: float = 0.72
    """The share of right answers that passes."""
    guess: float = 0.25
    """The chance that a guess is right."""

    def includes(self, card: PlannedCard) -> bool:
        """Whether the card is in scope."""
        return not self.tags or not self.tags.isdisjoint(card.tags)

    def is_late(self, card: PlannedCard) -> bool:
        """Whether the card comes after all that are not late."""
        return card.deck in self.late or not self.late.isdisjoint(card.tags)

    def is_first(self, card: PlannedCard) -> bool:
        """Whether the card lays foundations; a late card never does."""
        return (card.deck in self.first or not self.first.isdisjoint(card.tags)) and not self.is_late(card)

    def weight(self, card: PlannedCard) -> float:
        """The card's own weight times the geometric mean of its tags' weights; a quarter of that if late."""
        logs = [log(self.weights[tag]) for tag in sorted(card.tags) if tag in self.weights]
        weight = card.weight * exp(sum(logs) / len(logs)) if logs else card.weight
        return LATE * weight if self.is_late(card) else weight


TOPICS = (
    *("compute", "containers", "serverless", "storage", "database", "network", "identity", "encryption"),
    *("patching", "resilience", "logging", "compliance", "controls", "hybrid", "organisation"),
)
"""The topics of the bundled decks."""

FOUNDATIONS = frozenset({"first-lesson", "foundations", "service-types"})
"""The bundled decks that lay the foundations."""

_SAA_WEIGHTS = {
    "scenario": 2.0,
    "identity": 1.5,
    **dict.fromkeys(("encryption", "network", "resilience"), 1.3),
    "patching": 1.2,
    "containers": 0.9,
    "compliance": 0.6,
    **dict.fromkeys(("controls", "hybrid", "filter"), 0.5),
    "article": 0.4,
}
_CLF_WEIGHTS = {
    **dict.fromkeys(("compliance", "controls", "identity", "patching"), 1.5),
    "network": 1.2,
    "resilience": 0.8,
    "containers": 0.6,
    **dict.fromkeys(("filter", "article"), 0.5),
    "hybrid": 0.4,
}

SAA = TargetExam(
    title="SAA-C03", tags=frozenset({"saa"}), first=FOUNDATIONS, weights=_SAA_WEIGHTS, topics=TOPICS
)
"""AWS Solutions Architect Associate."""

CLF = TargetExam(
    title="CLF-C02", tags=frozenset({"clf"}), first=FOUNDATIONS, weights=_CLF_WEIGHTS, topics=TOPICS
)
"""AWS Cloud Practitioner."""

BOTH = TargetExam(
    first=FOUNDATIONS,
    weights={
        tag: (_SAA_WEIGHTS.get(tag, 1.0) + _CLF_WEIGHTS.get(tag, 1.0)) / 2
        for tag in (*_SAA_WEIGHTS, *_CLF_WEIGHTS)
    },
    topics=TOPICS,
)
"""All cards; each tag has the mean of its weights in the two exams."""

PRESETS: Mapping[str, TargetExam] = {"saa": SAA, "clf": CLF}
"""The exams a learner may prepare for, by the name that settings and the command line give them."""
