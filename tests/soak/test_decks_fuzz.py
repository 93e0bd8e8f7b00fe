"""The deck reader under many more broken files, and under very large ones."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings

from tests.deckfiles.test_fuzz import check, decks_of_any_shape, mutated, token_soup

pytestmark = pytest.mark.soak

many = settings(max_examples=20_000, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(token_soup)
def test_any_mixture_of_what_decks_are_made_of(data: bytes) -> None:
    check(data)


@many
@given(mutated())
def test_any_slip_in_a_real_deck(data: bytes) -> None:
    check(data)


@many
@given(decks_of_any_shape)
def test_any_shape_of_values(data: bytes) -> None:
    check(data)


SIZE = 20_000_000
BOMBS = {
    "open lists": "b'[' * SIZE",
    "open mappings": "b'{a: ' * (SIZE // 4)",
    "dashes": "b'- ' * (SIZE // 2)",
    "question marks": "b'? ' * (SIZE // 2)",
    "line breaks": "b'\\n' * SIZE",
    "returns": "b'\\r' * SIZE",
    "spaces": "b' ' * SIZE",
    "tabs": "b'\\t' * SIZE",
    "items": "b'title: T\\ncards:\\n' + b'- a\\n' * (SIZE // 4 - 5)",
    "items in one line": "b'title: T\\ncards: [' + b'a,' * (SIZE // 2 - 20) + b']'",
    "equal keys": "b'a: b\\n' * (SIZE // 5)",
    "different keys": "b''.join(b'k%d: v\\n' % n for n in range(SIZE // 12))",
    "aliases": "b'a: &a [x]\\nb: [' + b'*a,' * (SIZE // 3)",
    "anchors": "b''.join(b'- &a%d x\\n' % n for n in range(SIZE // 14))",
    "tags": "b'- !x y\\n' * (SIZE // 7)",
    "an open quote": "b'a: \"' + b'x\\n' * (SIZE // 2)",
    "escapes": "b'a: \"' + b'\\\\u0041' * (SIZE // 6) + b'\"'",
    "control characters": "b'\\x1b\\n' * (SIZE // 2)",
    "zero bytes": "b'\\0' * SIZE",
    "not utf-8": "b'\\xff' * SIZE",
    "comments": "b'# x\\n' * (SIZE // 4)",
    "documents": "b'---\\n' * (SIZE // 4)",
    "one key": "b'a' * SIZE + b': b'",
    "one text": "b'title: ' + b'x ' * (SIZE // 2)",
    "choices": "b'title: T\\ncards:\\n- question: q\\n  choices:\\n' + b'  - wrong: w\\n' * 300_000",
    "keys of a note": "b'title: T\\ncards:\\n- ' + b''.join(b'k%d: v\\n  ' % n for n in range(400_000))",
    "layers": "b'title: T\\nmatrix:\\n  layers:\\n'"
    " + b''.join(b'  - {id: l%d, name: n}\\n' % n for n in range(150_000)) + b'  services: []\\n'",
    "unknown layers": "b'title: T\\nmatrix:\\n  layers: [{id: a, name: n}]\\n  services:\\n'"
    " + b'  - {id: s, name: n, owners: {' + b''.join(b'k%d: aws, ' % n for n in range(400_000)) + b'}}'",
    "blanks": "b'title: T\\ncards:\\n- cloze: \"' + b'{{a}}' * 999 + b'\"'",
}
"""Files of the largest size that is read at all, as expressions: each is made where it is read."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_large_file_takes_seconds_and_megabytes(name: str) -> None:
    """In a process of its own, which may have 800 MB of addresses and 30 seconds."""
    script = (
        "import resource; from srm_quiz.deckfiles.deck_file import read_deck;"
        "resource.setrlimit(resource.RLIMIT_AS, (800_000_000, 800_000_000));"
        f"SIZE = {SIZE}; deck, problems = read_deck('x.yaml', {BOMBS[name]}); assert deck or problems;"
        "print(*(problem.code for problem in problems[:3]))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30)
    assert run.returncode == 0, run.stderr
