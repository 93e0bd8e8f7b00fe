"""Settings files damaged in every way: no traceback, each read within two seconds, and good settings used."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from srm_quiz.config import settings
from srm_quiz.config.settings import FIELDS, Settings
from srm_quiz.domain.days import Moment
from srm_quiz.domain.scheduling import outcomes
from srm_quiz.tui.keymap import keymap, keymap_problems

pytestmark = pytest.mark.soak

ROUNDS = int(os.environ.get("SRM_QUIZ_ROUNDS", "2000"))
PATIENCE = 2.0
"""Seconds that reading a file may take."""

NOW = Moment.of(datetime(2026, 11, 23, 20, tzinfo=UTC), 4)

DEFAULTS = [settings.line_of(name, row.stored(row.default)) for name, row in FIELDS.items()]
KEYS = ["[keys]", 'undo = ["u", "z"]', 'quit = "f63"', "session.end = []", ""]
WHOLE = "\n".join(["# mine", *DEFAULTS, *KEYS])

Mutation = Callable[[random.Random, bytes], bytes]


def flip_bits(chance: random.Random, data: bytes) -> bytes:
    mutant = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        mutant[chance.randrange(len(mutant))] ^= 1 << chance.randrange(8)
    return bytes(mutant)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def shuffle_lines(chance: random.Random, data: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def another_value(chance: random.Random, data: bytes) -> bytes:
    """Give one setting a value that nobody would."""
    size = chance.choice((1, 30, 400, 4_400, 30_000))
    value = chance.choice(
        [
            b"9" * size,
            b"-" + b"1" * size,
            b"0x" + b"f" * size,
            b"1e" + b"9" * min(size, 400),
            b"[" * size + b"]" * size,
            b"{a=" * size + b"1" + b"}" * size,
            b"[\n" * size,
            b"[" + b"0, " * min(size, 9_000) + b"]",
            b'"' + b"\\u202e" * min(size, 9_000) + b'"',
            b"'" + b"." * size + b"'",
            b"nan",
            b"inf",
            b"9999-12-31",
            b"0001-01-01",
        ]
    )
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    lines[at] = lines[at].partition(b"=")[0] + b"= " + value + b"\n"
    return b"".join(lines)


def more_names(chance: random.Random, data: bytes) -> bytes:
    """Add names that are no settings, above or below the keys."""
    count = chance.choice((1, 50, 2_000))
    name = chance.choice((b"daily_goal%d", b"undo%d", b"a.b.c%d", b'"%d"', b"x%d" + b".y" * 90))
    return b"".join(name % number + b" = 1\n" for number in range(count)) + data


def deep_names(chance: random.Random, data: bytes) -> bytes:
    name = chance.choice((b"a.", b'"a".', b"'a' . ")) * chance.choice((3, 90, 900, 20_000)) + b"a"
    return data + (b"[" + name + b"]\n" if chance.random() < 0.5 else name + b" = 1\n")


def splice(chance: random.Random, data: bytes) -> bytes:
    at, size = chance.randrange(len(data)), chance.randrange(40)
    other = chance.randrange(len(data))
    return data[:at] + data[other : other + size] + data[at + chance.randrange(20) :]


def grow(chance: random.Random, data: bytes) -> bytes:
    return data * chance.choice((2, 30, 300))


MUTATIONS: list[Mutation] = [
    flip_bits,
    cut,
    shuffle_lines,
    another_value,
    more_names,
    deep_names,
    splice,
    grow,
]


def test_no_settings_file_stops_the_program_or_makes_it_wait(tmp_path: Path) -> None:
    chance, file, slowest = random.Random(16), tmp_path / "settings.toml", 0.0
    for _ in range(ROUNDS):
        data = WHOLE.encode()
        for mutate in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
            data = mutate(chance, data) or b" "
        file.write_bytes(data)
        began = time.perf_counter()
        found, problems = settings.load(file)
        shown = [problem.as_text() for problem in problems]
        said = keymap_problems(found.keys)
        bound = keymap(found.keys)
        outcomes(None, NOW, found.policy())
        refused = settings.save(file, "daily_goal", 7)
        slowest = max(slowest, time.perf_counter() - began)
        assert slowest < PATIENCE, data[:300]
        assert len(shown) <= settings.MOST_PROBLEMS + 1
        assert bound.get("quit", "ctrl+q") or found.keys.get("quit") == ()
        assert sum(map(len, (*shown, *said))) < 100_000
        if refused is None:
            assert settings.load(file)[0].daily_goal == 7
        else:
            assert file.read_bytes() == data
    print(f"{ROUNDS} settings files, the slowest {slowest:.2f} s")


def test_the_file_that_is_mutated_is_a_good_one(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(WHOLE)
    found, problems = settings.load(file)
    assert not list(problems)
    assert found == Settings(keys={"undo": ("u", "z"), "quit": ("f63",), "session.end": ()})
