"""Charts of what can be counted: mastery by deck and topic, ratings, and where the cards stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from srm_quiz import phrases
from srm_quiz.charts.canvas import Line, bar, wrapped
from srm_quiz.charts.chart import Chart, Drawing
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.statistics import Mastery
from srm_quiz.study.chart_data import ChartData

NARROWEST_BAR, NARROW_BAR, WIDEST_BAR = 9, 14, 60
NARROWEST_NAME = 6
BEFORE = "There is nothing to count before your first answers."
EXAMS = {preset.tag: f"{preset.title} {preset.name}" for preset in PRESETS.values()}
"""The exams whose tags are known, by tag."""


def decks(data: ChartData) -> Chart:
    """How much of each deck is known."""
    return _mastered("decks", "Where am I weak?", data.statistics.decks, 12)


def topics(data: ChartData) -> Chart:
    """How much of each topic is known, and of what is asked in each exam: both are tags."""
    found = sorted(data.statistics.topics, key=lambda each: each.name not in EXAMS)
    named = [replace(each, name=EXAMS.get(each.name, each.name)) for each in found]
    return _mastered("topics", "Topics and exams", named, 14)


def _mastered(id: str, title: str, found: Sequence[Mastery], most: int) -> Chart:
    begun = [each for each in found if each.seen]
    names = ("name", "cards", "seen", "known")
    if not begun:
        said = "After your first answers, this shows how much of each topic you know."
        return Chart(id, title, said, columns=names)
    exams = [each for each in begun if id == "topics" and each.name in EXAMS.values()]
    others = [each for each in begun if each not in exams]
    said = ""
    if exams:
        shares = " and ".join(map(_share, exams))
        said = f"You would know {shares} now. "
    if id == "decks":
        cards = sum(each.cards for each in found)
        known = sum(each.cards * each.known for each in found) / cards
        said = f"You would know {phrases.percent(known)} of all {cards:,} cards now. "
    if others:
        said += f"The weakest you have begun: {', '.join(map(_named, others[:3]))}."
    rows = tuple((each.name, each.cards, each.seen, round(each.known, 4)) for each in found)
    return Chart(id, title, said.strip(), _mastery(begun[:most]), names, rows)


def _mastery(found: Sequence[Mastery]) -> Drawing:
    longest = max(len(each.name) for each in found)

    def draw(width: int) -> list[Line]:
        tail = 20 if width >= 60 else 0
        room = width - tail - 8 - (NARROW_BAR if tail else NARROWEST_BAR)
        most = min(longest, max(NARROWEST_NAME, room))
        names = [wrapped(each.name, most) for each in found]
        # What the wrapped names leave of their column is the bars'.
        column = max(len(line) for lines in names for line in lines)
        room = max(1, min(WIDEST_BAR, width - tail - 8 - column))
        lines: list[Line] = []
        for each, (name, *more) in zip(found, names, strict=True):
            lines.append(
                (
                    (f"{name:<{column}}  ", ""),
                    *bar(each.known, room),
                    (f"{phrases.percent(each.known):>6}", ""),
                    (f"{f'{each.seen:,} of {each.cards:,} seen':>20}" if tail else "", "muted"),
                )
            )
            lines += [((line, ""),) for line in more]
        return lines

    return draw


def _share(one: Mastery) -> str:
    return f"{phrases.percent(one.known)} of the {phrases.count(one.cards, 'card')} for {one.name}"


def _named(one: Mastery) -> str:
    return f"{one.name} ({phrases.percent(one.known)})"


def ratings(data: ChartData) -> Chart:
    """How often each rating was given."""
    found = [(each.name.lower(), data.statistics.ratings.get(each, 0)) for each in Rating]
    whole = sum(count for _, count in found)
    shares = ", ".join(f"{phrases.percent(count / max(1, whole))} {name}" for name, count in found)
    return _counts("ratings", "Ratings", f"{phrases.count(whole, 'answer')} in the drill: {shares}.", found)


def states(data: ChartData) -> Chart:
    """Cards by state."""
    found = data.statistics.states
    whole = sum(found.values())
    if found["new"] == whole:
        said = f"{phrases.count(whole, 'card')}, none answered yet: all of them are new."
        return _counts("states", "Cards", said, list(found.items()))
    shares = ", ".join(f"{count:,} {name}" for name, count in found.items() if count)
    said = (
        f"{phrases.count(whole, 'card')}: {shares}. A young card comes back within three weeks, a mature one "
        "after a longer time."
    )
    return _counts("states", "Cards", said, list(found.items()))


def stability(data: ChartData) -> Chart:
    """How long cards are remembered."""
    found = data.statistics.stability
    whole = sum(count for _, count in found)
    long = sum(count for _, count in found[4:])
    said = (
        "How many days pass until the chance that you know a card has fallen to 90 % (its stability). "
        f"{long:,} of {phrases.count(whole, 'card')} last three weeks or longer, "
        f"{sum(n for _, n in found[:3]):,} less than one week."
    )
    return _counts("stability", "How long I remember", said, list(found))


def retrievability(data: ChartData) -> Chart:
    """What would be known right now."""
    found = data.statistics.retrievability
    tenths = [(f"{10 * n} to {10 * n + 10} %", count) for n, count in enumerate(found)]
    seen = sum(each.seen for each in data.statistics.decks)
    known = sum(each.cards * each.known for each in data.statistics.decks) / max(1, seen)
    said = (
        f"Of the {phrases.count(seen, 'card')} you have begun you would know {phrases.percent(known)} right "
        f"now. Cards by the chance that you know them (retrievability): {found[-1]:,} have 90 % or more, "
        f"{sum(found[:5]) or 'none'} less than 50 %."
    )
    return _counts("retrievability", "What I know now", said, [each for each in tenths if each[1]])


def _counts(id: str, title: str, said: str, counts: Sequence[tuple[str, int]]) -> Chart:
    whole = sum(count for _, count in counts)
    if not whole:
        return Chart(id, title, BEFORE, columns=("what", "count"))

    def draw(width: int) -> list[Line]:
        room = max(1, min(WIDEST_BAR, width - 29))
        return [
            (
                (f"{name:<14}", ""),
                *bar(count / whole, room),
                (f"{count:>8,}{phrases.percent(count / whole):>7}", ""),
            )
            for name, count in counts
        ]

    return Chart(id, title, said, draw, ("what", "count"), tuple(counts))
