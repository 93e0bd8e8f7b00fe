"""The cards that a sitting asks, and their order."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from srm_quiz.domain.cards import Card, CardKey, NoteKey, note_of
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import CardState, Policy, keyed_hash, retrievability, state_of

BACKLOG = 50
"""At least this many overdue cards are asked a day when a backlog is spread."""

BACKLOG_DAYS = 5
"""The number of days over which a backlog is spread."""

UNSEEN = Progress()
"""The progress of a card that the log says nothing about."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits that the learner sets for a day's cards."""

    new_per_day: int = 20
    reviews_per_day: int = 200
    bury_siblings: bool = True
    learn_ahead: timedelta = timedelta(minutes=20)
    spread_backlog: bool = True
    """Whether many overdue cards are spread over several days."""


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What was done on this study day before the sitting."""

    new: int = 0
    reviews: int = 0
    seconds: float = 0.0
    """Answer time so far, of the drill."""
    notes: frozenset[NoteKey] = frozenset()
    """Notes with a card answered today: their other cards wait until the next study day."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards still to be asked. Drawing and putting back give a new queue."""

    main: tuple[CardKey, ...] = ()
    """Reviews and new cards, interleaved, in the order they are asked."""
    learning: tuple[tuple[datetime, CardKey], ...] = ()
    """Cards in a learning step, by the instant they are due."""
    front: tuple[CardKey, ...] = ()
    """Cards that an undo put back: they come before all others, the last one first."""
    drawn: int = 0
    """How many cards of `main` were drawn; the tuple itself is never cut."""

    def draw(self, now: Moment) -> tuple[CardKey | None, Queue]:
        """Return the next card that may be asked now, or None, and the queue without it."""
        if self.front:
            return self.front[-1], replace(self, front=self.front[:-1])
        if self.learning and self.learning[0][0] <= now.instant:
            return self.ahead()
        if self.drawn < len(self.main):
            return self.main[self.drawn], replace(self, drawn=self.drawn + 1)
        return None, self

    def ahead(self) -> tuple[CardKey | None, Queue]:
        """Return the learning card that is due first, even before its time, and the queue without it."""
        if not self.learning:
            return None, self
        return self.learning[0][1], replace(self, learning=self.learning[1:])

    def returning(self, key: CardKey, at: datetime) -> Queue:
        """Return the queue with a learning card that is due at `at`."""
        learning = list(self.learning)
        insort(learning, (at, key))
        return replace(self, learning=tuple(learning))

    def put_back(self, key: CardKey) -> Queue:
        """Return the queue with the card before all others."""
        return replace(self, front=(*self.front, key))

    def at_end(self, key: CardKey) -> Queue:
        """Return the queue with the card after all others."""
        return replace(self, main=(*self.main, key))

    def without(self, key: CardKey) -> Queue:
        """Return the queue without the card, wherever it stood."""
        rest = self.main[self.drawn :]
        return Queue(
            main=tuple(other for other in rest if other != key) if key in rest else rest,
            learning=tuple(pair for pair in self.learning if pair[1] != key),
            front=tuple(other for other in self.front if other != key),
        )

    def remaining(self) -> tuple[CardKey, ...]:
        """Return all cards still to come, in no particular order."""
        return (*self.front, *(key for _, key in self.learning), *self.main[self.drawn :])

    def next_return(self) -> datetime | None:
        """Return the instant at which the next learning card is due, or None."""
        return self.learning[0][0] if self.learning else None


@dataclass(frozen=True, slots=True)
class Available:
    """The cards that may be asked today, within the day's limits, not yet in one order."""

    new: tuple[CardKey, ...]
    reviews: tuple[CardKey, ...]
    learning: tuple[tuple[datetime, CardKey], ...]

    def __len__(self) -> int:
        return len(self.new) + len(self.reviews) + len(self.learning)


def available(
    cards: Iterable[Card],
    progress: Mapping[CardKey, Progress],
    now: Moment,
    today: DoneToday,
    limits: Limits,
    policy: Policy,
) -> Available:
    """Return the cards that may be asked on this study day.

    Reviews come least retrievable first, new cards in their authors' order. Suspended and buried cards are
    left out, and of siblings only one is asked a day: a learning card before a review before a new one.
    """
    day = now.day
    new: list[CardKey] = []
    due: list[CardKey] = []
    learning: list[tuple[datetime, CardKey]] = []
    for card in cards:
        known = progress.get(card.key, UNSEEN)
        if known.suspended or known.buried_on == day:
            continue
        schedule = known.schedule
        if schedule is None:
            new.append(card.key)
        elif schedule.due_at is not None:
            at = now.instant if schedule.is_misdated(day) else schedule.due_at
            learning.append((at, card.key))
        elif schedule.is_due_on(day):
            due.append(card.key)

    def retrievability_key(key: CardKey) -> tuple[float, int]:
        schedule = progress[key].schedule
        assert schedule is not None
        return retrievability(schedule, day, policy), keyed_hash(policy.seed, "order", key)

    learning.sort()
    most = limits.reviews_per_day - today.reviews
    if limits.spread_backlog:
        most = min(most, _spread(due, progress, day) - today.reviews)
    due.sort(key=retrievability_key)
    if limits.bury_siblings:
        resting = set(today.notes) | {note_of(key) for _, key in learning}
        due = _one_of_each_note(due, resting)
        new = _one_of_each_note(new, resting)
    return Available(
        new=tuple(new[: max(0, limits.new_per_day - today.new)]),
        reviews=tuple(due[: max(0, most)]),
        learning=tuple(learning),
    )


def _spread(due: list[CardKey], progress: Mapping[CardKey, Progress], day: StudyDay) -> int:
    """How many reviews to ask today if a backlog is spread: those due today, and a share of the overdue."""
    overdue = 0
    for key in due:
        schedule = progress[key].schedule
        overdue += schedule is not None and schedule.due_day < day
    share = max(BACKLOG, -(-overdue // BACKLOG_DAYS))
    return len(due) - overdue + min(overdue, share)


def build_queue(today: Available, now: Moment, limit: int | None = None) -> Queue:
    """The queue of a drill: new cards spread evenly among the reviews.

    A `limit` takes so many cards at most: those that can be asked now before learning cards that come
    back later.
    """
    main = _interleaved(today.reviews, today.new)
    if limit is None:
        return Queue(main=main, learning=today.learning)
    due = sum(at <= now.instant for at, _ in today.learning)
    due = min(due, limit)
    main = main[: limit - due]
    return Queue(main=main, learning=today.learning[: max(due, limit - len(main))])


def count_states(keys: Collection[CardKey], standing: Callable[[CardKey], Progress]) -> dict[CardState, int]:
    """Count the cards that are new, learning (including relearning) and in review."""
    counts = {CardState.NEW: 0, CardState.LEARNING: 0, CardState.REVIEW: 0}
    for key in keys:
        state = state_of(standing(key).schedule)
        counts[CardState.LEARNING if state is CardState.RELEARNING else state] += 1
    return counts


def _one_of_each_note(keys: list[CardKey], resting: set[NoteKey]) -> list[CardKey]:
    """The first card of each note that is not in `resting`, to which their notes are added."""
    kept: list[CardKey] = []
    for key in keys:
        note = note_of(key)
        if note not in resting:
            resting.add(note)
            kept.append(key)
    return kept


def _interleaved(reviews: tuple[CardKey, ...], new: tuple[CardKey, ...]) -> tuple[CardKey, ...]:
    """Merge the two, each kept in its order and spread evenly over the whole."""
    placed = [((n + 0.5) / len(reviews), 0, key) for n, key in enumerate(reviews)]
    placed += [((n + 0.5) / len(new), 1, key) for n, key in enumerate(new)]
    placed.sort(key=lambda item: item[:2])
    return tuple(key for _, _, key in placed)
