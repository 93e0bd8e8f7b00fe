"""The streak: what counts, what freezes are for, and that nobody loses one to arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from srm_quiz import phrases
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, event_id, game_review
from srm_quiz.domain.streaks import (
    Closing,
    DayMark,
    DayRecord,
    close_days,
    mark_of,
    streak,
)
from srm_quiz.study.status import Status
from tests.support.transcripts import World
from tests.support.worlds import key

TODAY = StudyDay(date(2026, 11, 25))  # a Wednesday
C, S, F, A, M = DayMark.COUNTED, DayMark.SAFE, DayMark.FROZEN, DayMark.ASTRAY, DayMark.MISSED


def record(day: StudyDay, answers: int | None, due: int = 30) -> DayRecord:
    return DayRecord(day, 20, due, answers or 0)


def lived(*answers: int | None, due: int = 30) -> tuple[list[Closing], DayRecord]:
    """Days that end today, all closed today; None is a day the program never saw."""
    first = days_after(TODAY, 1 - len(answers))
    days = [days_after(first, n) for n in range(len(answers))]
    seen = [record(day, given, due) for day, given in zip(days, answers, strict=True) if given is not None]
    now = next((one for one in seen if one.day == TODAY), record(TODAY, 0, due))
    return close_days([], seen, TODAY, lambda day: record(day, 0, due), list), now


def test_days_that_reach_the_goal_count_one_after_the_other() -> None:
    assert streak(*lived(20, 25, 20)).days == 3


def test_today_does_not_break_the_streak_while_it_is_open() -> None:
    found = streak(*lived(20, 20, 3))
    assert (found.days, found.today, found.left_today) == (2, DayMark.OPEN, 17)


def test_a_missed_day_ends_the_streak_and_the_best_stays() -> None:
    found = streak(*lived(20, 20, 20, None, 20))
    assert (found.days, found.best) == (1, 3)


def test_a_day_counts_when_all_there_was_to_do_was_done() -> None:
    assert streak(*lived(4, due=4)).days == 1


def test_a_day_with_nothing_to_do_neither_counts_nor_breaks() -> None:
    closings, now = lived(20, 0, 20)
    calm = [Closing(record(one.day, 0, 0), S, TODAY) if one.mark is M else one for one in closings]
    assert streak(calm, now).days == 2


def test_the_week_runs_from_monday_to_sunday() -> None:
    assert streak(*lived(20, 5, 1)).week == (C, M, DayMark.OPEN, *[DayMark.AHEAD] * 4)


def test_without_any_record_there_is_no_streak() -> None:
    found = streak([], record(TODAY, 0))
    assert (found.days, found.best, found.freezes, found.today) == (0, 0, 0, DayMark.OPEN)
    assert found.week[0] is DayMark.BEFORE


def test_seven_days_in_a_row_earn_a_freeze_and_at_most_two_are_held() -> None:
    assert [streak(*lived(*[20] * days)).freezes for days in (6, 7, 13, 14, 21, 40)] == [0, 1, 1, 2, 2, 2]
    assert streak(*lived(*[20] * 5)).to_freeze == 2


def test_a_missed_day_spends_a_freeze_by_itself_and_the_streak_goes_on() -> None:
    found = streak(*lived(*[20] * 7, None, 20))
    assert (found.days, found.freezes, found.week[1]) == (8, 0, F)


def test_the_next_freeze_waits_one_day_short_while_two_are_held() -> None:
    assert streak(*lived(*[20] * 19, None, 20)).freezes == 1
    assert [streak(*lived(*[20] * days, None, 20)).freezes for days in (20, 21, 27)] == [2, 2, 2]


def test_a_vacation_of_two_days_costs_two_freezes_and_a_third_day_the_streak() -> None:
    assert streak(*lived(*[20] * 14, None, None, 20)).days == 15
    assert streak(*lived(*[20] * 14, None, None, None, 20)).days == 1


def test_no_freeze_is_spent_where_there_is_no_streak_to_save() -> None:
    closings, _ = lived(5, None, 0)
    assert [one.mark for one in closings] == [M, M]


def test_a_sitting_says_what_it_did_for_the_streak() -> None:
    def said(days: int, before: int, after: int) -> str:
        closings, _ = lived(*[20] * days, None)
        return phrases.streak_change(
            streak(closings, record(TODAY, before)), streak(closings, record(TODAY, after))
        )

    assert said(3, 5, 12) == "8 more answers and today counts too. Your streak is 3 days."
    assert said(3, 5, 20) == "That makes today count: your streak is 4 days, your longest yet."
    assert said(3, 20, 25) == "Today counts: your streak is 4 days."
    assert said(6, 0, 20).endswith("You have earned a freeze and hold 1.")


def test_what_is_asked_of_today_is_what_makes_it_count(tmp_path: Path) -> None:
    life = Life(tmp_path)
    found = life.visit("2026-11-23 20:00", answers=2, goal=30)
    assert (found.answered, found.wanted, found.goal) == (2, 7, 30)
    assert found.streak.left_today == 5
    assert found.streak_without(2).left_today == 7


def test_a_past_day_is_what_its_stored_numbers_say_whatever_is_set_today() -> None:
    assert mark_of(DayRecord(TODAY, 5, 30, 5)) is C
    assert mark_of(DayRecord(TODAY, 20, 30, 5)) is M


# ------------------------------------------------------------------ lives: store, clock and time zones


class Life:
    """A learner who studies at wall-clock times; every visit opens the program anew."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder / "home")
        self.visits = 0

    def visit(
        self, at: str, zone: tzinfo = UTC, *, answers: int = 2, goal: int = 2, rollover: int = 4
    ) -> Status:
        """Open at a local time, give answers, and look."""
        self.world.clock.at = datetime.fromisoformat(at).replace(tzinfo=zone)
        self.visits += 1
        with self.world.open(daily_goal=goal, rollover_hour=rollover) as study:
            now = study.now()
            for n in range(answers):
                name = event_id(now, f"visit{self.visits:06}", n)
                study.record(
                    [game_review(name, key("basic"), now, Verdict.CORRECT, (), 1.0, Mode.SORT, None)]
                )
            return study.status()

    def marks(self) -> list[DayMark]:
        with self.world.open() as study:
            return [closing.mark for closing in study.status().closings]


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return Life(tmp_path)


def test_late_night_study_counts_for_the_evening_it_belongs_to(life: Life) -> None:
    life.visit("2026-11-23 23:30")
    assert life.visit("2026-11-25 01:30").streak.days == 2  # still Tuesday's night
    assert life.visit("2026-11-25 20:00").streak.days == 3


def test_hawaii_to_tokyo_and_back_loses_no_day(life: Life) -> None:
    hawaii, tokyo = ZoneInfo("Pacific/Honolulu"), ZoneInfo("Asia/Tokyo")
    life.visit("2026-11-23 09:00", hawaii)
    life.visit("2026-11-24 21:00", tokyo)
    life.visit("2026-11-25 21:00", tokyo)
    found = life.visit("2026-11-25 20:00", hawaii)  # the same day lived twice
    assert found.streak.days == 3
    assert life.visit("2026-11-26 20:00", hawaii).streak.days == 4
    assert life.marks() == [C, C, C]


def test_a_day_that_travelling_gives_back_can_still_be_won(life: Life) -> None:
    hawaii, tokyo = ZoneInfo("Pacific/Honolulu"), ZoneInfo("Asia/Tokyo")
    life.visit("2026-11-23 21:00", tokyo)
    life.visit("2026-11-25 07:00", tokyo, answers=0)  # Tuesday is over here, and was missed
    assert life.visit("2026-11-24 20:00", hawaii).streak.days == 2  # but not in Hawaii
    assert life.visit("2026-11-25 20:00", hawaii).streak.days == 3


@pytest.mark.parametrize(
    "days", [("2026-03-28", "2026-03-29", "2026-03-30"), ("2026-10-24", "2026-10-25", "2026-10-26")]
)
@pytest.mark.parametrize("hour", ["02:30", "03:30", "04:10", "23:59"])
def test_daylight_saving_changes_nothing(life: Life, days: tuple[str, ...], hour: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert [life.visit(f"{day} {hour}", berlin).streak.days for day in days] == [1, 2, 3]


@pytest.mark.parametrize("wrong", ["2027-11-24", "2025-11-24"])
def test_a_clock_a_year_wrong_for_one_day_costs_nothing(life: Life, wrong: str) -> None:
    for day in ("21", "22", "23"):
        life.visit(f"2026-11-{day} 20:00")
    life.visit(f"{wrong} 20:00")
    assert life.visit("2026-11-25 20:00").streak.days == 4
    assert life.visit("2026-11-26 20:00").streak.days == 5
    assert life.marks() == [C, C, C, A, C]
    life.visit("2026-11-28 20:00", answers=0)  # a day really missed is missed
    assert life.marks()[-1] is M


def test_a_clock_a_year_wrong_opens_no_day_again_that_was_missed_before(life: Life) -> None:
    for day in ("19", "21", "22", "23"):  # the program was not there on the 20th
        life.visit(f"2026-11-{day} 20:00")
    before = life.marks()
    life.visit("2025-11-24 20:00", goal=1)
    assert life.visit("2026-11-25 20:00", goal=1).streak.days == 4
    assert life.marks() == [*before, C, A] == [C, M, C, C, C, A]


def test_a_clock_that_comes_to_days_that_have_been_costs_nothing_and_changes_none(life: Life) -> None:
    for day in range(1, 24):
        life.visit(f"2026-11-{day:02} 20:00", answers=0 if day == 10 else 2)
    before = life.marks()
    life.visit("2026-11-10 20:00")  # it is the 24th
    life.visit("2026-11-25 20:00")
    assert life.marks() == [*before, C, A]


def test_a_wrong_clock_on_a_day_that_counts_anyway_excuses_no_later_day(life: Life) -> None:
    life.visit("2026-11-23 19:00")
    life.visit("2027-11-23 20:00")
    life.visit("2026-11-23 21:00")
    life.visit("2026-11-24 20:00")
    life.visit("2026-11-26 20:00", answers=0)
    assert life.marks() == [C, C, M]


def test_once_the_day_has_come_that_a_wrong_clock_was_at_it_excuses_none(life: Life) -> None:
    for day in ("20", "21", "28", "23", "24", "25", "26", "27", "28", "29"):
        life.visit(f"2026-11-{day} 20:00")
    life.visit("2026-12-01 20:00", answers=0)
    assert life.marks() == [C, C, A, *[C] * 7, F]


def test_a_few_answers_before_the_clock_went_wrong_cost_nothing(life: Life) -> None:
    life.visit("2026-11-22 20:00")
    life.visit("2026-11-23 20:00")
    life.visit("2026-11-24 08:00", answers=1, goal=4)
    life.visit("2027-11-24 20:00")
    life.visit("2026-11-25 20:00")
    assert life.marks() == [C, C, A]


def test_days_brought_from_another_program_are_no_wrong_clock(life: Life) -> None:
    life.visit("2026-11-23 20:00")
    with life.world.open() as study:
        for days in (300, 200, 100):
            then = life.world.clock.moment.later(timedelta(days=-days))
            name = event_id(then, "imported", days)
            study.store.write(
                [game_review(name, key("typed"), then, Verdict.CORRECT, (), 1.0, Mode.SORT, None)]
            )
    life.visit("2026-11-24 20:00")
    life.visit("2026-11-26 20:00")
    assert life.marks() == [C, C, M]


def test_the_same_thirty_cards_on_monday_and_again_on_tuesday_count_twice(life: Life) -> None:
    days = ("2026-11-23 20:00", "2026-11-24 20:00")
    assert [life.visit(day, answers=30, goal=30).streak.days for day in days] == [1, 2]
    assert life.marks() == [C]


def test_a_vacation_is_bridged_by_the_freezes_that_were_earned(life: Life) -> None:
    for day in range(1, 15):
        life.visit(f"2026-11-{day:02} 20:00")
    found = life.visit("2026-11-17 20:00")
    assert (found.streak.days, found.streak.freezes) == (15, 0)
    assert life.marks() == [C] * 14 + [F, F]


@pytest.mark.parametrize(("before", "after"), [(4, 0), (0, 4), (4, 10), (10, 4)])
def test_another_rollover_hour_costs_no_day(life: Life, before: int, after: int) -> None:
    life.visit("2026-11-23 02:00", rollover=before)
    life.visit("2026-11-24 02:00", rollover=before)
    life.visit("2026-11-24 09:00", rollover=after)
    assert life.visit("2026-11-25 09:00", rollover=after).streak.days >= 3
    assert set(life.marks()) == {C}


def test_a_game_played_past_the_rollover_hour_counts_for_the_day_that_began(life: Life) -> None:
    life.visit("2026-11-23 20:00")
    life.world.clock.at = datetime(2026, 11, 24, 3, 50, tzinfo=UTC)
    with life.world.open(daily_goal=2) as study:
        life.world.clock.advance(minutes=20)
        now = study.now()
        names = [event_id(now, "late", n) for n in range(2)]
        study.record(
            [
                game_review(name, key("basic"), now, Verdict.CORRECT, (), 1.0, Mode.SORT, None)
                for name in names
            ]
        )
    assert life.visit("2026-11-25 20:00").streak.days == 3


def test_another_goal_or_rollover_never_changes_a_past_day(life: Life) -> None:
    life.visit("2026-11-23 20:00", answers=2, goal=2)
    life.visit("2026-11-24 20:00", answers=2, goal=2)
    assert life.visit("2026-11-25 20:00", answers=9, goal=9, rollover=0).streak.days == 3
    assert life.visit("2026-11-26 20:00", answers=1, goal=1, rollover=10).streak.days == 4
    assert life.marks() == [C, C, C]


def test_a_month_away_is_told_day_by_day_when_the_program_next_opens(life: Life) -> None:
    for day in range(1, 8):
        life.visit(f"2026-10-{day:02} 20:00")
    found = life.visit("2026-11-05 20:00")
    assert (found.streak.days, found.streak.best, found.days_away) == (1, 7, 28)
    assert life.marks() == [C] * 7 + [F] + [M] * 27


def test_what_a_past_day_was_stays_as_it_was_written(life: Life) -> None:
    told: dict[StudyDay, DayMark] = {}
    for day in range(1, 29):
        found = life.visit(f"2026-11-{day:02} 20:00", answers=day % 4)
        now = {closing.day: closing.mark for closing in found.closings}
        assert told.items() <= now.items()
        told = now
    assert len(told) == 27


def test_only_looking_writes_nothing_and_sees_the_same(life: Life) -> None:
    life.visit("2026-11-20 20:00")
    life.world.clock.at = datetime(2026, 11, 24, 20, tzinfo=UTC) + timedelta(hours=1)
    rows = life.world.rows()
    with life.world.look() as study:
        looked = study.status()
    assert life.world.rows() == rows
    with life.world.open() as study:
        assert study.status().closings == looked.closings
