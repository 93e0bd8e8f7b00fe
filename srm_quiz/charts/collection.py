"""Charts of the collection: mastery by deck and topic, ratings, and how well the cards are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from srm_quiz import phrases
from srm_quiz.charts.canvas import WIDEST_BAR, Line, bar, wrapped
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.exam.paper import PRESETS
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.statistics import Mastery
from srm_quiz.study.chart_data import ChartData

NARROWEST_BAR, NARROW_BAR = 9, 14
NARROWEST_NAME = 6
BEFORE = "There is nothing to count before your first answers."
EXAMS = {preset.tag: f"{preset.title} {preset.name}" for preset in PRESETS.values()}
"""The exams whose tags are known, by tag."""


def decks(data: ChartData) -> Chart:
    """How much of each deck is known."""
    all_decks = data.statistics.decks
    begun = [deck for deck in all_decks if deck.seen]
    if not begun:
        return _nothing_begun("decks", "Where am I weak?")
    cards = sum(deck.cards for deck in all_decks)
    known = sum(deck.cards * deck.known for deck in all_decks) / cards
    summary = f"You would know {phrases.percent(known)} of all {cards:,} cards now. {_weakest(begun)}"
    return _mastery("decks", "Where am I weak?", summary, all_decks, begun[:12])


def topics(data: ChartData) -> Chart:
    """How much of each topic is known, and of what is asked in each exam: both are tags."""
    exams = [topic for topic in data.statistics.topics if topic.name in EXAMS]
    others = [topic for topic in data.statistics.topics if topic.name not in EXAMS]
    exams = [replace(exam, name=EXAMS[exam.name]) for exam in exams]
    begun = [topic for topic in (*exams, *others) if topic.seen]
    if not begun:
        return _nothing_begun("topics", "Topics and exams")
    sentences = []
    if shares := [_share(exam) for exam in exams if exam.seen]:
        sentences.append(f"You would know {' and '.join(shares)} now.")
    if weak := [topic for topic in others if topic.seen]:
        sentences.append(_weakest(weak))
    return _mastery("topics", "Topics and exams", " ".join(sentences), [*exams, *others], begun[:14])


MASTERY_COLUMNS = ("name", "cards", "seen", "known")


def _nothing_begun(chart_id: str, title: str) -> Chart:
    summary = "After your first answers, this shows how much of each topic you know."
    return Chart(chart_id, title, summary, columns=MASTERY_COLUMNS)


def _mastery(
    chart_id: str, title: str, summary: str, counted: Sequence[Mastery], drawn: Sequence[Mastery]
) -> Chart:
    rows = tuple((part.name, part.cards, part.seen, round(part.known, 4)) for part in counted)
    return Chart(chart_id, title, summary, partial(_mastery_lines, drawn), MASTERY_COLUMNS, rows)


def _mastery_lines(parts: Sequence[Mastery], width: int) -> list[Line]:
    """A bar for each part; names are wrapped, and what they leave of their column is the bars'."""
    tail = 20 if width >= 60 else 0
    room = width - tail - 8 - (NARROW_BAR if tail else NARROWEST_BAR)
    longest = max(len(part.name) for part in parts)
    names = [wrapped(part.name, min(longest, max(NARROWEST_NAME, room))) for part in parts]
    column = max(len(line) for lines in names for line in lines)
    room = max(1, min(WIDEST_BAR, width - tail - 8 - column))
    lines: list[Line] = []
    for part, (name, *more) in zip(parts, names, strict=True):
        lines.append(
            (
                (f"{name:<{column}}  ", ""),
                *bar(part.known, room),
                (f"{phrases.percent(part.known):>6}", ""),
                (f"{f'{part.seen:,} of {part.cards:,} seen':>20}" if tail else "", "muted"),
            )
        )
        lines += [((line, ""),) for line in more]
    return lines


def _share(exam: Mastery) -> str:
    return f"{phrases.percent(exam.known)} of the {phrases.count(exam.cards, 'card')} for {exam.name}"


def _weakest(begun: Sequence[Mastery]) -> str:
    """The three weakest, in a sentence; `begun` has the weakest first."""
    names = (f"{part.name} ({phrases.percent(part.known)})" for part in begun[:3])
    return f"The weakest you have begun: {', '.join(names)}."


def ratings(data: ChartData) -> Chart:
    """How often each rating was given."""
    counts = [(rating.name.lower(), data.statistics.ratings.get(rating, 0)) for rating in Rating]
    answers = sum(count for _, count in counts)
    shares = ", ".join(f"{phrases.percent(count / max(1, answers))} {name}" for name, count in counts)
    summary = f"{phrases.count(answers, 'answer')} in the drill: {shares}."
    return _counts("ratings", "Ratings", summary, counts)


def states(data: ChartData) -> Chart:
    """Cards by state."""
    counts = data.statistics.states
    cards = phrases.count(sum(counts.values()), "card")
    if counts["new"] == sum(counts.values()):
        summary = f"{cards}, none answered yet: all of them are new."
        return _counts("states", "Cards", summary, list(counts.items()))
    by_state = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    summary = f"{cards}: {by_state}. {phrases.SOUND}"
    return _counts("states", "Cards", summary, list(counts.items()))


def stability(data: ChartData) -> Chart:
    """How long cards are remembered."""
    counts = data.statistics.stability
    cards = sum(count for _, count in counts)
    long = sum(count for _, count in counts[4:])
    summary = (
        "How many days pass until the chance that you know a card has fallen to 90 % (its stability). "
        f"{long:,} of {phrases.count(cards, 'card')} last three weeks or longer, "
        f"{sum(count for _, count in counts[:3]):,} less than one week."
    )
    return _counts("stability", "How long I remember", summary, list(counts))


def retrievability(data: ChartData) -> Chart:
    """What would be known right now."""
    by_tenths, all_decks = data.statistics.retrievability, data.statistics.decks
    counts = [(f"{10 * n} to {10 * n + 10} %", count) for n, count in enumerate(by_tenths) if count]
    seen = sum(deck.seen for deck in all_decks)
    known = sum(deck.cards * deck.known for deck in all_decks) / max(1, seen)
    summary = (
        f"Of the {phrases.count(seen, 'card')} you have begun you would know {phrases.percent(known)} right "
        f"now. Cards by the chance that you know them (retrievability): {by_tenths[-1]:,} have 90 % or more, "
        f"{sum(by_tenths[:5]) or 'none'} less than 50 %."
    )
    return _counts("retrievability", "What I know now", summary, counts)


def _counts(chart_id: str, title: str, summary: str, counts: Sequence[tuple[str, int]]) -> Chart:
    total = sum(count for _, count in counts)
    if not total:
        return Chart(chart_id, title, BEFORE, columns=("what", "count"))

    def draw(width: int) -> list[Line]:
        room = max(1, min(WIDEST_BAR, width - 29))
        return [
            (
                (f"{name:<14}", ""),
                *bar(count / total, room),
                (f"{count:>8,}{phrases.percent(count / total):>7}", ""),
            )
            for name, count in counts
        ]

    return Chart(chart_id, title, summary, draw, ("what", "count"), tuple(counts))
