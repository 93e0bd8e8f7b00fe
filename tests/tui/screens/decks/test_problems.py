"""The problems window: what each file costs, live, with the editor at the line."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from srm_quiz.tui.app import QuizApp
from tests.support.showing import SIZES, settled
from tests.support.transcripts import World

GOOD = "title: Mine\ncards:\n  - {question: Who?, answer: Me}\n"
SLIP = GOOD + "  - {question: Where?, anwser: Here}\n"
BROKEN = "title: Broken\ncards:\n  - question: AWS: who?\n"


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "home")
    (world.home / "decks").mkdir()
    (world.home / "decks" / "mine.yaml").write_text(SLIP, encoding="utf-8")
    return world


def words(app: QuizApp) -> str:
    return "\n".join(str(line.render()) for line in app.screen.query(".heading, .problem"))


async def test_the_problems_say_whether_cards_or_the_whole_deck_are_left_out(world: World) -> None:
    (world.home / "decks" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("p")
            assert "broken.yaml: the whole deck is left out until this is fixed." in words(app)
            assert "mine.yaml: cards with an error are left out; in play: 1 card." in words(app)


async def test_a_file_fixed_in_another_program_is_noticed_at_once(world: World) -> None:
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("p")
            (world.home / "decks" / "mine.yaml").write_text(GOOD + "# mended\n", encoding="utf-8")
            app.reload_changed_decks()
            await settled(pilot)
            assert words(app) == "No problems left: every card is in play."
            await pilot.press("e")  # and there is nothing left to open
            assert app.is_running


async def test_the_problems_say_that_a_deck_broken_meanwhile_is_asked_as_it_was(world: World) -> None:
    (world.home / "decks" / "mine.yaml").write_text(GOOD, encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=(80, 24)) as pilot:
            (world.home / "decks" / "mine.yaml").write_text(BROKEN, encoding="utf-8")
            app.reload_changed_decks()
            await pilot.press("p")
            assert "mine.yaml: its cards are asked as they were until this is fixed." in words(app)


async def test_the_home_screen_beneath_a_modal_shows_the_same_problems(world: World) -> None:
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=(80, 24)) as pilot:
            home = app.screen
            await pilot.press("p")
            assert home.query_one("#problems").display
            (world.home / "decks" / "mine.yaml").write_text(GOOD, encoding="utf-8")
            app.reload_changed_decks()
            await settled(pilot)
            assert not home.query_one("#problems").display


LONG = "How does anybody who has never seen the model of shared responsibility know"
LATE = f"title: Late\ncards:\n  - question: {LONG}: by reading?\n    answer: Yes\n"


@pytest.mark.parametrize("size", SIZES)
async def test_each_problem_is_visible_with_carets_below_its_place(
    world: World, size: tuple[int, int]
) -> None:
    for name, text in (("broken", BROKEN), ("late", LATE)):
        (world.home / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(size=size) as pilot:
            await pilot.press("p")
            for marked in (": who?", ": by reading?", "anwser: He"):
                await pilot.pause()
                shown = [strip.text for strip in app.screen._compositor.render_strips()]
                line = next(number for number, text in enumerate(shown) if marked in text and "▌" in text)
                assert shown[line].index(marked) == shown[line + 1].index("^")
                assert any("hint: " in text for text in shown[line + 2 : line + 4])
                assert any(".yaml: " in text for text in shown[:line])
                await pilot.press("j")


@pytest.mark.parametrize(("keys", "place"), [("e", ("broken.yaml", (3, 18))), ("je", ("mine.yaml", (4, 24)))])
async def test_e_opens_the_file_at_the_problem_under_the_cursor(
    world: World, monkeypatch: pytest.MonkeyPatch, keys: str, place: tuple[str, tuple[int, int]]
) -> None:
    (world.home / "decks" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    opened: list[tuple[str, tuple[int, int]]] = []
    monkeypatch.setattr(
        QuizApp, "edit_file", lambda _, path, where, what: opened.append((Path(path).name, where))
    )
    with world.open() as study:
        async with QuizApp(study).run_test(size=(80, 24)) as pilot:
            await pilot.press("p", *keys)
    assert opened == [place]


async def test_without_an_editor_the_place_of_the_problem_is_reported(world: World) -> None:
    with world.open() as study:
        app = QuizApp(study, environ={})
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.press("p", "e")
            told = [note.message for note in app._notifications]
            place = world.home / "decks" / "mine.yaml"
            assert told == [f"Set an editor in the settings, or $EDITOR. The problem is in {place}, line 4."]


async def test_opening_a_bundled_deck_in_the_editor_warns_that_updates_replace_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(QuizApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr("subprocess.run", lambda command, check: ran.append(command))
    with world.open() as study:
        app = QuizApp(study, environ={"EDITOR": "vi"})
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.press("p", "e")
            assert not [note for note in app._notifications if "an update replaces it" in note.message]
            app.edit_card(study.library.decks[0].cards[0])
            await pilot.pause()
            assert [note for note in app._notifications if "an update replaces it" in note.message]
    assert len(ran) == 2
