"""What was foretold and what came of it: in sentences, drawn, and as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from srm_quiz import phrases
from srm_quiz.charts.canvas import Line, bar, cut
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.readiness.calibration import Calibration, calibration
from srm_quiz.domain.readiness.predictions import PredictionReview, TestedMockExam
from srm_quiz.study.chart_data import ChartData

COLUMNS = ("what", "day", "exam", "recall", "chance", "asked", "foretold", "known")

PAPERS_SHOWN = 5

WIDE = 61
"""From so many cells on a mock exam's line has the chance too, and says in words what came."""

WIDEST_BAR = 60

ENOUGH = 30
"""From so many reviews on what was expected of them is held against what came, bin by bin."""


def foretold(data: ChartData) -> Chart:
    """The chart of the forecasts and what came of them."""
    found = data.prediction_review
    title, said, lines = "Did the forecast come true?", foretold_said(found), partial(foretold_lines, found)
    figures, rows = foretold_figures(found), foretold_rows(found)
    return Chart("predictions", title, said, lines, COLUMNS, rows, figures=figures)


def calibrated(data: ChartData) -> Chart:
    """The chart of single reviews: what was expected of them, and what came."""
    title, found = "Does the schedule know me?", data.statistics.calibration
    names = ("expected", "passed", "reviews")
    if found is None:
        said = "After your first reviews on a later day, this compares what was expected with what came."
        return Chart("calibration", title, said, columns=names)
    said = (
        f"Over your last {phrases.count(found.passed.of, 'review')} it expected "
        f"{phrases.percent(found.expected)} and you knew {phrases.percent(found.passed.share)}. "
        f"{log_loss_said(found)}"
    )
    lines = partial(calibration_lines, found, "expected", "reviews")
    rows = tuple((round(each.expected, 4), each.passed.passed, each.passed.of) for each in found.bins)
    return Chart("calibration", title, said, lines, names, rows, figures=calibration_figures(found))


def foretold_said(found: PredictionReview) -> str:
    """What came of the forecasts, in sentences."""
    said = []
    days = len({one.prediction.day for one in found.tested})
    if found.overall:
        passed = found.overall.passed
        said.append(
            f"On {phrases.count(days, 'day')} a forecast was written down. {passed.of:,} times since, a "
            "card came back untouched in between: foretold "
            f"{phrases.percent(found.overall.expected)} known, and you knew {phrases.percent(passed.share)}. "
            f"{log_loss_said(found.overall)}"
        )
    elif days:
        said.append(
            f"The forecast of {phrases.count(days, 'day')} is written down. As cards come back on later "
            "days, it is compared here with what you knew."
        )
    if found.after_exam:
        passed = found.after_exam.passed
        said.append(
            f"From the day of the exam on it foretold {phrases.percent(found.after_exam.expected)} known, "
            f"and you knew {phrases.percent(passed.share)} of {passed.of:,}."
        )
    if found.mock_exams:
        said.append(_paper_said(found.mock_exams[-1]))
    if not said:
        return (
            "With the day of your exam set, the forecast of each day is written down, and compared here with "
            "your later answers and mock exams."
        )
    return " ".join(said)


def foretold_lines(found: PredictionReview, width: int) -> list[Line]:
    """Bins of chances with what came, and the newest mock exams."""
    lines = calibration_lines(found.overall, "foretold", "answers", width) if found.overall else []
    if found.mock_exams:
        lines += [(("", ""),)] if lines else []
        head = f"{'mock exam':<11}{'foretold':>10}{'right':>7}"
        lines.append(((head + (f"{'chance of enough':>18}" if width >= WIDE else ""), "muted"),))
    for one in found.mock_exams[-PAPERS_SHOWN:]:
        of = one.outcome.passed.of
        foreseen = f"{one.outcome.expected * of:.0f} of {of}"
        chance = f"{phrases.percent(min(0.99, max(0.01, one.chance)))} for {one.needed}"
        text = f"{phrases.short_date(one.day):<11}{foreseen:>10}{one.outcome.passed.passed:>7}"
        text += f"{chance:>18}  " if width >= WIDE else "  "
        mark = ("✓ reached", "success") if one.reached else ("✗ not reached", "error")
        lines.append(((text, ""), mark if width >= WIDE else (mark[0][0], mark[1])))
    return lines


def foretold_rows(found: PredictionReview) -> tuple[tuple[Any, ...], ...]:
    """Daily forecasts and mock exams, under COLUMNS: `foretold` answers were expected right, `known` came."""
    rows: list[tuple[Any, ...]] = []
    for tested in found.tested:
        one, passed = tested.prediction, tested.outcome.passed
        days = ("daily", one.day.isoformat(), one.exam.isoformat())
        foreseen = round(tested.outcome.expected * passed.of, 1)
        rows.append((*days, round(one.recall, 4), round(one.chance, 4), passed.of, foreseen, passed.passed))
    for paper in found.mock_exams:
        passed = paper.outcome.passed
        foreseen = round(paper.outcome.expected * passed.of, 1)
        figures = (round(paper.recall, 4), round(paper.chance, 4), passed.of, foreseen, passed.passed)
        rows.append(("mock", paper.day.isoformat(), "", *figures))
    return tuple(rows)


def foretold_figures(found: PredictionReview) -> Mapping[str, float]:
    """The numbers of the sentences."""
    figures = dict(calibration_figures(found.overall)) if found.overall else {}
    if found.after_exam:
        figures["after the exam foretold"] = round(found.after_exam.expected, 4)
        figures["after the exam known"] = round(found.after_exam.passed.share, 4)
        figures["after the exam answers"] = found.after_exam.passed.of
    if chances := calibration([(one.chance, one.reached) for one in found.mock_exams]):
        figures["mock exams"] = chances.passed.of
        figures["mock exams log loss"] = round(chances.log_loss, 4)
    return figures


def calibration_lines(found: Calibration, expected: str, noun: str, width: int) -> list[Line]:
    """Bins of chances: what was expected of each, and what came, with a stroke where it was expected."""
    room = max(1, min(WIDEST_BAR, width - 26))
    legend = cut(f"│ {expected}", room)
    head: Line = ((f"{expected:>8}  {'known':>6}  {legend:<{room}}{noun:>8}", "muted"),)
    return [
        head,
        *(
            (
                (f"{phrases.percent(each.expected):>8}  {phrases.percent(each.passed.share):>6}  ", ""),
                *bar(each.passed.share, room, mark=each.expected),
                (f"{each.passed.of:>8,}", "muted"),
            )
            for each in found.bins
        ),
    ]


def calibration_figures(found: Calibration) -> Mapping[str, float]:
    """What was expected on the whole, what came, and log loss."""
    return {
        "expected": round(found.expected, 4),
        "known": round(found.passed.share, 4),
        "answers": found.passed.of,
        "log loss": round(found.log_loss, 4),
        "log loss of the average": round(found.baseline, 4),
    }


def log_loss_said(found: Calibration) -> str:
    """How good the foresight was, and where it was furthest from what came."""
    better = "closer" if found.log_loss < found.baseline else "no closer"
    said = (
        f"Card by card it was {better} than naming the average for each would have been (log loss "
        f"{found.log_loss:.3f} against {found.baseline:.3f}; less is closer)."
    )
    enough = [each for each in found.bins if each.passed.of >= ENOUGH]
    if len(enough) > 1:
        most = max(enough, key=lambda each: abs(each.expected - each.passed.share))
        among = "" if len(enough) == len(found.bins) else f" (among lines of {ENOUGH} or more)"
        said += (
            f" Furthest apart{among}: {phrases.percent(most.expected)} expected, "
            f"{phrases.percent(most.passed.share)} of {most.passed.of:,} known."
        )
    return said


def _paper_said(one: TestedMockExam) -> str:
    passed = one.outcome.passed
    return (
        f"In the mock exam of {phrases.short_date(one.day)} it foretold {one.low:.0f} to {one.high:.0f} of "
        f"{passed.of} right; you gave {passed.passed}."
    )
