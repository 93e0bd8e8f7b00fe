"""The form and the files: what it writes, what it leaves alone, and what others write meanwhile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from srm_quiz.domain.events import Rate, Reveal
from srm_quiz.domain.scheduling import Rating
from srm_quiz.store.errors import StoreLockedError
from srm_quiz.study.scope import Scope
from srm_quiz.tui.screens.decks.browser import BrowserScreen
from srm_quiz.tui.screens.decks.card_form import CardFormScreen
from srm_quiz.tui.widgets.footer import key_hints
from tests.support.forms import MINE, looked, open_form, prompts, said, saved_elsewhere
from tests.support.showing import hurry, running
from tests.support.transcripts import World, learn


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


async def test_a_card_is_deleted_from_its_file_from_any_field_and_only_at_the_second_press(
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


async def test_a_note_changed_by_another_program_is_shown_again_and_never_overwritten(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"

    def write_elsewhere(answer: str) -> None:
        text = f"title: Mine\ncards:\n  - {{question: Who guards the buildings?, answer: {answer}}}\n"
        deck.write_text(text, encoding="utf-8")
        saved_elsewhere(pilot)

    write = "title: Mine\ncards:\n  - {question: Who guards the buildings?, answer: AWS}\n"
    deck.write_text(write, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "f")
            write_elsewhere("Amazon")
            await pilot.pause()
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, CardFormScreen) and screen.draft()["answer"] == "Amazon"
            await pilot.press("tab", "tab", *"Why")
            write_elsewhere("Somebody")
            await pilot.pause()
            await looked(pilot)
            assert "changed in its file meanwhile" in str(screen.query_one("#message").render())
            await pilot.press("ctrl+s")
            assert screen is pilot.app.screen and screen.draft()["why"] == "Why"
            assert "answer: Somebody}" in deck.read_text(encoding="utf-8")


async def test_a_card_deleted_by_another_program_meanwhile_can_be_put_back(world: World, deck: Path) -> None:
    without = MINE.replace("  - {question: Who guards the buildings?, answer: AWS}\n\n", "")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            was = study.library.deck("mine").cards[0].key  # type: ignore[union-attr]
            await pilot.press("home", *"Tell: ")
            deck.write_text(without, encoding="utf-8")
            saved_elsewhere(pilot)
            await pilot.pause()
            assert "no longer in its file" in said(screen)
            await pilot.press("ctrl+s")
            assert "Ctrl+S again puts it back" in said(screen)
            assert deck.read_text(encoding="utf-8") == without
            await pilot.press("ctrl+s")
            assert said(screen) == "Saved."
            assert prompts(study) == ["Who names the users?", "Tell: Who guards the buildings?"]
            assert study.library.card(was) is not None  # it is known by the name it had: its history is back


async def test_a_deck_missing_for_a_while_is_reported_only_while_it_is_missing(
    world: World, deck: Path
) -> None:
    away = deck.with_suffix(".away")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("home", *"Tell: ")
            deck.rename(away)
            saved_elsewhere(pilot)
            await pilot.pause()
            await pilot.press("ctrl+s")
            assert "cannot be read" in said(screen)
            away.rename(deck)
            saved_elsewhere(pilot)
            await pilot.pause()
            await looked(pilot)
            assert said(screen) == "Ready to save."
            await pilot.press("ctrl+s")
            assert prompts(study) == ["Tell: Who guards the buildings?", "Who names the users?"]


async def test_a_card_changed_meanwhile_is_not_deleted(world: World, deck: Path) -> None:
    changed = MINE.replace("AWS}", "Amazon}")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("x", "ctrl+g")
            deck.write_text(changed, encoding="utf-8")
            await pilot.press("ctrl+g")
            assert "changed in its file meanwhile" in said(screen)
    assert deck.read_text(encoding="utf-8") == changed


async def test_what_was_not_changed_in_the_form_says_the_same_as_before(world: World, deck: Path) -> None:
    text = """\
title: Mine
cards:
  - question: |
      Who?
    answer: a; b
    accept: ["c; d", e]
    tags: ["x; y"]
"""
    deck.write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("tab", "home", *"It is ", "ctrl+s")
            assert said(screen) == "Saved."
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
    assert (
        deck.read_text(encoding="utf-8")
        == """\
title: Mine
cards:
  - question: Who?
    answer: It is a; b
    accept: [c; d, e]
    tags: [x; y]
"""
    )


async def test_a_form_saved_after_rewording_closes_without_a_question(world: World, deck: Path) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await open_form(pilot)
            await pilot.press("home", *"Tell: ", "ctrl+s", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)


async def test_a_form_without_changes_closes_without_a_question(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - question: >\n      Who guards\n      the buildings?\n    answer: AWS\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "f")
            assert isinstance(pilot.app.screen, CardFormScreen)
            assert "next" in {entry.label for entry in key_hints(pilot.app.screen)}
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            await pilot.press("f", "tab", "home", *"No. ", "ctrl+s", "end", *" Yes.", "ctrl+s")
            assert str(pilot.app.screen.query_one("#message").render()) == "Saved."
            assert (own / "mine.yaml").read_text(encoding="utf-8") == (
                "title: Mine\ncards:\n  - question: Who guards the buildings?\n    answer: No. AWS Yes.\n"
            )


async def test_an_edit_changes_one_note_and_keeps_its_history(world: World) -> None:
    learn(world, 1)
    own = world.home / "decks"
    own.mkdir()
    shutil.move(world.home / "bundled" / "world.yaml", own / "world.yaml")
    before = (own / "world.yaml").read_text(encoding="utf-8")
    with world.open() as study:
        study.reload()
        async with running(study) as pilot:
            await pilot.press("d", "f")
            assert isinstance(pilot.app.screen, CardFormScreen)
            card = study.library.deck("world").cards[0]  # type: ignore[union-attr]
            await pilot.press("home", *"Say: ", "ctrl+s", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert study.library.card(card.key) is not None
            assert len(study.history(card.key)) == 1
    after = (own / "world.yaml").read_text(encoding="utf-8")
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert 1 <= len(changed) <= 2 and "Say: " in changed[-1]


async def test_a_changed_answer_offers_to_start_the_card_afresh(world: World) -> None:
    learn(world, 1)
    own = world.home / "decks"
    own.mkdir()
    shutil.move(world.home / "bundled" / "world.yaml", own / "world.yaml")
    with world.open() as study:
        study.reload()
        async with running(study) as pilot:
            await pilot.press("d", "f", "tab", "home", *"Not ", "ctrl+s")
            assert "Ctrl+L starts the card afresh" in str(pilot.app.screen.query_one("#message").render())
            card = study.library.deck("world").cards[0].key  # type: ignore[union-attr]
            assert study.store.progress()[card].schedule is not None
            assert not study.deck_history.changes().answers  # it was asked about, and is not told again
            await pilot.press("ctrl+l")
            assert card not in study.store.progress()
            assert len(study.history(card)) == 1


async def test_a_card_with_an_empty_option_is_saved_with_the_same_answer(world: World) -> None:
    learn(world, 1)
    deck = world.home / "decks" / "world.yaml"
    deck.parent.mkdir()
    options = "choices: [{right: AWS}, {wrong: }, {wrong: You}]"
    (world.home / "bundled" / "world.yaml").unlink()
    note = f"{{id: basic, question: Who?, {options}}}"
    deck.write_text(f"title: Mine\nid: world\ncards:\n  - {note}\n", encoding="utf-8")
    with world.open() as study:
        study.reload()
        async with running(study) as pilot:
            await pilot.press("d", "f", "home", *"Say: ", "ctrl+s")
            assert said(pilot.app.screen) == "Saved."  # type: ignore[arg-type]
    assert "choices: [{right: AWS}, {wrong: You}]" in deck.read_text(encoding="utf-8")


async def test_a_card_is_saved_even_if_the_progress_file_cannot_be_written(
    world: World, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreLockedError("Another program holds the progress file.")

    with world.open() as study:
        key = study.library.deck("mine").cards[0].key  # type: ignore[union-attr]
        study.start(Scope(cards=(key,)))
        study.send(Reveal())
        study.send(Rate(Rating.GOOD))
        async with running(study) as pilot:
            screen = await open_form(pilot)
            for method in ("keep_wordings", "relearn"):
                monkeypatch.setattr(study.store, method, fail)
            await pilot.press("tab", "home", *"Not ", "ctrl+s")
            assert "Ctrl+L starts the card afresh" in said(screen)
            await pilot.press("ctrl+l")
            assert any("holds the progress file" in note.message for note in pilot.app._notifications)
            assert "Ctrl+L starts the card afresh" in said(screen)
    assert "answer: Not AWS" in deck.read_text(encoding="utf-8")


async def test_a_bundled_card_is_shown_in_the_form_and_never_changed(world: World) -> None:
    deck = world.home / "bundled" / "world.yaml"
    before = deck.read_bytes()
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "f", "home", *"Say: ", "ctrl+s", "ctrl+g", "ctrl+g")
            assert "delete" not in {entry.label for entry in key_hints(pilot.app.screen)}
            assert "came with srm-quiz" in str(pilot.app.screen.query_one("#message").render())
    assert deck.read_bytes() == before
