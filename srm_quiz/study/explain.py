"""Why a sitting asks fewer cards than the learner may expect, in words."""

from __future__ import annotations

from srm_quiz import phrases
from srm_quiz.domain.cards import note_of
from srm_quiz.domain.queue import UNSEEN
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study


def why_fewer(study: Study) -> str | None:
    """Why siblings are left out of the drill that has begun; None where none are."""
    session = study.session
    if session is None:
        return None
    at = study.snapshot()
    asked = {*session.queue.remaining(), *([session.asked.key] if session.asked else [])}
    notes = {note_of(key) for key in (*asked, *(review.card for review in at.done_today.reviews))}
    resting = 0
    for card in study.cards_in(study.scope):
        known = at.progress.get(card.key, UNSEEN)
        schedule = known.schedule
        is_wanted = schedule is None or (schedule.last_day < at.now.day and schedule.due_day <= at.now.day)
        is_free = not known.suspended and known.buried_on != at.now.day
        resting += is_wanted and is_free and note_of(card.key) in notes and card.key not in asked
    if not resting:
        return None
    others = "1 other comes" if resting == 1 else f"{resting:,} others come"
    return f"Of a note one card is asked a day: {others} another day."


def why_practice(study: Study, scope: Scope) -> str:
    """Why nothing of the scope is learnt now: it matters where cards in it are new."""
    at = study.snapshot()
    new = [card for card in study.cards_in(scope) if not at.progress.get(card.key, UNSEEN).schedule]
    if not new:
        return "Nothing here is due: this is practice, and moves no dates."
    shown = {note_of(review.card) for review in at.done_today.reviews}
    if all(note_of(card.key) in shown for card in new):
        why = "they come another day, as others of their notes were answered today"
    elif at.days_left:
        why = f"today's {phrases.count(at.aim.minutes, 'minute')} for your exam are used up"
    else:
        why = f"today's list is done, for a goal of {phrases.count(at.aim.goal, 'answer')} a day"
    return f"{phrases.count(len(new), 'new card')} here: {why}. This is practice, and moves no dates."


def why_nothing(study: Study, scope: Scope) -> str:
    """Why no card of the scope can be asked at all."""
    decks = [study.library.deck(name) for name in scope.decks]
    if decks and not any(deck and deck.cards for deck in decks):
        return "This deck has no cards yet." if len(decks) == 1 else "These decks have no cards yet."
    return "There is no card to ask here."
