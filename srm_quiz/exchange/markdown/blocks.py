"""The lines of a Markdown file with their place in its structure, by CommonMark's own grammar of blocks.

Headings, lists, fences and rules are markdown-it's. Four of its rules are off, because authors of question
banks do not mean them: indented code (an indented option is an option), HTML blocks (a fold holds Markdown),
underlined headings (a rule below a paragraph separates questions) and link definitions (which hide text).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from srm_quiz.deckfiles.source import collector_paused
from srm_quiz.exchange.model import ImportRefusedError

MOST_LINES = 100_000
"""A longer file is refused: it bounds the time."""

_DEEPEST = 12
"""How many containers may be nested; a list in a list counts as two more."""


class LineKind(Enum):
    """What a line is in the structure of the file."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    CODE = auto()
    """A line of fenced code, or one of its fences."""


@dataclass(slots=True)
class Line:
    """One line of the file. `number` is 1-based, `indent` in columns."""

    number: int
    kind: LineKind
    text: str
    """Its text without list marker, heading marks, quote marks and tags of HTML."""
    raw: str = ""
    """As it stands in the file, but without quote marks and tags of HTML."""
    indent: int = 0
    marker: str = ""
    """Of the first line of a list item: `-` for any bullet, or its number with its delimiter, as in `3.`."""
    rank: int = 0
    """Of a heading, 1 to 6."""
    is_quote: bool = False
    begins_block: bool = False
    """Whether a paragraph begins here although no empty line stands above: with a fold, or in a quote."""
    is_summary: bool = False
    """Whether it is what stands on a fold while it is closed."""
    fold: int = 0
    """How many folds it stands in."""
    comment: str = ""
    """What a comment of HTML says on this line, which is not shown."""


_QUOTE = re.compile(r"\s{0,12}((?:> ?)+)")
_TAG = re.compile(
    r"</?(?:details|summary|div|center|p|b|strong|i|em|span|u|font|h[1-6]|blockquote)\b[^<>]*>", re.I
)
_SUMMARY = re.compile(r"<summary\b", re.I)
_OPENS_FOLD, _CLOSES_FOLD = re.compile(r"<details\b", re.I), re.compile(r"</details\b", re.I)
_FOLD_WORD = re.compile(
    "show|click|see|reveal|view|toggle|expand|open|press|tap|check|the|here|to|for|me|your|more|hidden|and|"
    "answers?|solutions?|explanations?|details|spoiler|hint|correct"
)
"""What stands on a fold and is made of these words alone says nothing; if it is a label, it is one."""

_FOLD_LABELS = {"answer", "answers", "solution", "solutions", "explanation", "explanations", "hint"}

_BREAK = re.compile(r"<br ?/?>", re.I)
_ITEM = re.compile(r"\s*+([-*+]|\d{1,4}[.)])\s+(?=\S)")
_RULE = re.compile(r"={3,}|-{3,}|\*{3,}|_{3,}")


def read_lines(text: str) -> list[Line]:
    """Return the lines of the text. Raises ImportRefusedError for very many."""
    source = text.split("\n")
    if len(source) > MOST_LINES:
        raise ImportRefusedError(f"the file has more than {MOST_LINES:,} lines", "split it into several")
    quoted = [_QUOTE.match(line) if ">" in line[:13] else None for line in source]
    unquoted = [
        " " * (match.start(1) - match.start()) + line[match.end() :] if match else line
        for line, match in zip(source, quoted, strict=True)
    ]
    tokens = _tokens(unquoted)
    lines = [Line(number, LineKind.TEXT, "") for number in range(1, len(source) + 1)]
    for token in tokens:
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "fence":
            for line in lines[start:end]:
                line.kind = LineKind.CODE
        elif token.type == "heading_open":
            lines[start].kind, lines[start].rank = LineKind.HEADING, int(token.tag[1:])
        elif token.type == "hr":
            lines[start].kind = LineKind.BLANK
        elif token.type == "list_item_open":
            number = token.info
            lines[start].marker = f"{number}{token.markup}" if number else "-"
    _take_comments(lines, unquoted)
    fold = 0
    for line, written, match in zip(lines, unquoted, quoted, strict=True):
        line.is_quote = match is not None
        fold = _complete(line, written, fold)
    for before, line in pairwise(lines):
        line.begins_block |= line.is_quote != before.is_quote and line.kind is not LineKind.BLANK
    return lines


def _take_comments(lines: list[Line], texts: list[str]) -> None:
    """Take comments that begin a line out of the texts; outside of code they are not shown."""
    if not any("<!--" in text for text in texts):
        return
    last_end = max((place for place, text in enumerate(texts) if "-->" in text), default=-1)
    is_open = False
    for place, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if line.kind is LineKind.CODE or place > last_end:
            is_open = False
            continue
        bare = text.lstrip()
        if not is_open and not bare.startswith("<!--"):
            continue
        comment, end, rest = bare.partition("-->")
        is_open = not end
        line.comment = comment.removeprefix("<!--").strip()
        texts[place] = rest
        line.begins_block = True


def _complete(line: Line, written: str, fold: int) -> int:
    """Give the line its texts; return how many folds are open after it."""
    line.indent = len(written.expandtabs(4)) - len(written.expandtabs(4).lstrip())
    line.fold = fold
    if line.kind is LineKind.CODE:
        line.raw = line.text = written
        return fold
    if line.indent >= 4 and not line.marker and (item := _ITEM.match(written)):
        line.marker = "-" if item[1] in "-*+" else item[1]  # an indented list, which is code in CommonMark
    text = written
    if "<" in text:
        opened = len(_OPENS_FOLD.findall(text))
        fold = max(0, fold + opened - len(_CLOSES_FOLD.findall(text)))
        line.is_summary = bool(_SUMMARY.search(text))
        line.begins_block |= bool(opened) or line.is_summary
        line.fold = max(line.fold, fold)
        pieces = text.split("`")  # what stands in backticks is code
        pieces[::2] = [_BREAK.sub("\n", _TAG.sub("", piece)) for piece in pieces[::2]]
        text = "`".join(pieces)
        if line.is_summary and all(map(_FOLD_WORD.fullmatch, words := re.findall(r"\w+", text.lower()))):
            text = text if len(words) == 1 and words[0] in _FOLD_LABELS else ""
        text = "\n".join(part if place == 0 else part.strip() for place, part in enumerate(text.split("\n")))
    line.raw = text.rstrip()
    text = text.strip()
    if line.kind is LineKind.HEADING:
        text = text.lstrip("#").rstrip("#").strip() if text.startswith("#") else text
        if line.marker:
            text = text.removeprefix("-").removeprefix(line.marker).strip().strip("#").strip()
    elif line.marker:
        marker = line.marker if line.marker != "-" else text[:1]
        text = text.removeprefix(marker).strip()
    if line.kind is LineKind.BLANK or not text or _RULE.fullmatch(text.replace(" ", "")):
        line.kind, text = LineKind.BLANK, ""
    line.text = text
    return fold


def _tokens(lines: list[str]) -> list[Token]:
    """The tokens of the blocks. A fence that is never closed is none: it would swallow the rest."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.disable(["code", "html_block", "lheading", "reference", "blockquote"])
    lines = list(lines)
    while True:
        tokens: list[Token] = []
        with collector_paused():
            parser.block.parse("\n".join(lines), parser, {}, tokens)
        opened = next((token for token in reversed(tokens) if token.type == "fence"), None)
        if opened is None or opened.map is None or opened.map[1] < len(lines):
            return tokens
        start, end = opened.map
        closing = lines[end - 1].strip().strip(">").strip()
        if end - start > 1 and closing.startswith(opened.markup) and not closing.strip(opened.markup[0]):
            return tokens
        lines[start] = lines[start].replace(opened.markup[0], " ")


def code_lines(text: str) -> list[bool]:
    """For each line whether it is fenced code."""
    return [line.kind is LineKind.CODE for line in read_lines(text)]
