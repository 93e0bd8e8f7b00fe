"""Texts that look like commands: shown as they were written, or refused when read; none runs anything."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from srm_quiz.domain import events as said
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.grading import Text
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study
from srm_quiz.tui.app import QuizApp
from tests.support.commandline import Shell
from tests.support.hostile import ESCAPES, LONG, Hostile, deck, expected
from tests.support.showing import HOSTILE, HOSTILE_TOGETHER, hurry
from tests.support.transcripts import World

SIZE = (140, 70)
"""A terminal on which a whole card can be seen at once."""


SCROLLBAR = ("grab", "release", "scroll_up", "scroll_down")
"""What a press of the mouse may do: these are Textual's own."""


def flat(text: str) -> str:
    """The text without white space and the signs that a page may draw between its words."""
    return "".join(text.replace("▌", "").split())


def seen(app: QuizApp) -> str:
    """What is on the screen, flattened; nothing on it may be an action or a command to the terminal."""
    strips = app.screen._compositor.render_strips()
    for strip in strips:
        assert strip.text.isprintable(), strip.text
        actions = {
            name: action for segment in strip if segment.style for name, action in segment.style.meta.items()
        }
        assert not {name for name, action in actions.items() if name[0] == "@" and action not in SCROLLBAR}
    return flat("\n".join(strip.text for strip in strips))


def screen_app(study: Study, **asked: Any) -> QuizApp:
    seconds = count()
    return QuizApp(study, monotonic=lambda: float(next(seconds)), environ={}, **asked)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press the keys; what takes letters is left first."""
    if isinstance(pilot.app.focused, Input):
        await pilot.press("escape")
    await pilot.press(*keys)
    await pilot.pause()


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


WRONG_KEYS = {
    "basic": ["space"],
    "typed": ["r"],
    "choice": ["r"],
    "cloze": ["r"],
    "owner": ["y"],
    "line": ["y", "y", "enter"],
}


async def walk(study: Study, app: QuizApp, pilot: Pilot[None]) -> dict[str, str]:
    """Every card answered wrong until one comes back, with everything shown of it; by the card's name."""
    shown: dict[str, str] = {}
    while study.session is not None and (card := study.session.card) and card.key not in shown:
        pages = []
        await press(pilot, "h")
        pages.append(seen(app))
        await press(pilot, *WRONG_KEYS[card.kind])
        pages.append(seen(app))
        await press(pilot, "i")
        pages.append(seen(app))
        await press(pilot, "escape")
        await press(pilot, "1")
        shown[card.key] = " ¦ ".join(pages)
    return shown


@pytest.mark.parametrize("text", HOSTILE_TOGETHER)
async def test_a_deck_text_is_shown_on_every_screen_as_written(tmp_path: Path, text: str) -> None:
    world = Hostile(tmp_path / "home", text)
    with world.open() as study:
        app = screen_app(study)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert flat(f"{text} n1n") in seen(app)
            app.drill(mode=Mode.CRAM)  # the plan keeps cards of one note apart
            await pilot.pause()
            shown = await walk(study, app, pilot)
            await press(pilot, "q")
            summary = seen(app)
            assert flat("Missed this time") in summary
        assert app.return_code == 0 or app.return_code is None
    for key, texts in expected(text).items():
        for one in texts:
            assert flat(one) in shown[key], (key, one, shown[key])
    for card in ("basic", "typed", "choice"):
        question = next(one for one in deck(text)["cards"] if one["id"] == card)["question"]
        assert flat(question) in summary


async def test_the_longest_texts_are_shown_in_full(tmp_path: Path) -> None:
    world = Hostile(tmp_path / "home", "short", long=LONG)
    cards = tuple(CardKey(f"hostile/{name}#1") for name in ("basic", "typed", "cloze", "owner"))
    with world.open() as study:
        assert not list(study.library.problems)
        app = screen_app(study, scope=Scope(cards=cards))
        async with app.run_test(size=(140, 300)) as pilot:
            await pilot.pause()
            shown = await walk(study, app, pilot)
    wanted = expected("short", LONG)
    for key in cards:
        assert [one for one in wanted[key] if flat(one) not in shown[key]] == []


@pytest.mark.parametrize("long", ["", LONG], ids=["short", "long"])
async def test_on_the_smallest_terminal_every_card_can_be_answered(tmp_path: Path, long: str) -> None:
    world = Hostile(tmp_path / "home", "責任[/b]", long=long)
    with world.open() as study:
        app = screen_app(study, scope=EVERYTHING, mode=Mode.CRAM)
        async with app.run_test(size=(40, 12)) as pilot:
            await pilot.pause()
            assert len(await walk(study, app, pilot)) == len(study.library.by_key)
            await press(pilot, "q")
            assert flat("Done for today") in seen(app)


async def test_a_click_on_a_text_does_nothing(tmp_path: Path) -> None:
    world = Hostile(tmp_path / "home", "[@click=app.quit]x[/]")
    with world.open() as study:
        app = screen_app(study, scope=EVERYTHING)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "space")
            before = study.session
            for part in ("#question", "#answer", "#why", "#source", "TitleBar", "#progress"):
                for column in range(0, 26, 3):
                    await pilot.click(part, offset=(column, 0))
            assert app.is_running and study.session is before


WRONG = """\
title: Wrong
tags: [{text}]
cards:
  - {{question: A, {text}: B}}
  - {{duty: D, owner: {text}}}
  - {{id: {text}, question: A, answer: B}}
  - {{question: {text}}}
"""


@pytest.mark.parametrize("text", [*HOSTILE, "\x1b[2J", "\u202ex", LONG[:900]])
async def test_a_problem_quotes_any_text_without_interpreting_it(shell: Shell, text: str) -> None:
    quoted = json.dumps(text, ensure_ascii=False).replace("\\u001b", "\x1b")
    path = shell.own_deck(WRONG.format(text=quoted))
    for form in ("text", "concise"):
        assert shell("check", "--format", form, path) == 1
        assert all(line.isprintable() for line in shell.out.splitlines())
        assert text[:30] in shell.out or not text.isprintable()
    problems = shell.json("check", "--format", "json", path)["problems"]
    assert len(problems) >= 3
    with shell.world.open() as study:
        app = screen_app(study)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "p")
            shown = seen(app)
            for problem in problems:
                assert flat(problem["message"]) in shown


@pytest.mark.parametrize("text", HOSTILE_TOGETHER)
async def test_hostile_settings_paths_and_keys_are_shown_as_written(tmp_path: Path, text: str) -> None:
    """The learner's own words: where the home is, the editor, a key of a command that is none."""
    world = World(tmp_path / text.replace("/", "_"))
    with world.open(editor=f"no-editor {text}", theme=text, keys={text: text}) as study:
        app = screen_app(study, scope=EVERYTHING)
        async with app.run_test(size=(160, 90), notifications=True) as pilot:
            await pilot.pause()
            assert flat(f"there is no command '{text}'") in seen(app)
            await press(pilot, "i")
            assert flat(str(world.home / "bundled" / "world.yaml")) in seen(app)
            await press(pilot, "escape")
            await press(pilot, "question_mark")
            assert flat("Show the hint.") in seen(app)
            await press(pilot, "escape")
            await press(pilot, "q")
            await press(pilot, "enter")
            await press(pilot, "comma")
            app.clear_notifications()
            await pilot.pause()
            assert flat(f"no-editor {text}") in seen(app)
            assert flat(f"{world.home.name}/settings.toml") in seen(app)


@pytest.mark.parametrize(
    ("editor", "said_of_it"),
    [
        ("it's", "The editor could not be opened (No closing quotation)."),
        ("true", "The editor could not be opened (App.suspend is not supported in this environment.)."),
    ],
)
async def test_a_failing_editor_is_reported_with_the_place_of_the_card(
    tmp_path: Path, editor: str, said_of_it: str
) -> None:
    world = World(tmp_path / "home")
    with world.open(editor=editor) as study:
        app = screen_app(study, scope=EVERYTHING)
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            await press(pilot, "e")
            place = f"The card is in {world.home / 'bundled' / 'world.yaml'}, line 4."
            assert flat(f"{said_of_it} {place}") in seen(app)


async def test_control_characters_pasted_into_an_answer_are_dropped(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    with world.open() as study:
        app = screen_app(study, scope=EVERYTHING)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "space", "4")
            app.post_message(events.Paste("AWS \x1b]0;t\x07\x1b[31mArt\u202eifact\nand more"))
            await pilot.pause()
            assert flat("AWS ]0;t[31mArtifact") in seen(app)
            await pilot.press("enter")
            await pilot.pause()
            assert study.session is not None and study.session.revealed is not None
            assert study.session.revealed.given == Text("AWS ]0;t[31mArtifact")
            assert flat("you wrote AWS ]0;t[31mArtifact") in seen(app)


@pytest.mark.parametrize("texts", [HOSTILE[:5], HOSTILE[5:], ESCAPES], ids=ascii)
async def test_a_logged_answer_is_shown_without_being_interpreted(
    tmp_path: Path, texts: tuple[str, ...]
) -> None:
    """Whatever machine and version it came from."""
    world = World(tmp_path / "home")
    scope = Scope(cards=(CardKey("world/typed#1"),))
    with world.open() as study:
        study.start(scope)
        for text in texts:
            study.send(said.Answer(Text(f"an {text} answer")))
            study.send(said.Rate(Rating.AGAIN))
        app = screen_app(study, scope=scope)
        async with app.run_test(size=SIZE) as pilot:
            await press(pilot, "a")
            await press(pilot, "i")
            shown = seen(app)
            assert flat("Answers, newest first") in shown
            for text in texts:
                assert flat(f"an {text} answer") in shown or not text.isprintable()
