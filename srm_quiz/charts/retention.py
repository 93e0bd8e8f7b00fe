"""Charts of retention: how many reviews were passed, week by week and against what was expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from srm_quiz import phrases
from srm_quiz.charts.canvas import WIDEST_BAR, Line, bar, cut
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.readiness.calibration import Calibration, joined
from srm_quiz.domain.statistics import Week
from srm_quiz.study.chart_data import ChartData

ENOUGH = 30
"""From so many reviews on, a bin's passed share is compared in words with the expected one."""

WITH_AGES = 56
"""From so many cells on, a week's line has the shares of young and mature cards too."""


def retention(data: ChartData) -> Chart:
    """The share of reviews passed, week by week, against the desired retention."""
    title, weeks, desired = "Am I remembering?", data.statistics.weeks, data.statistics.desired
    columns = ("week of", "young passed", "young reviews", "mature passed", "mature reviews")
    if not weeks:
        summary = (
            "After your first reviews on a later day, this shows how many of them you still knew, by week."
        )
        return Chart("retention", title, summary, columns=columns)
    all_reviews = joined(passed for week in weeks for passed in (week.young, week.mature))
    this_week = joined([weeks[-1].young, weeks[-1].mature])
    summary = (
        f"Of {phrases.count(all_reviews.of, 'review')} in {phrases.count(len(weeks), 'week')} you knew "
        f"{phrases.percent(all_reviews.share)}; you aim at {phrases.percent(desired)}."
    )
    if this_week.of and len(weeks) > 1:
        summary += f" This week: {phrases.percent(this_week.share)} of {this_week.of}."
    summary += " A card is young while it comes back within three weeks, and mature after that."
    rows = tuple(
        (week.monday.isoformat(), week.young.passed, week.young.of, week.mature.passed, week.mature.of)
        for week in weeks
    )
    return Chart("retention", title, summary, partial(_week_lines, weeks, desired), columns, rows)


def _week_lines(weeks: Sequence[Week], desired: float, width: int) -> list[Line]:
    """A bar for each week with a stroke at the desired retention."""
    has_ages = width >= WITH_AGES
    room = max(1, min(WIDEST_BAR, width - 36 if has_ages else width - 20))
    aim = cut(f"│ aim {phrases.percent(desired)}", room)
    ages = f"{'young':>8}{'mature':>8}" if has_ages else ""
    lines: list[Line] = [((f"{'week of':<11}{'known':>7}  {aim:<{room}}{ages}", "muted"),)]
    for week in weeks:
        reviews, name = joined([week.young, week.mature]), phrases.short_date(week.monday)
        if not reviews.of:
            lines.append(((f"{name:<11}{'-':>7}", "muted"),))
            continue
        young, mature = (phrases.percent(age.share) if age.of else "-" for age in (week.young, week.mature))
        lines.append(
            (
                (f"{name:<11}{phrases.percent(reviews.share):>7}  ", ""),
                *bar(reviews.share, room, mark=desired),
                (f"{young:>8}{mature:>8}" if has_ages else "", "muted"),
            )
        )
    return lines


def calibration(data: ChartData) -> Chart:
    """Single reviews: the recall that was expected of them, and the share that was passed."""
    title, reviews = "Does the schedule know me?", data.statistics.calibration
    columns = ("expected", "passed", "reviews")
    if reviews is None:
        summary = (
            "After your first reviews on a later day, this compares what was expected with what you knew."
        )
        return Chart("calibration", title, summary, columns=columns)
    summary = (
        f"Over your last {phrases.count(reviews.passed.of, 'review')} it expected "
        f"{phrases.percent(reviews.expected)} and you knew {phrases.percent(reviews.passed.share)}. "
        f"{log_loss_sentence(reviews)}"
    )
    draw = partial(calibration_lines, reviews, "expected", "reviews")
    rows = tuple(
        (round(bucket.expected, 4), bucket.passed.passed, bucket.passed.of) for bucket in reviews.bins
    )
    figures = calibration_figures(reviews)
    return Chart("calibration", title, summary, draw, columns, rows, figures=figures)


def calibration_lines(calibration: Calibration, expected: str, noun: str, width: int) -> list[Line]:
    """Bins by expected recall: a bar for the share passed, with a stroke at the share expected.

    `expected` heads the expected shares, and `noun` the counts.
    """
    room = max(1, min(WIDEST_BAR, width - 26))
    legend = cut(f"│ {expected}", room)
    head: Line = ((f"{expected:>9} {'known':>6}  {legend:<{room}}{noun:>8}", "muted"),)
    return [
        head,
        *(
            (
                (f"{phrases.percent(bucket.expected):>9} {phrases.percent(bucket.passed.share):>6}  ", ""),
                *bar(bucket.passed.share, room, mark=bucket.expected),
                (f"{bucket.passed.of:>8,}", "muted"),
            )
            for bucket in calibration.bins
        ),
    ]


def calibration_figures(calibration: Calibration) -> Mapping[str, float]:
    """Expected and actual recall over all reviews, and log loss."""
    return {
        "expected": round(calibration.expected, 4),
        "known": round(calibration.passed.share, 4),
        "answers": calibration.passed.of,
        "log loss": round(calibration.log_loss, 4),
        "log loss of the average": round(calibration.baseline, 4),
    }


def log_loss_sentence(calibration: Calibration) -> str:
    """How close the expectations were, and which bin was furthest from the share passed."""
    closer = "closer" if calibration.log_loss < calibration.baseline else "no closer"
    sentence = (
        f"Card by card it was {closer} than naming the average for each would have been (log loss "
        f"{calibration.log_loss:.3f} against {calibration.baseline:.3f}; less is closer)."
    )
    compared = [bucket for bucket in calibration.bins if bucket.passed.of >= ENOUGH]
    if len(compared) > 1:
        furthest = max(compared, key=lambda bucket: abs(bucket.expected - bucket.passed.share))
        among = "" if len(compared) == len(calibration.bins) else f" (among lines of {ENOUGH} or more)"
        sentence += (
            f" Furthest apart{among}: {phrases.percent(furthest.expected)} expected, "
            f"{phrases.percent(furthest.passed.share)} of {furthest.passed.of:,} known."
        )
    return sentence
