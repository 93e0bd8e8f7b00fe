"""Notes and decks as YAML, the way a careful author would write them.

The counterpart of `yaml_nodes`: what is written here is read back as the same texts. A text is written plain
if possible, quoted if YAML would take it for something else, and as a block if it has several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.deckfiles.source import UNSAFE

Value = str | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str]
"""A text; a list of texts; a list of mappings (`choices`); a mapping of texts (`allow`)."""

Draft = Mapping[str, Value]
"""A note as its keys and values, in the order in which they are to stand.

Empty values are left out, except under `accept`: an empty list there makes the answer one to be typed.
"""


@dataclass(frozen=True, slots=True)
class Layout:
    """How an author indents, in columns.

    `step` is how much deeper than its key a block of lines or a mapping stands, `dash` how much deeper
    than its key the dashes of a list stand, and `gap` how far behind its dash an item begins.
    """

    step: int = 2
    dash: int = 2
    gap: int = 2


OURS = Layout()
"""How decks are indented that are written as a whole."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<.](?:[^\s]| (?!#|$))*")
"""What may stand without quotes, as far as its first character and its spaces say."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")

_LOOKS_TYPED = re.compile(
    r"true|false|yes|no|on|off|y|n|null|[-+]?[.\d][\d_.,:xo+-]*(?:e[-+]?\d+)?|0x[\da-f_]+|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*",
    re.IGNORECASE,
)
"""What decks take for a text, and other readers of YAML for a number, a date or a truth."""


def note_yaml(note: Draft, indent: int = 2, layout: Layout = OURS) -> str:
    """The note as an item of `cards`, its dash `indent` spaces deep, with a line break at its end.

    Raises ValueError for a text that no deck may hold (see `source.UNSAFE`), and for an empty note.
    """
    lines = [
        line for key, value in note.items() for line in key_yaml(key, value, indent + layout.gap, layout)
    ]
    if not lines:
        raise ValueError("a note without any text")
    return "\n".join(behind_dash(lines, indent, layout)) + "\n"


def behind_dash(lines: list[str], indent: int, layout: Layout = OURS) -> list[str]:
    """The lines, which are indented for it, with a dash before the first."""
    first = f"{' ' * indent}-{' ' * (layout.gap - 1)}{lines[0][indent + layout.gap :]}"
    return [first, *lines[1:]]


def deck_yaml(head: Draft, notes: Iterable[Draft]) -> str:
    """A whole deck: its own keys, then its notes with an empty line between them."""
    lines = [line for key, value in head.items() for line in key_yaml(key, value, 0)]
    return "\n".join([*lines, "cards:", ""]) + "\n".join(note_yaml(note) for note in notes)


def text_yaml(text: str, indent: int = 0, *, in_flow: bool = False) -> str:
    """The text as a scalar that follows `key: ` or `- `; lines of a block are `indent` spaces deep.

    `in_flow` is for a place inside `[ ]`, where commas and brackets part things.
    """
    if (found := UNSAFE.search(text)) or (found := re.search("\r", text)):
        raise ValueError(f"a deck cannot hold the character U+{ord(found[0]):04X}")
    if "\n" in text and not in_flow and _fits_block(text):
        kept = text.rstrip("\n")
        body = "\n".join(f"{' ' * indent}{line}" if line else "" for line in kept.split("\n"))
        return f"|\n{body}" if text.endswith("\n") else f"|-\n{body}"
    if _may_be_plain(text, in_flow):
        return text
    if re.search(r"[\n\t]", text):
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'
    if "'" in text and not re.search(r'["\\]', text):
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def key_yaml(key: str, value: Value, indent: int, layout: Layout = OURS) -> list[str]:
    """The lines of one key, `indent` spaces deep; none if its value is empty."""
    space = " " * indent
    if not value:
        return [f"{space}{key}: []"] if key == "accept" else []
    if isinstance(value, str):
        text = value if _is_number(key, value) else text_yaml(value, indent + layout.step)
        return f"{space}{key}: {text}".split("\n")
    if isinstance(value, Mapping):
        deeper = indent + layout.step
        inside = [line for name, text in value.items() for line in key_yaml(name, text, deeper, layout)]
        return [f"{space}{key}:", *inside]
    if all(isinstance(item, str) for item in value):
        return [f"{space}{key}: {flow_yaml(value)}"]
    return [f"{space}{key}:", *items_yaml(value, indent + layout.dash, layout)]


def items_yaml(
    items: Sequence[str] | Sequence[Mapping[str, str]], indent: int, layout: Layout = OURS
) -> list[str]:
    """The lines of a list with its dashes `indent` spaces deep, without empty options."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, str):
            deep = indent + layout.gap
            lines += behind_dash(f"{' ' * deep}{text_yaml(item, deep)}".split("\n"), indent, layout)
        elif any(item.values()):
            lines += note_yaml(item, indent, layout).rstrip("\n").split("\n")
    return lines


def flow_yaml(value: Value | Draft) -> str:
    """The value on one line, in flow style, without what is empty."""
    if isinstance(value, str):
        return text_yaml(value, in_flow=True)
    if isinstance(value, Mapping):
        entries = [
            f"{key}: {inside if _is_number(key, inside) else flow_yaml(inside)}"
            for key, inside in value.items()
            if inside or key == "accept"
        ]
        return f"{{{', '.join(entries)}}}"
    return f"[{', '.join(flow_yaml(item) for item in value)}]"


def _is_number(key: str, value: Value) -> bool:
    """Whether the value is a number that must not be quoted."""
    return key == "weight" and isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _fits_block(text: str) -> bool:
    """Whether the text can be written as a block: its first and last lines are not blank."""
    lines = text.removesuffix("\n").split("\n")
    ends = (lines[0], lines[-1])
    return all(line.strip() for line in ends) and lines[0][0] not in " \t" and not text.endswith("\n\n")


def _may_be_plain(text: str, in_flow: bool) -> bool:
    """Whether the text needs no quotes, in any reader of YAML."""
    if not _PLAIN.fullmatch(text) or _LOOKS_TYPED.fullmatch(text):
        return False
    if ": " in text or text.endswith(":") or "\t" in text:
        return False
    return not (in_flow and re.search(r"[,?\[\]{}]|:", text))
