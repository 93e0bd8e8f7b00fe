"""The settings file: its text, its table, and the problems that point at places in it."""

from __future__ import annotations

import errno
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm_quiz.problems import Problem, Severity, quoted

if TYPE_CHECKING:  # only a file with a problem in it is read as text
    from srm_quiz.config.toml_positions import Statement

MOST_BYTES = 100_000
"""How large a settings file may be: a hundred times what anybody writes."""

LONGEST_EDITED = 20_000
"""How many characters a file may have to be changed: tomlkit takes time by the square of its dotted names."""

DEEPEST = 100
"""How many dots, or opening brackets, a line may have: reading takes time by the square of their number."""

MOST_PARTS = 8
"""How many dots a name may have: no setting has more than two."""

LONGEST_NUMBER = 4_000
"""How many digits a line may have; Python converts no number of more than 4,300."""


class UnreadableSettingsError(Exception):
    """The settings file cannot be read as a whole; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class UnsafeChangeError(Exception):
    """The text is laid out so that a change would affect something else."""


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A settings file as text and as a table. `mark` is its byte order mark, or empty.

    Lines that would take too long to read are no part of the table; they are `left_out`, by number from 1.
    """

    path: Path
    mark: str = ""
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)
    left_out: Sequence[int] = ()

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read the file at `path`, empty if there is none. Raises UnreadableSettingsError."""
        data = _content(path)
        if not data:
            return cls(path)
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
        mark = whole[: len(whole) - len(text)]
        left_out = [n for n, line in enumerate(text.split("\n"), 1) if _is_endless(line)]
        try:
            return cls(path, mark, text, tomllib.loads(_blanked(text, left_out)), left_out)
        except tomllib.TOMLDecodeError as error:
            raise UnreadableSettingsError(_not_toml(path, text, str(error))) from error
        except (RecursionError, ValueError) as error:  # brackets or digits on many lines
            message = "this file is nested too deeply to be read"
            hint = "a setting is a line such as  daily_goal = 20"
            raise UnreadableSettingsError(problem(path, "not-toml", message, hint)) from error

    def with_setting(self, name: str, value: Any) -> str:
        """The text with the top-level setting changed or added, everything else as it was.

        The result is parsed and compared before it is returned. Raises UnsafeChangeError.
        """
        import tomllib

        import tomlkit  # 23 ms that only whoever saves a setting pays

        if self.left_out:
            raise UnsafeChangeError(f"line {self.left_out[0]} cannot be read")
        if len(self.text) > LONGEST_EDITED:
            raise UnsafeChangeError("the file is too long")
        try:
            document = tomlkit.parse(self.text)
            document[name] = value
            text = tomlkit.dumps(document)
            if "\r\n" in self.text and "\n" not in self.text.replace("\r\n", ""):
                text = re.sub(r"(?<!\r)\n", "\r\n", text)
            if tomllib.loads(text) == {**self.table, name: value}:
                return text
        except (ValueError, RecursionError) as error:  # of either library
            raise UnsafeChangeError(str(error)) from error
        raise UnsafeChangeError(f"setting {name} would change something else")

    def unknown(self, name: str, near: str | None) -> Problem:
        """The problem that there is no setting or table `name`; `near` is what was probably meant."""
        place = self._place((name,))
        hint = f"did you mean '{near}'?" if near else ""
        message = f"{quoted(name)} is not a setting"
        return self._problem("unknown-key", message, hint, place.start, place.name_end)

    def retired(self, name: str, hint: str) -> Problem:
        """The warning that the setting `name` is no more; `hint` says what took its place."""
        place = self._place((name,))
        found = self._problem(
            "retired-setting", f"'{name}' is not a setting any more", hint, place.start, place.name_end
        )
        return replace(found, severity=Severity.WARNING)

    def bad_value(self, route: tuple[str, ...], hint: str) -> Problem:
        """The problem reported if the value at `route` is invalid for the setting."""
        place = self._place(route)
        start = place.start if place.value is None else place.value
        value = self.text[start : place.end]
        shown = value if len(value) < 40 and value.isprintable() else "this"
        message = f"{quoted('.'.join(route))} cannot be {shown}"
        return self._problem("bad-value", message, hint, start, place.end)

    def endless(self, line: int) -> Problem:
        """The problem that a line was left out, for reading it would take too long."""
        message = "this line is too long or nested too deeply to be read"
        hint = "it is left out, and the other lines are used; delete it, or write it shorter"
        return problem(self.path, "bad-value", message, hint, line, 1, self.text.split("\n")[line - 1])

    def more(self, count: int) -> Problem:
        """The problem that so many more are not shown."""
        message = f"{count:,} more problems in this file are not shown"
        last = self.text.count("\n") + 1
        return problem(self.path, "more-problems", message, "fix those above first", last)

    def _place(self, route: tuple[str, ...]) -> Statement:
        """The first statement at `route`, or the enclosing statement if `route` points inside a value."""
        known = _statements(_blanked(self.text, self.left_out))
        while True:
            for statement in known:
                if statement.path[: len(route)] == route:
                    return statement
            route = route[:-1]

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


def _content(path: Path) -> bytes:
    """The bytes of the file; none if there is no file. Raises UnreadableSettingsError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe or a device would be waited for, or never end
            message, hint = (
                "this file cannot be read: it is no ordinary file",
                "move it away, or put a text file in its place",
            )
            raise UnreadableSettingsError(problem(path, "unreadable", message, hint))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return b""
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:  # then no file can have that name
            return b""
        message = f"this file cannot be read: {error.strerror}"
        raise UnreadableSettingsError(problem(path, "unreadable", message, "")) from error
    if len(data) > MOST_BYTES:
        message = f"this file is larger than {MOST_BYTES // 1000} KB"
        hint = "keep only settings in it; the README says which there are"
        raise UnreadableSettingsError(problem(path, "too-large", message, hint))
    return data


def _is_endless(line: str) -> bool:
    """Whether reading this line of TOML could take too long, or fail for its size alone."""
    if line.lstrip().startswith("#"):
        return False
    if line.partition("=")[0].count(".") > MOST_PARTS:
        return True
    deepest = max(line.count("."), line.count("["), line.count("{"))
    return deepest > DEEPEST or sum(map(line.count, "0123456789")) > LONGEST_NUMBER


def _blanked(text: str, left_out: Sequence[int]) -> str:
    """The text with blanks in these lines, so that all else keeps its place."""
    if not left_out:
        return text
    lines = text.split("\n")
    for number in left_out:
        lines[number - 1] = " " * len(lines[number - 1])
    return "\n".join(lines)


@lru_cache(maxsize=1)
def _statements(text: str) -> Sequence[Statement]:
    from srm_quiz.config.toml_positions import statements

    return tuple(statements(text))


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
