"""The rules of the tree: what may import what, what stays light, and how a file is written."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "srm_quiz").rglob("*.py"))
FILES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]
TREES = {file: ast.parse(file.read_bytes()) for file in FILES}

every_module = pytest.mark.parametrize("module", MODULES, ids=lambda file: str(file.relative_to(ROOT)))
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))


def test_imports_run_downhill() -> None:
    """The contracts in .importlinter, which also say who may import fsrs, sqlite3, yaml and textual."""
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "module",
    ["__main__", "cli", "study", "plain", "settings", "locations", "store.store", "deckfiles.library"],
)
def test_nothing_below_the_screen_imports_what_is_slow(module: str) -> None:
    """Each in a process of its own: a status line must be there in tens of milliseconds."""
    script = (
        f"import sys, srm_quiz.{module}; print(*{{'textual', 'rich', 'yaml', 'fsrs'}} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    if f"No module named 'srm_quiz.{module}'" in run.stderr:
        pytest.skip("not built yet")
    assert (run.stdout.strip(), run.stderr) == ("", "")


@every_module
def test_the_domain_is_told_the_time_and_draws_no_chance(module: Path) -> None:
    if "domain" not in module.parts:
        return
    asked = {
        node.attr
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow")
        if isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date")
    }
    assert not asked


@every_file
def test_a_file_opens_with_one_line_that_says_what_it_is(file: Path) -> None:
    if file.name == "__init__.py" and not file.read_text():
        return
    said = ast.get_docstring(TREES[file])
    assert said, "it has no docstring"
    first, *rest = said.splitlines()
    assert first.endswith((".", "?")), first
    assert not rest or not rest[0], "the first line stands alone"


@every_file
def test_a_file_is_short_enough_to_be_read_at_a_sitting(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 400


@every_module
def test_a_module_is_named_for_what_it_holds_and_hides_no_library(module: Path) -> None:
    name = module.parent.name if module.name == "__init__.py" else module.stem
    assert name not in {"utils", "helpers", "common", "types", "models"}
    if module.parent == ROOT / "srm_quiz" or name in {"yaml", "fsrs", "logging"}:
        assert name in ("srm_quiz", "__main__") or find_spec(name) is None


@every_module
def test_nothing_is_swallowed(module: Path) -> None:
    """A bare except, or one that catches everything and goes on, hides what went wrong."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ExceptHandler):
            caught = (
                {name.id for name in ast.walk(node.type) if isinstance(name, ast.Name)} if node.type else None
            )
            raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            assert caught is not None and (raises or not caught & {"Exception", "BaseException"}), node.lineno
