"""The form for writing a card: to open it, fill it in, and read its message."""

from __future__ import annotations

from textual.pilot import Pilot

from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.decks.card_form import CardFormScreen

MINE = """\
title: Mine
cards:
  - {question: Who guards the buildings?, answer: AWS}

  # a word about it
  - {question: Who names the users?, answer: You}
"""


async def open_form(pilot: Pilot[None]) -> CardFormScreen:
    """Open the form with the first card of the deck `mine`."""
    await pilot.press("d", "slash", *"deck:mine", "enter", "f")
    screen = pilot.app.screen
    assert isinstance(screen, CardFormScreen)
    return screen


def said(screen: CardFormScreen) -> str:
    """The message of the form."""
    return str(screen.query_one("#message").render())


def prompts(study: Study) -> list[str]:
    """What the cards of the deck `mine` ask."""
    deck = study.library.deck("mine")
    return [card.content.question for card in deck.cards] if deck else []  # type: ignore[union-attr]


def saved_elsewhere(pilot: Pilot[None]) -> None:
    """Notice that another program saved a deck, as the app does once a second."""
    assert isinstance(pilot.app, QuizApp)
    pilot.app.reload_changed_decks()


async def looked(pilot: Pilot[None]) -> None:
    """Update the preview, as the form does when no key is pressed for a moment."""
    assert isinstance(pilot.app.screen, CardFormScreen)
    await pilot.app.screen._update_preview()


async def write(pilot: Pilot[None], *lines: str) -> None:
    """Type lines into the form, each followed by Enter."""
    for line in lines:
        await pilot.press(*line, "enter")
