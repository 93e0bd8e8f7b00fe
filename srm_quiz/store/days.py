"""Study days in the store: what each asked for, what was answered on it, and what it did to the streak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.streaks import Closing, DayRecord
from srm_quiz.store import rows
from srm_quiz.store.database import Database, query


@dataclass(frozen=True, slots=True)
class DayResult:
    """The answers that the drill had on a study day, and how many of them were right."""

    day: StudyDay
    answers: int
    right: int
    seconds: float

    @property
    def share_right(self) -> float:
        """The share of answers that were right, 0 to 1."""
        return self.right / self.answers if self.answers else 0.0


class StudyDays:
    """The study days that the progress file `database` knows; `device` is this machine's name in it."""

    def __init__(self, database: Database, device: str) -> None:
        self._database = database
        self._device = device

    def record(self, day: StudyDay, goal: int, due: int) -> None:
        """Store what a study day asks for when it is first seen; later calls change nothing."""
        with self._database.transaction():
            values = {"day": day.isoformat(), "goal": goal, "due": due}
            self._database.execute(query("record_day"), values)

    def close(self, closings: Sequence[Closing], today: StudyDay) -> None:
        """Store what past days were, once. Days closed under a date after `today` are opened again."""
        with self._database.transaction():
            values = {"device": self._device, "today": today.isoformat()}
            self._database.execute(query("reopen_days"), values)
            for closing in closings:
                values = {"device": self._device, **rows.closing_row(closing)}
                self._database.execute(query("close_day"), values)

    def studied_before(self, day: StudyDay) -> list[tuple[StudyDay, int]]:
        """Return the earlier study days with answers, the latest first, and the new cards of each."""
        return self._database.read(
            lambda studied, new: (rows.day_of(studied), int(new)),
            query("studied_days"),
            {"day": day.isoformat()},
        )

    def misdated_cards(self, today: StudyDay) -> int:
        """Count the cards that were answered while the clock was ahead (`Schedule.is_misdated`)."""
        values = {"day": days_after(today, 1).isoformat()}
        return self._database.read(int, query("misdated_cards"), values)[0]

    def results(self, day: StudyDay, most: int) -> list[DayResult]:
        """Return how the newest study days up to `day` went, the latest first, `most` at most."""
        return self._database.read(
            lambda day, answers, passed, seconds: DayResult(rows.day_of(day), answers, int(passed), seconds),
            query("day_results"),
            {"day": day.isoformat(), "most": most},
        )

    def records(self) -> list[DayRecord]:
        """Return every study day on which the program was opened, oldest first."""
        return self._database.read(rows.day_record_of, query("day_records"))

    def closings(self) -> list[tuple[str, Closing]]:
        """Return everything ever stored about past days, each with its device, in the order it was stored."""
        return self._database.read(lambda device, *row: (device, rows.closing_of(row)), query("closings"))

    def answer_dates(self) -> list[tuple[str, StudyDay]]:
        """Return the study days under which each device stored answers, in the order of the log."""
        return self._database.read(lambda device, day: (device, rows.day_of(day)), query("answer_dates"))
