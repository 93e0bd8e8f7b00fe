"""`srm-quiz retention`: what a desired retention costs, before it is changed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.console import Exit, complain, print_json, read_settings

if TYPE_CHECKING:
    from srm_quiz.locations import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the curve, and set the retention if one is given."""
    from srm_quiz import phrases
    from srm_quiz.domain.agenda import pace_of
    from srm_quiz.domain.workload import CHOICES, loads
    from srm_quiz.settings import FIELDS
    from srm_quiz.study import Study

    field = FIELDS["desired_retention"]
    value = arguments.value
    if value is not None and not field.low <= value <= field.high:
        arguments.refuse(f"give {field.allowed}")
    with Study.open_to_read(locations, read_settings(locations)) as study:
        memory = study.policy.memory
        cards = []
        for known in study.store.progress().values():
            if known.schedule is not None and not known.suspended:
                cards.append((known.schedule.stability, known.schedule.difficulty))
        if not cards:  # as if every card had been answered once
            cards = [memory.first(3)] * len(study.library.by_key)
        present = study.settings.desired_retention
        shown = sorted({*CHOICES, present, *([value] if value else [])})
        found = loads(cards, memory, pace_of(study.store.timings()), shown)
        if value is not None and (problem := study.change("desired_retention", value)):
            complain(f"{problem.message}; {problem.hint}")
            return Exit.PROBLEMS
    if arguments.json:
        print_json(
            [
                {
                    "retention": one.retention,
                    "minutes_a_day": round(one.seconds / 60, 2),
                    "known": round(one.known, 4),
                }
                for one in found
            ]
        )
        return Exit.FINE
    top = max(one.seconds for one in found) or 1
    print(f"Over the next year, for the {phrases.count(len(cards), 'card')} you have begun:\n")
    print("aim      minutes a day   known on average")
    for one in found:
        mark = " <- new" if one.retention == value else " <- now" if one.retention == present else ""
        bar = "█" * max(1, round(20 * one.seconds / top))
        minutes = f"{one.seconds / 60:.1f}"
        share = phrases.percent(one.known)
        print(f"{phrases.percent(one.retention):>5}  {minutes:>6}  {bar:<20}  {share:>5}{mark}")
    if value is not None:
        print(
            f"\nYou aim at {phrases.percent(value)} from now on. Each card's date follows at its next answer."
        )
    return Exit.FINE
