"""Charts of readiness for the exam: how it grew, and what came of the predictions made of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from srm_quiz import phrases
from srm_quiz.charts.axes import recall_curve
from srm_quiz.charts.canvas import Line
from srm_quiz.charts.chart import Chart
from srm_quiz.charts.retention import calibration_figures, calibration_lines, log_loss_sentence
from srm_quiz.domain.readiness.calibration import calibration
from srm_quiz.domain.readiness.predictions import PredictionReview, TestedMockExam
from srm_quiz.study.chart_data import ChartData

COLUMNS = ("what", "day", "exam", "recall", "chance", "asked", "predicted", "known")

MOCK_EXAMS_SHOWN = 5

WIDE = 61
"""From so many cells on, a mock exam's line has the chance too, and the outcome in words."""


def readiness(data: ChartData) -> Chart:
    """What of the exam would be known if it were on the next morning, day by day."""
    plan, title = data.exam_plan, "Am I ready?"
    points = {made.day: (made.recall, made.chance) for made in data.predictions}
    if plan is not None:
        expected = plan.forecast
        summary = (
            f"If your exam were tomorrow: {phrases.forecast_line(expected)}. You would know "
            f"{phrases.percent(expected.known)} of what it rests on, and have met "
            f"{phrases.percent(expected.seen)} of that."
        )
        points[data.today] = expected.known, expected.passing
    elif data.exam_day is not None:
        summary = phrases.exam_over(data.exam_day, data.today)
    else:
        summary = (
            "With the day of your exam set (key a on the home screen), this shows how ready you are for it."
        )
    columns = ("day", "known", "chance to pass")
    if not points:
        return Chart("ready", title, summary, columns=columns)
    recalls = {day: recall for day, (recall, _) in points.items()}
    if len(points) > 1:
        first, last = min(points), max(points)
        summary += (
            f" What you would know went from {phrases.percent(recalls[first])} on "
            f"{first.day} {first:%B %Y} to {phrases.percent(recalls[last])} on {last.day} {last:%B %Y}."
        )
    rows = tuple(
        (day.isoformat(), round(recall, 4), round(chance, 4)) for day, (recall, chance) in points.items()
    )
    return Chart("ready", title, summary, partial(recall_curve, recalls), columns, rows)


def predictions(data: ChartData) -> Chart:
    """The predictions of readiness, and what came of them."""
    review = data.prediction_review
    return Chart(
        "predictions",
        "Did the forecast come true?",
        prediction_summary(review),
        partial(prediction_lines, review),
        COLUMNS,
        prediction_rows(review),
        figures=prediction_figures(review),
    )


def prediction_summary(review: PredictionReview) -> str:
    """What came of the predictions, in sentences."""
    sentences = []
    days = len({tested.prediction.day for tested in review.tested})
    if review.overall:
        passed = review.overall.passed
        sentences.append(
            f"A forecast was recorded on {phrases.count(days, 'day')}. {passed.of:,} times since, a card "
            f"came back that was not answered in between: {phrases.percent(review.overall.expected)} of them "
            f"were predicted to be known, and you knew {phrases.percent(passed.share)}. "
            f"{log_loss_sentence(review.overall)}"
        )
    elif days:
        sentences.append(
            f"The forecast of {phrases.count(days, 'day')} is recorded. As cards come back on later days, "
            "it is compared here with what you knew."
        )
    if review.after_exam:
        passed = review.after_exam.passed
        sentences.append(
            f"From the day of the exam on it predicted {phrases.percent(review.after_exam.expected)} known, "
            f"and you knew {phrases.percent(passed.share)} of {passed.of:,}."
        )
    if review.mock_exams:
        sentences.append(_mock_exam_sentence(review.mock_exams[-1]))
    if not sentences:
        return (
            "With the day of your exam set, each day's forecast is recorded, and compared here with your "
            "later answers and mock exams."
        )
    return " ".join(sentences)


def prediction_lines(review: PredictionReview, width: int) -> list[Line]:
    """Bins by predicted recall with the share known, and the newest mock exams."""
    lines = calibration_lines(review.overall, "predicted", "answers", width) if review.overall else []
    if review.mock_exams:
        lines += [(("", ""),)] if lines else []
        head = f"{'mock exam':<11}{'predicted':>10}{'right':>7}"
        lines.append(((head + (f"{'chance of enough':>18}" if width >= WIDE else ""), "muted"),))
    for mock_exam in review.mock_exams[-MOCK_EXAMS_SHOWN:]:
        passed = mock_exam.outcome.passed
        predicted = f"{mock_exam.outcome.expected * passed.of:.0f} of {passed.of}"
        chance = f"{phrases.percent(min(0.99, max(0.01, mock_exam.chance)))} for {mock_exam.needed}"
        text = f"{phrases.short_date(mock_exam.day):<11}{predicted:>10}{passed.passed:>7}"
        text += f"{chance:>18}  " if width >= WIDE else "  "
        mark, style = ("✓ reached", "success") if mock_exam.reached else ("✗ not reached", "error")
        lines.append(((text, ""), (mark if width >= WIDE else mark[0], style)))
    return lines


def prediction_rows(review: PredictionReview) -> tuple[tuple[Any, ...], ...]:
    """Daily forecasts and mock exams, under COLUMNS: `predicted` right answers, of which `known` came."""
    rows: list[tuple[Any, ...]] = []
    for tested in review.tested:
        made, passed = tested.prediction, tested.outcome.passed
        days = ("daily", made.day.isoformat(), made.exam.isoformat())
        predicted = round(tested.outcome.expected * passed.of, 1)
        shares = (round(made.recall, 4), round(made.chance, 4))
        rows.append((*days, *shares, passed.of, predicted, passed.passed))
    for mock_exam in review.mock_exams:
        passed = mock_exam.outcome.passed
        predicted = round(mock_exam.outcome.expected * passed.of, 1)
        shares = (round(mock_exam.recall, 4), round(mock_exam.chance, 4))
        rows.append(("mock", mock_exam.day.isoformat(), "", *shares, passed.of, predicted, passed.passed))
    return tuple(rows)


def prediction_figures(review: PredictionReview) -> Mapping[str, float]:
    """The numbers of the summary."""
    figures = dict(calibration_figures(review.overall)) if review.overall else {}
    if review.after_exam:
        figures["after the exam predicted"] = round(review.after_exam.expected, 4)
        figures["after the exam known"] = round(review.after_exam.passed.share, 4)
        figures["after the exam answers"] = review.after_exam.passed.of
    if chances := calibration([(mock_exam.chance, mock_exam.reached) for mock_exam in review.mock_exams]):
        figures["mock exams"] = chances.passed.of
        figures["mock exams log loss"] = round(chances.log_loss, 4)
    return figures


def _mock_exam_sentence(mock_exam: TestedMockExam) -> str:
    passed = mock_exam.outcome.passed
    return (
        f"In the mock exam of {phrases.short_date(mock_exam.day)} it predicted {mock_exam.low:.0f} to "
        f"{mock_exam.high:.0f} of {passed.of} right; you gave {passed.passed}."
    )
