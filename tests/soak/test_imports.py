"""Hostile banks of very many lines take linear time, and the largest of them no more than five seconds."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from srm_quiz.exchange.markdown import reader
from srm_quiz.exchange.markdown.blocks import MOST_LINES
from srm_quiz.exchange.model import ImportRefusedError

pytestmark = pytest.mark.soak

LINES = (
    *("hello world", "- a", "- - - - - - - - a", "> > > > > a", "1. a", "# a", "```", "A. x", "```a`"),
    *("    - a", "- [x] a", "Answer: A", "**a**", "**a?**\n", "<details>", "<!--", "Q" + " " * 50 + "x"),
    *(
        "A. x\nB. y\nAnswer: A",
        "## Answers\n1. A",
        "Q1. x?\nA. x\nB. y",
        "| 1 | A |",
        "- x ✓",
        "x::y",
        "==x==",
    ),
)


def seconds(line: str, count: int) -> float:
    text = f"{line}\n" * (count // (line.count("\n") + 1))
    started = time.process_time()
    with suppress(ImportRefusedError):
        reader.read(text, "Mine")
    return time.process_time() - started


@pytest.mark.parametrize("line", LINES)
def test_time_grows_with_the_number_of_lines_and_no_faster(line: str) -> None:
    half, whole = seconds(line, MOST_LINES // 4), seconds(line, MOST_LINES // 2)
    assert whole < max(1.0, 3.2 * half)


@pytest.mark.parametrize("line", LINES)
def test_two_hundred_thousand_hostile_lines_are_answered_within_five_seconds(line: str) -> None:
    assert seconds(line, 200_000) < 5
