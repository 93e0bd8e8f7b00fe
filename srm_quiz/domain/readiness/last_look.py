"""The last look at each card before the exam, and what a review today adds to the recall at the exam."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import ScopedCard

FULLEST = 0.8
"""The share of an evening's minutes that last looks may take."""

FEWEST_EVENINGS = 3
"""The last looks are spread over at least so many evenings."""

UNSEEN_STABILITY = 1.5
"""The stability, in days, at which unseen cards are sorted among the seen ones."""


def last_looks(
    cards: Sequence[ScopedCard], evening: Evening, cost: Callable[[PlannedCard], float]
) -> dict[int, int]:
    """The day of the last look at each card, by the card's order; late cards that are unseen have none.

    Evenings are filled backwards from the last one, so that the most fragile cards come at the very end. If
    there are too few evenings, some days lie in the past.
    """
    looked_at = [card for card in cards if card.card.is_seen or not card.is_late]
    looked_at.sort(key=lambda card: (card.card.stability or UNSEEN_STABILITY, card.order))
    costs = [cost(card.card) for card in looked_at]
    amount = min(FULLEST * evening.budget, sum(costs) / FEWEST_EVENINGS)
    days, before = {}, 0.0
    for card, seconds in zip(looked_at, costs, strict=True):
        days[card.order] = evening.last - int(before / amount)
        before += seconds
    return days


def gain(card: PlannedCard, evening: Evening, look: int, memory: Memory) -> float:
    """What a review today adds to the recall at the exam, given a last look on the day `look`.

    A look that is still to come follows whether the card is reviewed today or not.
    """
    today, ahead = evening.today, (look,) if look > evening.today else ()
    with_review = _recall_after(card, (today, *ahead), evening.exam, memory)
    return with_review - _recall_after(card, ahead, evening.exam, memory)


def _recall_after(card: PlannedCard, reviews: tuple[int, ...], exam: float, memory: Memory) -> float:
    """The expected recall at the exam, after reviews on these days.

    A review is passed as good with the chance of recall on its day, or else missed and then passed as good on
    the same day. What that does to the difficulty is left out: it matters only for reviews further on.
    """
    assert card.stability is not None, f"{card.key} was never answered"
    difficulty = card.difficulty

    def expected(stability: float, last: int, number: int) -> float:
        if number == len(reviews):
            return memory.recall(exam - last, stability)
        day = reviews[number]
        chance = memory.recall(day - last, stability)
        known = memory.recalled(stability, difficulty, chance)
        relearnt = memory.relearnt(stability, difficulty, chance)
        return chance * expected(known, day, number + 1) + (1 - chance) * expected(relearnt, day, number + 1)

    return expected(card.stability, card.last, 0)
