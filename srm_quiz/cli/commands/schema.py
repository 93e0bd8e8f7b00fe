"""`srm-quiz schema`: the deck format for editors."""

from __future__ import annotations

import argparse

from srm_quiz.cli.output import Exit, print_json
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.json_schema import json_schema


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare no options."""


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the JSON Schema of deck files."""
    print_json(json_schema())
    return Exit.FINE
