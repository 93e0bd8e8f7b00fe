"""Sort, match, line and daily on the screen: understood at sight, every answer kept, misses one key away."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from srm_quiz.domain.cards import Choice, Cloze, Duty, Line, Owner, Typed
from srm_quiz.domain.reviews import Effect, Mode
from srm_quiz.store.errors import StoreFullError
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.games.daily import DailyScreen
from srm_quiz.tui.screens.games.match import MatchScreen
from srm_quiz.tui.screens.games.sort import SortScreen
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.match_table import MatchTable
from srm_quiz.tui.widgets.titlebar import TitleBar
from tests.support.showing import hurry
from tests.support.transcripts import World

KEYS = {Owner.AWS: "left", Owner.CUSTOMER: "right", Owner.SHARED: "down"}

DECK = "title: Games\nid: world\ncards:\n" + "".join(
    f"  - {{duty: Do {n}, on: A service, owner: {owner}, why: Reason {n}.}}\n"
    f"  - {{question: What is {n}?, answer: Term {n}, accept: []}}\n"
    for n, owner in enumerate(["aws", "customer", "shared"] * 3)
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path / "home")
    (tmp_path / "home" / "bundled" / "world.yaml").write_text(DECK, encoding="utf-8")
    return world


@asynccontextmanager
async def playing(study: Study, game: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = QuizApp(study, opening=f"play_{game}")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield pilot
    study.close()


def said(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


def asked(pilot: Pilot[None]) -> Duty:
    screen = pilot.app.screen
    assert isinstance(screen, SortScreen) and screen._round is not None
    content = screen._round.card.content
    assert isinstance(content, Duty)
    return content


async def name(pilot: Pilot[None], *, right: bool) -> None:
    owner = asked(pilot).owner
    await pilot.press(KEYS[owner if right else next(one for one in Owner if one is not owner)])


async def test_sort_explains_how_to_play_before_a_round(world: World) -> None:
    async with playing(world.open(), "sort") as pilot:
        how = pilot.app.screen.query_one("#question", MarkdownText)
        text = "\n".join(line.plain for line in how.lines(76))
        assert "Left is AWS, right is you, down is shared" in text
        await pilot.press("left", "down")
        assert not isinstance(pilot.app.screen, DrillScreen)


async def test_a_sort_answer_brings_the_next_duty_and_is_stored_at_once(world: World) -> None:
    study = world.open()
    async with playing(study, "sort") as pilot:
        await pilot.press("enter")
        first = asked(pilot)
        await name(pilot, right=True)
        assert asked(pilot) != first
        assert "+20" in said(pilot, "why")
        assert [review.mode for review in study.store.reviews()] == [Mode.SORT]
        assert study.store.progress() == {}


async def test_a_wrong_sort_answer_shows_its_reason_until_the_learner_continues(world: World) -> None:
    async with playing(world.open(), "sort") as pilot:
        await pilot.press("enter")
        duty = asked(pilot)
        await name(pilot, right=False)
        assert f"Reason {duty.duty.removeprefix('Do ')}." in said(pilot, "why")
        assert asked(pilot) == duty
        await pilot.press("space")
        assert asked(pilot) != duty


async def test_a_round_ends_with_the_clock_and_shows_score_best_and_misses(world: World) -> None:
    study = world.open()
    async with playing(study, "sort") as pilot:
        for _ in range(2):
            await pilot.press("enter")
            await name(pilot, right=True)
            await name(pilot, right=False)
            world.clock.advance(seconds=3)
            await pilot.press("enter")
            world.clock.advance(seconds=61)
            await name(pilot, right=True)
            assert "20 points" in said(pilot, "why")
            assert "1 of 2 right" in said(pilot, "why")
        assert "best 20" in said(pilot, "why") and "last 20, 20" in said(pilot, "why")
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DrillScreen)
        assert study.session is not None and study.session.mode is Mode.CRAM


async def test_an_endless_round_ends_with_the_third_mistake(world: World) -> None:
    async with playing(world.open(), "sort") as pilot:
        await pilot.press("e")
        for lives in (2, 1, 0):
            await name(pilot, right=False)
            if lives:
                assert f"{lives} li" in said(pilot, "progress")
            await pilot.press("enter")
        assert "0 of 3 right" in said(pilot, "why")


async def test_a_sort_answer_that_cannot_be_stored_is_reported_and_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = world.open()

    def refuse(effects: Sequence[Effect]) -> None:
        raise StoreFullError("The disk is full.")

    async with playing(study, "sort") as pilot:
        await pilot.press("enter")
        first = asked(pilot)
        with monkeypatch.context() as patched:
            patched.setattr(study.store, "write", refuse)
            await name(pilot, right=True)
        assert asked(pilot) == first
        await name(pilot, right=True)
        assert asked(pilot) != first


async def test_leaving_a_round_goes_to_its_score_and_then_home(world: World) -> None:
    async with playing(world.open(), "sort") as pilot:
        await pilot.press("enter", "q")
        assert isinstance(pilot.app.screen, SortScreen)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def put_together(pilot: Pilot[None], *, right: bool) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, MatchScreen) and screen._board is not None
    table = screen._board
    term = next(number for number in table.terms if number not in table.matched)
    meaning = next(n for n in table.meanings if (n == term) == right and n not in table.matched)
    await pilot.press(f"{table.terms.index(term) + 1}", "abcdef"[table.meanings.index(meaning)])


async def test_match_is_played_with_numbers_and_letters_and_keeps_the_best_time(world: World) -> None:
    study = world.open()
    async with playing(study, "match") as pilot:
        for seconds in (2, 1):
            await pilot.press("enter")
            await put_together(pilot, right=False)
            for _ in range(6):
                world.clock.advance(seconds=seconds)
                await put_together(pilot, right=True)
            assert f"{6 * seconds + 3:.1f} seconds, with 1 wrong pair" in said(pilot, "why")
        assert "Best 9.0 seconds  a new best!" in said(pilot, "why")
        assert [review.mode for review in study.store.reviews()] == [Mode.MATCH] * 12
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(pilot.app.screen, DrillScreen)


async def test_match_shows_every_term_and_meaning(world: World) -> None:
    async with playing(world.open(), "match") as pilot:
        await pilot.press("enter")
        table = pilot.app.screen.query_one(MatchTable)
        text = "\n".join(line.plain for line in table.lines(76))
        assert text.count("Term ") == text.count("What is ") == 6
        await pilot.press("q")
        assert "Stopped" in said(pilot, "why")


async def answer_item(pilot: Pilot[None], study: Study) -> None:
    """Answer the item of the daily challenge wrongly, with keys, and go on."""
    assert study.session is not None and study.session.card is not None
    match study.session.card.content:
        case Duty(owner=owner):
            await pilot.press(KEYS[next(one for one in Owner if one is not owner)])
        case Typed() | Cloze():
            await pilot.press(*"nonsense", "enter")
        case Choice() | Line():
            raise AssertionError("the deck of this test has none")
    await pilot.pause()
    await pilot.pause()


async def test_the_daily_challenge_is_ten_items_once_a_day_with_a_line_to_share(world: World) -> None:
    study = world.open()
    clock = iter(range(1000))
    app = QuizApp(study, opening="play_daily", monotonic=lambda: float(next(clock)))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.pause()
        for number in range(10):
            assert isinstance(app.screen, DrillScreen)
            assert app.screen.query_one(TitleBar).right.endswith(f"{number + 1} of 10")
            await answer_item(pilot, study)
            await pilot.press("space")
            await pilot.pause()
        assert isinstance(app.screen, DailyScreen)
        assert "□□□□□□□□□□  0/10" in said(pilot, "figures")
        await pilot.press("c")
        assert app.clipboard == "srm-quiz 2026-11-23  □□□□□□□□□□  0/10"
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(app.screen, DailyScreen), "one try a day"
        await pilot.press("m")
        await pilot.pause()
        assert isinstance(app.screen, DrillScreen)
    study.close()


async def test_home_shows_the_games_with_their_keys(world: World) -> None:
    study = world.open()
    app = QuizApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = said(pilot, "play")
        for game in ("e explore", "o sort", "l line", "m match", "y daily"):
            assert game in shown
    study.close()
