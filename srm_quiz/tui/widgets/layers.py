"""One layer of the model as a line of text, and the line of responsibility between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from srm_quiz.domain.cards import Owner
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES

WIDEST_BAR, NARROWEST_BAR = 20, 4
_BESIDE = 14
"""Cells of a line that are neither name nor bar: cursor, sign, gaps, the owner's letter and word."""


def columns(names: Iterable[str], width: int) -> tuple[int, int]:
    """The widths of name and bar: names as long as they are, where the bar keeps its least."""
    longest = max((Content(name).cell_length for name in names), default=0)
    name = min(longest, max(8, width - _BESIDE - NARROWEST_BAR))
    return name, max(NARROWEST_BAR, min(WIDEST_BAR, width - _BESIDE - name))


def boundary(owners: Sequence[Owner | None], missing: Iterable[int] = ()) -> int:
    """The place, counted from the top, above which the line is drawn: from there down all is AWS's.

    `owners` stand from the top down, None where nobody is named yet; rows in `missing` do not exist.
    """
    absent, found = set(missing), len(owners)
    for place in reversed(range(len(owners))):
        if place not in absent:
            if owners[place] is not Owner.AWS:
                break
            found = place
    return found


def boundary_line(name: int, bar: int) -> Content:
    """The line of responsibility, as wide as the layers."""
    width = name + bar + _BESIDE - 3
    word = " the line "
    left = max(0, (width - len(word)) // 2)
    dashes = "─ " * width
    text = f"{dashes[:left]}{word}{dashes[: max(0, width - left - len(word))]}"
    return Content.assemble("   ", (text.rstrip(), "$accent"))


def layer_line(
    title: Content, owner: Owner | None, widths: tuple[int, int], *, here: bool = False, sign: str = ""
) -> Content:
    """A layer's name and owner; `here` puts the cursor on it, `sign` is ✓ or ✗."""
    name, bar = widths
    tone = {"✓": "bold $text-success", "✗": "bold $text-error"}.get(sign, "")
    return Content.assemble(
        ("▌" if here else " ", "$accent"),
        (sign or " ", tone),
        " ",
        title.truncate(name, ellipsis=True),
        " " * (name - min(name, title.cell_length) + 2),
        _owner(owner, bar),
    )


def absent_line(title: Content, widths: tuple[int, int]) -> Content:
    """A layer that the service does not have."""
    name, bar = widths
    words = Content("not in this service").truncate(bar + 9, ellipsis=True)
    shown = title.truncate(name, ellipsis=True)
    gap = " " * (name - shown.cell_length + 4)
    return Content.assemble("   ", shown, gap, words).stylize("$text-muted")


def _owner(owner: Owner | None, bar: int) -> Content:
    if owner is None:
        return Content.assemble(("? ", "bold $text-accent"), ("·" * bar, "$text-muted"))
    mark = OWNER_STYLES[owner]
    return Content.assemble(
        (f"{mark.glyph} ", f"bold {mark.style}"), (mark.fill * bar, mark.style), (f" {mark.word}", mark.style)
    )
