"""The last status report, for as long as nothing that it rests on has changed.

`srm-quiz status` runs at every shell prompt. Reading decks and progress for it takes longer than a
prompt may; looking whether their files are as they were does not. Like every cache this one may fail
in any way, and then the report is made anew.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from srm_quiz import __version__, files
from srm_quiz.config.paths import Locations

Report = Mapping[str, Any]


class Remembered:
    """The report in the cache folder. What it rests on is looked up once, before anything is read."""

    def __init__(self, locations: Locations) -> None:
        self._file = locations.cache / "status.json"
        self._rests_on = [__version__, time.localtime().tm_gmtoff, *_state_of(locations)]

    def recall(self) -> Report | None:
        """The report as it was made last; None where it may be another by now."""
        try:
            kept = json.loads(self._file.read_bytes())
            holds = kept["rests_on"] == self._rests_on and kept["from"] <= time.time() < kept["until"]
            return dict(kept["report"]) if holds else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def keep(self, report: Report, until: float) -> None:
        """Keep a report that holds until an instant, in seconds since 1970."""
        kept = {"rests_on": self._rests_on, "from": time.time(), "until": until, "report": report}
        with suppress(OSError):
            files.write(self._file, json.dumps(kept).encode(), durable=False)


def _state_of(locations: Locations) -> Iterator[list[Any]]:
    """Every file that a report is made from, with its size and the time of its last change."""
    progress = os.fspath(locations.progress_file)
    for path in (os.fspath(locations.settings_file), progress, f"{progress}-wal"):
        with suppress(OSError):
            found = os.stat(path)  # noqa: PTH116, a path object for each file is what takes the time
            # Reading makes an empty log beside the progress file; it says nothing.
            if found.st_size:
                yield [path, found.st_size, found.st_mtime_ns]
    for folder in (locations.bundled_decks, locations.user_decks):
        yield from _files_in(os.fspath(folder))


def _files_in(folder: str) -> Iterator[list[Any]]:
    with suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            found = entry.stat()
            yield [entry.path, found.st_size, found.st_mtime_ns]
            if entry.is_dir():
                yield from _files_in(entry.path)
