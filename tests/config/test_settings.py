"""Settings: what is read, what is refused, and what a save leaves alone."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.config import settings
from srm_quiz.config.fields import Field, Shape
from srm_quiz.config.settings import FIELDS, Settings
from srm_quiz.domain.memory_model import WEIGHT_BOUNDS
from srm_quiz.problems import Problem, Severity

MINUTE = timedelta(minutes=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def load(file: Path, text: str) -> tuple[Settings, list[Problem]]:
    file.write_bytes(text.encode())
    found, problems = settings.load(file)
    return found, list(problems)


def as_toml(value: Any) -> Any:
    """The value once it was written into a file and read back."""
    return tomllib.loads(tomlkit.dumps({"x": value}))["x"]


def only_problem(file: Path, text: str) -> Problem:
    found, (problem,) = load(file, text)
    assert found == Settings(), "what cannot be read keeps its default"
    return problem


# The table


def test_every_field_of_settings_but_the_keys_is_a_row_of_the_table() -> None:
    assert [*FIELDS, "keys"] == [one.name for one in fields(Settings)]


@pytest.mark.parametrize("row", FIELDS.values(), ids=FIELDS)
def test_a_row_explains_itself_in_one_line_of_a_screen_of_80_columns(row: Field) -> None:
    assert row.label[0].isupper() and not row.label.endswith(".")
    assert row.help[0].isupper() and row.help.endswith(".") and "\n" not in row.help
    assert len(row.help) <= 75


@pytest.mark.parametrize("row", FIELDS.values(), ids=FIELDS)
def test_a_default_is_a_value_its_row_allows(row: Field) -> None:
    assert row.read(as_toml(row.stored(row.default))) == row.default
    assert row.parse(row.show(row.default)) == row.default


def test_the_policy_is_what_was_set() -> None:
    policy = Settings(
        desired_retention=0.95, learning_steps=(MINUTE, 10 * MINUTE), maximum_interval=9
    ).policy()
    assert (policy.desired_retention, policy.steps, policy.maximum_interval) == (
        0.95,
        (MINUTE, 10 * MINUTE),
        9,
    )
    assert policy.relearning_steps == (10 * MINUTE,)


# Reading


def test_no_file_means_defaults_and_no_problem(file: Path) -> None:
    found, problems = settings.load(file)
    assert found == Settings()
    assert not list(problems)


def test_a_whole_file_is_read(file: Path) -> None:
    found, problems = load(
        file,
        """
        # mine
        learn_ahead_minutes = 0
        desired_retention = 0.85
        learning_steps = ["1m", "10m"]
        relearning_steps = "90s, 1h"
        rollover_hour = 23
        instant_submit = true
        editor = "nvim -p"
        [keys]
        undo = "u"
        bury = "minus, ctrl+b"
        "card.flag" = ["asterisk", "f"]
        session.end = []
        """,
    )
    assert not problems
    assert found == Settings(
        learn_ahead_minutes=0,
        desired_retention=0.85,
        learning_steps=(MINUTE, 10 * MINUTE),
        relearning_steps=(timedelta(seconds=90), timedelta(hours=1)),
        rollover_hour=23,
        instant_submit=True,
        editor="nvim -p",
        keys={
            "undo": ("u",),
            "bury": ("minus", "ctrl+b"),
            "card.flag": ("asterisk", "f"),
            "session.end": (),
        },
    )


@pytest.mark.parametrize(
    "line",
    [
        "learn_ahead_minutes = -1",
        "learn_ahead_minutes = 10_000",
        "learn_ahead_minutes = 20.0",
        "learn_ahead_minutes = true",
        'learn_ahead_minutes = "20"',
        "daily_goal = 0",
        "desired_retention = 90",
        "desired_retention = 0.995",
        "desired_retention = nan",
        "desired_retention = true",
        "rollover_hour = 24",
        "rollover_hour = 04:00:00",
        "maximum_interval = 0",
        "exam_uses_all = 1",
        'exam_uses_all = "yes"',
        "editor = 5",
        r'editor = "a\u001bb"',
        r'theme = "a\nb"',
        "learning_steps = 10",
        'learning_steps = "10"',
        'learning_steps = "ten minutes"',
        'learning_steps = ["0m"]',
        'learning_steps = ["1m", 10]',
        'learning_steps = ["999999999d"]',
        'learning_steps = ["400d"]',
        'learning_steps = {first = "1m"}',
    ],
)
def test_a_bad_value_keeps_its_default_and_is_quoted_with_its_place(file: Path, line: str) -> None:
    problem = only_problem(file, f"# mine\n\n  {line}  # why\n")
    name, _, value = line.partition(" = ")
    assert (problem.code, problem.severity) == ("bad-value", Severity.ERROR)
    assert (problem.line, problem.column) == (3, len(f"  {name} = ") + 1)
    assert (problem.excerpt, problem.width) == (f"  {line}  # why", len(value))
    assert problem.message == f"'{name}' cannot be {value}"
    assert problem.hint.startswith(f"give {FIELDS[name].allowed}")


def test_steps_may_be_none_at_all(file: Path) -> None:
    found, problems = load(file, 'learning_steps = []\nrelearning_steps = ""\n')
    assert not problems
    assert found.learning_steps == found.relearning_steps == ()


def test_good_settings_beside_a_bad_one_hold(file: Path) -> None:
    found, (problem,) = load(file, "daily_goal = 5\nlearn_ahead_minutes = 'many'\nrollover_hour = 0\n")
    assert (found.daily_goal, found.learn_ahead_minutes, found.rollover_hour) == (5, 20, 0)
    assert problem.line == 2


def test_an_unknown_setting_gets_the_nearest_known_one(file: Path) -> None:
    problem = only_problem(file, "learn_ahead_minute = 5\n")
    assert (problem.code, problem.line, problem.column, problem.width) == ("unknown-key", 1, 1, 18)
    assert "learn_ahead_minutes" in problem.hint


def test_an_unknown_table_is_one_problem_at_its_header(file: Path) -> None:
    problem = only_problem(file, "[kesy]\nundo = 'u'\nbury = 'b'\n")
    assert (problem.code, problem.line, problem.excerpt) == ("unknown-key", 1, "[kesy]")
    assert "keys" in problem.hint


def test_problems_stand_in_the_order_of_the_file(file: Path) -> None:
    _, problems = load(file, "theme = 1\nwhat = 2\neditor = 3\n[keys]\nundo = 4\n[other]\n")
    assert [problem.line for problem in problems] == [1, 2, 3, 5, 6]


def test_a_setting_below_keys_is_told_to_move_up(file: Path) -> None:
    problem = only_problem(file, "[keys]\nlearn_ahead_minutes = 5\n")
    assert (problem.line, problem.column) == (2, 23)
    assert "above [keys]" in problem.hint


@pytest.mark.parametrize("keys", ['keys = "u"', "keys = []", "[[keys]]\nundo = 'u'"])
def test_keys_that_are_no_table_are_a_problem(file: Path, keys: str) -> None:
    assert only_problem(file, f"{keys}\n").line == 1


@pytest.mark.parametrize("value", ["1", "true", "[1]", '[["u"]]', '""', '[""]'])
def test_keys_of_a_command_are_texts(file: Path, value: str) -> None:
    problem = only_problem(file, f"[keys]\nundo = {value}\n")
    assert (problem.code, problem.line, problem.column) == ("bad-value", 2, 8)
    assert "undo" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("theme = dark\n", 1, 9),
        ("a = 1\na = 2\n", 2, 6),
        ("learn_ahead_minutes 5", 1, 21),
        ('\n\neditor = "vim\n', 3, 14),
        ("learning_steps = [\n", 1, None),
        ("a = 1\r\n\r\ntheme = dark\r\n", 3, 9),
    ],
)
def test_what_is_not_toml_is_pointed_at(file: Path, text: str, line: int, column: int | None) -> None:
    problem = only_problem(file, text)
    assert (problem.code, problem.line, problem.column) == ("not-toml", line, column)
    assert problem.excerpt == text.splitlines()[line - 1]


def test_a_file_that_is_not_utf_8_is_a_problem_with_its_line(file: Path) -> None:
    file.write_bytes(b"theme = 'dark'\neditor = '\xe9'\n")
    found, problems = settings.load(file)
    assert found == Settings()
    assert [(one.code, one.line) for one in problems] == [("not-utf-8", 2)]


def test_a_folder_in_the_files_place_is_a_problem(file: Path) -> None:
    file.mkdir()
    _, problems = settings.load(file)
    assert [one.code for one in problems] == ["unreadable"]
    refused = settings.save(file, "daily_goal", 5)
    assert refused is not None and refused.code == "unreadable"


def test_a_byte_order_mark_and_windows_line_ends_are_read_and_kept(file: Path) -> None:
    found, problems = load(file, "\ufeffdaily_goal = 5\r\ntheme = 'light'\r\n")
    assert not problems
    assert (found.daily_goal, found.theme) == (5, "light")
    assert settings.save(file, "daily_goal", 6) is None
    assert settings.save(file, "learn_ahead_minutes", 7) is None
    assert (
        file.read_bytes().decode() == "\ufeffdaily_goal = 6\r\ntheme = 'light'\r\nlearn_ahead_minutes = 7\r\n"
    )


def test_without_a_file_nothing_heavy_is_imported(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib, srm_quiz.config.settings as s; s.load(pathlib.Path(sys.argv[1]));"
        "print(*{'tomllib', 'tomlkit', 'fsrs', 'yaml', 'textual'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "none"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == ""


# Files that nobody would write

DIGITS = "9" * 5_000
NESTED = "[" * 3_000 + "]" * 3_000


@pytest.mark.parametrize(
    "line",
    [f"zzz = {DIGITS}", f"zzz = {NESTED}", f"zzz = {'{a = ' * 500}1{'}' * 500}", f"{'a.' * 5_000}a = 1"],
    ids=["a number of 5,000 digits", "nested lists", "nested tables", "a name of many parts"],
)
def test_a_line_that_would_take_too_long_to_read_is_reported_and_the_others_are_used(
    file: Path, line: str
) -> None:
    found, (problem,) = load(file, f"daily_goal = 5\n{line}\ntheme = 'light'\n[keys]\nundo = 'z'\n")
    assert (found.daily_goal, found.theme, found.keys) == (5, "light", {"undo": ("z",)})
    assert (problem.code, problem.line) == ("bad-value", 2)
    assert "the other lines are used" in problem.hint


def test_a_setting_is_not_saved_into_a_file_with_a_line_that_cannot_be_read(file: Path) -> None:
    text = f"zzz = {DIGITS}\n"
    file.write_text(text)
    problem = settings.save(file, "daily_goal", 9)
    assert problem is not None and problem.hint == "write it by hand: daily_goal = 9"
    assert file.read_text() == text


def test_a_setting_is_not_saved_into_a_file_that_takes_too_long_to_edit(file: Path) -> None:
    text = "".join(f"a.b.c{number} = 1\n" for number in range(2_000))
    file.write_text(text)
    problem = settings.save(file, "daily_goal", 9)
    assert problem is not None and problem.code == "no-safe-place"
    assert file.read_text() == text


def test_brackets_opened_on_many_lines_are_a_problem_of_the_file(file: Path) -> None:
    problem = only_problem(file, "zzz = " + "[\n" * 3_000)
    assert (problem.code, problem.message) == ("not-toml", "this file is nested too deeply to be read")


@pytest.mark.parametrize("value", ["[" + "0, " * 21 + "]", "[" + "9" * 400 + ", 1" * 20 + "]", "[1]"])
def test_weights_that_the_scheduler_refuses_keep_the_published_ones(file: Path, value: str) -> None:
    problem = only_problem(file, f"weights = {value}\n")
    assert problem.code == "bad-value" and "within FSRS's bounds" in problem.hint


def test_of_2000_unknown_settings_20_are_shown_and_the_rest_counted(file: Path) -> None:
    unknown = "".join(f"dailygoal{number} = 1\n" for number in range(2_000))
    found, problems = load(file, f"{unknown}daily_goal = 5\n")
    assert found.daily_goal == 5
    assert [problem.code for problem in problems] == ["unknown-key"] * 20 + ["more-problems"]
    assert problems[-1].message == "1,980 more problems in this file are not shown"


def test_a_file_larger_than_anybody_writes_is_not_read(file: Path) -> None:
    assert only_problem(file, "#" * 100_001).code == "too-large"


def test_a_name_or_value_of_any_length_makes_a_short_message(file: Path) -> None:
    _, problems = load(file, f"{'a' * 9_000} = 1\ntheme = [{'1,' * 4_000}]\nkeys = {{undo = 4}}\n")
    assert len(problems) == 3
    assert all(len(problem.message) < 100 for problem in problems)


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are files on POSIX only")
@pytest.mark.parametrize("kind", ["a pipe", "a link to a device", "a folder", "links in a circle"])
def test_what_is_no_ordinary_file_is_reported_and_not_read(file: Path, kind: str) -> None:
    match kind:
        case "a pipe":
            os.mkfifo(file)
        case "a link to a device":
            file.symlink_to("/dev/zero")
        case "a folder":
            file.mkdir()
        case _:
            file.symlink_to(file)
    found, (problem,) = settings.load(file)
    assert (found, problem.code) == (Settings(), "unreadable")
    assert settings.save(file, "daily_goal", 5) == problem


# Saving

WEIGHTS = st.tuples(
    *(st.integers(round(low * 1_000), round(high * 1_000)) for low, high in WEIGHT_BOUNDS)
).map(lambda thousandths: tuple(number / 1_000 for number in thousandths))
VALUES: dict[Shape, st.SearchStrategy[Any]] = {
    Shape.WHOLE: st.integers(1, 23),
    Shape.DECIMAL: st.floats(0.70, 0.99),
    Shape.SWITCH: st.booleans(),
    Shape.TEXT: st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" ")),
    Shape.DAY: st.none() | st.dates(),
    Shape.WEIGHTS: WEIGHTS | st.just(()),
    Shape.STEPS: st.lists(st.integers(1, 31_536_000).map(lambda s: timedelta(seconds=s))).map(tuple),
}
SETTINGS = st.sampled_from(list(FIELDS.values())).flatmap(
    lambda row: st.tuples(st.just(row.name), VALUES[row.shape])
)


@given(SETTINGS)
def test_what_is_shown_or_written_is_read_back(pair: tuple[str, Any]) -> None:
    name, value = pair
    row = FIELDS[name]
    assert row.read(as_toml(row.stored(value))) == value
    assert row.parse(row.show(value)) == (value.strip() if row.shape is Shape.TEXT else value)


@given(st.lists(SETTINGS, max_size=6))
def test_everything_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, Any]]
) -> None:
    file = tmp_path_factory.mktemp("settings") / "new" / "settings.toml"
    for name, value in pairs:
        assert settings.save(file, name, value) is None
    found, problems = settings.load(file)
    assert found == Settings(**dict(pairs))
    assert not list(problems)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "daily_goal = 9\n"),
        ("daily_goal=5 # enough", "daily_goal=9 # enough"),
        ('theme = "light"', 'theme = "light"\ndaily_goal = 9\n'),
        (
            "# mine\ntheme = 'x' # so\n\n[keys]\nu='u'\n",
            "# mine\ntheme = 'x' # so\ndaily_goal = 9\n\n[keys]\nu='u'\n",
        ),
        ("[keys]\nundo = 'u'\n", "daily_goal = 9\n\n[keys]\nundo = 'u'\n"),
        ("[keys]\ndaily_goal = 5\n", "daily_goal = 9\n\n[keys]\ndaily_goal = 5\n"),
        ("keys = {undo = 'u'}  # mine\n", "keys = {undo = 'u'}  # mine\ndaily_goal = 9\n"),
        ('editor = """\ndaily_goal = 1\n"""\n', 'editor = """\ndaily_goal = 1\n"""\ndaily_goal = 9\n'),
        ('"daily_goal" = 5\n', '"daily_goal" = 9\n'),
    ],
)
def test_a_setting_is_put_where_it_belongs(file: Path, before: str, after: str) -> None:
    file.write_text(before)
    assert settings.save(file, "daily_goal", 9) is None
    assert file.read_text() == after


def test_a_change_that_would_touch_something_else_is_left_to_the_learner(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("theme = 'x'\n")
    monkeypatch.setattr(tomlkit, "dumps", lambda document: "daily_goal = 9\n")
    problem = settings.save(file, "daily_goal", 9)
    assert problem is not None and problem.hint == "write it by hand: daily_goal = 9"
    assert file.read_text() == "theme = 'x'\n"


def test_a_file_that_is_not_toml_is_never_touched(file: Path) -> None:
    file.write_text("theme = dark\n")
    problem = settings.save(file, "daily_goal", 5)
    assert problem is not None and problem.code == "not-toml"
    assert file.read_text() == "theme = dark\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [("daily_goal", 0), ("daily_goal", "5"), ("learning_steps", "10m"), ("editor", "a\nb"), ("theme", 3)],
)
def test_a_value_the_setting_does_not_take_is_not_saved(file: Path, name: str, value: Any) -> None:
    with pytest.raises(ValueError):
        settings.save(file, name, value)
    assert not file.exists()


def test_a_save_that_fails_says_so_and_changes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("daily_goal = 5\n")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    problem = settings.save(file, "daily_goal", 6)
    assert problem is not None and "No space left" in problem.message
    assert [one.name for one in file.parent.iterdir()] == [file.name], "nothing half-written stays behind"
    assert file.read_text() == "daily_goal = 5\n"


def test_a_link_stays_a_link_and_permissions_stay(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text("daily_goal = 5\n")
    real.chmod(0o600)
    link = tmp_path / "settings.toml"
    link.symlink_to(real)
    assert settings.save(link, "daily_goal", 6) is None
    assert link.is_symlink()
    assert real.read_text() == "daily_goal = 6\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["new_per_day", "reviews_per_day", "spread_backlog", "bury_siblings"])
def test_a_setting_of_earlier_versions_is_read_with_a_word_about_what_changed(file: Path, name: str) -> None:
    found, (problem,) = load(file, f"daily_goal = 30\n{name} = 5\n")
    assert found.daily_goal == 30
    assert (problem.code, problem.severity, problem.line) == ("retired-setting", Severity.WARNING, 2)
    assert problem.hint.endswith("this line can go")
