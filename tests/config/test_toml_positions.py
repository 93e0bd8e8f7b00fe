"""TOML as text: every statement is found where it stands, and any layout survives a change."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.config.settings_file import TomlFile
from srm_quiz.config.toml_positions import statements

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


@given(documents(), ANY_VALUE)
def test_a_save_leaves_every_other_line_alone(text: str, written: str) -> None:
    """Lines may be added, for the setting and before a table below it; none is lost or moved."""
    value = tomllib.loads(f"x = {written}")["x"]
    after = TomlFile(Path("settings.toml"), "", text, tomllib.loads(text)).with_setting("daily_goal", value)
    assert tomllib.loads(after) == {**tomllib.loads(text), "daily_goal": value}
    replaced = [one for one in statements(text) if one.path == ("daily_goal",)]
    kept = text if not replaced else text[: replaced[0].value] + text[replaced[0].end :]
    lines = iter(after.splitlines())
    assert all(line in lines for line in kept.splitlines() if "daily_goal" not in line)
