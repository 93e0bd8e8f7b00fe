"""The learner's own keys: as Textual needs them, what is wrong with them, and how keys are displayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, format_key, key_to_character

from srm_quiz.problems import did_you_mean
from srm_quiz.tui.commands.base import Command, Group, all_commands, commands_by_id

KeyList = str | Sequence[str]
"""Keys as a settings file may give them: "u", "u,ctrl+z" or ["u", "ctrl+z"]."""


LONGEST_NAME = 100
"""How many characters of a name in the settings are repeated."""

MOST_SHOWN = 5
"""How many names of no command, and how many keys of one command that do not exist, are reported."""

CONTEXTS: Mapping[str, frozenset[Group]] = {
    "on the home screen": frozenset({Group.HOME, Group.PLAY, Group.ANYWHERE}),
    "on a card with options": frozenset({Group.ASKING, Group.OPTIONS, Group.CARD, Group.ANYWHERE}),
    "on a card that asks for owners": frozenset({Group.ASKING, Group.OWNERS, Group.CARD, Group.ANYWHERE}),
    "on a card before its verdict": frozenset({Group.ASKING, Group.TYPING, Group.CARD, Group.ANYWHERE}),
    "after the verdict": frozenset({Group.REVEALED, Group.SOURCE, Group.CARD, Group.ANYWHERE}),
    "at the first start": frozenset({Group.FIRST_START}),
    "at the end of a sitting": frozenset({Group.SUMMARY, Group.ANYWHERE}),
    "in the explorer": frozenset({Group.MODEL, Group.SOURCE, Group.ANYWHERE}),
    "in a game": frozenset({Group.GAME, Group.ANYWHERE}),
    "while matching": frozenset({Group.TABLE, Group.ANYWHERE}),
    "among the problems": frozenset({Group.PROBLEMS, Group.ASKING, Group.ANYWHERE}),
    "choosing a mock exam": frozenset({Group.CHOOSING, Group.ANYWHERE}),
    "in a mock exam": frozenset({Group.EXAM, Group.OPTIONS, Group.ANYWHERE}),
    "on the answer sheet": frozenset({Group.SHEET, Group.ANYWHERE}),
    "before handing in": frozenset({Group.HANDING_IN, Group.ANYWHERE}),
    "after a mock exam": frozenset({Group.REVIEW, Group.SOURCE, Group.ANYWHERE}),
    "among the decks": frozenset({Group.BROWSER, Group.ANYWHERE}),
    "writing a card": frozenset({Group.WRITING}),
    "choosing a kind": frozenset({Group.KINDS, Group.ANYWHERE}),
    "in the statistics": frozenset({Group.STATISTICS, Group.ANYWHERE}),
    "in the calendar": frozenset({Group.YEAR, Group.ANYWHERE}),
    "on the exam plan": frozenset({Group.PLAN, Group.ANYWHERE}),
    "in the settings": frozenset({Group.FORM, Group.ANYWHERE}),
    "in a search": frozenset({Group.SEARCH}),
}
"""The groups whose commands are active at the same time: in each context a key has one meaning."""


def keymap(keys: Mapping[str, KeyList]) -> dict[str, str]:
    """The learner's keys as `App.set_keymap` needs them; unknown commands are left out.

    It holds every command, not only those with changed keys: if two share a key (Enter answers, and later
    accepts) and one is rebound, Textual takes the key away from both.
    """
    own = {
        name: usable
        for name, value in keys.items()
        if name in commands_by_id() and (usable := _usable_keys(value)) is not None
    }
    if not own:
        return {}
    return {
        name: ",".join(own.get(name, command.keys))
        for name, command in commands_by_id().items()
        if not command.key_range
    }


def keymap_problems(keys: Mapping[str, KeyList]) -> list[str]:
    """What is wrong with the learner's keys, a sentence each: unknown commands, unknown keys, conflicts.

    Commands that share a key by default are never active together on screen, so they do not conflict.
    """
    problems: list[str] = []
    unknown = [name for name in keys if name not in commands_by_id()]
    for name in unknown[:MOST_SHOWN]:
        suggestion = did_you_mean(name, commands_by_id())
        hint = f": did you mean '{suggestion}'?" if suggestion else ""
        problems.append(f"there is no command {_quoted(name)}{hint}")
    if len(unknown) > MOST_SHOWN:
        problems.append(f"{len(unknown) - MOST_SHOWN:,} more names are no commands either")
    keys_of: dict[type[Command], tuple[str, ...]] = {command: command.keys for command in all_commands()}
    changed: set[type[Command]] = set()
    for name, value in keys.items():
        command = commands_by_id().get(name)
        if command is None:
            continue
        if command.key_range:
            problems.append(f"the keys of '{name}' are fixed: {command.key_range}")
        else:
            refused = [key for key in _key_names(value) if not is_key(key)]
            problems += [
                f"{_quoted(key)} is not a key that '{name}' can have" for key in refused[:MOST_SHOWN]
            ]
            if (usable := _usable_keys(value)) is not None:
                keys_of[command] = usable
                changed.add(command)
    for first, second in combinations(keys_of, 2):
        if not {first, second} & changed:
            continue
        contexts = [name for name, groups in CONTEXTS.items() if {first.group, second.group} <= groups]
        shared = (set(keys_of[first]) & set(keys_of[second])) - (set(first.keys) & set(second.keys))
        if contexts and shared:
            shown = " and ".join(sorted(map(display, shared)))
            problems.append(f"{shown} means both '{first.id()}' and '{second.id()}' {contexts[0]}")
    return problems


def _quoted(name: str) -> str:
    """The name in quotes as it was written, cut if it is very long."""
    return f"'{name}'" if len(name) <= LONGEST_NAME else f"'{name[:LONGEST_NAME]}…'"


def _usable_keys(keys: KeyList) -> tuple[str, ...] | None:
    """The given keys that exist; None if none does, so that the command keeps its default keys."""
    names = _key_names(keys)
    usable = tuple(key for key in names if is_key(key))
    return usable if usable or not names else None


def _key_names(keys: KeyList) -> tuple[str, ...]:
    """Keys by Textual's names: `?` is `question_mark`, and a lone `,` is a key too."""
    single = [keys] if isinstance(keys, str) and len(keys) == 1 else None
    names = single or (keys.split(",") if isinstance(keys, str) else keys)
    return tuple(_key_name(name.strip()) for name in names if name.strip())


def _key_name(key: str) -> str:
    """A key's name in Textual, which calls a single character by its Unicode name."""
    if len(key) != 1 or key == ",":
        return "comma" if key == "," else key
    (binding,) = Binding.make_bindings([Binding(key, "")])
    return binding.key


def is_key(name: str) -> bool:
    """Whether a terminal can send a key of this name."""
    *modifiers, key = name.split("+")
    if not set(modifiers) <= {"ctrl", "shift"}:
        return False
    return name in _KEY_NAMES or len(key) == 1 or (not modifiers and character_of(key) is not None)


def character_of(key: str) -> str | None:
    """The character that a key types, or None. Textual's own function misses `minus` and `at`."""
    return key_to_character(REPLACED_KEYS.get(key, key))


_KEY_NAMES = frozenset(key.value for key in Keys)

_DISPLAYED = {"enter": "enter", "escape": "esc", "comma": ",", "slash": "/", "tab": "tab"}


def display(key: str) -> str:
    """A key as the footer shows it: `?`, `^q`, `enter`, `↑`."""
    *modifiers, name = key.split("+")
    shown = _DISPLAYED.get(name) or format_key(name)
    return "".join("^" if modifier == "ctrl" else f"{modifier}+" for modifier in modifiers) + shown
