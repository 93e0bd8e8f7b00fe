"""The blueprint of an exam: which cards it covers, what rests on them, and how it is sat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ExamDomain:
    """A part of an exam that its guide gives a share of the questions."""

    title: str
    share: float
    """From 0 to 1; the shares of an exam's domains add up to 1."""
    tags: frozenset[str]
    """A card with one of them belongs to the domain."""


@dataclass(frozen=True, slots=True)
class ExamBlueprint:
    """An exam as a deck file describes it.

    The weights say how much of the exam rests on a card, not how hard it is: 1 may be asked, 2 and 3 are
    asked in most exams, 0.25 hardly ever.
    """

    id: str
    title: str
    """What people call it: "SAA-C03"."""
    tags: frozenset[str] = frozenset()
    """A card with one of them is in scope; none: every card is."""
    first: frozenset[str] = frozenset()
    """Tags or decks that lay the foundations."""
    late: frozenset[str] = frozenset({"stretch"})
    """Tags or decks whose cards come last."""
    weights: Mapping[str, float] = field(default_factory=dict, hash=False)
    """The weights of tags, from 0.1 to 5; a tag without one says nothing about its cards."""
    topics: tuple[str, ...] = ()
    """Tags whose cards take turns; none: tags that suit are chosen."""
    scenario_share: float = 1 / 6
    """The share of scenarios among the new cards of an evening."""
    questions: int = 65
    unscored: int = 0
    """How many of the questions count for nothing, and are not marked as such."""
    pass_mark: float = 0.72
    """The share of right answers that passes."""
    guess: float = 0.25
    """The chance that a guess is right."""
    minutes: int = 130
    domains: tuple[ExamDomain, ...] = ()
