"""What the system refuses is told in one sentence, with the exit code that fits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.paths import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="devices and deleted folders are POSIX's")

DELETED = "the folder you are in was deleted; change to another one"


def quiz(
    *words: str | Path,
    home: str | Path,
    environ: Mapping[str, str] | None = None,
    output: str = "",
    errors: str = "",
    folder: Path | None = None,
) -> tuple[int, str, str]:
    """Run a command: its exit code, output and errors. `output` and `errors` name files to write them to."""
    script = "import os, sys; sys.path.insert(0, sys.argv.pop(1)); gone = sys.argv.pop(1)\n"
    script += "if gone: os.chdir(gone); os.rmdir(gone)\n"
    script += "from srm_quiz.__main__ import main; sys.exit(main())"
    command = [sys.executable, "-c", script, str(ROOT), str(folder or ""), "--home", str(home)]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with open(output or os.devnull, "w") as out, open(errors or os.devnull, "w") as err:  # noqa: PTH123
        ran = subprocess.run(
            [*command, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=out if output else subprocess.PIPE,
            stderr=err if errors else subprocess.PIPE,
            text=True,
            env={**variables, **(environ or {})},
            timeout=60,
        )
    return ran.returncode, ran.stdout or "", ran.stderr or ""


@pytest.fixture
def gone(tmp_path: Path) -> Path:
    """A folder that the command is in while it is deleted."""
    folder = tmp_path / "gone"
    folder.mkdir()
    return folder


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("words", ["status", "--help", "check --format json", "drill --plain"])
def test_output_to_a_full_device_is_told_in_one_sentence(tmp_path: Path, words: str) -> None:
    code, _, errors = quiz(*words.split(), home=tmp_path, output="/dev/full")
    assert (code, errors) == (1, "srm-quiz: the output cannot be written: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_errors_to_a_full_device_leave_the_exit_code_as_it_is(tmp_path: Path) -> None:
    code, output, _ = quiz("backup", "restore", "none.db", home=tmp_path, errors="/dev/full")
    assert (code, output) == (3, "")


def test_the_home_of_a_user_that_does_not_exist_is_told_in_one_sentence() -> None:
    code, _, errors = quiz("status", home="~nosuchuser/x")
    assert code == 2
    assert errors == "srm-quiz: ~nosuchuser/x cannot be the home: there is no such user; name a folder\n"


@pytest.mark.parametrize("words", ["status", "drill --plain"])
def test_a_home_that_cannot_exist_is_told_in_one_sentence(words: str) -> None:
    code, output, errors = quiz(*words.split(), home="/dev/null/x")
    assert (code, output) == (3, "")
    assert errors.startswith("srm-quiz: /dev/null/x/progress.db cannot be used: ") and errors.count("\n") == 1


@pytest.mark.parametrize("words", ["status", "drill --plain"])
def test_a_home_with_too_long_a_path_is_told_in_one_short_sentence(tmp_path: Path, words: str) -> None:
    code, output, errors = quiz(*words.split(), home=tmp_path / ("a" * 5_000))
    assert (code, output) == (3, "")
    assert "File name too long" in errors and errors.count("\n") == 1 and len(errors) < 400


def test_a_file_with_too_long_a_name_is_told_in_one_short_sentence(tmp_path: Path) -> None:
    code, _, errors = quiz("check", "a" * 5_000, home=tmp_path)
    assert code == 1
    assert "File name too long" in errors and errors.count("\n") == 1 and len(errors) < 300


def test_in_a_deleted_working_folder_a_deck_can_be_drilled(tmp_path: Path, gone: Path) -> None:
    code, output, errors = quiz(
        "drill", "--plain", "--deck", "foundations", "--limit", "1", home=tmp_path, folder=gone
    )
    assert (code, errors) == (0, "")
    assert "Card 1" in output


def test_a_home_relative_to_a_deleted_working_folder_is_told_in_one_sentence(gone: Path) -> None:
    code, output, errors = quiz("status", home="x", folder=gone)
    assert (code, output, errors) == (2, "", f"srm-quiz: x cannot be found: {DELETED}\n")


@pytest.mark.parametrize("words", ["status", "drill --plain", "plan"])
def test_a_time_zone_that_is_none_is_told_in_one_sentence(tmp_path: Path, words: str) -> None:
    code, output, errors = quiz(*words.split(), home=tmp_path, environ={"TZ": "UTC+99"})
    assert (code, output) == (1, "")
    assert errors == "srm-quiz: TZ=UTC+99 is no time zone; set one such as TZ=Europe/Berlin\n"
