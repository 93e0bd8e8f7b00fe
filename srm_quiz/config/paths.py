"""Where progress, settings, decks and cache are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "SRM_QUIZ_HOME"
"""The environment variable that stands for `--home`."""


class HomeError(Exception):
    """The folder of the learner cannot be named: a sentence with the reason and what to do."""

    exit_code = 2


_PACKAGE = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Locations:
    """The folders and files of one learner, as absolute paths.

    Nothing is created here: whoever writes the first file makes its folder. `bundled_decks` comes with the
    program and is only read.
    """

    data: Path
    settings_file: Path
    user_decks: Path
    cache: Path
    bundled_decks: Path

    @property
    def are_decks_installed(self) -> bool:
        """Whether the bundled decks are the installed program's own copies, which nobody should edit.

        In a checkout they are the files that their authors work on.
        """
        return self.bundled_decks == _inside()

    @property
    def progress_file(self) -> Path:
        """The SQLite file that holds the log of reviews."""
        return self.data / "progress.db"

    @property
    def backups(self) -> Path:
        """The folder of automatic backups, beside the progress file."""
        return self.data / "backups"


def find(home: Path | None, environ: Mapping[str, str]) -> Locations:
    """Find the locations in force.

    `home` (`--home`), else SRM_QUIZ_HOME in `environ`, keeps everything in one folder; a leading `~`
    is the user's own. With neither, the platform's folders for data, settings and cache are used.

    Raises HomeError if the user that `~` names is unknown, or the working folder was deleted.
    """
    if home is None and (named := environ.get(HOME_VARIABLE)):
        home = Path(named)
    if home is None:
        return _of_platform()
    try:
        root = home.expanduser().absolute()
    except RuntimeError as error:
        raise HomeError(f"{home} cannot be the home: there is no such user; name a folder") from error
    except FileNotFoundError as error:
        message = "the folder you are in was deleted; change to another one"
        raise HomeError(f"{home} cannot be found: {message}") from error
    return Locations(
        data=root,
        settings_file=root / "settings.toml",
        user_decks=root / "decks",
        cache=root / "cache",
        bundled_decks=_bundled_decks(),
    )


def _of_platform() -> Locations:
    from platformdirs import PlatformDirs  # 22 ms, and `--home` needs none of it

    folders = PlatformDirs("srm-quiz", appauthor=False)
    return Locations(
        data=folders.user_data_path,
        settings_file=folders.user_config_path / "settings.toml",
        user_decks=folders.user_data_path / "decks",
        cache=folders.user_cache_path,
        bundled_decks=_bundled_decks(),
    )


def _bundled_decks() -> Path:
    """A wheel carries the decks inside the package; a checkout has them beside it."""
    return _inside() if _inside().is_dir() else _PACKAGE.parent / "decks"


def _inside() -> Path:
    return _PACKAGE / "bundled"
