"""A notice has lines of its own: nothing that the learner must read is under it."""

from __future__ import annotations

import pytest
from textual.screen import Screen
from textual.widgets._toast import Toast

from srm_quiz.study.scope import Scope
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.ratings import RatingBar
from tests.support.showing import hurry, settled
from tests.support.transcripts import World
from tests.support.worlds import key

NOTICE = "That card has slipped 8 times and is flagged. Another wording may help more than another try."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("keys", ["", "space", "i", "question_mark", "q"])
async def test_a_notice_covers_nothing_of_a_screen(world: World, size: tuple[int, int], keys: str) -> None:
    with world.open() as study:
        app = QuizApp(study, scope=Scope(cards=(key("basic"),)))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.press(*filter(None, [keys]))
            app.notify(NOTICE, timeout=60)
            for _ in range(3):
                await pilot.pause()
            notice = min(toast.region.y for toast in app.screen.query(Toast))
            assert 0 < notice < app.size.height
            shown = app.screen._compositor.visible_widgets
            others = [one for one in shown if not isinstance(one, Toast | Screen)]
            assert len(others) > 3
            assert not [one for one in others if shown[one][0].intersection(shown[one][1]).bottom > notice]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_the_ratings_and_the_footer_stand_above_a_notice(world: World, size: tuple[int, int]) -> None:
    with world.open() as study:
        app = QuizApp(study, scope=Scope(cards=(key("basic"),)))
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.press("space")
            app.notify(NOTICE, timeout=60)
            app.notify(NOTICE * 4, timeout=60)
            for _ in range(3):
                await pilot.pause()
            assert isinstance(app.screen, DrillScreen)
            notice = min(toast.region.y for toast in app.screen.query(Toast))
            for widget in app.screen.query_one(RatingBar), app.screen.query_one(Footer):
                assert widget.region.height == 1 and widget.region.bottom <= notice
            assert app.screen.query_one("#page").region.height >= 2


@pytest.mark.parametrize("keys", ["", "question_mark"])  # the help leaves home in sight
async def test_an_expired_notice_leaves_the_screen_as_it_was(world: World, keys: str) -> None:
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(notifications=True) as pilot:
            await pilot.press(*filter(None, [keys]))
            await settled(pilot)
            screens = app.screen_stack[1:]
            before = [{one: one.region for one in screen.query("*")} for screen in screens]
            app.notify(NOTICE, timeout=0.3)
            while not app.screen.query(Toast):
                await pilot.pause(0.02)
            while app.screen.query(Toast):
                await pilot.pause(0.02)
            for _ in range(3):
                await pilot.pause()
            after = [{one: one.region for one in screen.query("*")} for screen in screens]
            assert after == before


async def test_a_repeated_notice_is_shown_once(world: World) -> None:
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(notifications=True) as pilot:
            for message in (NOTICE, "Another one.", NOTICE):
                app.notify(message, timeout=60)
                await pilot.pause()
            assert [notice.message for notice in app._notifications] == ["Another one.", NOTICE]
            for _ in range(3):
                await pilot.pause()
            shown = {app.screen._compositor.visible_widgets[toast][0] for toast in app.screen.query(Toast)}
            assert sorted((place.y, place.height) for place in shown) == [(21, 1), (22, 2)]
            foot = [strip.text for strip in app.screen._compositor.render_strips()][-4:]
            assert "q quit" in foot[0] and "Another one." in foot[1]


async def test_drilling_a_deck_without_cards_says_so(world: World) -> None:
    world.locations.user_decks.mkdir(parents=True)
    (world.locations.user_decks / "empty.yaml").write_text("title: Empty\ncards: []\n", encoding="utf-8")
    with world.open() as study:
        app = QuizApp(study)
        async with app.run_test(notifications=True) as pilot:
            await pilot.press("j", "enter")
            assert [notice.message for notice in app._notifications] == ["This deck has no cards yet."]
