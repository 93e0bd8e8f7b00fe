"""What the charts of the statistics are drawn from, read from the store at one moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import Card, CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.predictions import Prediction, PredictionReview, review_predictions
from srm_quiz.domain.statistics import Statistics, first_monday, statistics
from srm_quiz.study.exam_plan import ExamPlan, exam_plan
from srm_quiz.study.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class ChartData:
    """What charts are drawn from."""

    statistics: Statistics
    today: StudyDay
    card: Callable[[CardKey], Card | None]
    """Looks a card of the decks up."""
    exam_plan: ExamPlan | None
    predictions: Sequence[Prediction]
    """For the exam that is set."""
    prediction_review: PredictionReview
    exam_day: StudyDay | None


def chart_data(at: Snapshot) -> ChartData:
    """What the charts show at the moment of the snapshot."""
    later, day = at.store.statistics.dated_outcomes(), at.now.day
    exam, predictions = at.settings.exam_date, at.store.statistics.predictions()
    mock_exams = at.store.statistics.mock_exams()
    return ChartData(
        statistics=statistics(
            at.library.decks,
            at.progress,
            at.store.statistics.counts(first_monday(day)),
            at.store.statistics.mistakes(),
            [(review.gap, review.stability, review.passed) for review in later],
            day,
            at.policy,
        ),
        today=day,
        card=at.library.card,
        exam_plan=exam_plan(at),
        predictions=[prediction for prediction in predictions if prediction.exam == exam],
        prediction_review=review_predictions(predictions, later, mock_exams, at.policy.memory),
        exam_day=StudyDay(exam) if exam else None,
    )
