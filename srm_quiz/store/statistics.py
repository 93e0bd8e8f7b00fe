"""What statistics, pace and forecasts ask of the store."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.today import Timing
from srm_quiz.store import rows
from srm_quiz.store.errors import translated

if TYPE_CHECKING:  # only the statistics ask for these
    from srm_quiz.domain.readiness.predictions import Later, Paper, Prediction
    from srm_quiz.domain.statistics import Counts, Mistake


RECOMPUTED, EARLIER_WEIGHTS = "recomputed", "earlier_weights"
"""Names in the table `meta`, besides the device and the seed."""


class Figures:
    """The part of a store that answers such questions."""

    path: Path

    def _ask(self, question: str, **values: Any) -> sqlite3.Cursor:
        raise NotImplementedError

    def _note(self, name: str) -> str | None:
        found = self._ask("note", name=name).fetchone()
        return found and str(found[0])

    def earlier_weights(self) -> list[tuple[float, ...]]:
        """The weights that fits took the place of, oldest first; () stands for the published ones."""
        with translated(self.path):
            return [tuple(one) for one in json.loads(self._note(EARLIER_WEIGHTS) or "[]")]

    def timings(self) -> list[Timing]:
        """The newest answers of the drill as the learner's pace is reckoned from them."""
        with translated(self.path):
            return [
                Timing(bool(first), bool(passed), seconds) for first, passed, seconds in self._ask("timings")
            ]

    def outcomes(self) -> list[tuple[float, float, bool]]:
        """The newest reviews on a later day: days since the last one, stability before it, whether passed."""
        with translated(self.path):
            return [(days, stability, bool(passed)) for days, stability, passed in self._ask("outcomes")]

    def counts(self, since: StudyDay) -> Counts:
        """The answers of the whole history, counted; reviews day by day only from `since` on."""
        from srm_quiz.domain.readiness.calibration import Passed
        from srm_quiz.domain.statistics import Counts, DayTotal, Reviewed

        with translated(self.path):
            by_hour = {hour: Passed(int(passed), of) for hour, passed, of in self._ask("reviews_by_hour")}
            return Counts(
                days={rows.day_of(day): DayTotal(*total) for day, *total in self._ask("day_totals")},
                reviews=[
                    Reviewed(rows.day_of(day), stage == "mature", bool(passed), answers)
                    for day, stage, passed, answers in self._ask("reviews_since", since=since.isoformat())
                ],
                hours=tuple(by_hour.get(hour, Passed()) for hour in range(24)),
                ratings={Rating(rating): answers for rating, answers in self._ask("ratings")},
            )

    def mistakes(self) -> list[Mistake]:
        """What was answered wrong, most often first."""
        from srm_quiz.domain.statistics import Mistake

        with translated(self.path):
            return [
                Mistake(CardKey(card), tuple(json.loads(answer)), times)
                for card, answer, times in self._ask("mistakes")
            ]

    def predict(self, day: StudyDay, exam: StudyDay, cards: int, recall: float, chance: float) -> None:
        """Write down how ready the learner is on a study day; later calls change nothing."""
        with translated(self.path):
            days = {"day": day.isoformat(), "exam_day": exam.isoformat()}
            self._ask("predict", **days, cards=cards, recall=recall, chance=chance)

    def predictions(self) -> list[Prediction]:
        """All that was written down of how ready the learner was, for any exam, oldest first."""
        from srm_quiz.domain.readiness.predictions import Prediction

        with translated(self.path):
            return [
                Prediction(rows.day_of(day), rows.day_of(exam), *figures)
                for day, exam, *figures in self._ask("predictions")
            ]

    def is_predicted(self, day: StudyDay, exam: StudyDay) -> bool:
        """Whether it is written down how ready the learner is for the exam on the study day."""
        with translated(self.path):
            found = self._ask("is_predicted", day=day.isoformat(), exam_day=exam.isoformat())
            return found.fetchone() is not None

    def later_reviews(self) -> list[Later]:
        """The same reviews as `outcomes`, with their days, oldest first."""
        from srm_quiz.domain.readiness.predictions import Later

        with translated(self.path):
            return [
                Later(rows.day_of(last), rows.day_of(day), stability, bool(passed))
                for last, day, stability, passed in self._ask("later_reviews")
            ]

    def papers(self) -> list[Paper]:
        """The mock exams that were handed in, with how each answered card stood then, oldest first."""
        from srm_quiz.domain.readiness.predictions import Paper

        with translated(self.path):
            found = self._ask("papers").fetchall()
        return [
            Paper(rows.day_of(day), [(days, stability, bool(right)) for *_, days, stability, right in group])
            for (_, day), group in groupby(found, key=itemgetter(0, 1))
        ]
