"""`srm-quiz schema`: the deck format for editors."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, print_json

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the JSON Schema of deck files."""
    from srm_quiz.deckfiles.json_schema import json_schema

    print_json(json_schema())
    return Exit.FINE
