"""The footer, the ratings, the gauges, the colours, and the palette of commands."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.command import CommandPalette
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Static

from srm_quiz.domain.cards import Cell, Layer, LineRow, Option, Owner
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.streaks import DayMark
from srm_quiz.tui.command_palette import CommandProvider
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.theme import (
    DARK,
    LIGHT,
    THEMES,
    theme_name,
    variable_defaults,
)
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.layer_stack import LayerStack
from srm_quiz.tui.widgets.meters import goal_bar, progress_line, week_strip
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.ratings import RatingBar
from tests.support.showing import WidgetApp, hurry


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


THREE = [Option("AWS", right=False), Option("You", right=True), Option("Both", right=False)]
ALL_RATINGS = [(Rating.AGAIN, "10m"), (Rating.HARD, "2d"), (Rating.GOOD, "6d"), (Rating.EASY, "14d")]


async def test_the_footer_shows_what_keys_do_now_the_most_important_first() -> None:
    app = WidgetApp(Options(THREE))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.footer == "1-3 pick   enter answer   h hint   u undo   - bury   ? help   q back"
        app.query_one(Options).show_verdict({1})
        await pilot.pause()
        assert app.footer == "h hint   u undo   - bury   ? help   q back"


async def test_a_narrow_footer_drops_less_important_hints_and_keeps_back() -> None:
    app = WidgetApp(Options(THREE))
    async with app.run_test(size=(40, 12)):
        assert app.footer == "1-3 pick  enter answer  ? help  q back"


async def test_the_footer_shows_the_learners_own_keys() -> None:
    app = WidgetApp(Static())
    async with app.run_test() as pilot:
        app.set_keymap({"undo": "z", "hint": "question_mark", "help": "f1"})
        app.refresh_bindings()
        await pilot.pause()
        assert app.footer == "? hint   z undo   - bury   f1 help   q back"


async def test_a_click_in_the_footer_does_what_the_key_does() -> None:
    app = WidgetApp(Static())
    async with app.run_test() as pilot:
        await pilot.click(Footer, offset=(app.lines[-1].index("undo"), 0))
        await pilot.pause()
        assert app.actions == ["undo"]


async def test_ratings_have_intervals_and_the_suggested_one_is_marked() -> None:
    app = WidgetApp(RatingBar())
    async with app.run_test() as pilot:
        bar = app.query_one(RatingBar)
        assert not bar.display
        bar.offer(ALL_RATINGS, Rating.GOOD)
        await pilot.pause()
        assert app.lines[0] == " 1 again 10m    2 hard 2d   ▌3 good 6d    4 easy 14d"
        bar.offer([(Rating.AGAIN, "10m")], Rating.AGAIN)
        await pilot.pause()
        assert app.lines[0] == "▌1 again 10m"
        bar.clear()
        assert not bar.display


async def test_ratings_with_equal_intervals_are_shown_as_one() -> None:
    app = WidgetApp(RatingBar())
    async with app.run_test() as pilot:
        bar = app.query_one(RatingBar)
        intervals = {Rating.AGAIN: "1d", Rating.HARD: "1d", Rating.GOOD: "1d", Rating.EASY: "3d"}
        bar.offer(intervals.items(), Rating.GOOD)
        await pilot.pause()
        assert app.lines[0].split() == ["1", "again", "1d", "▌3", "good", "1d", "4", "easy", "3d"]
        bar.offer(intervals.items(), Rating.HARD)
        await pilot.pause()
        assert app.lines[0].split() == ["1", "again", "1d", "▌2", "hard", "1d", "4", "easy", "3d"]
        bar.offer([(rating, "") for rating in Rating])
        await pilot.pause()
        assert [word for word in app.lines[0].split() if word.isalpha()] == ["again", "hard", "good", "easy"]


async def test_ratings_fit_a_small_terminal_and_can_be_clicked() -> None:
    app = WidgetApp(RatingBar())
    async with app.run_test(size=(40, 12)) as pilot:
        app.query_one(RatingBar).offer(ALL_RATINGS, Rating.GOOD)
        await pilot.pause()
        assert app.lines[0] == " 1 again  2 hard ▌3 good  4 easy"
        await pilot.click(RatingBar, offset=(app.lines[0].index("easy"), 0))
        assert [said.rating for said in app.messages if isinstance(said, RatingBar.Chosen)] == [Rating.EASY]


@pytest.mark.parametrize("done", [-1, 0, 1, 17, 34, 99])
def test_a_progress_line_always_has_the_requested_width(done: int) -> None:
    assert progress_line(done, 34, 20).cell_length == 20
    assert progress_line(done, 34, 20, "new 3").plain.endswith("  new 3")
    assert progress_line(done, 0, 0).plain == ""


def test_gauges_fill_from_the_left_and_a_reached_goal_has_a_check_mark() -> None:
    assert progress_line(5, 10, 8).plain == "━━━━╺───"
    assert goal_bar(8, 20, 10).plain == "████░░░░░░"
    assert goal_bar(25, 20, 10).plain == "██████████ ✓"
    assert goal_bar(0, 0, 4).plain == "░░░░ ✓"


def test_the_week_shows_a_glyph_below_each_letter() -> None:
    week = (*[DayMark.COUNTED] * 3, DayMark.SAFE, DayMark.MISSED, DayMark.OPEN, DayMark.AHEAD)
    assert week_strip(week).plain == "M T W T F S S\n● ● ● ◦ · ○  "


def ratio(one: str, other: str) -> float:
    """WCAG's contrast of two colours."""

    def luminance(colour: str) -> float:
        parts = (part / 255 for part in Color.parse(colour).rgb)
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXTS = [
    "text", "text-muted", "text-accent", "text-success", "text-error", "text-warning",
    "owner-aws", "owner-customer", "owner-shared",
]  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_colour_is_readable_on_its_backgrounds(theme: Theme, name: str) -> None:
    for ground in (theme.background, theme.surface):
        assert ratio(theme.variables[name], str(ground)) >= 4.5


def test_the_theme_setting_accepts_our_themes_and_textuals() -> None:
    known = {DARK.name, LIGHT.name, "nord"}
    assert [theme_name(name, known) for name in ("dark", "light", "nord", "who?")] == [
        "srm-dark", "srm-light", "nord", "srm-dark",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["textual-dark", "textual-light", "nord", "ansi-dark"])
async def test_other_themes_have_owner_colours_too(name: str) -> None:
    row = LineRow(Layer("data", "Data", "Classify it", moves=False), Cell(Owner.CUSTOMER))
    app = WidgetApp(LayerStack([row]), name)
    async with app.run_test():
        assert "You" in app.text
    assert variable_defaults(dark=True).keys() == variable_defaults(dark=False).keys()


class Commanded(Screen[None]):
    """A screen with a command that works and one that does not."""

    BINDINGS = bindings(drill.Undo, drill.Hint, drill.Bury)

    def __init__(self) -> None:
        super().__init__()
        self.actions: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is no hint."""
        return action != "hint"

    def action_undo(self) -> None:
        self.actions.append("undo")

    def action_bury(self) -> None:
        self.actions.append("bury")


class Palettes(App[None]):
    """An app whose palette is ours."""

    COMMANDS = {CommandProvider}  # noqa: RUF012, Textual's own declaration


async def hits(query: str) -> tuple[Commanded, list[str]]:
    app = Palettes()
    async with app.run_test():
        screen = Commanded()
        await app.push_screen(screen)
        provider = CommandProvider(screen)
        found = [hit async for hit in (provider.search(query) if query else provider.discover())]
        if query and found:
            await found[0].command()
        return screen, [str(hit.text) for hit in found]


async def test_the_palette_offers_the_commands_that_work_here() -> None:
    _, found = await hits("")
    assert found == [drill.Undo.help(), drill.Bury.help()]


async def test_the_palette_runs_the_command_found() -> None:
    screen, found = await hits("tomorrow")
    assert (screen.actions, found) == (["bury"], [drill.Bury.help()])


async def test_the_palette_opens_over_a_screen_and_closes_again() -> None:
    app = Palettes()
    async with app.run_test() as pilot:
        await app.push_screen(Commanded())
        await pilot.press("ctrl+p")
        assert isinstance(app.screen, CommandPalette)
        await pilot.press("escape")
        assert isinstance(app.screen, Commanded)


async def test_without_colours_everything_is_still_distinguishable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = WidgetApp(Options(THREE))
    async with app.run_test() as pilot:
        app.query_one(Options).show_verdict({0})
        await pilot.pause()
        assert "✗ 1  AWS" in app.text and "your choice" in app.text and "✓ 2  You" in app.text
        assert app.no_color
