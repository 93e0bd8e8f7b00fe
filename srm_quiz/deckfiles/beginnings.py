"""How lines begin: dashes, colons and columns that a newcomer forgets, told where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from srm_quiz.deckfiles.source import Reading

Finding = tuple[int, str, str]
"""Where the mistake is, what it is, and what to do: better than the parser can tell."""

_KEYS = "title|id|tags|cards|question|answer|accept|choices|right|wrong|cloze|duty|on|owner|why|hint|source"
_NO_COLON = re.compile(rf" *(?:- +)?({_KEYS})(:?)(?=( ?)\S)(?!:? *$)")
_OPENING = re.compile(r" *(?:- +)*[\w-]+: +([\"'\[])")
_LISTS = re.compile(r" *(?:- +)?(?:cards|choices|layers|services)\b", re.IGNORECASE)
_DASHES = "-–—•*·"
ITEM = "begin each item with a dash and a space"


def look(reading: Reading, at: int, words: str) -> Finding | None:
    """The slip in how the line at the error, or one above it, begins; None where none is known."""
    start = reading.text.rfind("\n", 0, at) + 1
    lines = [(start, reading.line_text(at)), *_above(reading, start)]
    if words.startswith("could not find expected ':'"):
        return _without_colon(*lines[0])
    if words.startswith("mapping values are not allowed"):
        return _no_cards(lines) or (
            (_without_colon(*lines[1]) or _deeper_card(lines)) if len(lines) > 1 else None
        )
    if not re.search(r"expected (key|<block end>|'-' indicator)", words):
        return None
    return (
        _open_quote(reading, at, lines)
        or bad_item(*lines[0])
        or (_other_column(lines) if re.match(r" *- ", lines[0][1]) else _key_column(lines))
    )


def _above(reading: Reading, start: int) -> Iterator[tuple[int, str]]:
    """The lines above with something in them, the nearest first, each with where it begins."""
    while start > 0:
        end, start = start - 1, reading.text.rfind("\n", 0, start - 1) + 1
        line = reading.text[start:end].rstrip("\r")
        if line.strip() and not line.lstrip().startswith("#"):
            yield start, line


def _without_colon(start: int, line: str) -> Finding | None:
    """A key of decks that is not followed by a colon and a space."""
    found = _NO_COLON.match(line)
    if not found or (found[2] and line[found.end() : found.end() + 1] == " "):
        return None
    missing = (
        "a space is missing behind this colon" if found[2] else f"a colon is missing behind '{found[1]}'"
    )
    return start + found.start(1) + (len(found[1]) if found[2] else 0), missing, f"write '{found[1]}: …'"


def _open_quote(reading: Reading, at: int, lines: list[tuple[int, str]]) -> Finding | None:
    """A quote or bracket that was closed too early, or only by one that belongs to another text."""
    for start, line in lines:
        if not (found := _OPENING.match(line)):
            continue
        opened, sign = start + found.start(1), found[1]
        if sign == "[":
            closed = reading.text.find("]", opened)
            if start <= at < start + len(line) and 0 <= closed < at:
                return at, "this text goes on behind its ]", _behind_bracket(line)
            continue
        closed = reading.text.find(sign, opened + 1)
        if start + len(line) <= closed < at and not reading.text[closed + 1 : at].strip():
            return opened, "this quote is not closed on its line", f"put {sign} at the end of the text, too"
    return None


def _behind_bracket(line: str) -> str:
    """What to do with a text behind the brackets of this line."""
    if listed := re.match(r" *(?:- +)*((?:accept|tags): +\[)([^\]]*)\] *(.{1,40}?)(?: +#.*)? *$", line):
        return f"write it between the brackets: {listed[1]}{', '.join(filter(None, listed.groups()[1:]))}]"
    return 'a text that begins with [ needs quotes: "…"'


def bad_item(start: int, line: str) -> Finding | None:
    """What begins an item of a list without being '- '."""
    found = re.match(rf" *([{_DASHES}]|\d+[.)])( *)(?=\w)", line)
    if not found or (found[1] == "-" and found[2]):
        return None
    if found[1] == "-":
        return start + found.end(1), "a space is missing behind this dash", "write '- key: text'"
    return start + found.start(1), f"a list is made with '- ', not with '{found[1]} '", ITEM


def _other_column(lines: list[tuple[int, str]]) -> Finding | None:
    """A dash where no list has one: because the first item has none, or because it is in another column."""
    (start, line), *above = lines
    column = len(line) - len(line.lstrip())
    below: tuple[int, str] | None = None
    for place, other in above:
        if bad := bad_item(place, other):
            return bad
        if re.match(r" *(- +)?(cards|choices): *(#.*)?$", other):
            if below and not below[1].lstrip().startswith("- "):
                indent = len(below[1]) - len(below[1].lstrip())
                hint = (
                    "each card begins with '- '" if "cards" in other else "write '- right: …' or '- wrong: …'"
                )
                return below[0] + indent, "a dash is missing before this", hint
            if "cards" in other:
                break
        below = place, other
    if missing := _no_cards(lines):
        return missing
    columns = [len(other) - len(other.lstrip()) for _, other in above if re.match(r" *- ", other)]
    if not columns:
        return None
    nearest = min(columns, key=lambda other: abs(other - column)) + 1
    said = "this dash stands in another column than the dashes above it"
    return start + column, said, f"begin all items of a list in the same column, here in column {nearest}"


def _no_cards(lines: list[tuple[int, str]]) -> Finding | None:
    """A card at the error that has no 'cards:' above it."""
    (start, line), *above = lines
    if not re.match(r" *- +\w+:", line) or any(_LISTS.match(other) for _, other in above):
        return None
    said = "a card begins here, but no line 'cards:' stands above"
    hint = "write 'cards:' at the left margin, above the first card"
    return start + len(line) - len(line.lstrip()), said, hint


def _deeper_card(lines: list[tuple[int, str]]) -> Finding | None:
    """A dash below a text, as editors that indent by themselves put it."""
    (start, line), *above = lines
    if not re.match(r" *- +\w+:", line):
        return None
    columns = [len(other) - len(other.lstrip()) for _, other in above if re.match(r" *- ", other)]
    if not columns:
        return None
    said = "this dash is indented deeper than the dashes of the list"
    hint = f"move it left to column {columns[0] + 1}, below the dash above, and the keys of its card with it"
    return start + len(line) - len(line.lstrip()), said, hint


def _key_column(lines: list[tuple[int, str]]) -> Finding | None:
    """A key that is not below the keys it belongs to."""
    (start, line), *above = lines
    found = re.match(r"( *)[\w-]+: ", line)
    item = next((re.match(r"( *- +)([\w-]+):", other) for _, other in above if re.match(" *- ", other)), None)
    if not found or not item or not found[1]:
        return None
    column = len(item[1]) + 1
    said = "this line does not begin below the keys that it belongs to"
    return start + len(found[1]), said, f"begin it in column {column}, below '{item[2]}:'"
