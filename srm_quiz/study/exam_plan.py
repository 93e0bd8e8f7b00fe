"""The plan for the exam: how it would go tomorrow, what today asks, and where following it leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from srm_quiz import phrases
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness import projection
from srm_quiz.domain.readiness.daily_goal import weeks_to_meet_all
from srm_quiz.domain.readiness.evening import NIGHT, Evening
from srm_quiz.domain.readiness.forecast import ExamForecast, Outcome, exam_forecast
from srm_quiz.domain.readiness.pace import Pace
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.projection import EveningAhead, Projection
from srm_quiz.domain.readiness.scope import ScopedCard, scope
from srm_quiz.domain.scheduling import keyed_hash
from srm_quiz.domain.today import Agenda, StudyAim, evening_of, planned_cards
from srm_quiz.domain.written_dates import read_day
from srm_quiz.study.snapshot import Snapshot

ALL_CARDS = "all"
"""What a learner may learn for besides an exam."""

MOST_WORTH = 5
"""How many decks are listed as those where study pays most."""


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """Where the learner stands before an exam, and all that a projection of the rest needs.

    Read from the store, so that it can be projected in any thread.
    """

    aim: StudyAim
    exam_day: StudyDay
    today: StudyDay
    forecast: ExamForecast
    """How the exam would go if it were tomorrow."""
    agenda: Agenda
    """What today still asks."""
    cards: Sequence[ScopedCard]
    """The cards that count for the exam."""
    evening: Evening
    outcomes: Sequence[Outcome]
    pace: Pace
    memory: Memory
    seed: int

    @property
    def days_left(self) -> int:
        """Days to study, today included."""
        return self.aim.days_left(self.today)

    @property
    def unseen(self) -> int:
        """Cards that were never answered."""
        return sum(not card.card.is_seen for card in self.cards)

    @property
    def worth(self) -> list[tuple[str, float]]:
        """Decks by the points of the expected result that knowing them whole would add, most first."""
        whole = sum(card.weight for card in self.cards)
        own = Memory(self.memory.weights, self.forecast.strength)
        gains: defaultdict[str, float] = defaultdict(float)
        for scoped in self.cards:
            gains[scoped.card.deck] += scoped.weight * (1 - self._recall(scoped.card, own)) / whole
        return sorted(gains.items(), key=lambda deck: (-deck[1], deck[0]))[:MOST_WORTH]

    def _recall(self, card: PlannedCard, memory: Memory) -> float:
        if card.stability is None:
            return 0.0
        return memory.recall(self.evening.today + NIGHT - card.last, card.stability)

    def project(self, is_cancelled: Callable[[], bool] = lambda: False) -> Projection:
        """Play the plan forward to the exam, today as it is planned: a second or two of work.

        Raises ProjectionCancelledError soon after `is_cancelled` says so: nobody waits for it any more.
        """
        numbers = iter(range(1_000_000_000))

        def draw() -> float:
            if is_cancelled():
                raise ProjectionCancelledError
            return keyed_hash(self.seed, "projection", next(numbers)) / 2**64

        ahead = projection.project(
            [card.card for card in self.cards],
            self.aim.target,
            self.evening,
            self.outcomes,
            self.pace,
            self.memory,
            draw,
        )
        today = EveningAhead(self.agenda.new, self.agenda.due, self.agenda.seconds)
        return replace(ahead, evenings=(today, *ahead.evenings[1:]))


class ProjectionCancelledError(Exception):
    """A projection was cancelled before its end."""


def exam_plan(at: Snapshot) -> ExamPlan | None:
    """The plan at the moment of the snapshot; None without an exam ahead, or without a card for it."""
    exam_day = at.aim.exam_day
    if exam_day is None or not at.days_left:
        return None
    cards, outcomes = planned_cards(at.cards, at.progress, at.now.day), at.store.statistics.outcomes()
    expected = exam_forecast(cards, at.target, at.now.day.toordinal(), outcomes, at.policy.memory)
    if expected is None:
        return None
    return ExamPlan(
        aim=at.aim,
        exam_day=exam_day,
        today=at.now.day,
        forecast=expected,
        agenda=at.agenda,
        cards=scope(cards, at.target).cards,
        evening=evening_of(at.cards, at.now.day, at.done_today, at.aim),
        outcomes=outcomes,
        pace=at.pace,
        memory=at.policy.memory,
        seed=at.store.seed,
    )


def plan_lines(plan: ExamPlan) -> list[str]:
    """The plan in sentences, without a projection: the date, today, the exam if it were tomorrow."""
    name = f"{plan.aim.target.title} " if plan.aim.target.title else ""
    lines = [
        f"{name or 'Exam '}on {phrases.date(plan.exam_day)}: {phrases.count(plan.days_left, 'day')} to "
        f"study, {phrases.count(plan.aim.minutes, 'minute')} each.",
        f"Today: {phrases.agenda_line(plan.agenda)}.",
        "",
        f"If it were tomorrow: {phrases.forecast_line(plan.forecast)}. You have met "
        f"{len(plan.cards) - plan.unseen:,} of its {phrases.count(len(plan.cards), 'card')}, "
        f"{phrases.percent(plan.forecast.seen)} by what the exam rests on.",
    ]
    if plan.agenda.is_tight:
        lines += ["", "Time is short, so most of it goes to cards you have never seen."]
    return lines


def projection_lines(plan: ExamPlan, ahead: Projection) -> list[str]:
    """The plan in sentences: the date, today, and where it leads."""
    lines = plan_lines(plan)
    if ahead.exam is not None:
        lines.append(f"If you follow the plan, on the day: {phrases.forecast_line(ahead.exam)}.")
    met = len(plan.cards) - plan.unseen + len(ahead.met_on)
    if met < len(plan.cards):
        lines += [
            "",
            f"In this time you will meet {met:,} of {len(plan.cards):,} cards, the weightiest first.",
        ]
    return lines


COMPARED_GOALS = (10, 20, 40)
"""Goals, in answers a day, whose meaning is told beside that of the learner's own."""


NEW_SHARE = 0.18
"""The share of new cards among the answers of the first months, as simulated learners had it."""


def goal_lines(at: Snapshot) -> list[str]:
    """What today asks without an exam, and when every card is met with this goal or with others."""
    cards = scope(planned_cards(at.cards, at.progress, at.now.day), at.target).cards
    goal, unseen = at.aim.goal, sum(not card.card.is_seen for card in cards)
    lines = [f"{phrases.count(goal, 'answer')} a day. Today: {phrases.agenda_line(at.agenda)}."]
    if unseen:
        weeks = "; ".join(
            f"{goal} a day: about {phrases.count(weeks_with_goal(unseen, goal), 'week')}"
            for goal in sorted({goal, *COMPARED_GOALS})
        )
        met = f"{len(cards) - unseen:,} of {phrases.count(len(cards), 'card')} are met"
        lines.append(f"{met}. Until all of them are: {weeks}.")
        pace = weeks_to_meet_all(unseen, [new for _, new in reversed(at.studied_days)])
        if pace is not None:
            lines.append(f"At the pace of your last study days: {phrases.count(ceil(pace), 'week')}.")
    return lines


def weeks_with_goal(unseen: int, goal: int) -> int:
    """Weeks until so many cards are met, with a goal of answers a day."""
    return max(1, round(unseen / (7 * NEW_SHARE * goal)))


def target_named(text: str, library: Library) -> str:
    """What is learnt for, by the name that was typed. Raises ValueError, in a sentence, if there is none."""
    targets = (*library.exams, ALL_CARDS)
    name = text.strip().casefold()
    if name not in targets:
        raise ValueError(f"give one of {', '.join(targets)}")
    return name


def coming_day(text: str, today: StudyDay) -> StudyDay:
    """The day of an exam, given in words. Raises ValueError, in a sentence, if it is not ahead."""
    day = read_day(text, today)
    if day <= today:
        raise ValueError(f"{phrases.date(day)} is not ahead of us; give a later day")
    return day
