"""Why a sitting asks fewer cards than the learner may expect, in words."""

from __future__ import annotations

import sys
from dataclasses import replace

from srm_quiz import phrases
from srm_quiz.domain.cards import CardKey, note_of
from srm_quiz.domain.queue import UNSEEN, available
from srm_quiz.study.study import Scope, Study


def why_fewer(study: Study) -> str | None:
    """Why siblings are left out of the drill that has begun; None where none are."""
    session = study.session
    if session is None or not study.settings.bury_siblings:
        return None
    apart, together = (_askable(study, study.scope, apart=apart) for apart in (True, False))
    resting = len(together - apart - {*session.queue.remaining(), session.asked and session.asked.key})
    if not resting:
        return None
    others = "1 other comes" if resting == 1 else f"{resting:,} others come"
    return f"Of a note one card is asked a day: {others} another day."


def why_practice(study: Study, scope: Scope) -> str:
    """Why nothing of the scope is learnt now: it matters where cards in it are new."""
    at, most = study.snapshot(), study.settings.new_per_day
    new = [card for card in scope.of(study.library) if not at.progress.get(card.key, UNSEEN).schedule]
    if not new:
        return "Nothing here is due: this is practice, and moves no dates."
    today = at.done_today
    if not most:
        why = "the settings let none in"
    elif today.new >= most:
        why = f"today's {most:,} are learnt (a setting), the rest come later"
    elif all(note_of(card.key) in today.notes for card in new):
        why = "they come another day, as others of their notes were answered today"
    else:
        why = "put away, or not in today's plan for your exam"
    return f"{phrases.count(len(new), 'new card')} here: {why}. This is practice, and moves no dates."


def why_nothing(study: Study, scope: Scope) -> str:
    """Why no card of the scope can be asked at all."""
    decks = [study.library.deck(name) for name in scope.decks]
    if decks and not any(deck and deck.cards for deck in decks):
        return "This deck has no cards yet." if len(decks) == 1 else "These decks have no cards yet."
    return "There is no card to ask here."


def _askable(study: Study, scope: Scope, *, apart: bool) -> set[CardKey]:
    """The cards that today would allow without limits, with siblings kept apart or not."""
    at, most = study.snapshot(), sys.maxsize
    limits = replace(
        at.limits, new_per_day=most, reviews_per_day=most, spread_backlog=False, bury_siblings=apart
    )
    allowed = available(scope.of(study.library), at.progress, at.now, at.done_today, limits, at.policy)
    return {*allowed.new, *allowed.reviews}
