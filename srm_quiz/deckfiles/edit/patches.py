"""Changes of a deck file's text, each as small as it can be: values, keys and items of lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple, cast

from srm_quiz.deckfiles.edit.layout import Page, plain
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence
from srm_quiz.deckfiles.yaml_writer import Draft, Layout, Value, flow_yaml, items_yaml, key_yaml, text_yaml

_ORDER = (
    *("id", "question", "cloze", "duty", "on", "owner", "answer", "accept", "choices", "right", "wrong"),
    *("why", "hint", "source", "tags", "allow"),
)
"""The order in which the keys of a note or of an option are told best; others come last."""

_BLOCK_HEADER = re.compile(r"[|>][-+\d]*([ \t]+#.*)")

_COMMA = re.compile(r"(?:[ \t]*,)?[ \t]*")


class Patch(NamedTuple):
    """`new` in the place of the text from `start` to `end`."""

    start: int
    end: int
    new: str


def patched(page: Page, patches: Iterable[Patch]) -> str:
    """The page's text with the patches, which do not overlap. Those at one place come in their order.

    New text has '\\n' between its lines; in the result it has the line breaks of the page.
    """
    parts: list[str] = []
    at = 0
    for start, end, new in sorted(patches, key=lambda patch: patch[:2]):
        parts += [page.text[at:start], new.replace("\n", page.line_break)]
        at = end
    return "".join([*parts, page.text[at:]])


def rank(key: str) -> int:
    """The place of a key among the keys of a note."""
    return _ORDER.index(key) if key in _ORDER else len(_ORDER)


class Patcher:
    """Collects what has to be patched so that parts of one note become what is wanted."""

    def __init__(self, page: Page, layout: Layout) -> None:
        self.patches: list[Patch] = []
        self._page = page
        self._layout = layout

    def keys(self, node: Mapping, wanted: Draft, in_flow: bool) -> None:
        """Give the mapping exactly the keys and values that are wanted; it keeps the order of its own."""
        page = self._page
        wanted = self._renamed(node, wanted)
        kept = [key for key in node.values if key in wanted]
        fresh = sorted((key for key in wanted if key not in node.values), key=rank)
        has_braces = page.is_flow(node)
        if not kept or (in_flow and not has_braces and (fresh or len(kept) < len(node.values))):
            self._whole(node, wanted, in_flow or has_braces)
            return
        column = page.column(node.start)
        for key in kept:
            self.value(node, key, wanted[key], column, in_flow or has_braces)
        if has_braces:
            self._remove_in_flow(node, kept)
            self._add_in_flow(node, kept, {key: wanted[key] for key in fresh})
        else:
            self._remove_lines(node, kept)
            self._add_lines(node, kept, {key: wanted[key] for key in fresh})

    def value(self, holder: Mapping, key: str, wanted: Value, column: int, in_flow: bool) -> None:
        """Replace a value where it is another one. `column` is where the keys of its holder begin."""
        node = holder.values[key]
        if isinstance(node, Sequence) and not self._page.is_flow(node) and not wanted:
            self._empty_list(holder.keys[key], node)
        else:
            self._node(node, wanted, column, in_flow)

    def _node(self, node: Node, wanted: object, column: int, in_flow: bool) -> None:
        if plain(node) == plain_value(wanted):
            return
        if isinstance(node, Scalar) and isinstance(wanted, str):
            self._text(node, wanted, column + self._layout.step, in_flow)
        elif isinstance(node, Mapping) and isinstance(wanted, dict):
            self.keys(node, wanted, in_flow)
        elif isinstance(node, Sequence) and isinstance(wanted, list):
            self._items(node, wanted)
        else:  # what was left empty takes any shape
            self._instead(node, flow_yaml(cast(Value, wanted)))

    def _renamed(self, node: Mapping, wanted: Draft) -> Draft:
        """Rename each key whose value is wanted under another name. Gives what is wanted under old names."""
        found = dict(wanted)
        for old in [key for key in node.values if key not in wanted]:
            for new in [key for key in found if key not in node.values]:
                if plain(node.values[old]) == plain_value(found[new]):
                    key = node.keys[old]
                    quote = self._page.text[key.start] in "\"'"
                    self.patches.append(Patch(key.start + quote, key.end - quote, new))
                    found[old] = found.pop(new)
                    break
        return found

    def _text(self, node: Scalar, wanted: str, indent: int, in_flow: bool) -> None:
        """Another text. The comments on its lines stay."""
        page = self._page
        start, end = node.start, page.end(node)
        header = None if in_flow else _BLOCK_HEADER.match(page.text, start, end)
        is_followed = bool(page.rest(end).strip())
        new = text_yaml(wanted, indent, in_flow=in_flow or is_followed)
        if header:
            first, line_break, more = new.partition("\n")
            new = first + header[1] + line_break + more
        self._instead(node, new)

    def _instead(self, node: Node, new: str) -> None:
        """New text in the place of a node; where it was empty, in the place of white space behind it too."""
        page = self._page
        start, end = node.start, page.end(node)
        if start == end and not page.rest(end).strip():
            end = page.line_end(end)
        if page.text.startswith((":", "-"), start - 1):
            new = f" {new}"
        self.patches.append(Patch(start, end, new))

    def _items(self, node: Sequence, wanted: list[object]) -> None:
        """Other items of a list: those that are the same at its begin and its end are not touched."""
        page, old = self._page, node.items
        is_flow = page.is_flow(node)
        if not old or not wanted:
            self.patches.append(Patch(node.start, node.end, flow_yaml(cast(list[str], wanted))))
            return
        first = _common([plain(item) for item in old], [plain_value(one) for one in wanted])
        last = _common([plain(item) for item in old[first:][::-1]], [*map(plain_value, wanted[first:][::-1])])
        paired = min(len(old), len(wanted)) - last
        for item, one in zip(old[first:paired], wanted[first:paired], strict=True):
            self._node(item, one, page.column(node.start), is_flow)
        gone, fresh = range(paired, len(old) - last), wanted[paired : len(wanted) - last]
        if fresh:
            self._insert_items(node, paired, fresh)
        elif is_flow and gone and not paired:
            self.patches.append(Patch(old[0].start, old[len(gone)].start, ""))
        elif is_flow:
            self.patches += [
                gap_closed(page, page.end(old[index - 1]), old[index].start, page.end(old[index]))
                for index in gone
            ]
        else:
            for index in gone:
                above = page.end_above(page.dash(node, old[index]))
                self.patches.append(Patch(above, page.line_end(page.end(old[index])), ""))

    def _insert_items(self, node: Sequence, index: int, fresh: list[object]) -> None:
        """New items of a list that has some, before the one at `index` or behind the last."""
        page, column = self._page, self._page.column(node.start)
        before = page.end(node.items[index - 1]) if index else None
        if page.is_flow(node):
            written = ", ".join(flow_yaml(cast(str, one)) for one in fresh)
            at = node.items[0].start if before is None else before
            self.patches.append(Patch(at, at, f"{written}, " if before is None else f", {written}"))
            return
        gap = page.column(node.items[0].start) - column
        layout = replace(self._layout, gap=gap if 2 <= gap <= 8 else 2)
        text = "\n".join(items_yaml(cast(list[str], fresh), column, layout))
        if before is None:
            at = page.line_start(page.dash(node, node.items[0]))
            self.patches.append(Patch(at, at, f"{text}\n"))
        else:
            at = page.line_end(before)
            self.patches.append(Patch(at, at, f"\n{text}"))

    def _empty_list(self, key: Scalar, node: Sequence) -> None:
        """No items any more: `[]` behind the key."""
        page = self._page
        colon = page.text.index(":", key.end) + 1
        self.patches.append(Patch(colon, colon, " []"))
        self.patches.append(Patch(page.end_above(node.start), page.line_end(page.end(node)), ""))

    def _whole(self, node: Mapping, wanted: Draft, in_flow: bool) -> None:
        """The whole mapping anew: none of its keys is kept, or it is one of `[key: value]`."""
        page = self._page
        if in_flow:
            self.patches.append(Patch(node.start, page.end(node), flow_yaml(wanted)))
            return
        column = page.column(node.start)
        lines = [line for key, value in wanted.items() for line in key_yaml(key, value, column, self._layout)]
        self.patches.append(Patch(node.start, page.line_end(page.end(node)), "\n".join(lines)[column:]))

    def _add_lines(self, node: Mapping, kept: list[str], fresh: Draft) -> None:
        page, column = self._page, self._page.column(node.start)
        for key, value in fresh.items():
            lines = key_yaml(key, value, column, self._layout)
            anchor = _anchor(key, kept)
            if anchor is None:
                at = node.keys[kept[0]].start
                self.patches.append(Patch(at, at, "\n".join([*lines, " " * column])[column:]))
            else:
                at = page.line_end(page.end(node.values[anchor]))
                self.patches.append(Patch(at, at, "\n" + "\n".join(lines)))

    def _remove_lines(self, node: Mapping, kept: list[str]) -> None:
        page = self._page
        names = list(node.values)
        first = names.index(kept[0])
        for key in names[first + 1 :]:
            if key not in kept:
                above = page.end_above(node.keys[key].start)
                self.patches.append(Patch(above, page.line_end(page.end(node.values[key])), ""))
        if first:
            # The first key that stays moves up to the dash, unless a comment stands between.
            start, stop = node.start, node.keys[kept[0]].start
            end = page.line_end(page.end(node.values[names[first - 1]]))
            if page.text[end:stop].strip():
                start, stop = len(page.text[:start].rstrip(" ")), end
            self.patches.append(Patch(start, stop, ""))

    def _add_in_flow(self, node: Mapping, kept: list[str], fresh: Draft) -> None:
        page = self._page
        for key, value in fresh.items():
            entry = f"{key}: {flow_yaml(value)}"
            anchor = _anchor(key, kept)
            if anchor is None:
                at = node.keys[kept[0]].start
                self.patches.append(Patch(at, at, f"{entry}, "))
            else:
                at = page.end(node.values[anchor])
                self.patches.append(Patch(at, at, f", {entry}"))

    def _remove_in_flow(self, node: Mapping, kept: list[str]) -> None:
        page = self._page
        names = list(node.values)
        first = names.index(kept[0])
        if first:
            self.patches.append(Patch(node.keys[names[0]].start, node.keys[kept[0]].start, ""))
        for before, key in zip(names[first:], names[first + 1 :], strict=False):
            if key not in kept:
                before_end = page.end(node.values[before])
                self.patches.append(
                    gap_closed(page, before_end, node.keys[key].start, page.end(node.values[key]))
                )


def gap_closed(page: Page, before_end: int, start: int, end: int) -> Patch:
    """The patch that takes a part out of brackets; what stands before the part ends at `before_end`."""
    if "#" not in page.text[before_end:start]:
        return Patch(before_end, end, "")
    comma = _COMMA.match(page.text, end)  # the comment between is about what stays
    return Patch(start, comma.end() if comma else end, "")


def _common(some: list[object], others: list[object]) -> int:
    """How many things at the begin of the two lists are the same."""
    pairs = enumerate(zip(some, others, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(some), len(others)))


def plain_value(wanted: object) -> object:
    """What `places.plain` gives for the value once it is written."""
    if isinstance(wanted, str):
        return wanted.strip()
    if isinstance(wanted, dict):
        return {key: plain_value(value) for key, value in wanted.items()}
    return [plain_value(item) for item in cast(list[object], wanted)]


def _anchor(key: str, kept: list[str]) -> str | None:
    """The key behind which a new one stands best; None where it stands before all others."""
    before = [one for one in kept if rank(one) <= rank(key)]
    return max(reversed(before), key=rank) if before else None
