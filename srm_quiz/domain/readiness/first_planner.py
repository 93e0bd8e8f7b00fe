"""The exam planner: which cards are asked today, so that most are known on the day of the exam.

It only picks today's cards and never writes an interval, and it keeps nothing from one day to the next:
whatever happened, the plan begins anew from where the learner stands. In a paragraph:

New cards come at the pace that gets the whole deck seen early, or before all else if they need more than
half of the time that is left. One last look at every card is reserved, filled backwards from the eve of the
exam, the most fragile cards last. Those last looks and the cards that are due are asked in the order of what
they add to the recall on exam day for each second. The day's minutes end it, or that nothing is left to do.

Days are numbers on one line; the last evening before the exam is `left - 1` days after the day planned for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, inf

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.memory_model import Memory

NIGHT = 0.6
"""Days from the last evening to the exam."""

FULLEST = 0.8
"""The share of an evening that last looks may take, and new cards where reviews want the rest."""

FEWEST_EVENINGS = 4
"""Over how many evenings at least the last looks are spread."""

UNSEEN_AS = 1.5
"""The stability, in days, of the seen cards among which unseen ones take their last look."""

EARLY = 0.25
"""The share of the days left in which everything is to be seen."""

LATER_LOOK = 0.8
"""How much is reckoned with the later last look when today's review of a card is valued."""

LONG_BEFORE = 60
"""More days before the exam than this, siblings are kept apart as ever; later time is too short for it."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds that answers take: one that is known, one that is not (repeats included), and a new card."""

    known: float = 13.0
    missed: float = 36.0
    new: float = 27.0

    @property
    def look(self) -> float:
        """A last look at a card that is not seen yet: it will have been seen by then."""
        return self.new * 2 / 3


@dataclass(frozen=True, slots=True)
class Prospect:
    """A card as the planner sees it. `stability` is None where it was never answered.

    `last` is the day of the last review and `due` the day on which it comes back.
    """

    key: CardKey
    stability: float | None = None
    difficulty: float = 5.0
    last: int = 0
    due: int = 0
    rank: int = 0
    """The place of a card that was never answered among the others of its kind."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the learner has set: days left, today included, the seconds of a day, and new cards a day."""

    left: int
    budget: float
    spent: float = 0.0
    """Seconds of today that are used up."""
    new_per_day: int = 10
    seen_today: int = 0
    """New cards met today already."""
    uses_all: bool = False
    """Whether the minutes are used up even when nothing is due."""
    pace: Pace = Pace()
    day: int = 0
    """The day planned for, on the line on which the cards' days are counted."""

    @property
    def open(self) -> float:
        """Seconds that are left of today."""
        return max(0.0, self.budget - self.spent)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The cards of one day, each list in the order of its worth. `seconds` is what they take."""

    new: tuple[CardKey, ...] = ()
    looks: tuple[CardKey, ...] = ()
    """Last looks before the exam."""
    due: tuple[CardKey, ...] = ()
    extra: tuple[CardKey, ...] = ()
    """Cards that are neither due nor at their last look, where all minutes are to be used."""
    seconds: float = 0.0
    is_tight: bool = False
    """Whether new cards go first because time is short."""

    @property
    def reviews(self) -> tuple[CardKey, ...]:
        """All but the new ones."""
        return (*self.due, *self.looks, *self.extra)


def plan(cards: Iterable[Prospect], aim: Aim, memory: Memory) -> DayPlan:
    """Today's cards. Empty on the day of the exam, and after it."""
    if aim.left <= 0 or aim.open <= 0:
        return DayPlan()
    ordered = sorted(cards, key=_fragility)
    slots = last_looks(ordered, aim, memory)
    unseen = [card for card in ordered if card.stability is None]
    unseen.sort(key=lambda card: card.rank)
    candidates: list[tuple[float, float, Prospect, bool]] = []
    spare: list[tuple[float, float, Prospect, bool]] = []
    for card, slot in zip(ordered, slots, strict=True):
        if card.stability is None or card.last >= aim.day:
            continue
        is_look = slot <= aim.day and card.last < slot
        if is_look or card.due <= aim.day:
            candidates.append(_valued(card, slot, is_look, aim, memory))
        elif aim.uses_all:
            spare.append(_valued(card, slot, False, aim, memory))
    wanted = sum(seconds for _, seconds, _, _ in candidates)
    new, is_tight = _new_today(len(unseen), wanted, aim)
    seconds = new * aim.pace.new
    chosen: dict[str, list[CardKey]] = {"looks": [], "due": [], "extra": []}
    ranked = [*_ranked(candidates), *_ranked(spare)]
    for place, (_, cost, card, is_look) in enumerate(ranked):
        if seconds + cost > aim.open:
            continue
        seconds += cost
        kind = "looks" if is_look else "due" if place < len(candidates) else "extra"
        chosen[kind].append(card.key)
    return DayPlan(
        new=tuple(card.key for card in unseen[:new]),
        looks=tuple(chosen["looks"]),
        due=tuple(chosen["due"]),
        extra=tuple(chosen["extra"]),
        seconds=seconds,
        is_tight=is_tight,
    )


def last_looks(ordered: Sequence[Prospect], aim: Aim, memory: Memory) -> list[int]:
    """The evening of each card's last look; `ordered` runs from the most fragile card to the soundest.

    Evenings are filled backwards from the last one. Where they do not suffice the slots lie in the past.
    """
    last, pace = aim.day + aim.left - 1, aim.pace
    costs = []
    for card in ordered:
        if card.stability is None:
            costs.append(pace.look)
        else:
            chance = memory.recall(last - card.last, card.stability)
            costs.append(chance * pace.known + (1 - chance) * pace.missed)
    room = min(FULLEST * aim.budget, sum(costs) / FEWEST_EVENINGS)
    slots, evening, filled = [], last, 0.0
    for cost in costs:
        if filled >= room:
            evening, filled = evening - 1, 0.0
        slots.append(evening)
        filled += cost
    return slots


def _fragility(card: Prospect) -> tuple[float, CardKey]:
    return (UNSEEN_AS if card.stability is None else card.stability, card.key)


def _valued(
    card: Prospect, slot: int, is_look: bool, aim: Aim, memory: Memory
) -> tuple[float, float, Prospect, bool]:
    """What a review today adds to the recall at the exam, for each second; the seconds; the card."""
    assert card.stability is not None
    stability, difficulty = card.stability, card.difficulty
    exam = aim.day + aim.left - 1 + NIGHT
    chance = memory.recall(aim.day - card.last, stability)
    known = memory.recalled(stability, difficulty, chance)
    relearnt = memory.relearnt(stability, difficulty, chance)
    recall = memory.recall
    lag = exam - aim.day
    gain = chance * recall(lag, known) + (1 - chance) * recall(lag, relearnt)
    gain -= recall(exam - card.last, stability)
    if slot > aim.day:
        lag = exam - slot

        def one(stability: float, days: int) -> float:
            """The recall at the exam after a last look `days` after the review before it."""
            then = recall(days, stability)
            better = memory.recalled(stability, difficulty, then)
            worse = memory.relearnt(stability, difficulty, then)
            return then * recall(lag, better) + (1 - then) * recall(lag, worse)

        until = slot - aim.day
        with_both = chance * one(known, until) + (1 - chance) * one(relearnt, until)
        gain = LATER_LOOK * (with_both - one(stability, slot - card.last)) + (1 - LATER_LOOK) * gain
    seconds = chance * aim.pace.known + (1 - chance) * aim.pace.missed
    return gain / seconds, seconds, card, is_look


def _ranked(
    valued: list[tuple[float, float, Prospect, bool]],
) -> list[tuple[float, float, Prospect, bool]]:
    return sorted(valued, key=lambda one: (-one[0], one[2].key))


def _new_today(unseen: int, reviews: float, aim: Aim) -> tuple[int, bool]:
    """How many new cards join today, and whether they go before all else; `reviews` are seconds."""
    pace = aim.pace.new
    if unseen * pace > 0.5 * aim.left * aim.budget:
        return min(unseen, int(aim.open / pace)), True
    wanted = max(ceil((unseen + aim.seen_today) / (EARLY * aim.left)), aim.new_per_day) - aim.seen_today
    room = max(FULLEST * aim.budget - aim.spent, aim.open - reviews)
    most = unseen if room == inf else int(max(0.0, room) / pace)
    return max(0, min(unseen, wanted, most)), False
