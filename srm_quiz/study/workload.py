"""What remembering costs this learner: the workload that any desired retention would bring."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.queue import UNSEEN
from srm_quiz.domain.readiness.workload import Load, loads
from srm_quiz.domain.today import planner_kind
from srm_quiz.study.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class WorkloadInputs:
    """All that the workload depends on, read from the store: it can then be computed in any thread.

    `cards` are stability in days, difficulty, and the seconds of a review. If none is begun they are the
    library's, as if each had been answered once.
    """

    cards: Sequence[tuple[float, float, float]]
    is_begun: bool
    memory: Memory

    def loads(self, retentions: Iterable[float]) -> dict[float, Load]:
        """The load that each of these retentions would bring; takes some hundredths of a second."""
        return {load.retention: load for load in loads(self.cards, self.memory, retentions)}


def workload(at: Snapshot) -> WorkloadInputs:
    """The workload of the cards that the learner has begun."""
    memory = at.policy.memory
    begun: list[tuple[float, float, float]] = []
    unseen: list[tuple[float, float, float]] = []
    for card in at.cards:
        known, seconds = at.progress.get(card.key, UNSEEN), at.pace.review(planner_kind(card))
        if known.schedule is None:
            unseen.append((*memory.first(3), seconds))
        elif not known.suspended:
            begun.append((known.schedule.stability, known.schedule.difficulty, seconds))
    return WorkloadInputs(begun or unseen, bool(begun), memory)
