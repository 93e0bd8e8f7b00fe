"""Notes and decks as YAML, the way a careful author would write them.

The counterpart of `nodes`: what is written here is read back as the same texts. A text is written plain
where it may be, in quotes where YAML would take it for something else, and as a block of lines where it
has several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from srm_quiz.deckfiles.reading import UNSAFE

Value = str | Sequence[str] | Sequence[Mapping[str, str]] | Mapping[str, str]
"""A text; a list of texts; a list of mappings (`choices`); a mapping of texts (`allow`)."""

Draft = Mapping[str, Value]
"""A note as its keys and values, in the order in which they are to stand. Empty values are left out."""

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`~=<.](?:[^\s]| (?!#|$))*")
"""What may stand without quotes, as far as its first character and its spaces say."""

_LOOKS_TYPED = re.compile(
    r"true|false|yes|no|on|off|y|n|null|[-+]?[.\d][\d_.,:xo+-]*(?:e[-+]?\d+)?|0x[\da-f_]+|[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*",
    re.IGNORECASE,
)
"""What decks take for a text, and other readers of YAML for a number, a date or a truth."""


def note_yaml(note: Draft, indent: int = 2) -> str:
    """The note as an item of `cards`, `indent` spaces deep, with a line break at its end.

    Raises ValueError for a text that no deck may hold (see `reading.UNSAFE`), and for an empty note.
    """
    lines: list[str] = []
    for key, value in note.items():
        if value:
            lines += _entry(key, value, indent + 2)
    if not lines:
        raise ValueError("a note without any text")
    lines[0] = f"{' ' * indent}- {lines[0][indent + 2 :]}"
    return "\n".join(lines) + "\n"


def deck_yaml(head: Draft, notes: Iterable[Draft]) -> str:
    """A whole deck: its own keys, then its notes with an empty line between them."""
    lines = [line for key, value in head.items() if value for line in _entry(key, value, 0)]
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


def _entry(key: str, value: Value, indent: int) -> list[str]:
    """The lines of one key."""
    space = " " * indent
    if isinstance(value, str):
        return f"{space}{key}: {text_yaml(value, indent + 2)}".split("\n")
    if isinstance(value, Mapping):
        inside = [line for name, text in value.items() for line in _entry(name, text, indent + 2)]
        return [f"{space}{key}:", *inside]
    texts = [item for item in value if isinstance(item, str)]
    if texts:
        return [f"{space}{key}: [{', '.join(text_yaml(item, in_flow=True) for item in texts)}]"]
    items = [note_yaml(item, indent + 2).rstrip("\n") for item in value if isinstance(item, Mapping)]
    return [f"{space}{key}:", *"\n".join(items).split("\n")]


def _fits_block(text: str) -> bool:
    """Whether the lines after `|` give the text back: it begins and ends with a line that has letters."""
    lines = text.removesuffix("\n").split("\n")
    ends = (lines[0], lines[-1])
    return all(line.strip() for line in ends) and lines[0][0] not in " \t" and not text.endswith("\n\n")


def _may_be_plain(text: str, in_flow: bool) -> bool:
    """Whether the text needs no quotes, in any reader of YAML."""
    if not _PLAIN.fullmatch(text) or _LOOKS_TYPED.fullmatch(text):
        return False
    if ": " in text or text.endswith(":") or "\t" in text:
        return False
    return not (in_flow and re.search(r"[,\[\]{}]|:", text))
