"""Study without an exam: a day's list for a goal of so many answers a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.day_so_far import DaySoFar
from srm_quiz.domain.readiness.new_cards import NewCards, may_be_met
from srm_quiz.domain.readiness.order import in_order
from srm_quiz.domain.readiness.pace import Pace
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import Pick, Plan, Reason
from srm_quiz.domain.readiness.scope import ScopedCard, scope, timely
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.readiness.variety import Shown, dominant

ANSWERS_TO_REVIEW, ANSWERS_TO_NEW = 1.15, 1.3
"""Answers that a review and a new card take on their day, repeats counted."""

PRIOR_CARDS = 15
"""How many cards of today the usual answers to a card weigh."""

MOST = 1.25
"""A day's reviews may take up to so many times the goal."""

WEEK = 7
"""Days over which the load is averaged, and for which an owner cell rests after its line card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDay(DaySoFar):
    """A day without an exam ahead."""

    goal: int = 20
    """Answers a day, repeats counted."""


def daily_plan(
    cards: Iterable[PlannedCard],
    preset: TargetExam,
    day: GoalDay,
    pace: Pace | None = None,
    memory: Memory | None = None,
) -> Plan:
    """What is left of the day's list. `cards` are as they were when the day began.

    The list depends on the log up to yesterday only, and what was answered today is removed from it together
    with its kin: so there is one list a day, however often the program is opened. Due cards come by
    retrievability, the lowest first. New cards take what these leave of the goal, at most half of it.
    """
    pace, memory = pace or Pace(), memory or Memory()
    every = {card.key: card for card in cards}
    scoped = scope(every.values(), preset)
    due = [card for card in scoped.cards if card.card.is_seen and card.card.due <= day.today]
    due.sort(key=lambda card: (_recall(card.card, day.today, memory), card.order))
    shown = Shown()
    allowed = may_be_met(scoped, day, shown, WEEK)
    pool = [card.card for card in (*due, *(timely(allowed) or allowed))]
    dominating = dominant(pool)
    reviews: list[ScopedCard] = []
    for card in due:
        if len(reviews) == floor(MOST * day.goal / ANSWERS_TO_REVIEW):
            break
        if card.card.note not in shown.notes:
            reviews.append(card)
            shown.add(card.card)
    scenario_share = preset.scenario_share if day.studied else 0.0
    new = NewCards(scoped, allowed, shown, dominating, lambda kind: 1.0, (), scenario_share).pick(
        _new_today(scoped.cards, len(due), day)
    )
    ordered = in_order(reviews, new, (), dominating, scoped)
    if len(ordered) < len(reviews) + len(new):
        # The most forgotten cards are of one deck, say. Not to ask them would leave the day's goal unmet.
        dominating |= dominant(card.card for card in (*reviews, *new))
        ordered = in_order(reviews, new, (), dominating, scoped)
    are_new = {card.order for card in new}
    begun = {every[key].note for key in day.answered if key in every} | day.shown_notes
    left = [card for card in ordered if card.card.note not in begun]
    return Plan(
        picks=tuple(
            Pick(card.card.key, Reason.NEW, pace.new(card.card.kind))
            if card.order in are_new
            else Pick(card.card.key, Reason.DUE, pace.review(card.card.kind))
            for card in left[: cards_left(day.goal, [(answer.card, answer.passed) for answer in day.answers])]
        ),
        dominant=dominating,
    )


def cards_left(goal: int, answers: Iterable[tuple[str, bool]]) -> int:
    """How many cards of the list the day still has room for; `answers` are today's, passed or not.

    On a day with many misses the last cards of the list make room for them and come tomorrow.
    """
    passed: dict[str, bool] = {}
    count = 0
    for card, is_passed in answers:
        passed[card] = is_passed
        count += 1
    missed = sum(not is_passed for is_passed in passed.values())
    done = len(passed) - missed
    answers_to_a_card = (ANSWERS_TO_REVIEW * PRIOR_CARDS + count - missed) / (PRIOR_CARDS + done)
    return max(0, floor((MOST * goal - count) / answers_to_a_card) - missed)


def weeks_to_meet_all(unseen: int, new_by_day: Sequence[int]) -> float | None:
    """Weeks until all cards are met at the pace of the last seven study days; None without any pace.

    `new_by_day` are the new cards of each study day, the latest last.
    """
    latest = new_by_day[-WEEK:]
    return unseen / (WEEK * sum(latest) / len(latest)) if sum(latest) else None


def _new_today(cards: Sequence[ScopedCard], due: int, day: GoalDay) -> int:
    """The number of new cards for which the goal has room.

    The load is what is due today or, if that is more, the daily mean of what is due within a week: so new
    cards make room for a busy week beforehand. There is at least one, unless reviews exceed the goal by far.
    """
    soon = sum(card.card.is_seen and card.card.due < day.today + WEEK for card in cards)
    load = max(due, soon / WEEK)
    room = max(0, floor((day.goal - ANSWERS_TO_REVIEW * load) / ANSWERS_TO_NEW))
    new = min(room, day.goal // 2)
    return new or int(ANSWERS_TO_REVIEW * due < MOST * day.goal)


def _recall(card: PlannedCard, today: int, memory: Memory) -> float:
    assert card.stability is not None
    return memory.recall(today - card.last, card.stability)
