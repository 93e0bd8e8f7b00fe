"""A mock exam between its machine and the store: persist, then advance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from srm_quiz.domain.cards import Card, CardKey
from srm_quiz.domain.exam import exam as machine
from srm_quiz.domain.exam.exam import Exam, ExamEvent, ExamEventKind, Submit
from srm_quiz.domain.exam.paper import Preset, draw, eligible
from srm_quiz.domain.exam.result import (
    ExamResult,
    PastExam,
    past_exams,
    result_of,
    times_asked,
    unfinished_log,
)
from srm_quiz.domain.reviews import Mode
from srm_quiz.store.errors import StoreError
from srm_quiz.study.study import Study


class Elsewhere(StoreError):
    """The exam was gone on with in another window. Nothing was written; it now stands as stored."""

    def __init__(self) -> None:
        super().__init__("This exam was gone on with in another window. Here it is as it stands now.")


class Examining:
    """A learner at an exam. `exam` is the one on the desk, once one was begun or gone on with."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.exam: Exam | None = None

    @property
    def cards(self) -> Mapping[CardKey, Card]:
        """The cards that questions may ask."""
        return self.study.library.by_key

    def pool(self, preset: Preset) -> int:
        """How many questions the decks have for an exam of this sort."""
        return len(eligible(self.study.library.cards(), preset))

    def left(self) -> Exam | None:
        """The exam that was left unfinished, its clock standing still; None where there is none."""
        began = self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.BEGAN)
        log = unfinished_log(self.study.store.run_events(Mode.EXAM, run=began[-1].run)) if began else ()
        return replace(machine.resume(log), seen=None) if log else None

    def history(self) -> Sequence[PastExam]:
        """The exams handed in, oldest first."""
        return past_exams(self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.FINISHED))

    def open(self, preset: Preset, length: int) -> Exam:
        """Begin an exam of `length` questions, or of as many as there are; its clock runs.

        `preset` must have questions in the library. Raises StoreError; nothing has begun then.
        """
        run, now = self.study.new_run(), self.study.now()
        preset = preset.of_length(min(length, self.pool(preset)))
        asked = times_asked(self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.BEGAN))
        questions = draw(self.study.library.cards(), preset, asked, run)
        exam, effects = machine.begin(run, preset, questions, now)
        self.study.record(effects)
        self.exam = exam
        return exam

    def go_on(self, left: Exam) -> Exam:
        """Let the clock of an exam that was left run again. Raises StoreError; it stands still then."""
        exam, effects = machine.reopen(left, self.study.now())
        self.study.record(effects)
        self.exam = exam
        return exam

    def send(self, event: ExamEvent) -> Exam:
        """The exam after the event. What it changes is on disk before this returns.

        Raises StoreError where it could not be stored: nothing has happened then.
        """
        exam = self.desk
        self._look_elsewhere(exam)
        now = self.study.now()
        ends = isinstance(event, Submit) or exam.remaining(now) <= 0
        progress = self.study.store.progress() if ends else {}
        after, effects = machine.step(exam, event, now, self.cards, progress)
        if effects:
            self.study.record(effects)
        self.exam = after
        return after

    @property
    def desk(self) -> Exam:
        """The exam on the desk; one must have been begun or gone on with."""
        assert self.exam is not None
        return self.exam

    def result(self) -> ExamResult:
        """What the finished exam on the desk shows."""
        return result_of(self.desk, self.cards)

    def look_back(self, past: PastExam) -> Exam:
        """Put an exam that was handed in on the desk again, to look at."""
        self.exam = machine.resume(self.study.store.run_events(Mode.EXAM, run=past.run))
        return self.exam

    def _look_elsewhere(self, exam: Exam) -> None:
        """See that the log ends where this exam stands."""
        log = self.study.store.run_events(Mode.EXAM, run=exam.run)
        if len(log) == exam.serial:
            return
        found = machine.resume(log)
        self.exam = found
        if not found.finished and found.seen is None:
            self.go_on(found)
        raise Elsewhere
