"""One truth for every number: every screen and command shows the same figure under the same word."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from random import Random

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from srm_quiz import phrases
from srm_quiz.charts.catalog import charts
from srm_quiz.config.settings import Settings
from srm_quiz.plain import drill
from srm_quiz.study.day_end import day_end_lines, tomorrow_line
from srm_quiz.study.scope import EVERYTHING
from srm_quiz.study.study import Study
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.exam_plan import ExamPlanView
from srm_quiz.tui.screens.summary import SummaryScreen
from tests.support.commandline import Shell
from tests.support.evenings import study_evening
from tests.support.showing import hurry, running

MORE = "".join(
    f"  - question: Question {n}?\n    answer: Answer {n}\n    tags: [t{n % 3}]\n" for n in range(40)
)
EXAMS = "exams: [{id: saa, title: SAA-C03, tags: [t0, t1]}]\n"

LIVES = [0, 7, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(1, 21) if seed != 7)]


def lived(shell: Shell, seed: int) -> Settings:
    """A life of up to eight study days with days off, with an exam or without; gives what was set."""
    random = Random(seed)
    shell.own_deck(f"title: More\nid: more\n{EXAMS}cards:\n{MORE}")
    days = random.randint(0, 8)
    last = shell.world.clock.at + timedelta(days=random.randint(2, 60))
    settings = Settings(
        exam=random.choice(("", "saa", "all")),
        exam_date=last.date() if seed % 2 else None,
        exam_minutes=random.choice((5, 10, 20)),
        daily_goal=random.choice((10, 20, 40)),
    )
    chosen = {name: getattr(settings, name) for name in ("exam", "exam_date", "exam_minutes", "daily_goal")}
    with shell.world.open() as study:
        for name, value in chosen.items():
            assert study.change(name, value) is None
    for day in range(days):
        shell.world.clock.at += timedelta(days=random.choice((1, 1, 1, 3)))
        with shell.world.open(sitting=f"{seed}-{day}", **chosen) as study:
            study_evening(study, shell.world.clock, random)
    shell.world.clock.at += timedelta(days=random.choice((0, 1)))
    return settings


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


async def walked(study: Study) -> dict[str, str]:
    """What the screens say, by their names."""
    said: dict[str, str] = {}
    async with running(study, (120, 60)) as pilot:
        said["home"] = " ".join(
            str(pilot.app.screen.query_one(f"#{name}", Static).render()) for name in ("due", "streak")
        )
        said["table"] = "\n".join(_options(pilot))
        await pilot.press("a")
        said["plan"] = " ".join(str(line) for line in pilot.app.screen.query_one(ExamPlanView).lines(200))
        await pilot.press("escape", "escape")
        if len(study.agenda()):
            pilot.app.drill()  # type: ignore[attr-defined]
            await pilot.pause()
            while isinstance(pilot.app.screen, DrillScreen):
                await pilot.press("escape")
                await pilot.pause()
            assert isinstance(pilot.app.screen, SummaryScreen)
            said["summary"] = _texts(pilot, "figures", "ahead")
    return said


def _texts(pilot: Pilot[None], *names: str) -> str:
    return " ".join(str(pilot.app.screen.query_one(f"#{name}", Static).render()) for name in names)


def _options(pilot: Pilot[None]) -> list[str]:
    decks = pilot.app.screen.query_one("#decks", OptionList)
    return [str(decks.get_option_at_index(n).prompt) for n in range(decks.option_count)]


@pytest.mark.parametrize("seed", LIVES)
async def test_every_screen_and_command_shows_the_same_figures(
    shell: Shell, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch)
    settings = lived(shell, seed)
    chosen = {name: getattr(settings, name) for name in ("exam", "exam_date", "exam_minutes", "daily_goal")}
    with shell.world.open(sitting="look", **chosen) as study:
        status, held = study.status(), study.status().held
        agenda = status.agenda
        today = phrases.agenda_line(agenda)
        goal = phrases.answers_today(status.answered, status.wanted)
        said = await walked(study)
        states = next(chart for chart in charts(study.chart_data()) if chart.id == "states").rows
        sitting = io.StringIO()
        if len(agenda):
            drill.drill(study, io.StringIO(""), sitting, scope=EVERYTHING)
        tomorrow = tomorrow_line(study.day_end()) if len(agenda) else ""
        end = list(day_end_lines(study.day_end(), study.now())) if len(agenda) else []

    if len(agenda) and not status.comes_back:
        assert today in said["home"]
    assert goal in said["home"]
    for deck, row in zip(
        status.decks, _rows(said["table"], [d.deck.title for d in status.decks if d.deck]), strict=True
    ):
        assert [int(number) for number in row] == [deck.sound, deck.shaky, deck.new]
    assert today in said["plan"]
    if len(agenda):
        assert goal in said["summary"] and today in said["summary"] and tomorrow in said["summary"]
        assert "No answers this time." in sitting.getvalue()
        assert end[0].startswith(goal) and today in end[0]
    counts = dict(states)
    suspended = counts.pop("suspended", 0)
    assert counts == {"sound": held.sound, "shaky": held.shaky, "new": held.new} and not suspended

    lines = shell.lines("status")
    assert (lines[0], lines[1]) == (today, goal)
    told = shell.json("status", "--json")
    assert (told["due"], told["new"]) == (agenda.due, agenda.new)
    assert (told["done_today"], told["goal"]) == (status.answered, settings.daily_goal)
    assert numbers(shell.lines("status", "--short")[0])[:2] == [str(agenda.due), str(agenda.new)]
    decks = shell.json("decks", "--json")
    for word in ("sound", "shaky", "new"):
        assert sum(deck[word] for deck in decks) == getattr(held, word)
    assert sum(deck["due"] for deck in decks) == agenda.due
    plan = shell.json("plan", "--json")
    if plan is not None:
        assert (plan["today"]["due"], plan["today"]["new"]) == (agenda.due, agenda.new)
        assert plan["today"]["seconds"] == round(agenda.seconds)
        assert plan["days"][0]["minutes"] == round(agenda.seconds / 60, 1)
    assert today in " ".join(shell.lines("plan"))


def _rows(table: str, titles: list[str]) -> list[list[str]]:
    """The numbers of each deck's row of the home screen."""
    found = {title: line for line in table.splitlines() for title in titles if line.startswith(title)}
    return [numbers(found[title].removeprefix(title)) for title in titles]
