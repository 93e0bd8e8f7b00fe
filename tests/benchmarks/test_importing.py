"""A bank of 1,400 questions, against the reading of the same text as CommonMark alone."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from srm_quiz.exchange.markdown import reader
from tests.benchmarks.conftest import Report
from tests.benchmarks.timing import in_turn, middle

pytestmark = pytest.mark.benchmark

QUESTIONS = 1_400
OPTIONS = "- A. one side\n- B. the other\n- C. both\n- D. nobody\n"
ANSWER = "<details><summary>Answer</summary>\n\nCorrect answer: B\n\nIt is **so**.\n\n</details>\n"
TEXT = "".join(
    f"### {number}. Who does duty number {number}?\n\nA company runs one server.\n\n{OPTIONS}\n{ANSWER}\n"
    for number in range(1, QUESTIONS + 1)
)


def test_a_bank_of_1400_questions_is_read_in_two_seconds(report: Report) -> None:
    def mine() -> None:
        (deck,) = reader.read(TEXT, "Mine").decks
        assert len(deck.notes) == QUESTIONS

    def peer() -> None:
        MarkdownIt().parse(TEXT)

    ours, theirs = in_turn(mine, peer, rounds=5)
    report(
        "reading a bank of 1,400 questions", middle(ours), "markdown-it, the same text", middle(theirs), 4.0
    )
    assert middle(ours) < 2_000
