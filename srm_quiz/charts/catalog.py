"""The charts of the statistics, in the order of the questions people come with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from srm_quiz import phrases
from srm_quiz.charts import activity, collection, readiness
from srm_quiz.charts.axes import recall_curve
from srm_quiz.charts.canvas import Line, bar, calendar, cut, first_day
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.cards import Owner
from srm_quiz.domain.readiness.calibration import joined
from srm_quiz.domain.statistics import Confusion, Hard, Week
from srm_quiz.study.chart_data import ChartData

CONFUSIONS_DRAWN = 6
"""Confusions of options that are drawn; the table and the drill have more."""

WIDEST_BAR = 60


def charts(data: ChartData) -> list[Chart]:
    """All charts: am I ready, am I remembering, what is coming, where am I weak, my year."""
    return [make(data) for make in CHARTS]


def _ready(data: ChartData) -> Chart:
    here, title = data.readiness, "Am I ready?"
    points = {each.day: (each.recall, each.chance) for each in data.predictions}
    if here is not None:
        chance = here.estimate
        said = (
            f"If you stopped today you would know {phrases.percent(here.recall)} of {here.cards:,} cards on "
            f"{phrases.short_date(here.exam.day)}: {phrases.readiness_line(chance)}. "
            "It speaks of these cards, not of the whole exam."
        )
        points[data.today] = here.recall, chance.chance
    elif data.exam_day is not None:
        said = phrases.exam_over(data.exam_day, data.today)
    else:
        said = (
            "With the day of your exam set (key a on the home screen), this shows how ready you are for it."
        )
    names = ("day", "recall on exam day", "chance to pass")
    if not points:
        return Chart("ready", title, said, columns=names)
    recalls = {day: recall for day, (recall, _) in points.items()}
    if len(points) > 1:
        first, last = min(points), max(points)
        less, more = recalls[first], recalls[last]
        said += (
            f" The recall expected on exam day went from {phrases.percent(less)} on "
            f"{first.day} {first:%B %Y} to {phrases.percent(more)} on {last.day} {last:%B %Y}."
        )
    rows = tuple((day.isoformat(), round(recall, 4), round(of, 4)) for day, (recall, of) in points.items())
    return Chart("ready", title, said, partial(recall_curve, recalls), names, rows)


def _remembering(data: ChartData) -> Chart:
    found = data.statistics
    title, weeks = "Am I remembering?", found.weeks
    names = ("week of", "young passed", "young reviews", "mature passed", "mature reviews")
    if not weeks:
        said = "After your first reviews on a later day, this shows how many of them you still knew, by week."
        return Chart("retention", title, said, columns=names)
    whole = joined(passed for week in weeks for passed in (week.young, week.mature))
    last = weeks[-1]
    this_week = joined([last.young, last.mature])
    said = (
        f"Of {phrases.count(whole.of, 'review')} in {phrases.count(len(weeks), 'week')} you knew "
        f"{phrases.percent(whole.share)}; you aim at {phrases.percent(found.desired)}."
    )
    if this_week.of and len(weeks) > 1:
        said += f" This week: {phrases.percent(this_week.share)} of {this_week.of}."
    said += " A card is young while it comes back within three weeks, and mature after that."
    rows = tuple(
        (week.monday.isoformat(), week.young.passed, week.young.of, week.mature.passed, week.mature.of)
        for week in weeks
    )
    return Chart("retention", title, said, partial(_weeks, weeks, found.desired), names, rows)


def _confused(data: ChartData) -> Chart:
    title, found = "What do I confuse?", data.statistics.confusions
    owners = data.statistics.owners
    names = ("what", "card", "taken", "right", "times")
    if not found and not owners:
        said = "After a few wrong answers, this shows which wrong option you take for which right one."
        return Chart("confusions", title, said, columns=names)
    said = ""
    if owners:
        (named, right), times = max(owners.items(), key=lambda each: each[1])
        said = (
            f"Most often you name {_owner(named)} where {_owner(right)} is right "
            f"({phrases.count(times, 'time')}). "
        )
    if found:
        said += f"{phrases.count(data.statistics.taken, 'wrong option')} you have taken for the right one"
        said += ":" if data.statistics.taken <= CONFUSIONS_DRAWN else "; these most often:"
    rows: list[tuple[Any, ...]] = [
        ("option", each.card, each.taken, each.right, each.times) for each in found
    ]
    rows += [("owner", "", a.value, b.value, times) for (a, b), times in sorted(owners.items())]
    cards = tuple(dict.fromkeys([*(each.card for each in found), *data.statistics.beside]))
    draw = partial(_confusion_lines, found[:CONFUSIONS_DRAWN], owners)
    return Chart("confusions", title, said, draw, names, tuple(rows), cards)


def _hard(data: ChartData) -> Chart:
    title, found = "Hardest cards", data.statistics.hardest
    names = ("card", "times forgotten", "difficulty", "leech")
    if not found:
        said = "Cards that you knew once and forgot are listed here, those forgotten most often first."
        return Chart("hardest", title, said, columns=names)
    leeches, forgotten = data.statistics.leeches, data.statistics.forgotten
    said = f"{phrases.count(forgotten, 'card')} you knew once and forgot"
    said += f", the {len(found)} hardest of them here." if forgotten > len(found) else "."
    if leeches:
        is_are = "is a leech, a card" if leeches == 1 else "are leeches, cards"
        said += f" {leeches:,} {is_are} forgotten again and again: another wording helps more than another "
        said += "repetition."
    cards = [(each, data.card(each.card)) for each in found]
    asked = [(each, phrases.asked_text(card) if card else each.card) for each, card in cards]
    rows = tuple((each.card, each.lapses, round(each.difficulty, 2), each.leech) for each in found)
    draw = partial(_hard_lines, asked)
    return Chart("hardest", title, said, draw, names, rows, tuple(each.card for each in found))


def _year(data: ChartData) -> Chart:
    title, days, names = "My year", data.statistics.days, ("day", "answers", "seconds")
    if not days:
        said = "Every day you study becomes a cell of this calendar."
        return Chart("year", title, said, columns=names)
    first = first_day(data.today)
    shown = {day: total for day, total in days.items() if first <= day <= data.today}
    answers = sum(total.answers for total in shown.values())
    studied = sum(total.answers > 0 for total in shown.values())
    seconds = sum(total.seconds for total in shown.values())
    said = (
        f"{phrases.count(answers, 'answer')} on {phrases.count(studied, 'day')} of the last year, "
        f"{phrases.seconds(seconds)} of thought."
    )
    rows = tuple(
        (day.isoformat(), total.answers, round(total.seconds)) for day, total in sorted(days.items())
    )
    return Chart("year", title, said, partial(calendar, shown, data.today), names, rows)


CHARTS: tuple[Callable[[ChartData], Chart], ...] = (
    _ready,
    _remembering,
    activity.coming,
    collection.decks,
    _confused,
    _hard,
    _year,
    activity.time,
    collection.topics,
    readiness.foretold,
    readiness.calibrated,
    activity.hours,
    collection.ratings,
    collection.states,
    collection.stability,
    collection.retrievability,
)
"""In the order of the screen: the questions people come with first."""


def _weeks(weeks: Sequence[Week], desired: float, width: int) -> list[Line]:
    """A bar for each week with a stroke at what is aimed at."""
    has_ages = width >= 56
    room = max(1, min(WIDEST_BAR, width - 36 if has_ages else width - 20))
    aim = cut(f"│ aim {phrases.percent(desired)}", room)
    ages = f"{'young':>8}{'mature':>8}" if has_ages else ""
    lines: list[Line] = [((f"{'week of':<11}{'known':>7}  {aim:<{room}}{ages}", "muted"),)]
    for week in weeks:
        whole, name = joined([week.young, week.mature]), phrases.short_date(week.monday)
        if not whole.of:
            lines.append(((f"{name:<11}{'-':>7}", "muted"),))
            continue
        young, mature = (phrases.percent(one.share) if one.of else "-" for one in (week.young, week.mature))
        lines.append(
            (
                (f"{name:<11}{phrases.percent(whole.share):>7}  ", ""),
                *bar(whole.share, room, mark=desired),
                (f"{young:>8}{mature:>8}" if has_ages else "", "muted"),
            )
        )
    return lines


def _owner(owner: Owner) -> str:
    return {Owner.AWS: "AWS", Owner.CUSTOMER: "the customer", Owner.SHARED: "shared"}[owner]


def _confusion_lines(
    found: Sequence[Confusion], owners: Mapping[tuple[Owner, Owner], int], width: int
) -> list[Line]:
    """What is taken, each above what is right; then the owners that are named for others."""
    lines: list[Line] = []
    for each in found:
        often = f"{each.times:>4}×  "
        lines.append(((often, ""), ("✗ ", "error"), (cut(each.taken, width - 9), "")))
        lines.append(((" " * len(often), ""), ("✓ ", "success"), (cut(each.right, width - 9), "muted")))
    if owners:
        lines += [(("", ""),)] if lines else []
        lines.append((("named, where another is right", "muted"),))
    top = max(owners.values(), default=1)
    for (named, right), times in sorted(owners.items(), key=lambda each: (-each[1], each[0])):
        words = f"{_owner(named)} for {_owner(right)}"
        room = max(1, min(WIDEST_BAR, width - 31))
        lines.append(((f"{words:<24}", ""), *bar(times / top, room), (f"{times:>6}×", "")))
    return lines


def _hard_lines(found: Sequence[tuple[Hard, str]], width: int) -> list[Line]:
    room = width - 14
    return [
        (
            (f"{hard.lapses:>4}×  ", ""),
            (f"{cut(text, room):<{room}}", ""),
            ("  leech" if hard.leech else "", "error"),
        )
        for hard, text in found
    ]
