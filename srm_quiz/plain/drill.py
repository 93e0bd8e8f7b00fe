"""The drill as lines of text: for a pipe, a dumb terminal or a screen reader.

Prints a card, reads a line, sends an event; what is allowed and what follows is the session's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TextIO

from srm_quiz import phrases
from srm_quiz.domain import events
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, Owner, Typed
from srm_quiz.domain.events import Event, NotAllowedError, Phase
from srm_quiz.domain.grading import GivenAnswer, Named, Painted, Picked, Text
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.session import Session
from srm_quiz.plain import render
from srm_quiz.plain.render import painted_rows
from srm_quiz.store.errors import StoreError
from srm_quiz.study.explain import why_nothing
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study


@dataclass(frozen=True, slots=True)
class Command:
    """A line that stands for an event wherever the session allows that event.

    Either its key or its word is typed; `meaning` is what the help says. `prompted` ones stand in
    every prompt, the others only in the help: a prompt is read aloud at each card.
    """

    key: str
    word: str
    event: Event
    meaning: str
    prompted: bool = False
    why_not: str = ""
    """The message if it is typed and not allowed."""


COMMANDS = (
    Command("h", "hint", events.Hint(), "show the hint", True, "There is no hint to show."),
    Command("o", "count it right", events.Override(), "what you typed means the same", True),
    Command("s", "skip", events.Skip(), "ask this card later in the sitting"),
    Command(
        "u",
        "undo",
        events.Undo(),
        "take back the last answer, burial or suspension of today",
        why_not="There is nothing to take back.",
    ),
    Command("-", "bury", events.Bury(), "put the card away until tomorrow"),
    Command("@", "suspend", events.Suspend(), "put the card away until you take it up again"),
    Command("*", "flag", events.Flag(), "flag the card, or take the flag off"),
    Command("q", "quit", events.End(), "end the sitting; every answer is stored already"),
)

LONGEST_LINE = 100_000
"""How many characters of a line are kept: more than any answer may have."""

HELP = ("?", "help")

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

NOTICES: dict[type[Event], str] = {
    events.Skip: "Skipped. It comes again later in this sitting.",
    events.Undo: "Taken back.",
    events.Bury: phrases.BURIED,
    events.Suspend: phrases.SUSPENDED,
}
"""What an event did, if the card that follows does not show it."""

OWNER_NAMES = {
    **dict.fromkeys(("a", "aws"), Owner.AWS),
    **dict.fromkeys(("y", "you", "c", "customer"), Owner.CUSTOMER),
    **dict.fromkeys(("s", "shared"), Owner.SHARED),
}


class UnreadableLineError(Exception):
    """The line is no answer to this card; the message says what would be."""


class Request(Enum):
    """What a line may ask of the front end itself."""

    HELP = "help"
    LEAVE = "leave"


def drill(
    study: Study,
    source: TextIO,
    sink: TextIO,
    *,
    scope: Scope,
    mode: Mode = Mode.DRILL,
    limit: int | None = None,
    minutes: int | None = None,
) -> int:
    """Run one sitting over lines of text, until it is finished or the lines end. Gives the exit code."""

    def say(text: str = "") -> None:
        print(text, file=sink, flush=True)

    daily = mode is Mode.DAILY
    session = study.start_daily() if daily else study.start(scope, mode=mode, limit=limit, minutes=minutes)
    if daily and session.finished:
        say(study.daily_results()[-1].line)
        return 0
    if session.phase is Phase.FINISHED:
        if not study.cards_in(scope):
            say(why_nothing(study, scope))
        else:
            say(
                "Nothing is due. `srm-quiz drill --cram` asks cards all the same, without moving their dates."
            )
        return 0
    shown, event = None, None
    failure = 0  # the exit code of an answer that could not be stored, until one could
    while True:
        if shown != (shown := _on_screen(session)):
            for text in _read_out(study, session):
                say(text)
        if session.finished and (isinstance(event, events.End) or not session.allows(events.Undo)):
            return failure
        print(_prompt(session), end=" ", file=sink, flush=True)
        line = _read_line(source)
        if not line:
            say()
            if session.finished:
                return failure
        try:
            request = _read(session, _cleaned(line)) if line else events.End()
            if request is Request.LEAVE:
                return 0
            if isinstance(request, Request):
                for text in _help(session):
                    say(text)
                continue
            event = request
            session = study.send(event)
        except NotAllowedError as refusal:
            say(f"{refusal}."[0].upper() + f"{refusal}."[1:])
        except UnreadableLineError as trouble:
            say(f"{trouble}")
        except StoreError as trouble:
            say(f"{trouble}")
            failure = trouble.exit_code
            if not line:  # nobody is there to try again
                return failure
        else:
            if line:
                failure = 0
            for text in _notices(study, session, event):
                say(text)
        session = study.session or session


def _read_line(source: TextIO) -> str:
    """The next line, empty at the end. Of one that is too long to be an answer the rest is dropped."""
    line = source.readline(LONGEST_LINE)
    rest = line
    while len(rest) == LONGEST_LINE and not rest.endswith("\n"):
        rest = source.readline(LONGEST_LINE)
    return line


def _on_screen(session: Session) -> object:
    """What has to be read out once; a hint or a flag has a notice of its own."""
    asked = session.asked
    return (session.phase, len(session.done), asked and (asked.key, asked.since))


def _cleaned(line: str) -> str:
    """The line without the control characters that arrow keys leave in it when nothing edits the line."""
    return CONTROL.sub(" ", line).strip()


def _read_out(study: Study, session: Session) -> Iterable[str]:
    match session.phase:
        case Phase.ASKING:
            return render.card_asked(session)
        case Phase.REVEALED:
            return render.card_answered(session, study.now())
        case Phase.FINISHED:
            return render.sitting_done(study)


def _ways(session: Session) -> list[str]:
    """How the card is answered or rated now, and what Enter alone does."""
    if session.phase is Phase.FINISHED:
        return ["Enter leaves", "u undo"]
    if session.revealed is not None:
        return [f"Enter {session.revealed.suggested.name.lower()}"]
    assert session.card is not None
    match session.card.content:
        case Choice():
            way = ["numbers" if session.card.content.right_count > 1 else "a number"]
        case Typed() | Cloze():
            way = ["your answer"]
        case Duty():
            way = ["a AWS, y you, s shared"]
        case Line() as line:
            way = [f"{phrases.count(len(painted_rows(line)), 'letter')} of a AWS, y you, s shared"]
        case Basic():
            way = []
    return [*way, "Enter reveals"]


def _asks_letters(session: Session) -> bool:
    """Whether a line is an answer by itself, so that commands need a colon."""
    return session.phase is Phase.ASKING and isinstance(
        session.card and session.card.content, Typed | Cloze | Duty | Line
    )


def _prompt(session: Session) -> str:
    """What may be typed now, read off the table of allowed events."""
    colon = ":" if _asks_letters(session) else ""
    allowed = [c for c in COMMANDS if c.prompted and session.allows(type(c.event))]
    more = [f"{colon}{command.key} {command.word}" for command in allowed]
    return f"[{'; '.join((*_ways(session), *more, f'{colon}{HELP[0]} {HELP[1]}'))}]"


def _help(session: Session) -> Iterator[str]:
    """List everything that may be typed now."""
    colon = ":" if _asks_letters(session) else ""
    for way in _ways(session):
        yield f"  {way}"
    if session.revealed is not None:
        for rating in session.revealed.allowed:
            yield f"  {int(rating)} {rating.name.lower()}"
    for command in COMMANDS:
        if session.allows(type(command.event)):
            yield f"  {colon}{command.key} {command.word}: {command.meaning}"


def _read(session: Session, line: str) -> Event | Request:
    """The event or request that the line stands for. Raises UnreadableLineError if there is none."""
    name = line.removeprefix(":").strip().lower()
    is_command = line.startswith(":") or not _asks_letters(session)
    if is_command and name in HELP:
        return Request.HELP
    if session.phase is Phase.FINISHED and name in ("", "q", "quit"):
        return Request.LEAVE
    for command in COMMANDS:
        if is_command and name in (command.key, command.word):
            if session.allows(type(command.event)):
                return command.event
            raise UnreadableLineError(command.why_not or f"'{name}' ({command.word}) means nothing here.")
    if line.startswith(":"):
        raise UnreadableLineError(f"There is no command '{line}'. Type :? to see what there is.")
    if session.phase is Phase.REVEALED:
        return _read_rating(session, line)
    if session.phase is Phase.ASKING:
        return events.Answer(_read_answer(session, line)) if line else events.Reveal()
    raise UnreadableLineError("Type ? to see what there is.")


def _read_rating(session: Session, line: str) -> Event:
    revealed = session.revealed
    assert revealed is not None
    if not line:
        return events.Rate(revealed.suggested)
    for rating in Rating:
        if line.lower() in (str(int(rating)), rating.name.lower()):
            return events.Rate(rating)
    raise UnreadableLineError(
        "Type " + ", ".join(f"{int(rating)} for {rating.name.lower()}" for rating in revealed.allowed) + "."
    )


def _read_answer(session: Session, line: str) -> GivenAnswer:
    card, asked = session.card, session.asked
    assert card is not None and asked is not None
    match card.content:
        case Choice():
            positions = {str(number): position for number, position in enumerate(asked.order, 1)}
            words = line.replace(",", " ").split()
            if not positions.keys() >= set(words):
                last = len(asked.order)
                raise UnreadableLineError(
                    f"Type numbers from 1 to {last}, with a space or comma between them."
                )
            return Picked(frozenset(positions[word] for word in words))
        case Typed() | Cloze():
            return Text(line)
        case Duty():
            return Named(_owners(line, 1)[0])
        case Line() as content:
            rows = painted_rows(content)
            owners = _owners(line, len(rows))
            return Painted({row.layer.id: owner for row, owner in zip(rows, owners, strict=True)})
        case Basic():
            raise UnreadableLineError("Press Enter to see the answer.")


def _owners(line: str, wanted: int) -> list[Owner]:
    """The owners that the line names: letters in a row, or letters and words with spaces or commas."""
    words = line.lower().replace(",", " ").split()
    names = words if set(words) <= OWNER_NAMES.keys() else list("".join(words))
    if len(names) != wanted or not set(names) <= OWNER_NAMES.keys():
        letter = "one letter" if wanted == 1 else f"{wanted} letters, from the top,"
        raise UnreadableLineError(f"Type {letter} of a (AWS), y (you) or s (shared).")
    return [OWNER_NAMES[name] for name in names]


def _notices(study: Study, session: Session, event: Event) -> Iterator[str]:
    """What the event did, if the next card does not show it."""
    match event:
        case events.Flag() if session.asked is not None:
            yield "Flagged." if session.standing(session.asked.key).flagged else "Flag taken off."
        case events.Hint() if session.card is not None:
            yield f"Hint: {session.card.hint}"
        case events.Override() if session.revealed is not None:
            yield "Counted right."
            yield from render.ratings(session.revealed, study.now())
        case _ if type(event) in NOTICES:
            yield NOTICES[type(event)]
    if session.leech is not None:
        yield phrases.leech(session.standing(session.leech).schedule)
