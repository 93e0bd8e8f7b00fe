"""`srm-quiz`, `drill` and the games: a front end, on the screen or as lines."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, complain, read_settings

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.study.study import Scope


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """The home screen, a sitting or a game: on the screen, or as lines where there is none."""
    from srm_quiz.deckfiles.collector import collector_paused
    from srm_quiz.study.study import Scope

    scope = None
    if arguments.command == "drill":
        scope = Scope(decks=frozenset(arguments.deck), tags=frozenset(arguments.tag))
    # Starting makes many objects and hardly any garbage. The front ends switch the collector on again
    # once all is there.
    with collector_paused():
        return _run(arguments, locations, scope)


def _run(arguments: argparse.Namespace, locations: Locations, scope: Scope | None) -> int:
    from srm_quiz.domain.reviews import Mode
    from srm_quiz.study.study import EVERYTHING, Study

    settings = read_settings(locations)
    files = [Path(deck) for deck in getattr(arguments, "deck", ()) if Path(deck).suffix in (".yaml", ".yml")]
    game = getattr(arguments, "game", "")
    mode = Mode.CRAM if getattr(arguments, "cram", False) else Mode.DRILL
    limit = getattr(arguments, "limit", None)
    with Study.open(locations, settings, deck_paths=files) as study:
        for problem in study.library.problems:
            print(problem.as_concise(), file=sys.stderr)
        if scope is not None:
            scope = study.resolve(scope)
            if unknown := study.unknown_in(scope):
                complain(unknown)
                return Exit.USAGE
        if arguments.plain or not _has_screen():
            from srm_quiz.plain import drill

            gc.enable()
            if game and game not in ("line", "daily"):
                complain(f"`srm-quiz {game}` needs a screen; `srm-quiz drill` does without one")
                return Exit.USAGE
            mode = Mode(game) if game else mode
            study.note_today()
            return drill.drill(
                study, sys.stdin, sys.stdout, scope=scope or EVERYTHING, mode=mode, limit=limit
            )
        from srm_quiz.tui.app import QuizApp

        opening = game if game in ("", "explore") else f"play_{game}"
        if game == "exam":
            opening += f"({arguments.preset or ''!r}, {arguments.questions})"
        app = QuizApp(study, scope=scope, mode=mode, limit=limit, opening=opening)
        app.run()
        return app.return_code or Exit.FINE


def _has_screen() -> bool:
    """Whether there is a terminal at both ends, and one on which a cursor can be moved."""
    ends = (sys.stdin, sys.stdout)
    return all(end.isatty() for end in ends) and os.environ.get("TERM") != "dumb"
