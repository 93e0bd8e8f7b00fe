"""The changelog: versions follow it."""

from __future__ import annotations

import re

from srm_quiz import __version__
from tests.support.paths import ROOT

VERSIONS = re.findall(r"^## (\S+)", (ROOT / "srm_quiz" / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)


def test_the_newest_entry_is_the_version_that_the_program_tells() -> None:
    assert VERSIONS[0] == __version__


def test_entries_stand_newest_first_and_once_each() -> None:
    numbers = [tuple(map(int, version.split("."))) for version in VERSIONS]
    assert numbers == sorted(set(numbers), reverse=True)
