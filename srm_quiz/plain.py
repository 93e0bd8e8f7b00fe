"""The drill as lines of text: for a pipe, a dumb terminal or a screen reader.

Prints a card, reads a line, sends an event; what is allowed and what follows is the session's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from srm_quiz import phrases
from srm_quiz.domain import events
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, Row, Typed
from srm_quiz.domain.events import Event, NotAllowed, Phase
from srm_quiz.domain.grading import Answer, Named, Painted, Picked, Text, right_answer
from srm_quiz.domain.queue import count_states
from srm_quiz.domain.responsibility import Owner
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import CardState, Rating
from srm_quiz.domain.session import Session
from srm_quiz.store.store import StoreError
from srm_quiz.study import Scope, Study


@dataclass(frozen=True, slots=True)
class Command:
    """A line that stands for an event wherever the session allows that event."""

    key: str
    word: str
    event: Event


COMMANDS = (
    Command("h", "hint", events.Hint()),
    Command("s", "skip", events.Skip()),
    Command("o", "count it right", events.Override()),
    Command("a", "answer now", events.LearnAhead()),
    Command("w", "look again", events.Resume()),
    Command("u", "undo", events.Undo()),
    Command("-", "bury", events.Bury()),
    Command("@", "suspend", events.Suspend()),
    Command("*", "flag", events.Flag()),
    Command("q", "quit", events.End()),
)

OWNER_LETTERS = {"a": Owner.AWS, "y": Owner.CUSTOMER, "c": Owner.CUSTOMER, "s": Owner.SHARED}


class Unreadable(Exception):
    """The line is no answer to this card; the message says what would be."""


def drill(
    study: Study,
    source: TextIO,
    sink: TextIO,
    *,
    scope: Scope,
    mode: Mode = Mode.DRILL,
    limit: int | None = None,
) -> int:
    """Run one sitting over lines of text, until it is finished or the lines end. Gives the exit code."""

    def say(text: str = "") -> None:
        print(text, file=sink, flush=True)

    session = study.start(scope, mode=mode, limit=limit)
    if session.phase is Phase.FINISHED:
        say("Nothing is due. `srm-quiz drill --cram` asks cards all the same, without moving their dates.")
        return 0
    shown: object = None
    while not session.finished:
        if shown != (session.phase, session.asked):
            _show(study, session, say)
            shown = (session.phase, session.asked)
        print(_prompt(session), end=" ", file=sink, flush=True)
        line = source.readline()
        if not line:
            say()
            study.send(events.End())
            break
        try:
            event = _read(session, line.strip())
            session = study.send(event)
        except (Unreadable, NotAllowed, StoreError) as trouble:
            say(f"{trouble}")
            continue
        _tell(session, event, say)
    _show_summary(study, say)
    return 0


def _show(study: Study, session: Session, say: Callable[[str], None]) -> None:
    match session.phase:
        case Phase.ASKING:
            _show_card(session, say)
        case Phase.REVEALED:
            _show_answer(study, session, say)
        case Phase.WAITING:
            back = session.queue.next_return()
            assert back is not None
            waiting = phrases.count(len(session.queue.learning), "card")
            say(f"\n{waiting} to come, the next {phrases.until(back, study.now())}.")
        case Phase.FINISHED:
            pass


def _show_card(session: Session, say: Callable[[str], None]) -> None:
    card, asked = session.card, session.asked
    assert card is not None and asked is not None
    counts = count_states((card.key, *session.queue.remaining()), session.standing)
    left = ", ".join(
        f"{counts[state]} {state}" for state in (CardState.NEW, CardState.LEARNING, CardState.REVIEW)
    )
    say(f"\nCard {len(session.reviews) + 1} ({left})")
    match card.content:
        case Basic(question=question) | Typed(question=question):
            say(question)
        case Choice(question=question, options=options):
            say(question)
            if card.content.right_count > 1:
                say(f"Choose {card.content.right_count}.")
            for number, position in enumerate(asked.order, 1):
                say(f"  {number}. {options[position].text}")
        case Cloze(cue=cue):
            say(card.content.text(f"[{cue}]" if cue else "____"))
        case Duty(duty=duty, on=on):
            say(f"Whose duty is it? {duty}" + (f" - {on}" if on else ""))
        case Line(service=service, rows=rows):
            say(f"Who owns each layer of {service}?")
            for number, row in enumerate(_painted_rows(card.content), 1):
                say(f"  {number}. {row.layer.name}")
            given = [row for row in reversed(rows) if not row.asked]
            for row in given:
                owner = phrases.OWNER_WORDS[row.cell.owner] if row.cell.applies else "does not apply"
                say(f"  -  {row.layer.name}: {owner}")
    if asked.hinted:
        say(f"Hint: {card.hint}")


def _show_answer(study: Study, session: Session, say: Callable[[str], None]) -> None:
    card, asked, revealed = session.card, session.asked, session.revealed
    assert card is not None and asked is not None and revealed is not None
    say(f"{phrases.verdict(revealed)} ({phrases.seconds(revealed.seconds)})")
    match card.content, revealed.given:
        case Choice(options=options), given:
            chosen = given.options if isinstance(given, Picked) else frozenset()
            for number, position in enumerate(asked.order, 1):
                option = options[position]
                sign = "right" if option.right else "wrong"
                mine = ", your choice" if position in chosen else ""
                say(f"  {number}. {option.text} ({sign}{mine})")
                if option.why:
                    say(f"     {option.why}")
        case Line() as line, given:
            painted = given.owners if isinstance(given, Painted) else {}
            for row in _painted_rows(line):
                said = painted.get(row.layer.id)
                mine = (
                    ""
                    if said is None or row.cell.accepts(said)
                    else f" (you said {phrases.OWNER_WORDS[said]})"
                )
                say(f"  {row.layer.name}: {phrases.OWNER_WORDS[row.cell.owner]}{mine}")
                if row.cell.why:
                    say(f"     {row.cell.why}")
        case Duty(owner=owner), _:
            say(f"  {phrases.OWNER_WORDS[owner]}")
        case _:
            say(f"  {right_answer(card.content)}")
    if card.why:
        say(card.why)
    if card.source:
        say(f"Source: {card.source}")
    now = study.now()
    for rating in revealed.allowed:
        schedule = revealed.outcomes.get(rating)
        back = f" (back in {phrases.interval(schedule, now)})" if schedule else ""
        say(f"  {int(rating)} {rating.name.lower()}{back}")


def _prompt(session: Session) -> str:
    """What may be typed now, read off the table of allowed events."""
    ways: list[str] = []
    prefix = ""
    if session.phase is Phase.ASKING:
        assert session.card is not None
        match session.card.content:
            case Choice():
                ways.append("numbers" if session.card.content.right_count > 1 else "a number")
            case Typed() | Cloze():
                ways.append("your answer")
                prefix = ":"
            case Duty():
                ways.append("a AWS, y you, s shared")
                prefix = ":"
            case Line() as line:
                ways.append(f"{len(_painted_rows(line))} letters of a AWS, y you, s shared")
                prefix = ":"
            case Basic():
                pass
        ways.append("Enter reveals")
    elif session.revealed is not None:
        ways.append(f"Enter {session.revealed.suggested.name.lower()}")
    ways += [f"{prefix}{c.key} {c.word}" for c in COMMANDS if session.allows(type(c.event))]
    return f"[{'; '.join(ways)}]"


def _read(session: Session, line: str) -> Event:
    """The event that the line stands for."""
    asks_letters = session.phase is Phase.ASKING and isinstance(
        session.card and session.card.content, Typed | Cloze | Duty | Line
    )
    for command in COMMANDS:
        typed = line == ":" + command.key or (line == command.key and not asks_letters)
        if typed and session.allows(type(command.event)):
            return command.event
    if session.phase is Phase.REVEALED:
        return _read_rating(session, line)
    if session.phase is Phase.WAITING:
        if not line:
            return events.Resume()
        raise Unreadable("Type one of the letters shown.")
    return events.Answer(_read_answer(session, line)) if line else events.Reveal()


def _read_rating(session: Session, line: str) -> Event:
    revealed = session.revealed
    assert revealed is not None
    if not line:
        return events.Rate(revealed.suggested)
    for rating in Rating:
        if line.lower() in (str(int(rating)), rating.name.lower()):
            return events.Rate(rating)
    raise Unreadable(
        "Type " + ", ".join(f"{int(one)} for {one.name.lower()}" for one in revealed.allowed) + "."
    )


def _read_answer(session: Session, line: str) -> Answer:
    card, asked = session.card, session.asked
    assert card is not None and asked is not None
    match card.content:
        case Choice():
            words = line.replace(",", " ").split()
            if not all(word.isdecimal() and 1 <= int(word) <= len(asked.order) for word in words):
                raise Unreadable(
                    f"Type numbers from 1 to {len(asked.order)}, with a space or comma between them."
                )
            return Picked(frozenset(asked.order[int(word) - 1] for word in words))
        case Typed() | Cloze():
            return Text(line)
        case Duty():
            return Named(_owners(line, 1)[0])
        case Line() as content:
            rows = _painted_rows(content)
            owners = _owners(line, len(rows))
            return Painted({row.layer.id: owner for row, owner in zip(rows, owners, strict=True)})
        case Basic():
            raise Unreadable("Press Enter to see the answer.")


def _owners(line: str, wanted: int) -> list[Owner]:
    letters = [letter for letter in line.lower() if letter.isalpha()]
    if line.lower() in ("aws", "you", "shared"):
        letters = [line.lower()[0]]
    if len(letters) != wanted or not set(letters) <= set(OWNER_LETTERS):
        letter = "one letter" if wanted == 1 else f"{wanted} letters, from the top,"
        raise Unreadable(f"Type {letter} of a (AWS), y (you) or s (shared).")
    return [OWNER_LETTERS[letter] for letter in letters]


def _painted_rows(line: Line) -> list[Row]:
    """The rows a learner paints, customer data first, as the stack is drawn."""
    return [row for row in reversed(line.rows) if row.asked]


def _tell(session: Session, event: Event, say: Callable[[str], None]) -> None:
    """What the event did where the next card does not show it."""
    if isinstance(event, events.Flag) and session.asked is not None:
        on = session.standing(session.asked.key).flagged
        say("Flagged." if on else "Flag taken off.")
    if isinstance(event, events.Hint) and session.card is not None:
        say(f"Hint: {session.card.hint}")
    if session.leech is not None:
        schedule = session.standing(session.leech).schedule
        lapses = schedule.lapses if schedule else 0
        advice = "Another wording may help more than another try."
        say(f"That card has slipped {lapses} times and is flagged. {advice}")


def _show_summary(study: Study, say: Callable[[str], None]) -> None:
    found = study.summary()
    if not found.answers:
        say("\nNo answers this time.")
        return
    say(
        f"\n{phrases.count(found.answers, 'answer')}, {phrases.percent(found.share_right)} right, "
        f"{phrases.seconds(found.pace)} each."
    )
    if found.missed:
        say("Missed:")
        for key in found.missed:
            card = study.library.card(key)
            if card is not None:
                say(f"  {phrases.asked_text(card)} -> {right_answer(card.content)}")
    if back := phrases.next_due(found, study.now()):
        say(back)
    now = study.glance()
    say(f"{now.answered} of {now.goal} answers today. Streak: {phrases.count(now.streak.days, 'day')}.")
