"""What today asks: the planner's cards for an exam or for a daily goal, and the misses that come back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from srm_quiz.domain.cards import Card, CardKey, Choice, Line, deck_of, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.queue import UNSEEN, ReturningCard
from srm_quiz.domain.readiness.daily_goal import GoalDay, daily_plan
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.pace import Answer, Pace
from srm_quiz.domain.readiness.planned_card import SCENARIO, PlannedCard
from srm_quiz.domain.readiness.planner import Pick, Plan, Reason, plan
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.reviews import Mode, Progress, Review
from srm_quiz.domain.scheduling import Policy, Schedule

ANSWERS_A_MINUTE = 6
"""Answers that fit into a minute, at most: so many more are planned for minutes that are asked for."""


@dataclass(frozen=True, slots=True)
class StudyAim:
    """What a learner studies for: an exam on a day, or so many answers a day."""

    target: TargetExam = field(default_factory=TargetExam)
    """Which cards count, and how much."""
    goal: int = 20
    """Answers a day, repeats counted, where no exam is ahead."""
    exam_day: StudyDay | None = None
    minutes: int = 20
    """Minutes a day until the exam."""
    uses_all: bool = False
    """Whether the minutes are used up even when nothing is due."""

    def days_left(self, today: StudyDay) -> int:
        """Days on which can still be studied, today included; 0 without an exam, on its day and after it."""
        return max(0, (self.exam_day - today).days) if self.exam_day else 0


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What was already done on a study day."""

    reviews: Sequence[Review] = ()
    """The day's answers that count, of every mode, the oldest first."""
    studied: int = 0
    """Earlier study days with an answer."""

    @property
    def drilled(self) -> int:
        """Answers of the drill."""
        return sum(review.mode is Mode.DRILL for review in self.reviews)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a study day still asks."""

    picks: tuple[Pick, ...] = ()
    """The planned cards, in order."""
    returning: tuple[ReturningCard, ...] = ()
    """Cards answered today that come back today, the longest waiting first."""
    seconds: float = 0.0
    """About how long all of it takes."""
    is_tight: bool = False
    """Whether an exam is so near that new cards take most of the time."""

    def __len__(self) -> int:
        return len(self.picks) + len(self.returning)

    @property
    def new(self) -> int:
        """Cards that will be answered for the first time."""
        return self._count(Reason.NEW)

    @property
    def due(self) -> int:
        """Cards that were answered before, those that come back today included."""
        return len(self) - self.new

    @property
    def last_looks(self) -> int:
        """Those among the due cards that are seen for the last time before the exam."""
        return self._count(Reason.LAST_LOOK)

    @property
    def minutes(self) -> int:
        """About how long all of it takes, in whole minutes; at least one if anything is left."""
        return max(1, round(self.seconds / 60)) if len(self) else 0

    @property
    def cards(self) -> tuple[CardKey, ...]:
        """The planned cards, in order."""
        return tuple(CardKey(pick.card) for pick in self.picks)

    def _count(self, reason: Reason) -> int:
        return sum(pick.reason is reason for pick in self.picks)


def agenda(
    cards: Iterable[Card],
    progress: Mapping[CardKey, Progress],
    today: StudyDay,
    done: DoneToday,
    aim: StudyAim,
    policy: Policy,
    pace: Pace | None = None,
    minutes: int | None = None,
) -> Agenda:
    """What of these cards the day still asks; with `minutes` as much as fits into them, whatever is planned.

    It follows from the cards, the log and the day alone, so it is the same however often it is asked for.
    """
    pace, cards = pace or Pace(), list(cards)
    if aim.days_left(today):
        evening = evening_of(cards, today, done, aim)
        if minutes is not None:
            evening = replace(evening.with_open(minutes * 60.0), uses_all=True)
        planned = plan(planned_cards(cards, progress, today), aim.target, evening, pace, policy.memory)
    else:
        answers, shown_notes = _done(cards, done)
        goal_day = GoalDay(
            today=today.toordinal(),
            studied=done.studied,
            answers=answers,
            shown_notes=shown_notes,
            goal=aim.goal + (ANSWERS_A_MINUTE * minutes if minutes else 0),
        )
        began = {**progress, **_as_the_day_began(progress, done.reviews)}
        planned = daily_plan(planned_cards(cards, began, today), aim.target, goal_day, pace, policy.memory)
    picks = planned.picks if minutes is None else _within(planned, minutes * 60.0)
    kinds = {card.key: planner_kind(card) for card in cards}
    returning = [
        ReturningCard(card.key, schedule.due_at)
        for card in cards
        if (schedule := _askable(progress.get(card.key, UNSEEN), today))
        and schedule.due_at is not None
        and schedule.last_day >= today
        and not schedule.is_misdated(today)
    ]
    returning.sort(key=lambda card: (card.at, card.key))
    return Agenda(
        picks=picks,
        returning=tuple(returning),
        seconds=sum(pick.seconds for pick in picks) + sum(pace.review(kinds[card.key]) for card in returning),
        is_tight=planned.is_tight,
    )


def evening_of(cards: Iterable[Card], today: StudyDay, done: DoneToday, aim: StudyAim) -> Evening:
    """The evening of a day before the exam, as the planner sees it."""
    answers, shown_notes = _done(cards, done)
    return Evening(
        today=today.toordinal(),
        last=today.toordinal() + aim.days_left(today) - 1,
        budget=aim.minutes * 60.0,
        studied=done.studied,
        answers=answers,
        shown_notes=shown_notes,
        uses_all=aim.uses_all,
    )


def _done(cards: Iterable[Card], done: DoneToday) -> tuple[tuple[Answer, ...], frozenset[str]]:
    """The day's answers of the drill to these cards, and the notes that were shown in another way."""
    kinds = {card.key: planner_kind(card) for card in cards}
    answers = tuple(
        answer_of(review, kinds[review.card])
        for review in done.reviews
        if review.mode is Mode.DRILL and review.card in kinds
    )
    drilled = {answer.card for answer in answers}
    return answers, frozenset(note_of(review.card) for review in done.reviews if review.card not in drilled)


def _within(planned: Plan, seconds: float) -> tuple[Pick, ...]:
    """The first of the picks that fit into these seconds."""
    picks: list[Pick] = []
    for pick in planned.picks:
        seconds -= pick.seconds
        if seconds < 0 and picks:
            break
        picks.append(pick)
    return tuple(picks)


def _askable(known: Progress, today: StudyDay) -> Schedule | None:
    return None if known.suspended or known.buried_on == today else known.schedule


def _as_the_day_began(
    progress: Mapping[CardKey, Progress], reviews: Iterable[Review]
) -> dict[CardKey, Progress]:
    """The progress of the cards drilled on a day before their first answer of it."""
    began: dict[CardKey, Progress] = {}
    for review in reviews:
        if review.mode.reschedules and review.card not in began:
            known = progress.get(review.card, UNSEEN)
            began[review.card] = known.with_schedule(review.before)
    return began


def planner_kind(card: Card) -> str:
    """The kind of a card as the planner tells them apart."""
    if isinstance(card.content, Choice) and SCENARIO in card.tags:
        return SCENARIO
    return card.kind.value


def answer_of(review: Review, kind: str) -> Answer:
    """A review as the planner sees it, of a card of this kind."""
    return Answer(review.card, kind, review.before is None, review.rating.passed, review.seconds)


def planned_cards(
    cards: Iterable[Card], progress: Mapping[CardKey, Progress], today: StudyDay
) -> list[PlannedCard]:
    """The cards as the planner sees them; suspended and buried ones are left out."""
    cards = list(cards)
    services = {note_of(card.key) for card in cards if isinstance(card.content, Line)}
    planned = []
    for place, card in enumerate(cards):
        known = progress.get(card.key, UNSEEN)
        if known.suspended or known.buried_on == today:
            continue
        note, schedule = note_of(card.key), known.schedule
        last, due = 0, None
        if schedule is not None:
            last, due = schedule.last_day.toordinal(), schedule.due_day.toordinal()
            if schedule.is_misdated(today):  # the day of the last answer is not known, but it is over
                last, due = today.toordinal() - 1, today.toordinal()
        planned.append(
            PlannedCard(
                key=card.key,
                kind=planner_kind(card),
                deck=deck_of(card.key),
                place=place,
                note=note,
                source="" if note in services else card.source,
                tags=card.tags,
                weight=card.weight,
                stability=schedule.stability if schedule else None,
                difficulty=schedule.difficulty if schedule else 5.0,
                last=last,
                due_on=due,
            )
        )
    return planned
