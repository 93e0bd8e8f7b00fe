"""`srm-quiz optimize`: the schedule fitted to the learner, where that foresees better; and taken back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from srm_quiz.console import Exit, complain, print_json, read_settings

if TYPE_CHECKING:
    from srm_quiz.locations import Locations
    from srm_quiz.study import Study


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Fit, say what is better, and apply it."""
    from srm_quiz.domain.reviews import Mode
    from srm_quiz.fitting import CannotFit, fit, histories_of
    from srm_quiz.study import Study

    settings = read_settings(locations)
    if arguments.undo:
        with Study.open(locations, settings) as study:
            return _apply(study, ())
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
    else:
        print(
            f"{found.reviews:,} reviews. Log loss on the newest fifth, which the fit did not see: "
            f"{found.before:.4f} with the present weights, {found.after:.4f} with the fitted ones."
        )
    if not found.is_better:
        if not arguments.json:
            print("The fitted weights foresee you no better: nothing was changed.")
        return Exit.FINE
    if arguments.dry_run or arguments.json:
        return Exit.FINE
    with Study.open(locations, settings) as study:
        return _apply(study, found.weights)


def _apply(study: Study, weights: tuple[float, ...]) -> int:
    """Take the weights over, after a backup, and work every schedule out again with them."""
    from srm_quiz import phrases
    from srm_quiz.store.backups import back_up

    now = study.now()
    back_up(study.locations.progress_file, study.locations.backups, now.instant)
    before = study.store.progress()
    if problem := study.change("weights", weights):
        complain(f"{problem.message}; {problem.hint}")
        return Exit.PROBLEMS
    study.store.rebuild(study.policy, recompute=True)
    later = earlier = 0
    for card, known in study.store.progress().items():
        old = before[card].schedule if card in before else None
        if known.schedule and old:
            later += known.schedule.due_day > old.due_day
            earlier += known.schedule.due_day < old.due_day
    whose = "Your own weights" if weights else "The published weights"
    print(f"{whose} are in use: {phrases.count(later, 'card')} come back later, {earlier:,} earlier.")
    if weights:
        print("To take them back: srm-quiz optimize --undo")
    return Exit.FINE
