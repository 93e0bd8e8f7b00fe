"""What is written as YAML is read back as the same texts."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.source import UNSAFE, SourceText
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence, compose
from srm_quiz.deckfiles.yaml_writer import deck_yaml, flow_yaml, note_yaml, text_yaml

TEXTS = st.text(min_size=1).filter(lambda text: not UNSAFE.search(text) and "\r" not in text)
ODD = [
    *(
        "no",
        "1.10",
        "12:30",
        "~",
        "a: b",
        "a:",
        "# x",
        "a #b",
        "- x",
        "-",
        "'",
        '"',
        "it's",
        "\\",
        "x ",
        " x",
    ),
    *("{{a}} b", "[a]", "a, b", "*", "&", "!x", "%", "@", "`", "|", ">", "?", "? x", "x\ny", "x\n\ny\n"),
    *("\nx", " x\ny", "x\n  y", "x\n", "x\n\n", "x\ty", "\t", "🙂", "x:\ty", "---", "...", "null", "=", "<<"),
]


def plain(node: Node) -> object:
    """The tree without places."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.values.items()}
    raise AssertionError(node)


def read(text: str) -> object:
    source = SourceText("x.yaml")
    source.decode(text.encode())
    node = compose(source)
    assert node is not None and not source.problems, (text, source.problems)
    return plain(node)


@pytest.mark.parametrize("text", ODD)
def test_a_text_that_looks_like_another_type_is_read_back_unchanged(text: str) -> None:
    note = {"question": text, "tags": [text, "b"], "choices": [{"right": text, "why": text}]}
    assert read(note_yaml(note)) == [note]


@given(TEXTS, TEXTS)
@example("0\n ", "0")
def test_any_text_is_read_back_unchanged(one: str, other: str) -> None:
    note = {
        "question": one,
        "allow": {"a": other},
        "tags": [one, other],
        "choices": [{"right": one}, {"wrong": other}],
    }
    assert read(note_yaml(note, 4)) == [note]


@pytest.mark.parametrize(
    "text", ["no", "1.10", "12:30", "null", "2026-11-24", "-5", "0x1f", "1e3", ".5", "Yes"]
)
def test_what_other_readers_take_for_a_number_or_a_truth_is_quoted(text: str) -> None:
    assert text_yaml(text) == f"'{text}'"


@pytest.mark.parametrize(
    "text", ["The customer", "AWS's", "It is yours (mostly): no", "a-b", "x?", "50 % of it, or more", "C#"]
)
def test_an_ordinary_text_needs_no_quotes_unless_it_has_a_colon(text: str) -> None:
    assert text_yaml(text) == (text if ": " not in text else f"'{text}'")


def test_a_text_of_several_lines_is_a_block() -> None:
    assert (
        note_yaml({"question": "a\n\nb", "answer": "c"})
        == "  - question: |-\n      a\n\n      b\n    answer: c\n"
    )


def test_a_character_that_no_deck_may_hold_is_refused() -> None:
    with pytest.raises(ValueError, match=r"U\+001B"):
        note_yaml({"question": "\x1b[2J"})


def test_a_written_deck_is_read_without_problems() -> None:
    notes = [{"question": "Who?", "answer": "AWS", "accept": ["me"]}, {"cloze": "{{a}} is b", "tags": ["no"]}]
    deck, problems = read_deck("mine.yaml", deck_yaml({"title": "No: 1", "tags": ["a"]}, notes).encode())
    assert not problems and deck is not None
    assert (deck.title, deck.notes) == ("No: 1", 2)


@pytest.mark.parametrize("text", ["Who?", "a, b", "a]", "{a", "a:b"])
def test_inside_brackets_a_text_is_quoted_that_some_reader_would_end_early(text: str) -> None:
    assert text_yaml(text) == text or text[0] == "{"
    assert text_yaml(text, in_flow=True) == f"'{text}'"


def test_a_weight_is_written_as_a_number_and_an_answer_that_looks_like_one_as_a_text() -> None:
    note = {"question": "q", "answer": "2", "weight": "2"}
    assert note_yaml(note) == "  - question: q\n    answer: '2'\n    weight: 2\n"
    assert flow_yaml(note) == "{question: q, answer: '2', weight: 2}"
    assert flow_yaml({"weight": "2, 3"}) == "{weight: '2, 3'}"
