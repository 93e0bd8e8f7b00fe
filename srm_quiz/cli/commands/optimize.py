"""`srm-quiz optimize`: FSRS's weights fitted to the learner, and the last fit undone."""

from __future__ import annotations

import argparse

from srm_quiz import phrases
from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.study import optimizer
from srm_quiz.study.optimizer import WeightChange
from srm_quiz.study.study import Study


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--dry-run", action="store_true", help="only say what it would be worth")
    parser.add_argument("--undo", action="store_true", help="back to the weights before the last fit")
    add_json(parser, "for programs; changes nothing")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Fit, say what is better, and apply it."""
    settings = read_settings(locations)
    if arguments.undo:
        if arguments.json or arguments.dry_run:
            arguments.refuse("--undo changes the schedules: give it alone")
        with Study.open(locations, settings) as study:
            return _undo(study)
    with Study.open_to_read(locations, settings) as study:
        histories = optimizer.histories(study)
    try:
        fit = optimizer.fit(histories, settings.weights or None)
    except optimizer.CannotFitError as refusal:
        complain(str(refusal))
        return Exit.PROBLEMS
    if arguments.json:
        print_json(
            {
                "reviews": fit.reviews,
                "log_loss_before": round(fit.before, 5),
                "log_loss_after": round(fit.after, 5),
                "better": fit.is_better,
                "weights": list(fit.weights),
            }
        )
        return Exit.FINE
    print(
        f"{fit.reviews:,} reviews. Log loss on the newest fifth, which the fit did not see: "
        f"{fit.before:.4f} with the present weights, {fit.after:.4f} with the fitted ones."
    )
    if not fit.is_better:
        print("The fitted weights predict you no better: nothing was changed.")
        return Exit.FINE
    if arguments.dry_run:
        print("The fitted weights predict you better. To use them: srm-quiz optimize")
        return Exit.FINE
    with Study.open(locations, settings) as study:
        change = optimizer.apply_weights(study, fit.weights)
    if _report("Your own weights are in use", change) is Exit.FINE:
        print("To take them back: srm-quiz optimize --undo")
        return Exit.FINE
    return Exit.PROBLEMS


def _undo(study: Study) -> int:
    change = optimizer.undo_last_fit(study)
    if change is None:
        print("The published weights are in use: there is no fit to take back.")
        return Exit.FINE
    whose = "Your weights from before the last fit" if change.weights else "The published weights"
    code = _report(f"{whose} are in use again", change)
    if code is Exit.FINE and change.fits_left:
        print("To go back one fit more: srm-quiz optimize --undo")
    return code


def _report(sentence: str, change: WeightChange) -> Exit:
    """Print what the change of weights moved, or why it was not made."""
    if change.problem is not None:
        complain("; ".join(filter(None, (change.problem.message, change.problem.hint))))
        return Exit.PROBLEMS
    verb = "comes" if change.later == 1 else "come"
    cards = phrases.count(change.later, "card")
    print(f"{sentence}: {cards} {verb} back later, {change.earlier:,} earlier.")
    return Exit.FINE
