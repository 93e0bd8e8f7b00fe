"""Commands are declared once, and the learner may give them other keys."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import Command, Group, all_commands, bindings
from srm_quiz.tui.keymap import CONTEXTS, display, is_key, keymap, keymap_problems
from srm_quiz.tui.widgets.inputs import LineInput, MultilineInput

ALL = all_commands()


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id())
def test_every_command_has_a_help_line_a_key_a_label_and_a_context(
    command: type[Command],
) -> None:
    assert command.help().endswith(".")
    assert command.label and command.keys and command.group in Group
    assert all(is_key(key) for key in command.keys)
    assert any(command.group in groups for groups in CONTEXTS.values())


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.id())
def test_no_function_key_alt_chord_or_shift_tab_is_the_only_way_to_anything(
    command: type[Command],
) -> None:
    assert any(
        "alt+" not in key and key != "shift+tab" and not (key[0] == "f" and key[1:].isdecimal())
        for key in command.keys
    )


def test_commands_that_share_a_key_by_default_are_never_active_together() -> None:
    """A list to look at before it grows: Textual asks the focused widget first, then the screen."""
    shared = {
        f"{one.id()} {other.id()}"
        for one, other in combinations(ALL, 2)
        if set(one.keys) & set(other.keys)
        if any({one.group, other.group} <= groups for groups in CONTEXTS.values())
    }
    assert shared == {
        "answer show",  # a card that you answer in your head has only the second
        "show toggle",
        "answer type",  # in the line, and outside it after Escape
        "show type",
        "pick edit",  # e is the fifth option while there is one to pick
        "leave_input back",
        "info to_cards",  # a card is shown from the list, and the list is come to from the search
        "leave_title back",  # in the title of a deck q is a letter
        "timed play",  # two games, of which one has two sorts
        "timed go_on",
        "play go_on",
        "leave back",
        "leave_title leave_kinds",  # in the title of a deck q is a letter
        "leave_kinds back",
        "close back",
        "mark_right next_owner",  # options have no owner, and a duty has no options
    }


@pytest.mark.parametrize("line", [MultilineInput, LineInput])
def test_no_input_of_the_form_uses_a_key_of_the_form_itself(line: type[Widget]) -> None:
    taken = {key for key in line()._bindings.key_to_bindings if key.startswith("ctrl+")}
    writing = [one for one in ALL if one.group is Group.WRITING]
    assert not taken & {key for one in writing for key in one.keys}


def test_a_commands_name_is_its_id_and_its_action() -> None:
    (binding,) = bindings(drill.CardInfo)
    assert isinstance(binding, Binding)
    assert (binding.id, binding.action, binding.key) == ("card_info", "card_info", "i")
    assert binding.tooltip == drill.CardInfo.help()


def test_every_option_has_a_digit_and_the_first_five_have_a_letter() -> None:
    found = {b.key: b.action for b in bindings(drill.Pick) if isinstance(b, Binding)}
    assert found["1"] == found["a"] == "pick(0)"
    assert found["5"] == found["e"] == "pick(4)"
    assert found["9"] == "pick(8)" and len(found) == 14


def test_valid_keys_have_no_problems() -> None:
    assert keymap_problems({}) == []
    assert keymap_problems({"undo": "z", "flag": ["f", "ctrl+f"], "skip": "x,ctrl+x"}) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"undoo": "z"}, "there is no command 'undoo': did you mean 'undo'?"),
        ({"undo": "hyper+q"}, "'hyper+q' is not a key that 'undo' can have"),
        ({"undo": "e"}, "e means both 'undo' and 'edit' on a card with options"),
        ({"bury": "x", "suspend": ["x"]}, "x means both 'bury' and 'suspend' on a card with options"),
        ({"hint": "a"}, "a means both 'pick' and 'hint' on a card with options"),
        ({"pick": "5"}, "the keys of 'pick' are fixed: 1-9 a-e"),
    ],
)
def test_each_problem_of_the_learners_keys_is_a_sentence(keys: dict[str, str | list[str]], said: str) -> None:
    assert said in keymap_problems(keys)


def test_a_key_may_have_two_meanings_in_two_contexts() -> None:
    assert keymap_problems({"settings": "minus"}) == []


@pytest.mark.parametrize("refused", ["f63", ["f63", "hyper+q"]])
def test_a_key_that_is_refused_leaves_the_command_its_own(refused: str | list[str]) -> None:
    assert keymap({"quit": refused, "undo": "z"})["quit"] == "ctrl+q"
    assert keymap({"quit": ["f63", "x"]})["quit"] == "x"
    assert keymap({"quit": []})["quit"] == ""


def test_of_2000_names_of_no_command_a_few_are_shown_and_the_rest_counted() -> None:
    said = keymap_problems({f"undo{number}": "x" for number in range(2_000)})
    assert len(said) == 6
    assert said[-1] == "1,995 more names are no commands either"


@pytest.mark.parametrize(
    ("key", "shown"),
    [("question_mark", "?"), ("ctrl+p", "^p"), ("enter", "enter"), ("minus", "-"), ("at", "@"), ("up", "↑")],
)
def test_a_key_is_displayed_as_the_learner_knows_it(key: str, shown: str) -> None:
    assert display(key) == shown


class Presses(Screen[None]):
    """Enter answers, and where that is over, accepts."""

    BINDINGS = bindings(drill.Answer, drill.Accept, drill.Undo, drill.Flag)

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.revealed = False

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One of the two that share Enter."""
        return self.revealed if action == "accept" else not self.revealed if action == "answer" else True

    def action_answer(self) -> None:
        self.done.append("answer")

    def action_accept(self) -> None:
        self.done.append("accept")

    def action_undo(self) -> None:
        self.done.append("undo")

    def action_flag(self) -> None:
        self.done.append("flag")


async def pressed(keys: dict[str, str | list[str]], *presses: str, revealed: bool = False) -> list[str]:
    app = App[None]()
    async with app.run_test() as pilot:
        screen = Presses()
        screen.revealed = revealed
        app.set_keymap(keymap(keys))
        await app.push_screen(screen)
        await pilot.press(*presses)
        return screen.done


async def test_a_rebound_command_has_its_new_key_and_no_longer_its_old_one() -> None:
    assert await pressed({"undo": "z"}, "z", "u") == ["undo"]
    assert await pressed({"flag": ["?", ","]}, "question_mark", "comma", "asterisk") == ["flag", "flag"]


async def test_rebinding_one_of_two_commands_leaves_their_shared_key_to_the_other() -> None:
    assert await pressed({"accept": "g"}, "enter") == ["answer"]
    assert await pressed({"accept": "g"}, "enter", "g", revealed=True) == ["accept"]
