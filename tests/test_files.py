"""Files are written whole or not at all, and never over somebody else's edit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from srm_quiz import files
from srm_quiz.files import ChangedOnDiskError, replacing, save, write


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
    with pytest.raises(ChangedOnDiskError, match=r"mine\.yaml has changed"):
        save(deck, b"before", b"after")
    deck.unlink()
    with pytest.raises(ChangedOnDiskError):
        save(deck, b"before", b"after")
    assert [*deck.parent.iterdir()] == []


def test_an_edit_made_while_the_new_file_is_written_is_seen(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: deck.write_bytes(b"theirs"))
    with pytest.raises(ChangedOnDiskError):
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


def test_a_written_file_is_made_with_its_folder_and_replaced_with_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write(path, b"first")
    path.chmod(0o600)
    write(path, b"second")
    assert path.read_bytes() == b"second" and path.stat().st_mode & 0o777 == 0o600
    assert [*path.parent.iterdir()] == [path]


def test_what_fails_while_it_is_written_leaves_the_old_file(deck: Path) -> None:
    with pytest.raises(RuntimeError), replacing(deck) as new:
        new.write_bytes(b"half")
        raise RuntimeError
    assert deck.read_bytes() == b"before"
    assert [*deck.parent.iterdir()] == [deck]


def test_a_temporary_file_is_never_one_that_somebody_put_there(
    deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name cannot be guessed; were it guessed, the file there would neither be written nor followed."""
    names = set()
    for _ in range(2):
        with replacing(deck) as new:
            names.add(new.name)
    assert len(names) == 2
    monkeypatch.setattr(files.os, "urandom", bytes)
    trap = deck.with_name(f".{deck.name}.{bytes(8).hex()}")
    trap.symlink_to(deck.with_name("victim"))
    with pytest.raises(FileExistsError):
        write(deck, b"after")
    assert not deck.with_name("victim").exists() and trap.is_symlink()


def test_a_file_that_may_only_be_read_is_not_replaced(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(PermissionError, match="only be read"):
        save(deck, b"before", b"after")
    assert deck.read_bytes() == b"before"
