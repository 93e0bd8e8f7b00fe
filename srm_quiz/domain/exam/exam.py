"""A mock exam as a pure state machine: questions, answer sheet and clock, kept as a log to resume from.

`step(exam, event, now)` returns the next exam and what must be durable first. RunEvents are stored, and
`resume` folds them: an exam that was interrupted goes on where its log ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from srm_quiz.domain.cards import Card, CardKey, Choice
from srm_quiz.domain.days import Moment
from srm_quiz.domain.exam.paper import PRESETS, Preset, Question, choice_of
from srm_quiz.domain.grading import Picked, Verdict, grade, logged_answer
from srm_quiz.domain.reviews import Effect, Mode, Progress, RunEvent, event_id, game_review


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose an option of the question on screen, by its position in the card, or unchoose it."""

    option: int


@dataclass(frozen=True, slots=True)
class GoTo:
    """Turn to the question with this number, from 0."""

    question: int


@dataclass(frozen=True, slots=True)
class ToggleFlag:
    """Flag the question on screen to come back to it, or clear the flag."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Only time has passed. Logged now and then, so that a crash gives little of it back."""


@dataclass(frozen=True, slots=True)
class Close:
    """Leave the exam: its clock stops until it is opened again."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Hand in the answer sheet."""


ExamEvent = Pick | GoTo | ToggleFlag | Tick | Close | Submit


class ExamEventKind(StrEnum):
    """The kinds of event in the log of an exam."""

    BEGAN = "began"
    OPENED = "opened"
    PICKED = "picked"
    TURNED = "turned"
    FLAGGED = "flagged"
    TICKED = "ticked"
    CLOSED = "closed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Exam:
    """One exam, in progress or handed in.

    `tried` holds every answer a question has had, as positions in the card's own order, the current one
    last; `spent` the seconds each question was on screen. The clock has been running since `seen`, which is
    None while the exam is closed.
    """

    run: str
    preset: Preset
    questions: tuple[Question, ...]
    tried: Mapping[int, tuple[frozenset[int], ...]] = field(default_factory=dict)
    flags: frozenset[int] = frozenset()
    position: int = 0
    spent: Mapping[int, float] = field(default_factory=dict)
    seen: Moment | None = None
    finished: bool = False
    serial: int = 0

    @property
    def question(self) -> Question:
        """The question on screen."""
        return self.questions[self.position]

    def answer(self, number: int) -> frozenset[int]:
        """Return the options chosen on a question; none on a blank one."""
        return self.tried.get(number, (frozenset(),))[-1]

    @property
    def blanks(self) -> tuple[int, ...]:
        """The questions without an answer. On the exam they score as wrong, and guessing is free."""
        return tuple(number for number in range(len(self.questions)) if not self.answer(number))

    def elapsed(self, now: Moment) -> float:
        """Return the seconds on the clock."""
        running = 0.0 if self.seen is None else now.seconds_since(self.seen)
        return sum(self.spent.values()) + running

    def remaining(self, now: Moment) -> float:
        """Return the seconds left; 0 once the time is up."""
        return max(0.0, self.preset.minutes * 60 - self.elapsed(now))


def begin(
    run: str, preset: Preset, questions: Sequence[Question], now: Moment
) -> tuple[Exam, tuple[Effect, ...]]:
    """Begin an exam, its clock running. `questions` must not be empty."""
    details = {
        "preset": preset.id,
        "minutes": preset.minutes,
        "questions": [[question.card, list(question.order), question.scored] for question in questions],
    }
    event = RunEvent(event_id(now, run, 0), run, Mode.EXAM, now, ExamEventKind.BEGAN, details)
    return _begun(event), (event,)


def resume(events: Iterable[RunEvent]) -> Exam:
    """Return the exam that a log leads to, oldest event first; the first must be its beginning."""
    log = iter(events)
    exam = _begun(next(log))
    for event in log:
        exam = _after(exam, event)
    return exam


def reopen(exam: Exam, now: Moment) -> tuple[Exam, tuple[Effect, ...]]:
    """Start the clock of a resumed exam again. The time since its last event does not count."""
    return _logged(exam, ExamEventKind.OPENED, {}, now)


# ------------------------------------------------------------------ sitting it


def step(
    exam: Exam,
    event: ExamEvent,
    now: Moment,
    cards: Mapping[CardKey, Card],
    progress: Mapping[CardKey, Progress],
) -> tuple[Exam, tuple[Effect, ...]]:
    """Return the exam after the event, and what must be durable first.

    A finished exam ignores every event. Once the time is up, any event hands it in as it is.
    """
    if exam.finished:
        return exam, ()
    if exam.remaining(now) <= 0:
        return _submit(exam, now, cards, progress)
    match event:
        case Pick(option=option):
            picked = _picked(exam, option, cards)
            if picked == exam.answer(exam.position):
                return exam, ()
            return _logged(exam, ExamEventKind.PICKED, {"options": sorted(picked)}, now)
        case GoTo(question=number):
            if not 0 <= number < len(exam.questions) or number == exam.position:
                return exam, ()
            return _logged(exam, ExamEventKind.TURNED, {"question": number}, now)
        case ToggleFlag():
            return _logged(exam, ExamEventKind.FLAGGED, {"on": exam.position not in exam.flags}, now)
        case Tick():
            return _logged(exam, ExamEventKind.TICKED, {}, now)
        case Close():
            return _logged(exam, ExamEventKind.CLOSED, {}, now)
        case Submit():
            return _submit(exam, now, cards, progress)


def answerable(exam: Exam, cards: Mapping[CardKey, Card]) -> tuple[int, ...]:
    """Return the questions whose card is still as it was when the exam was drawn; the others do not count."""
    return tuple(
        number
        for number, question in enumerate(exam.questions)
        if (card := cards.get(question.card)) is not None
        and isinstance(card.content, Choice)
        and len(card.content.options) == len(question.order)
    )


def verdict_on(exam: Exam, number: int, cards: Mapping[CardKey, Card]) -> Verdict | None:
    """Return the verdict on an answer; None for a blank. Several right options are all or nothing."""
    given = exam.answer(number)
    return mark(choice_of(cards[exam.questions[number].card]), given) if given else None


def mark(content: Choice, given: frozenset[int]) -> Verdict:
    """Return the verdict on an answer that may be incomplete, and then is wrong."""
    return grade(content, Picked(given)) if len(given) == content.right_count else Verdict.WRONG


def _picked(exam: Exam, option: int, cards: Mapping[CardKey, Card]) -> frozenset[int]:
    """The answer with the option chosen or dropped; a single choice moves, several stop when complete."""
    before = exam.answer(exam.position)
    if exam.position not in answerable(exam, cards):
        return before
    content = choice_of(cards[exam.question.card])
    if option in before:
        return before - {option}
    if not 0 <= option < len(content.options):
        return before
    if content.right_count == 1:
        return frozenset({option})
    return before | {option} if len(before) < content.right_count else before


def _submit(
    exam: Exam, now: Moment, cards: Mapping[CardKey, Card], progress: Mapping[CardKey, Progress]
) -> tuple[Exam, tuple[Effect, ...]]:
    """The exam handed in; every answer becomes a review that moves no schedule."""
    reviews: list[Effect] = []
    for number in answerable(exam, cards):
        verdict = verdict_on(exam, number, cards)
        if verdict is None:
            continue
        card = cards[exam.questions[number].card]
        standing = progress.get(card.key)
        reviews.append(
            game_review(
                event_id(now, exam.run, exam.serial + 1 + number),
                card.key,
                now,
                verdict,
                logged_answer(card.content, Picked(exam.answer(number))),
                exam.spent.get(number, 0.0),
                Mode.EXAM,
                standing.schedule if standing else None,
            )
        )
    scored = [number for number in answerable(exam, cards) if exam.questions[number].scored]
    details = {
        "preset": exam.preset.id,
        "questions": len(exam.questions),
        "scored": len(scored),
        "right": sum(verdict_on(exam, number, cards) is Verdict.CORRECT for number in scored),
        "seconds": round(min(exam.elapsed(now), exam.preset.minutes * 60)),
    }
    exam, finished = _logged(exam, ExamEventKind.FINISHED, details, now)
    return exam, (*finished, *reviews)


# ------------------------------------------------------------------ the log


def _begun(event: RunEvent) -> Exam:
    details = event.details
    questions = tuple(
        Question(CardKey(card), tuple(order), scored) for card, order, scored in details["questions"]
    )
    unscored = sum(not question.scored for question in questions)
    preset = replace(
        PRESETS[details["preset"]], questions=len(questions), unscored=unscored, minutes=details["minutes"]
    )
    return Exam(event.run, preset, questions, seen=event.at, serial=1)


def _logged(
    exam: Exam, kind: ExamEventKind, details: Mapping[str, object], now: Moment
) -> tuple[Exam, tuple[Effect, ...]]:
    event = RunEvent(event_id(now, exam.run, exam.serial), exam.run, Mode.EXAM, now, kind, details)
    return _after(exam, event), (event,)


def _after(exam: Exam, event: RunEvent) -> Exam:
    """The exam after what the log says: the one place where an exam changes."""
    exam = _clocked(exam, event)
    details, here = event.details, exam.position
    match ExamEventKind(event.kind):
        case ExamEventKind.PICKED:
            tried = (*exam.tried.get(here, ()), frozenset[int](details["options"]))
            return replace(exam, tried={**exam.tried, here: tried})
        case ExamEventKind.TURNED:
            return replace(exam, position=details["question"])
        case ExamEventKind.FLAGGED:
            return replace(exam, flags=exam.flags | {here} if details["on"] else exam.flags - {here})
        case ExamEventKind.FINISHED:
            return replace(exam, finished=True)
        case _:
            return exam


def _clocked(exam: Exam, event: RunEvent) -> Exam:
    """The exam with the time since the event before put down to the question on screen."""
    spent = exam.spent
    if exam.seen is not None and event.kind != ExamEventKind.OPENED:
        seconds = event.at.seconds_since(exam.seen)
        limit = max(0.0, exam.preset.minutes * 60 - sum(spent.values()))
        spent = {**spent, exam.position: spent.get(exam.position, 0.0) + min(seconds, limit)}
    stands = event.kind in (ExamEventKind.CLOSED, ExamEventKind.FINISHED)
    return replace(exam, spent=spent, seen=None if stands else event.at, serial=exam.serial + 1)
