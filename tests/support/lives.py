"""Lives for tests: one learner's days, told as visits in real time, and played on a real store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from srm_quiz.config.settings import Settings
from srm_quiz.domain.days import Moment, StudyDay
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, event_id, game_review
from srm_quiz.study.status import Status
from srm_quiz.study.study import Study
from tests.support.transcripts import World, event_of
from tests.support.worlds import key

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Honolulu")
AUTUMN, SPRING = datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2027, 3, 12, 12, tzinfo=UTC)
"""A few days before the clocks change on both sides of the Atlantic."""


@dataclass(frozen=True)
class Visit:
    """The program is opened `wait` hours after the visit before, and so many answers are given."""

    wait: int
    drilled: int = 0
    """Cards that were due and are known now."""
    played: int = 0
    """Answers in a game, which move no date."""
    zone: str = ZONES[0]
    goal: int = 3
    rollover: int = 4
    wrong: int = 0
    """By how many days the clock is wrong."""

    @property
    def answers(self) -> int:
        return self.drilled + self.played


def visits(
    *, waits: Sequence[int] = (1, 9, 15, 24, 24, 24, 30, 50, 80), travels: bool = True, wrong: int = 0
) -> st.SearchStrategy[Visit]:
    """Any visit; with a clock that is wrong by `wrong` days, in one of six visits, before or after."""
    return st.builds(
        Visit,
        st.sampled_from(waits),
        drilled=st.sampled_from((0, 0, 1, 3, 9)),
        played=st.sampled_from((0, 0, 1, 3)),
        zone=st.sampled_from(ZONES if travels else ZONES[:1]),
        goal=st.sampled_from((1, 3, 3, 5)),
        rollover=st.sampled_from((0, 4, 4, 9)),
        wrong=st.sampled_from((0,) * 10 + (wrong, -wrong)),
    )


@dataclass(frozen=True)
class Seen:
    """What one visit showed: before its answers, and after them. `true_day` is what a right clock says."""

    visit: Visit
    true_day: StudyDay
    before: Status
    after: Status


class Life:
    """A learner with one progress file. The program stays open; `go` looks at it and answers."""

    def __init__(self, home: Path, *, began: datetime = AUTUMN, like: Path | None = None) -> None:
        self.world = World(home, like=like)
        self.at = began
        self.seen: list[Seen] = []
        self._study: Study | None = None

    @property
    def study(self) -> Study:
        assert self._study is not None, "nothing was visited yet"
        return self._study

    def close(self) -> None:
        if self._study is not None:
            self._study.close()
        self._study = None

    def go(self, visit: Visit, **settings: Any) -> Seen:
        self.at += timedelta(hours=visit.wait)
        self.world.clock.at = (self.at + timedelta(days=visit.wrong)).astimezone(ZoneInfo(visit.zone))
        chosen = {"daily_goal": visit.goal, "rollover_hour": visit.rollover, **settings}
        if self._study is None:
            self._study = self.world.open(**chosen)
        self.study.settings = Settings(**chosen)
        self.study.see_today()
        before = self.study.status()
        if visit.drilled:
            self._drill(visit.drilled)
        if visit.played:
            self._play(visit.played)
        true_day = Moment.of(self.at.astimezone(ZoneInfo(visit.zone)), visit.rollover).day
        self.seen.append(Seen(visit, true_day, before, self.study.status()))
        return self.seen[-1]

    def _drill(self, most: int) -> None:
        session = self.study.start(limit=most)
        for act in ("right", "easy") * most:
            self.world.clock.advance(seconds=1)
            if event := event_of(session, act):
                session = self.study.send(event)

    def _play(self, answers: int) -> None:
        now = self.study.now()
        names = (event_id(now, f"{self.study.store.device}{len(self.seen):06}", n) for n in range(answers))
        self.study.record(
            [
                game_review(name, key("basic"), now, Verdict.CORRECT, (), 1.0, Mode.SORT, None)
                for name in names
            ]
        )


@contextmanager
def life(told: Sequence[Visit] = (), began: datetime = AUTUMN, *, like: Life | None = None) -> Iterator[Life]:
    """A life in a folder of its own, with the visits made; `like` another one up to then, if given."""
    with TemporaryDirectory() as folder:
        if like is None:
            found = Life(Path(folder) / "home", began=began)
        else:
            like.close()
            found = Life(Path(folder) / "home", began=like.at, like=like.world.home)
        try:
            for visit in told:
                found.go(visit)
            yield found
        finally:
            found.close()
