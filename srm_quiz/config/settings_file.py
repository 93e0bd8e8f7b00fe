"""The settings file: its text, its table, and the problems that point at places in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm_quiz.problems import Problem, Severity

if TYPE_CHECKING:  # only a file with a problem in it is read as text
    from srm_quiz.config.toml_positions import Statement


class UnreadableSettingsError(Exception):
    """The settings file cannot be read as a whole; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class UnsafeChangeError(Exception):
    """The text is laid out so that a change would affect something else."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A settings file as text and as a table. `mark` is its byte order mark, or empty."""

    path: Path
    mark: str = ""
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read the file at `path`, empty if there is none. Raises UnreadableSettingsError."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            message = f"this file cannot be read: {error.strerror}"
            raise UnreadableSettingsError(problem(path, "unreadable", message, "")) from error
        import tomllib  # 8 ms that nobody without a settings file pays

        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = "this file is not text in UTF-8"
            raise UnreadableSettingsError(
                problem(path, "not-utf-8", message, "save it again as UTF-8", line)
            ) from error
        text = whole.removeprefix("\ufeff")
        try:
            return cls(path, whole[: len(whole) - len(text)], text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise UnreadableSettingsError(_not_toml(path, text, str(error))) from error

    def with_setting(self, name: str, value: Any) -> str:
        """The text with the top-level setting changed or added, everything else as it was.

        The result is parsed and compared before it is returned. Raises UnsafeChangeError.
        """
        import tomllib

        import tomlkit  # 23 ms that only whoever saves a setting pays
        from tomlkit.exceptions import TOMLKitError

        try:
            document = tomlkit.parse(self.text)
            document[name] = value
            text = tomlkit.dumps(document)
            if "\r\n" in self.text and "\n" not in self.text.replace("\r\n", ""):
                text = re.sub(r"(?<!\r)\n", "\r\n", text)
            if tomllib.loads(text) == {**self.table, name: value}:
                return text
        except (TOMLKitError, tomllib.TOMLDecodeError) as error:
            raise UnsafeChangeError(str(error)) from error
        raise UnsafeChangeError(f"setting {name} would change something else")

    def unknown(self, name: str, near: str | None) -> Problem:
        """The problem that there is no setting or table `name`; `near` is what was probably meant."""
        place = self._place((name,))
        hint = f"did you mean '{near}'?" if near else ""
        return self._problem("unknown-key", f"'{name}' is not a setting", hint, place.start, place.name_end)

    def retired(self, name: str, hint: str) -> Problem:
        """The warning that the setting `name` is no more; `hint` says what took its place."""
        place = self._place((name,))
        found = self._problem(
            "retired-setting", f"'{name}' is not a setting any more", hint, place.start, place.name_end
        )
        return replace(found, severity=Severity.WARNING)

    def bad_value(self, route: tuple[str, ...], hint: str) -> Problem:
        """The problem that the value at `route` is not one the setting takes."""
        place = self._place(route)
        start = place.start if place.value is None else place.value
        value = self.text[start : place.end]
        shown = value if len(value) < 40 and value.isprintable() else "this"
        return self._problem("bad-value", f"'{'.'.join(route)}' cannot be {shown}", hint, start, place.end)

    def _place(self, route: tuple[str, ...]) -> Statement:
        from srm_quiz.config.toml_positions import statements

        return next(statement for statement in statements(self.text) if statement.path[: len(route)] == route)

    def _problem(self, code: str, message: str, hint: str, start: int, end: int) -> Problem:
        """A problem with the text from `start` to `end`, as far as the end of its first line."""
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


def line_of(name: str, value: Any) -> str:
    """The line of TOML that sets a value."""
    import tomlkit

    return f"{name} = {tomlkit.item(value).as_string()}"


def _not_toml(path: Path, text: str, error: str) -> Problem:
    """The problem that tomllib reports; its position stands nowhere but in the message."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.rstrip().split("\n")), None)
    reason = re.sub(r" \(at [^)]*\)$", "", error)
    return problem(
        path,
        "not-toml",
        f"this is not TOML: {reason[:1].lower()}{reason[1:]}",
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
