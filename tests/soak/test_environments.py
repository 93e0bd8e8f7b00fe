"""Environments that no machine should have: no traceback, no hang, and one of the program's exit codes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from srm_quiz.cli.main import run
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(os.name != "posix", reason="devices and deleted folders are POSIX's"),
]

ROUNDS = int(os.environ.get("SRM_QUIZ_ROUNDS", "1000"))
PATIENCE = 2.0
"""Seconds of the processor that one command may take."""

COMMANDS = """status; status --json; decks; drill --plain --limit 1; check nowhere.yaml; backup list; streak
plan; doctor; stats --json; export foundations --to out.csv; import nowhere.csv; backup now; relink; rebuild
backup restore nowhere.db; --help; --version""".replace("\n", ";").split(";")

VARIABLES = {
    "TZ": ["UTC+99", "UTC+24", "", ":", "Mars/Olympus", "UTC-14", "A" * 5_000, "\u202e"],
    "LANG": ["C", "de_DE.ISO-8859-1", "nonsense", ""],
    "LC_ALL": ["C", "POSIX", "ja_JP.SJIS"],
    "PYTHONIOENCODING": ["ascii", "utf-16", "latin-1"],
    "TERM": ["dumb", "", "x" * 3_000],
    "COLUMNS": ["0", "-1", "9" * 50, "x"],
    "HOME": ["/proc/nowhere", "/dev/null", "relative"],
    "EDITOR": ["/proc/editor", "'", ""],
    "TMPDIR": ["/proc/nowhere", "/dev/null"],
    "NO_COLOR": ["1"],
    "XDG_DATA_HOME": ["/dev/null/x", "relative", "a" * 5_000],
}


def homes(folder: Path, warm: Path) -> dict[str, str]:
    """Homes of all kinds, most of which cannot be one."""
    (folder / "file").write_text("in the way")
    (folder / "locked").mkdir(mode=0o500)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "dangling").symlink_to(folder / "nowhere" / "x")
    return {
        "good": f"{warm}",
        "new": f"{folder / 'new'}",
        "a file": f"{folder / 'file'}",
        "below a file": f"{folder / 'file' / 'x'}",
        "locked": f"{folder / 'locked' / 'x'}",
        "links in a circle": f"{folder / 'circle'}",
        "a dangling link": f"{folder / 'dangling'}",
        "too long": f"{folder / ('a' * 300)}",
        "far too long": f"{folder / ('a/' * 4_000)}",
        "of nobody": "~nosuchuser/x",
        "of the kernel": "/proc/nowhere",
        "a device": "/dev/null",
        "relative": "somewhere",
        "odd": str(folder / "o\u202e\x1b[31m d"),
        "empty": "",
        "of the platform": "",
    }


SCRIPT = """
import os, sys
sys.path.insert(0, sys.argv.pop(1))
if sys.argv.pop(1):
    os.rmdir(os.getcwd())
for end in map(int, sys.argv.pop(1)):
    os.close(end)
    setattr(sys, ("stdin", "stdout", "stderr")[end], None)
from srm_quiz.__main__ import main
sys.exit(main())
"""
"""Runs the program after the working folder was deleted and streams closed, as a shell's `>&-` does."""


def test_no_environment_brings_a_traceback_a_hang_or_another_exit_code(tmp_path: Path) -> None:
    chance, codes, slowest = random.Random(16), Counter[int](), 0.0
    warm = tmp_path / "warm"
    assert run(["--home", str(warm), "check"]) == 0
    places = homes(tmp_path, warm)
    for number in range(ROUNDS):
        name = chance.choice(list(places))
        words = chance.choice(COMMANDS).split()
        variables = {**os.environ, "HOME": str(tmp_path / "user")}
        for variable in chance.sample(sorted(VARIABLES), chance.choice((0, 1, 1, 2, 4))):
            variables[variable] = chance.choice(VARIABLES[variable])
        folder = tmp_path / f"folder-{number}"
        folder.mkdir()
        gone, closed = chance.choice(("", "", "gone")), chance.choice(("", "", "", "0", "1", "2", "012"))
        output = chance.choice((os.devnull, os.devnull, "/dev/full"))
        home = ["--home", places[name]] if name != "of the platform" else []
        before = sum(os.times()[2:4])
        with open(output, "w") as out:  # noqa: PTH123
            ran = subprocess.run(
                [sys.executable, "-c", SCRIPT, str(ROOT), gone, closed, *home, *words],
                cwd=folder,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.PIPE,
                timeout=60,
            )
        seconds = sum(os.times()[2:4]) - before
        codes[ran.returncode], slowest = codes[ran.returncode] + 1, max(slowest, seconds)
        changed = {key: value[:40] for key, value in variables.items() if os.environ.get(key) != value}
        case = (words, name, gone, closed, output, changed, ran.stderr[-2_000:].decode(errors="replace"))
        assert b"Traceback" not in ran.stderr and ran.returncode in (0, 1, 2, 3), case
        assert seconds < PATIENCE, case
    print(f"{ROUNDS} environments, exit codes {dict(codes)}, the slowest {slowest:.2f} s of the processor")
