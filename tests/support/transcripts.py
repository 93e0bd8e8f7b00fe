"""A sitting written down: what the learner does and when, to be played through any front end."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import read_library
from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, Owner, Typed
from srm_quiz.domain.grading import GivenAnswer, Named, Painted, Picked, Text
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.session import Event, Phase, Session
from srm_quiz.store.store import Store
from srm_quiz.study.study import Study
from tests.support.worlds import MONDAY_EVENING, Clock

DECK = """\
title: A deck of every kind
id: world
cards:
  - {id: basic, question: Who replaces failed disks?, answer: AWS, hint: Not you.}
  - {id: typed, question: Where are the audit reports?, answer: AWS Artifact, accept: [Artifact]}
  - id: choice
    question: Who patches the guest of an EC2 instance?
    choices: [{right: The customer}, {wrong: AWS}, {wrong: The hardware vendor}]
  - id: response
    question: Which two stay yours on RDS? Choose TWO.
    choices: [{right: Database users}, {right: The window}, {wrong: The host}, {wrong: The disks}]
  - {id: cloze, cloze: "Security {{of::of or in?}} the cloud"}
  - {id: owner, duty: Patch the engine, on: Amazon RDS, owner: aws}
matrix:
  layers:
    - {id: building, name: Building}
    - {id: guest, name: Guest, moves: true}
    - {id: engine, name: Engine, moves: true}
    - {id: encryption, name: Encryption, moves: true}
    - {id: data, name: Data}
  services:
    - id: rds
      name: Amazon RDS
      category: PaaS
      owners: {building: aws, guest: aws, engine: aws, encryption: shared, data: customer}
"""

Move = Literal["right", "wrong", "close", "reveal", "again", "hard", "good", "easy", "suggested"]
Act = Move | Literal["override", "undo", "bury", "suspend", "flag", "skip", "hint", "end"]


@dataclass(frozen=True)
class Step:
    """One act of the learner, `wait` seconds after the one before. After `end` comes nothing."""

    act: Act
    wait: int = 5


SIMPLE: dict[str, Event] = {
    "reveal": machine.Reveal(),
    "override": machine.Override(),
    "undo": machine.Undo(),
    "bury": machine.Bury(),
    "suspend": machine.Suspend(),
    "flag": machine.Flag(),
    "skip": machine.Skip(),
    "hint": machine.Hint(),
    "end": machine.End(),
}


def event_of(session: Session, act: Act) -> Event | None:
    """The event of an act in the present session; None where the act makes no sense now."""
    if act in ("right", "wrong"):
        if session.phase is not Phase.ASKING:
            return None
        given = answer_to(session, right=act == "right")
        return machine.Reveal() if given is None else machine.Answer(given)
    if act == "close":
        slip = close_answer(session) if session.phase is Phase.ASKING else None
        return machine.Answer(slip) if slip else None
    if act == "suggested":
        rated = session.revealed and machine.Rate(session.revealed.suggested)
        return rated if session.phase is Phase.REVEALED else None
    if act in ("again", "hard", "good", "easy"):
        rating = Rating[act.upper()]
        fits = session.revealed is not None and rating in session.revealed.allowed
        return machine.Rate(rating) if fits else None
    event = SIMPLE[act]
    return event if session.allows(type(event)) else None


def answer_to(session: Session, *, right: bool) -> GivenAnswer | None:
    """A right or wrong answer to the card on screen; None for a card that is only revealed."""
    assert session.card is not None
    match session.card.content:
        case Basic():
            return None
        case Typed(answer=answer) | Cloze(answer=answer):
            return Text(answer if right else "nonsense")
        case Choice(options=options):
            wanted = [n for n, option in enumerate(options) if option.right]
            others = [n for n, option in enumerate(options) if not option.right]
            return Picked(frozenset(wanted if right else others[: len(wanted)]))
        case Duty(owner=owner):
            return Named(owner if right else next(one for one in Owner if one is not owner))
        case Line(rows=rows):
            owners = {row.layer.id: row.cell.owner for row in rows if row.asked}
            return Painted(owners if right else dict.fromkeys(owners, Owner.SHARED))


def close_answer(session: Session) -> GivenAnswer | None:
    """An answer with one slip, where the card on screen forgives one."""
    assert session.card is not None
    match session.card.content:
        case Typed(answer=answer):
            return Text(answer[:-2] + answer[-1])
        case Line() as line:
            right = answer_to(session, right=True)
            assert isinstance(right, Painted)
            row = next(row for row in line.rows if row.asked)
            return Painted({**right.owners, row.layer.id: Owner.CUSTOMER})
        case _:
            return None


class World:
    """One learner's home with the deck of every kind, at a standing clock."""

    def __init__(self, home: Path, *, like: Path | None = None) -> None:
        """With `like`, the progress file (so the learner's seed and device) is copied from there."""
        self.home, self.clock = home, Clock(MONDAY_EVENING)
        home.mkdir()
        bundled = home / "bundled"
        bundled.mkdir()
        (bundled / "world.yaml").write_text(DECK, encoding="utf-8")
        self.locations = replace(find(home, {}), bundled_decks=bundled)
        if like is not None:
            shutil.copy(like / "progress.db", home / "progress.db")

    def open(self, *, sitting: str = "sitting", **settings: Any) -> Study:
        study = Study(
            read_library(self.locations),
            Store.open(self.locations.progress_file, now=self.clock()),
            Settings(**settings),
            locations=self.locations,
            clock=self.clock,
            new_id=lambda: sitting,
        )
        study.deck_history.follow_cards()
        study.see_today()
        return study

    def look(self) -> Study:
        """The study as a command sees it that only looks."""
        return Study.open_to_read(self.locations, Settings(), clock=self.clock)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything the store holds of the learner, table by table; without the state of the deck files."""
        with sqlite3.connect(f"file:{self.home / 'progress.db'}?mode=ro", uri=True) as db:
            names = [
                row[0] for row in db.execute("select name from sqlite_master where type = 'table' order by 1")
            ]
            tables = {
                name: sorted(db.execute(f'select * from "{name}"').fetchall(), key=repr) for name in names
            }
            tables["meta"] = [row for row in tables["meta"] if not row[0].startswith("decks_")]
            return tables


def events_of(study: Study, clock: Clock, script: Iterable[Step]) -> Iterator[tuple[Act, Event]]:
    """The events of the script, each made when the one before has been sent; senseless acts are left out."""
    for step in script:
        clock.advance(seconds=step.wait)
        assert study.session is not None
        event = event_of(study.session, step.act)
        if event is not None:
            yield step.act, event


def play(study: Study, clock: Clock, script: Iterable[Step]) -> None:
    """Play the script through `Study.send`, and look at the end of the day where front ends do."""
    study.start()
    for _, event in events_of(study, clock, script):
        if study.send(event).finished:
            study.day_end()


def learn(world: World, days: int = 3) -> None:
    """Some days of study, with mistakes."""
    for _ in range(days):
        with world.open() as study:
            acts = ("reveal", "good", "right", "good", "wrong", "again", "right", "good", "wrong", "again")
            play(study, world.clock, [Step(act) for act in acts])
        world.clock.advance(days=1)
