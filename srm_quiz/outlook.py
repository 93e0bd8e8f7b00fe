"""The way to the exam: how ready the learner is, what the plan makes of it, where study pays most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.agenda import Exam, agenda, aim_of, pace_of, prospects
from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import Moment
from srm_quiz.domain.forecast import (
    DayAhead,
    Forecast,
    Readiness,
    by_worth,
    forecast,
    readiness,
    recall_at_exam,
    strength,
)
from srm_quiz.domain.memory import Memory
from srm_quiz.domain.planner import Aim, DayPlan, Prospect
from srm_quiz.glances import exam_of, limits_of, today_of
from srm_quiz.settings import Settings
from srm_quiz.store.store import Store

MOST_WORTH = 5
"""How many decks are named that would help most."""


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a learner with an exam ahead stands today, if nothing more were studied."""

    exam: Exam
    left: int
    """Days to study, today included."""
    cards: int
    unseen: int
    recall: float
    """The expected share of the cards that are known on the day of the exam."""
    readiness: Readiness
    strength: float
    """How much longer than FSRS expects this learner remembers."""


def standpoint(library: Library, store: Store, settings: Settings, now: Moment) -> Standpoint | None:
    """How ready the learner is as of now; None without an exam ahead."""
    exam = exam_of(settings)
    if exam is None or not exam.days_left(now.day):
        return None
    outcomes = store.outcomes()
    memory = settings.policy(store.seed).memory
    own = strength(outcomes, memory)
    cards = prospects(list(library.cards()), store.progress(), now)
    recalls = recall_at_exam(cards, exam.days_left(now.day), Memory(memory.weights, own))
    return Standpoint(
        exam=exam,
        left=exam.days_left(now.day),
        cards=len(cards),
        unseen=sum(card.stability is None for card in cards),
        recall=sum(recalls) / len(recalls) if recalls else 0.0,
        readiness=readiness(recalls, len(outcomes)),
        strength=own,
    )


@dataclass(frozen=True, slots=True)
class Course:
    """Today's part of the way to the exam, and all that a forecast of the rest needs.

    Read from the store, so that the forecast can be reckoned anywhere, and at leisure.
    """

    now: Standpoint
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
        """What today takes, cards in a learning step included."""
        return self.today.seconds + self.learning * self.aim.pace.known

    @property
    def worth(self) -> list[tuple[str, float]]:
        """Decks by the points of recall that knowing them whole would add, most first."""
        return by_worth(self.cards, _deck, self.now.left, self.memory)[:MOST_WORTH]

    @property
    def minutes_to_see_all(self) -> int:
        """Minutes a day that would show every card once."""
        return ceil(self.now.unseen * self.aim.pace.new / (self.now.left * 60))


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the way to the exam leads."""

    course: Course
    ahead: Forecast
    readiness: Readiness
    """On the day of the exam, if the plan is followed."""


def course(library: Library, store: Store, settings: Settings, now: Moment) -> Course | None:
    """What the way to the exam depends on; None without an exam ahead."""
    here = standpoint(library, store, settings, now)
    if here is None:
        return None
    cards, progress, limits = list(library.cards()), store.progress(), limits_of(settings)
    done, pace, policy = today_of(store, now.day), pace_of(store.timings()), settings.policy(store.seed)
    found, today = agenda(cards, progress, now, done, limits, policy, here.exam, pace)
    return Course(
        now=here,
        today=today or DayPlan(),
        learning=len(found.learning),
        cards=prospects(cards, progress, now),
        aim=aim_of(here.exam, done, now, limits, pace),
        memory=Memory(policy.memory.weights, here.strength),
        retention=settings.desired_retention,
        seed=store.seed,
        reviews=len(store.outcomes()),
    )


def outlook(course: Course) -> Outlook:
    """The way to the exam, played forward: a second or two of work."""
    ahead = forecast(course.cards, course.aim, course.memory, course.retention, course.seed)
    today = course.today
    first = DayAhead(len(today.new), len(today.reviews) + course.learning, course.seconds)
    return Outlook(
        course=course,
        ahead=replace(ahead, days=(first, *ahead.days[1:])),
        readiness=readiness(ahead.recalls, course.reviews),
    )


def _deck(key: CardKey) -> tuple[str]:
    return (deck_of(key),)
