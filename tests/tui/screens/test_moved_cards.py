"""The home screen says which cards kept their history when the decks changed, and takes it back."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from srm_quiz.tui.app import QuizApp
from tests.support.showing import hurry, running, settled
from tests.support.transcripts import World, learn


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def line(app: QuizApp) -> str:
    return str(app.screen.query_one("#problems", Static).content)


@pytest.fixture
def renamed(world: World) -> World:
    """A home whose deck got another id after it was learnt; three cards of it are known."""
    learn(world, days=1)
    path = world.home / "bundled" / "world.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: world", "id: globe"), encoding="utf-8")
    return world


async def test_the_home_screen_says_in_one_line_that_cards_kept_their_history_and_u_takes_it_back(
    renamed: World,
) -> None:
    with renamed.open() as study:
        known = len(study.progress())
        async with running(study) as pilot:
            assert isinstance(pilot.app, QuizApp)
            await settled(pilot)
            assert (
                line(pilot.app)
                == f"{known} cards moved in your decks and kept their history: u takes it back."
            )
            await pilot.press("u")
            await settled(pilot)
            assert line(pilot.app) == ""
            assert not any(study.history(key) for key in study.library.by_key)
            await pilot.press("u")
            await settled(pilot)
            assert not study.store.linked_since(study.now().day)


async def test_a_deck_that_is_renamed_while_the_home_screen_is_open_keeps_its_history(world: World) -> None:
    learn(world, days=1)
    with world.open() as study:
        async with running(study) as pilot:
            assert isinstance(pilot.app, QuizApp)
            known = len(study.progress())
            path = world.home / "bundled" / "world.yaml"
            text = path.read_text(encoding="utf-8").replace("id: world\n", "")
            path.unlink()
            path.with_name("globe.yaml").write_text(text, encoding="utf-8")
            pilot.app.reload_changed_decks()
            await settled(pilot)
            assert line(pilot.app).startswith(f"{known} cards moved in your decks")
            assert {key.partition("/")[0] for key in study.progress()} == {"globe"}


async def test_the_home_screen_says_nothing_of_histories_that_followed_days_ago(renamed: World) -> None:
    renamed.open().close()
    renamed.clock.advance(days=2)
    with renamed.open() as study:
        async with running(study) as pilot:
            assert isinstance(pilot.app, QuizApp)
            await settled(pilot)
            assert "kept their history" not in line(pilot.app)


async def test_the_home_screen_answers_keys_while_it_looks_for_reworded_cards(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that was answered is looked at on a thread of its own."""
    import threading

    from srm_quiz.study.deck_history import DeckHistory

    look, threads = DeckHistory.changes, []

    def changes(history: DeckHistory) -> object:
        threads.append(threading.current_thread())
        return look(history)

    monkeypatch.setattr(DeckHistory, "changes", changes)
    with world.open() as study:
        async with running(study) as pilot:
            await settled(pilot)
    assert threads and threading.main_thread() not in threads
