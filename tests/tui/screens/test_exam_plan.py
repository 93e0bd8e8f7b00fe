"""Statistics and exam plan, driven by keys as a learner does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Event

import pytest
from textual.pilot import Pilot

from srm_quiz.domain.readiness.projection import Projection
from srm_quiz.study.exam_plan import ExamPlan, ProjectionCancelledError
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.exam_plan import ExamPlanScreen, ExamPlanView
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.screens.statistics import ChartScreen, StatisticsScreen, YearScreen
from srm_quiz.tui.widgets.chart import ChartView
from srm_quiz.tui.widgets.titlebar import TitleBar
from tests.support.showing import SIZES, hurry, running, settled
from tests.support.transcripts import World, learn


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def write(pilot: Pilot[None], *lines: str) -> None:
    """Type lines into the form, each ended with Enter."""
    for line in lines:
        await pilot.press(*line, "enter")


def shown(pilot: Pilot[None]) -> str:
    """What the charts say, and the message line."""
    return " ".join(str(line) for view in pilot.app.screen.query(ChartView) for line in view.lines(74))


async def test_past_midnight_home_shows_the_study_day_and_when_it_ends(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            assert pilot.app.screen.query_one(TitleBar).right == "Mon 23 Nov"
    world.clock.advance(hours=7)
    with world.open() as study:
        async with running(study) as pilot:
            assert pilot.app.screen.query_one(TitleBar).right == "Mon 23 Nov until 04:00"


# ------------------------------------------------------------------------ statistics


@pytest.mark.parametrize("size", SIZES)
async def test_before_the_first_answer_every_chart_has_a_friendly_sentence(
    world: World, size: tuple[int, int]
) -> None:
    with world.open() as study:
        async with running(study, size) as pilot:
            await pilot.press("t")
            assert isinstance(pilot.app.screen, StatisticsScreen)
            charts = [view.chart for view in pilot.app.screen.query(ChartView)]
            assert len(charts) == 16
            assert all(chart.summary.endswith(".") for chart in charts)
            assert [chart.id for chart in charts if chart.lines] == ["states"]
            for _ in charts:
                await pilot.press("j")
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, HomeScreen)


async def test_arrows_and_letters_both_go_from_chart_to_chart(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("t")
            screen = pilot.app.screen
            assert isinstance(screen, StatisticsScreen)
            charts = [view.chart for view in screen.query(ChartView)]
            for key, place in {"down": 1, "j": 2, "up": 1, "k": 0}.items():
                await pilot.press(key)
                assert screen.chart is charts[place]
            await pilot.press("pagedown")
            assert screen.chart is charts[0]


async def test_a_chart_opens_alone_and_confused_cards_can_be_drilled(world: World) -> None:
    learn(world)
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("t", "j", "j", "j")
            screen = pilot.app.screen
            assert isinstance(screen, StatisticsScreen) and screen.chart.id == "decks"
            await pilot.press("enter")
            assert " %" in shown(pilot) and "0." not in shown(pilot)
            await pilot.press("escape", "j")
            assert screen.chart.id == "confusions"
            assert "for the right one" in shown(pilot)
            await pilot.press("enter")
            assert isinstance(pilot.app.screen, ChartScreen)
            await pilot.press("m")
            assert isinstance(pilot.app.screen, DrillScreen)
            assert study.session is not None and study.session.asked is not None


async def test_the_year_is_walked_day_by_day_and_every_day_explained(world: World) -> None:
    learn(world)
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("t", *"jjjjjj", "enter")
            screen = pilot.app.screen
            assert isinstance(screen, YearScreen)
            await pilot.press("k", "left", "right")
            lines = [str(line) for line in screen.query_one("YearCalendar").lines(74)]  # type: ignore[attr-defined]
            assert "Wednesday 25 November 2026" in lines
            assert any(line.startswith(("It counts", "It was missed")) for line in lines)


# ------------------------------------------------------------------------- exam plan


@pytest.mark.parametrize("size", SIZES)
async def test_the_exam_date_can_be_set_and_forgotten(world: World, size: tuple[int, int]) -> None:
    with world.open() as study:
        async with running(study, size) as pilot:
            await pilot.press("a")
            screen = pilot.app.screen
            assert isinstance(screen, ExamPlanScreen) and screen.query_one(ExamPlanView).is_empty
            await write(pilot, "2026-12-24", "10")
            await settled(pilot)
            assert str(study.settings.exam_date) == "2026-12-24"
            assert study.settings.exam_minutes == 10
            words = " ".join(str(line) for line in screen.query_one(ExamPlanView).lines(74))
            assert "31 days to study, 10 minutes each" in words and "If you follow the plan" in words
            assert "exam_date = 2026-12-24" in study.locations.settings_file.read_text(encoding="utf-8")
            await pilot.press("1")
            assert isinstance(pilot.app.screen, DrillScreen)
            await pilot.press("escape", "escape", "a", "f")
            assert study.settings.exam_date is None


async def test_the_plan_is_shown_before_its_projection_is_computed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExamPlanScreen, "_project", lambda *_: None)
    with world.open() as study:
        study.change("exam_date", date(2026, 12, 24))
        async with running(study) as pilot:
            await pilot.press("a")
            words = " ".join(str(line) for line in pilot.app.screen.query_one(ExamPlanView).lines(74))
            assert "31 days to study" in words and "Today: " in words and "If it were tomorrow" in words
            assert "Working through the days" in words
            await pilot.press("1")
            assert isinstance(pilot.app.screen, DrillScreen)


async def test_esc_leaves_the_plan_at_once_and_cancels_its_projection(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, cancelled = Event(), Event()

    def endless(_: ExamPlan, is_cancelled: Callable[[], bool]) -> Projection:
        while not is_cancelled():
            begun.set()
        cancelled.set()
        raise ProjectionCancelledError

    monkeypatch.setattr(ExamPlan, "project", endless)
    with world.open() as study:
        study.change("exam_date", date(2026, 12, 24))
        async with running(study) as pilot:
            await pilot.press("a")
            assert begun.wait(10)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, HomeScreen)
            assert cancelled.wait(10)


@pytest.mark.parametrize("key", ["tab", "enter", "escape"])
async def test_the_exam_date_is_saved_whatever_key_leaves_the_field(world: World, key: str) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("a", *"2026-12-24", key)
            await pilot.pause()
            assert str(study.settings.exam_date) == "2026-12-24"


async def test_after_the_exam_the_screen_says_so_and_asks_for_the_next(world: World) -> None:
    with world.open(exam_date=date(2026, 11, 20)) as study:
        async with running(study) as pilot:
            await pilot.press("a")
            words = " ".join(str(line) for line in pilot.app.screen.query_one(ExamPlanView).lines(74))
            assert words.startswith("Your exam was on Friday 20 November 2026.")
            assert "Enter the date of your exam" in words


async def test_a_past_or_invalid_exam_date_is_reported_and_not_saved(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("a")
            for typed, why in (
                ("2026-11-01", "Sunday 1 November 2026 is not ahead of us"),
                ("soon", "'soon' is no day"),
                ("1/2", "'1/2' may mean two days"),
            ):
                await write(pilot, typed)
                assert f"Not saved: {why}" in str(pilot.app.screen.query_one("#message").render())
                await pilot.press(*["backspace"] * 12)
            assert study.settings.exam_date is None


async def test_a_day_is_said_as_it_is_understood_before_it_counts(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("a", *"9", "space", *"jan")
            await pilot.pause()
            said = str(pilot.app.screen.query_one("#message").render())
            assert said == "Saturday 9 January 2027: 47 days to study. Press Enter to accept."
            assert study.settings.exam_date is None
            await pilot.press("enter")
            assert study.settings.exam_date == date(2027, 1, 9)
