"""Small worlds for tests: a clock that stands still, cards of every kind, a session over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import (
    Basic,
    Card,
    CardKey,
    Cell,
    Choice,
    Cloze,
    Content,
    Duty,
    Layer,
    Line,
    LineRow,
    Option,
    Owner,
    Typed,
)
from srm_quiz.domain.days import Moment
from srm_quiz.domain.queue import Limits, Queue
from srm_quiz.domain.reviews import Mode, Progress
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.session import Session

MONDAY_EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


class Clock:
    """A clock that moves only when told."""

    def __init__(self, at: datetime = MONDAY_EVENING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)

    @property
    def moment(self) -> Moment:
        return Moment.of(self.at, 4)


def key(name: str) -> CardKey:
    return CardKey(f"world/{name}#1")


BASIC = Basic("Who replaces failed disks?", "AWS")
TYPED = Typed("Where are AWS's audit reports?", "AWS Artifact", ("Artifact",))
CHOICE = Choice(
    "Who patches the guest of an EC2 instance?",
    (
        Option("The customer", True, "You can log in to it."),
        Option("AWS", False, "AWS has no login to it."),
        Option("The hardware vendor", False, "It sells to AWS."),
    ),
)
RESPONSE = Choice(
    "Which two stay yours on RDS? (Choose TWO)",
    (
        Option("Database users", True),
        Option("The upgrade window", True),
        Option("The host", False),
        Option("The disks", False),
    ),
)
CLOZE = Cloze("Security ", "of", " the cloud", "of or in?")
DUTY = Duty("Patch the engine", "Amazon RDS", Owner.AWS, frozenset({Owner.SHARED}))
LINE = Line(
    "Amazon RDS",
    "PaaS",
    tuple(
        LineRow(Layer(name, name.title(), name.title(), moves), Cell(owner))
        for name, moves, owner in (
            ("building", False, Owner.AWS),
            ("guest", True, Owner.AWS),
            ("engine", True, Owner.AWS),
            ("encryption", True, Owner.SHARED),
            ("data", False, Owner.CUSTOMER),
        )
    ),
)
EVERY_KIND: Mapping[str, Content] = {
    "basic": BASIC,
    "typed": TYPED,
    "choice": CHOICE,
    "response": RESPONSE,
    "cloze": CLOZE,
    "owner": DUTY,
    "line": LINE,
}


def card(name: str, content: Content | None = None, *, hint: str = "") -> Card:
    return Card(
        key(name), content or EVERY_KIND.get(name) or Basic(f"{name}?", name), why="Because.", hint=hint
    )


def session(
    cards: Iterable[Card],
    clock: Clock,
    *,
    progress: Mapping[CardKey, Progress] | None = None,
    limits: Limits | None = None,
    policy: Policy | None = None,
    mode: Mode = Mode.DRILL,
) -> Session:
    """A session over the cards in this order, with its first one drawn."""
    listed = list(cards)
    limits, policy, known = limits or Limits(), policy or Policy(), progress or {}
    return machine.begin(
        Session(
            id="sitting",
            seed=7,
            mode=mode,
            policy=policy,
            limits=limits,
            cards={one.key: one for one in listed},
            progress=known,
            queue=Queue(main=tuple(one.key for one in listed)),
            started=clock.moment,
        ),
        clock.moment,
    )
