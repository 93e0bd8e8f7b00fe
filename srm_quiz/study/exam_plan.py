"""The plan for the exam: how ready the learner is, what today asks, and where following it leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.first_planner import Aim, DayPlan, Prospect
from srm_quiz.domain.readiness.forecast import (
    DayAhead,
    Forecast,
    Readiness,
    by_worth,
    forecast,
    readiness,
    recall_at_exam,
    strength,
)
from srm_quiz.domain.today import Exam, agenda, aim_of, prospects
from srm_quiz.study.snapshot import Snapshot

MOST_WORTH = 5
"""How many decks are listed as those where study pays most."""


@dataclass(frozen=True, slots=True)
class ReadinessToday:
    """How ready a learner with an exam ahead is today, if nothing more were studied."""

    exam: Exam
    days_left: int
    """Days to study, today included."""
    cards: int
    unseen: int
    recall: float
    """The expected share, 0 to 1, of the cards that are known on the day of the exam."""
    estimate: Readiness
    """The score to expect in an exam of these cards, and the chance to pass it."""
    strength: float
    """How much longer this learner remembers than FSRS expects, as a factor."""


def readiness_today(at: Snapshot) -> ReadinessToday | None:
    """How ready the learner is at the moment of the snapshot; None without an exam ahead."""
    exam = at.exam
    if exam is None or not exam.days_left(at.now.day):
        return None
    outcomes, memory = at.store.statistics.outcomes(), at.policy.memory
    own = strength(outcomes, memory)
    cards = prospects(at.cards, at.progress, at.now)
    recalls = recall_at_exam(cards, exam.days_left(at.now.day), Memory(memory.weights, own))
    return ReadinessToday(
        exam=exam,
        days_left=exam.days_left(at.now.day),
        cards=len(cards),
        unseen=sum(card.stability is None for card in cards),
        recall=sum(recalls) / len(recalls) if recalls else 0.0,
        estimate=readiness(recalls, len(outcomes)),
        strength=own,
    )


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """Today's part of the plan for the exam, and all that a projection of the rest needs.

    Read from the store, so that it can be projected in any thread.
    """

    readiness: ReadinessToday
    today: DayPlan
    learning: int
    """Cards in a learning step, which are asked beside the plan."""
    cards: Sequence[Prospect]
    aim: Aim
    memory: Memory
    retention: float
    seed: int
    reviews: int

    @property
    def seconds(self) -> float:
        """Seconds that today takes, cards in a learning step included."""
        return self.today.seconds + self.learning * self.aim.pace.known

    @property
    def worth(self) -> list[tuple[str, float]]:
        """Decks by the points of recall that knowing them whole would add, most first."""
        return by_worth(self.cards, _deck, self.readiness.days_left, self.memory)[:MOST_WORTH]

    @property
    def minutes_to_see_all(self) -> int:
        """Minutes a day that would show every card once."""
        return ceil(self.readiness.unseen * self.aim.pace.new / (self.readiness.days_left * 60))

    def project(self) -> Projection:
        """The plan played forward to the exam: a second or two of work."""
        ahead = forecast(self.cards, self.aim, self.memory, self.retention, self.seed)
        first = DayAhead(len(self.today.new), len(self.today.reviews) + self.learning, self.seconds)
        return Projection(
            plan=self,
            forecast=replace(ahead, days=(first, *ahead.days[1:])),
            estimate=readiness(ahead.recalls, self.reviews),
        )


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the plan for the exam leads."""

    plan: ExamPlan
    forecast: Forecast
    estimate: Readiness
    """On the day of the exam, if the plan is followed."""


def exam_plan(at: Snapshot) -> ExamPlan | None:
    """The plan at the moment of the snapshot; None without an exam ahead."""
    ready = readiness_today(at)
    if ready is None:
        return None
    available, today = agenda(
        at.cards, at.progress, at.now, at.done_today, at.limits, at.policy, ready.exam, at.pace
    )
    return ExamPlan(
        readiness=ready,
        today=today or DayPlan(),
        learning=len(available.learning),
        cards=prospects(at.cards, at.progress, at.now),
        aim=aim_of(ready.exam, at.done_today, at.now, at.limits, at.pace),
        memory=Memory(at.policy.memory.weights, ready.strength),
        retention=at.settings.desired_retention,
        seed=at.store.seed,
        reviews=len(at.store.statistics.outcomes()),
    )


def _deck(key: CardKey) -> tuple[str]:
    return (deck_of(key),)


def plan_lines(plan: ExamPlan) -> list[str]:
    """The plan in sentences, as far as it needs no projection: the date, today, recall if you stop now."""
    ready = plan.readiness
    return [
        f"Exam on {phrases.date(ready.exam.day)}: {phrases.count(ready.days_left, 'day')} to study, "
        f"{phrases.count(ready.exam.minutes, 'minute')} each.",
        phrases.plan_line(plan.today, plan.learning, plan.seconds),
        "",
        f"If you stop now you will know {phrases.percent(ready.recall)} of the {ready.cards:,} cards "
        "that day.",
    ]


def projection_lines(projection: Projection) -> list[str]:
    """The plan in sentences: the date, today, where it leads, what a missed day costs."""
    plan, ahead = projection.plan, projection.forecast
    cards, following = plan.readiness.cards, ahead.following
    cost = following.mean - ahead.without_today
    costs = f"costs about {phrases.points(cost)}" if cost > 0.0005 else "costs next to nothing"
    lines = [
        *plan_lines(plan),
        f"If you follow the plan, {phrases.percent(following.mean)}"
        + (
            f" ({phrases.percent(following.low)} to {phrases.percent(following.high)})"
            if following.high - following.low >= 0.01
            else ""
        )
        + f"; with one day of five missed, {phrases.percent(ahead.missing_some)}. Skipping today {costs}.",
        "",
        f"In an exam of these very cards: {phrases.readiness_line(projection.estimate)}.",
        "That is knowledge of these decks; questions worded anew ask a little more.",
    ]
    if ahead.seen < 0.995:
        shown = round(ahead.seen * cards)
        lines += [
            "",
            f"In this time you will see {shown:,} of {cards:,} cards; about "
            f"{phrases.count(plan.minutes_to_see_all, 'minute')} a day would show all of them once.",
        ]
    elif plan.today.is_tight:
        lines += ["", "Time is short, so cards you have never seen come before everything else."]
    return lines
