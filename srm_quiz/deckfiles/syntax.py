"""What the YAML parser's errors mean for somebody who writes a deck."""

from __future__ import annotations

import re

from srm_quiz.deckfiles.reading import Reading

_QUOTES = "put the text in quotes: \"…\" or '…'"

_MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    # how the parser's words begin, code, message, hint
    (
        "mapping values are not allowed",
        "syntax",
        "YAML sees a second key in this line, or an indentation that does not fit",
        "a text with ': ' in it needs quotes; keys of one note begin in the same column",
    ),
    (
        "(block )?sequence entries are not allowed",
        "syntax",
        "a list cannot begin behind its key",
        "begin the list on the next line: '- ' and the first item",
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
        "several-documents",
        "a second YAML document begins here",
        "put it in a file of its own",
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
    line = reading.line_text(at)
    code, message, hint = next(
        (rest for pattern, *rest in _MEANINGS if re.match(pattern, words)),
        ("syntax", f"this is not YAML: {words}", ""),
    )
    if re.match(r" *-? *\t", line):
        code, message, hint = "tab-indent", "a tab indents this line", "indent with spaces"
    elif re.search(r"(:|-) +\{\{", line):
        hint = "a text that begins with {{ needs quotes around the whole of it"
    reading.refuse(at, at + 1, code, message, hint)
