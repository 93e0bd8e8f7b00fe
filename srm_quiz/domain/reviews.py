"""What the log holds: reviews, marks, retractions and game events; and the progress derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.scheduling import Policy, Rating, Schedule, outcome

LONGEST_ANSWER = 60.0
"""The longest answer time recorded, in seconds: a coffee break is not one."""


class Mode(StrEnum):
    """The kind of sitting or game an answer was given in. Only the drill reschedules a card."""

    DRILL = "drill"
    CRAM = "cram"
    SORT = "sort"
    LINE = "line"
    MATCH = "match"
    EXAM = "exam"
    DAILY = "daily"

    @property
    def reschedules(self) -> bool:
        """Whether an answer moves the card's due date."""
        return self is Mode.DRILL

    @property
    def repeats_misses(self) -> bool:
        """Whether a missed card is asked again in the same sitting."""
        return self in (Mode.CRAM, Mode.LINE)

    @property
    def undoable(self) -> bool:
        """Whether an answer can be undone: games are played, not corrected."""
        return self in (Mode.DRILL, Mode.CRAM)


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one card at one instant.

    `answer` is the learner's answer in words, empty if the card was only revealed. `seconds` is the
    answer time, at most LONGEST_ANSWER. `after` equals `before` if the mode does not reschedule.
    """

    id: str
    card: CardKey
    at: Moment
    rating: Rating
    verdict: Verdict | None
    answer: tuple[str, ...]
    seconds: float
    mode: Mode
    before: Schedule | None
    after: Schedule | None


class MarkKind(StrEnum):
    """What a learner may do to a card besides rating it."""

    BURY = "bury"
    SUSPEND = "suspend"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Mark:
    """A card buried until the next study day, suspended or flagged; or, if not `on`, no longer so."""

    id: str
    card: CardKey
    at: Moment
    kind: MarkKind
    on: bool


@dataclass(frozen=True, slots=True)
class Retraction:
    """An undo: the review or mark `of` no longer counts. Nothing is deleted."""

    id: str
    at: Moment
    of: Review | Mark


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened in a run: one playing of a game, or one exam.

    `details` holds JSON values that the game reads back.
    """

    id: str
    run: str
    mode: Mode
    at: Moment
    kind: str
    details: Mapping[str, Any]


Effect = Review | Mark | Retraction | RunEvent
"""What must be durable before the session goes on."""


def event_id(at: Moment, run: str, serial: int) -> str:
    """Make an id that sorts by time: milliseconds since 1970, the sitting or run, and a serial number."""
    milliseconds = int(at.instant.timestamp() * 1000)
    return f"{milliseconds:012x}-{run}-{serial:06x}"


def game_review(
    identity: str,
    card: CardKey,
    at: Moment,
    verdict: Verdict,
    answer: tuple[str, ...],
    seconds: float,
    mode: Mode,
    schedule: Schedule | None,
) -> Review:
    """Make the review of an answer in a game, which reschedules nothing: right is good, wrong is again."""
    rating = Rating.AGAIN if verdict is Verdict.WRONG else Rating.GOOD
    thought = min(LONGEST_ANSWER, seconds)
    return Review(identity, card, at, rating, verdict, answer, thought, mode, schedule, schedule)


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of one card for the learner, derived from the log."""

    schedule: Schedule | None = None
    suspended: bool = False
    flagged: bool = False
    buried_on: StudyDay | None = None
    """The study day on which the card was buried; it is free again on the next."""

    def with_schedule(self, schedule: Schedule | None) -> Progress:
        """The same marks on another schedule."""
        return replace(self, schedule=schedule)

    def with_mark(self, kind: MarkKind, on: bool, day: StudyDay) -> Progress:
        """Return the progress after a mark made on study day `day`."""
        match kind:
            case MarkKind.BURY:
                return replace(self, buried_on=day if on else None)
            case MarkKind.SUSPEND:
                return replace(self, suspended=on)
            case MarkKind.FLAG:
                return replace(self, flagged=on)

    def after(self, effect: Review | Mark) -> Progress:
        """Return the progress after a review or a mark."""
        if isinstance(effect, Review):
            return replace(self, schedule=effect.after)
        return self.with_mark(effect.kind, effect.on, effect.at.day)

    def before(self, effect: Review | Mark) -> Progress:
        """Return the progress before `effect`, which an undo restores."""
        if isinstance(effect, Review):
            return replace(self, schedule=effect.before)
        return self.with_mark(effect.kind, not effect.on, effect.at.day)


def replay(reviews: Iterable[Review], policy: Policy, *, recompute: bool = False) -> Schedule | None:
    """Return the schedule that one card's reviews, oldest first, lead to; None if none reschedules.

    A review whose `before` is the schedule reached so far keeps the outcome that was stored. If the
    history before it has changed (two machines merged, an answer retracted), or with `recompute` (new
    weights), its outcome is computed again with `policy`.
    """
    schedule: Schedule | None = None
    for review in reviews:
        if not review.mode.reschedules:
            continue
        if review.before == schedule and not recompute:
            schedule = review.after
        else:
            schedule = outcome(schedule, review.at, policy, review.rating)
    return schedule
