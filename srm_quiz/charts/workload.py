"""What a desired retention costs this learner: minutes a day against what stays known, in words and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from srm_quiz import phrases
from srm_quiz.charts.canvas import Line
from srm_quiz.domain.readiness.workload import Load
from srm_quiz.study.workload import WorkloadInputs

NARROWEST, WIDEST = 6, 30
BESIDE_THE_BAR = 29
"""Cells that the numbers and the mark of a line take."""


@dataclass(frozen=True, slots=True)
class WorkloadChart:
    """The workload of several desired retentions, side by side.

    `loads` holds those compared, by retention: the present one, `now`, and perhaps one that is `wanted`.
    """

    inputs: WorkloadInputs
    loads: Mapping[float, Load]
    now: float
    wanted: float | None = None

    @property
    def summary(self) -> list[str]:
        """Whose costs these are, and the numbers that matter, in sentences."""
        if not self.inputs.cards:
            return ["There are no cards yet. With some, this shows what remembering more would cost."]
        cards = phrases.count(len(self.inputs.cards), "card")
        now, wanted = self.loads[self.now], self.loads.get(self.wanted or 0)
        if self.inputs.is_begun:
            scope = f"For the {cards} you have begun, over the next year, new ones aside:"
            takes, keeps = "takes", "keeps"
        else:
            scope = f"You have begun no card yet. For {cards} answered once, over a year:"
            takes, keeps = "would take", "keep"
        if wanted is None or wanted == now:
            comparison = (
                f"At {aim(self.now)} it {takes} {_minutes(now)} minutes a day and {keeps} "
                f"{phrases.percent(now.known)} known on average."
            )
        else:
            comparison = (
                f"At {aim(wanted.retention)} it {takes} {_minutes(wanted)} minutes a day instead of "
                f"{_minutes(now)} and {keeps} {phrases.percent(wanted.known)} known."
            )
        return [scope, comparison]

    def lines(self, width: int) -> list[Line]:
        """A line for each retention, within `width`."""
        if not self.inputs.cards:
            return []
        room = max(NARROWEST, min(WIDEST, width - BESIDE_THE_BAR))
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


def aim(retention: float) -> str:
    """A desired retention as a percentage: "90 %", "92.5 %"."""
    return f"{100 * retention:.4g} %"


def _minutes(load: Load) -> str:
    return f"{load.seconds / 60:.1f}"
