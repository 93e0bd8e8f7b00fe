"""The help screen: it opens at the keys of the screen it was called from."""

from __future__ import annotations

from collections import Counter

import pytest

from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import all_commands
from srm_quiz.tui.screens.help import KeyTable
from tests.support.showing import SIZES, hurry, running
from tests.support.transcripts import World


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def help_from(world: World, *keys: str, size: tuple[int, int] = (80, 24)) -> list[str]:
    """The lines of the help that is called up after these keys on the home screen."""
    with world.open() as study:
        async with running(study, size) as pilot:
            await pilot.press(*keys, "question_mark")
            keys_shown = pilot.app.screen.query_one(KeyTable)
            return [line.plain.rstrip() for line in keys_shown.lines(keys_shown.content_size.width)]


def part(lines: list[str], title: str) -> str:
    """What stands under a heading, as one text."""
    start = lines.index(title) + 1
    end = lines.index("", start) if "" in lines[start:] else len(lines)
    return "\n".join(lines[start:end])


async def test_help_begins_with_what_works_here_and_now(world: World) -> None:
    lines = await help_from(world)
    assert lines[0] == "Here, now" and drill.Statistics.help().split(":")[0] in part(lines, "Here, now")
    lines = await help_from(world, "t")
    assert lines[0] == "Here, now" and "Go to the next chart." in part(lines, "Here, now")
    assert "Start drilling" in part(lines, "Home")


async def test_help_in_a_drill_lists_what_follows_the_verdict(world: World) -> None:
    lines = await help_from(world, "enter")
    assert "Show the answer of a card that you answer in your head." in part(lines, "Here, now")
    assert "You knew it, with effort." in part(lines, "Here, later")


@pytest.mark.parametrize("size", SIZES)
async def test_wrapped_help_lines_keep_their_indent_and_fit(world: World, size: tuple[int, int]) -> None:
    lines = await help_from(world, size=size)
    first = next(number for number, line in enumerate(lines) if "Start drilling" in line)
    column = lines[first].index("Start")
    rest = lines[first + 1]
    assert rest.startswith("j") or (rest.index(rest.strip()) == column and "deck" in rest)
    assert all(len(line) < size[0] for line in lines)


async def test_help_lists_every_command_once(world: World) -> None:
    text = " ".join(" ".join(await help_from(world, "e")).split())
    for line, times in Counter(command.help() for command in all_commands()).items():
        assert text.count(line) == times
