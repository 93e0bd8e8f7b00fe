"""TOML as text: any layout of a file survives a change, byte for byte."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.config.toml_edit import Unsafe, changed, statements

BETWEEN = st.sampled_from(["", "\n", "# daily_goal = 1\n", "   # 'quotes\" and [brackets]\n", "\n\n\t\n"])
INDENT = st.sampled_from(["", "  ", "\t"])
EQUALS = st.sampled_from([" = ", "=", " =\t"])
LINE_END = st.sampled_from(["\n", "  # theme = 'x'\n", "\t#\n", " \n"])
ANY_NAME = ["a", "daily_goal", '"quoted # = key"', "'raw]'", "under.dotted", 'x . "y.z"', r'"esc\"aped"', "3"]
ANY_VALUE = st.sampled_from(
    [
        "1",
        "0xff",
        "-2.5e3",
        "true",
        "1979-05-27 07:32:00",
        '"plain"',
        "'raw\\'",
        '""',
        "''",
        '"a # b = [c]"',
        r'"\"q\" \\"',
        '"""\ndaily_goal = 1\n[lines]\n"""',
        '"""ends in two quotes"""""',
        "'''it's\n# [raw]'''",
        '"""a\\"""b"""',
        "[]",
        "[1, 2,]",
        '[\n  "1m",  # first ]\n  "10m"\n]',
        '{a = 1, "b c" = [2]}',
        "[[1], ['#'], {x = ']'}]",
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Any layout of TOML that somebody may have written, with comments everywhere."""

    def table(names: list[str]) -> str:
        chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
        return "".join(
            draw(BETWEEN) + draw(INDENT) + name + draw(EQUALS) + draw(ANY_VALUE) + draw(LINE_END)
            for name in chosen
        )

    text = table(ANY_NAME)
    for header in draw(st.lists(st.sampled_from(["[keys]", "[ other . 'x y' ]", "[[many]]"]), unique=True)):
        text += draw(BETWEEN) + draw(INDENT) + header + draw(LINE_END) + table(ANY_NAME)
    text += draw(st.sampled_from(["", "# the end", "\n\n"]))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(documents())
def test_every_statement_of_a_file_is_found_with_its_value(text: str) -> None:
    for one in statements(text):
        if one.value is not None:
            inside: Any = tomllib.loads(text)
            for name in one.path:
                inside = (
                    inside[name][0] if isinstance(inside[name], list) and name == "many" else inside[name]
                )
            assert tomllib.loads(f"x = {text[one.value : one.end]}")["x"] == inside


@given(documents(), st.sampled_from([("daily_goal",), ("keys", "a"), ("keys", "card.flag")]), ANY_VALUE)
def test_a_save_leaves_every_other_byte_alone(text: str, path: tuple[str, ...], value: str) -> None:
    after = changed(text, path, value)
    wanted = tomllib.loads(f"x = {value}")["x"]
    found: Any = tomllib.loads(after)
    for name in path:
        found = found[name]
    assert found == wanted
    before = {one.path: text[one.value : one.end] for one in statements(text)}
    if path in before:
        one = next(one for one in statements(text) if one.path == path)
        assert after == text[: one.value] + value + text[one.end :]
    else:
        start = next((n for n, (a, b) in enumerate(zip(text, after, strict=False)) if a != b), len(text))
        assert text == after[:start] + after[start + len(after) - len(text) :], "only an insertion"
        assert changed(after, path, value) == after


@pytest.mark.parametrize("text", ["keys = {}", "keys = {b = 1}", "keys = 1", "keys.b = 1"])
def test_where_a_save_would_touch_something_else_it_is_unsafe(text: str) -> None:
    with pytest.raises(Unsafe):
        changed(text, ("keys", "a"), "1")
