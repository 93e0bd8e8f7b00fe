"""Deliberate faults in the rules: a test notices each, or a list says why it changes nothing.

    SRM_QUIZ_MUTANTS=300 pytest -m soak -s tests/soak/test_mutants.py

A first run of the suite learns which tests run which lines; each mutant then meets those of its line alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from coverage import CoverageData

from tests.support.mutants import Mutant, sample
from tests.support.paths import ROOT

pytestmark = pytest.mark.soak

FOLDERS = [f"srm_quiz/{name}" for name in ("domain", "store", "deckfiles", "study", "charts")]
SEED = 15
NUMBER = int(os.environ.get("SRM_QUIZ_MUTANTS", "300"))
MOST_TESTS = 60
"""How many tests of a line a mutant meets at most: those of the folder that mirrors its own come first."""
HANGS = 120
"""Seconds after which a mutant counts as noticed: its loop does not end."""

ALONE = ["-o", "addopts=-q --strict-markers --hypothesis-profile=suite -m 'not soak and not benchmark'"]
"""The suite's options without those of parallel runs, in which no context is recorded."""

EQUIVALENT: Mapping[str, str] = tomllib.loads(
    Path(__file__).with_name("equivalent_mutants.toml").read_text(encoding="utf-8")
)


def copy_of_the_project(folder: Path) -> Path:
    ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
    return Path(shutil.copytree(ROOT, folder, ignore=ignored))


def run(project: Path, *words: str, seconds: int | None = None) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *ALONE, *words]
    return subprocess.run(
        command, cwd=project, env=environ, capture_output=True, text=True, timeout=seconds, check=False
    )


@pytest.fixture(scope="module")
def tests_of_lines(tmp_path_factory: pytest.TempPathFactory) -> CoverageData:
    """Which tests run which lines, by one run of the suite."""
    project = copy_of_the_project(tmp_path_factory.mktemp("lines") / "project")
    slow = ["--ignore=tests/terminal", "--deselect=tests/test_readme.py"]
    done = run(project, *slow, "--cov", "--cov-context=test", "--cov-report=")
    assert done.returncode == 0, done.stdout[-3000:]
    data = CoverageData(str(project / ".coverage"))
    data.read()
    return data


def relevant_tests(mutant: Mutant, data: CoverageData) -> list[str]:
    """The tests that run the mutant's line; for a line that runs on import, those of its whole module."""
    name = next(name for name in data.measured_files() if name.endswith(f"/{mutant.file.as_posix()}"))
    tests_by_line = {
        line: {context.partition("|")[0] for context in contexts if context}
        for line, contexts in data.contexts_by_lineno(name).items()
    }
    tests = tests_by_line.get(mutant.line) or set().union(*tests_by_line.values())
    mirrored = f"tests/{mutant.file.parent.relative_to('srm_quiz').as_posix()}"
    return sorted(tests, key=lambda test: (not test.startswith(mirrored), test))[:MOST_TESTS]


def survives(mutant: Mutant, project: Path, tests: list[str]) -> bool:
    """Whether no test notices the mutant. The project's file is as it was afterwards."""
    file = project / mutant.file
    before = file.read_text(encoding="utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    try:
        return run(project, "-x", *tests, seconds=HANGS).returncode == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        file.write_text(before, encoding="utf-8")


def test_every_deliberate_fault_is_noticed(tests_of_lines: CoverageData, tmp_path: Path) -> None:
    mutants = sample(ROOT, FOLDERS, NUMBER, SEED)
    workers = os.cpu_count() or 1
    projects = [copy_of_the_project(tmp_path / f"project-{worker}") for worker in range(workers)]

    def survivors_of(worker: int) -> list[str]:
        found = []
        for mutant in mutants[worker::workers]:
            tests = relevant_tests(mutant, tests_of_lines)
            if not tests or survives(mutant, projects[worker], tests):
                found.append(mutant.name)
                print(f"survived, line {mutant.line}, {len(tests)} tests: {mutant.name}", flush=True)
        return found

    with ThreadPoolExecutor(workers) as pool:
        survivors = [name for names in pool.map(survivors_of, range(workers)) for name in names]
    print(f"{len(mutants) - len(survivors)} of {len(mutants)} were noticed")
    assert sorted(set(survivors) - set(EQUIVALENT)) == []
