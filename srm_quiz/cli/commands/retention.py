"""`srm-quiz retention`: what a desired retention costs, before it is changed."""

from __future__ import annotations

import argparse

from srm_quiz.charts.workload import WorkloadChart, aim
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import FIELDS
from srm_quiz.domain.readiness.workload import CHOICES
from srm_quiz.study.study import Study


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("value", nargs="?", type=float, metavar="VALUE", help="0.70 to 0.99")
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the curve, and set the retention if one is given."""
    field = FIELDS["desired_retention"]
    wanted = arguments.value
    if wanted is not None and not field.low <= wanted <= field.high:
        arguments.refuse(f"give {field.allowed}")
    with Study.open_to_read(locations, read_settings(locations)) as study:
        now = study.settings.desired_retention
        inputs = study.workload()
        loads = inputs.loads({*CHOICES, now, *([] if wanted is None else [wanted])})
        if wanted is not None and (problem := study.change("desired_retention", wanted)):
            complain("; ".join(filter(None, (problem.message, problem.hint))))
            return Exit.PROBLEMS
    if arguments.json:
        print_json(
            [
                {
                    "retention": retention,
                    "minutes_a_day": round(load.seconds / 60, 2),
                    "known": round(load.known, 4),
                }
                for retention, load in sorted(loads.items())
            ]
        )
        return Exit.FINE
    shown = WorkloadChart(inputs, loads, now, wanted)
    print("\n".join(shown.summary))
    if lines := shown.lines(74):
        print()
    for line in lines:
        print("".join(text for text, _ in line).rstrip())
    if wanted is not None:
        print(f"\nYou aim at {aim(wanted)} from now on. Each card's date follows at its next answer.")
    return Exit.FINE
