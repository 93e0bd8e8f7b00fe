"""Where the tests and what they read stand."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
BUNDLED_DECKS = ROOT / "decks"
BROKEN_DECKS = TESTS / "decks" / "broken"
ODD_DECKS = TESTS / "decks" / "odd"
