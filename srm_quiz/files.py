"""A deck file replaced or begun on the disk, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path


class ChangedOnDisk(Exception):
    """The file is no longer as it was read: somebody else has written it. It stays as it is now."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has changed on the disk since it was read; nothing was written.")
        self.path = path


def save(path: Path, before: bytes, after: bytes) -> None:
    """Put `after` in the place of the file's bytes, which must still be `before`.

    After a crash the file is the old one or the new one. A link stays a link, and permissions stay.
    Raises ChangedOnDisk, and OSError where the file or its folder cannot be written.
    """
    target = path.resolve()
    _check(path, target, before)
    mode = stat.S_IMODE(target.stat().st_mode)
    if not os.access(target, os.W_OK):  # to replace a file takes no right to write it, but it is meant
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        _check(path, target, before)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
    _sync_folder(target.parent)


def create(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all; its folder is made where it is missing.

    Raises FileExistsError where there is one, which stays as it is, and OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(0o666 & ~_umask())
        try:
            os.link(new, path)
        except FileExistsError:
            raise
        except OSError as error:  # some file systems have no links
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, "there is such a file already", str(path)) from error
            new.rename(path)
    finally:
        new.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _umask() -> int:
    """The rights that a new file does not get; they can only be read by setting them."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _check(path: Path, target: Path, before: bytes) -> None:
    try:
        found = target.read_bytes()
    except FileNotFoundError as error:
        raise ChangedOnDisk(path) from error
    if found != before:
        raise ChangedOnDisk(path)


def _sync_folder(folder: Path) -> None:
    """Wait until the folder's list of names is on the disk itself."""
    if os.name != "posix":  # elsewhere a folder cannot be opened for this, and names are written through
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
