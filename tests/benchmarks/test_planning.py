"""The planner against plain FSRS with the same minutes a day, on the bundled decks and simulated learners.

A learner's true memory differs from what the scheduler believes, and a fifth of the days is missed. What
counts is the true recall at the exam, weighted by what the exam rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import exp
from random import Random
from statistics import fmean

import pytest

from srm_quiz.domain.memory_model import DEFAULT_WEIGHTS, Memory
from srm_quiz.domain.readiness.evening import NIGHT, Evening
from srm_quiz.domain.readiness.pace import PRIORS, Answer, pace_of
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.planner import plan
from srm_quiz.domain.readiness.projection import answered
from srm_quiz.domain.readiness.scope import scope
from srm_quiz.domain.readiness.target_exam import TargetExam
from tests.support.bundled_cards import bundled_cards, bundled_exam

pytestmark = pytest.mark.benchmark

CELLS = [(7, 10), (14, 20), (30, 10), (41, 20), (60, 30)]
"""Days and minutes a day."""

LEARNERS = 3

Choose = Callable[[list[PlannedCard], Evening, list[Answer]], Iterable[str]]


def planned(exam: TargetExam) -> Choose:
    def choose(cards: list[PlannedCard], evening: Evening, answers: list[Answer]) -> Iterable[str]:
        return [pick.card for pick in plan(cards, exam, evening, pace_of(answers)).picks]

    return choose


def plain(exam: TargetExam) -> Choose:
    """FSRS 0.90 with 20 new cards a day: what is due, most forgotten first, then new ones in their order."""
    memory = Memory()

    def choose(cards: list[PlannedCard], evening: Evening, _: list[Answer]) -> Iterable[str]:
        if evening.answers:
            return []
        cards = [card for card in cards if exam.includes(card)]
        due = [card for card in cards if card.is_seen and card.due <= evening.today]
        due.sort(key=lambda card: memory.recall(evening.today - card.last, card.stability or 1.0))
        return [card.key for card in (*due, *[card for card in cards if not card.is_seen][:20])]

    return choose


def score(choose: Choose, exam: TargetExam, days: int, minutes: int, seed: int) -> float:
    """The weighted true recall at the exam of one learner unlike the model, in per cent."""
    random, believed = Random(seed), Memory()
    weights = list(DEFAULT_WEIGHTS)
    scale = exp(random.uniform(-0.693, 0.693))
    weights[:4] = [weight * scale for weight in weights[:4]]
    weights[8] += random.gauss(0, 0.3)
    weights[11] *= exp(random.gauss(0, 0.25))
    weights[20] *= exp(random.uniform(-0.336, 0.336))
    true, slow = Memory(tuple(weights)), exp(random.gauss(0, 0.2))
    cards = {card.key: card for card in bundled_cards()}
    real = dict(cards)
    answers: list[Answer] = []
    studied = 0
    for today in range(days):
        if random.random() < 0.2:
            continue
        spent, begun = 0.0, len(answers)
        while spent < 60 * minutes:
            evening = Evening(
                today=today,
                last=days - 1,
                budget=60.0 * minutes,
                studied=studied,
                answers=tuple(answers[begun:]),
            )
            keys = list(choose(list(cards.values()), evening, answers))
            if not keys:
                break
            for key in keys:
                card = cards[key]
                is_first = not card.is_seen
                real[key], is_right = answered(real[key], today, true, random.random)
                # What happened is what the learner's memory did: the scheduler only sees the answer.
                cards[key] = _as_seen(card, today, believed, is_right, random)
                for n, passed in enumerate([True] if is_right else [False, True]):
                    first = is_first and n == 0
                    took = PRIORS[card.kind][not first] * slow * exp(random.gauss(-0.045, 0.3))
                    answers.append(Answer(key, card.kind, first, passed, took))
                    spent += took
                if spent >= 60 * minutes:
                    break
        studied += len(answers) > begun
    exam_at = days - 1 + NIGHT
    counted = scope(real.values(), exam).cards
    known = sum(
        scoped.weight * true.recall(exam_at - scoped.card.last, scoped.card.stability)
        for scoped in counted
        if scoped.card.stability is not None
    )
    return 100 * known / sum(scoped.weight for scoped in counted)


def _as_seen(card: PlannedCard, today: int, memory: Memory, is_right: bool, random: Random) -> PlannedCard:
    """The card as the scheduler takes it to be after an answer that was right or wrong."""
    numbers = iter([0.0 if is_right else 1.0, random.random()])
    if card.is_seen:
        return answered(card, today, memory, lambda: next(numbers))[0]
    first = iter([0.24 + 0.76 * random.random() if is_right else 0.0])
    return answered(card, today, memory, lambda: next(first))[0]


def test_the_planner_beats_plain_fsrs_with_the_same_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    lines, ours, theirs = [], [], []
    for name in ("saa", "all"):
        exam = bundled_exam(name)
        for days, minutes in CELLS:
            ours.append(fmean(score(planned(exam), exam, days, minutes, seed) for seed in range(LEARNERS)))
            theirs.append(fmean(score(plain(exam), exam, days, minutes, seed) for seed in range(LEARNERS)))
            lines.append(f"| {name} | {days} x {minutes} | {ours[-1]:.1f} | {theirs[-1]:.1f} |")
    with capsys.disabled():
        print("\n| exam | days x minutes | planner | plain FSRS 0.90, 20 new |\n|---|---|---|---|")
        print("\n".join(lines))
    assert fmean(ours) > fmean(theirs) + 8
