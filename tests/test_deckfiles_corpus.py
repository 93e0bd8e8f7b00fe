"""Broken decks, each with the problems it must have in its first line; odd ones, which have none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from srm_quiz.deckfiles.library import load

BROKEN = sorted((Path(__file__).parent / "decks" / "broken").glob("*.yaml"))
ODD = sorted((Path(__file__).parent / "decks" / "odd").glob("*.yaml"))


def expectation(file: Path) -> tuple[list[tuple[str, int]], int]:
    """The codes with their lines, and the number of cards that load all the same."""
    data = file.read_bytes()
    first = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig", "replace").splitlines()[0]
    found = re.fullmatch(r"# expect: (.*); cards: (\d+)", first)
    assert found, first
    pairs = [pair.split() for pair in found[1].split(", ")]
    return [(code, int(line)) for code, line in pairs], int(found[2])


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_deck_has_just_the_problems_it_should(file: Path) -> None:
    problems, cards = expectation(file)
    library = load([file], cache=None)
    text = "\n\n".join(problem.as_text() for problem in library.problems)
    assert [(problem.code, problem.line) for problem in library.problems] == problems, text
    assert len(library.by_key) == cards, text
    for problem in library.problems:
        assert problem.column is not None and problem.column >= 1
        assert "\x1b" not in text and "\u202e" not in text
        assert problem.message and not problem.message.endswith(".")


@pytest.mark.parametrize("file", ODD, ids=lambda file: file.stem)
def test_an_odd_deck_has_no_problems(file: Path) -> None:
    library = load([file], cache=None)
    assert not library.problems, next(iter(library.problems)).as_text()
    assert library.by_key


def test_there_are_many_broken_decks() -> None:
    assert len(BROKEN) >= 30


def test_broken_decks_do_not_stop_good_ones(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text("title: Good\ncards: [{question: Who?, answer: AWS}]\n")
    library = load([*BROKEN, good], cache=None)
    assert library.deck("good") is not None
    paths = [problem.path for problem in library.problems]
    assert paths == sorted(paths)
    assert {Path(path) for path in paths} >= set(BROKEN)
