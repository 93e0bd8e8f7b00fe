"""Charts over days and hours: what comes back when, the time it took, and the hour of day."""

from __future__ import annotations

from math import ceil

from srm_quiz import phrases
from srm_quiz.charts.axes import COUNT_STEPS, HEIGHT, MINUTE_STEPS, WIDEST, day_columns
from srm_quiz.charts.canvas import Line, plot
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.days import days_after
from srm_quiz.domain.readiness.calibration import joined
from srm_quiz.domain.statistics import DayTotal
from srm_quiz.study.chart_data import ChartData

DAYS = 30

ENOUGH = 20
"""From so many reviews on an hour says how much is known in it."""


def coming(data: ChartData) -> Chart:
    """The reviews of the coming days."""
    title, counts, names = "What is coming?", data.statistics.forecast, ("day", "reviews")
    if not sum(counts):
        said = "After your first answers, this shows when cards come back over the next 30 days."
        return Chart("forecast", title, said, columns=names)
    busiest = max(range(len(counts)), key=lambda n: counts[n])
    said = (
        f"{phrases.count(counts[0], 'review')} today, {sum(counts[:7]):,} in the next seven days, "
        f"{sum(counts):,} in 30. The fullest day is {phrases.short_date(data.today, busiest)} with "
        f"{counts[busiest]:,}."
    )

    def draw(width: int) -> list[Line]:
        per, lines = day_columns(counts, data.today, width, COUNT_STEPS)
        return [_unit("reviews a day", per), *lines]

    rows = tuple((days_after(data.today, n).isoformat(), count) for n, count in enumerate(counts))
    return Chart("forecast", title, said, draw, names, rows)


def time(data: ChartData) -> Chart:
    """The minutes of the last days."""
    title, names = "Time", ("day", "answers", "seconds")
    days = [days_after(data.today, n) for n in range(1 - DAYS, 1)]
    totals = [data.statistics.days.get(day, DayTotal(0, 0.0)) for day in days]
    answers, seconds = sum(each.answers for each in totals), sum(each.seconds for each in totals)
    if not answers:
        said = "After your first answers, this shows the minutes of each day."
        return Chart("time", title, said, columns=names)
    most = max(range(DAYS), key=lambda n: totals[n].seconds)
    said = (
        f"In {DAYS} days {phrases.seconds(seconds)} of thought, {seconds / answers:.1f} seconds for an "
        f"answer. The longest day was {phrases.short_date(days[most])} with "
        f"{phrases.seconds(totals[most].seconds)}."
    )

    def draw(width: int) -> list[Line]:
        minutes = [each.seconds / 60 for each in totals]
        per, lines = day_columns(minutes, days[0], width, MINUTE_STEPS)
        return [_unit("minutes a day", per), *lines]

    rows = tuple(
        (day.isoformat(), each.answers, round(each.seconds, 1))
        for day, each in zip(days, totals, strict=True)
    )
    return Chart("time", title, said, draw, names, rows)


def hours(data: ChartData) -> Chart:
    """How much is reviewed in each hour of the day, and how much of it is known."""
    title, found, names = "Hour of day", data.statistics.hours, ("hour", "passed", "reviews")
    whole = joined(found)
    if not whole.of:
        said = "After your first reviews on a later day, this shows at what hour you remember best."
        return Chart("hours", title, said, columns=names)
    enough = [hour for hour, each in enumerate(found) if each.of >= ENOUGH]
    said = f"{phrases.count(whole.of, 'review')} of cards learnt before, by the hour."
    if len(enough) > 1:
        best, least = (pick(enough, key=lambda hour: found[hour].share) for pick in (max, min))
        said += (
            f" You know most between {best}:00 and {best + 1}:00, {phrases.percent(found[best].share)}, and "
            f"least between {least}:00 and {least + 1}:00, {phrases.percent(found[least].share)}."
        )

    def draw(width: int) -> list[Line]:
        used = [hour for hour, each in enumerate(found) if each.of]
        shown = range(used[0], used[-1] + 1)
        top = max(each.of for each in found)
        step = next((step for step in COUNT_STEPS if step * HEIGHT >= top), ceil(top / HEIGHT))
        left = max(len("% known"), len(f"{step * HEIGHT:,}"))
        marks = [f"{n * step:>{left},}" for n in range(HEIGHT + 1)]
        each = max(1, min(WIDEST, (width - left - 2) // len(shown)))
        stride = ceil(3 / each)
        shares = [found[hour].of / (step * HEIGHT) for hour in shown]
        ticks, known = "", ""
        for hour in shown[::stride]:
            is_enough = found[hour].of >= ENOUGH
            ticks += f"{hour}".ljust(stride * each)
            known += (f"{100 * found[hour].share:.0f}" if is_enough else "-").ljust(stride * each)
        return [
            (("reviews in an hour", "muted"),),
            *plot(shares, marks, each),
            ((f"{'hour':>{left}}  {ticks}".rstrip(), "muted"),),
            ((f"{'% known':>{left}}  {known}".rstrip(), ""),),
        ]

    rows = tuple((hour, each.passed, each.of) for hour, each in enumerate(found))
    return Chart("hours", title, said, draw, names, rows)


def _unit(name: str, per: int) -> Line:
    """What the columns count, above them."""
    return ((f"{name}, weekly means" if per > 1 else name, "muted"),)
