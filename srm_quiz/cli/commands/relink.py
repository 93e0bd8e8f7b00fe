"""`srm-quiz relink`: the history of reworded cards carried over, and changed answers reported."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from srm_quiz import phrases
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.orphans import OrphanMatch, Wording
from srm_quiz.study.relink import DeckChanges
from srm_quiz.study.study import Study


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="only show what would be carried over")
    how.add_argument("--yes", action="store_true", help="take all sure ones without asking")
    how.add_argument("--undo", action="store_true", help="give back what was carried over last")
    parser.add_argument(
        "--relearn", action="append", default=[], metavar="CARD", help="make a card new again"
    )
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Show what was left behind, and carry over what is agreed to."""
    settings = read_settings(locations)
    looks_only = arguments.dry_run or (arguments.json and not arguments.undo)
    opened = Study.open_to_read(locations, settings) if looks_only else Study.open(locations, settings)
    with opened as study:
        if not looks_only:
            study.deck_history.record_wordings()
        if arguments.undo:
            return _take_back(study)
        if arguments.relearn:
            return _relearn(arguments.relearn, study)
        changes = study.deck_history.changes()
        if arguments.json:
            print_json(_as_json(changes))
            return Exit.FINE
        _report(changes, study)
        if not looks_only and changes.reworded:
            _carry_over(changes.reworded, study, takes_all=arguments.yes)
        if not looks_only and not arguments.yes and sys.stdin.isatty():
            ask_about_answers(changes.answers, study)
    return Exit.FINE


def _report(changes: DeckChanges, study: Study) -> None:
    if not changes:
        print("Nothing was left behind: every answer belongs to a card of your decks.")
        return
    for match in changes.reworded:
        print(f"was:  {match.was.prompt}  ({phrases.count(len(study.history(match.old)), 'answer')})")
        print(f"now:  {match.now.prompt}\n")
    for card, was, now in changes.answers:
        print(f"{card}: the answer was '{was.answer}' and is '{now.answer}'.")
        print(f"  To relearn it: srm-quiz relink --relearn '{card}'\n")
    for card, prompt in changes.gone.items():
        print(f"gone: {prompt}  ({card})")
    for card, prompt in changes.left_out.items():
        print(f"left out for a mistake in its file: {prompt}  ({card})")
    print(
        f"{phrases.count(len(changes.reworded), 'rewording')} found, "
        f"{phrases.count(len(changes.answers), 'answer')} changed, {len(changes.gone)} removed. "
        "What was removed keeps its history, for the day it returns."
    )


def _carry_over(matches: Sequence[OrphanMatch], study: Study, *, takes_all: bool) -> None:
    """Ask about each match if a person is there; otherwise take the sure ones, if --yes is given."""
    agreed = []
    for match in matches:
        if takes_all or not sys.stdin.isatty():
            if takes_all and match.is_sure:
                agreed.append(match)
            continue
        print(f"\nwas:  {match.was.prompt}\nnow:  {match.now.prompt}", file=sys.stderr)
        print("Carry the history over? [y/n/q] ", end="", file=sys.stderr, flush=True)
        reply = sys.stdin.readline().strip().lower()
        if reply == "q":
            break
        if reply in ("y", "yes"):
            agreed.append(match)
    if agreed:
        study.deck_history.relink(agreed)
        print(f"{phrases.count(len(agreed), 'history', 'histories')} carried over.")
    elif not takes_all and not sys.stdin.isatty():
        complain("nothing was carried over: say --yes to take the sure ones")


def ask_about_answers(answers: Sequence[tuple[CardKey, Wording, Wording]], study: Study) -> None:
    """Ask for each card whose answer changed whether to relearn it; either way it is settled."""
    for card, was, now in answers:
        print(f"\n{now.prompt}\nwas:  {was.answer}\nnow:  {now.answer}", file=sys.stderr)
        print("Relearn it? [y/n/q] ", end="", file=sys.stderr, flush=True)
        reply = sys.stdin.readline().strip().lower()
        if reply in ("y", "yes"):
            study.relearn(card)
            print(f"{card} is a new card again.")
        elif reply not in ("n", "no"):
            break
        study.deck_history.settle_answers([card])


def _take_back(study: Study) -> int:
    count = study.deck_history.take_back()
    if not count:
        complain("no history was carried over that could be given back")
        return Exit.PROBLEMS
    histories = phrases.count(count, "history", "histories")
    print(f"{histories} given back to the cards that had them. They are carried over no more by themselves.")
    return Exit.FINE


def _relearn(cards: list[str], study: Study) -> int:
    for name in cards:
        key = CardKey(name)
        if study.library.card(key) is None:
            complain(f"there is no card '{name}'")
            return Exit.USAGE
        study.relearn(key)
        study.deck_history.settle_answers([key])
        print(f"{name} is a new card again. Its answers so far are kept, and count no more.")
    return Exit.FINE


def _as_json(changes: DeckChanges) -> dict[str, Any]:
    return {
        "reworded": [
            {
                "old": match.old,
                "new": match.new,
                "was": match.was.prompt,
                "now": match.now.prompt,
                "likeness": round(match.likeness, 3),
                "sure": match.is_sure,
            }
            for match in changes.reworded
        ],
        "answers": [
            {"card": card, "was": was.answer, "now": now.answer} for card, was, now in changes.answers
        ],
        "gone": [{"card": card, "prompt": prompt} for card, prompt in changes.gone.items()],
        "left_out": [{"card": card, "prompt": prompt} for card, prompt in changes.left_out.items()],
    }
