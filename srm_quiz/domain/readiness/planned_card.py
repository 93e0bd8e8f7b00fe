"""A card as the planner sees it: what it asks, where its author put it, and how well it is remembered."""

from __future__ import annotations

from dataclasses import dataclass

OWNER, LINE, SCENARIO = "owner", "line", "scenario"
"""Kinds that rules single out: one cell of a service's stack, the whole stack, a situation with options."""


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """A card that may be asked; hidden, suspended, buried and deleted cards are left out.

    Days are whole numbers on one line. Stability is in days, difficulty from 1 to 10, both by FSRS.
    """

    key: str
    kind: str
    """One of `pace.PRIORS`. A choice card tagged `scenario` is of the kind `scenario`."""
    deck: str
    """The name of its deck. Author's order is by this name, then by place."""
    place: int
    """The place in the deck."""
    note: str
    """Cards of one note are kin. All cards of a matrix service, its line and its cells, are one note."""
    source: str = ""
    """The page it is drawn from; empty where there is none, and for every card of a matrix."""
    tags: frozenset[str] = frozenset()
    weight: float = 1.0
    """How much of an exam rests on it: the product of what its note, or its service and layer, are given."""
    stability: float | None = None
    """None of a card that was never answered."""
    difficulty: float = 5.0
    last: int = 0
    """The day of the last answer; without meaning where there was none."""
    due_on: int | None = None
    """The day on which it is due by its schedule; None derives it from the stability."""

    @property
    def is_seen(self) -> bool:
        """Whether it was answered at least once."""
        return self.stability is not None

    @property
    def due(self) -> int:
        """The day on which recall has fallen to what is desired, by default nine tenths.

        That is as many days after the last answer as the stability, rounded.
        """
        assert self.stability is not None, f"{self.key} was never answered"
        if self.due_on is not None:
            return self.due_on
        return self.last + max(1, round(self.stability))
