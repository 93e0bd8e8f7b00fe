"""Lines, comments and indentation in the text of a deck file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, abc
from collections.abc import Iterable, Iterator
from typing import NamedTuple, cast

from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence
from srm_quiz.deckfiles.yaml_writer import Layout

_BREAK = re.compile(r"\r\n?|\n")
_BLANK = re.compile(r"[ \t]*")
_COMMENT = re.compile(r"([ \t]*)#(.*)")
_HEADING = re.compile(r"[ \t]*#[ \t]*[-=#*~]{3}")
"""A comment that is a line across the page: it heads the notes below it."""


class Page:
    """The text of a deck file by lines, numbered from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(line_break.end() for line_break in _BREAK.finditer(text))]
        first = _BREAK.search(text)
        self.line_break = first[0] if first else "\n"
        """What ends the file's first line, and so each line that is added."""

    def line(self, at: int) -> int:
        """The number of the line that contains the offset."""
        return bisect_right(self._starts, at) - 1

    def line_start(self, at: int) -> int:
        """The offset at which the line of `at` begins."""
        return self._starts[self.line(at)]

    def line_end(self, at: int) -> int:
        """The offset at which the line of `at` ends, before its line break."""
        return self._end(self.line(at))

    def end_above(self, at: int) -> int:
        """The offset at which the line above `at` ends, before its line break; 0 if there is none."""
        line = self.line(at)
        return self._end(line - 1) if line else 0

    def next_start(self, at: int) -> int:
        """The offset at which the line below `at` begins; the end of the text if there is none."""
        line = self.line(at) + 1
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def column(self, at: int) -> int:
        """The number of characters before the offset on its line."""
        return at - self.line_start(at)

    def rest(self, at: int) -> str:
        """The text after the offset on its line."""
        return self.text[at : self.line_end(at)]

    def end(self, node: Node) -> int:
        """The offset at which the node's own text ends; the parser counts comments below it in."""
        if isinstance(node, Mapping) and node.values and not self.is_flow(node):
            key = next(reversed(node.values))
            value_end = self.end(node.values[key])
            return max(value_end, node.keys[key].end) if key in node.keys else value_end
        if isinstance(node, Sequence) and node.items and not self.is_flow(node):
            return self.end(node.items[-1])
        if isinstance(node, Mapping | Sequence) and self.is_flow(node):
            return node.end
        return node.start + len(self.text[node.start : node.end].rstrip())

    def is_flow(self, node: Node) -> bool:
        """Whether the node is a list or mapping in flow style, in brackets."""
        return isinstance(node, Mapping | Sequence) and self.text.startswith(("{", "["), node.start)

    def dash(self, items: Sequence, item: Node) -> int:
        """The offset of the dash of an item in a block list, on the item's line or above."""
        column = self.column(items.start)
        line = self.line(item.start)
        while not self.text.startswith("-", self._starts[line] + column):
            line -= 1
        return self._starts[line] + column

    def is_blank(self, line: int) -> bool:
        """Whether the line is blank."""
        return _BLANK.fullmatch(self._line_text(line)) is not None

    def block_end(self, node: Node, column: int) -> int:
        """The offset at which a note ends, including comments right below it that are deeper than `column`.

        A heading belongs to the notes below it, however deep it is.
        """
        line = self.line(self.end(node))
        while line + 1 < len(self._starts):
            comment = _COMMENT.fullmatch(self._line_text(line + 1))
            if comment is None or len(comment[1]) <= column or _HEADING.match(comment[0]):
                break
            line += 1
        return self._end(line)

    def blank_below(self, at: int) -> int:
        """The number of blank lines right below the offset, not counting the end of the text."""
        line = first = self.line(at) + 1
        while line < len(self._starts) - 1 and self.is_blank(line):
            line += 1
        return line - first

    def blank_above(self, at: int) -> int:
        """The number of blank lines right above the offset."""
        line = first = self.line(at)
        while line and self.is_blank(line - 1):
            line -= 1
        return first - line

    def comment_above(self, at: int, previous_end: int | None) -> int:
        """The offset of the comment that belongs to the note whose line starts at `at`; `at` if it has none.

        It stands right above the note, and an empty line or the note before (which ends at
        `previous_end`) is above it. A heading, and what stands below one, belongs to all that follows.
        """
        stop = -1 if previous_end is None else self.line(previous_end)
        above = self.line(at) - 1
        while above > stop and _COMMENT.fullmatch(self._line_text(above)):
            if _HEADING.match(self._line_text(above)):
                return at
            above -= 1
        belongs = above >= 0 and (above == stop or self.is_blank(above))
        return self._starts[above + 1] if belongs else at

    def moved(self, start: int, lines: int) -> int:
        """The offset of the line that many lines below `start`, or above if negative."""
        line = self.line(start) + lines
        return self._starts[line] if line < len(self._starts) else len(self.text)

    def _line_text(self, line: int) -> str:
        return self.text[self._starts[line] : self._end(line)]

    def _end(self, line: int) -> int:
        if line + 1 == len(self._starts):
            return len(self.text)
        return self._starts[line + 1] - (2 if self.text.startswith("\r\n", self._starts[line + 1] - 2) else 1)


def plain(node: Node) -> object:
    """The tree as plain values, texts stripped of surrounding white space."""
    match node:
        case Scalar():
            return node.text.strip()
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.values.items()}
    return None  # refused: it has no value to compare


def plain_value(value: object) -> object:
    """What `plain` gives for a value of a draft once it is written."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, abc.Mapping):
        return {key: plain_value(inside) for key, inside in value.items()}
    return [plain_value(item) for item in cast(list[object], value)]


class Patch(NamedTuple):
    """`new` in the place of the text from `start` to `end`."""

    start: int
    end: int
    new: str


def patched(page: Page, patches: Iterable[Patch]) -> str:
    """The page's text with the patches, which do not overlap. Those at one place come in their order.

    New text has '\n' between its lines; in the result it has the line breaks of the page.
    """
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(patches, key=lambda patch: patch[:2]):
        parts += [page.text[at:start], new.replace("\n", page.line_break)]
        at = end
    return "".join([*parts, page.text[at:]])


def layout_of(page: Page, root: Mapping) -> Layout:
    """How the author indents, judged by the first list of mappings."""
    dash, gap = next(_lists(page, root, deepest=2), (2, 2))
    return Layout(max(2, dash), dash, gap)


def usual_blanks(page: Page, notes: Sequence) -> int:
    """How many blank lines the author usually leaves between notes; 1 if there are no two notes."""
    ends = [page.block_end(item, page.column(notes.start)) for item in notes.items[:-1]]
    counted = Counter(page.blank_below(end) for end in ends)
    return counted.most_common(1)[0][0] if counted else 1


def _lists(page: Page, node: Mapping, deepest: int) -> Iterator[tuple[int, int]]:
    """`dash` and `gap` (see Layout) of the lists of mappings under keys, down to `deepest` keys."""
    for key, value in node.values.items():
        if page.is_flow(value):
            continue
        if isinstance(value, Sequence) and value.items and isinstance(value.items[0], Mapping):
            gap = page.column(value.items[0].start) - page.column(value.start)
            if key in node.keys and page.line(value.items[0].start) == page.line(value.start):
                yield page.column(value.start) - page.column(node.keys[key].start), gap
        elif isinstance(value, Mapping) and deepest > 1:
            yield from _lists(page, value, deepest - 1)
