"""Patches that put whole notes into the text of a deck file and take them out."""

from __future__ import annotations

import re
from collections import abc

from srm_quiz.deckfiles.edit.layout import Page, Patch, usual_blanks
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence
from srm_quiz.deckfiles.yaml_writer import Draft, Layout, Value, behind_dash, flow_yaml, key_yaml

_COMMA = re.compile(r"(?:[ \t]*,)?[ \t]*")


def replacement(page: Page, cards: Sequence, index: int, note: Draft, layout: Layout) -> Patch:
    """The patch that replaces the note at `index`, from its first key to its last line."""
    old = cards.items[index]
    if page.is_flow(cards) or page.is_flow(old):
        return Patch(old.start, page.end(old), flow_yaml(note))
    column = page.column(old.start)
    lines = [line for key, value in note.items() for line in key_yaml(key, value, column, layout)]
    end = page.line_end(page.end(old))
    if "\n" in _last_text(note):  # a deep comment right below would become a part of these lines
        end = page.block_end(old, page.column(cards.start))
    return Patch(old.start, end, "\n".join(lines)[column:])


def _last_text(value: Value | Draft) -> str:
    """The text with which the value ends when it is written; empty for an empty list."""
    while not isinstance(value, str):
        inside = [*value.values()] if isinstance(value, abc.Mapping) else [*value]
        value = inside[-1] if inside else ""
    return value


def with_id(page: Page, cards: Sequence, old: Mapping, note_id: str, note: Draft) -> Patch:
    """The patch that gives the note `old`, whose values are `note`, an id and changes nothing else in it."""
    if page.text.startswith("{", old.start):
        return Patch(old.start + 1, old.start + 1, f"id: {note_id}, ")
    if page.is_flow(cards):  # one pair without braces
        return Patch(old.start, page.end(old), flow_yaml({"id": note_id, **note}))
    return Patch(old.start, old.start, f"id: {note_id}\n{' ' * page.column(old.start)}")


def insertion(page: Page, root: Mapping, index: int, note: Draft, layout: Layout) -> list[Patch]:
    """The patches that insert the note at `index` of `cards`, which may be empty or missing."""
    cards = root.values.get("cards")
    if isinstance(cards, Sequence) and cards.items:
        before = cards.items[index - 1]
        if page.is_flow(cards):
            return [_in_brackets(page, cards, before, note)]
        return [_below(page, cards, before, note, layout)]
    if page.is_flow(root):
        return [_first_in_brackets(page, root, cards, note)]
    lines = _lines(note, page.column(root.start) + layout.dash, layout)
    if cards is None:
        at = page.end(root)
        rest = page.text[at:]
        if all(line.strip()[:1] in ("", "#") for line in rest.splitlines()[1:]):
            at += len(rest.rstrip())
        at = page.line_end(at)
        return [Patch(at, at, "\n".join(["", "", f"{' ' * page.column(root.start)}cards:", *lines]))]
    key_end = root.keys["cards"].end
    if isinstance(cards, Scalar):
        at = page.line_end(key_end)
        return [Patch(at, at, "\n".join(["", *lines]))]
    if page.text[cards.start + 1 : cards.end - 1].strip():  # a comment is all that stands in the brackets
        return [Patch(cards.end - 1, cards.end - 1, flow_yaml(note))]
    colon = page.text.index(":", key_end) + 1
    start = cards.start if page.text[colon : cards.start].strip() else colon
    at = page.line_end(cards.end)
    return [Patch(start, cards.end, ""), Patch(at, at, "\n".join(["", *lines]))]


def removal(page: Page, key: Scalar, cards: Sequence, index: int) -> list[Patch]:
    """The patches that remove the note at `index` with its comment and blank lines.

    `key` is the key of the list, after which `[]` is written if no note is left.
    """
    if page.is_flow(cards):
        return [_out_of_brackets(page, cards, index)]
    item, column = cards.items[index], page.column(cards.start)
    previous_end = page.block_end(cards.items[index - 1], column) if index else None
    start = page.comment_above(page.line_start(page.dash(cards, item)), previous_end)
    last_line_end = page.block_end(item, column)
    end = page.next_start(last_line_end)
    above, below = page.blank_above(start), page.blank_below(last_line_end)
    # Of the empty lines above and below as many stay as there were on the side that had more.
    is_last = not page.text[end:].strip()
    start = page.moved(start, -(above if is_last else min(above, below)))
    if below and not index and not above:
        end = page.moved(end, below)
    if end == len(page.text) and page.text[-1] not in "\r\n":
        start = page.end_above(start)
    patches = [Patch(start, end, "")]
    if len(cards.items) == 1:
        colon = page.text.index(":", key.end) + 1
        patches.append(Patch(colon, colon, " []"))
    return patches


def _lines(note: Draft, indent: int, layout: Layout) -> list[str]:
    """The lines of a note, its dash `indent` spaces deep."""
    deep = indent + layout.gap
    lines = [line for key, value in note.items() for line in key_yaml(key, value, deep, layout)]
    return behind_dash(lines, indent, layout)


def _below(page: Page, cards: Sequence, before: Node, note: Draft, layout: Layout) -> Patch:
    column = page.column(cards.start)
    at = page.block_end(before, column)
    in_braces = page.is_flow(before)
    lines = [f"{' ' * column}- {flow_yaml(note)}"] if in_braces else _lines(note, column, layout)
    return Patch(at, at, "\n".join([*[""] * (1 + usual_blanks(page, cards)), *lines]))


def _in_brackets(page: Page, cards: Sequence, before: Node, note: Draft) -> Patch:
    at = page.end(before)
    own_line = not page.text[page.line_start(before.start) : before.start].strip()
    between = f",\n{' ' * page.column(before.start)}" if own_line else ", "
    return Patch(at, at, between + flow_yaml(note))


def _first_in_brackets(page: Page, root: Mapping, cards: Node | None, note: Draft) -> Patch:
    """The patch that adds the first note to a deck in flow style."""
    if isinstance(cards, Sequence):
        return Patch(cards.end - 1, cards.end - 1, flow_yaml(note))
    at = page.end(next(reversed(root.values.values())))
    return Patch(at, at, f", cards: [{flow_yaml(note)}]")


def _gap_closed(page: Page, before_end: int, start: int, end: int) -> Patch:
    """The patch that takes an item out of brackets; the item before it ends at `before_end`."""
    if "#" not in page.text[before_end:start]:
        return Patch(before_end, end, "")
    comma = _COMMA.match(page.text, end)  # the comment between is about what stays
    return Patch(start, comma.end() if comma else end, "")


def _out_of_brackets(page: Page, cards: Sequence, index: int) -> Patch:
    item = cards.items[index]
    if index:
        return _gap_closed(page, page.end(cards.items[index - 1]), item.start, page.end(item))
    if len(cards.items) > 1:
        return Patch(item.start, cards.items[1].start, "")
    comma = re.compile(r"\s*,?").match(page.text, page.end(item))
    return Patch(item.start, comma.end() if comma else page.end(item), "")
