"""The form in which a card is written, opened, filled in and asked what it says."""

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
    """The form with the first card of the deck `mine`."""
    await pilot.press("d", "slash", *"deck:mine", "enter", "f")
    screen = pilot.app.screen
    assert isinstance(screen, CardFormScreen)
    return screen


def said(screen: CardFormScreen) -> str:
    """What the form says below the card."""
    return str(screen.query_one("#message").render())


def prompts(study: Study) -> list[str]:
    """What the cards of the deck `mine` ask."""
    deck = study.library.deck("mine")
    return [card.content.question for card in deck.cards] if deck else []  # type: ignore[union-attr]


def saved_elsewhere(pilot: Pilot[None]) -> None:
    """Another program has saved a deck: the program looks at the files once a second."""
    assert isinstance(pilot.app, QuizApp)
    pilot.app.reload_changed_decks()


async def looked(pilot: Pilot[None]) -> None:
    """Until the form has looked at what is written, as it does when the keys rest for a moment."""
    assert isinstance(pilot.app.screen, CardFormScreen)
    await pilot.app.screen._update_preview()


async def write(pilot: Pilot[None], *lines: str) -> None:
    """Type lines into the form, each ended with Enter."""
    for line in lines:
        await pilot.press(*line, "enter")
