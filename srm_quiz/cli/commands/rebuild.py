"""`srm-quiz rebuild`: every schedule worked out again from the log."""

from __future__ import annotations

import argparse

from srm_quiz import phrases
from srm_quiz.cli.output import Exit, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.store.store import Store
from srm_quiz.study.clock import system_clock


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Replay the log."""
    settings = read_settings(locations)
    with Store.open(locations.progress_file, now=system_clock()) as store:
        done = store.rebuild(settings.policy())
    schedules = phrases.count(done.cards, "schedule")
    print(f"{schedules} worked out again from the log, {done.changed} of them changed.")
    return Exit.FINE
