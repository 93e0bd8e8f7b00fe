"""Whole notes put into the text of a deck file, and taken out of it."""

from __future__ import annotations

import re

from srm_quiz.deckfiles.edit.layout import Page, usual_blanks
from srm_quiz.deckfiles.edit.patches import Patch, gap_closed
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence
from srm_quiz.deckfiles.yaml_writer import Draft, Layout, behind_dash, flow_yaml, key_yaml


def insertion(
    page: Page, root: Mapping, index: int, note: Draft, outer: Layout, inner: Layout
) -> list[Patch]:
    """What makes the note the one at `index` under `cards`, whether there are notes and `cards` or not.

    `outer` is how notes are indented, `inner` how what is inside a note is.
    """
    cards = root.values.get("cards")
    if isinstance(cards, Sequence) and cards.items:
        before = cards.items[index - 1]
        if page.is_flow(cards):
            return [_in_brackets(page, cards, before, note)]
        return [_below(page, cards, before, note, outer, inner)]
    if page.is_flow(root):
        return [_first_in_brackets(page, root, cards, note)]
    lines = _lines(note, page.column(root.start) + outer.dash, outer, inner)
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
    """What takes the note at `index` away, with the comment and the empty lines that belong to it.

    `key` is the key of the list `cards`, behind which `[]` stands when no note is left.
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


def _lines(note: Draft, indent: int, outer: Layout, inner: Layout) -> list[str]:
    """The lines of a note, its dash `indent` spaces deep."""
    deep = indent + outer.gap
    lines = [line for key, value in note.items() for line in key_yaml(key, value, deep, inner)]
    return behind_dash(lines, indent, outer)


def _below(page: Page, cards: Sequence, before: Node, note: Draft, outer: Layout, inner: Layout) -> Patch:
    column = page.column(cards.start)
    at = page.block_end(before, column)
    if page.is_flow(before):
        lines = [f"{' ' * column}- {flow_yaml(note)}"]
    else:
        lines = _lines(note, column, outer, inner)
    return Patch(at, at, "\n".join([*[""] * (1 + usual_blanks(page, cards)), *lines]))


def _in_brackets(page: Page, cards: Sequence, before: Node, note: Draft) -> Patch:
    at = page.end(before)
    own_line = not page.text[page.line_start(before.start) : before.start].strip()
    between = f",\n{' ' * page.column(before.start)}" if own_line else ", "
    return Patch(at, at, between + flow_yaml(note))


def _first_in_brackets(page: Page, root: Mapping, cards: Node | None, note: Draft) -> Patch:
    """The first note of a deck that stands in brackets as a whole."""
    if isinstance(cards, Sequence):
        return Patch(cards.end - 1, cards.end - 1, flow_yaml(note))
    at = page.end(next(reversed(root.values.values())))
    return Patch(at, at, f", cards: [{flow_yaml(note)}]")


def _out_of_brackets(page: Page, cards: Sequence, index: int) -> Patch:
    item = cards.items[index]
    if index:
        return gap_closed(page, page.end(cards.items[index - 1]), item.start, page.end(item))
    if len(cards.items) > 1:
        return Patch(item.start, cards.items[1].start, "")
    comma = re.compile(r"\s*,?").match(page.text, page.end(item))
    return Patch(item.start, comma.end() if comma else page.end(item), "")
