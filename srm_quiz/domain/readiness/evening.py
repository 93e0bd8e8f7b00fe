"""An evening of study before an exam: its day, its minutes, and the evenings left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from srm_quiz.domain.readiness.day_so_far import DaySoFar

NIGHT = 0.6
"""Days from the last evening to the exam."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening(DaySoFar):
    """An evening with an exam ahead."""

    last: int
    """The day of the last evening; the exam is in the morning after it."""
    budget: float
    """The seconds that the learner has set for each day."""
    uses_all: bool = False
    """Whether the minutes are used up even when nothing is due."""

    @property
    def left(self) -> int:
        """Evenings that are left, today's included; 0 or less from the day of the exam on."""
        return self.last - self.today + 1

    @property
    def exam(self) -> float:
        """The instant of the exam, in days."""
        return self.last + NIGHT

    @property
    def open(self) -> float:
        """Seconds that are left of today; 0 or less where none are."""
        return self.budget - sum(answer.counted for answer in self.answers)

    def with_open(self, seconds: float) -> Evening:
        """The evening with so many seconds left of it."""
        return replace(self, budget=self.budget - self.open + seconds)


def days_of_rest(left: int) -> int:
    """Days for which an owner cell is not asked after its line card has shown the answer.

    A tenth of the evenings left, but a day at least and a week at most.
    """
    return min(max(left // 10, 1), 7)
