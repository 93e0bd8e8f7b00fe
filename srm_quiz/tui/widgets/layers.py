"""A layer of the model as a line of text, and the line of responsibility between two layers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from srm_quiz.domain.cards import Owner
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES

WIDEST_BAR, NARROWEST_BAR = 20, 4
_BESIDE = 14
"""Cells of a line besides name and bar: cursor, sign, gaps, the owner's letter and word."""


def column_widths(names: Iterable[str], width: int) -> tuple[int, int]:
    """The widths of name and bar: names in full, as long as the bar keeps its minimum width."""
    longest = max((Content(name).cell_length for name in names), default=0)
    name = min(longest, max(8, width - _BESIDE - NARROWEST_BAR))
    return name, max(NARROWEST_BAR, min(WIDEST_BAR, width - _BESIDE - name))


def boundary(owners: Sequence[Owner | None], missing: Iterable[int] = ()) -> int:
    """The row, counted from the top, above which the line is drawn: everything below it is AWS's.

    `owners` are given from the top down, None for a row that is still blank. Rows in `missing` are not
    part of the service, and are skipped.
    """
    absent, line = set(missing), len(owners)
    for row in reversed(range(len(owners))):
        if row not in absent:
            if owners[row] is not Owner.AWS:
                break
            line = row
    return line


def boundary_line(name: int, bar: int) -> Content:
    """The line of responsibility, as wide as the layers."""
    width = name + bar + _BESIDE - 3
    word = " the line "
    left = max(0, (width - len(word)) // 2)
    dashes = "─ " * width
    text = f"{dashes[:left]}{word}{dashes[: max(0, width - left - len(word))]}"
    return Content.assemble("   ", (text.rstrip(), "$accent"))


def layer_line(
    title: Content, owner: Owner | None, widths: tuple[int, int], *, is_current: bool = False, sign: str = ""
) -> Content:
    """A layer's name and owner; `is_current` puts the cursor on it, `sign` is ✓ or ✗."""
    name, bar = widths
    tone = {"✓": "bold $text-success", "✗": "bold $text-error"}.get(sign, "")
    return Content.assemble(
        ("▌" if is_current else " ", "$accent"),
        (sign or " ", tone),
        " ",
        title.truncate(name, ellipsis=True),
        " " * (name - min(name, title.cell_length) + 2),
        _owner(owner, bar),
    )


def absent_line(title: Content, widths: tuple[int, int]) -> Content:
    """A layer that is not part of the service."""
    name, bar = widths
    words = Content("not in this service").truncate(bar + 9, ellipsis=True)
    shown = title.truncate(name, ellipsis=True)
    gap = " " * (name - shown.cell_length + 4)
    return Content.assemble("   ", shown, gap, words).stylize("$text-muted")


def _owner(owner: Owner | None, bar: int) -> Content:
    if owner is None:
        return Content.assemble(("? ", "bold $text-accent"), ("·" * bar, "$text-muted"))
    style = OWNER_STYLES[owner]
    return Content.assemble(
        (f"{style.glyph} ", f"bold {style.colour}"),
        (style.fill * bar, style.colour),
        (f" {style.word}", style.colour),
    )
