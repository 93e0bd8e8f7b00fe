"""The way to the exam: how ready the learner is, what the plan makes of it, where study pays most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from srm_quiz import phrases
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import Moment
from srm_quiz.domain.memory_model import Memory
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
from srm_quiz.domain.readiness.planner import Aim, DayPlan, Prospect
from srm_quiz.domain.today import Exam, agenda, aim_of, pace_of, prospects
from srm_quiz.store.store import Store
from srm_quiz.study.status import exam_of, limits_of, today_of

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


def course_lines(found: Course) -> list[str]:
    """What is known of the way to the exam at once: the date, today, and what is known without more study."""
    here = found.now
    return [
        f"Exam on {phrases.date(here.exam.day)}: {phrases.count(here.left, 'day')} to study, "
        f"{phrases.count(here.exam.minutes, 'minute')} each.",
        phrases.plan_line(found.today, found.learning, found.seconds),
        "",
        f"If you stop now you will know {phrases.percent(here.recall)} of the {here.cards:,} cards that day.",
    ]


def outlook_lines(found: Outlook) -> list[str]:
    """The way to the exam in sentences: the date, today, where it leads, what a missed day costs."""
    here, ahead, will = found.course.now, found.ahead, found.ahead.following
    cost = will.mean - ahead.without_today
    costs = f"costs about {phrases.points(cost)}" if cost > 0.0005 else "costs next to nothing"
    lines = [
        *course_lines(found.course),
        f"If you follow the plan, {phrases.percent(will.mean)}"
        + (
            f" ({phrases.percent(will.low)} to {phrases.percent(will.high)})"
            if will.high - will.low >= 0.01
            else ""
        )
        + f"; with one day of five missed, {phrases.percent(ahead.missing_some)}. Skipping today {costs}.",
        "",
        f"In an exam of these very cards: {phrases.readiness_line(found.readiness)}.",
        "That is knowledge of these decks; questions worded anew ask a little more.",
    ]
    if ahead.seen < 0.995:
        shown = round(ahead.seen * here.cards)
        lines += [
            "",
            f"In this time you will see {shown:,} of {here.cards:,} cards; about "
            f"{phrases.count(found.course.minutes_to_see_all, 'minute')} a day would show all of them once.",
        ]
    elif found.course.today.is_tight:
        lines += ["", "Time is short, so cards you have never seen come before everything else."]
    return lines
