"""Rules of style against any deck: they never fail, and their time grows with the number of cards alone."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import parse_deck
from srm_quiz.deckfiles.lint.rules import NEEDLESS_ALLOW, RULES, UNKNOWN_RULE, inspect
from srm_quiz.problems import Problem, Severity

PIECES = [
    *(
        "AWS",
        "customer",
        "patch",
        "patching",
        "the",
        "a",
        "an",
        "or",
        "of",
        "never",
        "only",
        "all",
        "above",
        "C",
    ),
    *(
        "option A",
        "the first answer",
        "Choose TWO.",
        "(select 9)",
        "which two",
        "None of these",
        "ﬁ",
        "ẞ",
        "١٢",
    ),
    *(
        "[x](y)",
        "](",
        "[",
        "`",
        "**",
        "'s",
        "...",
        "etc.",
        "word " * 61,
        "日本語",
        "שלום",
        "İ",
        "\n",
        "²",
        "1" * 30,
    ),
    *("{{a}}", "{{AWS::AWS or you?}}", "{{ }", "choose " * 9, "²³", "Ⅷ"),
]
text = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
rule = st.sampled_from([*RULES, "no-such-rule"])
common = {"why": text, "source": text, "hint": text, "tags": st.just(["scenario"])}
common["allow"] = st.dictionaries(rule, text, max_size=2)
option = st.fixed_dictionaries({"wrong": text}, optional={"why": text})
owner = st.sampled_from(["aws", "customer", "shared"])
note = st.one_of(
    st.fixed_dictionaries({"question": text, "answer": text}, optional=common),
    st.fixed_dictionaries({"question": text, "answer": text, "accept": st.lists(text)}, optional=common),
    st.fixed_dictionaries({"cloze": text}, optional=common),
    st.fixed_dictionaries({"duty": text, "owner": owner}, optional=common),
    st.fixed_dictionaries(
        {
            "question": text,
            "choices": st.tuples(
                st.lists(text.map(lambda one: {"right": one}), min_size=1, max_size=3),
                st.lists(option, min_size=1, max_size=5),
            ).map(lambda parts: [*parts[0], *parts[1]]),
        },
        optional=common,
    ),
)


def inspected(notes: list[dict[str, Any]]) -> list[Problem]:
    written = parse_deck("x.yaml", json.dumps({"title": "T", "cards": notes}).encode())
    return inspect([written]) if written else []


@given(st.lists(note, max_size=6))
def test_flaws_in_any_text_have_places_and_known_rules(notes: list[dict[str, Any]]) -> None:
    problems = inspected(notes)
    assert {problem.code for problem in problems} <= {*RULES, UNKNOWN_RULE, NEEDLESS_ALLOW}
    for problem in problems:
        assert problem.severity is Severity.WARNING and problem.line and problem.column and problem.hint
    assert [problem.line for problem in problems] == sorted(problem.line or 0 for problem in problems)
    assert inspected(notes) == problems


@given(st.lists(note, max_size=6))
def test_what_is_allowed_is_not_reported(notes: list[dict[str, Any]]) -> None:
    everything = dict.fromkeys(RULES, "It is only a drill.")
    found = inspected([{**one, "allow": everything} for one in notes])
    assert {problem.code for problem in found} <= {NEEDLESS_ALLOW}


ALIKE = "What do all these {n} cards ask of us in the end, when everything has been said and done by AWS?"
TEMPLATE = "Who patches the guest system of service number {n} in the account of a customer?"
SAME = "What is it that all these cards ask of us?"


@pytest.mark.parametrize("prompt", [ALIKE, TEMPLATE, SAME], ids=["alike", "template", "same"])
def test_thousands_of_similar_prompts_are_checked_fast(prompt: str) -> None:
    notes = [{"id": f"n{n}", "question": prompt.format(n=f"x{n}"), "answer": "b"} for n in range(2_000)]
    written = parse_deck("x.yaml", json.dumps({"title": "T", "cards": notes}).encode())
    assert written
    start = time.process_time()
    assert inspect([written])
    assert time.process_time() - start < 5  # comparing each with each takes minutes


@pytest.mark.parametrize(
    "piece", ["a ", "( ", "(", "[", "a", "](", "[x](", "a-", "option ", "an ", "which ", "* "]
)
def test_texts_that_nearly_match_are_checked_fast(piece: str) -> None:
    whole = (piece * 4_990)[:4_990]
    note = {
        "question": whole + "z",
        "choices": [{"right": whole + "b"}, {"wrong": f"c{whole}"}],
        "why": whole,
    }
    written = parse_deck("x.yaml", json.dumps({"title": "T", "cards": [note]}).encode())
    assert written and not written.source.problems
    start = time.process_time()
    inspect([written])
    assert time.process_time() - start < 1
