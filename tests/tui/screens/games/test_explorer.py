"""The explorer: the line moves from service to service, and every cell says why and how you did."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import Owner
from srm_quiz.domain.grading import Named, Painted
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.games.explorer import ExplorerScreen
from srm_quiz.tui.screens.games.find_service import FindServiceScreen
from srm_quiz.tui.widgets.matrix_view import MatrixMap, ServiceStack
from tests.support.showing import hurry, resized
from tests.support.transcripts import World
from tests.support.worlds import CardKey

MODEL = """\
title: A cloud of ours
id: ours
matrix:
  layers:
    - {id: building, name: Building, duty: Guard the building}
    - {id: system, name: Operating system, duty: Patch the system, moves: true}
    - {id: engine, name: Engine, duty: Patch the engine, moves: true}
    - {id: data, name: Data, duty: Classify the data}
  services:
    - id: machine
      name: A machine
      category: rented
      source: https://example.org/machine
      owners:
        building: aws
        system: {owner: customer, why: You log in to it.}
        engine: customer
        data: customer
    - id: database
      name: A database
      category: managed
      owners:
        building: aws
        system: aws
        engine: {owner: aws, accept: [shared], why: "They install, you say when."}
        data: customer
    - id: cable
      name: A cable
      category: managed
      owners:
        building: shared
        system: {owner: aws, applies: false}
        engine: {owner: aws, applies: false}
        data: customer
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "home")
    (tmp_path / "home" / "bundled" / "world.yaml").write_text(MODEL, encoding="utf-8")
    return world


@pytest.fixture
def study(world: World) -> Study:
    return world.open()


@asynccontextmanager
async def exploring(study: Study, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = QuizApp(study, opening="explore")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ExplorerScreen)
        yield pilot
    study.close()


def said(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


def drawn(pilot: Pilot[None], width: int = 76) -> list[str]:
    stack = pilot.app.screen.query_one(ServiceStack)
    return [line.plain.rstrip() for line in stack.lines(width)]


def line_at(pilot: Pilot[None]) -> int:
    return next(number for number, line in enumerate(drawn(pilot)) if "the line" in line)


async def test_right_and_left_change_the_service_and_move_the_line(study: Study) -> None:
    async with exploring(study) as pilot:
        assert "A machine" in said(pilot, "service") and "rented" in said(pilot, "service")
        assert line_at(pilot) == 3
        await pilot.press("right")
        assert "A database" in said(pilot, "service")
        assert line_at(pilot) == 1
        await pilot.press("left", "left")
        assert "A cable" in said(pilot, "service")


async def test_every_owner_has_a_letter_a_pattern_and_a_word(study: Study) -> None:
    async with exploring(study) as pilot:
        rows = drawn(pilot)
        assert rows[0].split() == ["Data", "Y", "█" * 23, "You"]
        assert rows[-1].split() == ["Building", "A", "░" * 23, "AWS"]
        await pilot.press("left")
        rows = drawn(pilot)
        assert "S" in rows[-2] and "▓" in rows[-2] and "Shared" in rows[-2]
        assert "no such layer" in rows[1]


async def test_a_second_service_can_be_pinned_and_the_differences_stand_out(study: Study) -> None:
    async with exploring(study) as pilot:
        await pilot.press("c")
        assert "A database" in said(pilot, "service") and "A machine" in said(pilot, "service")
        differing = [line[2:].split()[0] for line in drawn(pilot) if "<>" in line]
        assert differing == ["Engine", "Operating"]
        assert sum("─ ─" in line for line in drawn(pilot)) == 2
        await pilot.press("c")
        assert not any("<>" in line for line in drawn(pilot))


async def test_a_cell_shows_its_reason_its_accepted_owners_and_its_source(study: Study) -> None:
    async with exploring(study) as pilot:
        await pilot.press("down")
        assert said(pilot, "cell").splitlines()[0].startswith("Patch the system")
        assert "You. You log in to it." in said(pilot, "cell")
        assert "example.org/machine" in said(pilot, "cell")
        await pilot.press("right", "up")
        assert "AWS (Shared is accepted too). They install" in said(pilot, "cell")
        await pilot.press("right")
        assert "A cable has no such layer" in said(pilot, "cell")
        await pilot.press("up")
        assert "Nobody does it for you here." in said(pilot, "cell")


async def test_a_cell_shows_the_learners_own_record(world: World, study: Study) -> None:
    def give(card: str, answer: machine.Answer) -> None:
        world.clock.advance(minutes=1)
        study.start(Scope(cards=(CardKey(card),)), mode=Mode.CRAM)
        study.send(answer)
        study.send(machine.Rate(Rating.AGAIN))

    engine = "ours/database#engine"
    give(engine, machine.Answer(Named(Owner.SHARED)))
    give(engine, machine.Answer(Named(Owner.CUSTOMER)))
    give(
        "ours/database#line",
        machine.Answer(Painted({"system": Owner.AWS, "engine": Owner.AWS})),
    )
    async with exploring(study) as pilot:
        assert "not asked yet" in said(pilot, "cell")
        await pilot.press("right")
        assert "you: 2 of 3 right" in said(pilot, "cell")
        await pilot.press("down")
        assert "you: 1 of 1 right" in said(pilot, "cell")


async def test_the_whole_model_is_shown_at_once_and_walked_cell_by_cell(study: Study) -> None:
    async with exploring(study) as pilot:
        await pilot.press("g")
        whole = pilot.app.screen.query_one(MatrixMap)
        assert whole.display and not pilot.app.screen.query_one(ServiceStack).display
        rows = [line.plain.rstrip() for line in whole.lines(76)]
        assert rows[0].strip() == "▾"
        assert [row[2:] for row in rows[1:]] == [
            "Data             Y  Y Y",
            "Engine           Y  A ··",
            "Operating system Y  A ··",
            "Building         A  A S",
        ]
        await pilot.press("right", "down", "down")
        assert "A database" in said(pilot, "service")
        assert "Guard the building" in said(pilot, "cell")
        await pilot.press("g")
        assert not whole.display


async def test_a_few_letters_find_a_service_or_a_duty(study: Study) -> None:
    async with exploring(study) as pilot:
        await pilot.press("slash")
        assert isinstance(pilot.app.screen, FindServiceScreen)
        await pilot.press(*"datab", "enter")
        assert "A database" in said(pilot, "service")
        await pilot.press("slash", *"guard", "enter")
        assert "Guard the building" in said(pilot, "cell")
        await pilot.press("slash", *"nothing", "enter", "escape")
        assert "A database" in said(pilot, "service")
        await pilot.press("slash", "down", "enter")
        assert "A cable" in said(pilot, "service")


async def test_a_line_is_drawn_from_memory_and_leads_back_to_the_explorer(study: Study) -> None:
    async with exploring(study) as pilot:
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DrillScreen)
        assert study.session is not None and study.session.mode is Mode.LINE
        await pilot.press("y", "y", "enter")
        await pilot.pause()
        assert study.session.revealed is not None


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 60)])
async def test_it_fits_any_terminal_and_survives_being_resized(study: Study, size: tuple[int, int]) -> None:
    async with exploring(study, size) as pilot:
        stack = pilot.app.screen.query_one(ServiceStack)
        assert max(line.cell_length for line in stack.lines(stack.content_size.width)) <= size[0]
        await pilot.press("c", "g")
        await resized(pilot, (60, 15))
        await pilot.press("g", "down")
        assert "A database" in said(pilot, "service")


async def test_without_a_model_the_explorer_says_so(study: Study) -> None:
    deck = Path(study.library.decks[0].path)
    deck.write_text("title: No model\ncards:\n  - {question: A?, answer: B}\n", encoding="utf-8")
    study.reload()
    async with exploring(study) as pilot:
        assert "None of your decks has a model yet" in said(pilot, "service")
        await pilot.press("right", "down", "c", "g", "l", "slash", "q")
        assert not isinstance(pilot.app.screen, ExplorerScreen)
