"""Decks that are edited while a screen is open: what is on it, and what is half typed, stays."""

from __future__ import annotations

from contextlib import nullcontext
from itertools import count

import pytest

from srm_quiz.config.editor import Place, editor_command
from srm_quiz.deckfiles.library import read_library
from srm_quiz.domain.cards import CardKey, Kind
from srm_quiz.domain.events import Phase, Rate, Reveal
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.scope import Scope
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.decks.card_form import CardFormScreen
from srm_quiz.tui.screens.decks.card_info import CardInfoScreen
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.widgets.typed_answer import TypedAnswer
from tests.support.showing import hurry, running
from tests.support.transcripts import World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def test_a_deck_saved_by_another_program_appears_and_the_card_on_screen_stays(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            app = pilot.app
            assert isinstance(app, QuizApp)
            await pilot.press("enter")
            assert study.session is not None and study.session.asked is not None
            asked = study.session.asked.key
            own = world.home / "decks"
            own.mkdir()
            (own / "new.yaml").write_text(
                "title: New\ncards:\n  - {question: Q?, answer: A}\n  - {question: X?, anwser: A}\n",
                encoding="utf-8",
            )
            app.reload_changed_decks()
            await pilot.pause()
            assert study.library.deck("new") is not None
            assert len(study.library.problems) == 1
            assert study.session.asked.key == asked
            assert isinstance(app.screen, DrillScreen)


async def test_half_typed_text_survives_an_edit_of_the_deck(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"
    deck.write_text(
        "title: Mine\ncards:\n  - {question: Which word comes first in Greek?, answer: alpha, accept: []}\n",
        encoding="utf-8",
    )
    with world.open() as study:
        app = QuizApp(study, scope=Scope(decks=frozenset({"mine"})))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"alp")
            for old, new in (("cards:", "# a line more\ncards:"), ("comes first", "comes first of all")):
                deck.write_text(deck.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
                app.reload_changed_decks()
                await pilot.pause()
                assert [one.text for one in app.screen.query(TypedAnswer)] == ["alp"]
            assert "comes first of all" in str(app.screen.query_one("#question").text)  # type: ignore[attr-defined]
            await pilot.press(*"ha", "enter")
            assert study.session is not None and study.session.phase is Phase.REVEALED
            assert study.session.revealed is not None
            assert study.session.revealed.verdict is Verdict.CORRECT


async def test_a_card_whose_file_breaks_stays_on_screen_with_its_answer_until_it_is_rated(
    world: World,
) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"
    text = (
        "title: Mine\ncards:\n  - {question: Which word comes first in Greek?, answer: alpha, accept: []}\n"
    )
    deck.write_text(text, encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study, scope=Scope(decks=frozenset({"mine"})))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"alpha", "enter")
            deck.write_text(text.replace("[]", "A"), encoding="utf-8")
            app.reload_changed_decks()
            await pilot.pause()
            assert study.library.deck("mine") is not None and not study.library.deck("mine").cards
            assert study.session is not None and study.session.phase is Phase.REVEALED
            await pilot.press("i")
            await pilot.pause()
            assert isinstance(app.screen, CardInfoScreen)
            await pilot.press("escape")
            study.send(Rate(Rating.GOOD))
            assert [review.rating for review in study.session.reviews] == [Rating.GOOD]


async def test_a_card_reworded_in_an_editor_stays_on_screen_with_its_history(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"
    text = "title: Mine\ncards:\n  - {question: Who guards the data centres of AWS?, answer: AWS}\n"
    deck.write_text(text, encoding="utf-8")
    mine = Scope(decks=frozenset({"mine"}))
    with world.open() as study:
        study.start(mine)
        study.send(Reveal())
        study.send(Rate(Rating.GOOD))
    world.clock.advance(days=30)
    with world.open() as study:
        seconds = count()
        app = QuizApp(study, scope=mine, monotonic=lambda: float(next(seconds)))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("space")
            deck.write_text(text.replace("Who guards", "Who must guard"), encoding="utf-8")
            app.reload_changed_decks()
            await pilot.pause()
            session = study.session
            assert session is not None and session.asked is not None and session.phase is Phase.REVEALED
            assert "must guard" in str(app.screen.query_one("#question").text)  # type: ignore[attr-defined]
            world.clock.advance(seconds=1)
            await pilot.press("3")
            assert len(study.history(session.asked.key)) == 2
            assert not study.deck_history.changes()


async def test_a_slip_in_the_editor_costs_neither_the_session_nor_the_answer_on_screen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"
    text = "title: Mine\ncards:\n  - {id: who, question: Who guards the doors?, answer: AWS, accept: []}\n"
    deck.write_text(text, encoding="utf-8")
    broken = text.replace("- {id: who, question", "- question: x: y\n  - {id: who, question")
    seconds, saves, opened = count(), iter([broken, text]), []

    def edit(command: list[str], check: bool) -> None:
        opened.append(command)
        deck.write_text(next(saves), encoding="utf-8")

    monkeypatch.setattr(QuizApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr("subprocess.run", edit)
    with world.open() as study:
        app = QuizApp(
            study,
            scope=Scope(decks=frozenset({"mine"})),
            monotonic=lambda: float(next(seconds)),
            environ={"EDITOR": "vi"},
        )

        async def told() -> list[str]:
            await pilot.pause()
            return [note.message for note in app._notifications]

        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.press(*"AWS", "enter", "e")
            (notice,) = await told()
            assert notice.startswith("mine.yaml, line 3: a colon with a space behind it")
            assert notice.endswith("Its cards are asked as they were until this is fixed.")
            assert study.session is not None and study.session.phase is Phase.REVEALED
            await pilot.press("e")  # at what is to be mended, and with that its notice goes
            assert opened[1] == [*editor_command({"EDITOR": "vi"}, str(deck), Place(3, 16))]
            assert not await told()
            await pilot.press("3")
            assert len(study.history(CardKey("mine/who#1"))) == 1


async def test_without_an_editor_the_card_is_edited_in_the_form_and_stays_on_screen(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - {question: Who guards the doors?, answer: AWS, accept: []}\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study, scope=Scope(decks=frozenset({"mine"})), environ={})
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press(*"Amaz", "escape", "e")
            assert isinstance(app.screen, CardFormScreen)
            await pilot.press("home", *"Say: ", "ctrl+s", "escape")
            assert isinstance(app.screen, DrillScreen)
            assert "Say: Who guards" in str(app.screen.query_one("#question").text)  # type: ignore[attr-defined]
            assert [one.text for one in app.screen.query(TypedAnswer)] == ["Amaz"]
            await pilot.press("escape", "r")
            assert study.session is not None and study.session.phase is Phase.REVEALED
            await pilot.press("e", "escape")
            assert isinstance(app.screen, DrillScreen) and study.session.phase is Phase.REVEALED


async def test_a_matrix_card_has_no_form_and_its_place_in_the_file_is_reported(world: World) -> None:
    with world.open() as study:
        line = next(card for card in study.library.cards() if card.kind is Kind.LINE)
        app = QuizApp(study, scope=Scope(cards=(line.key,)), environ={})
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("e")
            assert isinstance(app.screen, DrillScreen)
            told = [note.message for note in app._notifications]
            assert any("change it in an editor" in one and f"line {line.line}" in one for one in told)


def test_decks_are_not_reloaded_while_nothing_has_changed(world: World) -> None:
    with world.open() as study:
        assert not study.decks_changed()
        assert read_library(study.locations).decks
