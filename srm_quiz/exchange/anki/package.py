"""Anki's packages as files: a zip with a database in it, from somebody we do not know.

Nothing is ever unpacked under a name from the package. The database alone is copied, in pieces and up to
a limit, into a private folder that is gone afterwards.
"""

from __future__ import annotations

import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from srm_quiz.exchange.model import ImportRefusedError

LARGEST = 500_000_000
"""How many bytes the database may have."""

_LARGEST_RATIO = 200
"""How much larger than in the package it may be, once it is large: real ones shrink to a tenth."""

_SMALL = 20_000_000
_MOST_ENTRIES = 200_000
_PIECE = 1 << 18
_DATABASES = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The newest first: beside it, an older one only tells old versions of Anki to update."""

_EXPORT = "export it again from Anki with File > Export"


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@contextmanager
def database(path: Path) -> Iterator[Path]:
    """The package's database as a file that exists for as long as the context.

    Raises ImportRefusedError if the file is no package, or one that should not be opened.
    """
    with tempfile.TemporaryDirectory(prefix="srm-quiz-") as folder:
        copy = Path(folder) / "collection"
        _copy_database(path, copy)
        yield copy


def _copy_database(path: Path, copy: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            entry = _chosen(package)
            limit = min(LARGEST, max(_SMALL, entry.compress_size * _LARGEST_RATIO))
            if entry.file_size > limit:
                raise _too_large()
            with package.open(entry) as packed, copy.open("xb") as to:
                if entry.filename == _DATABASES[0]:
                    _copy_compressed(packed, to, limit)
                else:
                    _copy(packed, to, limit)
    except zipfile.BadZipFile as error:
        raise ImportRefusedError(f"this is not a package of Anki: {_reason(error)}", _EXPORT) from error
    except (zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ImportRefusedError(f"the package is damaged: {_reason(error)}", _EXPORT) from error
    except OSError as error:
        raise ImportRefusedError(f"the package cannot be read: {error.strerror or _reason(error)}") from error


def _chosen(package: zipfile.ZipFile) -> zipfile.ZipInfo:
    """The entry with the database, where nothing about the package is suspicious."""
    entries = package.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise ImportRefusedError(f"the package has more than {_MOST_ENTRIES:,} files")
    for entry in entries:
        name = entry.orig_filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in name or ":" in name:
            raise ImportRefusedError("a file in the package has a path that leads out of it", _EXPORT)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise ImportRefusedError("the package has a symbolic link in it", _EXPORT)
        if entry.flag_bits & 0x1:
            raise ImportRefusedError("the package is encrypted", _EXPORT)
    for name in _DATABASES:
        databases = [entry for entry in entries if entry.filename == name]
        if len(databases) > 1:
            raise ImportRefusedError(f"the package has two files {name}", _EXPORT)
        if databases:
            return databases[0]
    raise ImportRefusedError("this zip file is not a package of Anki: it has no collection in it", _EXPORT)


def _copy(packed: _Readable, to: IO[bytes], limit: int) -> None:
    size = 0
    while piece := packed.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise _too_large()
        to.write(piece)


def _copy_compressed(packed: IO[bytes], to: IO[bytes], limit: int) -> None:
    """Copy what is compressed with Zstandard, which may grow thousandfold: hence the limit again."""
    try:
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
    except ImportError as error:
        hint = 'export it again with "Support older Anki versions", or: pip install backports.zstd'
        raise ImportRefusedError("this Python cannot read packages of new versions of Anki", hint) from error
    try:
        with zstd.ZstdFile(packed) as unpacked:
            _copy(unpacked, to, limit)
    except zstd.ZstdError as error:
        raise ImportRefusedError(f"the package is damaged: {_reason(error)}", _EXPORT) from error


def _too_large() -> ImportRefusedError:
    return ImportRefusedError(
        f"the collection in the package is larger than {LARGEST // 1_000_000} MB, or packed to look small",
        "export one deck at a time",
    )


def _reason(error: Exception) -> str:
    return str(error)[:200] or type(error).__name__
