"""Every regular expression of the package takes time linear in its text, whatever the text is."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import srm_quiz

ROOT = Path(srm_quiz.__file__).parent
METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
SLOW = 0.05
"""Seconds. For the longest text a linear pattern needs a hundredth of it, a quadratic one far more."""

LENGTHS = [8, 10, 12, 15, 18, 22, 27, 33, 40, 60, 100, 250, 600, 1_500, 4_000, 20_000]
"""Growing slowly at first: what is worse than quadratic is caught before it takes for ever."""

RUNS = [
    " ",
    "\t",
    "a",
    "A",
    "0",
    "-",
    "- ",
    "a ",
    " a",
    "'",
    '"',
    "*",
    "_",
    "[",
    "(",
    "{",
    ".",
    ",",
    ":",
    "#",
    "/",
    "\n",
    "\n ",
    "| ",
]
TAILS = ["\0", "x", "!"]


@dataclass(frozen=True)
class Use:
    """A pattern and how it is applied."""

    module: str
    pattern: re.Pattern[Any]
    method: str

    def __str__(self) -> str:
        return f"{self.module}: {self.method} {self.pattern.pattern!r}"


def modules() -> Iterator[tuple[ModuleType, ast.Module]]:
    for found in pkgutil.walk_packages([str(ROOT)], "srm_quiz."):
        if found.name != "srm_quiz.__main__":
            module = importlib.import_module(found.name)
            yield module, ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def uses() -> list[Use]:
    """Every pattern of the package with every method that is called on it."""
    trees = list(modules())
    called: defaultdict[str, set[str]] = defaultdict(set)
    """The methods that are called on a name, anywhere."""
    for _, tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                called[name_of(node.value)].add(node.attr)
    found: dict[tuple[str, str, str], Use] = {}
    for module, tree in trees:
        for name, value in vars(module).items():
            for pattern in patterns_in(value):
                for method in sorted(called.get(name) or called_on_locals(tree) or {"search"}):
                    use = Use(module.__name__, pattern, method)
                    found.setdefault((str(pattern.pattern), str(pattern.flags), method), use)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            is_of_re = isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "re"
            if is_of_re and method in METHODS and (inline := constant(call, module)):
                use = Use(module.__name__, inline, method)
                found.setdefault((str(inline.pattern), str(inline.flags), method), use)
    return list(found.values())


def called_on_locals(tree: ast.Module) -> set[str]:
    """The methods of patterns that a module calls on its variables: for patterns that stand in a table."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in METHODS - {"split"}
    ]
    return {
        call.attr
        for call in calls
        if isinstance(call.value, ast.Name) and call.value.id.islower() and call.value.id != "re"
    }


def name_of(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def constant(call: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    """The pattern of `re.match(…)` and its like; None where it is put together from variables."""
    names: dict[str, Any] = {**vars(module), "re": re}
    flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
    if flags is None and isinstance(call.func, ast.Attribute):
        place = 3 if call.func.attr in ("sub", "subn", "split") else 2
        flags = call.args[place] if len(call.args) > place else None
    try:
        texts = [
            eval(compile(ast.Expression(part), "", "eval"), names) for part in (call.args[0], flags) if part
        ]
    except NameError:
        return None
    return texts[0] if isinstance(texts[0], re.Pattern) else re.compile(*texts)


def patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for inside in value.values():
            yield from patterns_in(inside)
    elif isinstance(value, list | tuple | set | frozenset):
        for inside in value:
            yield from patterns_in(inside)


def hostile_texts(pattern: re.Pattern[Any], length: int) -> Iterator[str]:
    """Runs of that length: of common characters, and of each part of the pattern that may be repeated."""
    text = pattern.pattern
    source = text.decode("latin-1") if isinstance(text, bytes) else text
    repeats = list(
        repetitions(
            _parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(text, bytes) else pattern.flags)
        )
    )
    for before, part in {*(("", run) for run in RUNS), *repeats}:
        if part:
            run = part * (length // len(part))
            yield from (before + run + tail for tail in TAILS)


def repetitions(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each part that may be repeated without bound, with a text that leads to it."""
    for operator, argument in tree:
        if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            least, most, body = argument
            if most == ops.MAXREPEAT:
                yield before, sample([*body])
            yield from repetitions(body, before)
            before += sample([*body]) * least
        elif operator is ops.SUBPATTERN:
            yield from repetitions(argument[-1], before)
            before += sample([*argument[-1]])
        elif operator is ops.ATOMIC_GROUP:
            yield from repetitions(argument, before)
            before += sample([*argument])
        elif operator is ops.BRANCH:
            for branch in argument[1]:
                yield from repetitions(branch, before)
            before += sample([*argument[1][0]])
        elif operator in (ops.ASSERT, ops.ASSERT_NOT):
            yield from repetitions(argument[1], before)
        else:
            before += sample([(operator, argument)])


CATEGORIES = {
    ops.CATEGORY_DIGIT: "0",
    ops.CATEGORY_SPACE: " ",
    ops.CATEGORY_WORD: "a",
    ops.CATEGORY_NOT_SPACE: "a",
    ops.CATEGORY_NOT_WORD: " ",
    ops.CATEGORY_NOT_DIGIT: "a",
}


def sample(tree: list[Any]) -> str:
    """A short text that the pattern takes, assertions left aside."""
    text = ""
    for operator, argument in tree:
        match operator:
            case ops.LITERAL:
                text += chr(argument)
            case ops.NOT_LITERAL:
                text += "a" if chr(argument) != "a" else "b"
            case ops.ANY:
                text += "a"
            case ops.IN:
                text += one_of(argument)
            case ops.BRANCH:
                text += sample([*argument[1][0]])
            case ops.SUBPATTERN:
                text += sample([*argument[-1]])
            case ops.ATOMIC_GROUP:
                text += sample([*argument])
            case ops.MAX_REPEAT | ops.MIN_REPEAT | ops.POSSESSIVE_REPEAT:
                text += sample([*argument[2]]) * argument[0]
    return text


def one_of(members: list[Any]) -> str:
    if members[0][0] is ops.NEGATE:
        compiled = re.compile(
            "|".join(re.escape(chr(value)) for kind, value in members if kind is ops.LITERAL) or "(?!)"
        )
        spaces = any(value is ops.CATEGORY_SPACE for _, value in members)
        return next(sign for sign in " a-0b" if not compiled.match(sign) and not (spaces and sign == " "))
    kind, value = members[0]
    return CATEGORIES[value] if kind is ops.CATEGORY else chr(value if kind is ops.LITERAL else value[0])


def seconds(use: Use, text: str) -> float:
    """The best of three times, as a busy machine makes single ones long."""
    given: Any = text.encode("utf-8") if isinstance(use.pattern.pattern, bytes) else text
    apply = getattr(use.pattern, use.method)
    best = 1e9
    for _ in range(3):
        start = time.perf_counter()
        done = apply("", given) if use.method.startswith("sub") else apply(given)
        if use.method == "finditer":
            list(done)
        best = min(best, time.perf_counter() - start)
        if best < SLOW:
            break
    return best


@pytest.mark.parametrize("use", list(uses()), ids=str)
def test_no_pattern_takes_more_than_linear_time(use: Use) -> None:
    for length in LENGTHS:
        for text in hostile_texts(use.pattern, length):
            assert seconds(use, text) < SLOW, f"{use} on {text[:20]!r}… of {length} characters"


def test_the_search_for_patterns_finds_those_in_functions_and_in_tables() -> None:
    found = {(use.module, use.method) for use in uses()}
    assert {("srm_quiz.deckfiles.source", "match"), ("srm_quiz.deckfiles.yaml_errors", "match")} <= found
    assert len(found) > 30


@pytest.mark.parametrize(("pattern", "method"), [("(a+)+$", "match"), (" *-? *x", "match"), (r"\s+$", "sub")])
def test_a_pattern_that_is_not_linear_is_noticed(pattern: str, method: str) -> None:
    use = Use("here", re.compile(pattern), method)
    assert any(
        seconds(use, text) >= SLOW for length in LENGTHS for text in hostile_texts(use.pattern, length)
    )
