"""Texts that look like commands, in the explorer, the games and the exam: shown as they were written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from srm_quiz.tui.app import QuizApp
from tests.support.hostile import Hostile, deck
from tests.support.showing import HOSTILE, hurry
from tests.tui.test_hostile_text import SIZE, flat, seen

TEXTS = ("[/b] list[int]", *HOSTILE[2:5], "<b>tag</b>", "$accent 100%", *HOSTILE[7:8], "key 🔑 ring שלום")
"""All of them, some two in one text, for as long as a column is wide."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def look(pilot: Pilot[None], *keys: str) -> str:
    """What is on the screen after the keys."""
    await pilot.press(*keys)
    for _ in range(3):
        await pilot.pause()
    assert isinstance(pilot.app, QuizApp)
    return seen(pilot.app)


@pytest.mark.parametrize("text", TEXTS)
async def test_no_text_is_run_or_restyled(tmp_path: Path, text: str) -> None:
    world = Hostile(tmp_path / "home", text)
    hostile = deck(text)
    (path,) = (world.home / "bundled").iterdir()
    path.write_text(json.dumps({**hostile, "tags": ["saa"]}, ensure_ascii=False), encoding="utf-8")
    model, by_id = hostile["matrix"], {card["id"]: card for card in hostile["cards"]}
    service = model["services"][0]
    with world.open() as study:
        app = QuizApp(study, opening="explore", environ={})
        async with app.run_test(size=SIZE) as pilot:
            explorer = await look(pilot)
            for shown in (
                service["name"],
                service["category"],
                *(layer["name"] for layer in model["layers"]),
            ):
                assert flat(shown) in explorer
            assert flat(service["name"]) in await look(pilot, "slash")
            assert flat(service["name"]) in await look(pilot, "escape", "g")
            await look(pilot, "q")

            await look(pilot, "o", "enter")
            sort = await look(pilot, "right", "space", "right", "space", "right")
            assert any(flat(card) in sort for card in (by_id["owner"]["duty"], by_id["owner"]["on"])) or (
                any(flat(layer.get("duty", layer["name"])) in sort for layer in model["layers"])
            )
            await look(pilot, "q", "q")

            match = await look(pilot, "m", "enter")
            assert flat(by_id["basic"]["answer"]) in match and flat(by_id["typed"]["question"]) in match
            await look(pilot, "q", "q")

            exam = await look(pilot, "x", "enter")
            assert flat(by_id["choice"]["question"]) in exam
            assert all(flat(next(iter(one.values()))) in exam for one in by_id["choice"]["choices"])
            result = await look(pilot, "h", "enter", "enter")
            assert app.is_running and result
