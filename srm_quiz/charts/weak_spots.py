"""Charts of weak spots: options and owners taken for others, and the cards forgotten most often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from srm_quiz import phrases
from srm_quiz.charts.canvas import WIDEST_BAR, Line, bar, cut
from srm_quiz.charts.chart import Chart
from srm_quiz.domain.cards import Owner
from srm_quiz.domain.statistics import Confusion, HardCard
from srm_quiz.study.chart_data import ChartData

CONFUSIONS_DRAWN = 6
"""Confusions of options that are drawn; the table and the drill have more."""

OWNER_NAMES = {Owner.AWS: "AWS", Owner.CUSTOMER: "the customer", Owner.SHARED: "shared"}


def confusions(data: ChartData) -> Chart:
    """The wrong options and owners that the learner takes for the right ones."""
    title, options, owners = "What do I confuse?", data.statistics.confusions, data.statistics.owners
    columns = ("what", "card", "taken", "right", "times")
    if not options and not owners:
        summary = "After a few wrong answers, this shows which wrong option you take for which right one."
        return Chart("confusions", title, summary, columns=columns)
    summary = ""
    if owners:
        (named, right), times = max(owners.items(), key=lambda item: item[1])
        summary = (
            f"Most often you name {OWNER_NAMES[named]} where {OWNER_NAMES[right]} is right "
            f"({phrases.count(times, 'time')}). "
        )
    if options:
        taken = data.statistics.taken
        summary += f"{phrases.count(taken, 'wrong option')} you have taken for the right one"
        summary += ":" if taken <= CONFUSIONS_DRAWN else "; these most often:"
    rows: list[tuple[Any, ...]] = [
        ("option", option.card, option.taken, option.right, option.times) for option in options
    ]
    rows += [("owner", "", named.value, right.value, n) for (named, right), n in sorted(owners.items())]
    cards = tuple(dict.fromkeys([*(option.card for option in options), *data.statistics.beside]))
    draw = partial(_confusion_lines, options[:CONFUSIONS_DRAWN], owners)
    return Chart("confusions", title, summary, draw, columns, tuple(rows), cards)


def _confusion_lines(
    options: Sequence[Confusion], owners: Mapping[tuple[Owner, Owner], int], width: int
) -> list[Line]:
    """Each option taken, above the right one; then the owners that are named for others."""
    lines: list[Line] = []
    for option in options:
        times = f"{option.times:>4}×  "
        lines.append(((times, ""), ("✗ ", "error"), (cut(option.taken, width - 9), "")))
        lines.append(((" " * len(times), ""), ("✓ ", "success"), (cut(option.right, width - 9), "muted")))
    if owners:
        lines += [(("", ""),)] if lines else []
        lines.append((("named, where another is right", "muted"),))
    top = max(owners.values(), default=1)
    for (named, right), n in sorted(owners.items(), key=lambda item: (-item[1], item[0])):
        words = f"{OWNER_NAMES[named]} for {OWNER_NAMES[right]}"
        room = max(1, min(WIDEST_BAR, width - 31))
        lines.append(((f"{words:<24}", ""), *bar(n / top, room), (f"{n:>6}×", "")))
    return lines


def hardest_cards(data: ChartData) -> Chart:
    """The cards that were known once and forgotten, those forgotten most often first."""
    title, cards = "Hardest cards", data.statistics.hardest
    columns = ("card", "times forgotten", "difficulty", "leech")
    if not cards:
        summary = "Cards that you knew once and forgot are listed here, those forgotten most often first."
        return Chart("hardest", title, summary, columns=columns)
    leeches, forgotten = data.statistics.leeches, data.statistics.forgotten
    summary = f"{phrases.count(forgotten, 'card')} you knew once and forgot"
    summary += f", the {len(cards)} hardest of them here." if forgotten > len(cards) else "."
    if leeches:
        is_are = "is a leech, a card" if leeches == 1 else "are leeches, cards"
        summary += (
            f" {leeches:,} {is_are} forgotten again and again: another wording helps more than another "
        )
        summary += "repetition."
    prompts = []
    for hard in cards:
        card = data.card(hard.card)
        prompts.append((hard, phrases.asked_text(card) if card else hard.card))
    rows = tuple((hard.card, hard.lapses, round(hard.difficulty, 2), hard.leech) for hard in cards)
    draw = partial(_hard_lines, prompts)
    return Chart("hardest", title, summary, draw, columns, rows, tuple(hard.card for hard in cards))


def _hard_lines(prompts: Sequence[tuple[HardCard, str]], width: int) -> list[Line]:
    room = max(1, width - 14)
    return [
        (
            (f"{hard.lapses:>4}×  ", ""),
            (f"{cut(prompt, room):<{room}}", ""),
            ("  leech" if hard.leech else "", "error"),
        )
        for hard, prompt in prompts
    ]
