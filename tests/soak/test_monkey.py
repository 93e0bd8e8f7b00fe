"""A cat on the keyboard: whatever is pressed, the program goes on, and the log stays whole."""

from __future__ import annotations

import random
from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.app import App

from srm_quiz.config.paths import find
from srm_quiz.config.settings import Settings
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from tests.support.showing import hurry
from tests.support.worlds import Clock

pytestmark = pytest.mark.soak

KEYS = (
    *"1234567890abcdefghijklmnoprstuvwxyz-@*/?,.",
    *("enter", "space", "escape", "tab", "shift+tab", "up", "down", "left", "right", "backspace"),
    *("ctrl+p", "ctrl+z", "ctrl+s", "home", "end", "pageup", "pagedown", "delete", "enter", "space", "q"),
)
SIZES = ((80, 24), (120, 40), (40, 12), (20, 6), (200, 60))
OPENINGS = ("", "explore", "play_sort", "play_match", "play_daily", "play_line", "play_exam('saa', 10)")


@pytest.mark.parametrize("seed", range(35))
async def test_no_row_of_keys_stops_the_program(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    monkeypatch.setattr(App, "suspend", lambda self: nullcontext())
    chance, clock = random.Random(seed), Clock()
    seconds = [0.0]
    study = Study.open(find(tmp_path, {}), Settings(), clock=clock)
    pressed: list[str] = []
    with study:
        app = QuizApp(
            study,
            opening=OPENINGS[seed % len(OPENINGS)],
            monotonic=lambda: seconds[0],
            environ={"EDITOR": "true"},
        )
        # Leaving is for the learner to do, not for the cat: q on the home screen ends the program.
        monkeypatch.setattr(app, "exit", lambda *_, **__: None)
        async with app.run_test(size=SIZES[seed % len(SIZES)]) as pilot:
            for _ in range(400):
                key = chance.choice(KEYS)
                pressed.append(key)
                clock.advance(seconds=chance.choice((0, 1, 5, 70)))
                seconds[0] += chance.choice((0.01, 0.3, 1.0))
                await pilot.press(key)
                if chance.random() < 0.02:
                    await pilot.resize_terminal(*chance.choice(SIZES))
            assert app.is_running, pressed[-20:]
        before = study.store.progress()
        assert study.store.rebuild(study.policy).changed == 0
        assert {card: one for card, one in before.items() if one != type(one)()} == {
            card: one for card, one in study.store.progress().items() if one != type(one)()
        }
