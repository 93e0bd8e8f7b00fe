"""The cache of decks as they were read, one file for each content.

It is only a cache. Whatever goes wrong with it (a full disk, no rights, a damaged or foreign file) is
ignored by design: the deck is then read from its YAML, which is slower and always right.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path

from srm_quiz import files
from srm_quiz.deckfiles.records import pack, unpack
from srm_quiz.domain.cards import Deck
from srm_quiz.problems import Problem

FORMAT = 6
"""To be raised with every change after which the same file is read otherwise, or packed otherwise."""

MOST_ENTRIES = 100
MOST_BYTES = 50_000_000
"""What the cache may hold; the entries that were not used for longest go first."""

_DAY = 86_400


class Cache:
    """Entries under a folder, which is made when the first one is written; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "decks" if folder else None

    def key(self, stem: str, data: bytes) -> str:
        """What the entry of a file is called. The name counts, since a deck without an id takes it."""
        start = f"{FORMAT}\0{stem}\0".encode("utf-8", "surrogateescape")
        return _digest(start + data)

    def get(self, key: str, path: str) -> tuple[Deck | None, list[Problem]] | None:
        """What was put under this key, as read from the file at `path`; None where it is not there."""
        if not self._folder:
            return None
        file = self._folder / key
        try:
            digest, _, body = file.read_bytes().partition(b"\n")
            if digest.decode("ascii") != _digest(body):
                return None
            found = unpack(json.loads(body), path)
            if time.time() - file.stat().st_mtime > _DAY:
                os.utime(file)  # the time of an entry is its last use, to the day
            return found
        # A record that another program wrote may fail anywhere while it is unpacked.
        except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration, RecursionError):
            return None

    def put(self, key: str, deck: Deck | None, problems: list[Problem]) -> None:
        """Keep what was read under this key. A reader in another process sees all of it or nothing."""
        if not self._folder:
            return
        body = json.dumps(pack(deck, problems), ensure_ascii=False, separators=(",", ":")).encode()
        with suppress(OSError):
            files.write(self._folder / key, _digest(body).encode("ascii") + b"\n" + body, durable=False)
            self._drop_unused()

    def _drop_unused(self) -> None:
        """Delete the entries that were not used for longest, beyond what the cache may hold."""
        if not self._folder:
            return
        entries: list[tuple[float, int, Path]] = []
        for file in self._folder.iterdir():
            with suppress(OSError):  # another process may have dropped it
                status = file.stat()
                entries.append((status.st_mtime, status.st_size, file))
        size = 0
        for count, (_, bytes_, file) in enumerate(sorted(entries, reverse=True), 1):
            size += bytes_
            if count > MOST_ENTRIES or size > MOST_BYTES:
                with suppress(OSError):
                    file.unlink()


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
