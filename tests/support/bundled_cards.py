"""The bundled decks as the planner sees them, before anything was answered."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from srm_quiz.deckfiles.library import Library, load
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.today import planned_cards

DECKS = Path(__file__).parents[2] / "decks"


@cache
def bundled_library() -> Library:
    return load([DECKS], None)


@cache
def bundled_exam(name: str) -> TargetExam:
    """An exam that the bundled decks describe; all cards for any other name."""
    exams = bundled_library().exams
    return TargetExam.of(exams[name]) if name in exams else TargetExam.of_all_cards(exams.values())


@cache
def bundled_cards() -> tuple[PlannedCard, ...]:
    return tuple(planned_cards(bundled_library().cards(), {}, StudyDay(date(2026, 1, 1))))
