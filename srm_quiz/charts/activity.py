"""Charts of activity: the reviews to come, the time spent, the hour of day, and the year."""

from __future__ import annotations

from functools import partial
from math import ceil

from srm_quiz import phrases
from srm_quiz.charts.axes import COUNT_STEPS, HEIGHT, MINUTE_STEPS, WIDEST, averaged, day_columns
from srm_quiz.charts.canvas import Line, calendar, first_day, plot
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.days import days_after
from srm_quiz.domain.readiness.calibration import joined
from srm_quiz.domain.statistics import DayTotal
from srm_quiz.study.chart_data import ChartData

DAYS = 30

ENOUGH = 20
"""From so many reviews on, an hour's share of known cards is shown."""


def forecast(data: ChartData) -> Chart:
    """The reviews that fall due on each of the coming days."""
    title, counts, columns = "What is coming?", data.statistics.forecast, ("day", "reviews")
    if not sum(counts):
        summary = "After your first answers, this shows when cards come back over the next 30 days."
        return Chart("forecast", title, summary, columns=columns)
    busiest = max(range(len(counts)), key=lambda n: counts[n])
    summary = (
        f"By their dates {counts[0]:,} of your cards come back by today, {sum(counts[:7]):,} within seven "
        f"days, {sum(counts):,} within 30. The fullest day is {phrases.short_date(data.today, busiest)} with "
        f"{counts[busiest]:,}."
    )

    def draw(width: int) -> list[Line]:
        days_per_column, lines = day_columns(counts, data.today, width, COUNT_STEPS)
        return [_heading("reviews a day", days_per_column), *lines]

    rows = tuple((days_after(data.today, n).isoformat(), count) for n, count in enumerate(counts))
    return Chart("forecast", title, summary, draw, columns, rows)


def time(data: ChartData) -> Chart:
    """The minutes spent on each of the last days."""
    title, columns = "Time", ("day", "answers", "seconds")
    days = [days_after(data.today, n) for n in range(1 - DAYS, 1)]
    totals = [data.statistics.days.get(day, DayTotal(0, 0.0)) for day in days]
    answers, seconds = sum(total.answers for total in totals), sum(total.seconds for total in totals)
    if not answers:
        summary = "After your first answers, this shows the minutes of each day."
        return Chart("time", title, summary, columns=columns)
    longest = max(range(DAYS), key=lambda n: totals[n].seconds)
    summary = (
        f"In {DAYS} days {phrases.seconds(seconds)} of thought, {seconds / answers:.1f} seconds for an "
        f"answer. The longest day was {phrases.short_date(days[longest])} with "
        f"{phrases.seconds(totals[longest].seconds)}."
    )

    def draw(width: int) -> list[Line]:
        minutes = [total.seconds / 60 for total in totals]
        days_per_column, lines = day_columns(minutes, days[0], width, MINUTE_STEPS)
        return [_heading("minutes a day", days_per_column), *lines]

    rows = tuple(
        (day.isoformat(), total.answers, round(total.seconds, 1))
        for day, total in zip(days, totals, strict=True)
    )
    return Chart("time", title, summary, draw, columns, rows)


def hours(data: ChartData) -> Chart:
    """How much is reviewed in each hour of the day, and how much of it is known."""
    title, by_hour, columns = "Hour of day", data.statistics.hours, ("hour", "passed", "reviews")
    reviews = joined(by_hour)
    if not reviews.of:
        summary = "After your first reviews on a later day, this shows at what hour you remember best."
        return Chart("hours", title, summary, columns=columns)
    compared = [hour for hour, passed in enumerate(by_hour) if passed.of >= ENOUGH]
    summary = f"{phrases.count(reviews.of, 'review')} of cards learnt before, by the hour."
    if len(compared) > 1:
        best, worst = (pick(compared, key=lambda hour: by_hour[hour].share) for pick in (max, min))
        summary += (
            f" You know most between {best}:00 and {best + 1}:00, {phrases.percent(by_hour[best].share)}, "
            f"and least between {worst}:00 and {worst + 1}:00, {phrases.percent(by_hour[worst].share)}."
        )

    def draw(width: int) -> list[Line]:
        used = [hour for hour, passed in enumerate(by_hour) if passed.of]
        shown = range(used[0], used[-1] + 1)
        top = max(passed.of for passed in by_hour)
        step = next((step for step in COUNT_STEPS if step * HEIGHT >= top), ceil(top / HEIGHT))
        left = max(len("% known"), len(f"{step * HEIGHT:,}"))
        marks = [f"{n * step:>{left},}" for n in range(HEIGHT + 1)]
        cells = max(1, min(WIDEST, (width - left - 2) // len(shown)))
        stride = ceil(3 / cells)
        shares = [by_hour[hour].of / (step * HEIGHT) for hour in shown]
        ticks, known = "", ""
        for hour in shown[::stride]:
            is_enough = by_hour[hour].of >= ENOUGH
            ticks += f"{hour}".ljust(stride * cells)
            known += (f"{100 * by_hour[hour].share:.0f}" if is_enough else "-").ljust(stride * cells)
        return [
            (("reviews in an hour", "muted"),),
            *plot(shares, marks, cells),
            ((f"{'hour':>{left}}  {ticks}".rstrip(), "muted"),),
            ((f"{'% known':>{left}}  {known}".rstrip(), ""),),
        ]

    rows = tuple((hour, passed.passed, passed.of) for hour, passed in enumerate(by_hour))
    return Chart("hours", title, summary, draw, columns, rows)


def year(data: ChartData) -> Chart:
    """The days of the last year as a calendar."""
    title, days, columns = "My year", data.statistics.days, ("day", "answers", "seconds")
    if not days:
        summary = "Every day you study becomes a cell of this calendar."
        return Chart("year", title, summary, columns=columns)
    first = first_day(data.today)
    shown = {day: total for day, total in days.items() if first <= day <= data.today}
    answers = sum(total.answers for total in shown.values())
    studied = sum(total.answers > 0 for total in shown.values())
    seconds = sum(total.seconds for total in shown.values())
    summary = (
        f"{phrases.count(answers, 'answer')} on {phrases.count(studied, 'day')} of the last year, "
        f"{phrases.seconds(seconds)} of thought."
    )
    rows = tuple(
        (day.isoformat(), total.answers, round(total.seconds)) for day, total in sorted(days.items())
    )
    return Chart("year", title, summary, partial(calendar, shown, data.today), columns, rows)


def _heading(unit: str, days_per_column: int) -> Line:
    """The unit of the columns, and over how long each is averaged."""
    return ((f"{unit}, {averaged(days_per_column)}" if days_per_column > 1 else unit, "muted"),)
