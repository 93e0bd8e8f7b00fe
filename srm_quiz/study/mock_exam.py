"""A mock exam between its state machine and the store: persist, then advance."""

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


class ExamContinuedElsewhereError(StoreError):
    """The exam was continued in another window. Nothing was written; it is now as stored."""

    def __init__(self) -> None:
        super().__init__("This exam was continued in another window. Here it is as it stands now.")


class MockExam:
    """A learner's mock exams. `exam` is the one in progress, once one was begun, resumed or reviewed."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.exam: Exam | None = None

    @property
    def cards(self) -> Mapping[CardKey, Card]:
        """The cards that questions may ask."""
        return self.study.library.by_key

    def question_count(self, preset: Preset) -> int:
        """How many questions the decks have for an exam of this kind."""
        return len(eligible(self.study.library.cards(), preset))

    def unfinished(self) -> Exam | None:
        """The exam that was left unfinished, with its clock stopped; None if there is none."""
        began = self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.BEGAN)
        log = unfinished_log(self.study.store.run_events(Mode.EXAM, run=began[-1].run)) if began else ()
        return replace(machine.resume(log), seen=None) if log else None

    def history(self) -> Sequence[PastExam]:
        """The exams handed in, oldest first."""
        return past_exams(self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.FINISHED))

    def begin(self, preset: Preset, length: int) -> Exam:
        """Begin an exam of `length` questions, or of as many as there are; its clock runs.

        `preset` must have questions in the library. Raises StoreError if it cannot be stored; then nothing
        has begun.
        """
        run, now = self.study.new_run(), self.study.now()
        preset = preset.of_length(min(length, self.question_count(preset)))
        asked = times_asked(self.study.store.run_events(Mode.EXAM, kind=ExamEventKind.BEGAN))
        questions = draw(self.study.library.cards(), preset, asked, run)
        exam, effects = machine.begin(run, preset, questions, now)
        self.study.record(effects)
        self.exam = exam
        return exam

    def resume(self, left: Exam) -> Exam:
        """Restart the clock of an unfinished exam. Raises StoreError; then its clock stays stopped."""
        exam, effects = machine.reopen(left, self.study.now())
        self.study.record(effects)
        self.exam = exam
        return exam

    def send(self, event: ExamEvent) -> Exam:
        """The exam after the event. What it changes is on disk before this returns.

        Raises StoreError if it could not be stored: then nothing has happened.
        """
        exam = self.current
        self._check_current(exam)
        now = self.study.now()
        ends = isinstance(event, Submit) or exam.remaining(now) <= 0
        progress = self.study.store.progress() if ends else {}
        after, effects = machine.step(exam, event, now, self.cards, progress)
        if effects:
            self.study.record(effects)
        self.exam = after
        return after

    @property
    def current(self) -> Exam:
        """The exam in progress; one must have been begun, resumed or reviewed."""
        assert self.exam is not None
        return self.exam

    def result(self) -> ExamResult:
        """The result of the finished exam."""
        return result_of(self.current, self.cards)

    def review(self, past: PastExam) -> Exam:
        """Open an exam that was handed in, to look at."""
        self.exam = machine.resume(self.study.store.run_events(Mode.EXAM, run=past.run))
        return self.exam

    def _check_current(self, exam: Exam) -> None:
        """If the log does not end where this exam is, load what it has and raise the error."""
        log = self.study.store.run_events(Mode.EXAM, run=exam.run)
        if len(log) == exam.serial:
            return
        stored = machine.resume(log)
        self.exam = stored
        if not stored.finished and stored.seen is None:
            self.resume(stored)
        raise ExamContinuedElsewhereError
