"""Cards, verdicts and summaries as lines of text, as a screen reader speaks them."""

from __future__ import annotations

from collections.abc import Iterator

from srm_quiz import phrases
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, LineRow, Typed
from srm_quiz.domain.days import Moment
from srm_quiz.domain.grading import Painted, Picked, right_answer
from srm_quiz.domain.queue import count_states
from srm_quiz.domain.scheduling import CardState
from srm_quiz.domain.session import Revealed, Session
from srm_quiz.study.day_end import day_end_lines, tomorrow_line
from srm_quiz.study.study import Study


def card_asked(session: Session) -> Iterator[str]:
    """The card on screen as it is asked, with the hint if that was asked for."""
    card, asked = session.card, session.asked
    assert card is not None and asked is not None
    counts = count_states((card.key, *session.queue.remaining()), session.standing)
    left = ", ".join(
        f"{counts[state]} {state}" for state in (CardState.NEW, CardState.LEARNING, CardState.REVIEW)
    )
    yield f"\nCard {len(session.reviews) + 1} ({left})"
    match card.content:
        case Basic(question=question) | Typed(question=question):
            yield question
        case Choice(question=question, options=options):
            yield question
            if card.content.right_count > 1:
                yield f"Choose {card.content.right_count}."
            for number, position in enumerate(asked.order, 1):
                yield f"  {number}. {options[position].text}"
        case Cloze(cue=cue):
            yield card.content.text(f"[{cue}]" if cue else "____")
        case Duty(duty=duty, on=on):
            yield f"Whose duty is it? {duty}" + (f" - {on}" if on else "")
        case Line(service=service, rows=rows):
            yield f"Who owns each layer of {service}?"
            for number, row in enumerate(painted_rows(card.content), 1):
                yield f"  {number}. {row.layer.name}"
            given = [row for row in reversed(rows) if not row.asked]
            for row in given:
                owner = phrases.OWNER_WORDS[row.cell.owner] if row.cell.applies else "does not apply"
                yield f"  -  {row.layer.name}: {owner}"
    if asked.hinted:
        yield f"Hint: {card.hint}"


def card_answered(session: Session, now: Moment) -> Iterator[str]:
    """The verdict, what is right and why, and the ratings that are offered."""
    card, asked, revealed = session.card, session.asked, session.revealed
    assert card is not None and asked is not None and revealed is not None
    yield f"{phrases.verdict(revealed)} ({phrases.seconds(revealed.seconds)})"
    match card.content, revealed.given:
        case Choice(options=options), given:
            chosen = given.options if isinstance(given, Picked) else frozenset()
            for number, position in enumerate(asked.order, 1):
                option = options[position]
                sign = "right" if option.right else "wrong"
                mine = ", your choice" if position in chosen else ""
                yield f"  {number}. {option.text} ({sign}{mine})"
                if option.why:
                    yield f"     {option.why}"
        case Line() as line, given:
            painted = given.owners if isinstance(given, Painted) else {}
            for row in painted_rows(line):
                owner = painted.get(row.layer.id)
                wrong = owner is not None and not row.cell.accepts(owner)
                yours = f" (you said {phrases.OWNER_WORDS[owner]})" if owner and wrong else ""
                yield f"  {row.layer.name}: {phrases.OWNER_WORDS[row.cell.owner]}{yours}"
                if row.cell.why:
                    yield f"     {row.cell.why}"
        case Duty(owner=owner), _:
            yield f"  {phrases.OWNER_WORDS[owner]}"
        case _:
            yield f"  {right_answer(card.content)}"
    if card.why:
        yield card.why
    if card.source:
        yield f"Source: {card.source}"
    yield from ratings(revealed, now)


def ratings(revealed: Revealed, now: Moment) -> Iterator[str]:
    """Each rating that is allowed, with the time until the card comes back."""
    for rating in revealed.allowed:
        schedule = revealed.outcomes.get(rating)
        back = f" (back in {phrases.interval(schedule, now)})" if schedule else ""
        yield f"  {int(rating)} {rating.name.lower()}{back}"


def painted_rows(line: Line) -> list[LineRow]:
    """The rows a learner paints, customer data first, as the stack is drawn."""
    return [row for row in reversed(line.rows) if row.asked]


def sitting_done(study: Study) -> Iterator[str]:
    """How the day stands at the end of the sitting, in sentences."""
    if not study.summary().answers:
        yield "\nNo answers this time."
        return
    end = study.day_end()
    yield ""
    yield from day_end_lines(end, study.now())
    if end.sitting.missed:
        yield "Missed:"
        for key in end.sitting.missed:
            card = study.library.card(key)
            if card is not None:
                yield f"  {phrases.asked_text(card)} -> {phrases.answer_text(card)}"
    yield tomorrow_line(end)
