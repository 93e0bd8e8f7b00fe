"""What remembering costs this learner: the workload that any desired retention would bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.first_planner import Pace
from srm_quiz.domain.readiness.workload import Load, loads
from srm_quiz.study.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class WorkloadInputs:
    """All that the workload depends on, read from the store: it can then be computed in any thread.

    `cards` are pairs of stability in days and difficulty. If none is begun they are the library's, as if
    each had been answered once.
    """

    cards: Sequence[tuple[float, float]]
    is_begun: bool
    memory: Memory
    pace: Pace

    def loads(self, retentions: Iterable[float]) -> dict[float, Load]:
        """The load that each of these retentions would bring; takes some hundredths of a second."""
        return {load.retention: load for load in loads(self.cards, self.memory, self.pace, retentions)}


def workload(at: Snapshot) -> WorkloadInputs:
    """The workload of the cards that the learner has begun."""
    begun = [
        (progress.schedule.stability, progress.schedule.difficulty)
        for key, progress in at.progress.items()
        if progress.schedule is not None and not progress.suspended and at.library.card(key) is not None
    ]
    memory = at.policy.memory
    cards = begun or [memory.first(3)] * len(at.library.by_key)
    return WorkloadInputs(cards, bool(begun), memory, at.pace)
