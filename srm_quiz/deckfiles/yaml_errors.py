"""The YAML parser's errors, explained to the author of a deck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from srm_quiz.deckfiles.source import SourceText

DEEPEST = 50
"""How many lists and mappings may stand inside each other; a deck needs seven."""

TOO_DEEP = (
    "too-deep",
    f"more than {DEEPEST} lists and mappings stand inside each other",
    "a text that begins with [ or { needs quotes",
)

Diagnosis = tuple[int, str, str]
"""The offset of the mistake, the message and the hint."""

_QUOTES = "put the text in quotes: \"…\" or '…'"

_MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    # how the parser's words begin, code, message, hint
    (
        "mapping values are not allowed",
        "syntax",
        "YAML sees a second key in this line",
        "a text with ': ' in it needs quotes",
    ),
    (
        "(block )?sequence entries are not allowed",
        "syntax",
        "a list cannot begin behind its key",
        "begin the list on the next line: '- ' and the first item; a text that begins with '- ' needs quotes",
    ),
    (
        "mapping keys are not allowed",
        "syntax",
        "a text cannot begin with '? '",
        _QUOTES,
    ),
    (
        "found character .*cannot start any token",
        "syntax",
        "a text cannot begin with this character",
        _QUOTES,
    ),
    (
        "(did not find )?expected alphabetic or numeric",
        "syntax",
        "YAML reads a text that begins with * or & as something else",
        _QUOTES,
    ),
    (
        "could not find expected ':'",
        "syntax",
        "YAML expects a key with a colon here",
        "write 'key: text'; the further lines of a long text are indented deeper than its key",
    ),
    (
        "found unexpected (end of stream|document indicator)",
        "syntax",
        "this quote is never closed",
        'close it; write a quote inside \'…\' twice, and one inside "…" as \\"',
    ),
    (
        "(found (unknown escape|invalid Unicode)|did not find expected hexdecimal|expected escape)",
        "syntax",
        'this backslash inside "…" has no meaning',
        "use '…', where a backslash is a backslash",
    ),
    (
        "found undefined tag handle",
        "tag",
        "this is a YAML tag, which decks do not have: everything is text",
        "delete it; a text that begins with ! needs quotes",
    ),
    (
        "(did not find )?expected( a)? (comment or|chomping)",
        "syntax",
        "a text cannot begin with > or | on the line of its key",
        _QUOTES,
    ),
    (
        "(did not find )?expected '?(<document start>|<stream)",
        "syntax",
        "this line is no part of what stands above it",
        "begin all keys of a deck ('title:', 'cards:') in one column, at the left margin",
    ),
    (
        "found (incompatible YAML document|duplicate|unknown directive)",
        "syntax",
        "decks have no lines that begin with %",
        "delete the line",
    ),
    (
        "(did not find )?expected (',' or|(the )?node content)",
        "syntax",
        "YAML misses an end of [ ] or { }, or a comma inside",
        "close the bracket; a text that begins with [ or { needs quotes",
    ),
    ("exceeded maximum nesting depth", *TOO_DEEP),
    (
        "(did not find )?expected (key|<block end>|'-' indicator)",
        "syntax",
        "this line does not fit what stands above it",
        "begin it in the column of the lines it belongs to; quotes go around a whole text",
    ),
)

_AT_CONTEXT = re.compile(
    "found unexpected (end of stream|document)|could not find expected ':'|(did not find )?expected ',' or"
)
"""Errors whose place is where the thing began, not where the parser gave it up."""


_KEYS = "title|id|tags|cards|question|answer|accept|choices|right|wrong|cloze|duty|on|owner|why|hint|source"
_NO_COLON = re.compile(rf" *(?:- +)?({_KEYS})(:?)(?=( ?)\S)(?!:? *$)")
_OPENING = re.compile(r" *(?:- +)*[\w-]+: +([\"'\[])")
_LISTS = re.compile(r" *(?:- +)?(?:cards|choices|layers|services)\b", re.IGNORECASE)
_DASHES = "-–—•*·"
ITEM = "begin each item with a dash and a space"
_TAB = ("a tab indents this line", "indent with spaces")


def explain(source: SourceText, error: Exception) -> None:
    """Record the parser's error as a problem, in helpful words and at the place of the mistake."""
    words = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if _AT_CONTEXT.match(words):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        source.refuse_file("syntax", f"this is not YAML: {words}")
        return
    at = min(mark.index, len(source.text))
    code, message, hint = next(
        (rest for pattern, *rest in _MEANINGS if re.match(pattern, words)),
        ("syntax", f"this is not YAML: {words}", ""),
    )
    closer = _diagnose(source, at, words)
    if closer is not None:
        at, message, hint = closer
        code = "tab-indent" if message == _TAB[0] else code
    if (source.line_of(at), message) in {(problem.line, problem.message) for problem in source.problems}:
        return  # the parser got as far as the list that the text made, and only then gave up
    source.refuse(at, at + 1, code, message, hint)


def _diagnose(source: SourceText, at: int, words: str) -> Diagnosis | None:
    """The mistake shown by the line of the error and those above; None if it is not a known one."""
    line, above = source.line_text(at), _line_above(source, at)
    start = _start_of_line(source.text, at)
    if re.match(r" *+-? *+\t", line):
        return at, *_TAB
    if re.match(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( |$)", line):
        return (
            start,
            "this line is the mark of a merge that was not finished",
            ("keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"),
        )
    if spaces := source.strange_space(at):
        return start, "YAML cannot tell how deep this line is indented", spaces
    if re.search(r"(:|-) +\{\{", line):
        return (
            at,
            "YAML does not take {{…}} for a text",
            ("a text that begins with {{ needs quotes around the whole of it"),
        )
    looks = (_second_colon, _missing_space, _after_quote, _stray)
    diagnoses = (look(source, at, line, words) for look in looks)
    diagnosis = next((diagnosis for diagnosis in diagnoses if diagnosis), None) or _diagnose_beginning(
        source, at, words
    )
    if diagnosis is None and words.startswith("mapping values are not allowed"):
        diagnosis = _bad_item(_start_of_line(source.text, max(0, start - 1)), above)
        return diagnosis or (
            start + len(line) - len(line.lstrip()),
            "this line is indented deeper than what it belongs to",
            "begin it in the column of the keys above it; a key with a text of its own has none below it",
        )
    return diagnosis


def _second_colon(source: SourceText, at: int, line: str, words: str) -> Diagnosis | None:
    """A text with ': ' in it."""
    before = line[: at - _start_of_line(source.text, at)]
    entry = re.match(r"\s*(?:- +)*([\w-]+): +(.*)", before)
    if not words.startswith("mapping values are not allowed") or not entry:
        return None
    hint = f"put the whole text in quotes: {entry[1]}: \"…\" or {entry[1]}: '…'"
    if entry[2].startswith(("“", "”", "„", "‘", "’", "«")):
        hint = f"the quotes must be straight ones for YAML: {entry[1]}: \"…\" or {entry[1]}: '…'"
    return at, "a colon with a space behind it stands inside this text, which has no quotes", hint


def _missing_space(source: SourceText, at: int, line: str, words: str) -> Diagnosis | None:
    """A key without a space behind its colon."""
    key = re.match(r"\s*(?:- *)*\w+([:：])(?=\S)", line)
    if not words.startswith("could not find expected ':'") or not key:
        return None
    if key[1] == "：":
        return (
            _start_of_line(source.text, at) + key.start(1),
            "this colon is one of another script",
            ("type it anew, with a space behind it"),
        )
    place = _start_of_line(source.text, at) + key.end(1)
    return place, "a space is missing behind this colon", "write 'key: text'"


def _after_quote(source: SourceText, at: int, line: str, words: str) -> Diagnosis | None:
    """A text that goes on behind its closing quote."""
    before = line[: at - _start_of_line(source.text, at)].rstrip()
    quoted_text = re.match(r"""\s*(?:- +)*(?:[\w-]+: +)?(["']).*\1$""", before)
    if not quoted_text or not line[len(before) :].strip():
        return None
    hint = (
        "put the whole text in '…', and write ' inside it twice"
        if quoted_text[1] == '"'
        else ('put the whole text in "…", or write the \' inside it twice')
    )
    return at, "this text goes on behind its closing quote", hint


def _stray(source: SourceText, at: int, line: str, words: str) -> Diagnosis | None:
    """A character that cannot stand where it stands."""
    text = source.text
    sign = text[at : at + 1]
    if "cannot start any token" in words and sign.isprintable():
        return at, f"a text cannot begin with {sign}", _QUOTES
    if re.match(r" *[*] ", line):
        return at, "a list is made with '- ', not with '* '", ITEM
    if sign in ("]", "}"):
        return at, f"this {sign} closes nothing", "delete it, or put quotes around the whole text"
    opened = max(text.rfind("["), text.rfind("{"))
    if at >= len(text.rstrip()) and opened >= 0 and " #" in f" {text[opened + 1 :].partition(chr(10))[0]}":
        hint = "what follows a # is a comment; put quotes around a text that begins with #"
        return opened, f"this {text[opened]} is never closed", hint
    return None


def _start_of_line(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_above(source: SourceText, at: int) -> str:
    start = _start_of_line(source.text, at)
    return source.line_text(start - 1) if start else ""


def _diagnose_beginning(source: SourceText, at: int, words: str) -> Diagnosis | None:
    """The mistake in how the line of the error, or one above, begins; None if it is not a known one."""
    start = source.text.rfind("\n", 0, at) + 1
    lines = [(start, source.line_text(at)), *_above(source, start)]
    if words.startswith("could not find expected ':'"):
        return _without_colon(*lines[0])
    if words.startswith("mapping values are not allowed"):
        return _no_cards(lines) or (
            (_without_colon(*lines[1]) or _deeper_card(lines)) if len(lines) > 1 else None
        )
    if not re.search(r"expected (key|<block end>|'-' indicator)", words):
        return None
    return (
        _open_quote(source, at, lines)
        or _bad_item(*lines[0])
        or (_other_column(lines) if re.match(r" *- ", lines[0][1]) else _key_column(lines))
    )


def _above(source: SourceText, start: int) -> Iterator[tuple[int, str]]:
    """The lines above that are neither blank nor comments, nearest first, with their offsets."""
    while start > 0:
        end, start = start - 1, source.text.rfind("\n", 0, start - 1) + 1
        line = source.text[start:end].rstrip("\r")
        if line.strip() and not line.lstrip().startswith("#"):
            yield start, line


def _without_colon(start: int, line: str) -> Diagnosis | None:
    """A key of decks that is not followed by a colon and a space."""
    key = _NO_COLON.match(line)
    if not key or (key[2] and line[key.end() : key.end() + 1] == " "):
        return None
    missing = "a space is missing behind this colon" if key[2] else f"a colon is missing behind '{key[1]}'"
    return start + key.start(1) + (len(key[1]) if key[2] else 0), missing, f"write '{key[1]}: …'"


def _open_quote(source: SourceText, at: int, lines: list[tuple[int, str]]) -> Diagnosis | None:
    """A quote or bracket that was closed too early, or only by one that belongs to another text."""
    for start, line in lines:
        if not (found := _OPENING.match(line)):
            continue
        opened, sign = start + found.start(1), found[1]
        if sign == "[":
            closed = source.text.find("]", opened)
            if start <= at < start + len(line) and 0 <= closed < at:
                return at, "this text goes on behind its ]", _behind_bracket(line)
            continue
        closed = source.text.find(sign, opened + 1)
        if start + len(line) <= closed < at and not source.text[closed + 1 : at].strip():
            return opened, "this quote is not closed on its line", f"put {sign} at the end of the text, too"
    return None


def _behind_bracket(line: str) -> str:
    """A hint for text after the closing bracket of this line."""
    if listed := re.match(r" *(?:- +)*((?:accept|tags): +\[)([^\]]*)\] *(.{1,40}?)(?: +#.*)? *$", line):
        return f"write it between the brackets: {listed[1]}{', '.join(filter(None, listed.groups()[1:]))}]"
    return 'a text that begins with [ needs quotes: "…"'


def _bad_item(start: int, line: str) -> Diagnosis | None:
    """A list item that does not begin with '- '."""
    mark = re.match(rf" *([{_DASHES}]|\d+[.)])( *)(?=\w)", line)
    if not mark or (mark[1] == "-" and mark[2]):
        return None
    if mark[1] == "-":
        return start + mark.end(1), "a space is missing behind this dash", "write '- key: text'"
    return start + mark.start(1), f"a list is made with '- ', not with '{mark[1]} '", ITEM


def _other_column(lines: list[tuple[int, str]]) -> Diagnosis | None:
    """A dash in the wrong column, or below a first item without one."""
    (start, line), *above = lines
    column = len(line) - len(line.lstrip())
    below: tuple[int, str] | None = None
    for place, other in above:
        if diagnosis := _bad_item(place, other):
            return diagnosis
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
    message = "this dash stands in another column than the dashes above it"
    return start + column, message, f"begin all items of a list in the same column, here in column {nearest}"


def _no_cards(lines: list[tuple[int, str]]) -> Diagnosis | None:
    """A card without 'cards:' above it."""
    (start, line), *above = lines
    if not re.match(r" *- +\w+:", line) or any(_LISTS.match(other) for _, other in above):
        return None
    message = "a card begins here, but no line 'cards:' stands above"
    hint = "write 'cards:' at the left margin, above the first card"
    return start + len(line) - len(line.lstrip()), message, hint


def _deeper_card(lines: list[tuple[int, str]]) -> Diagnosis | None:
    """A dash that is indented too deep, as editors with automatic indentation do."""
    (start, line), *above = lines
    if not re.match(r" *- +\w+:", line):
        return None
    columns = [len(other) - len(other.lstrip()) for _, other in above if re.match(r" *- ", other)]
    if not columns:
        return None
    message = "this dash is indented deeper than the dashes of the list"
    hint = f"move it left to column {columns[0] + 1}, below the dash above, and the keys of its card with it"
    return start + len(line) - len(line.lstrip()), message, hint


def _key_column(lines: list[tuple[int, str]]) -> Diagnosis | None:
    """A key that is not aligned with its siblings."""
    (start, line), *above = lines
    key = re.match(r"( *)[\w-]+: ", line)
    item = next((re.match(r"( *- +)([\w-]+):", other) for _, other in above if re.match(" *- ", other)), None)
    if not key or not item or not key[1]:
        return None
    column = len(item[1]) + 1
    message = "this line does not begin below the keys that it belongs to"
    return start + len(key[1]), message, f"begin it in column {column}, below '{item[2]}:'"
