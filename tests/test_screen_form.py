"""The form in which a card is written, driven by keys as a learner does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from srm_quiz.study import Study
from srm_quiz.tui.screens.browser import BrowserScreen
from srm_quiz.tui.screens.form import FormScreen
from srm_quiz.tui.widgets.keyline import KeyLine
from tests.showing import hurry, running
from tests.transcripts import World

MINE = """\
title: Mine
cards:
  - {question: Who guards the buildings?, answer: AWS}

  # a word about it
  - {question: Who names the users?, answer: You}
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def deck(world: World) -> Path:
    """A deck of the learner's, with two cards."""
    path = world.home / "decks" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(MINE, encoding="utf-8")
    return path


async def open_form(pilot: Pilot[None]) -> FormScreen:
    """The form with the first card of the deck `mine`."""
    await pilot.press("d", "slash", *"deck:mine", "enter", "f")
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen)
    return screen


def said(screen: FormScreen) -> str:
    """What the form says below the card."""
    return str(screen.query_one("#said").render())


def prompts(study: Study) -> list[str]:
    """What the cards of the deck `mine` ask."""
    deck = study.library.deck("mine")
    return [card.content.question for card in deck.cards] if deck else []  # type: ignore[union-attr]


async def test_a_card_is_taken_out_of_its_file_from_any_line_and_only_when_asked_twice(
    world: World, deck: Path
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("ctrl+g")
            assert screen is pilot.app.screen and "Ctrl+G again" in said(screen)
            assert screen.draft()["question"] == "Who guards the buildings?"
            await pilot.press("ctrl+g")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert prompts(study) == ["Who names the users?"]
    kept = [line for line in MINE.splitlines(keepends=True) if "guards" not in line and line != "\n"]
    assert deck.read_text(encoding="utf-8") == "".join(kept)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
async def test_what_is_pasted_is_written_once_with_its_lines_whatever_the_terminal_parts_them_with(
    world: World, deck: Path, line_break: str
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("tab", "tab")
            pilot.app.post_message(Paste(line_break.join(["First", "", "a\tb\x1b[31m"])))
            await pilot.pause()
            assert screen.draft()["why"] == "First\n\na b[31m"
            await pilot.press("tab", "tab")
            pilot.app.post_message(Paste(line_break.join(["", "https://aws.amazon.com", "more"])))
            await pilot.pause()
            assert screen.draft()["source"] == "https://aws.amazon.com"


@pytest.mark.parametrize("kind", "135")
async def test_the_footer_of_a_small_terminal_tells_how_to_leave_the_form(world: World, kind: str) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", kind)
            assert str(pilot.app.screen.query_one(KeyLine).lines(76)[0]).endswith("esc close")
