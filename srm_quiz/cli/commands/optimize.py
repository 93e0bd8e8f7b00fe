"""`srm-quiz optimize`: the schedule fitted to the learner, where that foresees better; and taken back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, complain, print_json, read_settings

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.study.study import Study


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Fit, say what is better, and apply it."""
    from srm_quiz.domain.reviews import Mode
    from srm_quiz.study.optimizer import CannotFit, fit, histories_of
    from srm_quiz.study.study import Study

    settings = read_settings(locations)
    if arguments.undo:
        if arguments.json or arguments.dry_run:
            arguments.refuse("--undo changes the schedules: give it alone")
        with Study.open(locations, settings) as study:
            return _take_back(study)
    with Study.open_to_read(locations, settings) as looked:
        histories = histories_of(looked.store.reviews(Mode.DRILL))
    try:
        found = fit(histories, settings.weights or None)
    except CannotFit as refusal:
        complain(str(refusal))
        return Exit.PROBLEMS
    if arguments.json:
        print_json(
            {
                "reviews": found.reviews,
                "log_loss_before": round(found.before, 5),
                "log_loss_after": round(found.after, 5),
                "better": found.is_better,
                "weights": list(found.weights),
            }
        )
        return Exit.FINE
    print(
        f"{found.reviews:,} reviews. Log loss on the newest fifth, which the fit did not see: "
        f"{found.before:.4f} with the present weights, {found.after:.4f} with the fitted ones."
    )
    if not found.is_better:
        print("The fitted weights foresee you no better: nothing was changed.")
        return Exit.FINE
    if arguments.dry_run:
        print("The fitted weights foresee you better. To use them: srm-quiz optimize")
        return Exit.FINE
    with Study.open(locations, settings) as study:
        return _apply(study, found.weights)


def _apply(study: Study, weights: tuple[float, ...]) -> int:
    """Take fitted weights over, and keep those they take the place of."""
    earlier = study.store.earlier_weights()
    study.store.keep_earlier_weights([*earlier, study.settings.weights])
    if not _use(study, weights, "Your own weights are in use"):
        study.store.keep_earlier_weights(earlier)
        return Exit.PROBLEMS
    print("To take them back: srm-quiz optimize --undo")
    return Exit.FINE


def _take_back(study: Study) -> int:
    """Return to the weights before the last fit; with no fit on record, to the published ones."""
    earlier, present = study.store.earlier_weights(), study.settings.weights
    while earlier and earlier[-1] == present:  # left by a fit that was cut short, or put back by hand
        earlier.pop()
    if not earlier and not present:
        print("The published weights are in use: there is no fit to take back.")
        return Exit.FINE
    weights = earlier.pop() if earlier else ()
    whose = "Your weights from before the last fit" if weights else "The published weights"
    if not _use(study, weights, f"{whose} are in use again"):
        return Exit.PROBLEMS
    study.store.keep_earlier_weights(earlier)
    if earlier:
        print("To go back one fit more: srm-quiz optimize --undo")
    return Exit.FINE


def _use(study: Study, weights: tuple[float, ...], said: str) -> bool:
    """Set the weights, after a backup, work every schedule out again with them, and say what that moves."""
    from srm_quiz import phrases
    from srm_quiz.store.backups import back_up

    now = study.now()
    back_up(study.locations.progress_file, study.locations.backups, now.instant)
    before = study.store.progress()
    if problem := study.change("weights", weights):
        complain("; ".join(filter(None, (problem.message, problem.hint))))
        return False
    study.store.rebuild(study.policy, recompute=True)
    later = earlier = 0
    for card, known in study.store.progress().items():
        old = before[card].schedule if card in before else None
        if known.schedule and old:
            later += known.schedule.due_day > old.due_day
            earlier += known.schedule.due_day < old.due_day
    verb = "comes" if later == 1 else "come"
    print(f"{said}: {phrases.count(later, 'card')} {verb} back later, {earlier:,} earlier.")
    return True
