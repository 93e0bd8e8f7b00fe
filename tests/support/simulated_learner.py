"""A simulated learner: follows the exam planner, or the daily goal, evening by evening."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.daily_goal import GoalDay, daily_plan
from srm_quiz.domain.readiness.evening import NIGHT, Evening
from srm_quiz.domain.readiness.pace import PRIORS, Answer, Pace
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import Plan, plan
from srm_quiz.domain.readiness.target_exam import TargetExam

FIRST = (0.24, 0.334, 0.829)
"""Cumulative shares of again, hard and good among first answers; the rest is easy."""

RECALLED = (0.224, 0.855)
"""Cumulative shares of hard and good among answers that were recalled; the rest is easy."""

MEMORY = Memory()
PRIOR_PACE = Pace()

KINDS = ("basic", "typed", "choice", "owner", "cloze")


def deck(
    count: int,
    kind: Callable[[int], str] = lambda i: KINDS[i % 5],
    name: Callable[[int], str] = lambda i: f"d{i % 4}",
    weight: Callable[[int], float] = lambda i: 1.0,
) -> list[PlannedCard]:
    """So many unseen cards, each its own note without a source, of six topics in turn."""
    return [
        PlannedCard(
            key=f"c{i:05}",
            kind=kind(i),
            deck=name(i),
            place=i,
            note=f"n{i:05}",
            tags=frozenset({f"t{i % 6}"}),
            weight=weight(i),
        )
        for i in range(1, count + 1)
    ]


@dataclass
class Day:
    """What one evening brought: the cards in the order in which they were asked, repeats not counted."""

    new: list[str] = field(default_factory=list)
    reviews: list[str] = field(default_factory=list)
    seconds: float = 0.0
    answers: int = 0
    """Repeats counted."""
    plans: list[Plan] = field(default_factory=list)
    asked: list[tuple[str, Plan]] = field(default_factory=list)
    """Each card with the plan that showed it."""


class SimulatedLearner:
    """A learner whose memory is just what FSRS expects, and who rates as learners do on average.

    Answers take their priors, times `slowness`; a missed card takes one later answer more, and is passed as
    good at once.
    """

    def __init__(self, cards: Iterable[PlannedCard], seed: int, slowness: float = 1.0) -> None:
        self.cards = {card.key: card for card in cards}
        self.random = Random(seed)
        self.slowness = slowness
        self.answers: list[Answer] = []
        """All of them."""
        self.days: list[Day] = []
        self.studied = 0

    def follow(
        self,
        exam: TargetExam,
        days: int,
        budget: float,
        *,
        pace: Callable[[Sequence[Answer]], Pace] = lambda answers: PRIOR_PACE,
        misses: float = 0.0,
        uses_all: bool = False,
    ) -> None:
        """Study every evening, but for a share of missed ones, until the minutes or the cards are used up."""
        for today in range(days):
            day = Day()
            self.days.append(day)
            if self.random.random() < misses:
                continue
            evening = Evening(
                today=today, last=days - 1, budget=budget, studied=self.studied, uses_all=uses_all
            )
            while day.seconds < budget:
                evening = replace(evening, answers=self._answers_of(day))
                found = plan(self.cards.values(), exam, evening, pace(self.answers), MEMORY)
                day.plans.append(found)
                if not found.picks:
                    break
                for pick in found.picks:
                    self.answer(pick.card, today, day, found)
                    if day.seconds >= budget:
                        break
            self.studied += bool(day.answers)

    def follow_goal(
        self,
        preset: TargetExam,
        days: int,
        goal: int,
        *,
        misses: float = 0.0,
        reopens_after: int | None = None,
    ) -> None:
        """Work off the list of each day, but for a share of missed days.

        With `reopens_after` the list is made anew after so many cards, from the day's answers.
        """
        for today in range(days):
            day = Day()
            self.days.append(day)
            if self.random.random() < misses:
                continue
            begun = list(self.cards.values())
            while True:
                so_far = GoalDay(today=today, goal=goal, studied=self.studied, answers=self._answers_of(day))
                found = daily_plan(begun, preset, so_far, PRIOR_PACE, MEMORY)
                day.plans.append(found)
                if not found.picks:
                    break
                for pick in found.picks[:reopens_after]:
                    self.answer(pick.card, today, day, found)
            self.studied += bool(day.answers)

    def _answers_of(self, day: Day) -> tuple[Answer, ...]:
        return tuple(self.answers[len(self.answers) - day.answers :])

    def answer(self, key: str, today: int, day: Day, shown_by: Plan) -> None:
        """Ask a card once, and again if it was missed."""
        card = self.cards[key]
        is_first = card.stability is None
        (day.new if is_first else day.reviews).append(key)
        day.asked.append((key, shown_by))
        if card.stability is None:
            rating = 1 + self._step(FIRST)
            stability, difficulty = MEMORY.first(rating)
        else:
            chance = MEMORY.recall(today - card.last, card.stability)
            if self.random.random() < chance:
                rating = 2 + self._step(RECALLED)
                stability = MEMORY.recalled(card.stability, card.difficulty, chance, rating)
            else:
                rating = 1
                stability = MEMORY.forgotten(card.stability, card.difficulty, chance)
            difficulty = MEMORY.harder(card.difficulty, rating)
        self._took(card, is_first, rating > 1, day)
        if rating == 1:
            stability = MEMORY.same_day(stability)
            difficulty = MEMORY.harder(difficulty, 3)
            self._took(card, False, True, day)
        self.cards[key] = replace(card, stability=stability, difficulty=difficulty, last=today)

    def _step(self, limits: tuple[float, ...]) -> int:
        luck = self.random.random()
        return sum(luck >= limit for limit in limits)

    def _took(self, card: PlannedCard, is_first: bool, passed: bool, day: Day) -> None:
        seconds = PRIORS[card.kind][not is_first] * self.slowness
        self.answers.append(Answer(card.key, card.kind, is_first, passed, seconds))
        day.answers += 1
        day.seconds += seconds

    @property
    def recall(self) -> float:
        """The mean recall at the exam, on the morning after the last day."""
        exam = len(self.days) - 1 + NIGHT
        recalls = [
            MEMORY.recall(exam - card.last, card.stability)
            for card in self.cards.values()
            if card.stability is not None
        ]
        return sum(recalls) / len(self.cards)

    @property
    def fewest_reviews(self) -> int:
        """The fewest reviews on an evening from the third on."""
        return min(len(day.reviews) for day in self.days[2:])

    @property
    def met(self) -> int:
        """Cards answered at least once."""
        return sum(card.is_seen for card in self.cards.values())
