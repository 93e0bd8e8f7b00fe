"""The rules of the tree: what may import what, what stays light, and how a file is written."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.paths import ROOT

MODULES = sorted((ROOT / "srm_quiz").rglob("*.py"))
FILES = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


def named(files: Iterable[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


def test_imports_run_downhill() -> None:
    """The contracts in .importlinter, which also say who may import fsrs, sqlite3, yaml and textual."""
    lint = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([lint, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    "module",
    [
        "__main__",
        "cli.main",
        "study.study",
        "plain.drill",
        "config.settings",
        "config.paths",
        "store.store",
        "deckfiles.library",
    ],
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


def test_the_domain_is_told_the_time_and_draws_no_chance() -> None:
    def asks(module: Path) -> bool:
        return any(
            isinstance(node, ast.Attribute)
            and node.attr in ("now", "today", "utcnow")
            and isinstance(node.value, ast.Name)
            and node.value.id in ("datetime", "date")
            for node in ast.walk(tree(module))
        )

    domain = [module for module in MODULES if "domain" in module.parts]
    assert domain and named(filter(asks, domain)) == []


def test_a_file_opens_with_one_line_that_says_what_it_is() -> None:
    def opens_well(file: Path) -> bool:
        if file.name == "__init__.py" and not file.read_text():
            return True
        first, *rest = (ast.get_docstring(tree(file)) or "").splitlines() or [""]
        stands_alone = not rest or not rest[0]
        return first.endswith((".", "?")) and stands_alone

    assert named(file for file in FILES if not opens_well(file)) == []


def test_a_file_is_short_enough_to_be_read_at_a_sitting() -> None:
    """One noun may take 450 lines; a file of more holds several."""
    assert named(file for file in FILES if len(file.read_text().splitlines()) > 500) == []


def test_front_ends_reach_the_store_only_through_the_study() -> None:
    """`study.Study` is the one door to the use cases: nothing above it takes the store from it.

    Commands that look after the progress file itself (rebuild, export, import) may open it.
    """

    def reaches_through(node: ast.AST, package: str) -> bool:
        if isinstance(node, ast.ImportFrom):
            return node.module == "srm_quiz.store.store" and package != "cli"
        return isinstance(node, ast.Attribute) and node.attr in ("store", "snapshot")

    assert [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for package in ("tui", "plain", "cli", "charts")
        for module in sorted((ROOT / "srm_quiz" / package).rglob("*.py"))
        for node in ast.walk(tree(module))
        if reaches_through(node, package)
    ] == []


def test_a_module_is_named_for_what_it_holds_and_hides_no_library() -> None:
    def named_well(module: Path) -> bool:
        name = module.parent.name if module.name == "__init__.py" else module.stem
        if name in {"utils", "helpers", "common", "types", "models"}:
            return False
        if module.parent == ROOT / "srm_quiz" or name in {"yaml", "fsrs", "logging"}:
            return name in ("srm_quiz", "__main__") or find_spec(name) is None
        return True

    assert named(module for module in MODULES if not named_well(module)) == []


def test_nothing_is_swallowed() -> None:
    """A bare except, or one that catches everything and goes on, hides what went wrong."""

    def swallows(handler: ast.ExceptHandler) -> bool:
        if handler.type is None:
            return True
        caught = {name.id for name in ast.walk(handler.type) if isinstance(name, ast.Name)}
        raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(handler))
        return not raises and bool(caught & {"Exception", "BaseException"})

    assert [
        f"{name}:{node.lineno}"
        for module, name in zip(MODULES, named(MODULES), strict=True)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.ExceptHandler) and swallows(node)
    ] == []
