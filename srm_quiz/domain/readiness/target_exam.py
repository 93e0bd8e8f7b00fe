"""The exam a learner prepares for: which cards it covers, and how much of it rests on each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import exp, log
from typing import Self

from srm_quiz.domain.blueprint import ExamBlueprint
from srm_quiz.domain.readiness.planned_card import PlannedCard

LATE = 0.25
"""The factor for the weight of a late card."""


@dataclass(frozen=True, slots=True)
class TargetExam(ExamBlueprint):
    """A blueprint as the planner reads it; without one, every card is in scope and has its own weight."""

    id: str = ""
    title: str = ""

    @classmethod
    def of(cls, blueprint: ExamBlueprint) -> Self:
        """The exam of this blueprint."""
        return cls(**{field.name: getattr(blueprint, field.name) for field in fields(ExamBlueprint)})

    @classmethod
    def of_all_cards(cls, blueprints: Iterable[ExamBlueprint]) -> Self:
        """All cards; each tag has the mean of its weights in these exams, and one where it has none."""
        exams = list(blueprints)
        tags = dict.fromkeys(tag for exam in exams for tag in exam.weights)
        return cls(
            first=frozenset().union(*(exam.first for exam in exams)),
            late=frozenset().union(*(exam.late for exam in exams)) if exams else cls().late,
            weights={tag: sum(exam.weights.get(tag, 1.0) for exam in exams) / len(exams) for tag in tags},
            topics=tuple(dict.fromkeys(topic for exam in exams for topic in exam.topics)),
        )

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
