"""The learner's own keys: what is wrong with them, how Textual takes them, how keys are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from textual.binding import Binding
from textual.keys import REPLACED_KEYS, Keys, format_key, key_to_character

from srm_quiz.problems import did_you_mean
from srm_quiz.tui.commands.base import Command, Group, all_commands, commands_by_id

KeyList = str | Sequence[str]
"""Keys as a settings file may give them: "u", "u,ctrl+z" or ["u", "ctrl+z"]."""


PLACES: Mapping[str, frozenset[Group]] = {
    "on the home screen": frozenset({Group.HOME, Group.PLAY, Group.ANYWHERE}),
    "on a card with options": frozenset({Group.ASKING, Group.OPTIONS, Group.CARD, Group.ANYWHERE}),
    "on a card that asks for owners": frozenset({Group.ASKING, Group.OWNERS, Group.CARD, Group.ANYWHERE}),
    "on a card before its verdict": frozenset({Group.ASKING, Group.TYPING, Group.CARD, Group.ANYWHERE}),
    "after the verdict": frozenset({Group.REVEALED, Group.CARD, Group.ANYWHERE}),
    "at the first start": frozenset({Group.FIRST_START}),
    "at the end of a sitting": frozenset({Group.SUMMARY, Group.ANYWHERE}),
    "in the explorer": frozenset({Group.MODEL, Group.ANYWHERE}),
    "in a game": frozenset({Group.GAME, Group.ANYWHERE}),
    "while matching": frozenset({Group.TABLE, Group.ANYWHERE}),
    "among the problems": frozenset({Group.PROBLEMS, Group.ASKING, Group.ANYWHERE}),
    "choosing a mock exam": frozenset({Group.CHOOSING, Group.ANYWHERE}),
    "in a mock exam": frozenset({Group.EXAM, Group.OPTIONS, Group.ANYWHERE}),
    "on the answer sheet": frozenset({Group.SHEET, Group.ANYWHERE}),
    "before handing in": frozenset({Group.HANDING_IN, Group.ANYWHERE}),
    "after a mock exam": frozenset({Group.REVIEW, Group.ANYWHERE}),
    "among the decks": frozenset({Group.BROWSER, Group.ANYWHERE}),
    "writing a card": frozenset({Group.WRITING}),
    "choosing a kind": frozenset({Group.KINDS, Group.ANYWHERE}),
    "in the statistics": frozenset({Group.STATISTICS, Group.ANYWHERE}),
    "in the calendar": frozenset({Group.YEAR, Group.ANYWHERE}),
    "on the exam plan": frozenset({Group.PLAN, Group.ANYWHERE}),
    "in the settings": frozenset({Group.FORM, Group.ANYWHERE}),
    "in a search": frozenset({Group.SEARCH}),
}
"""The groups whose commands answer keys at the same time: there, one key means one thing."""


def keymap(keys: Mapping[str, KeyList]) -> dict[str, str]:
    """The learner's keys as `App.set_keymap` needs them; unknown commands are left out.

    Every command is in it, not only those with other keys: where two share a key (Enter answers, and
    later accepts), Textual takes it from both when it gives one of them another.
    """
    own = {name: _listed(value) for name, value in keys.items() if name in commands_by_id()}
    if not own:
        return {}
    return {
        name: ",".join(own.get(name, command.keys))
        for name, command in commands_by_id().items()
        if not command.places
    }


def problems_in(keys: Mapping[str, KeyList]) -> list[str]:
    """What is wrong with the learner's keys, each in a sentence: unknown commands and keys, and clashes.

    Commands that share a key by default are told apart by what is on screen; that is no clash.
    """
    found: list[str] = []
    now: dict[type[Command], tuple[str, ...]] = {command: command.keys for command in all_commands()}
    changed: set[type[Command]] = set()
    for name, value in keys.items():
        command = commands_by_id().get(name)
        if command is None:
            near = did_you_mean(name, commands_by_id())
            found.append(f"there is no command '{name}'" + (f": did you mean '{near}'?" if near else ""))
        elif command.places:
            found.append(f"the keys of '{name}' are fixed: {command.places}")
        else:
            unknown = [key for key in _listed(value) if not is_key(key)]
            found += [f"'{key}' is not a key that '{name}' can have" for key in unknown]
            now[command] = tuple(key for key in _listed(value) if is_key(key))
            changed.add(command)
    for one, other in combinations(now, 2):
        if not {one, other} & changed:
            continue
        where = [place for place, groups in PLACES.items() if {one.group, other.group} <= groups]
        alike = (set(now[one]) & set(now[other])) - (set(one.keys) & set(other.keys))
        if where and alike:
            shown = " and ".join(sorted(map(display, alike)))
            found.append(f"{shown} means both '{one.id()}' and '{other.id()}' {where[0]}")
    return found


def _listed(keys: KeyList) -> tuple[str, ...]:
    """Keys as Textual calls them: `?` is `question_mark`, and `,` alone is a key."""
    single = [keys] if isinstance(keys, str) and len(keys) == 1 else None
    names = single or (keys.split(",") if isinstance(keys, str) else keys)
    return tuple(_named(name.strip()) for name in names if name.strip())


def _named(key: str) -> str:
    """A key's name: a single character is called by its Unicode name, as Textual does."""
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
    """The character that a key types, None where it types none. Textual's own misses `minus` and `at`."""
    return key_to_character(REPLACED_KEYS.get(key, key))


_KEY_NAMES = frozenset(key.value for key in Keys)

_DISPLAYED = {"enter": "enter", "escape": "esc", "comma": ",", "slash": "/", "tab": "tab"}


def display(key: str) -> str:
    """A key as the footer writes it: `?`, `^q`, `enter`, `↑`."""
    *modifiers, name = key.split("+")
    shown = _DISPLAYED.get(name) or format_key(name)
    return "".join("^" if modifier == "ctrl" else f"{modifier}+" for modifier in modifiers) + shown
