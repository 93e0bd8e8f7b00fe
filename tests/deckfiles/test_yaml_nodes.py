"""YAML as a tree of texts: places, refusals, and bounds of time and depth."""

from __future__ import annotations

import gc
import subprocess
import sys
import time

import pytest
import yaml

from srm_quiz.deckfiles.source import ReadingStoppedError, SourceText, collector_paused
from srm_quiz.deckfiles.yaml_nodes import DEEPEST, Mapping, Node, Refused, Scalar, Sequence, compose


@pytest.fixture(params=["with C", "without C"], autouse=True)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything here holds for both of PyYAML's parsers."""
    if request.param == "without C":
        monkeypatch.delattr(yaml, "CSafeLoader")


def read(data: str | bytes) -> tuple[Node | None, SourceText]:
    source = SourceText("x.yaml")
    try:
        source.decode(data.encode() if isinstance(data, str) else data)
        return compose(source), source
    except ReadingStoppedError:
        assert source.problems
        return None, source


def values(text: str) -> dict[str, Node]:
    node, source = read(text)
    assert isinstance(node, Mapping), [problem.as_text() for problem in source.problems]
    return node.values


def test_a_tree_has_texts_lists_and_mappings_with_their_places() -> None:
    node, _ = read("a: [b, 'c']\nd:\n  e: f\n")
    assert isinstance(node, Mapping)
    assert node.keys["d"] == Scalar("d", 12, 13)
    assert node.values["a"] == Sequence([Scalar("b", 4, 5), Scalar("c", 7, 10)], 3, 11)
    inner = node.values["d"]
    assert isinstance(inner, Mapping) and inner.values["e"] == Scalar("f", 20, 21)


def test_places_count_characters_however_wide_or_long_they_are() -> None:
    text = "\ufeff説明: 🏴\r\né: [ü, ß]\r\n"
    node, source = read(text)
    assert isinstance(node, Mapping)
    for mapping_key, value in (("説明", "🏴"), ("é", "[ü, ß]")):
        place = node.values[mapping_key]
        assert source.text[place.start : place.end] == value
    assert [source.line_of(node.values[key].start) for key in node.values] == [1, 2]


def test_an_empty_file_has_no_tree() -> None:
    for text in ("", "# only a comment\n", "\n\n", "---\n", "\ufeff"):
        node, source = read(text)
        assert not source.problems
        assert node is None or node == Scalar("", node.start, node.end)


@pytest.mark.parametrize(
    "value", ["!x y", "! y", "!!str y", "!<tag:x> y", "&x y", "&x [y]", "!x {y: z}", "*x"]
)
def test_a_refused_value_keeps_its_place_in_the_tree(value: str) -> None:
    found, source = read(f"a: {value}\nb: c\n")
    assert isinstance(found, Mapping)
    assert isinstance(found.values["a"], Refused) and found.values["b"] == Scalar(
        "c", *found_place(found, "b")
    )
    (problem,) = source.problems
    assert problem.code in ("tag", "anchor", "alias") and (problem.line, problem.column) == (1, 4)


def found_place(node: Mapping, key: str) -> tuple[int, int]:
    return node.values[key].start, node.values[key].end


def test_only_a_property_is_refused_not_a_text_that_looks_like_one() -> None:
    assert values("a: 'b & c ! d * e'\nf: x!y&z*\n").keys() == {"a", "f"}
    assert isinstance(values("a: '!x'\nb: \"&x\"\nc: |\n  *x\n")["a"], Scalar)


def test_a_duplicate_key_is_reported_with_the_line_of_the_first() -> None:
    _, source = read("a: 1\nb: 2\na: 3\na: 4\n")
    assert [(problem.code, problem.line) for problem in source.problems] == [
        ("duplicate-key", 3),
        ("duplicate-key", 4),
    ]
    assert all("line 1" in problem.message for problem in source.problems)


def test_yes_and_no_are_two_keys() -> None:
    assert values("yes: a\nno: b\non: c\ny: d\n").keys() == {"yes", "no", "on", "y"}


@pytest.mark.parametrize("opening", ["[", "{", "{a: ", "- ", "? ", "[{a: "])
def test_a_bomb_of_depth_is_refused_at_once(opening: str) -> None:
    start = time.process_time()
    _, source = read("x: " * (opening[0] in "[{") + opening * 100_000)
    assert time.process_time() - start < 10
    assert [problem.code for problem in source.problems] in (["too-deep"], ["syntax"])


def test_fifty_levels_are_fine_and_fifty_one_are_not() -> None:
    assert read("[" * DEEPEST + "]" * DEEPEST)[0] is not None
    assert read("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))[0] is None


def test_a_bomb_of_aliases_stands_for_nothing() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 100)]
    _, source = read("\n".join(lines))
    assert {problem.code for problem in source.problems} == {"anchor", "alias"}


def test_the_collector_is_restored_whatever_happens() -> None:
    assert gc.isenabled()
    for text in ("a: b\n", "a: [\n", "[" * 1000):
        read(text)
        assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        read("a: b\n")
        assert not gc.isenabled()
        with collector_paused():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collector_paused():
        _ = 1 / 0
    assert gc.isenabled()


def test_control_characters_lose_only_the_text_they_are_in() -> None:
    found, source = read('a: x\x1by\nb: z\nc: "\\x07"\nd: "\\u202e"\ne: \'tab\tand \x85\'\n')
    assert isinstance(found, Mapping)
    assert [type(value) for value in found.values.values()] == [Refused, Scalar, Refused, Refused, Refused]
    assert [problem.line for problem in source.problems] == [1, 5, 3, 4]
    assert {problem.code for problem in source.problems} == {"control-character"}


@pytest.mark.parametrize(
    "text", ['a: "\\ud800"\n', 'a: "\\UFFFFFFFF"\n', 'a: "\\0"\n', 'a: "\\N"\n', 'a: "x\\ry"\n']
)
def test_no_escape_brings_in_what_is_refused(text: str) -> None:
    node, source = read(text)
    assert source.problems
    assert node is None or (isinstance(node, Mapping) and isinstance(node.values["a"], Refused))


def test_lines_are_counted_as_editors_count_them() -> None:
    source = SourceText("x.yaml")
    source.decode(b"a: 1\r\nb: 2\rc: 3\n\nd: 4")
    assert [source.line_of(source.text.index(letter)) for letter in "abcd"] == [1, 2, 3, 5]
    assert source.line_text(source.text.index("b")) == "b: 2"


def test_a_place_far_to_the_right_has_no_excerpt() -> None:
    _, source = read("a: [" + "x, " * 10_000 + "!y z]\n")
    (problem,) = source.problems
    assert problem.column == 30_005 and problem.excerpt == ""


def test_yaml_is_imported_only_when_a_file_is_read() -> None:
    script = (
        "import sys; import srm_quiz.deckfiles.yaml_nodes, srm_quiz.deckfiles.deck_file;"
        "print('yaml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
