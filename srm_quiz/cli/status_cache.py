"""The last status report, for as long as nothing that it depends on has changed.

`srm-quiz status` runs at every shell prompt. Reading decks and progress for it takes longer than a
prompt may; checking whether their files are as they were does not. Like every cache this one may fail
in any way, and then the report is made again.
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


class StatusCache:
    """The report in the cache folder. What it depends on is looked up once, before anything is read."""

    def __init__(self, locations: Locations) -> None:
        self._file = locations.cache / "status.json"
        self._depends_on = [__version__, time.localtime().tm_gmtoff, *_files_behind(locations)]

    def get(self) -> Report | None:
        """The report as it was made last; None if it may be another by now."""
        try:
            kept = json.loads(self._file.read_bytes())
            is_valid = kept["depends_on"] == self._depends_on and kept["from"] <= time.time() < kept["until"]
            return dict(kept["report"]) if is_valid else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def put(self, report: Report, until: float) -> None:
        """Keep a report that is valid until an instant, in seconds since 1970."""
        kept = {"depends_on": self._depends_on, "from": time.time(), "until": until, "report": report}
        with suppress(OSError):
            files.write(self._file, json.dumps(kept).encode(), durable=False)


def _files_behind(locations: Locations) -> Iterator[list[Any]]:
    """Every file that a report is made from, with its size and the time of its last change."""
    progress = os.fspath(locations.progress_file)
    for path in (os.fspath(locations.settings_file), progress, f"{progress}-wal"):
        with suppress(OSError):
            status = os.stat(path)  # noqa: PTH116, a path object for each file is what takes the time
            # Reading makes an empty log beside the progress file; it says nothing.
            if status.st_size:
                yield [path, status.st_size, status.st_mtime_ns]
    for folder in (locations.bundled_decks, locations.user_decks):
        yield from _files_in(os.fspath(folder))


def _files_in(folder: str) -> Iterator[list[Any]]:
    with suppress(OSError):
        for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
            status = entry.stat()
            yield [entry.path, status.st_size, status.st_mtime_ns]
            if entry.is_dir():
                yield from _files_in(entry.path)
