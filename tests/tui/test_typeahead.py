"""Keys that come before their screen wait for it, and none does harm to a card that nobody has seen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from srm_quiz.domain.events import Phase
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.games.explorer import ExplorerScreen
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.typed_answer import TypedAnswer
from tests.support.showing import Seconds, burst, hurry, settled
from tests.support.transcripts import World
from tests.support.worlds import key


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@asynccontextmanager
async def at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *cards: str
) -> AsyncIterator[tuple[Pilot[None], Study, Seconds]]:
    """On the home screen, where Enter asks these cards."""
    seconds = Seconds()
    with World(tmp_path / "home").open() as study:
        app = QuizApp(study, monotonic=seconds)
        chosen, drill = Scope(cards=tuple(map(key, cards))), app.drill
        monkeypatch.setattr(app, "drill", lambda *_, **__: drill(chosen))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            yield pilot, study, seconds


def phase(study: Study) -> Phase:
    assert study.session is not None
    return study.session.phase


async def test_a_key_pressed_while_the_drill_opens_applies_to_its_first_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(tmp_path, monkeypatch, "choice") as (pilot, study, _):
        await burst(pilot, "enter", "2")
        assert pilot.app.screen.query_one(Options).picked == frozenset({1})
        assert phase(study) is Phase.REVEALED


async def test_text_typed_while_the_drill_opens_reaches_the_first_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(tmp_path, monkeypatch, "typed") as (pilot, _, __):
        await burst(pilot, "enter", *"artifact")
        assert pilot.app.screen.query_one(TypedAnswer).text == "artifact"


@pytest.mark.parametrize("kind", ["basic", "typed", "choice"])
async def test_repeating_enter_while_the_drill_opens_answers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    async with at_home(tmp_path, monkeypatch, kind) as (pilot, study, _):
        await burst(pilot, "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert phase(study) is Phase.ASKING


async def test_holding_enter_on_the_home_screen_answers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(tmp_path, monkeypatch, "basic") as (pilot, study, seconds):
        for _ in range(20):
            await pilot.press("enter")
            seconds.now += 0.03
        assert phase(study) is Phase.ASKING
        seconds.now += 0.6
        await pilot.press("enter")
        await pilot.pause()
        assert phase(study) is Phase.REVEALED


async def test_a_key_pressed_before_the_verdict_does_not_rate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(tmp_path, monkeypatch, "basic", "choice") as (pilot, study, seconds):
        await burst(pilot, "enter", "space", "3", "4")
        assert phase(study) is Phase.REVEALED
        assert list(study.store.reviews()) == []
        seconds.now += 1
        await burst(pilot, "3", "2")
        assert len(list(study.store.reviews())) == 1
        assert pilot.app.screen.query_one(Options).picked == frozenset({1})


@pytest.mark.parametrize("away", ["minus", "at", "asterisk"])
async def test_a_key_pressed_before_the_next_card_appears_does_not_bury_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, away: str
) -> None:
    async with at_home(tmp_path, monkeypatch, "basic", "choice") as (pilot, study, seconds):
        await pilot.press("enter", "space")
        await pilot.pause()
        seconds.now += 1
        drill = pilot.app.screen
        assert isinstance(drill, DrillScreen)
        send = drill.send

        async def slowly(event: object) -> None:
            # The key comes in while the next card is still being drawn.
            pilot.app.post_message(events.Key(away, None))
            await asyncio.sleep(0.01)
            seconds.now += 0.3
            await send(event)  # type: ignore[arg-type]

        monkeypatch.setattr(drill, "send", slowly)
        await burst(pilot, "3")
        monkeypatch.undo()
        seconds.now += 1
        assert study.session is not None and study.session.asked is not None
        assert study.session.asked.key == key("choice")
        assert not study.session.standing(key("choice")).flagged
        await burst(pilot, "minus")
        assert phase(study) is Phase.FINISHED


async def test_keys_typed_ahead_go_through_screens_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_home(tmp_path, monkeypatch, "basic") as (pilot, _, __):
        await burst(pilot, "t", "j", "enter", "q", "q", "e")
        assert isinstance(pilot.app.screen, ExplorerScreen)
        await burst(pilot, "q", "d", "slash", *"qq", "escape")
        assert pilot.app.screen.query_one("#search", Input).value == "qq"


async def test_a_key_pressed_before_the_home_screen_is_ready_is_not_lost(tmp_path: Path) -> None:
    with World(tmp_path / "home").open() as study:
        app = QuizApp(study, monotonic=Seconds())
        async with app.run_test(size=(80, 24)) as pilot:
            app.pop_screen()
            app.push_screen(HomeScreen())
            await burst(pilot, "t")
            await settled(pilot)
            assert type(app.screen).__name__ == "StatisticsScreen"
