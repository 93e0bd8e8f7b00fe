"""One transcript, three ways to play it: the session, plain lines and the screen store the same rows."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import get_args

import pytest
from textual.widgets import Input

from srm_quiz.domain.cards import Choice, Kind, Owner
from srm_quiz.domain.events import Answer, Event, Phase, Rate, Undo
from srm_quiz.domain.grading import Named, Painted, Picked, Text
from srm_quiz.domain.session import Session
from srm_quiz.plain import drill
from srm_quiz.study.scope import EVERYTHING
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from tests.support.showing import hurry
from tests.support.transcripts import Act, Step, World, events_of, play
from tests.support.worlds import Clock

Sittings = tuple[tuple[Step, ...], ...]
"""What is done in one sitting after another, each in a program started anew."""

OWNER_KEYS = {Owner.AWS: "a", Owner.CUSTOMER: "y", Owner.SHARED: "s"}

WRITTEN: Sittings = (
    (
        Step("hint"),
        Step("reveal", 12),
        Step("suggested"),  # basic, hard after a hint
        Step("flag"),
        Step("close", 20),
        Step("good"),  # typed
        Step("undo"),
        Step("wrong", 9),
        Step("override"),
        Step("easy"),
        Step("wrong", 75),  # longer than is recorded
        Step("again"),  # choice
        Step("skip"),  # response
        Step("wrong"),
        Step("undo"),  # cloze, answered but not rated: the choice card is asked again
        Step("right"),
        Step("suggested"),
        Step("bury"),
        Step("suspend"),
        Step("close", 40),
        Step("suggested"),  # line
        Step("undo"),
        Step("undo"),
        Step("flag"),
        Step("end"),
    ),
    (
        Step("undo", 600),
        Step("right"),
        Step("hard"),
        *([Step("right"), Step("suggested")] * 8),
        Step("right"),
        Step("suggested"),
        *([Step("right", 400), Step("suggested")] * 6),
        Step("undo"),  # over the end of the sitting
        Step("wrong"),
        Step("suggested"),
    ),
)

WEIGHTS: dict[Act, int] = {
    "right": 6,
    "wrong": 4,
    "close": 3,
    "suggested": 6,
    "good": 3,
    "again": 2,
    "hard": 2,
    "easy": 1,
    "undo": 3,
    "reveal": 1,
    "hint": 1,
    "skip": 1,
    "flag": 1,
    "bury": 1,
    "suspend": 1,
    "override": 2,
}


def written_by(seed: int) -> Sittings:
    chance = random.Random(seed)

    def act() -> Act:
        return chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]

    def steps(number: int) -> tuple[Step, ...]:
        return tuple(Step(act(), chance.choice((1, 5, 20, 90, 500))) for _ in range(number))

    return (*steps(25), Step("end")), (*steps(40), Step("end"))


PLAYED = {"written": WRITTEN, **{f"{seed}": written_by(seed) for seed in (0, 4)}}
MORE = {f"{seed}": written_by(seed) for seed in (1, 2, 3, 5, 6, 7, 8)}
"""Played where time is no matter."""


def homes(folder: Path) -> Iterator[World]:
    """Homes of one learner on one device, three of them."""
    World(folder / "first").open().close()
    for name in ("session", "plain", "screen"):
        yield World(folder / name, like=folder / "first")


class Learner(io.StringIO):
    """Types the lines of a script, each when it is asked for."""

    def __init__(self, study: Study, clock: Clock, script: tuple[Step, ...]) -> None:
        super().__init__()
        self.study = study
        self.events = events_of(study, clock, script)

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        act, event = next(self.events, (None, None))
        assert self.study.session is not None
        return "" if act is None or event is None else line_of(self.study.session, act, event) + "\n"


def line_of(session: Session, act: Act, event: Event) -> str:
    asked = session.asked
    match event:
        case Answer(given=Picked(options=chosen)):
            assert asked is not None
            return ", ".join(str(asked.order.index(option) + 1) for option in chosen)
        case Answer(given=Text(text=text)):
            return text
        case Answer(given=Named(owner=owner)):
            return OWNER_KEYS[owner]
        case Answer(given=Painted(owners=owners)):
            return "".join(OWNER_KEYS[owner] for owner in reversed(owners.values()))
        case Rate(rating=rating):
            return "" if act == "suggested" else str(int(rating))
        case _:
            keys = {command.event: command.key for command in drill.COMMANDS}
            return f":{keys[event]}" if event in keys else ""


def keys_of(session: Session, act: Act, event: Event, *, typing: bool) -> list[str]:
    """The keys that say the event; `typing` while letters go into the line of a typed answer."""
    asked = session.asked
    match event:
        case Answer(given=Picked(options=chosen)):
            assert asked is not None
            digits = [str(asked.order.index(option) + 1) for option in sorted(chosen)]
            assert session.card is not None and isinstance(session.card.content, Choice)
            return digits if session.card.content.right_count == 1 else [*digits, "enter"]
        case Answer(given=Text(text=text)):
            typed = ["space" if sign == " " else sign for sign in text]
            return [*([] if typing else ["enter"]), *typed, "enter"]
        case Answer(given=Named(owner=owner)):
            return [OWNER_KEYS[owner]]
        case Answer(given=Painted(owners=owners)):
            return [*(OWNER_KEYS[owner] for owner in reversed(owners.values())), "enter"]
        case Rate(rating=rating):
            return ["enter" if act == "suggested" else str(int(rating))]
        case _:
            keys = {
                "reveal": "space" if session.card and session.card.kind == "basic" else "r",
                "override": "o",
                "undo": "u",
                "bury": "minus",
                "suspend": "at",
                "flag": "asterisk",
                "skip": "n",
                "hint": "h",
                "end": "q",
            }
            # "right" on a card that is only revealed is a reveal.
            return [*(["escape"] if typing else []), keys.get(act, keys["reveal"])]


async def press(study: Study, clock: Clock, script: tuple[Step, ...]) -> None:
    """Play the script with keys on the screen."""
    seconds = count()  # more than a held key or a double tap takes, each time somebody looks
    app = QuizApp(study, scope=EVERYTHING, monotonic=lambda: float(next(seconds)), environ={})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for act, event in events_of(study, clock, script):
            before = study.session
            assert before is not None
            typing = isinstance(app.focused, Input)
            await pilot.press(*keys_of(before, act, event, typing=typing))
            for _ in range(20):
                if study.session is not before:
                    break
                await pilot.pause()
            assert study.session is not before, f"{event} had no effect"
            await pilot.pause()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def play_everywhere(folder: Path, sittings: Sittings) -> tuple[World, World, World]:
    session, lines, screen = homes(folder)
    for number, script in enumerate(sittings):
        with session.open(sitting=f"{number}") as study:
            play(study, session.clock, script)
        with lines.open(sitting=f"{number}") as study:
            said = io.StringIO()
            drill.drill(study, Learner(study, lines.clock, script), said, scope=EVERYTHING)
        with screen.open(sitting=f"{number}") as study:
            await press(study, screen.clock, script)
    return session, lines, screen


@pytest.mark.parametrize(
    "sittings",
    [
        *(pytest.param(one, id=name) for name, one in PLAYED.items()),
        *(pytest.param(one, id=name, marks=pytest.mark.soak) for name, one in MORE.items()),
    ],
)
async def test_a_transcript_leaves_the_same_rows_whatever_it_is_played_through(
    tmp_path: Path, sittings: Sittings
) -> None:
    session, lines, screen = await play_everywhere(tmp_path, sittings)
    rows = session.rows()
    assert rows["reviews"] and rows["marks"] and rows["retractions"]
    assert lines.rows() == rows
    assert screen.rows() == rows
    assert lines.clock() == screen.clock() == session.clock()


def test_the_transcripts_hold_every_event_and_every_verdict_on_every_kind(tmp_path: Path) -> None:
    """So that no row is the same only because nothing was done."""
    sent = Counter[type[Event]]()
    found = set[tuple[str, str]]()
    back_from_the_end = reopened = False
    for name, sittings in PLAYED.items():
        world = World(tmp_path / name)
        for sitting, script in enumerate(sittings):
            with world.open(sitting=f"{sitting}") as study:
                study.start()
                for _, event in events_of(study, world.clock, script):
                    assert study.session is not None
                    undone = isinstance(event, Undo)
                    back_from_the_end |= undone and study.session.phase is Phase.FINISHED
                    reopened |= undone and len(study.session.done) <= study.session.inherited
                    session = study.send(event)
                    sent[type(event)] += 1
                    if session.revealed is not None and session.card is not None:
                        found.add((session.card.kind.value, str(session.revealed.verdict)))
    assert set(sent) == set(get_args(Event))
    assert back_from_the_end and reopened
    graded = {(kind, verdict) for kind in Kind for verdict in ("correct", "wrong") if kind != "basic"}
    close = {("typed", "close"), ("line", "close")}
    assert graded | close | {("basic", "None")} <= found
