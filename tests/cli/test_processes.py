"""The program as the system sees it: pipes, signals, and what it loads."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from srm_quiz.cli.main import run
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which every deck was read before."""
    home = tmp_path_factory.mktemp("warm")
    assert run(["--home", str(home), "check"]) == 0
    return home


def spawn(home: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "srm_quiz", "--home", str(home), *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # Output is buffered, as it is for everybody who did not ask for anything else.
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        # As from a terminal: what a shell runs in the background ignores Ctrl+C, and so do its children.
        preexec_fn=heed_ctrl_c if os.name == "posix" else None,
    )


def heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("words", [["status", "--short"], ["decks"], ["drill"]])
def test_a_reader_that_has_gone_is_no_error(warm: Path, words: list[str]) -> None:
    with spawn(warm, *words) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.close()
        assert process.stderr.read() == ""
        assert process.wait(30) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise elsewhere")
def test_ctrl_c_at_the_prompt_is_told_to_the_shell_and_to_nobody_else(warm: Path) -> None:
    with spawn(warm, "drill") as process:
        assert process.stdin and process.stdout and process.stderr
        while process.stdout.read(1) != "[":
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        ("status", "textual rich yaml fsrs platformdirs"),
        ("decks", "textual rich yaml fsrs platformdirs"),
        ("check", "textual rich fsrs"),
    ],
)
def test_what_is_asked_often_imports_nothing_heavy(warm: Path, words: str, heavy: str) -> None:
    script = (
        "import sys; from srm_quiz.cli.main import run;"
        f"run(['--home', {str(warm)!r}, {words!r}]);"
        f"print(*set({heavy.split()!r}) & set(sys.modules), file=sys.stderr)"
    )
    run_ = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (run_.stderr.strip(), run_.returncode) == ("", 0)


def test_only_the_module_of_the_command_that_is_named_is_imported(warm: Path) -> None:
    script = (
        "import sys; from srm_quiz.cli.main import run;"
        f"run(['--home', {str(warm)!r}, 'status', '--short']);"
        "print(*(name for name in sys.modules if 'srm_quiz.cli.commands.' in name), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (ran.stderr, ran.returncode) == ("srm_quiz.cli.commands.status\n", 0)


def test_the_installed_command_runs_without_a_terminal(warm: Path) -> None:
    command = shutil.which("srm-quiz", path=str(Path(sys.executable).parent))
    words = [command] if command else [sys.executable, "-m", "srm_quiz"]
    environ = {**os.environ, "SRM_QUIZ_HOME": str(warm)}
    done = subprocess.run([*words, "status", "--json"], env=environ, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["goal"] == 20
