"""Options that several commands have, and the types of their values."""

from __future__ import annotations

import argparse
from datetime import date

from srm_quiz.domain.days import StudyDay


def add_json(options: argparse._ActionsContainer, purpose: str = "for programs") -> None:
    """Declare `--json`."""
    options.add_argument("--json", action="store_true", help=purpose)


def positive(word: str) -> int:
    """A whole number from 1 up."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError("a number from 1 up")
    return int(word)


def study_day(word: str) -> StudyDay:
    """A day as 2026-11-24."""
    try:
        return StudyDay(date.fromisoformat(word))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{word}' is no day; write one as 2026-11-24") from None
