"""Whole lives of a learner, whatever clocks, zones and settings do: no past day changes, nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, event_id, played
from srm_quiz.domain.streaks import MOST_FREEZES, DayMark
from srm_quiz.glances import Glance
from tests.transcripts import World
from tests.worlds import key

ZONES = [
    *("UTC", "Europe/Berlin", "America/New_York", "Pacific/Honolulu"),
    *("Asia/Tokyo", "Pacific/Kiritimati", "Australia/Lord_Howe"),
]


@dataclass(frozen=True)
class Visit:
    """The program is opened `hours` later, in some zone and with some settings, and answers are given.

    `wrong` are days by which the clock is off while it lasts.
    """

    hours: int
    zone: str = "UTC"
    answers: int = 2
    goal: int = 2
    rollover: int = 4
    wrong: int = 0


VISITS = st.lists(
    st.builds(
        Visit,
        hours=st.sampled_from([1, 6, 11, 20, 24, 24, 26, 30, 50, 200]),
        zone=st.sampled_from(ZONES),
        answers=st.sampled_from([0, 1, 2, 2, 2, 5]),
        goal=st.sampled_from([1, 2, 2, 5]),
        rollover=st.sampled_from([0, 4, 4, 10, 23]),
        wrong=st.sampled_from([0, 0, 0, 0, 0, -365, 365, -1, 3]),
    ),
    min_size=1,
    max_size=10,
)
AUTUMN = datetime(2026, 10, 20, 21, tzinfo=UTC)  # both continents set their clocks back in the weeks after

few = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Life:
    """One machine: every visit opens the program anew on the same store."""

    def __init__(self, home: Path, name: str = "life") -> None:
        self.world, self.name = World(home), name
        self.at, self.visits = AUTUMN, 0

    def visit(self, one: Visit) -> tuple[Glance, Glance]:
        """How things stand before the answers, and after them."""
        self.at += timedelta(hours=one.hours)
        self.world.clock.at = (self.at + timedelta(days=one.wrong)).astimezone(ZoneInfo(one.zone))
        self.visits += 1
        with self.world.open(daily_goal=one.goal, rollover_hour=one.rollover) as study:
            before = study.glance()
            now = study.now()
            for n in range(one.answers):
                name = event_id(now, f"{self.name}{self.visits:06}", n)
                study.record([played(name, key("basic"), now, Verdict.CORRECT, (), 1.0, Mode.SORT, None)])
            return before, study.glance()

    def look(self) -> Glance:
        """How things stand, without opening the store for writing."""
        with self.world.look() as study:
            return study.glance()


def told_of(found: Glance) -> dict[StudyDay, DayMark]:
    return {one.day: one.mark for one in found.closings}


@few
@given(VISITS)
def test_no_past_day_changes_and_studying_never_lowers_the_streak(visits: Sequence[Visit]) -> None:
    """What was decided on a day that is past by today's date stays, however the clock ran meanwhile."""
    with TemporaryDirectory() as folder:
        life = Life(Path(folder) / "home")
        told: dict[StudyDay, tuple[DayMark, StudyDay]] = {}
        for one in visits:
            before, after = life.visit(one)
            today = after.today.day
            now = told_of(after)
            for day, (mark, decided) in told.items():
                if decided <= today:
                    assert now[day] is mark
            assert told_of(before) == now
            assert after.streak.days >= before.streak.days
            assert after.streak.best >= before.streak.best
            assert after.streak.freezes >= before.streak.freezes
            assert 0 <= after.streak.freezes <= MOST_FREEZES
            assert 0 <= after.streak.days <= after.streak.best
            told = {closing.day: (closing.mark, closing.on) for closing in after.closings}


@few
@given(VISITS, st.integers(1, 31))
def test_a_month_closed_is_a_month_opened_daily(visits: Sequence[Visit], days: int) -> None:
    """After any life, opening the program daily without an answer decides what one opening decides."""
    with TemporaryDirectory() as folder:
        homes = [Path(folder) / name for name in ("daily", "closed")]
        daily, closed = (Life(home) for home in homes)
        for one in [*visits, Visit(24)]:  # the clock was right when the program was closed
            daily.visit(one)
            closed.visit(one)
        idle = Visit(24, visits[-1].zone, 0, visits[-1].goal, visits[-1].rollover)
        for _ in range(days):
            found, _ = daily.visit(idle)
        at_once, _ = closed.visit(Visit(24 * days, idle.zone, 0, idle.goal, idle.rollover))
        assert told_of(found) == told_of(at_once)
        assert found.streak == at_once.streak


@few
@given(st.lists(st.booleans(), min_size=3, max_size=21), st.lists(st.booleans(), min_size=21, max_size=21))
def test_answers_of_a_second_machine_never_cost_a_day(here: Sequence[bool], there: Sequence[bool]) -> None:
    """A log united with another one: decided days stay, and the days still open count what both gave."""
    with TemporaryDirectory() as folder:
        one, other = Life(Path(folder) / "one", "one"), Life(Path(folder) / "other", "two")
        for mine, theirs in zip(here, there, strict=False):
            one.visit(Visit(24, answers=2 * mine))
            other.visit(Visit(24, answers=2 * theirs))
        before = one.look()
        unite(one.world, other.world)
        after = one.look()
        assert told_of(before) == told_of(after)
        assert after.streak.days >= before.streak.days
        assert after.streak.freezes <= MOST_FREEZES
        assert after.answered == 2 * here[-1] + 2 * there[len(here) - 1]


def unite(here: World, there: World) -> None:
    """Append the other machine's log of answers to this one's: their ids are unique."""
    with closing(sqlite3.connect(here.locations.progress_file)) as db:
        db.execute("ATTACH ? AS other", (str(there.locations.progress_file),))
        names = [row[1] for row in db.execute("PRAGMA table_info(reviews)") if row[1] != "seq"]
        columns = ", ".join(names)
        db.execute(f"INSERT INTO reviews ({columns}) SELECT {columns} FROM other.reviews ORDER BY seq")
        db.commit()


def test_the_days_of_both_clock_changes_are_a_day_each() -> None:
    with TemporaryDirectory() as folder:
        life = Life(Path(folder) / "home")
        for _ in range(21):
            _, after = life.visit(Visit(24, "America/New_York"))
        assert after.streak.days == 21
        assert [one.day for one in after.closings] == [
            days_after(StudyDay(date(2026, 10, 21)), n) for n in range(20)
        ]
