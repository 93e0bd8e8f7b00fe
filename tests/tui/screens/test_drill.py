"""A sitting on the screen: from the first key to the summary, and what may go wrong on the way."""

from __future__ import annotations

import stat
import webbrowser
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Static

from srm_quiz.config import paths
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.events import Phase
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Effect, Mode
from srm_quiz.store.errors import StoreFullError
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.help import HelpScreen
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.screens.settings import SettingsScreen
from srm_quiz.tui.screens.summary import SummaryScreen
from srm_quiz.tui.widgets.footer import Footer, key_hints
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.missed_cards import MissedCards
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.typed_answer import TypedAnswer
from tests.support.showing import hurry, resized, settled
from tests.support.transcripts import World
from tests.support.worlds import key


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


class Ticking:
    """A clock for the guards: a second passes from one key to the next."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@asynccontextmanager
async def shown(
    study: Study, *cards: str, size: tuple[int, int] = (80, 24), **environ: str
) -> AsyncIterator[Pilot[None]]:
    scope = Scope(cards=tuple(map(key, cards))) if cards else None
    app = QuizApp(study, scope=scope, monotonic=Ticking(), environ=environ)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot
    study.close()


def said(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


def notes(pilot: Pilot[None]) -> str:
    return "\n".join(notice.message for notice in pilot.app._notifications)


def footer(pilot: Pilot[None]) -> set[str]:
    return {entry.name for entry in key_hints(pilot.app.screen)}


def phase(study: Study) -> Phase:
    assert study.session is not None
    return study.session.phase


async def press(pilot: Pilot[None], *keys: str) -> None:
    for one in keys:
        await pilot.press(one)
        await pilot.pause()


async def test_the_first_question_is_one_key_away_from_launch(world: World) -> None:
    study = world.open()
    async with shown(study) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert phase(study) is Phase.ASKING


async def test_multiple_response_says_how_many_to_choose_and_how_many_are_chosen(world: World) -> None:
    async with shown(world.open(), "response") as pilot:
        options = pilot.app.screen.query_one(Options)

        def count() -> str:
            return options.lines(76)[-1].plain.strip()

        assert count() == "0 of 2 chosen"
        await press(pilot, "1", "j", "space")
        assert count() == "2 of 2 chosen"
        await press(pilot, "3")
        assert "2 of 2 chosen" in count()


async def test_a_wrong_answer_can_only_be_again(world: World) -> None:
    study = world.open()
    async with shown(study, "typed") as pilot:
        await press(pilot, *"nonsense", "enter")
        assert phase(study) is Phase.REVEALED
        await press(pilot, "3", "4", "2")
        assert list(study.store.reviews()) == []
        await press(pilot, "1")
        assert len(list(study.store.reviews())) == 1


async def test_a_typed_answer_can_be_counted_right(world: World) -> None:
    study = world.open()
    async with shown(study, "typed") as pilot:
        await press(pilot, *"nonsense", "enter")
        assert said(pilot, "verdict").startswith("✗ Not this time")
        await press(pilot, "o")
        assert said(pilot, "verdict").startswith("✓ Counted right")
        await press(pilot, "3")
        (review,) = study.store.reviews()
        assert review.rating.passed


async def test_a_hint_is_shown_and_makes_the_suggestion_hard(world: World) -> None:
    study = world.open()
    async with shown(study, "basic") as pilot:
        await press(pilot, "h")
        hint = pilot.app.screen.query_one("#hint", MarkdownText)
        assert hint.display and "Not you." in "".join(line.plain for line in hint.lines(76))
        await press(pilot, "space", "space")
        (review,) = study.store.reviews()
        assert review.rating.name == "HARD"


async def test_if_an_answer_cannot_be_stored_the_card_stays_and_the_reason_is_reported(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = world.open()

    def refuse(effects: Sequence[Effect]) -> None:
        raise StoreFullError("The disk is full. Make room and try again.")

    async with shown(study, "basic", "owner") as pilot:
        await press(pilot, "space")
        before = study.session
        with monkeypatch.context() as patched:
            patched.setattr(study.store, "write", refuse)
            await press(pilot, "3", "asterisk", "minus")
        assert study.session is before
        assert "Make room and try again." in notes(pilot)
        await press(pilot, "3")
        assert len(list(study.store.reviews())) == 1


@pytest.mark.parametrize("leave", ["q", "escape", "ctrl+q"])
async def test_an_unrated_answer_counts_whichever_key_leaves(world: World, leave: str) -> None:
    study = world.open()
    async with shown(study, "owner", "basic") as pilot:
        await press(pilot, "a", leave)
        (review,) = study.store.reviews()
        assert (review.card, review.verdict) == (key("owner"), Verdict.CORRECT)


async def test_quitting_works_even_if_an_answer_cannot_be_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = world.open()

    def refuse(effects: Sequence[Effect]) -> None:
        raise StoreFullError("The disk is full. Make room and try again.")

    async with shown(study, "owner", "basic") as pilot:
        monkeypatch.setattr(study.store, "write", refuse)
        await press(pilot, "a", "q")
        assert phase(study) is Phase.REVEALED
        await press(pilot, "ctrl+q")
        assert not pilot.app.is_running


async def test_undo_works_while_asking_on_the_last_card_and_on_the_summary(world: World) -> None:
    study = world.open()
    async with shown(study, "basic", "owner") as pilot:
        await press(pilot, "space", "4", "u")
        assert (study.session and study.session.card and study.session.card.key) == key("basic")
        assert list(study.store.reviews()) == []
        await press(pilot, "space", "4", "left", "4")
        assert isinstance(pilot.app.screen, SummaryScreen)
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert (study.session and study.session.card and study.session.card.key) == key("owner")


async def test_the_summary_says_what_happened_and_one_key_drills_the_misses(world: World) -> None:
    study = world.open()
    async with shown(study, "choice", "owner") as pilot:
        await press(pilot, "r", "space", "left", "4")
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "2 answers, 50 % right" in said(pilot, "figures")
        assert "Tomorrow: " in said(pilot, "ahead") and "Next best: " in said(pilot, "ahead")
        missed = [line.plain for line in pilot.app.screen.query_one(MissedCards).lines(24)]
        assert missed[1:4] == ["✗ Who patches the guest", "  of an EC2 instance?", "  The customer"]
        await press(pilot, "m")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert study.session is not None and study.session.mode is Mode.CRAM
        assert study.session.card is not None and study.session.card.key == key("choice")
        await press(pilot, "q", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_bury_suspend_and_flag_are_stored_and_reported(world: World) -> None:
    study = world.open()
    async with shown(study, "basic", "owner", "choice") as pilot:
        await press(pilot, "asterisk", "minus", "at")
        progress = study.store.progress()
        assert progress[key("basic")].flagged and progress[key("basic")].buried_on
        assert progress[key("owner")].suspended
        assert study.session is not None and study.session.card is not None
        assert study.session.card.key == key("choice")
        assert [notice.message for notice in pilot.app._notifications] == [
            "Put away until tomorrow.",
            "Put away until you take it up again: search your cards for is:suspended.",
        ]
        await press(pilot, "u")
        assert not pilot.app._notifications


async def test_a_missed_card_comes_back_at_the_end_without_a_key(world: World) -> None:
    study = world.open()
    async with shown(study, "basic") as pilot:
        await press(pilot, "space", "1")
        assert phase(study) is Phase.ASKING
        await press(pilot, "space", "3")
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "1 card met for the first time." in said(pilot, "figures")


async def test_space_goes_on_with_what_is_best_next_and_enter_goes_home(world: World) -> None:
    study = world.open()
    async with shown(study, "basic") as pilot:
        await press(pilot, "space", "3")
        assert "go on with today's cards" in said(pilot, "ahead")
        await press(pilot, "space")
        assert isinstance(pilot.app.screen, DrillScreen) and phase(study) is Phase.ASKING
        await press(pilot, "escape", "q", "enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_escape_loses_nothing_and_q_goes_back_one_level(world: World) -> None:
    study = world.open()
    async with shown(study, "typed") as pilot:
        await press(pilot, *"arti", "escape")
        assert phase(study) is Phase.ASKING
        await press(pilot, "enter", *"fact", "enter")
        assert study.session is not None and study.session.revealed is not None
        assert (
            study.session.revealed.verdict is not None and study.session.revealed.verdict.value == "correct"
        )
        await press(pilot, "i", "q")
        assert isinstance(pilot.app.screen, DrillScreen)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, SummaryScreen)


async def test_e_opens_the_editor_at_the_cards_line_and_reloads_the_deck(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(App, "suspend", lambda self: nullcontext())
    editor = tmp_path / "editor"
    editor.write_text(
        '#!/bin/sh\necho "$@" > "$0.said"\nsed -i "s/Who replaces failed disks/Who mends disks/" "$2"\n',
        encoding="utf-8",
    )
    editor.chmod(editor.stat().st_mode | stat.S_IXUSR)
    study = world.open()
    async with shown(study, "basic", VISUAL=str(editor)) as pilot:
        await press(pilot, "space", "4", "u", "e")
        deck = world.home / "bundled" / "world.yaml"
        assert Path(f"{editor}.said").read_text(encoding="utf-8") == f"+4 {deck}\n"
        assert study.session is not None and study.session.card is not None
        assert study.session.card.key == key("basic")
        question = pilot.app.screen.query_one("#question", MarkdownText)
        assert "Who mends disks?" in "".join(line.plain for line in question.lines(76))


async def test_e_is_offered_only_on_cards_that_can_be_edited(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = world.open()
    async with shown(study, "basic", VISUAL="no-such-editor") as pilot:
        assert "edit" in footer(pilot)
        monkeypatch.setattr(paths, "_PACKAGE", world.home)
        pilot.app.screen.refresh_bindings()
        assert "edit" not in footer(pilot)
        await press(pilot, "e", "i")
        assert "edit" not in footer(pilot)
        await press(pilot, "e", "q")
        assert isinstance(pilot.app.screen, DrillScreen) and not notes(pilot)


async def test_help_opens_with_f1_while_an_answer_is_typed(world: World) -> None:
    study = world.open()
    async with shown(study, "typed") as pilot:
        await press(pilot, "a", "question_mark")
        assert "f1 help" in str(pilot.app.screen.query_one(Footer).lines(100)[0])
        await press(pilot, "f1")
        assert isinstance(pilot.app.screen, HelpScreen)
        await press(pilot, "q")
        assert pilot.app.screen.query_one(TypedAnswer).text == "a?"


# ------------------------------------------------------------------------------- the source


SOURCE_DECK = """\
title: Sources
cards:
  - {id: web, question: Where is it written?, answer: There, source: "https://aws.amazon.com/compliance/"}
  - {id: file, question: Whose disk is it?, answer: Yours, source: "file:///etc/passwd"}
"""


@asynccontextmanager
async def revealed(world: World, card: str) -> AsyncIterator[Pilot[None]]:
    own = world.home / "decks"
    own.mkdir()
    (own / "sources.yaml").write_text(SOURCE_DECK, encoding="utf-8")
    with world.open() as study:
        scope = Scope(cards=(CardKey(f"sources/{card}#1"),))
        app = QuizApp(study, scope=scope, monotonic=Ticking(), environ={})
        async with app.run_test() as pilot:
            await press(pilot, "space")
            yield pilot


async def test_b_opens_the_source_in_the_browser(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.BackgroundBrowser("true"))
    monkeypatch.setattr("srm_quiz.tui.app.open_in_window", lambda address: not opened.append(address))
    async with revealed(world, "web") as pilot:
        assert "open_source" in footer(pilot)
        await press(pilot, "b")
        await settled(pilot)
        assert opened == ["https://aws.amazon.com/compliance/"] and not notes(pilot)


async def test_without_a_browser_the_address_of_the_source_is_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> webbrowser.BaseBrowser:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    async with revealed(world, "web") as pilot:
        await press(pilot, "b")
        assert "https://aws.amazon.com/compliance/" in notes(pilot)


async def test_only_a_web_address_is_opened(world: World) -> None:
    async with revealed(world, "file") as pilot:
        assert "open_source" not in footer(pilot)
        await press(pilot, "b")
        assert isinstance(pilot.app.screen, DrillScreen) and not notes(pilot)


async def test_a_setting_is_saved_to_the_file_and_an_invalid_value_is_reported_at_once(world: World) -> None:
    study = world.open()
    async with shown(study) as pilot:
        await press(pilot, "comma")
        assert isinstance(pilot.app.screen, SettingsScreen)
        box = next(one for one in pilot.app.screen.query(Input) if one.name == "daily_goal")
        box.focus()
        box.value = "7"
        await press(pilot, "enter")
        assert study.settings.daily_goal == 7
        assert "daily_goal = 7" in study.locations.settings_file.read_text(encoding="utf-8")
        box.focus()
        box.value = "many"
        await press(pilot, "ctrl+s")
        row = box.parent
        assert row is not None and row.has_class("wrong")
        assert study.settings.daily_goal == 7
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_learners_own_keys_work_and_the_footer_shows_them(world: World) -> None:
    study = world.open(keys={"bury": ("z",)})
    async with shown(study, "basic", "owner") as pilot:
        shown_keys = {entry.name: entry.shown for entry in key_hints(pilot.app.screen)}
        assert shown_keys["bury"] == "z"
        await press(pilot, "minus")
        assert study.store.progress() == {}
        await press(pilot, "z")
        assert study.store.progress()[key("basic")].buried_on


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_a_session_survives_any_size_and_resizing(
    world: World, size: tuple[int, int], theme: str
) -> None:
    study = world.open(theme=theme)
    keys = {"typed": [*"artifact", "enter"], "response": ["1", "2", "enter"]}
    async with shown(study, *keys, size=size) as pilot:
        for _ in range(2):
            assert study.session is not None and study.session.card is not None
            kind = next(one for one in keys if one in study.session.card.key)
            await press(pilot, *keys[kind][:1])
            await resized(pilot, (50, 14))
            await resized(pilot, size)
            await press(pilot, *keys[kind][1:])
            assert phase(study) is Phase.REVEALED
            await press(pilot, "1")


async def test_without_colours_verdict_state_and_owner_have_a_word_or_glyph(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    study = world.open()
    async with shown(study, "owner", "choice") as pilot:
        await press(pilot, "right")
        assert "✗" in said(pilot, "verdict")
        owners: Any = pilot.app.screen.query_one("OwnerTargets")
        text = "\n".join(line.plain for line in owners.lines(76))
        assert "✓ AWS" in text and "✗ You" in text
        assert "learning" in said(pilot, "progress") and "new" in said(pilot, "progress")
