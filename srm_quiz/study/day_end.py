"""The end of a sitting: how the day went, what grew, what tomorrow brings, and what is best next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey, Line, deck_of
from srm_quiz.domain.days import Moment, days_after
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, RunEvent, event_id
from srm_quiz.domain.scheduling import is_sound
from srm_quiz.domain.streaks import DayMark
from srm_quiz.domain.summaries import Summary
from srm_quiz.domain.today import Agenda
from srm_quiz.store.days import DayResult
from srm_quiz.store.errors import StoreError
from srm_quiz.study.exam_plan import exam_plan
from srm_quiz.study.scope import EVERYTHING
from srm_quiz.study.snapshot import Snapshot
from srm_quiz.study.status import Status
from srm_quiz.study.status import status as status_at

if TYPE_CHECKING:
    from srm_quiz.study.study import Study

USUAL_DAYS = 14
"""The usual day is the mean of so many study days before today, as far as there were so many."""

FIRST_SOUND = 100
STREAKS = (7, 30, 100, 365)
"""Days in a row that are a milestone. (That a streak is the longest yet is said of each of its days.)"""

WORTH_A_MOCK_EXAM = 0.5
"""A mock exam is proposed from this share of the exam's weight met on."""

MOCK_EXAM_EVERY = 7
"""Days between two mock exams that are proposed."""

MORE_MINUTES = 5
"""The minutes that are proposed when the day's work is done."""

MILESTONE = "milestone"
"""The kind of event that says that a milestone was told: it is told once."""


class NextStep(StrEnum):
    """The one thing that is proposed at the end. Its value is the action of the screen that begins it."""

    GO_ON = "go_on"
    """The day's goal is not reached, and cards are left."""
    DRILL_MISSES = "drill_misses"
    MORE = "more"
    """Some minutes of what pays most."""
    MOCK_EXAM = "play_exam"
    DAILY = "play_daily"
    LINE = "play_line"
    SORT = "play_sort"


@dataclass(frozen=True, slots=True)
class DayEnd:
    """What the finishing screen tells, in the order in which it does."""

    status: Status
    sitting: Summary
    today: DayResult
    yesterday: DayResult | None
    """The study day before, if any."""
    usual: DayResult | None
    """The mean of the study days before; None before the third."""
    grown: Sequence[tuple[str, int]]
    """Decks, by title, with the cards that went from shaky to sound today; most first."""
    tomorrow: Agenda
    """What tomorrow is expected to ask."""
    next_step: NextStep
    milestones: Sequence[str]
    """Sentences for what was reached in this sitting for the first time."""

    @property
    def sound_today(self) -> int:
        """Cards that went from shaky to sound today."""
        return sum(count for _, count in self.grown)

    @property
    def reached_goal(self) -> bool:
        """Whether this sitting made the day count."""
        before = self.status.streak_without(self.sitting.answers)
        return self.status.streak.today is DayMark.COUNTED and before.today is not DayMark.COUNTED


def day_end(study: Study) -> DayEnd:
    """How the day stands now that the sitting is over. Records the milestones it tells, if it can."""
    at, sitting = study.snapshot(), study.summary()
    status = status_at(at)
    results = at.store.days.results(at.now.day, USUAL_DAYS + 1)
    today = DayResult(at.now.day, 0, 0, 0.0)
    if results and results[0].day == at.now.day:
        today, *results = results
    titles = {deck.id: deck.title for deck in at.library.decks}
    grown = Counter(titles[deck_of(key)] for key in _grown(at) if deck_of(key) in titles)
    return DayEnd(
        status=status,
        sitting=sitting,
        today=today,
        yesterday=results[0] if results else None,
        usual=_mean(results) if len(results) > 1 else None,
        grown=grown.most_common(),
        tomorrow=at.agenda_on(days_after(at.now.day, 1)),
        next_step=_next_step(study, at, status, sitting),
        milestones=_milestones(study, at, status, sitting),
    )


def _mean(results: Sequence[DayResult]) -> DayResult:
    """A day as these were on average."""
    of = len(results)
    return DayResult(
        day=results[0].day,
        answers=round(sum(result.answers for result in results) / of),
        right=round(sum(result.right for result in results) / of),
        seconds=sum(result.seconds for result in results) / of,
    )


def _grown(at: Snapshot) -> Iterator[CardKey]:
    """The cards that went from shaky to sound today."""
    befores = {review.card: review.before for review in reversed(at.done_today.reviews)}
    for key, before in befores.items():
        known = at.progress.get(key)
        after = known.schedule if known else None
        if before and is_sound(after, at.now.day, at.policy) and not is_sound(before, at.now.day, at.policy):
            yield key


def _next_step(study: Study, at: Snapshot, status: Status, sitting: Summary) -> NextStep:
    if status.streak.left_today and len(status.agenda):
        return NextStep.GO_ON
    if sitting.missed and study.session is not None and study.session.mode is Mode.DRILL:
        return NextStep.DRILL_MISSES
    plan = exam_plan(at)
    if plan is not None and plan.forecast.seen >= WORTH_A_MOCK_EXAM and _rested_from_mock_exams(at):
        return NextStep.MOCK_EXAM
    if len(EVERYTHING.agenda(at, MORE_MINUTES)):
        return NextStep.MORE
    if all(result.day != at.now.day for result in study.daily_results()):
        return NextStep.DAILY
    played_line = any(review.mode is Mode.LINE for review in at.done_today.reviews)
    return NextStep.SORT if played_line else NextStep.LINE


def _rested_from_mock_exams(at: Snapshot) -> bool:
    """Whether the last mock exam is long enough ago for another one."""
    mock_exams = at.store.statistics.mock_exams()
    return not mock_exams or (at.now.day - mock_exams[-1].day).days >= MOCK_EXAM_EVERY


def _milestones(study: Study, at: Snapshot, status: Status, sitting: Summary) -> Sequence[str]:
    """Milestones of this sitting, each told once for all; looked at again, they stand there still."""
    session = study.session
    assert session is not None
    told = {event.details.get("name"): event.run for event in at.store.run_events(Mode.DRILL, kind=MILESTONE)}
    reached = dict(_reached(study, at, status, sitting))
    fresh = [name for name in reached if name not in told]
    if fresh:
        with suppress(StoreError):  # what cannot be recorded is told again
            study.record([_event(at.now, session.id, n, name) for n, name in enumerate(fresh)])
    return [text for name, text in reached.items() if name in fresh or told.get(name) == session.id]


def _event(now: Moment, sitting: str, number: int, name: str) -> RunEvent:
    identity = event_id(now, f"{sitting}-{MILESTONE}", number)
    return RunEvent(identity, sitting, Mode.DRILL, now, MILESTONE, {"name": name})


def _reached(study: Study, at: Snapshot, status: Status, sitting: Summary) -> Iterator[tuple[str, str]]:
    """What this sitting has reached: a name that never changes, and a sentence."""
    session, held, streak = study.session, status.held, status.streak
    assert session is not None
    if held.sound >= FIRST_SOUND > held.sound - len(sitting.sound):
        yield "sound-100", f"Your first {FIRST_SOUND} cards are sound."
    touched = {deck_of(key) for key in sitting.sound}
    for deck in status.decks:
        if deck.deck and deck.deck.id in touched and deck.sound == deck.cards:
            yield f"deck-{deck.deck.id}", f"{deck.deck.title}: every card of it is sound."
    before = status.streak_without(sitting.answers)
    if streak.days > before.days and streak.days in STREAKS:
        yield f"streak-{streak.days}", f"{phrases.count(streak.days, 'day')} in a row."
    lines = [key for key, card in study.library.by_key.items() if isinstance(card.content, Line)]
    if any(review.card in lines for review in session.reviews):
        right = {key for key, verdict in at.store.last_verdicts().items() if verdict is Verdict.CORRECT}
        if right.issuperset(lines):
            yield "model", "You have painted the whole model, each service without a slip."


def day_end_lines(end: DayEnd, now: Moment) -> Iterator[str]:
    """The end of the day in sentences, misses and tomorrow aside: both front ends say them."""
    status, sitting = end.status, end.sitting
    yield goal_line(end)
    yield phrases.streak_change(status.streak_without(sitting.answers), status.streak)
    yield from end.milestones
    yield f"{_answers(sitting.answers, sitting.share_right, sitting.pace)}."
    yield from comparison_lines(end)
    if sitting.first_met:
        yield f"{phrases.count(sitting.first_met, 'card')} met for the first time."
    if end.grown:
        decks = ", ".join(f"{count} of {title}" for title, count in end.grown)
        held = status.held
        yield (
            f"{phrases.count(end.sound_today, 'card')} went from shaky to sound today: {decks}. "
            f"{held.sound:,} of {held.cards:,} are sound."
        )
    if sitting.later:
        yield phrases.next_due(sitting, now)


def goal_line(end: DayEnd) -> str:
    """Whether the day's goal is reached, and what is left of the day."""
    status = end.status
    told = f"{phrases.answers_today(status.answered, status.wanted)}."
    if len(status.agenda):
        told += f" Left for today: {phrases.agenda_line(status.agenda)}."
    return told


def comparison_lines(end: DayEnd) -> Iterator[str]:
    """The drill's answers of the whole day, of the study day before, and the usual ones."""
    if end.today.answers > end.sitting.answers:
        yield f"All of today: {_of(end.today)}."
    if end.yesterday is not None:
        before = f"The study day before: {_of(end.yesterday)}"
        yield before + (f"; usually {_of(end.usual)}." if end.usual is not None else ".")


def _of(result: DayResult) -> str:
    return _answers(result.answers, result.share_right, result.seconds / result.answers)


def _answers(answers: int, share_right: float, seconds: float) -> str:
    right = f"{phrases.percent(share_right)} right, {phrases.seconds(seconds)} each"
    return f"{phrases.count(answers, 'answer')}, {right}"


def tomorrow_line(end: DayEnd) -> str:
    """What tomorrow is expected to ask."""
    if not len(end.tomorrow):
        return "Tomorrow nothing is due."
    return f"Tomorrow: {phrases.agenda_line(end.tomorrow)}."
