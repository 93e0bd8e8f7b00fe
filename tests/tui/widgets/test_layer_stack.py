"""Owners named with one key, and the stack of layers that is painted."""

from __future__ import annotations

import pytest

from srm_quiz.domain.cards import Cell, Layer, LineRow, Owner
from srm_quiz.tui.widgets.layer_stack import LayerStack
from srm_quiz.tui.widgets.layers import boundary
from srm_quiz.tui.widgets.owners import OwnerTargets
from tests.support.showing import HOSTILE, WidgetApp, resized

A, Y, S = Owner.AWS, Owner.CUSTOMER, Owner.SHARED


def row(
    name: str,
    owner: Owner,
    *,
    asked: bool = False,
    accept: frozenset[Owner] = frozenset(),
    applies: bool = True,
) -> LineRow:
    cell = Cell(owner, accept, applies, why=f"Reason of {name}.")
    return LineRow(Layer(name.lower(), name, f"See to {name}", moves=asked), cell)


ROWS = (
    row("Facilities", A),
    row("Host", A),
    row("Guest", A, asked=True),
    row("Engine", A, asked=True, accept=frozenset({S})),
    row("Code", Y, applies=False),
    row("Encryption", S, asked=True),
    row("Data", Y),
)


def owners_named(app: WidgetApp) -> list[Owner]:
    return [said.owner for said in app.messages if isinstance(said, OwnerTargets.Picked)]


def painted(app: WidgetApp) -> list[dict[str, Owner]]:
    return [dict(said.owners) for said in app.messages if isinstance(said, LayerStack.Answered)]


def bars(app: WidgetApp) -> dict[str, str]:
    """The word, or the blank, at the right of each layer."""
    found = {}
    for line in app.lines:
        words = line.replace("▌", " ").replace("✓", " ").replace("✗", " ").split()
        if words and words[0] in {one.layer.name for one in ROWS}:
            found[words[0]] = words[-1] if words[-1].isalpha() else words[1]
    return found


@pytest.mark.parametrize(
    ("owner", "keys"),
    [(A, ["left", "a", "1"]), (Y, ["right", "y", "c", "2"]), (S, ["down", "s", "3"])],
)
async def test_one_key_picks_an_owner(owner: Owner, keys: list[str]) -> None:
    app = WidgetApp(OwnerTargets())
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        assert owners_named(app) == [owner] * len(keys)


async def test_clicking_a_target_picks_its_owner() -> None:
    app = WidgetApp(OwnerTargets())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(OwnerTargets, offset=(60, 0))
        assert owners_named(app) == [Y]


async def test_the_verdict_on_an_owner_uses_signs_and_words() -> None:
    app = WidgetApp(OwnerTargets())
    async with app.run_test() as pilot:
        app.query_one(OwnerTargets).show_verdict(A, picked=Y, accept=[S])
        await pilot.pause()
        assert all(word in app.lines[1] for word in ("✓ AWS", "✓ Shared too", "✗ You"))
        await pilot.press("a", "left", "down")
        assert owners_named(app) == [] and "AWS" not in app.footer


async def test_owners_fit_a_small_terminal() -> None:
    app = WidgetApp(OwnerTargets())
    async with app.run_test(size=(40, 12)):
        assert all(word in app.lines[1] for word in ("← a AWS", "↓ s Shared", "→ y You"))


async def test_the_stack_has_data_on_top_and_only_layers_asked_are_blank() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test():
        assert list(bars(app)) == ["Data", "Encryption", "Code", "Engine", "Guest", "Host", "Facilities"]
        assert bars(app) == {
            "Data": "You",
            "Encryption": "?",
            "Code": "service",
            "Engine": "?",
            "Guest": "?",
            "Host": "AWS",
            "Facilities": "AWS",
        }
        assert "not in this service" in app.text and "3 to paint" in app.text


async def test_letters_paint_and_move_to_the_next_blank_layer() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test() as pilot:
        await pilot.press("s", "a", "2")
        assert (bars(app)["Encryption"], bars(app)["Engine"], bars(app)["Guest"]) == ("Shared", "AWS", "You")
        assert "all painted" in app.text
        await pilot.press("up", "y", "enter")
        assert painted(app) == [{"encryption": S, "engine": Y, "guest": Y}]


async def test_enter_before_all_layers_are_painted_says_how_many_are_left() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test() as pilot:
        await pilot.press("s", "enter")
        assert "Paint 2 more layers first." in app.text and painted(app) == []
        await pilot.press("a", "enter")
        assert "Paint 1 more layer first." in app.text


async def test_space_switches_the_layer_to_the_next_owner() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test() as pilot:
        for word in ("AWS", "You", "Shared", "AWS"):
            await pilot.press("space")
            assert bars(app)["Encryption"] == word


async def test_the_line_is_drawn_above_what_is_awss_and_moves_while_you_paint() -> None:
    app = WidgetApp(LayerStack(ROWS))

    def below_the_line() -> str:
        at = next(number for number, line in enumerate(app.lines) if "the line" in line)
        return app.lines[at + 1].replace("▌", "").split()[0]

    async with app.run_test() as pilot:
        assert below_the_line() == "Host"
        await pilot.press("down", "down", "a")
        assert below_the_line() == "Guest"
        await pilot.press("s", "a")
        assert below_the_line() == "Engine"


async def test_the_verdict_gives_the_reason_for_each_layer_painted_wrong() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test() as pilot:
        app.query_one(LayerStack).show_verdict({"encryption": A, "engine": S, "guest": A})
        await pilot.pause()
        assert bars(app)["Encryption"] == "Shared" and bars(app)["Engine"] == "Shared"
        assert "✗ Encryption" in app.text and "✓ Engine" in app.text and "✓ Guest" in app.text
        assert "You said AWS. Reason of Encryption." in app.text
        assert "Right; AWS is the usual reading. Reason of Engine." in app.text
        assert "Reason of Guest" not in app.text
        await pilot.press("a", "enter")
        assert painted(app) == []


async def test_revealing_a_line_shows_the_reason_for_every_layer_asked() -> None:
    app = WidgetApp(LayerStack(ROWS))
    async with app.run_test() as pilot:
        app.query_one(LayerStack).show_verdict()
        await pilot.pause()
        assert all(f"Reason of {name}." in app.text for name in ("Encryption", "Engine", "Guest"))
        assert "✗" not in app.text and "Reason of Data" not in app.text


async def test_fourteen_layers_fit_on_80x24_and_scroll_on_a_smaller_terminal() -> None:
    many = tuple(row(f"Layer number {number:02} of the model", A, asked=True) for number in range(14))
    app = WidgetApp(LayerStack(many))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.query_one(LayerStack).size.height == 16  # with the line and the count of what is left
        await resized(pilot, (40, 12))
        await pilot.press("up")
        await pilot.pause()
        assert "▌" in app.text and all(len(line) <= 40 for line in app.lines)
        await pilot.press("down")
        await pilot.pause()
        assert "▌" in app.text


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_names_and_reasons_are_shown_as_written(text: str) -> None:
    layer = Layer("x", text, text, moves=True)
    app = WidgetApp(LayerStack([LineRow(layer, Cell(A, why=f"why {text}"))]))
    async with app.run_test(size=(100, 24)) as pilot:
        assert f"▌  {text}" in app.text
        app.query_one(LayerStack).show_verdict({"x": Y})
        await pilot.pause()
        assert f"You said You. why {text}" in app.text


@pytest.mark.parametrize(
    ("owners", "missing", "place"),
    [
        ([Y, Y, A, A], [], 2),
        ([Y, S, A], [], 2),
        ([A, Y, A], [], 2),
        ([A, A], [], 0),
        ([Y, Y], [], 2),
        ([Y, A, None, A], [], 3),
        ([Y, A, Y, A], [2], 1),
        ([Y, Y, A], [1], 2),
        ([], [], 0),
    ],
)
def test_the_line_is_above_all_layers_that_are_awss_from_the_bottom_up(
    owners: list[Owner | None], missing: list[int], place: int
) -> None:
    assert boundary(owners, missing) == place
