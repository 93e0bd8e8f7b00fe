"""The domain's values as columns of the progress file, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mark, MarkKind, Mode, Progress, Review, RunEvent
from srm_quiz.domain.scheduling import CardState, Rating, Schedule
from srm_quiz.domain.streaks import Closing, DayMark, DayRecord

Columns = Sequence[Any]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SECONDS_PER_DAY = 86_400

MOMENT = ("at", "day", "utc_offset", "rollover")
SCHEDULE = ("state", "step", "stability", "difficulty", "due_day", "due_at", "last_day", "reps", "lapses")
REVIEW = (
    *("id", "device", "card", *MOMENT, "rating", "verdict", "answer", "seconds", "mode"),
    *(f"{side}_{name}" for side in ("before", "after") for name in SCHEDULE),
)
MARK = ("id", "device", "card", *MOMENT, "kind", "is_on")
PROGRESS = ("card", *SCHEDULE, "suspended", "flagged", "buried_on")
RETRACTION = ("id", "device", *MOMENT, "retracted")
LINK = ("id", "device", *MOMENT, "old", "new")
RESET = ("id", "device", *MOMENT, "card")
RUN_EVENT = ("id", "device", "run", "mode", *MOMENT, "kind", "details")


LOG = ("reviews", "marks", "retractions", "run_events", "links", "resets")
_LOG_ENDS = "SELECT max(seq) AS seq FROM {}"
NEXT_SEQ = "(SELECT ifnull(max(seq), 0) + 1 FROM ({}))".format(" UNION ALL ".join(map(_LOG_ENDS.format, LOG)))
"""The next position in the log."""


def append(table: str, columns: Sequence[str]) -> str:
    """Return the statement that appends one row to the log."""
    return f"INSERT INTO {table} (seq, {', '.join(columns)}) VALUES ({NEXT_SEQ}{', ?' * len(columns)})"


def put(table: str, columns: Sequence[str]) -> str:
    """Return the statement that sets one row of a derived table."""
    return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def instant_row(instant: datetime) -> int:
    """Return the instant in microseconds since 1970, exactly."""
    return (instant - EPOCH) // MICROSECOND


def moment_row(at: Moment) -> Columns:
    """A moment as the columns of MOMENT."""
    return (instant_row(at.instant), at.day.isoformat(), int(at.offset.total_seconds()), at.rollover)


def schedule_row(schedule: Schedule | None) -> Columns:
    """A schedule as the columns of SCHEDULE, all null for a new card."""
    if schedule is None:
        return (None,) * len(SCHEDULE)
    return (
        schedule.state.value,
        schedule.step,
        schedule.stability,
        schedule.difficulty,
        schedule.due_day.isoformat(),
        None if schedule.due_at is None else instant_row(schedule.due_at),
        schedule.last_day.isoformat(),
        schedule.reps,
        schedule.lapses,
    )


def review_row(review: Review, device: str) -> Columns:
    """A review as the columns of REVIEW."""
    return (
        review.id,
        device,
        review.card,
        *moment_row(review.at),
        int(review.rating),
        None if review.verdict is None else review.verdict.value,
        json.dumps(review.answer, ensure_ascii=False),
        review.seconds,
        review.mode.value,
        *schedule_row(review.before),
        *schedule_row(review.after),
    )


def progress_row(card: CardKey, progress: Progress) -> Columns:
    """A card's progress as the columns of PROGRESS."""
    buried = progress.buried_on and progress.buried_on.isoformat()
    flags = (int(progress.suspended), int(progress.flagged), buried)
    return (card, *schedule_row(progress.schedule), *flags)


def mark_row(mark: Mark, device: str) -> Columns:
    """A mark as the columns of MARK."""
    return (mark.id, device, mark.card, *moment_row(mark.at), mark.kind.value, int(mark.on))


def day_of(text: str) -> StudyDay:
    """A study day from its ISO date."""
    return StudyDay(date.fromisoformat(text))


def schedule_of(columns: Columns) -> Schedule | None:
    """The schedule that `schedule_row` was given."""
    state, step, stability, difficulty, due_day, due_at, last_day, reps, lapses = columns
    if state is None:
        return None
    return Schedule(
        state=CardState(state),
        step=step,
        stability=stability,
        difficulty=difficulty,
        due_day=day_of(due_day),
        due_at=None if due_at is None else EPOCH + due_at * MICROSECOND,
        last_day=day_of(last_day),
        reps=reps,
        lapses=lapses,
    )


def moment_of(columns: Columns) -> Moment:
    """The moment that `moment_row` was given."""
    at, _, offset, rollover = columns
    if abs(offset) >= SECONDS_PER_DAY or not 0 <= rollover < 24:
        raise ValueError(f"no local time is {offset} seconds from UTC, no day begins at {rollover}:00")
    return Moment(EPOCH + at * MICROSECOND, timedelta(seconds=offset), rollover)


def review_of(*row: Any) -> Review:
    """The review that `review_row` was given."""
    identity, _, card = row[:3]
    rating, verdict, answer, seconds, mode = row[7:12]
    return Review(
        id=identity,
        card=CardKey(card),
        at=moment_of(row[3:7]),
        rating=Rating(rating),
        verdict=None if verdict is None else Verdict(verdict),
        answer=tuple(json.loads(answer)),
        seconds=seconds,
        mode=Mode(mode),
        before=schedule_of(row[12:21]),
        after=schedule_of(row[21:30]),
    )


def mark_of(*row: Any) -> Mark:
    """The mark that `mark_row` was given."""
    identity, _, card = row[:3]
    return Mark(identity, CardKey(card), moment_of(row[3:7]), MarkKind(row[7]), bool(row[8]))


def progress_of(*row: Any) -> tuple[CardKey, Progress]:
    """The card and the progress that `progress_row` was given."""
    suspended, flagged, buried = row[10:13]
    buried_on = day_of(buried) if buried else None
    return CardKey(row[0]), Progress(schedule_of(row[1:10]), bool(suspended), bool(flagged), buried_on)


def run_event_row(event: RunEvent, device: str) -> Columns:
    """An event of a run as the columns of RUN_EVENT."""
    details = json.dumps(event.details, ensure_ascii=False)
    return (event.id, device, event.run, event.mode.value, *moment_row(event.at), event.kind, details)


def run_event_of(*row: Any) -> RunEvent:
    """The event that `run_event_row` was given."""
    identity, _, run, mode = row[:4]
    return RunEvent(identity, run, Mode(mode), moment_of(row[4:8]), row[8], json.loads(row[9]))


def _moment_in(*row: Any) -> Moment:
    """The moment of a retraction, link or reset."""
    return moment_of(row[2:6])


DECODERS: Mapping[str, tuple[Sequence[str], Callable[..., object]]] = {
    "reviews": (REVIEW, review_of),
    "marks": (MARK, mark_of),
    "run_events": (RUN_EVENT, run_event_of),
    "retractions": (RETRACTION, _moment_in),
    "links": (LINK, _moment_in),
    "resets": (RESET, _moment_in),
}
"""The columns of each table of the log, and what raises an error for a row that is none of the program's."""

DECODING_ERRORS = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
"""What decoding raises for a row that the program did not write."""


def is_valid(table: str, row: Columns) -> bool:
    """Whether a row of the log, read from a damaged file, can be one that the program wrote."""
    try:
        DECODERS[table][1](*row)
    except DECODING_ERRORS:
        return False
    return True


def closing_row(closing: Closing) -> dict[str, Any]:
    """A past day as the named values of a row."""
    record = closing.record
    return {
        "day": record.day.isoformat(),
        "mark": closing.mark.value,
        "goal": record.goal,
        "due": record.due,
        "answers": record.answers,
        "closed_on": closing.on.isoformat(),
    }


def closing_of(columns: Columns) -> Closing:
    """A past day from the columns of the query `closings`."""
    day, goal, due, answers, mark, closed_on = columns
    return Closing(DayRecord(day_of(day), goal, due, answers), DayMark(mark), day_of(closed_on))


def day_record_of(day: str, goal: int, due: int, answers: int) -> DayRecord:
    """A study day from the columns of the query `day_records`."""
    return DayRecord(day_of(day), goal, due, answers)
