"""`srm-quiz` alone: the home screen."""

from __future__ import annotations

import argparse

from srm_quiz.cli import front_end
from srm_quiz.config.paths import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Open the home screen; without a screen, drill what is due."""
    return front_end.start(arguments, locations, asks_exam=True)
