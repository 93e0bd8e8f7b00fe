"""What the YAML parser's errors mean for somebody who writes a deck."""

from __future__ import annotations

import re

from srm_quiz.deckfiles import beginnings
from srm_quiz.deckfiles.beginnings import Finding
from srm_quiz.deckfiles.source import Reading

DEEPEST = 50
"""How many lists and mappings may stand inside each other; a deck needs seven."""

TOO_DEEP = (
    "too-deep",
    f"more than {DEEPEST} lists and mappings stand inside each other",
    "a text that begins with [ or { needs quotes",
)

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


def explain(reading: Reading, error: Exception) -> None:
    """Record the parser's error as a problem, in words that help and at the place that is meant."""
    words = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if _AT_CONTEXT.match(words):
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        reading.refuse_file("syntax", f"this is not YAML: {words}")
        return
    at = min(mark.index, len(reading.text))
    code, message, hint = next(
        (rest for pattern, *rest in _MEANINGS if re.match(pattern, words)),
        ("syntax", f"this is not YAML: {words}", ""),
    )
    closer = _look_closer(reading, at, words)
    if closer is not None:
        at, message, hint = closer
        code = "tab-indent" if message == _TAB[0] else code
    if (reading.line_of(at), message) in {(problem.line, problem.message) for problem in reading.problems}:
        return  # the parser got as far as the list that the text made, and only then gave up
    reading.refuse(at, at + 1, code, message, hint)


_TAB = ("a tab indents this line", "indent with spaces")


def _look_closer(reading: Reading, at: int, words: str) -> Finding | None:
    """The mistake that the lines at the error and above it show; None where they show none that is known."""
    line, above = reading.line_text(at), _line_above(reading, at)
    start = _start_of_line(reading.text, at)
    if re.match(r" *-? *\t", line):
        return at, *_TAB
    if re.match(r"(<<<<<<<|=======|>>>>>>>|\|\|\|\|\|\|\|)( |$)", line):
        return (
            start,
            "this line is the mark of a merge that was not finished",
            ("keep one of the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"),
        )
    if spaces := reading.strange_space(at):
        return start, "YAML cannot tell how deep this line is indented", spaces
    if re.search(r"(:|-) +\{\{", line):
        return (
            at,
            "YAML does not take {{…}} for a text",
            ("a text that begins with {{ needs quotes around the whole of it"),
        )
    looks = (_second_colon, _missing_space, _after_quote, _stray)
    found = (look(reading, at, line, words) for look in looks)
    near = next((finding for finding in found if finding), None) or beginnings.look(reading, at, words)
    if near is None and words.startswith("mapping values are not allowed"):
        near = beginnings.bad_item(_start_of_line(reading.text, max(0, start - 1)), above)
        return near or (
            start + len(line) - len(line.lstrip()),
            "this line is indented deeper than what it belongs to",
            "begin it in the column of the keys above it; a key with a text of its own has none below it",
        )
    return near


def _second_colon(reading: Reading, at: int, line: str, words: str) -> Finding | None:
    """A text with ': ' in it."""
    before = line[: at - _start_of_line(reading.text, at)]
    found = re.match(r"\s*(?:- +)*([\w-]+): +(.*)", before)
    if not words.startswith("mapping values are not allowed") or not found:
        return None
    hint = f"put the whole text in quotes: {found[1]}: \"…\" or {found[1]}: '…'"
    if found[2].startswith(("“", "”", "„", "‘", "’", "«")):
        hint = f"the quotes must be straight ones for YAML: {found[1]}: \"…\" or {found[1]}: '…'"
    return at, "a colon with a space behind it stands inside this text, which has no quotes", hint


def _missing_space(reading: Reading, at: int, line: str, words: str) -> Finding | None:
    """A key without a space behind its colon."""
    found = re.match(r"\s*(?:- *)*\w+([:：])(?=\S)", line)
    if not words.startswith("could not find expected ':'") or not found:
        return None
    if found[1] == "：":
        return (
            _start_of_line(reading.text, at) + found.start(1),
            "this colon is one of another script",
            ("type it anew, with a space behind it"),
        )
    place = _start_of_line(reading.text, at) + found.end(1)
    return place, "a space is missing behind this colon", "write 'key: text'"


def _after_quote(reading: Reading, at: int, line: str, words: str) -> Finding | None:
    """A text that goes on behind its closing quote."""
    before = line[: at - _start_of_line(reading.text, at)].rstrip()
    found = re.match(r"""\s*(?:- +)*(?:[\w-]+: +)?(["']).*\1$""", before)
    if not found or not line[len(before) :].strip():
        return None
    hint = (
        "put the whole text in '…', and write ' inside it twice"
        if found[1] == '"'
        else ('put the whole text in "…", or write the \' inside it twice')
    )
    return at, "this text goes on behind its closing quote", hint


def _stray(reading: Reading, at: int, line: str, words: str) -> Finding | None:
    """A character that cannot stand where it stands."""
    text = reading.text
    sign = text[at : at + 1]
    if "cannot start any token" in words and sign.isprintable():
        return at, f"a text cannot begin with {sign}", _QUOTES
    if re.match(r" *[*] ", line):
        return at, "a list is made with '- ', not with '* '", beginnings.ITEM
    if sign in ("]", "}"):
        return at, f"this {sign} closes nothing", "delete it, or put quotes around the whole text"
    opened = max(text.rfind("["), text.rfind("{"))
    if at >= len(text.rstrip()) and opened >= 0 and " #" in f" {text[opened + 1 :].partition(chr(10))[0]}":
        hint = "what follows a # is a comment; put quotes around a text that begins with #"
        return opened, f"this {text[opened]} is never closed", hint
    return None


def _start_of_line(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_above(reading: Reading, at: int) -> str:
    start = _start_of_line(reading.text, at)
    return reading.line_text(start - 1) if start else ""
