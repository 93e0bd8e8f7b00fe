"""The evenings until the exam, played forward by a simulated learner who follows the plan from today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.forecast import ExamForecast, Outcome, exam_forecast
from srm_quiz.domain.readiness.pace import Answer, Pace
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import plan
from srm_quiz.domain.readiness.target_exam import TargetExam

FIRST = (0.24, 0.334, 0.829)
"""Cumulative shares of again, hard and good among first answers; the rest is easy."""

RECALLED = (0.224, 0.855)
"""Cumulative shares of hard and good among answers that were recalled; the rest is easy."""

FARTHEST = 180
"""Evenings until an exam that are played to their end: what lies beyond half a year is not foreseen."""

OF_A_FAR_EXAM = 14
"""Evenings that are played of the way to an exam beyond that."""

Draw = Callable[[], float]
"""Gives the next random number in [0, 1)."""


@dataclass(frozen=True, slots=True)
class EveningAhead:
    """One evening: new cards, reviews of earlier days, and the seconds that all answers took."""

    new: int
    reviews: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Projection:
    """Where following the plan is likely to lead."""

    evenings: tuple[EveningAhead, ...]
    """Today first, the last evening before the exam last; of a far exam the first ones alone."""
    exam: ExamForecast | None
    """How the exam would go on its day; None if that is too far off, or no card is in scope."""
    met_on: dict[str, int]
    """The evening, counted from today, on which each unseen card is met; cards that are not are left out."""


def answered(card: PlannedCard, today: int, memory: Memory, draw: Draw) -> tuple[PlannedCard, bool]:
    """The card after today's answers, and whether the first of them was right.

    The learner remembers as FSRS expects, and rates as learners do on average. A miss is passed at once.
    """
    if card.stability is None:
        rating = 1 + _step(FIRST, draw())
        stability, difficulty = memory.first(rating)
    else:
        chance = memory.recall(today - card.last, card.stability)
        if draw() < chance:
            rating = 2 + _step(RECALLED, draw())
            stability = memory.recalled(card.stability, card.difficulty, chance, rating)
        else:
            rating = 1
            stability = memory.forgotten(card.stability, card.difficulty, chance)
        difficulty = memory.harder(card.difficulty, rating)
    if rating == 1:
        stability = memory.same_day(stability)
        difficulty = memory.harder(difficulty, 3)
    after = replace(card, stability=stability, difficulty=difficulty, last=today, due_on=None)
    return after, rating > 1


def _step(limits: Sequence[float], number: float) -> int:
    return sum(number >= limit for limit in limits)


def project(
    cards: Iterable[PlannedCard],
    exam: TargetExam,
    evening: Evening,
    outcomes: Sequence[Outcome],
    pace: Pace,
    memory: Memory,
    draw: Draw,
) -> Projection:
    """Play one learner from this evening to the exam, with no evening missed.

    Its forecast is as sure as the real `outcomes` make it: what is played tells nothing of the learner.
    """
    known = {card.key: card for card in cards}
    ahead: list[EveningAhead] = []
    met_on: dict[str, int] = {}
    begun = evening.today
    evenings = evening.left if evening.left <= FARTHEST else OF_A_FAR_EXAM
    while len(ahead) < evenings:
        new = reviews = 0
        answers = list(evening.answers)
        while picks := plan(
            known.values(), exam, replace(evening, answers=tuple(answers)), pace, memory
        ).picks:
            for pick in picks:
                card = known[pick.card]
                known[pick.card], is_right = answered(card, evening.today, memory, draw)
                first, later = pace.seconds[card.kind]
                if card.stability is None:
                    new += 1
                    met_on[card.key] = evening.today - begun
                else:
                    reviews += 1
                seconds = [later if card.is_seen else first, *([] if is_right else [later])]
                answers += [
                    Answer(card.key, card.kind, n == 0 and not card.is_seen, n > 0 or is_right, took)
                    for n, took in enumerate(seconds)
                ]
        took = sum(answer.counted for answer in answers) - sum(answer.counted for answer in evening.answers)
        ahead.append(EveningAhead(new, reviews, took))
        studied = evening.studied + bool(answers)
        evening = replace(
            evening, today=evening.today + 1, studied=studied, answers=(), shown_notes=frozenset()
        )
    return Projection(
        evenings=tuple(ahead),
        exam=exam_forecast(known.values(), exam, evening.last, outcomes, memory)
        if evening.left <= 0
        else None,
        met_on=met_on,
    )
