"""Two texts side by side: what differs is marked, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from textual.content import Content, Span

LONGEST = 400
"""Longer texts are shown unmarked: comparing takes time by the square of the length."""
LEAST_ALIKE = 0.5
"""Texts less alike than this are two answers, not one with slips: marks would be noise."""


def nearest(text: str, others: Sequence[str]) -> str:
    """The one of `others` that is most like `text`."""
    if len(others) == 1 or len(text) > LONGEST:
        return others[0]
    return max(others, key=lambda other: _matcher(text, other).ratio() if len(other) <= LONGEST else 0.0)


def differences(typed: str, wanted: str) -> tuple[Content, Content]:
    """Both texts, with what is too much in the first and what was missing in the second marked."""
    mine, theirs = list[Span](), list[Span]()
    if max(len(typed), len(wanted)) <= LONGEST:
        matcher = _matcher(typed, wanted)
        if matcher.ratio() >= LEAST_ALIKE:
            for kind, a, b, c, d in matcher.get_opcodes():
                if kind != "equal":
                    mine.append(Span(a, b, "bold strike $text-error"))
                    theirs.append(Span(c, d, "bold underline $text-success"))
    return (
        Content(typed, [span for span in mine if span.start < span.end], strip_control_codes=False),
        Content(wanted, [span for span in theirs if span.start < span.end], strip_control_codes=False),
    )


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
