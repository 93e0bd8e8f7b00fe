"""The pages for newcomers: short, and every link leads to what it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PAGES = [
    ROOT / "srm_quiz" / "README.md",
    ROOT / "tests" / "README.md",
    ROOT / "decks" / "README.md",
    ROOT / "README.md",
]
LINK = re.compile(r"\[(`?)([^\]`]+)`?\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file_that_holds_what_it_names(page: Path) -> None:
    for is_code, name, target in LINK.findall(page.read_text(encoding="utf-8")):
        file = page.parent / target
        assert file.exists(), f"{name}: {target}"
        word = name.rpartition(".")[2]
        if is_code and word.isidentifier() and word not in (file.stem, "py") and file.suffix == ".py":
            assert re.search(rf"^\s*(def|class|async def) {word}\b|^{word}\b", file.read_text(), re.M), name


@pytest.mark.parametrize("page", PAGES[:2], ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_for_newcomers_is_at_most_two_pages(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100 and len(text) <= 8_000
