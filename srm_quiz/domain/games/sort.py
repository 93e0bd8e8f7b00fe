"""Sort: duties against the clock. Whose is it: AWS's, yours, shared? A pure state machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from srm_quiz.domain.cards import Card, CardKey, Duty, Owner
from srm_quiz.domain.days import Moment
from srm_quiz.domain.grading import Named, Verdict, grade, logged_answer
from srm_quiz.domain.reviews import Effect, Mode, Progress, RunEvent, event_id, game_review
from srm_quiz.domain.scheduling import keyed_hash

SECONDS = 60.0
LIVES = 3

REASON_SECONDS = 2.5
"""How long the clock waits, in seconds, while the reason for a wrong answer is shown."""

POINTS = 10
QUICK = 5.0
"""An answer within this many seconds earns up to POINTS more, the sooner the more."""

FINISHED = "finished"
"""The kind of event that keeps a round's score."""


class RoundKind(StrEnum):
    """How a round ends: when the time is up, or with the last life."""

    TIMED = "timed"
    ENDLESS = "endless"


class RoundPhase(StrEnum):
    """The phase of a round."""

    ASKING = "asking"
    EXPLAINING = "explaining"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class RoundAnswer:
    """One answer of a round."""

    card: CardKey
    owner: Owner
    right: bool
    seconds: float
    points: int


@dataclass(frozen=True, slots=True)
class Round:
    """One round. `items` are asked in turn, and from the start again once all were asked.

    `clock` holds the seconds played before `since`; while a reason is shown the clock stands still.
    """

    run: str
    sort: RoundKind
    items: tuple[Card, ...]
    since: Moment
    clock: float = 0.0
    phase: RoundPhase = RoundPhase.ASKING
    given: tuple[RoundAnswer, ...] = ()
    score: int = 0
    combo: int = 0
    best_combo: int = 0
    lives: int = LIVES

    @property
    def card(self) -> Card:
        """The duty on screen: while a reason is shown, the one that was answered last."""
        number = len(self.given) - (self.phase is not RoundPhase.ASKING)
        return self.items[number % len(self.items)]

    @property
    def multiplier(self) -> int:
        """The factor of the next points: one more for every five right in a row, five at most."""
        return min(5, 1 + self.combo // 5)

    @property
    def missed(self) -> tuple[CardKey, ...]:
        """The cards answered wrong, each once, in order."""
        return tuple(dict.fromkeys(answer.card for answer in self.given if not answer.right))

    def elapsed(self, now: Moment) -> float:
        """Return the seconds on the clock."""
        return self.clock + (now.seconds_since(self.since) if self.phase is RoundPhase.ASKING else 0.0)

    def left(self, now: Moment) -> float | None:
        """Return the seconds left; None if the round is not timed."""
        return max(0.0, SECONDS - self.elapsed(now)) if self.sort is RoundKind.TIMED else None


@dataclass(frozen=True, slots=True)
class Name:
    """The learner names the owner of the duty."""

    owner: Owner


@dataclass(frozen=True, slots=True)
class GoOn:
    """The learner has read the reason."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing but time has passed."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The learner ends the round."""


SortEvent = Name | GoOn | Tick | Stop


def items_of(cards: Iterable[Card], seed: str) -> tuple[Card, ...]:
    """Return the owner cards in random order, every owner coming equally often for as long as possible."""
    piles: dict[Owner, list[Card]] = {owner: [] for owner in Owner}
    for card in sorted(cards, key=lambda card: keyed_hash(seed, card.key)):
        if isinstance(card.content, Duty):
            piles[card.content.owner].append(card)
    order: list[Card] = []
    while any(piles.values()):
        turn = sorted(
            (owner for owner in Owner if piles[owner]),
            key=lambda owner: keyed_hash(seed, "turn", len(order), owner),
        )
        order += [piles[owner].pop() for owner in turn]
    return tuple(order)


def begin(run: str, sort: RoundKind, items: tuple[Card, ...], now: Moment) -> Round:
    """Begin a round with its first duty on screen. `items` must not be empty."""
    return Round(run, sort, items, now)


def step(
    this: Round, event: SortEvent, now: Moment, progress: Mapping[CardKey, Progress]
) -> tuple[Round, tuple[Effect, ...]]:
    """Return the round after the event, and what must be durable. What means nothing now is ignored."""
    if this.phase is RoundPhase.OVER:
        return this, ()
    if this.phase is RoundPhase.EXPLAINING:
        waited = now.seconds_since(this.since) >= REASON_SECONDS
        if isinstance(event, Stop) or this.lives == 0:
            done = isinstance(event, Stop | GoOn) or waited
            return _over(this, now) if done else (this, ())
        resumed = isinstance(event, GoOn) or (isinstance(event, Tick) and waited)
        return (replace(this, phase=RoundPhase.ASKING, since=now) if resumed else this), ()
    if isinstance(event, Stop) or this.left(now) == 0.0:
        clock = this.elapsed(now)
        return _over(replace(this, clock=min(clock, SECONDS) if this.sort is RoundKind.TIMED else clock), now)
    return _named(this, event.owner, now, progress) if isinstance(event, Name) else (this, ())


def _named(
    this: Round, owner: Owner, now: Moment, progress: Mapping[CardKey, Progress]
) -> tuple[Round, tuple[Effect, ...]]:
    card, seconds = this.card, now.seconds_since(this.since)
    verdict = grade(card.content, Named(owner))
    right = verdict is not Verdict.WRONG
    speed = round(POINTS * max(0.0, 1 - seconds / QUICK))
    points = (POINTS + speed) * this.multiplier if right else 0
    standing = progress.get(card.key)
    review = game_review(
        event_id(now, this.run, len(this.given)),
        card.key,
        now,
        verdict,
        logged_answer(card.content, Named(owner)),
        seconds,
        Mode.SORT,
        standing.schedule if standing else None,
    )
    combo = this.combo + 1 if right else 0
    after = replace(
        this,
        clock=this.elapsed(now),
        since=now,
        given=(*this.given, RoundAnswer(card.key, owner, right, seconds, points)),
        score=this.score + points,
        combo=combo,
        best_combo=max(this.best_combo, combo),
        phase=RoundPhase.ASKING if right else RoundPhase.EXPLAINING,
        lives=this.lives - (not right and this.sort is RoundKind.ENDLESS),
    )
    return after, (review,)


def _over(this: Round, now: Moment) -> tuple[Round, tuple[Effect, ...]]:
    """Finish the round; one without an answer leaves no score."""
    this = replace(this, phase=RoundPhase.OVER)
    if not this.given:
        return this, ()
    details = {
        "sort": this.sort.value,
        "score": this.score,
        "right": sum(answer.right for answer in this.given),
        "of": len(this.given),
        "combo": this.best_combo,
        "seconds": round(this.clock, 1),
    }
    identity = event_id(now, this.run, len(this.given))
    return this, (RunEvent(identity, this.run, Mode.SORT, now, FINISHED, details),)


@dataclass(frozen=True, slots=True)
class SortResult:
    """The score of a finished round, for the list of the last ones."""

    run: str
    at: Moment
    sort: RoundKind
    score: int
    right: int
    of: int
    combo: int
    seconds: float


def results(events: Iterable[RunEvent], sort: RoundKind) -> tuple[SortResult, ...]:
    """Return the finished rounds of one kind, oldest first."""
    return tuple(
        SortResult(
            event.run,
            event.at,
            sort,
            *(event.details[name] for name in ("score", "right", "of", "combo", "seconds")),
        )
        for event in events
        if event.kind == FINISHED and event.details["sort"] == sort
    )
