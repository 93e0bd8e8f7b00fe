"""What happened: reviews, marks, retractions and the events of games; and the progress that follows."""

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
"""Seconds of thought recorded at most: a coffee break is not an answer time."""


class Mode(StrEnum):
    """The sitting or game an answer was given in. Only the drill reschedules a card."""

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
        """Whether a card that was not known is asked again in the same sitting."""
        return self in (Mode.CRAM, Mode.LINE)

    @property
    def undoable(self) -> bool:
        """Whether the undo key of a sitting reaches an answer: games are played, not corrected."""
        return self in (Mode.DRILL, Mode.CRAM)


@dataclass(frozen=True, slots=True)
class Review:
    """One rating of one card at one instant.

    `answer` holds what was given, in words (empty when the card was only revealed). `seconds` is
    the thought it took, at most LONGEST_ANSWER. `after` equals `before` where the mode does not
    reschedule.
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
    """What a learner may put on a card besides a rating."""

    BURY = "bury"
    SUSPEND = "suspend"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Mark:
    """A card buried until the next study day, suspended or flagged (`on`), or freed of it."""

    id: str
    card: CardKey
    at: Moment
    kind: MarkKind
    on: bool


@dataclass(frozen=True, slots=True)
class Retraction:
    """An undo: the review or mark `of` counts no more. Nothing is deleted."""

    id: str
    at: Moment
    of: Review | Mark


@dataclass(frozen=True, slots=True)
class RunEvent:
    """Something that happened in a run: one playing of a game, or one exam.

    `details` is what the game's machine reads back, in JSON's values.
    """

    id: str
    run: str
    mode: Mode
    at: Moment
    kind: str
    details: Mapping[str, Any]


Effect = Review | Mark | Retraction | RunEvent
"""What must be made durable before the session goes on."""


def event_id(at: Moment, run: str, serial: int) -> str:
    """An id that sorts by time: milliseconds since 1970, the sitting or run, and a running number in it."""
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
    """A game's answer as a review that moves nothing: right is good, wrong is again."""
    rating = Rating.AGAIN if verdict is Verdict.WRONG else Rating.GOOD
    thought = min(LONGEST_ANSWER, seconds)
    return Review(identity, card, at, rating, verdict, answer, thought, mode, schedule, schedule)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the learner stands with a card: derived from the log, and rebuilt from it."""

    schedule: Schedule | None = None
    suspended: bool = False
    flagged: bool = False
    buried_on: StudyDay | None = None
    """The study day on which the card was buried; it is free again on the next."""

    def with_mark(self, kind: MarkKind, on: bool, day: StudyDay) -> Progress:
        """The progress after a mark set on study day `day`."""
        match kind:
            case MarkKind.BURY:
                return replace(self, buried_on=day if on else None)
            case MarkKind.SUSPEND:
                return replace(self, suspended=on)
            case MarkKind.FLAG:
                return replace(self, flagged=on)

    def after(self, effect: Review | Mark) -> Progress:
        """The progress after a review or a mark."""
        if isinstance(effect, Review):
            return replace(self, schedule=effect.after)
        return self.with_mark(effect.kind, effect.on, effect.at.day)

    def before(self, effect: Review | Mark) -> Progress:
        """The progress from which `effect` led here: what an undo restores."""
        if isinstance(effect, Review):
            return replace(self, schedule=effect.before)
        return self.with_mark(effect.kind, not effect.on, effect.at.day)


def replay(reviews: Iterable[Review], policy: Policy, *, recompute: bool = False) -> Schedule | None:
    """The schedule that one card's reviews lead to, oldest first.

    A review that stands on the very schedule it was given on keeps the outcome that was shown and
    stored then. Where the history before it has changed (two machines united, an answer retracted),
    or with `recompute` (new weights), the outcome is computed again with `policy`.
    """
    schedule: Schedule | None = None
    for review in reviews:
        if not review.mode.reschedules:
            continue
        if review.before == schedule and not recompute:
            schedule = review.after
        else:
            schedule = outcome(review.card, schedule, review.at, policy, review.rating)
    return schedule
