"""Keys and time: one press rates one card, a double tap or a held key none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from srm_quiz.domain.events import Phase
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from tests.support.showing import Seconds, hurry
from tests.support.transcripts import World
from tests.support.worlds import key


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@asynccontextmanager
async def drilling(tmp_path: Path, *cards: str) -> AsyncIterator[tuple[Pilot[None], Study, Seconds]]:
    seconds = Seconds()
    with World(tmp_path / "home").open() as study:
        scope = Scope(cards=tuple(map(key, cards))) if cards else EVERYTHING
        app = QuizApp(study, scope=scope, monotonic=seconds)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield pilot, study, seconds


def phase(study: Study) -> Phase:
    assert study.session is not None
    return study.session.phase


ANSWERS = {
    "basic": ("space",),
    "typed": (*"artifact", "enter"),
    "choice": ("1",),
    "response": ("1", "2", "enter"),
    "cloze": (*"of", "enter"),
    "owner": ("left",),
}


@pytest.mark.parametrize("rate", ["space", "enter", "1"])
async def test_one_press_rates_a_card_of_any_kind(tmp_path: Path, rate: str) -> None:
    async with drilling(tmp_path, *ANSWERS) as (pilot, study, seconds):
        for number, (kind, keys) in enumerate(ANSWERS.items(), start=1):
            assert study.session is not None and study.session.card is not None
            assert study.session.card.key == key(kind)
            await pilot.press(*keys)
            await pilot.pause()
            assert phase(study) is Phase.REVEALED
            seconds.now += 1
            await pilot.press(rate)
            await pilot.pause()
            assert len(list(study.store.reviews())) == number
            seconds.now += 1


async def test_one_q_too_many_does_not_quit(tmp_path: Path) -> None:
    seconds = Seconds()
    with World(tmp_path / "home").open() as study:
        app = QuizApp(study, monotonic=seconds)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("t")
            await pilot.pause()
            await pilot.press("q", "q")
            assert app.screen.query("#decks") and app.is_running and not app._exit
            seconds.now += 1
            await pilot.press("q")
            assert app._exit


async def test_right_after_launch_one_q_quits(tmp_path: Path) -> None:
    with World(tmp_path / "home").open() as study:
        app = QuizApp(study, monotonic=Seconds())
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("q")
            assert app._exit


async def test_the_mark_of_the_first_line_shows_only_under_the_cursor(tmp_path: Path) -> None:
    with World(tmp_path / "home").open() as study:
        async with QuizApp(study).run_test(size=(80, 24)) as pilot:
            decks = pilot.app.screen.query_one("#decks", OptionList)
            assert str(decks.get_option_at_index(0).prompt).startswith("▌ Start")
            await pilot.press("down")
            assert str(decks.get_option_at_index(0).prompt).startswith("  Start")
            await pilot.press("up")
            assert str(decks.get_option_at_index(0).prompt).startswith("▌ Start")


async def test_a_card_can_be_rated_after_viewing_its_info(tmp_path: Path) -> None:
    async with drilling(tmp_path, "cloze") as (pilot, study, seconds):
        await pilot.press(*"of", "enter")
        seconds.now += 1
        await pilot.press("i")
        await pilot.pause()
        seconds.now += 1
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DrillScreen)
        seconds.now += 1
        await pilot.press("space")
        assert len(list(study.store.reviews())) == 1


async def test_a_rating_within_a_fifth_of_a_second_of_the_verdict_is_a_slip(tmp_path: Path) -> None:
    async with drilling(tmp_path, "basic") as (pilot, study, seconds):
        await pilot.press("space")
        await pilot.pause()
        seconds.now += 0.19
        await pilot.press("3")
        assert list(study.store.reviews()) == []
        seconds.now += 0.2
        await pilot.press("4")
        assert len(list(study.store.reviews())) == 1


async def test_a_key_that_is_held_down_rates_nothing(tmp_path: Path) -> None:
    async with drilling(tmp_path) as (pilot, study, seconds):
        for _ in range(100):
            await pilot.press("space")
            seconds.now += 0.03
        assert list(study.store.reviews()) == []
        assert phase(study) is Phase.REVEALED
        seconds.now += 0.6
        await pilot.press("space")
        assert len(list(study.store.reviews())) == 1
