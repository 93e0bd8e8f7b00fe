"""Files written atomically: replaced or created whole, or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class ChangedOnDiskError(Exception):
    """The file is no longer as it was read: somebody else has written it. It stays as it is now."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has changed on the disk since it was read; nothing was written.")
        self.path = path


@contextmanager
def replacing(path: Path, *, durable: bool = True) -> Iterator[Path]:
    """Yield a new, empty file beside `path` to write into; it takes the place of `path` after the block.

    After an error or a crash `path` is as it was. A link stays a link, and permissions stay. Without
    `durable` a crash of the machine may lose or tear the file: enough for a cache that checks what it reads.
    Raises OSError.
    """
    target = Path(real_path(path))
    with _new_file_beside(target) as new:
        yield new
        if durable:
            sync(new)
        new.replace(target)
    if durable:
        sync(target.parent)


def write(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write the file atomically, whether it is there or not; a missing folder is made. See `replacing`."""
    Path(real_path(path)).parent.mkdir(parents=True, exist_ok=True)
    with replacing(path, durable=durable) as new:
        new.write_bytes(data)


def save(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file's bytes, which must still be `before`, by `after`, atomically.

    A link stays a link, and permissions stay. Raises ChangedOnDiskError, and OSError if the file or its
    folder cannot be written.
    """
    target = Path(real_path(path))
    _check(path, target, before)
    if not os.access(target, os.W_OK):  # to replace a file takes no right to write it, but it is meant
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    with _new_file_beside(target) as new:
        new.write_bytes(after)
        sync(new)
        _check(path, target, before)
        new.replace(target)
    sync(target.parent)


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, atomically; a missing folder is made.

    Raises FileExistsError if there is one, which stays as it is, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _new_file_beside(path) as new:
        new.write_bytes(data)
        sync(new)
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError as error:  # some file systems have no links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, "there is such a file already", str(path)) from error
            new.rename(path)
    sync(path.parent)


def real_path(path: Path | str) -> str:
    """The absolute path without links; the path as it is if the folder it starts from was deleted."""
    try:
        return os.path.realpath(path)
    except OSError:
        return os.fspath(path)


def sync(path: Path) -> None:
    """Wait until the file, or a folder's list of names, is on the disk itself."""
    # Only POSIX can open a folder for this; elsewhere names are written through.
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _new_file_beside(target: Path) -> Iterator[Path]:
    """Yield an empty file in the target's folder, with its permissions; deleted unless it was moved.

    Nobody else can know or have made its name: it is random, and the file is created exclusively.
    """
    new = target.with_name(f".{target.name[:100]}.{os.urandom(8).hex()}")
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
    os.close(os.open(new, flags, 0o666 if mode is None else 0o600))
    try:
        if mode is not None:
            new.chmod(mode)
        yield new
    finally:
        new.unlink(missing_ok=True)


def _check(path: Path, target: Path, before: bytes) -> None:
    try:
        present = target.read_bytes()
    except FileNotFoundError as error:
        raise ChangedOnDiskError(path) from error
    if present != before:
        raise ChangedOnDiskError(path)
