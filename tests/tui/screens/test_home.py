"""The home screen: what it says when something is wrong."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from srm_quiz.tui.app import QuizApp
from tests.support.showing import hurry, settled
from tests.support.transcripts import World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def said(world: World) -> str:
    """What the home screen says below the games."""
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            problems = app.screen.query_one("#problems", Static)
            return str(problems.render()) if problems.display else ""


async def test_the_home_screen_says_nothing_of_the_doctor_while_all_is_well(world: World) -> None:
    assert await said(world) == ""


@pytest.mark.parametrize("place", ["backups", "settings.toml"])
async def test_the_home_screen_points_to_the_doctor_when_something_is_wrong(world: World, place: str) -> None:
    (world.home / place).write_text("in the way")
    assert "`srm-quiz doctor` says what, and what to do." in await said(world)
