"""`srm-quiz doctor`: what is wrong with progress, settings, decks and terminal, and what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator

from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json
from srm_quiz.config import settings
from srm_quiz.config.paths import Locations
from srm_quiz.problems import printable
from srm_quiz.store.errors import StoreError
from srm_quiz.study.clock import system_clock
from srm_quiz.study.doctor import Area, Finding, examine, terminal


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--fix", action="store_true", help="do what can be done, naming each step")
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Examine everything, fix what is asked for, and print what is wrong and what to do."""
    findings = list(_findings(locations))
    steps = list(_fixed(findings)) if arguments.fix else []
    left = list(_findings(locations)) if steps else findings
    if arguments.json:
        print_json({"findings": [finding.as_json() for finding in left], "steps": steps})
    else:
        _print(left)
    return Exit.PROBLEMS if left else Exit.FINE


def _findings(locations: Locations) -> Iterator[Finding]:
    from srm_quiz.tui.keymap import keymap_problems  # with Textual, which knows the keys

    yield from examine(locations, system_clock)
    for sentence in keymap_problems(settings.load(locations.settings_file)[0].keys):
        advice = "change the line below [keys], or delete it: the command keeps its own keys"
        yield Finding(Area.SETTINGS, f"{locations.settings_file}: {sentence}", advice)
    if sys.stdout.isatty():
        yield from terminal(os.environ, sys.stdout.encoding or "", shutil.get_terminal_size())


def _fixed(findings: list[Finding]) -> Iterator[str]:
    """Take each step there is; say on stderr before it what it is, and yield what it did."""
    for finding in findings:
        if finding.fix is None:
            continue
        complain(f"{finding.area}: {finding.step}")
        try:
            done = finding.fix()
        except (StoreError, OSError) as error:
            complain(f"{finding.area}: this failed: {error}")
            continue
        complain(f"{finding.area}: {done}")
        yield done


def _print(findings: list[Finding]) -> None:
    for area in Area:
        of_area = [finding for finding in findings if finding.area is area]
        if not of_area:
            print(f"{area:<9} fine")
        for finding in of_area:
            print(f"{area:<9} {printable(finding.message)}")
            if finding.advice:
                print(f"{'':<9} {printable(finding.advice)}")
            if finding.step:
                print(f"{'':<9} `srm-quiz doctor --fix` would {finding.step}")
