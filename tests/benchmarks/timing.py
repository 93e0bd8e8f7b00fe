"""Measuring on a noisy machine: many short runs, taken in turn with the peer's."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median, quantiles


def in_turn(
    ours: Callable[[], object], peer: Callable[[], object], *, rounds: int
) -> tuple[list[float], list[float]]:
    """Both timed `rounds` times in turn, so that a slow spell of the machine meets both. Milliseconds."""
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        theirs.append(timed(peer))
        mine.append(timed(ours))
    return mine, theirs


def timed(work: Callable[[], object]) -> float:
    """How long `work` takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def middle(times: Sequence[float]) -> float:
    return median(times)


def p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]
