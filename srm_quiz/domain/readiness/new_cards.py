"""New cards of an evening, picked one after the other: by worth, and spread over topics, kinds and decks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import sqrt

from srm_quiz.domain.readiness.day_so_far import DaySoFar
from srm_quiz.domain.readiness.planned_card import SCENARIO
from srm_quiz.domain.readiness.scope import Scope, ScopedCard, timely
from srm_quiz.domain.readiness.variety import Dominant, Group, Shown, group_of

Cost = Callable[[str], float]
"""What a new card of a kind costs: seconds, or simply one."""

Skips = Callable[[ScopedCard], bool]
"""Whether a card is out of question for the rest of the evening."""


class _Shelf:
    """Cards of which the best that is allowed is wanted again and again.

    They stand by kind and deck, each group from its best card on: what forbids a card for a time (its cost,
    a crowded kind or deck) forbids its group, and what forbids a card for good lets it be dropped.
    """

    def __init__(self, cards: Iterable[ScopedCard], rank: Callable[[ScopedCard], tuple[float, int]]) -> None:
        groups: dict[Group, list[tuple[tuple[float, int], ScopedCard]]] = defaultdict(list)
        for card in cards:
            groups[group_of(card.card)].append((rank(card), card))
        for ranked in groups.values():
            ranked.sort(key=lambda pair: pair[0], reverse=True)
        self._groups = dict(groups)

    def best(self, closed: set[Group], skips: Skips) -> ScopedCard | None:
        """The card of the least rank whose group is not closed; None where there is none."""
        best: tuple[tuple[float, int], ScopedCard] | None = None
        emptied = []
        for group, ranked in self._groups.items():
            if group in closed:
                continue
            while ranked and skips(ranked[-1][1]):
                ranked.pop()
            if not ranked:
                emptied.append(group)
            elif best is None or ranked[-1][0] < best[0]:
                best = ranked[-1]
        for group in emptied:
            del self._groups[group]
        return best and best[1]


class _Shelves:
    """The same unseen cards as each of the three ways to pick one wants them."""

    def __init__(self, cards: Sequence[ScopedCard], lanes_begun: set[str], rank: dict[int, float]) -> None:
        def by_rank(card: ScopedCard) -> tuple[float, int]:
            return -rank[card.order], card.order

        self.scenarios = _Shelf(
            (card for card in cards if card.card.kind == SCENARIO and not lanes_begun.isdisjoint(card.lanes)),
            by_rank,
        )
        self.first = _Shelf(
            (card for card in cards if card.is_first), lambda card: (float(card.weight < 1), card.order)
        )
        by_lane: dict[str, list[ScopedCard]] = defaultdict(list)
        for card in cards:
            for lane in card.lanes:
                by_lane[lane].append(card)
        self.lanes = {lane: _Shelf(held, by_rank) for lane, held in by_lane.items()}


def may_be_met(scoped: Scope, day: DaySoFar, shown: Shown, days_of_rest: float) -> list[ScopedCard]:
    """The unseen cards that the day allows, whatever its minutes and picks.

    Not those whose kin was answered today, nor owner cells whose line card showed the answer fewer days ago
    than `days_of_rest`; and on the very first study day no scenarios, unless there is nothing else to begin
    with.
    """
    allowed = [
        card
        for card in scoped.unseen
        if card.card.note not in shown.notes
        and not scoped.is_shown_by_line(card.card, day.today, days_of_rest)
    ]
    if day.studied or all(card.card.kind == SCENARIO for card in timely(scoped.unseen)):
        return allowed
    return [card for card in allowed if card.card.kind != SCENARIO]


class NewCards:
    """Picks the new cards of one evening, each by what it picked before and what else is shown."""

    def __init__(
        self,
        scope: Scope,
        unseen: Sequence[ScopedCard],
        shown: Shown,
        dominant: Dominant,
        cost: Cost,
        met_today: Sequence[ScopedCard],
        scenario_share: float,
    ) -> None:
        """`unseen` are the cards that may be met tonight, `met_today` the new ones of tonight so far.

        A `scenario_share` of 0 (as on the first study day) forces no scenario in.
        """
        self._shown, self._dominant, self._cost = shown, dominant, cost
        self._scenario_share = scenario_share
        self._lane_shares = scope.lane_shares
        self._in_lane: dict[str, float] = dict.fromkeys(scope.lane_shares, 0.0)
        for card in scope.cards:
            if card.card.is_seen:
                self._fill_lanes(card)
        self._begun = {lane for lane, count in self._in_lane.items() if count}
        self._rank = {card.order: card.worth / sqrt(cost(card.card.kind)) for card in unseen}
        self._groups = {group_of(card.card) for card in unseen}
        self._met = len(met_today)
        self._scenarios = sum(card.card.kind == SCENARIO for card in met_today)
        self._near_met = {card.near for card in met_today if card.near}
        # From the strictest rules to the loosest: each only where the one before leaves nothing.
        on_time = timely(unseen)
        self._attempts: list[tuple[Sequence[ScopedCard], bool]] = [
            (on_time, True),
            (on_time, False),
            (unseen, False),
        ]
        self._shelves: dict[int, _Shelves] = {}

    def pick(self, budget: float) -> list[ScopedCard]:
        """As many of the next cards as `budget` has room for."""
        picked = []
        while card := self._next(budget):
            picked.append(card)
            budget -= self._cost(card.card.kind)
            self._shown.add(card.card)
            self._fill_lanes(card)
            self._met += 1
            self._scenarios += card.card.kind == SCENARIO
            if card.near:
                self._near_met.add(card.near)
        return picked

    def _fill_lanes(self, card: ScopedCard) -> None:
        for lane in card.lanes:
            self._in_lane[lane] += 1 / len(card.lanes)

    def _next(self, budget: float) -> ScopedCard | None:
        costly = {group for group in self._groups if self._cost(group[0]) > budget}
        if len(costly) == len(self._groups):
            return None
        for number, (cards, is_strict) in enumerate(self._attempts):
            closed = costly
            if is_strict:
                closed = costly | {
                    group for group in self._groups if self._shown.crowds(group, self._dominant)
                }
            if number not in self._shelves:
                self._shelves[number] = _Shelves(cards, self._begun, self._rank)
            card = self._best(self._shelves[number], closed, self._is_near if is_strict else self._is_kin)
            if card is not None:
                return card
        return None

    def _best(self, shelves: _Shelves, closed: set[Group], skips: Skips) -> ScopedCard | None:
        """A scenario if there are too few, a foundation every other time, else one of the emptiest lane."""
        if self._scenarios < self._scenario_share * self._met:
            card = shelves.scenarios.best(closed, skips)
            if card is not None:
                return card
        if self._met % 2 == 0:
            card = shelves.first.best(closed, skips)
            if card is not None:
                return card
        for lane in sorted(shelves.lanes, key=self._fullness):
            card = shelves.lanes[lane].best(closed, skips)
            if card is not None:
                return card
        return None

    def _fullness(self, lane: str) -> float:
        """How far a lane is ahead: what was met of it for its share."""
        return (self._in_lane[lane] + 0.5) / self._lane_shares[lane]

    def _is_kin(self, card: ScopedCard) -> bool:
        return card.card.note in self._shown.notes

    def _is_near(self, card: ScopedCard) -> bool:
        return card.near in self._near_met or self._is_kin(card)
