"""A file of settings: its text, the table it says, and where in it everything stands."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm_quiz.problems import Problem, Severity

if TYPE_CHECKING:  # only a file with a problem in it is read as text
    from srm_quiz.config.toml_edit import Statement


class Refused(Exception):
    """The settings file cannot be read as a whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A settings file as text and as a table. `mark` is its byte order mark, or empty."""

    path: Path
    mark: str = ""
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """The file at `path`, empty where there is none. Raises Refused."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            message = f"this file cannot be read: {error.strerror}"
            raise Refused(problem(path, "unreadable", message, "")) from error
        import tomllib  # 8 ms that nobody without a settings file pays

        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = "this file is not text in UTF-8"
            raise Refused(problem(path, "not-utf-8", message, "save it again as UTF-8", line)) from error
        text = whole.removeprefix("\ufeff")
        try:
            return cls(path, whole[: len(whole) - len(text)], text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise Refused(_not_toml(path, text, str(error))) from error

    def unknown(self, name: str, near: str | None) -> Problem:
        """The problem that there is no setting or table `name`; `near` is what may have been meant."""
        place = self._place((name,))
        hint = f"did you mean '{near}'?" if near else ""
        return self._told("unknown-key", f"'{name}' is not a setting", hint, place.start, place.name_end)

    def bad_value(self, route: tuple[str, ...], hint: str) -> Problem:
        """The problem that the value at `route` is not one the setting takes."""
        place = self._place(route)
        start = place.start if place.value is None else place.value
        value = self.text[start : place.end]
        shown = value if len(value) < 40 and value.isprintable() else "this"
        return self._told("bad-value", f"'{'.'.join(route)}' cannot be {shown}", hint, start, place.end)

    def _place(self, route: tuple[str, ...]) -> Statement:
        from srm_quiz.config.toml_edit import statements

        return next(one for one in statements(self.text) if one.path[: len(route)] == route)

    def _told(self, code: str, message: str, hint: str, start: int, end: int) -> Problem:
        """A problem with the text from `start` to `end`, as much of it as stands on the first line."""
        above = self.text.rfind("\n", 0, start) + 1
        excerpt = self.text[above:].partition("\n")[0].rstrip("\r")
        return problem(
            self.path,
            code,
            message,
            hint,
            line=self.text.count("\n", 0, start) + 1,
            column=start - above + 1,
            excerpt=excerpt,
            width=min(end - above, len(excerpt)) - (start - above),
        )


def _not_toml(path: Path, text: str, error: str) -> Problem:
    """The problem that tomllib's message tells of; its position stands nowhere else."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.rstrip().split("\n")), None)
    what = re.sub(r" \(at [^)]*\)$", "", error)
    return problem(
        path,
        "not-toml",
        f"this is not TOML: {what[:1].lower()}{what[1:]}",
        "a setting is a line such as  daily_goal = 20 ; texts stand in quotes",
        line,
        column,
        text.split("\n")[line - 1].rstrip("\r"),
    )


def problem(
    path: Path,
    code: str,
    message: str,
    hint: str,
    line: int | None = None,
    column: int | None = None,
    excerpt: str = "",
    width: int = 1,
) -> Problem:
    """An error in the settings file at `path`."""
    return Problem(
        path=str(path),
        line=line,
        column=column,
        code=code,
        severity=Severity.ERROR,
        message=message,
        hint=hint,
        excerpt=excerpt,
        width=width,
    )


def replace_text(path: Path, text: str) -> None:
    """Put `text` in the file's place at once: after a crash it is the old one or the new one.

    A link stays a link (settings are often kept in a folder of dotfiles), and permissions stay.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            new.chmod(target.stat().st_mode)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
