"""One sitting as a pure machine: `step(session, event, now)` gives the next session and its effects.

The table in `events` says which events a phase takes. NotAllowedError refuses an event that is not in it,
and one whose answer or rating does not fit the card on screen; the session stays as it was. Nothing else
can fail.

Effects are what must be made durable before the new session may replace the old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from srm_quiz.domain.cards import Basic, Card, CardKey, Choice, Cloze, Typed
from srm_quiz.domain.days import Moment
from srm_quiz.domain.events import (
    ALLOWED,
    Answer,
    Bury,
    End,
    Event,
    Flag,
    Hint,
    NotAllowedError,
    Override,
    Phase,
    Rate,
    Reveal,
    Skip,
    Suspend,
    Undo,
)
from srm_quiz.domain.grading import AnswerMismatchError, Text, Verdict, grade, logged_answer
from srm_quiz.domain.grading import GivenAnswer as Given
from srm_quiz.domain.queue import UNSEEN, Limits, Queue
from srm_quiz.domain.reviews import (
    LONGEST_ANSWER,
    Effect,
    Mark,
    MarkKind,
    Mode,
    Progress,
    Retraction,
    Review,
    event_id,
)
from srm_quiz.domain.scheduling import Policy, Rating, Schedule, keyed_hash, outcomes, reports_leech


@dataclass(frozen=True, slots=True)
class Asked:
    """The card on screen, unanswered or revealed."""

    key: CardKey
    since: Moment
    order: tuple[int, ...] = ()
    """For a choice card: the positions of its options in the order they are shown."""
    hinted: bool = False


@dataclass(frozen=True, slots=True)
class Revealed:
    """The card's state once its answer is shown."""

    given: Given | None
    verdict: Verdict | None
    seconds: float
    outcomes: Mapping[Rating, Schedule]
    """The schedule after each rating; empty in a mode that does not reschedule."""
    allowed: tuple[Rating, ...]
    suggested: Rating


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting. `id` must be unique among sittings; `seed` keys the order of options.

    `cards` is the library, `progress` the stored progress when the sitting began, `changed` what it has
    changed since. `done` is what can be undone, oldest first, each entry by one press of the undo key;
    its first `inherited` entries come from earlier sittings of the same study day.
    """

    id: str
    seed: int
    mode: Mode
    policy: Policy
    limits: Limits
    cards: Mapping[CardKey, Card]
    progress: Mapping[CardKey, Progress]
    queue: Queue
    started: Moment
    phase: Phase = Phase.FINISHED
    asked: Asked | None = None
    revealed: Revealed | None = None
    changed: Mapping[CardKey, Progress] = field(default_factory=dict)
    done: tuple[tuple[Review | Mark, ...], ...] = ()
    inherited: int = 0
    serial: int = 0
    leech: CardKey | None = None
    """The leech that the last answer reported, until the next event."""

    @property
    def finished(self) -> bool:
        """Whether nothing is left to ask or the learner ended the sitting."""
        return self.phase is Phase.FINISHED

    @property
    def card(self) -> Card | None:
        """The card on screen."""
        return None if self.asked is None else self.cards[self.asked.key]

    def standing(self, key: CardKey) -> Progress:
        """Return the card's progress as of now."""
        return self.changed.get(key) or self.progress.get(key, UNSEEN)

    @property
    def reviews(self) -> tuple[Review, ...]:
        """The answers of this sitting that count, oldest first."""
        actions = (action for group in self.done[self.inherited :] for action in group)
        return tuple(action for action in actions if isinstance(action, Review))

    def allows(self, event: type[Event]) -> bool:
        """Whether the event would do something now, for key hints and prompts."""
        if event not in ALLOWED[self.phase]:
            return False
        if event is Undo:
            return bool(self.done) and self.mode.undoable
        if event is Hint:
            return self.asked is not None and not self.asked.hinted and bool(self.cards[self.asked.key].hint)
        if event is Override:
            return self.revealed is not None and _may_override(self.revealed)
        return True


def undo_groups(actions: Iterable[Review | Mark]) -> tuple[tuple[Review | Mark, ...], ...]:
    """Group a day's actions, oldest first, into what one press of the undo key takes back.

    A flag that came with a lapse is undone with it; one that the learner set is not undone at all.
    """
    groups: list[tuple[Review | Mark, ...]] = []
    for action in actions:
        if not isinstance(action, Mark) or action.kind is not MarkKind.FLAG:
            groups.append((action,))
        elif groups and groups[-1][0].at.instant == action.at.instant:
            groups[-1] = (*groups[-1], action)
    return tuple(groups)


def begin(session: Session, now: Moment) -> Session:
    """Return the session with its first card drawn."""
    return _next_card(session, now)


def extended(session: Session, cards: Iterable[CardKey], now: Moment) -> Session:
    """The session with more cards at its end; a finished one goes on with them."""
    session = replace(session, queue=session.queue.at_end(*cards))
    return _next_card(session, now) if session.finished else session


def shortened(session: Session, most: int) -> Session:
    """The session without the last planned cards, so that `most` are left besides those that come back."""
    queue = session.queue
    return replace(session, queue=replace(queue, main=queue.main[: queue.drawn + most]))


def step(session: Session, event: Event, now: Moment) -> tuple[Session, tuple[Effect, ...]]:
    """Return the session after the event, and the effects that must be durable first.

    Raises NotAllowedError if the phase does not take the event, or the card not this answer or rating.
    """
    if type(event) not in ALLOWED[session.phase]:
        raise NotAllowedError(f"{type(event).__name__} is not allowed while {session.phase}")
    session = replace(session, leech=None)
    match event:
        case Answer(given=given):
            return _reveal(session, given, now), ()
        case Reveal():
            return _reveal(session, None, now), ()
        case Hint():
            return replace(session, asked=replace(_asked(session), hinted=True)), ()
        case Skip():
            return _next_card(replace(session, queue=session.queue.at_end(_asked(session).key)), now), ()
        case Rate(rating=rating):
            return _rate(session, rating, now)
        case Override():
            return _override(session), ()
        case Bury():
            return _set_aside(session, MarkKind.BURY, now)
        case Suspend():
            return _set_aside(session, MarkKind.SUSPEND, now)
        case Flag():
            key = _asked(session).key
            mark = _mark(session, MarkKind.FLAG, not session.standing(key).flagged, now)
            return _with_change(session, mark), (mark,)
        case Undo():
            return _undo(session, now)
        case End():
            return _end(session, now)


def refreshed(session: Session, key: CardKey, progress: Progress) -> Session:
    """Return the session after another window changed a card's progress.

    A revealed card keeps its answer; its outcomes are recomputed from its new progress.
    """
    session = replace(session, changed={**session.changed, key: progress})
    asked, revealed = session.asked, session.revealed
    if asked is None or revealed is None or asked.key != key or not revealed.outcomes:
        return session
    fresh = outcomes(progress.schedule, asked.since, session.policy)
    return replace(session, revealed=replace(revealed, outcomes=fresh))


def undone_elsewhere(session: Session, key: CardKey, progress: Progress) -> Session:
    """Return the session after another window has already taken back its last answer."""
    session = refreshed(session, key, progress)
    done = session.done[:-1]
    return replace(session, done=done, inherited=min(session.inherited, len(done)))


def with_cards(session: Session, cards: Mapping[CardKey, Card], now: Moment) -> Session:
    """Return the session after decks were read again: the card on screen stays while it still exists."""
    gone = [key for key in session.queue.remaining() if key not in cards]
    queue = session.queue
    for key in gone:
        queue = queue.without(key)
    done = tuple(group for group in session.done if group[0].card in cards)
    inherited = sum(group[0].card in cards for group in session.done[: session.inherited])
    session = replace(session, queue=queue, done=done, inherited=inherited)
    if session.asked is None or session.asked.key in cards:
        asked = session.asked
        if asked is not None and len(asked.order) != _option_count(cards[asked.key]):
            # Its options were edited: the answer on screen no longer fits the card.
            return _ask(replace(session, cards=cards), asked.key, now)
        return replace(session, cards=cards)
    return _next_card(replace(session, cards=cards), now)


def _asked(session: Session) -> Asked:
    assert session.asked is not None, f"no card on screen while {session.phase}"
    return session.asked


def _next_card(session: Session, now: Moment) -> Session:
    """The session with the next card on screen, or finished."""
    key, queue = session.queue.draw(now, session.limits)
    if key is not None:
        return _ask(replace(session, queue=queue), key, now)
    return replace(session, queue=queue, phase=Phase.FINISHED, asked=None, revealed=None)


def _ask(session: Session, key: CardKey, now: Moment) -> Session:
    order = _option_order(session, key)
    return replace(session, phase=Phase.ASKING, asked=Asked(key, now, order), revealed=None)


def _option_count(card: Card) -> int:
    return len(card.content.options) if isinstance(card.content, Choice) else 0


def _option_order(session: Session, key: CardKey) -> tuple[int, ...]:
    """A deterministic shuffle, new at each showing, the same again after an undo."""
    schedule = session.standing(key).schedule
    shown = sum(review.card == key for review in session.reviews)
    words = (session.seed, "options", key, schedule.reps if schedule else 0, shown)
    return tuple(sorted(range(_option_count(session.cards[key])), key=lambda n: keyed_hash(*words, n)))


def _reveal(session: Session, given: Given | None, now: Moment) -> Session:
    asked = _asked(session)
    card = session.cards[asked.key]
    try:
        verdict = None if given is None else grade(card.content, given)
    except AnswerMismatchError as mismatch:
        raise NotAllowedError(str(mismatch)) from mismatch
    seconds = min(LONGEST_ANSWER, now.seconds_since(asked.since))
    schedules: Mapping[Rating, Schedule] = {}
    if session.mode.reschedules:
        schedules = outcomes(session.standing(card.key).schedule, now, session.policy)
    # Giving up on options is not knowing; an answer recalled in the head is the learner's to judge, but
    # not in the challenge, which everybody answers alike.
    in_the_head = isinstance(card.content, Basic | Typed | Cloze) and session.mode is not Mode.DAILY
    judged = verdict is not Verdict.WRONG and (given is not None or in_the_head)
    allowed, suggested = _ratings(session.mode, judged)
    if judged and asked.hinted and Rating.HARD in allowed:
        suggested = Rating.HARD
    if judged and verdict is Verdict.CLOSE and not isinstance(given, Text):
        suggested = Rating.HARD if Rating.HARD in allowed else suggested
    revealed = Revealed(given, verdict, seconds, schedules, allowed, suggested)
    return replace(session, phase=Phase.REVEALED, revealed=revealed)


def _ratings(mode: Mode, passing: bool) -> tuple[tuple[Rating, ...], Rating]:
    """The ratings that the learner may give, and the suggested one. A wrong answer can only be Again."""
    if not passing:
        return (Rating.AGAIN,), Rating.AGAIN
    if mode.reschedules:
        return tuple(Rating), Rating.GOOD
    return ((Rating.GOOD,) if mode is Mode.DAILY else (Rating.AGAIN, Rating.GOOD)), Rating.GOOD


def _may_override(revealed: Revealed) -> bool:
    return isinstance(revealed.given, Text) and Rating.GOOD not in revealed.allowed


def _override(session: Session) -> Session:
    revealed = session.revealed
    assert revealed is not None
    if not _may_override(revealed):
        raise NotAllowedError("only a typed answer that was found wrong can be counted right")
    allowed, suggested = _ratings(session.mode, passing=True)
    return replace(session, revealed=replace(revealed, allowed=allowed, suggested=suggested))


def _rate(session: Session, rating: Rating, now: Moment) -> tuple[Session, tuple[Effect, ...]]:
    asked, revealed = _asked(session), session.revealed
    assert revealed is not None
    if rating not in revealed.allowed:
        raise NotAllowedError(f"{rating.name.lower()} is not a rating for this answer")
    key = asked.key
    before = session.standing(key).schedule
    after = revealed.outcomes.get(rating, before)
    review = Review(
        id=_new_id(session, now),
        card=key,
        at=now,
        rating=rating,
        verdict=revealed.verdict,
        answer=() if revealed.given is None else logged_answer(session.cards[key].content, revealed.given),
        seconds=revealed.seconds,
        mode=session.mode,
        before=before,
        after=after,
    )
    effects: tuple[Review | Mark, ...] = (review,)
    session = _with_change(replace(session, serial=session.serial + 1), review)
    queue = session.queue
    if session.mode.repeats_misses:
        queue = queue if rating.passed else queue.at_end(key)
    elif session.mode.reschedules and after is not None and after.due_at is not None:
        queue = queue.returning(key, after.due_at)
    if session.mode.reschedules and reports_leech(before, after):
        session = replace(session, leech=key)
        if not session.standing(key).flagged:
            flag = _mark(session, MarkKind.FLAG, True, now)
            session = _with_change(session, flag)
            effects = (review, flag)
    session = replace(session, queue=queue, done=(*session.done, effects))
    return _next_card(session, now), effects


def _set_aside(session: Session, kind: MarkKind, now: Moment) -> tuple[Session, tuple[Effect, ...]]:
    mark = _mark(session, kind, True, now)
    session = _with_change(session, mark)
    return _next_card(replace(session, done=(*session.done, (mark,))), now), (mark,)


def _mark(session: Session, kind: MarkKind, on: bool, now: Moment) -> Mark:
    return Mark(_new_id(session, now), _asked(session).key, now, kind, on)


def _with_change(session: Session, effect: Review | Mark) -> Session:
    progress = session.standing(effect.card).after(effect)
    serial = session.serial + isinstance(effect, Mark)
    return replace(session, changed={**session.changed, effect.card: progress}, serial=serial)


def _undo(session: Session, now: Moment) -> tuple[Session, tuple[Effect, ...]]:
    """Take back the last answer and ask its card again; the card on screen comes after it."""
    if not session.done or not session.mode.undoable:
        return session, ()
    *kept, group = session.done
    key = group[0].card
    progress = session.standing(key)
    effects: list[Effect] = []
    for action in reversed(group):
        progress = progress.before(action)
        effects.append(Retraction(_new_id(session, now), now, action))
        session = replace(session, serial=session.serial + 1)
    queue = session.queue
    if session.asked is not None and session.asked.key != key:
        queue = queue.put_back(session.asked.key)
    session = replace(
        session,
        queue=queue.without(key),
        changed={**session.changed, key: progress},
        done=tuple(kept),
        inherited=min(session.inherited, len(kept)),
    )
    return _ask(session, key, now), tuple(effects)


def _end(session: Session, now: Moment) -> tuple[Session, tuple[Effect, ...]]:
    """End the sitting. An answer already given counts, with the suggested rating."""
    effects: tuple[Effect, ...] = ()
    if session.revealed is not None and session.revealed.given is not None:
        session, effects = _rate(session, session.revealed.suggested, now)
    queue = session.queue.put_back(session.asked.key) if session.asked else session.queue
    return replace(session, queue=queue, phase=Phase.FINISHED, asked=None, revealed=None), effects


def _new_id(session: Session, now: Moment) -> str:
    return event_id(now, session.id, session.serial)
