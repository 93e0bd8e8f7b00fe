"""Reading and checking a deck of 10,000 cards, against PyYAML's C loader on the same text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from srm_quiz.deckfiles.library import load
from tests.benchmarks.conftest import CARDS, Report
from tests.benchmarks.timing import in_turn, middle

pytestmark = pytest.mark.benchmark


def test_a_big_deck_is_read_and_checked(big_deck_file: Path, tmp_path: Path, report: Report) -> None:
    cache = tmp_path / "cache"

    def fresh() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        assert len(load([big_deck_file], cache=cache).by_key) == CARDS

    def unchanged() -> None:
        assert len(load([big_deck_file], cache=cache).by_key) == CARDS

    def peer() -> None:
        yaml.load(big_deck_file.read_text(encoding="utf-8"), yaml.CSafeLoader)

    mine, theirs = in_turn(fresh, peer, rounds=7)
    report("reading 10,000 cards", middle(mine), "yaml.load(CSafeLoader)", middle(theirs), 1.0)
    again, first = in_turn(unchanged, fresh, rounds=7)
    report("reading them unchanged", middle(again), "reading them first", middle(first), 0.1)
