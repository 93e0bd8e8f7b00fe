"""The settings screen: what it tells of a setting before it is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from srm_quiz.config.settings import FIELDS
from srm_quiz.study.study import Study
from srm_quiz.study.workload import WorkloadInputs
from tests.support.showing import SIZES, hurry, resized, running
from tests.support.transcripts import Step, World, play

SCROLLBAR = str.maketrans({"\u00a0": " ", **dict.fromkeys("▁▂▃▄▅▆▇")})
"""The ends of a scrollbar's thumb are parts of blocks, and may stand in the middle of a sentence."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@asynccontextmanager
async def settings_of(study: Study, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with running(study, size) as pilot:
        await pilot.press("comma")
        yield pilot


def box_of(pilot: Pilot[None], name: str) -> Input:
    return next(box for box in pilot.app.screen.query(Input) if box.name == name)


async def shows(pilot: Pilot[None], *texts: str) -> bool:
    """Whether the terminal comes to show these texts, once threads and frames under way are done."""
    for _round in range(50):
        await pilot.app.workers.wait_for_complete()
        drawn = asyncio.Event()
        pilot.app.screen.call_after_refresh(drawn.set)
        await drawn.wait()
        if all(text in seen(pilot) for text in texts):
            return True
    return False


def seen(pilot: Pilot[None]) -> str:
    """What the terminal shows, but for the scrollbar; where lines are broken does not matter."""
    strips = pilot.app.screen._compositor.render_strips()
    text = " ".join(strip.text for strip in strips).translate(SCROLLBAR)
    return " ".join(text.split())


async def test_every_setting_is_explained_in_one_line(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            for name, field in FIELDS.items():
                assert pilot.app.focused is box_of(pilot, name)
                assert await shows(pilot, field.label, field.help), name
                await pilot.press("tab")


async def test_the_first_setting_is_under_the_cursor_at_once(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            await pilot.press("end", "5", "enter")
            assert study.settings.daily_goal == 205


async def test_a_yes_or_no_setting_takes_the_learners_words(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            box = box_of(pilot, "exam_uses_all")
            assert box.value == "no"
            for typed, kept in (("on", True), ("no", False), ("yes", True), ("Off", False), ("true", True)):
                box.focus()
                await pilot.pause()
                await pilot.press("end", *["backspace"] * 3, *typed, "enter")
                assert study.settings.exam_uses_all is kept and box.value == ("yes" if kept else "no")
                written = study.locations.settings_file.read_text("utf-8")
                assert ("exam_uses_all = true" in written) is kept


async def test_space_switches_yes_and_no_and_is_a_space_in_other_inputs(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            box_of(pilot, "instant_submit").focus()
            await pilot.pause()
            await pilot.press("space")
            assert not study.settings.instant_submit and box_of(pilot, "instant_submit").value == "no"
            await pilot.press("space")
            assert study.settings.instant_submit
            box_of(pilot, "editor").focus()
            await pilot.pause()
            await pilot.press(*"vi", "space", "-", "enter")
            assert study.settings.editor == "vi -"


async def test_the_goal_says_when_all_cards_are_met_with_it(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            assert await shows(pilot, "7 cards are met.", "40 a day: about 1 week")


async def test_a_day_may_be_written_as_people_do(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            box = box_of(pilot, "exam_date")
            box.focus()
            await pilot.pause()
            box.value = "in 6 weeks"
            await pilot.press("enter")
            assert study.settings.exam_date == date(2027, 1, 4)
            box.value = "last summer"
            box.focus()
            await pilot.press("enter")
            assert await shows(pilot, "Not saved: 'last summer' is no day; write one as")


async def test_an_unknown_theme_is_refused_with_a_list_of_the_themes(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            box = box_of(pilot, "theme")
            box.focus()
            await pilot.pause()
            await pilot.press("end", "x", "enter")
            assert study.settings.theme == "dark"
            assert await shows(pilot, "Not saved: give dark or light, or one of Textual's themes:", "nord")
            box.value = "nord"
            await pilot.press("enter")
            assert study.settings.theme == pilot.app.theme == "nord"


@pytest.mark.parametrize("size", SIZES)
async def test_the_retention_setting_shows_its_cost_while_focused(
    world: World, size: tuple[int, int]
) -> None:
    with world.open() as study:
        play(study, world.clock, [Step("reveal"), Step("good"), Step("right"), Step("good")])
        async with settings_of(study, size) as pilot:
            box_of(pilot, "bell").focus()
            assert await shows(pilot, "Bell") and "have begun" not in seen(pilot)
            await pilot.press("tab")
            assert await shows(pilot, "▌ 0.90", "For the 2 cards you have begun,")
            if size != (40, 12):  # there the page scrolls
                assert await shows(pilot, "At 90 % it takes", "80 %", "95 % <- now", "97 %")
            await pilot.press("tab")
            assert await shows(pilot, "Learning steps ▌ 10m") and "have begun" not in seen(pilot)


async def test_the_focused_setting_stays_visible_when_the_terminal_gets_lower(world: World) -> None:
    with world.open() as study:
        async with settings_of(study, (120, 40)) as pilot:
            box_of(pilot, "theme").focus()
            assert await shows(pilot, FIELDS["theme"].help)
            for size in ((120, 24), (80, 24), (40, 12)):
                await resized(pilot, size)
                assert await shows(pilot, FIELDS["theme"].help), size


async def test_a_retention_is_compared_while_it_is_typed_and_saved_by_a_key(world: World) -> None:
    with world.open() as study:
        play(study, world.clock, [Step("reveal"), Step("good")])
        async with settings_of(study) as pilot:
            box_of(pilot, "desired_retention").focus()
            await pilot.press("end", "backspace", "backspace", "9", "3")
            assert await shows(pilot, "At 93 % it takes", "minutes a day instead of", "<- now", "<- new")
            assert study.settings.desired_retention == 0.90
            await pilot.press("backspace", "backspace")
            assert await shows(pilot, "At 90 % it takes") and "<- new" not in seen(pilot)
            await pilot.press("9", "3", "ctrl+s")
            assert await shows(pilot, "At 93 % it takes", "known on average", "<- now")
            assert study.settings.desired_retention == 0.93 and "<- new" not in seen(pilot)


async def test_before_the_first_answer_the_costs_are_those_of_cards_answered_once(world: World) -> None:
    with world.open() as study:
        async with settings_of(study) as pilot:
            box_of(pilot, "desired_retention").focus()
            assert await shows(pilot, "You have begun no card yet. For 7 cards answered once", "<- now")


async def test_without_cards_the_workload_is_a_sentence_and_no_empty_chart(world: World) -> None:
    (world.home / "bundled" / "world.yaml").unlink()
    with world.open() as study:
        async with settings_of(study) as pilot:
            box_of(pilot, "desired_retention").focus()
            assert await shows(pilot, "There are no cards yet.") and "<- now" not in seen(pilot)


async def test_keys_are_answered_while_the_workload_is_computed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, read = Event(), Study.workload

    def slowly(study: Study) -> WorkloadInputs:
        go_on.wait(10)
        return read(study)

    monkeypatch.setattr(Study, "workload", slowly)
    with world.open() as study:
        async with settings_of(study) as pilot:
            box = box_of(pilot, "desired_retention")
            box.focus()
            await pilot.press("end", "5")
            assert box.value == "0.905"
            go_on.set()
            assert await shows(pilot, "At 90.5 % it would take")
