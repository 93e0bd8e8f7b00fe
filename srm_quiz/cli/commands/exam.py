"""`srm-quiz exam`: straight into a mock exam."""

from __future__ import annotations

import argparse

from srm_quiz.cli import front_end
from srm_quiz.cli.options import positive
from srm_quiz.config.paths import Locations


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("preset", nargs="?", choices=("saa", "clf"), help="SAA-C03 or CLF-C02")
    parser.add_argument("--questions", type=positive, default=0, metavar="N", help="another length")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Open the exam."""
    opening = f"play_exam({arguments.preset or ''!r}, {arguments.questions})"
    return front_end.start(arguments, locations, opening=opening)
