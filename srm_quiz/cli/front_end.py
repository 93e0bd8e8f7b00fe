"""A study in a front end: on the screen, or as lines of text if there is none."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from srm_quiz.cli.output import Exit, complain, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.source import collector_paused
from srm_quiz.domain.reviews import Mode
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study

PLAIN_GAMES = ("line", "daily")
"""The games that need no screen."""


def start(
    arguments: argparse.Namespace,
    locations: Locations,
    *,
    scope: Scope | None = None,
    deck_paths: Sequence[Path] = (),
    mode: Mode = Mode.DRILL,
    limit: int | None = None,
    minutes: int | None = None,
    opening: str = "",
    asks_exam: bool = False,
) -> int:
    """Open the study in the front end that fits; give the exit code once the learner leaves.

    With a `scope` a sitting begins at once. `opening` is the app's action that opens a game. With `asks_exam`
    a new learner is asked which exam it is for.
    """
    # Starting makes many objects and hardly any garbage. The front ends switch the collector on again
    # once all is there.
    with collector_paused(), Study.open(locations, read_settings(locations), deck_paths=deck_paths) as study:
        for problem in study.library.problems:
            print(problem.as_concise(), file=sys.stderr)
        for notice in (*study.notices(), *study.deck_history.notices()):
            complain(notice)
        if scope is not None:
            scope = scope.resolved(study.library)
            if unknown := scope.unknown_in(study.library):
                complain(unknown)
                return Exit.USAGE
        if arguments.plain or not _has_screen():
            from srm_quiz.plain import drill

            gc.enable()
            if opening and arguments.command not in PLAIN_GAMES:
                complain(f"`srm-quiz {arguments.command}` needs a screen; `srm-quiz drill` does without one")
                return Exit.USAGE
            study.note_today()
            return drill.drill(
                study,
                sys.stdin,
                sys.stdout,
                scope=scope or EVERYTHING,
                mode=mode,
                limit=limit,
                minutes=minutes,
            )
        from srm_quiz.tui.app import QuizApp  # 250 ms that lines of text do without

        app = QuizApp(
            study,
            scope=scope,
            mode=mode,
            limit=limit,
            minutes=minutes,
            opening=opening,
            asks_exam=asks_exam and study.is_new and bool(study.library.exams),
        )
        app.run()
        return app.return_code or Exit.FINE


def _has_screen() -> bool:
    """Whether there is a terminal at both ends, and one on which a cursor can be moved."""
    ends = (sys.stdin, sys.stdout)
    return all(end.isatty() for end in ends) and os.environ.get("TERM") != "dumb"
