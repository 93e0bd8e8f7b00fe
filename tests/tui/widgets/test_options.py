"""Options: one press picks, Enter answers, and the verdict says why."""

from __future__ import annotations

import pytest

from srm_quiz.domain.cards import Option
from srm_quiz.tui.widgets.options import Options
from tests.support.showing import HOSTILE, WidgetApp

FIVE = (
    Option("Patch the host", right=False, why="You have no login there."),
    Option("Decide on upgrades", right=True, why="The jump to a new major is yours."),
    Option("Replace disks", right=False),
    Option("Grant database users rights", right=True, why="Who may ask is yours to say."),
    Option("Lock the doors", right=False, why="Physical security is inherited."),
)
THREE = (
    Option("AWS", right=False, why="Common slip."),
    Option("You", right=True),
    Option("Both", right=False),
)


def asked(options: tuple[Option, ...] = THREE, choose: int = 1, *, instant: bool = False) -> WidgetApp:
    return WidgetApp(Options(options, choose, instant=instant))


def answers(app: WidgetApp) -> list[list[int]]:
    return [sorted(said.picked) for said in app.messages if isinstance(said, Options.Answered)]


def marked(app: WidgetApp) -> list[str]:
    return [line.split("●")[1].strip() for line in app.lines if "●" in line]


@pytest.mark.parametrize(
    "keys", [["2"], ["b"], ["j", "j"], ["down", "down"], ["k", "k"], ["3", "up"], ["1", "2"]]
)
async def test_numbers_letters_and_arrows_move_the_mark_and_enter_submits(keys: list[str]) -> None:
    app = asked()
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert marked(app) == ["You"] and answers(app) == []
        await pilot.press("enter")
        assert answers(app) == [[1]]


async def test_enter_without_enough_options_says_what_is_missing() -> None:
    app = asked()
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert "Choose one first." in app.text and answers(app) == []


async def test_several_options_can_be_chosen_and_dropped_and_a_third_of_two_is_refused() -> None:
    app = asked(FIVE, 2)
    async with app.run_test() as pilot:
        await pilot.press("1")
        assert "1 of 2 chosen" in app.text
        await pilot.press("enter")
        assert "Choose one more first." in app.text
        await pilot.press("2", "4")
        assert "Only two: drop one to choose another." in app.text
        assert marked(app) == ["Patch the host", "Decide on upgrades"]
        await pilot.press("1", "d")
        assert marked(app) == ["Decide on upgrades", "Grant database users rights"]
        assert "Only two" not in app.text
        await pilot.press("enter")
        assert answers(app) == [[1, 3]]


async def test_space_chooses_and_drops_the_option_under_the_cursor() -> None:
    app = asked(FIVE, 2)
    async with app.run_test() as pilot:
        await pilot.press("j", "j", "space")
        assert marked(app) == ["Decide on upgrades"]
        await pilot.press("space")
        assert marked(app) == []


async def test_a_digit_beyond_the_last_option_is_left_to_other_commands() -> None:
    app = asked()
    async with app.run_test() as pilot:
        await pilot.press("4", "d", "9")
        assert marked(app) == []
        assert "1-3 pick" in app.footer


async def test_with_instant_submit_several_options_still_take_enter() -> None:
    app = asked(FIVE, 2, instant=True)
    async with app.run_test() as pilot:
        await pilot.press("2", "4")
        assert answers(app) == []
        await pilot.press("enter")
        assert answers(app) == [[1, 3]]


async def test_with_instant_submit_one_key_answers_and_arrows_only_move() -> None:
    app = asked(instant=True)
    async with app.run_test() as pilot:
        await pilot.press("j")
        assert answers(app) == []
        await pilot.press("3")
        assert answers(app) == [[2]]


async def test_options_keep_their_order_after_the_verdict() -> None:
    app = asked(FIVE, 2)
    async with app.run_test() as pilot:
        app.query_one(Options).show_verdict({3, 4})
        await pilot.pause()
        assert [" ".join(line.split()) for line in app.lines if line.strip()][:8] == [
            "· 1 Patch the host You have no login there.",
            "✓ 2 Decide on upgrades not chosen",
            "The jump to a new major is yours.",
            "· 3 Replace disks",
            "✓ 4 Grant database users rights",
            "Who may ask is yours to say.",
            "✗ 5 Lock the doors your choice",
            "Physical security is inherited.",
        ]


async def test_after_the_verdict_keys_choose_nothing_and_the_footer_shows_it() -> None:
    app = asked()
    async with app.run_test() as pilot:
        app.query_one(Options).show_verdict({0})
        await pilot.pause()
        await pilot.press("2", "enter", "space", "u")
        assert answers(app) == [] and app.actions == ["undo"]
        assert "pick" not in app.footer and "answer" not in app.footer


async def test_after_undo_an_answer_can_be_given_again() -> None:
    app = asked()
    async with app.run_test() as pilot:
        options = app.query_one(Options)
        options.show_verdict({0})
        options.show_question({0})
        await pilot.pause()
        assert marked(app) == ["AWS"]
        await pilot.press("2", "enter")
        assert answers(app) == [[1]]


async def test_clicking_an_option_chooses_it() -> None:
    app = asked()
    async with app.run_test() as pilot:
        await pilot.click(Options, offset=(10, 1))
        assert marked(app) == ["You"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_options_and_reasons_are_shown_as_written(text: str) -> None:
    app = asked(
        (Option(text, right=True, why=f"why {text}"), Option("other", right=False, why=f"not {text}"))
    )
    async with app.run_test(size=(100, 24)) as pilot:
        assert f"1    {text}" in app.text
        app.query_one(Options).show_verdict({1})
        await pilot.pause()
        assert f"✓ 1  {text}" in app.text
        assert f"why {text}" in app.text and f"not {text}" in app.text


async def test_on_a_small_terminal_options_wrap_and_the_cursor_stays_visible() -> None:
    long = tuple(Option(f"Option {n} " + "word " * 12, right=n == 8) for n in range(9))
    app = asked(long)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("9")
        await pilot.pause()
        assert "Option 8" in app.text and "▌" in app.text
        await pilot.press("j")
        await pilot.pause()
        assert "Option 0" in app.text and "▌" in app.text
