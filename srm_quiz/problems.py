"""Problems: something wrong in a file, with its place, and what to do about it.

Problems are data first and words second. Decks, settings and imports all record them here, and there
is one renderer for each form: text for people, one line for editors, a mapping for programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_SHOWN = 100
"""How many characters of a long line are shown around the place, unless the caller has less room."""

_BEFORE = 30
"""How many of them stand before the place, at most."""

_TAB = "    "


class Severity(StrEnum):
    """How bad a problem is: an error keeps something from being used, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file.

    `line` and `column` are 1-based and count characters; None if the problem has no such place.
    `code` is a stable name in kebab-case. `message` says what is wrong, `hint` what to do (or is empty).
    `excerpt` is the file's line (or empty); the problem spans `width` characters of it from `column` on.
    """

    path: str
    line: int | None
    column: int | None
    code: str
    severity: Severity
    message: str
    hint: str = ""
    excerpt: str = ""
    width: int = 1

    def as_concise(self) -> str:
        """Place, severity, code and message in one line, as editors and grep read it."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        return printable(f"{place}: {self.severity}[{self.code}] {self.message}")

    def as_text(self) -> str:
        """The problem for people: the line it stands on, carets under the place, and the hint."""
        lines = [self.as_concise()]
        if self.line is not None and self.excerpt:
            gutter = " " * len(str(self.line))
            excerpt, carets = self.marked()
            lines += [f"{gutter} |", f"{self.line} | {excerpt}".rstrip()]
            if carets:
                lines.append(f"{gutter} | {carets}")
        if self.hint:
            lines.append(printable(f"hint: {self.hint}"))
        return "\n".join(lines)

    def marked(self, most: int = _SHOWN) -> tuple[str, str]:
        """At most `most` characters of the file's line as drawn, and the carets below them.

        Where the line was cut a … is added. Without a column there are no carets.
        """
        excerpt, start, end = _window(self.excerpt, self.column or 1, self.width, most)
        carets = "^" * max(1, _columns(excerpt[start:end])) if self.column is not None else ""
        return _drawn(excerpt), carets and " " * _columns(excerpt[:start]) + carets

    def as_json(self) -> dict[str, str | int | None]:
        """The problem for programs, ready for `json.dumps`."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "severity": self.severity.value,
            "message": self.message,
            "hint": self.hint,
        }


class Problems:
    """Collects problems while reading goes on.

    Iterates file by file in the order the files were met, and within a file from top to bottom; a
    problem without a place comes first. Empty means that nothing was found.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._recorded = list(problems)

    def record(self, problem: Problem) -> None:
        """Note one problem."""
        self._recorded.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note several problems."""
        self._recorded.extend(problems)

    def __iter__(self) -> Iterator[Problem]:
        rank: dict[str, int] = {}
        for problem in self._recorded:
            rank.setdefault(problem.path, len(rank))
        return iter(sorted(self._recorded, key=lambda p: (rank[p.path], p.line or 0, p.column or 0)))

    def __len__(self) -> int:
        return len(self._recorded)

    @property
    def has_errors(self) -> bool:
        """Whether any of the problems is more than a warning."""
        return any(problem.severity is Severity.ERROR for problem in self._recorded)


def did_you_mean(word: str, allowed: Iterable[str]) -> str:
    """The word of `allowed` that was probably meant by `word`; empty if none is close."""
    from difflib import get_close_matches  # needed only if something is wrong

    if len(word) > 100:  # comparing takes time by the square of the length
        return ""
    by_lower = {name.lower(): name for name in allowed}
    near = get_close_matches(word.lower().strip(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def quoted(text: str) -> str:
    """Quote a text from a file for a message: on one line, and cut if it is long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= 40 else f"'{line[:39]}…'"


def _window(excerpt: str, column: int, width: int, most: int) -> tuple[str, int, int]:
    """The part of a line that is shown, and where in it the place begins and ends."""
    before = min(_BEFORE, most // 3)
    start = min(column - 1, len(excerpt))
    end = min(start + width, len(excerpt))
    first = max(0, min(start - before, len(excerpt) - most)) if min(end, start + before) > most else 0
    last = first + most
    shown = ("…" if first else "") + excerpt[first:last] + ("…" if last < len(excerpt) else "")
    moved = first - (1 if first else 0)
    return shown, start - moved, min(end, last) - moved


def _drawn(text: str) -> str:
    """A line as it is drawn: tabs as spaces, and nothing that a terminal would obey."""
    return printable(text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """How many columns of a terminal the line takes when drawn."""
    if text.isascii():
        return len(text.replace("\t", _TAB))
    return sum(_columns_of(character) for character in _drawn(text))


def _columns_of(character: str) -> int:
    from unicodedata import category, east_asian_width  # needed only if something is wrong

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """Replace each character of the text that a terminal would obey or cannot draw.

    These are control characters (line breaks too), surrogates and overrides of direction.
    """
    if text.isprintable():
        return text
    return "".join("�" if _is_unsafe(character) else character for character in text)


def _is_unsafe(character: str) -> bool:
    from unicodedata import category  # needed only if something is wrong

    if category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return True
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
