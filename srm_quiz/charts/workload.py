"""What a desired retention costs this learner: minutes a day against what stays known, in words and drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_quiz import phrases
from srm_quiz.charts.canvas import Line
from srm_quiz.config.settings import Settings
from srm_quiz.deckfiles.library import Library
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.planner import Pace
from srm_quiz.domain.readiness.workload import Load, loads
from srm_quiz.domain.today import pace_of
from srm_quiz.store.store import Store

WIDEST_BAR, NARROWEST_BAR = 30, 6
BESIDE_THE_BAR = 29
"""Cells that the numbers and the mark of a line take."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Retentions set against each other: the present one, `now`, and perhaps one that is `wanted`."""

    cards: int
    is_begun: bool
    loads: Mapping[float, Load]
    now: float
    wanted: float | None = None

    @property
    def said(self) -> list[str]:
        """Whose costs these are, and the numbers that matter, in sentences."""
        if not self.cards:
            return ["There are no cards yet. With some, this shows what remembering more would cost."]
        cards = phrases.count(self.cards, "card")
        now, wanted = self.loads[self.now], self.loads.get(self.wanted or 0)
        if self.is_begun:
            scope = f"For the {cards} you have begun, over the next year, new ones aside:"
            takes, keeps = "takes", "keeps"
        else:
            scope = f"You have begun no card yet. For {cards} answered once, over a year:"
            takes, keeps = "would take", "keep"
        if wanted is None or wanted == now:
            said = (
                f"At {aim(self.now)} it {takes} {_minutes(now)} minutes a day and {keeps} "
                f"{phrases.percent(now.known)} known on average."
            )
        else:
            said = (
                f"At {aim(wanted.retention)} it {takes} {_minutes(wanted)} minutes a day instead of "
                f"{_minutes(now)} and {keeps} {phrases.percent(wanted.known)} known."
            )
        return [scope, said]

    def lines(self, width: int) -> list[Line]:
        """A line for each retention, within `width`."""
        if not self.cards:
            return []
        room = max(NARROWEST_BAR, min(WIDEST_BAR, width - BESIDE_THE_BAR))
        top = max(load.seconds for load in self.loads.values()) or 1
        lines: list[Line] = [((f"{'aim':>6}  {'minutes a day':<{room + 7}}  {'known':>5}", "muted"),)]
        for retention, load in sorted(self.loads.items()):
            mark, style = "", "muted"
            if retention == self.now:
                mark, style = " <- now", "accent"
            elif retention == self.wanted:
                mark, style = " <- new", "success"
            drawn = "█" * max(1, round(room * load.seconds / top))
            lines.append(
                (
                    (f"{aim(retention):>6}  {_minutes(load):>5}  ", ""),
                    (f"{drawn:<{room}}", style),
                    (f"  {phrases.percent(load.known):>5}", ""),
                    (mark, style),
                )
            )
        return lines


@dataclass(frozen=True, slots=True)
class Basis:
    """All that costs depend on, read from the store: they can then be reckoned anywhere, and at leisure.

    `cards` have stability and difficulty; where none is begun they are the library's, as if each had been
    answered once.
    """

    cards: Sequence[tuple[float, float]]
    is_begun: bool
    memory: Memory
    pace: Pace

    def loads(self, retentions: Iterable[float]) -> dict[float, Load]:
        """What each of these retentions would cost: some hundredths of a second of work."""
        return {load.retention: load for load in loads(self.cards, self.memory, self.pace, retentions)}

    def costs(self, loads: Mapping[float, Load], now: float, wanted: float | None = None) -> Costs:
        """The costs as far as they were reckoned; `loads` holds those of `now` and `wanted`."""
        return Costs(len(self.cards), self.is_begun, loads, now, wanted)


def basis(library: Library, store: Store, settings: Settings) -> Basis:
    """What the costs of remembering depend on, as of now."""
    memory = settings.policy(store.seed).memory
    cards = [
        (known.schedule.stability, known.schedule.difficulty)
        for key, known in store.progress().items()
        if known.schedule is not None and not known.suspended and library.card(key) is not None
    ]
    is_begun = bool(cards)
    if not is_begun:
        cards = [memory.first(3)] * len(library.by_key)
    return Basis(cards, is_begun, memory, pace_of(store.timings()))


def aim(retention: float) -> str:
    """A desired retention as a percentage: "90 %", "92.5 %"."""
    return f"{100 * retention:.4g} %"


def _minutes(load: Load) -> str:
    return f"{load.seconds / 60:.1f}"
