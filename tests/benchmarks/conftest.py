"""What every benchmark needs: a place to print its figures, and worlds of a realistic size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

CARDS = 10_000
REVIEWS = 100_000

Report = Callable[[str, float, str, float, float], None]
"""Called with what was measured, ours and the peer's figure in milliseconds, and the budgeted ratio."""


@pytest.fixture(scope="session")
def _rows() -> Iterator[list[str]]:
    rows: list[str] = []
    yield rows
    print("\n\n| what | ours | peer | ratio | budget |\n|---|---|---|---|---|")
    print("\n".join(rows))


@pytest.fixture
def report(_rows: list[str]) -> Report:
    """Notes one figure beside its peer's, and fails when the budget is missed."""

    def note(what: str, ours: float, peer_name: str, peer: float, budget: float) -> None:
        ratio = ours / peer
        _rows.append(f"| {what} | {ours:.2f} ms | {peer_name} {peer:.2f} ms | {ratio:.2f}x | {budget:.2g}x |")
        assert ratio <= budget, f"{what}: {ratio:.2f} times {peer_name}, budget {budget}"

    return note


def big_deck() -> str:
    """A deck of 10,000 cards in the shapes people write: basic, choice and cloze notes."""
    notes = ["title: A big deck", "cards:"]
    for n in range(CARDS):
        match n % 3:
            case 0:
                notes += [
                    f"  - id: basic-{n}",
                    f"    question: Who looks after part {n} of the service?",
                    "    answer: The customer",
                    "    why: You can log in to it and configure it, so it is yours.",
                ]
            case 1:
                notes += [
                    f"  - id: choice-{n}",
                    f"    question: Which duty of part {n} stays with the customer?",
                    "    choices:",
                    "      - right: Granting users only the rights they need",
                    "        why: Who may ask is yours.",
                    "      - wrong: Patching the host",
                    "      - wrong: Replacing failed disks",
                ]
            case _:
                notes += [
                    f"  - id: cloze-{n}",
                    f"    cloze: Part {n} is secured by {{{{AWS}}}}.",
                    "    source: https://docs.aws.amazon.com/",
                ]
    return "\n".join(notes) + "\n"


@pytest.fixture(scope="session")
def big_deck_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.yaml"
    path.write_text(big_deck(), encoding="utf-8")
    return path
