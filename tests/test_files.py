"""A deck file is replaced whole or not at all, and never over somebody else's edit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from srm_quiz import files
from srm_quiz.files import ChangedOnDisk, save


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "decks" / "mine.yaml"
    path.parent.mkdir()
    path.write_bytes(b"before")
    return path


def test_the_new_bytes_stand_where_the_old_ones_were(deck: Path) -> None:
    save(deck, b"before", b"after\r\n")
    assert deck.read_bytes() == b"after\r\n"
    assert [*deck.parent.iterdir()] == [deck]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_permissions_stay(deck: Path, mode: int) -> None:
    deck.chmod(mode)
    save(deck, b"before", b"after")
    assert deck.stat().st_mode & 0o777 == mode


def test_a_link_stays_a_link_to_the_file_that_is_written(deck: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(deck)
    save(link, b"before", b"after")
    assert link.is_symlink()
    assert deck.read_bytes() == b"after"
    assert {*tmp_path.iterdir()} == {link, deck.parent}


def test_somebody_elses_edit_is_not_written_over(deck: Path) -> None:
    deck.write_bytes(b"theirs")
    with pytest.raises(ChangedOnDisk, match=r"mine\.yaml has changed"):
        save(deck, b"before", b"after")
    deck.unlink()
    with pytest.raises(ChangedOnDisk):
        save(deck, b"before", b"after")
    assert [*deck.parent.iterdir()] == []


def test_an_edit_made_while_the_new_file_is_written_is_seen(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: deck.write_bytes(b"theirs"))
    with pytest.raises(ChangedOnDisk):
        save(deck, b"before", b"after")
    assert deck.read_bytes() == b"theirs"
    assert [*deck.parent.iterdir()] == [deck]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_when_writing_fails_the_old_file_is_all_there_is(
    deck: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(OSError, match="No space left"):
        save(deck, b"before", b"after")
    assert deck.read_bytes() == b"before"
    assert [*deck.parent.iterdir()] == [deck]


def test_a_file_that_may_only_be_read_is_not_replaced(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(PermissionError, match="only be read"):
        save(deck, b"before", b"after")
    assert deck.read_bytes() == b"before"
