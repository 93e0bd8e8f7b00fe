"""The cache: the same decks, faster, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_quiz.deckfiles import cache as cache_module
from srm_quiz.deckfiles.cache import Cache
from srm_quiz.deckfiles.library import Library, load
from tests.support.paths import BROKEN_DECKS, ROOT


def same(one: Library, two: Library) -> bool:
    return one.decks == two.decks and list(one.problems) == list(two.problems)


@pytest.mark.parametrize("folder", [ROOT / "decks", BROKEN_DECKS], ids=["bundled", "broken"])
def test_a_deck_from_the_cache_is_the_deck_with_all_its_problems(folder: Path, tmp_path: Path) -> None:
    plain = load([folder], cache=None)
    first = load([folder], cache=tmp_path)
    again = load([folder], cache=tmp_path)
    assert same(plain, first) and same(plain, again)
    assert [card.kind for card in again.cards()] == [card.kind for card in plain.cards()]
    assert {hash(card) for card in again.cards()} == {hash(card) for card in plain.cards()}


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text("title: Mine\ncards:\n  - {id: a, question: Who?, answer: AWS}\n  - {question: C?}\n")
    return path


def entries(cache: Path) -> list[Path]:
    return sorted((cache / "decks").iterdir())


def test_an_unchanged_deck_is_not_read_again(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load([deck], cache=tmp_path / "cache")
    monkeypatch.setattr("srm_quiz.deckfiles.deck_file.read_deck", None)
    assert same(load([deck], cache=tmp_path / "cache"), first)
    deck.write_text(deck.read_text() + "# changed\n")
    with pytest.raises(TypeError):
        load([deck], cache=tmp_path / "cache")


def test_the_folder_of_a_deck_does_not_matter_to_the_cache(deck: Path, tmp_path: Path) -> None:
    load([deck], cache=tmp_path / "cache")
    moved = tmp_path / "elsewhere" / "mine.yaml"
    moved.parent.mkdir()
    deck.rename(moved)
    library = load([moved], cache=tmp_path / "cache")
    assert len(entries(tmp_path / "cache")) == 1
    assert library.decks[0].path == str(moved)
    assert [problem.path for problem in library.problems] == [str(moved)]


def test_a_renamed_deck_has_its_new_id(deck: Path, tmp_path: Path) -> None:
    load([deck], cache=tmp_path / "cache")
    library = load([deck.rename(tmp_path / "yours.yaml")], cache=tmp_path / "cache")
    assert [card.key for card in library.cards()] == ["yours/a#1"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 0.999), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_entry_is_ignored(
    at: float, byte: int, cut: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    deck = folder / "mine.yaml"
    deck.write_text("title: Mine\ncards:\n  - {id: a, question: Who?, answer: AWS}\n")
    first = load([deck], cache=folder)
    (entry,) = entries(folder)
    data = bytearray(entry.read_bytes())
    place = int(at * len(data))
    data[place] = byte
    entry.write_bytes(bytes(data[:place]) if cut else bytes(data))
    assert same(load([deck], cache=folder), first)
    assert same(load([deck], cache=folder), first)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"deck": 1, "problems": []}',
        b'{"deck": null, "problems": [[1]]}',
        b'{"deck": null, "problems": [[1,1,"a","fatal","m","h","e",1]]}',
        b'{"deck": {"matrix": null, "contents": {"basic": [["q"], []]}}, "problems": []}',
        b'{"deck": {"matrix": null, "contents": {"odd": []}}, "problems": []}',
        b'{"deck": {"matrix": null, "contents": {}, "kinds": ["basic"]}, "problems": []}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_an_entry_of_another_program_is_ignored(body: bytes, deck: Path, tmp_path: Path) -> None:
    first = load([deck], cache=tmp_path)
    (entry,) = entries(tmp_path)
    entry.write_bytes(cache_module._digest(body).encode() + b"\n" + body)
    assert same(load([deck], cache=tmp_path), first)


def test_a_cache_that_cannot_be_written_is_ignored(deck: Path, tmp_path: Path) -> None:
    (tmp_path / "a-file").write_text("")
    assert load([deck], cache=tmp_path / "a-file").decks
    (tmp_path / "decks").write_text("")
    assert load([deck], cache=tmp_path).decks


def test_an_entry_that_is_a_folder_is_ignored(deck: Path, tmp_path: Path) -> None:
    load([deck], cache=tmp_path)
    (entry,) = entries(tmp_path)
    entry.unlink()
    entry.mkdir()
    assert load([deck], cache=tmp_path).decks
    assert entries(tmp_path) == [entry]


def test_the_least_recently_used_entries_are_dropped_first(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "MOST_ENTRIES", 3)
    folder = tmp_path / "cache"
    text = deck.read_text()
    for number in range(5):
        deck.write_text(f"{text}# {number}\n")
        load([deck], cache=folder)
        for entry in entries(folder):
            status = entry.stat()
            os.utime(entry, (status.st_atime, status.st_mtime - 100_000))
        deck.write_text(text)
        load([deck], cache=folder)  # used all the time
    kept = {entry.name for entry in entries(folder)}
    assert len(kept) == 3
    assert Cache(folder).key("mine", text.encode()) in kept


def test_the_size_of_the_cache_is_bounded(
    deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "MOST_BYTES", 10)
    load([deck], cache=tmp_path)
    assert entries(tmp_path) == []


def test_using_an_entry_is_noted_once_a_day(deck: Path, tmp_path: Path) -> None:
    load([deck], cache=tmp_path)
    (entry,) = entries(tmp_path)
    os.utime(entry, (0, time.time() - 200_000))
    load([deck], cache=tmp_path)
    assert time.time() - entry.stat().st_mtime < 1000


def test_no_entry_is_left_half_written(deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert load([deck], cache=tmp_path).decks
    assert entries(tmp_path) == []


def test_an_unchanged_library_is_read_without_yaml(deck: Path, tmp_path: Path) -> None:
    load([deck], cache=tmp_path)
    script = (
        "import sys; from pathlib import Path; from srm_quiz.deckfiles.library import load;"
        "library = load([Path(sys.argv[1])], cache=Path(sys.argv[2]));"
        "assert library.decks and library.problems;"
        "slow = {'yaml', 'difflib', 'unicodedata', 'textual', 'fsrs', 'sqlite3'};"
        "slow.add('srm_quiz.deckfiles.yaml_nodes');"
        "print(*slow & set(sys.modules))"
    )
    command = [sys.executable, "-c", script, str(deck), str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == ""
