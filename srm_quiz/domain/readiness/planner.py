"""The exam planner: which cards are asked today, so that most is known on the day of the exam.

It is a function of the cards, of the progress that follows from the log, and of the day. It sets no interval
and keeps no state. In a paragraph:

One last look at every card is reserved on the evenings before the exam, the most fragile cards last. Those
looks and the cards that are due are candidates; a part of the minutes is kept for them, and they are asked in
the order of what they add to the exam's result for each second. The rest is for new cards, at the pace at
which all of them are met early, or at whatever pace the minutes allow where time is short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.evening import Evening, days_of_rest
from srm_quiz.domain.readiness.last_look import gain, last_looks
from srm_quiz.domain.readiness.new_cards import NewCards, may_be_met
from srm_quiz.domain.readiness.order import in_order
from srm_quiz.domain.readiness.pace import Pace
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.scope import Scope, ScopedCard, scope, timely
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.readiness.variety import Dominant, Shown, dominant

TIGHT = 0.5
"""Time is short if the unseen cards need more than this share of what is left of it."""

SPARE = 0.2
"""Spare minutes go to more new cards if the unseen ones need more than this share of the time left."""

FOR_REVIEWS, FOR_REVIEWS_TIGHT = 1 / 3, 0.12
"""The share of the open minutes that is kept for candidates, and that share when time is short."""

EARLY = 0.25
"""The share of the days left in which every card is to be met."""

LEAST_NEW = 10
"""New cards a day, at least, while there are any."""

LONG_LEFT = 0.25
"""If more than this share of the minutes is left, the evening goes on even with a long run of one kind."""

KNOWN_WELL = 0.97
"""Cards of a greater recall are not asked, even where all the minutes are to be used."""

ROUNDING = 1e-6
"""Seconds that rounding may take from the room for a number of cards of equal cost."""


class Reason(StrEnum):
    """Why a card is asked today."""

    NEW = "new"
    DUE = "due"
    LAST_LOOK = "last look"
    SPARE_TIME = "spare time"


@dataclass(frozen=True, slots=True)
class Pick:
    """A card of the plan, and the seconds it is likely to take."""

    card: str
    reason: Reason
    seconds: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask now, in order. Cards missed today come on top, as `queue` brings them back."""

    picks: tuple[Pick, ...] = ()
    is_tight: bool = False
    """Whether time is short, so that new cards take most of it."""
    dominant: Dominant = field(default_factory=Dominant)
    """The kinds and decks whose runs may be longer than three cards."""

    @property
    def seconds(self) -> float:
        """What the picks are likely to take."""
        return sum(pick.seconds for pick in self.picks)


@dataclass(frozen=True, slots=True)
class _Review:
    """A review that could be given today, and what it adds to the exam's result for each second."""

    card: ScopedCard
    reason: Reason
    cost: float
    value: float


def plan(
    cards: Iterable[PlannedCard],
    exam: TargetExam,
    evening: Evening,
    pace: Pace | None = None,
    memory: Memory | None = None,
) -> Plan:
    """What to ask on this evening: nothing from the day of the exam on, nor once its minutes are used.

    Plan again at the end of each list; a plan without picks ends the evening. The order in which cards are
    given does not matter. Defaults: the usual pace, and FSRS's published parameters.
    """
    pace, memory = pace or Pace(), memory or Memory()
    every = {card.key: card for card in cards}
    if evening.left <= 0 or evening.open <= 0:
        return Plan()
    scoped = scope(every.values(), exam)
    answered = [every[key] for key in evening.answered if key in every]
    shown = Shown(answered, evening.shown_notes)
    candidates, ahead = _reviews(scoped, evening, shown, pace, memory)
    allowed = may_be_met(scoped, evening, shown, days_of_rest(evening.left))
    dominating = dominant(
        [
            *answered,
            *(review.card.card for review in candidates),
            *(card.card for card in timely(allowed) or allowed),
        ]
    )
    met = evening.met
    met_today = [card for card in scoped.cards if card.card.key in met]
    scenario_share = exam.scenario_share if evening.studied else 0.0
    new_cards = NewCards(scoped, allowed, shown, dominating, pace.new, met_today, scenario_share)
    needed = sum(pace.new(card.card.kind) for card in timely(scoped.unseen))
    need = needed / (evening.left * evening.budget)
    wanted = sum(review.cost for review in candidates)
    for_new = _for_new(scoped, evening, len(met_today), pace, wanted, need > TIGHT)

    chosen = _Selection(evening.open, shown, new_cards, pace)
    chosen.add_reviews(candidates, kept=for_new)
    if not chosen.reviews and evening.studied:
        chosen.add_reviews(candidates, most=1)
    chosen.add_new(for_new)
    chosen.add_reviews(candidates)
    if need > SPARE:
        chosen.add_new(chosen.left)
    if evening.uses_all:
        chosen.add_reviews(ahead)
    reviews = [review.card for review in chosen.reviews]
    ordered = in_order(reviews, chosen.new, answered, dominating, scoped)
    if not ordered and evening.open > LONG_LEFT * evening.budget:
        # Nothing but a longer run could follow today's last cards: better that than to end so early.
        dominating |= dominant(card.card for card in (*reviews, *chosen.new))
        ordered = in_order(reviews, chosen.new, answered, dominating, scoped)
    picks = chosen.picks
    return Plan(
        picks=tuple(picks[card.order] for card in ordered),
        is_tight=need > TIGHT,
        dominant=dominating,
    )


class _Selection:
    """The cards chosen for an evening, within its minutes and never two of one note."""

    def __init__(self, seconds: float, shown: Shown, new_cards: NewCards, pace: Pace) -> None:
        self.left = seconds
        self.reviews: list[_Review] = []
        self.new: list[ScopedCard] = []
        self._shown, self._new_cards, self._pace = shown, new_cards, pace

    def add_reviews(self, reviews: Sequence[_Review], *, kept: float = 0.0, most: int | None = None) -> None:
        """Those that fit into what is left, `kept` seconds aside, one after the other; `most` of them."""
        for review in reviews:
            if most is not None and len(self.reviews) >= most:
                return
            if review.cost > self.left - kept or review.card.card.note in self._shown.notes:
                continue
            self.left -= review.cost
            self.reviews.append(review)
            self._shown.add(review.card.card)

    def add_new(self, seconds: float) -> None:
        """New cards for so many seconds, or for what is left."""
        picked = self._new_cards.pick(min(seconds, self.left))
        self.left -= sum(self._pace.new(card.card.kind) for card in picked)
        self.new += picked

    @property
    def picks(self) -> dict[int, Pick]:
        """What was chosen, by the card's order."""
        reviews = {
            review.card.order: Pick(review.card.card.key, review.reason, review.cost)
            for review in self.reviews
        }
        new = {
            card.order: Pick(card.card.key, Reason.NEW, self._pace.new(card.card.kind)) for card in self.new
        }
        return reviews | new


def _reviews(
    scoped: Scope, evening: Evening, shown: Shown, pace: Pace, memory: Memory
) -> tuple[list[_Review], list[_Review]]:
    """The candidates, and the cards to ask ahead of time if all minutes are to be used; the best first.

    Candidates are due, or at their last look. A card waits if it or its kin was answered today. An owner cell
    also rests for some days after its line card has shown the answer, which would be remembered from there.
    """
    today, rest = evening.today, days_of_rest(evening.left)
    looks = last_looks(
        scoped.cards,
        evening,
        lambda card: pace.review(card.kind) if card.is_seen else pace.new(card.kind),
    )
    candidates: list[_Review] = []
    ahead: list[_Review] = []
    for scoped_card in scoped.cards:
        card = scoped_card.card
        if card.stability is None or card.last >= today or card.note in shown.notes:
            continue
        if scoped.line_days.get(card.note, card.last) > card.last and scoped.is_shown_by_line(
            card, today, min(rest, max(1.0, card.stability / 2))
        ):
            continue
        look = looks[scoped_card.order]
        if card.last < look <= today:
            reason, reviews = Reason.LAST_LOOK, candidates
        elif card.due <= today:
            reason, reviews = Reason.DUE, candidates
        elif evening.uses_all and memory.recall(today - card.last, card.stability) <= KNOWN_WELL:
            reason, reviews = Reason.SPARE_TIME, ahead
        else:
            continue
        cost = pace.review(card.kind)
        value = scoped_card.worth * gain(card, evening, look, memory) / cost
        reviews.append(_Review(scoped_card, reason, cost, value))
    for reviews in (candidates, ahead):
        reviews.sort(key=lambda review: (-review.value, review.card.order))
    return candidates, ahead


def _for_new(scoped: Scope, evening: Evening, met: int, pace: Pace, wanted: float, is_tight: bool) -> float:
    """The seconds for new cards, where candidates cost `wanted` seconds and `met` cards were new today.

    From the second study day on, part of the minutes is kept for reviews. Unless time is short, new cards get
    no more than today's quota takes: all cards in a quarter of the days left, but at least ten a day.
    """
    most = evening.open
    if evening.studied:
        most -= min(wanted, evening.open * (FOR_REVIEWS_TIGHT if is_tight else FOR_REVIEWS))
    if is_tight:
        return most
    awaited = timely(scoped.unseen)
    costs = [pace.new(card.card.kind) for card in awaited or scoped.unseen]
    if not costs:
        return 0.0
    a_day = max(ceil((len(awaited) + met) / (EARLY * evening.left)), LEAST_NEW)
    return min(most, max(0, a_day - met) * sum(costs) / len(costs) + ROUNDING)
