"""Problems: their place, their three forms, and what was probably meant."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.problems import Problem, Problems, Severity, did_you_mean, quoted

PROBLEM = Problem(
    path="decks/mine.yaml",
    line=14,
    column=5,
    code="unknown-key",
    severity=Severity.ERROR,
    message="'anwser' is not a key of a card",
    hint="did you mean 'answer'?",
    excerpt="    anwser: Oslo",
    width=6,
)


def test_the_text_shows_the_line_the_place_and_the_hint() -> None:
    assert PROBLEM.as_text() == "\n".join(
        [
            "decks/mine.yaml:14:5: error[unknown-key] 'anwser' is not a key of a card",
            "   |",
            "14 |     anwser: Oslo",
            "   |     ^^^^^^",
            "hint: did you mean 'answer'?",
        ]
    )


def test_the_concise_form_is_one_line() -> None:
    assert PROBLEM.as_concise() == "decks/mine.yaml:14:5: error[unknown-key] 'anwser' is not a key of a card"


def test_the_json_has_the_same_fields() -> None:
    assert json.loads(json.dumps(PROBLEM.as_json())) == {
        "path": "decks/mine.yaml",
        "line": 14,
        "column": 5,
        "code": "unknown-key",
        "severity": "error",
        "message": "'anwser' is not a key of a card",
        "hint": "did you mean 'answer'?",
    }


def test_a_problem_without_a_place_has_neither_excerpt_nor_zeros() -> None:
    problem = Problem("gone.yaml", None, None, "not-found", Severity.ERROR, "there is no such file")
    assert problem.as_text() == "gone.yaml: error[not-found] there is no such file"


def test_a_problem_of_a_whole_line_has_no_carets() -> None:
    problem = replace(PROBLEM, column=None, hint="")
    assert problem.as_text().splitlines()[1:] == ["   |", "14 |     anwser: Oslo"]


def carets(excerpt: str, column: int, width: int) -> tuple[str, str]:
    lines = replace(PROBLEM, excerpt=excerpt, column=column, width=width).as_text().splitlines()
    return lines[2].removeprefix("14 | "), lines[3].removeprefix("   | ")


def test_carets_stand_under_wide_characters() -> None:
    assert carets("答え: 東京です", 5, 2) == ("答え: 東京です", "      ^^^^")


def test_carets_stand_under_what_follows_a_tab() -> None:
    shown, below = carets("\tanwser: x", 2, 6)
    assert (shown, below) == ("    anwser: x", "    ^^^^^^")


def test_a_combining_accent_takes_no_column() -> None:
    assert carets("cafe\u0301: x", 8, 1)[1] == " " * 6 + "^"


def test_a_place_at_the_end_of_a_line_has_a_caret() -> None:
    assert carets("answer:", 8, 1)[1] == " " * 7 + "^"


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "a" * 500 + "HERE" + "b" * 500
    shown, below = carets(line, 501, 4)
    assert len(shown) < 120
    assert shown[below.index("^") : below.rindex("^") + 1] == "HERE"
    assert shown.startswith("…") and shown.endswith("…")


@given(
    st.text(max_size=300),
    st.integers(1, 400),
    st.integers(1, 400),
    st.text(max_size=20),
    st.text(max_size=20),
)
def test_nothing_that_a_terminal_obeys_is_printed(
    excerpt: str, column: int, width: int, message: str, path: str
) -> None:
    problem = replace(PROBLEM, excerpt=excerpt, column=column, width=width, message=message, path=path)
    for line in problem.as_text().split("\n"):
        assert not any(ord(one) < 32 or 127 <= ord(one) < 160 for one in line)
        assert not set(line) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
        line.encode()
    assert "\n" not in problem.as_concise()
    assert set(problem.as_text().split("\n")[-2].removeprefix("   | ")) <= set(" ^") or not excerpt


def test_a_collector_gives_the_files_in_order_and_each_from_top_to_bottom() -> None:
    problems = Problems()
    for path, line in [("b", 9), ("a", 5), ("b", None), ("a", 2), ("b", 3)]:
        problems.record(replace(PROBLEM, path=path, line=line))
    assert [(one.path, one.line) for one in problems] == [
        ("b", None),
        ("b", 3),
        ("b", 9),
        ("a", 2),
        ("a", 5),
    ]
    assert len(problems) == 5


def test_a_collector_knows_errors_from_warnings() -> None:
    problems = Problems()
    assert not problems and not problems.has_errors
    problems.record(replace(PROBLEM, severity=Severity.WARNING))
    assert problems and not problems.has_errors
    problems.extend([PROBLEM])
    assert problems.has_errors


@pytest.mark.parametrize(
    ("word", "meant"),
    [("anwser", "answer"), ("Answer", "answer"), ("question ", "question"), ("zebra", ""), ("", "")],
)
def test_the_nearest_word_is_what_was_meant(word: str, meant: str) -> None:
    assert did_you_mean(word, ["question", "answer", "accept"]) == meant


def test_a_very_long_word_means_nothing_and_costs_nothing() -> None:
    assert did_you_mean("a" * 1_000_000, ["a" * 100]) == ""


def test_a_quoted_text_is_short_and_on_one_line() -> None:
    assert quoted("one\n two") == "'one two'"
    assert len(quoted("x" * 1000)) == 42
