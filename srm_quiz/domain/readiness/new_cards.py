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
"""Whether a card is ruled out for the rest of the evening."""


class _Shelf:
    """Cards from which the best allowed one is picked, again and again.

    They are grouped by kind and deck, each group sorted. What rules a card out for a time (its cost, a
    crowded kind or deck) rules out its whole group; a card that is ruled out for good is dropped. So a pick
    looks at one card of each group, not at all cards.
    """

    def __init__(self, cards: Iterable[ScopedCard], rank: Callable[[ScopedCard], tuple[float, int]]) -> None:
        groups: dict[Group, list[tuple[tuple[float, int], ScopedCard]]] = defaultdict(list)
        for card in cards:
            groups[group_of(card.card)].append((rank(card), card))
        for ranked in groups.values():
            ranked.sort(key=lambda pair: pair[0], reverse=True)
        self._groups = dict(groups)

    def best(self, closed: set[Group], skips: Skips) -> ScopedCard | None:
        """The card of the lowest rank in a group that is not closed, or None."""
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
    """Unseen cards, sorted for each of the three ways in which the next one is picked."""

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
    """The unseen cards that may be met today, as far as minutes and other picks allow.

    Left out are cards whose kin was answered today, owner cells whose line card showed the answer fewer than
    `days_of_rest` days ago, and, on the very first study day, scenarios, unless there is nothing else.
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
    """Picks the new cards of one evening, one after the other.

    Every pick depends on those before it and on what else is shown. A card is put off if it is near to
    another new one, or if its kind or deck would crowd the evening; late cards come after all others. Both
    rules give way, the first one first, where they would leave nothing to pick.
    """

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
        """Pick from `unseen`; `met_today` are the new cards that were answered today already.

        While scenarios are less than `scenario_share` of today's new cards, the next one is a scenario.
        """
        self._shown, self._dominant, self._cost = shown, dominant, cost
        self._scenario_share = scenario_share
        self._lane_shares = scope.lane_shares
        self._in_lane: dict[str, float] = dict.fromkeys(scope.lane_shares, 0.0)
        for card in scope.cards:
            if card.card.is_seen:
                self._fill_lanes(card)
        begun = {lane for lane, count in self._in_lane.items() if count}
        rank = {card.order: card.worth / sqrt(cost(card.card.kind)) for card in unseen}
        self._groups = {group_of(card.card) for card in unseen}
        self._met = len(met_today)
        self._scenarios = sum(card.card.kind == SCENARIO for card in met_today)
        self._near_met = {card.near for card in met_today if card.near}
        self._on_time = _Shelves(timely(unseen), begun, rank)
        self._spread = _Shelves(timely(unseen), begun, rank)
        self._late = _Shelves([card for card in unseen if card.is_late], begun, rank)

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
        crowded = {group for group in self._groups if self._shown.would_crowd(group, self._dominant)}
        return (
            self._best(self._spread, costly | crowded, self._is_near)
            or self._best(self._on_time, costly, self._is_kin)
            or self._best(self._late, costly, self._is_kin)
        )

    def _best(self, shelves: _Shelves, closed: set[Group], skips: Skips) -> ScopedCard | None:
        """A scenario if there are too few, a foundation every other time, else one of the emptiest lane."""
        shelves_in_turn = [shelves.lanes[lane] for lane in sorted(shelves.lanes, key=self._fullness)]
        if self._met % 2 == 0:
            shelves_in_turn.insert(0, shelves.first)
        if self._scenarios < self._scenario_share * self._met:
            shelves_in_turn.insert(0, shelves.scenarios)
        cards = (shelf.best(closed, skips) for shelf in shelves_in_turn)
        return next((card for card in cards if card), None)

    def _fullness(self, lane: str) -> float:
        """How much of a lane was met for its share: the fuller, the later its turn."""
        return (self._in_lane[lane] + 0.5) / self._lane_shares[lane]

    def _is_kin(self, card: ScopedCard) -> bool:
        return card.card.note in self._shown.notes

    def _is_near(self, card: ScopedCard) -> bool:
        return card.near in self._near_met or self._is_kin(card)
