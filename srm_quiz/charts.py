"""The charts of the statistics, in the order of the questions people come with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from srm_quiz import counted, foretold, phrases
from srm_quiz.chart import Chart, Material
from srm_quiz.curves import recall_curve
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.calibration import joined
from srm_quiz.domain.days import Moment, StudyDay, days_after
from srm_quiz.domain.hindsight import hindsight
from srm_quiz.domain.responsibility import Owner
from srm_quiz.domain.statistics import DayTotal, Week, first_monday, statistics
from srm_quiz.drawing import Line, bar, calendar, columns, cut, first_day
from srm_quiz.outlook import standpoint
from srm_quiz.settings import Settings
from srm_quiz.store.store import Store

__all__ = ["Chart", "Material", "charts", "material"]

CONFUSIONS_DRAWN = 6
"""Confusions of options that are drawn; the table and the drill have more."""


def material(library: Library, store: Store, settings: Settings, now: Moment) -> Material:
    """What charts are drawn from, read now."""
    found = statistics(
        library.decks,
        store.progress(),
        store.counts(first_monday(now.day)),
        store.mistakes(),
        store.outcomes(),
        now.day,
        settings.policy(store.seed),
    )
    exam, predictions, papers = settings.exam_date, store.predictions(), store.papers()
    later = store.later_reviews() if predictions or papers else ()
    return Material(
        found=found,
        today=now.day,
        card=library.card,
        standpoint=standpoint(library, store, settings, now),
        predictions=[one for one in predictions if one.exam == exam],
        hindsight=hindsight(predictions, later, papers, settings.policy(store.seed).memory),
        exam_day=StudyDay(exam) if exam else None,
    )


def charts(material: Material) -> list[Chart]:
    """All charts: am I ready, am I remembering, what is coming, where am I weak, my year."""
    return [make(material) for make in CHARTS]


def _ready(one: Material) -> Chart:
    here, title = one.standpoint, "Am I ready?"
    points = {each.day: (each.recall, each.chance) for each in one.predictions}
    if here is not None:
        chance = here.readiness
        said = (
            f"If you stopped today you would know {phrases.percent(here.recall)} of {here.cards:,} cards on "
            f"{phrases.short_date(here.exam.day)}: {phrases.readiness_line(chance)}. "
            "It speaks of these cards, not of the whole exam."
        )
        points[one.today] = here.recall, chance.chance
    elif one.exam_day is not None:
        said = phrases.exam_over(one.exam_day, one.today)
    else:
        said = (
            "With the day of your exam set (key a on the home screen), this shows how ready you are for it."
        )
    if not points:
        return Chart("ready", title, said)
    recalls = {day: recall for day, (recall, _) in points.items()}
    if len(points) > 1:
        first, last = min(points), max(points)
        less, more = recalls[first], recalls[last]
        said += (
            f" The recall expected on exam day went from {phrases.percent(less)} on "
            f"{first.day} {first:%B %Y} to {phrases.percent(more)} on {last.day} {last:%B %Y}."
        )
    rows = tuple((day.isoformat(), round(recall, 4), round(of, 4)) for day, (recall, of) in points.items())
    names = ("day", "recall on exam day", "chance to pass")
    return Chart("ready", title, said, tuple(recall_curve(recalls)), names, rows)


def _remembering(one: Material) -> Chart:
    found = one.found
    title, weeks = "Am I remembering?", found.weeks
    if not weeks:
        said = "After your first reviews on a later day, this shows how many of them you still knew, by week."
        return Chart("retention", title, said)
    whole = joined(passed for week in weeks for passed in (week.young, week.mature))
    last = weeks[-1]
    this_week = joined([last.young, last.mature])
    said = (
        f"Of {phrases.count(whole.of, 'review')} in {phrases.count(len(weeks), 'week')} you knew "
        f"{phrases.percent(whole.share)}; you aim at {phrases.percent(found.desired)}."
    )
    if this_week.of and len(weeks) > 1:
        said += f" This week: {phrases.percent(this_week.share)} of {this_week.of}."
    lines = [_retention_line(week, found.desired) for week in weeks]
    rows = tuple(
        (week.monday.isoformat(), week.young.passed, week.young.of, week.mature.passed, week.mature.of)
        for week in weeks
    )
    head: Line = ((f"{'week of':<12}{'known':>7}  {'':36}{'young':>7}{'mature':>8}", "muted"),)
    names = ("week of", "young passed", "young reviews", "mature passed", "mature reviews")
    return Chart("retention", title, said, (head, *lines), names, rows)


def _coming(one: Material) -> Chart:
    title, counts = "What is coming?", one.found.forecast
    if not sum(counts):
        said = "After your first answers, this shows when cards come back over the next 30 days."
        return Chart("forecast", title, said)
    week = sum(counts[:7])
    busiest = max(range(len(counts)), key=lambda n: counts[n])
    said = (
        f"{phrases.count(counts[0], 'review')} today, {week:,} in the next seven days, {sum(counts):,} in "
        f"30. The fullest day is {phrases.short_date(one.today, busiest)} with {counts[busiest]:,}."
    )
    top = max(counts)
    lines = [*columns([count / top for count in counts], 2), _day_axis(one.today, len(counts))]
    rows = tuple((days_after(one.today, n).isoformat(), count) for n, count in enumerate(counts))
    return Chart("forecast", title, said, tuple(lines), ("day", "reviews"), rows)


def _confused(one: Material) -> Chart:
    title, found = "What do I confuse?", one.found.confusions
    owners = one.found.owners
    if not found and not owners:
        said = "After a few wrong answers, this shows which wrong option you take for which right one."
        return Chart("confusions", title, said)
    said = ""
    if owners:
        (named, right), times = max(owners.items(), key=lambda each: each[1])
        said = (
            f"Most often you name {_owner(named)} where {_owner(right)} is right "
            f"({phrases.count(times, 'time')}). "
        )
    if found:
        said += f"{phrases.count(one.found.taken, 'wrong option')} you have taken for the right one"
        said += ":" if one.found.taken <= CONFUSIONS_DRAWN else "; these most often:"
    lines: list[Line] = []
    for each in found[:CONFUSIONS_DRAWN]:
        lines.append((("✗ ", "error"), (cut(each.taken, 62), ""), (f"  {each.times}×", "muted")))
        lines.append((("✓ ", "success"), (cut(each.right, 66), "muted")))
    if owners:
        lines += _owner_lines(owners)
    rows: list[tuple[Any, ...]] = [
        ("option", each.card, each.taken, each.right, each.times) for each in found
    ]
    rows += [("owner", "", a.value, b.value, times) for (a, b), times in sorted(owners.items())]
    names = ("what", "card", "taken", "right", "times")
    cards = tuple(dict.fromkeys([*(each.card for each in found), *one.found.beside]))
    return Chart("confusions", title, said, tuple(lines), names, tuple(rows), cards)


def _hard(one: Material) -> Chart:
    title, found = "Hardest cards", one.found.hardest
    if not found:
        said = "Cards that you knew once and forgot are listed here, those forgotten most often first."
        return Chart("hardest", title, said)
    leeches, forgotten = one.found.leeches, one.found.forgotten
    said = f"{phrases.count(forgotten, 'card')} you knew once and forgot"
    said += f", the {len(found)} hardest of them here." if forgotten > len(found) else "."
    if leeches:
        is_are = "is a leech" if leeches == 1 else "are leeches"
        said += f" {leeches:,} {is_are}: another wording helps more than another repetition."
    lines: list[Line] = []
    for each in found:
        card = one.card(each.card)
        text = phrases.asked_text(card) if card else each.card
        mark = "leech" if each.leech else ""
        lines.append(((f"{each.lapses:>3}×  ", ""), (cut(text, 58), ""), (f"  {mark}", "error")))
    rows = tuple((each.card, each.lapses, round(each.difficulty, 2), each.leech) for each in found)
    names = ("card", "times forgotten", "difficulty", "leech")
    return Chart("hardest", title, said, tuple(lines), names, rows, tuple(each.card for each in found))


def _year(one: Material) -> Chart:
    title, days = "My year", one.found.days
    if not days:
        return Chart("year", title, "Every day you study becomes a cell of this calendar.")
    first = first_day(one.today)
    shown = {day: total for day, total in days.items() if first <= day <= one.today}
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
    return Chart("year", title, said, calendar(shown, one.today), ("day", "answers", "seconds"), rows)


def _time(one: Material) -> Chart:
    title = "Time"
    days = [days_after(one.today, n) for n in range(-29, 1)]
    totals = [one.found.days.get(day, DayTotal(0, 0.0)) for day in days]
    answers, seconds = sum(each.answers for each in totals), sum(each.seconds for each in totals)
    if not answers:
        return Chart("time", title, "After your first answers, this shows the minutes of each day.")
    said = (
        f"In 30 days {phrases.seconds(seconds)} of thought, {seconds / answers:.1f} seconds for an answer; "
        f"at most {phrases.seconds(max(each.seconds for each in totals))} in a day."
    )
    top = max(each.seconds for each in totals) or 1
    lines = [*columns([each.seconds / top for each in totals], 2), _day_axis(days[0], 30)]
    rows = tuple(
        (day.isoformat(), each.answers, round(each.seconds, 1))
        for day, each in zip(days, totals, strict=True)
    )
    return Chart("time", title, said, tuple(lines), ("day", "answers", "seconds"), rows)


def _hours(one: Material) -> Chart:
    title, hours = "Hour of day", one.found.hours
    whole = joined(hours)
    if not whole.of:
        return Chart("hours", title, "After your first reviews, this shows at what hour you remember best.")
    enough = [n for n, each in enumerate(hours) if each.of >= 20]
    said = f"{phrases.count(whole.of, 'review')} of cards learnt before."
    if len(enough) > 1:
        best = max(enough, key=lambda n: hours[n].share)
        said += f" You know most between {best}:00 and {best + 1}:00: {phrases.percent(hours[best].share)}."
    top = max(each.of for each in hours)
    axis: Line = (("".join(f"{hour:<6}" for hour in range(0, 24, 3)) + "o'clock", "muted"),)
    lines = [*columns([each.of / top for each in hours], 2), axis]
    rows = tuple((hour, each.passed, each.of) for hour, each in enumerate(hours))
    return Chart("hours", title, said, tuple(lines), ("hour", "passed", "reviews"), rows)


CHARTS: tuple[Callable[[Material], Chart], ...] = (
    _ready,
    _remembering,
    _coming,
    counted.decks,
    _confused,
    _hard,
    _year,
    _time,
    counted.topics,
    foretold.foretold,
    foretold.calibrated,
    _hours,
    counted.ratings,
    counted.states,
    counted.stability,
    counted.retrievability,
)
"""In the order of the screen: the questions people come with first."""


def _retention_line(week: Week, desired: float) -> Line:
    whole = joined([week.young, week.mature])
    name = phrases.short_date(week.monday)
    if not whole.of:
        return ((f"{name:<12}{'-':>7}", "muted"),)
    young = phrases.percent(week.young.share) if week.young.of else "-"
    mature = phrases.percent(week.mature.share) if week.mature.of else "-"
    return (
        (f"{name:<12}{phrases.percent(whole.share):>7}  ", ""),
        *bar(whole.share, 34, mark=desired),
        (f"  {young:>7}{mature:>8}", "muted"),
    )


def _day_axis(first: StudyDay, days: int) -> Line:
    text = ""
    for n in range(0, days, 7):
        text = text.ljust(2 * n) + phrases.short_date(first, n)
    return ((text, "muted"),)


def _owner(owner: Owner) -> str:
    return {Owner.AWS: "AWS", Owner.CUSTOMER: "the customer", Owner.SHARED: "shared"}[owner]


def _owner_lines(owners: Mapping[tuple[Owner, Owner], int]) -> list[Line]:
    lines: list[Line] = [(("", ""),)]
    ranked = sorted(owners.items(), key=lambda each: (-each[1], each[0]))
    top = ranked[0][1]
    for (named, right), times in ranked:
        words = f"{_owner(named)} for {_owner(right)}"
        lines.append(((f"{words:<30}", ""), *bar(times / top, 30), (f"{times:>6}×", "")))
    return lines
