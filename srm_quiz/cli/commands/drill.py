"""`srm-quiz drill`: straight into a sitting."""

from __future__ import annotations

import argparse
from pathlib import Path

from srm_quiz.cli import front_end
from srm_quiz.cli.options import positive
from srm_quiz.config.paths import Locations
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import CardOrder, Scope


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--deck", action="append", default=[], metavar="D", help="only this deck: its id or its file"
    )
    parser.add_argument("--tag", action="append", default=[], metavar="T", help="only cards with this tag")
    parser.add_argument(
        "--find", default="", metavar="WORDS", help="only cards that this finds: 'is:flagged tag:iam'"
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="at most N cards")
    parser.add_argument(
        "--minutes", type=positive, metavar="N", help="what fits into N minutes, more than planned too"
    )
    order = parser.add_mutually_exclusive_group()
    order.add_argument("--mix", action="store_true", help="in random order across decks")
    order.add_argument("--in-order", action="store_true", help="in the order of the decks")
    parser.add_argument("--cram", action="store_true", help="ask every card, due or not, and move no dates")
    parser.add_argument(
        "--plain", action="store_true", default=argparse.SUPPRESS, help="lines of text instead of a screen"
    )


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Begin the sitting."""
    order = CardOrder.PLANNED
    if arguments.mix or arguments.in_order:
        order = CardOrder.MIXED if arguments.mix else CardOrder.IN_ORDER
    return front_end.start(
        arguments,
        locations,
        scope=Scope(
            decks=frozenset(arguments.deck),
            tags=frozenset(arguments.tag),
            words=arguments.find,
            order=order,
        ),
        deck_paths=[Path(deck) for deck in arguments.deck if Path(deck).suffix in (".yaml", ".yml")],
        mode=Mode.CRAM if arguments.cram else Mode.DRILL,
        limit=arguments.limit,
        minutes=arguments.minutes,
    )
