"""Packages that are broken, strange or hostile are refused, or read without harm."""

from __future__ import annotations

import stat
import time
import zipfile
from pathlib import Path

import pytest

from srm_quiz.exchange.anki import collection, package
from srm_quiz.exchange.anki.importer import read_package
from srm_quiz.exchange.model import ImportRefusedError
from srm_quiz.exchange.validate import validate
from tests.support.anki_files import (
    BASIC,
    NOW,
    Kind,
    Package,
    notes,
    read,
    zstd,
)


def refused(path: Path) -> str:
    with pytest.raises(ImportRefusedError) as error:
        read_package(path, with_history=True)
    return str(error.value)


def packed(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in entries:
            into.writestr(name, data, zipfile.ZIP_DEFLATED)
    return path


def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.apkg"
    path.write_bytes(b"SQLite format 3\0")
    assert "not a package of Anki" in refused(path)
    assert "cannot be read: No such file" in refused(tmp_path / "none.apkg")
    assert "no collection in it" in refused(packed(path, ("a.txt", b"")))
    assert "cannot be read" in refused(packed(path, ("collection.anki2", b"no database" * 100)))
    assert "no table 'cards'" in refused(packed(path, ("collection.anki2", b"")))


def test_every_cut_of_a_package_is_refused_or_read(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "a", "b")
    for new in (False, True):
        path = made.write(tmp_path / "x.apkg", new=new)
        whole = path.read_bytes()
        for cut in range(0, len(whole), 97):
            path.write_bytes(whole[:cut] + bytes(len(whole) - cut - 40) + whole[-40:])
            assert refused(path)
            path.write_bytes(whole[:cut])
            assert refused(path)


def test_a_broken_database_is_refused_or_read_but_never_raises_otherwise(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "a", "b")
    whole = made.database()
    for place in range(0, len(whole), 251):
        data = whole[:place] + b"\xff\xfe" + whole[place + 2 :]
        path = packed(tmp_path / "x.apkg", ("collection.anki2", data))
        try:
            read_package(path, with_history=True)
        except ImportRefusedError as error:
            assert str(error)


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../b", "..\\evil", "C:evil"])
def test_a_path_out_of_the_package_is_refused(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path / "x.apkg", (name, b"x"), ("collection.anki2", b"x"))
    assert "leads out of it" in refused(path)
    assert [file.name for file in tmp_path.iterdir()] == ["x.apkg"]


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("collection.anki2")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "symbolic link" in refused(packed(tmp_path / "x.apkg", (link, b"/etc/passwd")))


def test_an_encrypted_package_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "x.apkg", ("collection.anki2", b"x"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(path)


def test_two_collections_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = packed(tmp_path / "x.apkg", ("collection.anki2", b"x"), ("collection.anki2", b"y"))
    assert "two files" in refused(path)


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "x.apkg", ("collection.anki2", bytes(30_000_000)))
    assert "packed to look small" in refused(path)
    packed(path, ("collection.anki21b", zstd.compress(bytes(30_000_000))))
    assert "packed to look small" in refused(path)
    monkeypatch.setattr(package, "LARGEST", 1000)
    assert "larger than" in refused(Package().write(path))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW evil AS SELECT 1",
        "CREATE TRIGGER evil AFTER INSERT ON notes BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE evil USING fts5(a)",
    ],
)
def test_a_database_that_does_things_by_itself_is_refused(tmp_path: Path, statement: str) -> None:
    assert "views or triggers" in refused(Package(sql=[statement]).write(tmp_path / "x.apkg"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE col SET models = ''",
        "UPDATE col SET models = replace(printf('%.20000c', '['), '[', '[')",
        "UPDATE col SET conf = NULL",
        "DROP TABLE cards",
        "ALTER TABLE notes DROP COLUMN guid",
        "DELETE FROM col",
    ],
)
def test_a_collection_without_what_describes_it_is_refused(tmp_path: Path, statement: str) -> None:
    assert refused(Package(sql=[statement]).write(tmp_path / "x.apkg"))


def test_strange_values_in_the_tables_cost_only_themselves(tmp_path: Path) -> None:
    made = Package()
    made.add(BASIC, "good", "b", guid="good")
    for number in range(6):
        made.add(BASIC, f"odd {number}", "b", guid=f"odd{number}")
    made.review(101, NOW)
    made.sql = [
        "UPDATE notes SET guid = NULL WHERE id = 2",
        "UPDATE notes SET mid = 'none' WHERE id = 3",
        "UPDATE notes SET flds = x'fffe1fff' WHERE id = 4",
        "UPDATE cards SET due = 9e18, type = 2, ivl = 9e18, factor = -1, data = '{\"s\": NaN}' WHERE nid = 5",
        "UPDATE cards SET ord = 77 WHERE nid = 6",
        "UPDATE cards SET did = 'x', odid = NULL, type = 2, due = -9e18, reps = NULL WHERE nid = 7",
        "INSERT INTO revlog VALUES (9223372036854775807, 101, 3, 0, -9223372036854775807, 1)",
        "UPDATE col SET crt = 9e18",
    ]
    found = read(made, tmp_path, history=True)
    assert "good" in [note["question"] for note in notes(found)]
    assert len(validate(found).losses) >= 2


def test_reading_ends_when_its_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "_SECONDS", -1.0)
    assert "took more than" in refused(Package().write(tmp_path / "x.apkg"))


@pytest.mark.parametrize("template", ["{{" + " " * 90_000, "{{#Front}}" * 9_000, "{{Front}}" * 9_000])
def test_a_hostile_template_makes_no_long_card_and_takes_no_time(tmp_path: Path, template: str) -> None:
    made = Package()
    made.add(Kind(("Front", "Back"), [(template, "b")]), "f" * 5_000, "b")
    started = time.process_time()
    found = read(made, tmp_path)
    assert all(len(str(note["question"])) <= 5_000 for note in notes(found))
    assert time.process_time() - started < 2
