"""`srm-quiz decks`: the decks and what is due in them."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.console import Exit, print_json, read_settings

if TYPE_CHECKING:
    from srm_quiz.locations import Locations


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """List the decks."""
    from srm_quiz.study import Study

    with Study.open_to_read(locations, read_settings(locations)) as study:
        rows = study.glance().overview.decks
    if arguments.json:
        print_json(
            [
                {
                    "id": row.deck.id,
                    "title": row.deck.title,
                    "path": row.deck.path,
                    "notes": row.deck.notes,
                    "cards": len(row.deck.cards),
                    "new": row.new,
                    "due": row.due,
                }
                for row in rows
            ]
        )
        return Exit.FINE
    width = max((len(row.deck.id) for row in rows), default=4)
    print(f"{'deck':<{width}}  notes  cards    new    due  title")
    for row in rows:
        numbers = f"{row.deck.notes:5}  {len(row.deck.cards):5}  {row.new:5}  {row.due:5}"
        print(f"{row.deck.id:<{width}}  {numbers}  {row.deck.title}")
    return Exit.FINE
