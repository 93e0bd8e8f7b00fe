"""`srm-quiz explore`, `daily`, `line`, `sort`, `match`: straight into the explorer or a game."""

from __future__ import annotations

import argparse

from srm_quiz.cli import front_end
from srm_quiz.config.paths import Locations
from srm_quiz.domain.reviews import Mode


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare no options: the screens have what there is to choose."""


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Open the game."""
    if arguments.command == "explore":
        return front_end.start(arguments, locations, opening="explore")
    game = Mode(arguments.command)
    return front_end.start(arguments, locations, mode=game, opening=f"play_{game}")
