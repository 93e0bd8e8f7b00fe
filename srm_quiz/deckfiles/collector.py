"""Python's cyclic garbage collector, out of the way while many objects are made at once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switches the collector off inside the block, and on again only if it was on before.

    Nodes and cards hold no cycles, so there is nothing for it to find; yet it would walk all of them
    again and again while they grow, which makes reading a big deck several times slower.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
