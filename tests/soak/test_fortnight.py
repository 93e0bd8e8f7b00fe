"""The fortnight that showed what the first planner did wrong, lived again on the bundled decks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.study.study import Study
from tests.support.evenings import LivedEvening, study_evening
from tests.support.worlds import Clock

pytestmark = pytest.mark.soak

FIRST = date(2026, 11, 30)
SKIPPED = (4, 11, 12)
"""Evenings that are missed, counted from 1."""
PAST_MIDNIGHT, ABROAD = 6, 9
HOME, AWAY = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")

GOAL, MINUTES = 20, 20
LIVES = {"exam in 41 days": 41, "exam in 14 days": 14, "no exam": 0}


def begins(evening: int) -> datetime:
    """When the learner sits down on an evening, counted from 1."""
    day = FIRST + timedelta(days=evening - 1)
    if evening == PAST_MIDNIGHT:
        return datetime(day.year, day.month, day.day, 0, 30, tzinfo=HOME) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, 20, tzinfo=AWAY if evening == ABROAD else HOME)


def live(home: Path, days: int) -> list[LivedEvening]:
    settings = Settings(
        exam="saa",
        exam_date=FIRST + timedelta(days=days) if days else None,
        exam_minutes=MINUTES,
        daily_goal=GOAL,
    )
    clock, random, lived = Clock(), Random(14), []
    for evening in range(1, 15):
        if evening in SKIPPED:
            continue
        clock.at = begins(evening)
        with Study.open(find(home, {}), settings, clock=clock) as study:
            lived.append(study_evening(study, clock, random))
            assert study.status().answered == len(lived[-1].reviews)
            assert not study.status().agenda.returning
    return lived


def table(lived: list[LivedEvening]) -> str:
    """A line for each evening."""
    lines = ["evening      new  earlier  kinds  decks  run of kind/deck  minutes said/taken  answers"]
    for one in lived:
        runs = f"{one.longest_run(one.kinds)}/{one.longest_run(one.decks)}"
        minutes = f"{one.promised.minutes}/{one.minutes:.1f}"
        lines.append(
            f"{one.day:%a %d %b}  {one.new:5}  {one.earlier:7}  {len(set(one.kinds)):5}  "
            f"{len(set(one.decks)):5}  {runs:>16}  {minutes:>18}  {len(one.reviews):7}"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("life", LIVES)
def test_the_fortnight_has_reviews_every_evening_and_never_too_much(
    tmp_path: Path, life: str, capsys: pytest.CaptureFixture[str]
) -> None:
    days = LIVES[life]
    lived = live(tmp_path, days)
    with capsys.disabled():
        print(f"\n{life}\n{table(lived)}")
    assert all(evening.earlier for evening in lived[2:])
    assert not any(evening.shown_before for evening in lived)
    for evening in lived:
        if days:
            assert evening.minutes <= 1.3 * MINUTES
        else:
            assert len(evening.reviews) <= 1.3 * GOAL
        assert evening.longest_run(evening.kinds) <= 3
        assert evening.longest_run(evening.decks) <= 3
