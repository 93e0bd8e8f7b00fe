"""A day of study so far: what was answered on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from srm_quiz.domain.readiness.pace import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySoFar:
    """A day on the line on which the cards' days are, and its answers."""

    today: int
    studied: int = 0
    """Earlier days on which any card was answered."""
    answers: Sequence[Answer] = ()
    """Today's answers, the oldest first, repeats included."""
    shown_notes: frozenset[str] = frozenset()
    """Notes of which a card was shown with its answer today in another way, in a game for example."""

    @property
    def answered(self) -> tuple[str, ...]:
        """The cards answered today, in the order of their first answer today."""
        return tuple(dict.fromkeys(answer.card for answer in self.answers))

    @property
    def met(self) -> frozenset[str]:
        """The cards answered today for the first time of all."""
        return frozenset(answer.card for answer in self.answers if answer.is_first)
