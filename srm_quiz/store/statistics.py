"""The store's queries for statistics, the learner's pace, and predictions of exam readiness."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.scheduling import Rating
from srm_quiz.store import rows
from srm_quiz.store.database import Database, query

if TYPE_CHECKING:  # the home screen and `status` need none of these
    from srm_quiz.domain.readiness.predictions import DatedOutcome, MockExamAnswers, Prediction
    from srm_quiz.domain.statistics import Counts, Mistake


class StatisticsQueries:
    """Questions that statistics and forecasts ask of the progress file `database`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def timings(self) -> list[tuple[CardKey, bool, bool, float]]:
        """Return the newest answers of the drill, from which the learner's pace is computed.

        For each: the card, whether it was its first answer, whether it was passed, and the seconds.
        """
        return self._database.read(
            lambda card, first, passed, seconds: (CardKey(card), bool(first), bool(passed), seconds),
            query("timings"),
        )

    def outcomes(self) -> list[tuple[float, float, bool]]:
        """Return the newest reviews: days since the last one, stability before, whether it was passed."""
        return self._database.read(
            lambda days, stability, passed: (days, stability, bool(passed)), query("outcomes")
        )

    def dated_outcomes(self) -> list[DatedOutcome]:
        """Return the same reviews as `outcomes`, with their study days, oldest first."""
        from srm_quiz.domain.readiness.predictions import DatedOutcome

        return self._database.read(
            lambda last, day, stability, passed: DatedOutcome(
                rows.day_of(last), rows.day_of(day), stability, bool(passed)
            ),
            query("dated_outcomes"),
        )

    def counts(self, since: StudyDay) -> Counts:
        """Count the answers of the whole history; reviews day by day only from `since` on."""
        from srm_quiz.domain.readiness.calibration import Passed
        from srm_quiz.domain.statistics import Counts, DayTotal, ReviewCount

        by_hour = dict(
            self._database.read(
                lambda hour, passed, of: (hour, Passed(int(passed), of)), query("reviews_by_hour")
            )
        )
        return Counts(
            days=dict(
                self._database.read(
                    lambda day, *total: (rows.day_of(day), DayTotal(*total)), query("day_totals")
                )
            ),
            reviews=self._database.read(
                lambda day, stage, passed, answers: ReviewCount(
                    rows.day_of(day), stage == "mature", bool(passed), answers
                ),
                query("reviews_since"),
                {"since": since.isoformat()},
            ),
            hours=tuple(by_hour.get(hour, Passed()) for hour in range(24)),
            ratings=dict(
                self._database.read(lambda rating, answers: (Rating(rating), answers), query("ratings"))
            ),
        )

    def mistakes(self) -> list[Mistake]:
        """Return the wrong answers, most frequent first."""
        from srm_quiz.domain.statistics import Mistake

        return self._database.read(
            lambda card, answer, times: Mistake(CardKey(card), tuple(json.loads(answer)), times),
            query("mistakes"),
        )

    def record_prediction(self, prediction: Prediction) -> None:
        """Store a day's prediction for an exam; later ones of the same day change nothing."""
        with self._database.transaction():
            values = {
                "day": prediction.day.isoformat(),
                "exam_day": prediction.exam.isoformat(),
                "cards": prediction.cards,
                "recall": prediction.recall,
                "chance": prediction.chance,
            }
            self._database.execute(query("record_prediction"), values)

    def predictions(self) -> list[Prediction]:
        """Return every stored prediction, for any exam, oldest first."""
        from srm_quiz.domain.readiness.predictions import Prediction

        return self._database.read(
            lambda day, exam, *figures: Prediction(rows.day_of(day), rows.day_of(exam), *figures),
            query("predictions"),
        )

    def has_prediction(self, day: StudyDay, exam: StudyDay) -> bool:
        """Whether a prediction for the exam is stored under this study day."""
        values = {"day": day.isoformat(), "exam_day": exam.isoformat()}
        return self._database.read_one(query("has_prediction"), values) is not None

    def mock_exams(self) -> list[MockExamAnswers]:
        """Return the mock exams that were handed in, oldest first, with each answered card's memory then."""
        from srm_quiz.domain.readiness.predictions import MockExamAnswers

        answers = self._database.read(
            lambda at, day, days, stability, right: (at, rows.day_of(day), days, stability, bool(right)),
            query("mock_exams"),
        )
        return [
            MockExamAnswers(day, [(days, stability, right) for *_, days, stability, right in group])
            for (_, day), group in groupby(answers, key=itemgetter(0, 1))
        ]
