"""Study days in the store: what each asked for, what was answered on it, and what it was to the streak."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from srm_quiz.domain.cards import NoteKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.streaks import Closing, DayRecord
from srm_quiz.store import rows
from srm_quiz.store.errors import translated


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers of one study day: all, cards met for the first time, reviews of cards learnt before.

    `seconds` is the thought given to drilling.
    """

    answers: int
    new: int
    reviews: int
    seconds: float


class Calendar:
    """The part of a store that knows study days."""

    path: Path
    device: str

    def _ask(self, question: str, **values: Any) -> sqlite3.Cursor:
        raise NotImplementedError

    def _transaction(self) -> AbstractContextManager[None]:
        raise NotImplementedError

    def record_day(self, day: StudyDay, goal: int, due: int) -> None:
        """Write down what a study day asked for when it was first seen; later calls change nothing."""
        with translated(self.path):
            self._ask("record_day", day=day.isoformat(), goal=goal, due=due)

    def close_days(self, closings: Sequence[Closing], today: StudyDay) -> None:
        """Write down what past days were, once. What was closed under a date after `today` is open again."""
        with translated(self.path), self._transaction():
            self._ask("reopen_days", device=self.device, today=today.isoformat())
            for one in closings:
                self._ask("close_day", device=self.device, **rows.closing_row(one))

    def tally(self, day: StudyDay) -> Tally:
        """How much was answered on a study day."""
        with translated(self.path):
            return Tally(*self._ask("tally", day=day.isoformat()).fetchone())

    def notes_answered_on(self, day: StudyDay) -> set[NoteKey]:
        """The notes drilled on a study day: their other cards rest until the next."""
        with translated(self.path):
            return {NoteKey(note) for (note,) in self._ask("notes_answered", day=day.isoformat())}

    def day_records(self) -> list[DayRecord]:
        """Every study day the program has seen, oldest first."""
        with translated(self.path):
            return [
                DayRecord(rows.day_of(day), goal, due, answers)
                for day, goal, due, answers in self._ask("day_records")
            ]

    def closings(self) -> list[tuple[str, Closing]]:
        """All that was ever written of what past days were, and by which device, in that order."""
        with translated(self.path):
            return [(device, rows.closing_of(row)) for device, *row in self._ask("closings")]

    def dates(self) -> list[tuple[str, StudyDay]]:
        """The study days under which each device wrote answers, in the order of the log."""
        with translated(self.path):
            return [(device, rows.day_of(day)) for device, day in self._ask("dates")]
