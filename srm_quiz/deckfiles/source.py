"""The text of a deck file with the problems found in it, and what it is if it is no deck."""

from __future__ import annotations

import gc
import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate, islice

from srm_quiz.problems import Problem, Severity

ENCODE = "save the file again as UTF-8: your editor has this under 'Save as' or 'Encoding'"
"""What to do about a text in another encoding."""

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (
        rb"PK\x03\x04",
        "this is no text but a packed file, as Word, Excel, LibreOffice and Anki write them",
        "save what is in it as plain text in UTF-8; `srm-quiz import` reads Anki's files as they are",
    ),
    (
        rb"\xd0\xcf\x11\xe0",
        "this is a document of Word or Excel, not a text",
        "save what is in it as plain text in UTF-8",
    ),
    (rb"%PDF-", "this is a PDF, not a text", "copy what is in it into a file that begins with 'title: …'"),
    (
        rb"\{\\rtf",
        "this is rich text (RTF), not plain text",
        "save it as plain text in UTF-8; in TextEdit: Format, Make Plain Text",
    ),
    (
        rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml)",
        "this is a web page, not a deck",
        "download the file itself ('Raw' or 'Download'), not the page that shows it",
    ),
    (rb"SQLite format 3\0", "this is a database, not a text", "`srm-quiz import` reads collections of Anki"),
    (rb"\x1f\x8b", "this is a packed file (gzip), not a text", "unpack it first: gunzip"),
    (
        rb"(?:[\t\n\r\x20-\x7e]\0){8}|(?:\0[\t\n\r\x20-\x7e]){8}",
        "this file is text in UTF-16, not in UTF-8",
        ENCODE,
    ),
)
_KNOWN = tuple((re.compile(begins, re.IGNORECASE), message, hint) for begins, message, hint in _BEGINNINGS)


def foreign_format(data: bytes) -> tuple[str, str] | None:
    """Message and hint for bytes that are certainly no deck: those of other formats and encodings."""
    return next(((message, hint) for begins, message, hint in _KNOWN if begins.match(data)), None)


def how_to_begin(text: str) -> str:
    """A hint for a text without any key of a deck, by what it looks like."""
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if re.search("^(title|cards) *= ", text, re.MULTILINE):
        return "a key has a colon and a space behind it, not an equals sign: 'title: …'"
    if "：" in text:
        return "type the colons anew, each with a space behind it: they are those of another script"
    if len(rows) > 1 and any(all(sign in row for row in rows[:20]) for sign in "\t;,"):
        return "is it a table? `srm-quiz import FILE` makes a deck of tables, such as CSV"
    return "begin with 'title: …', then 'cards:', and below it one '- question: …' for each note"


MOST_PROBLEMS = 1_000
"""After this many problems the rest of the file is not read: nobody would read them either."""

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f"  # what terminals obey, line breaks and tab left out
    "\u2028\u2029"  # line breaks that editors do not count
    "\u202a-\u202e\u2066-\u2069"  # overrides that show a text in another order than it has
    "\ufeff\ufffe\uffff\ud800-\udfff]"
)
"""The characters that no text of a deck may hold. Right-to-left letters are not among them."""

MOST_UNSAFE = 10_000
"""A file with more of them is not a text, and neither is one with a NUL."""

_LONGEST_EXCERPT = 2_000
"""Beyond this column a problem has no excerpt, so that a thousand problems stay small."""

_STANDS_FOR_UNSAFE = "\ufffd"

_STRANGE_SPACE = re.compile("[ \t-]*([\u00a0\u2000-\u200b\u202f\u205f\u3000])")


class ReadingStoppedError(Exception):
    """The file is not read further; the reason has been recorded as a problem."""


class SourceText:
    """A deck file's text and the problems found in it. Offsets into the text place everything in the file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.error_count = 0
        """How many errors were met. A note or another part of the file is sound if reading it adds none."""
        self.text = ""
        self._line_starts = array("I")  # a large file may have twenty million lines
        self._unsafe: list[int] = []

    def decode(self, data: bytes) -> None:
        """Decode the file's text. Raises ReadingStoppedError if it is not text in UTF-8."""
        if complaint := foreign_format(data):
            self.refuse(0, 1, "not-text", *complaint)
            raise ReadingStoppedError
        try:
            self.text = data.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            self._refuse_encoding(data, error.start)
        unsafe = [match.start() for match in islice(UNSAFE.finditer(self.text), MOST_UNSAFE + 1)]
        if "\0" in self.text or len(unsafe) > MOST_UNSAFE:
            message = "this is not a text file: it has NUL bytes or many control characters"
            hint = "write decks with a text editor, and save them as UTF-8"
            self.refuse(unsafe[0], unsafe[0] + 1, "not-text", message, hint)
            raise ReadingStoppedError
        if unsafe:
            self._refuse_unsafe(unsafe)

    def meet_refused(self) -> None:
        """Count an error that was reported before: a value refused there is missing here."""
        self.error_count += 1

    def refuse(self, start: int, end: int, code: str, message: str, hint: str = "") -> None:
        """Record an error about the text from `start` to `end`. Raises ReadingStoppedError after
        very many."""
        self._record(self.problem(start, end, code, message, hint))

    def warn(self, start: int, end: int, code: str, message: str, hint: str) -> None:
        """Record a warning about the text from `start` to `end`, which can be used nevertheless."""
        self._record(self.problem(start, end, code, message, hint, Severity.WARNING))

    def problem(
        self,
        start: int,
        end: int,
        code: str,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem about the text from `start` to `end`, without recording it."""
        line, column, excerpt = self._place(start)
        shown = min(end - start, len(excerpt) - (column - 1)) if excerpt else 1
        return Problem(self.path, line, column, code, severity, message, hint, excerpt, max(1, shown))

    def refuse_file(self, code: str, message: str, hint: str = "") -> None:
        """Record an error that has no place."""
        self._record(Problem(self.path, None, None, code, Severity.ERROR, message, hint))

    def line_of(self, offset: int) -> int:
        """The 1-based line on which `offset` stands."""
        return bisect_right(self._starts(), offset)

    def line_text(self, offset: int) -> str:
        """The whole line on which `offset` stands, without its line break."""
        starts = self._starts()
        line = bisect_right(starts, offset)
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")

    def strange_space(self, offset: int) -> str:
        """A hint if the line of `offset` is indented with what YAML does not take for spaces; else empty."""
        space = _STRANGE_SPACE.match(self.text, self._starts()[self.line_of(offset) - 1])
        if not space:
            return ""
        description = f"one is U+{ord(space[1]):04X}, which looks like a space and is none"
        return f"type the spaces before it anew: {description}"

    def holds_unsafe(self, start: int, end: int) -> bool:
        """Whether there is a refused character, reported already, between `start` and `end`."""
        return bool(self._unsafe) and bisect_left(self._unsafe, start) < bisect_left(self._unsafe, end)

    def _refuse_encoding(self, data: bytes, at: int) -> None:
        self.text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        offset = len(data[:at].decode("utf-8").removeprefix("\ufeff"))
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = "this file is text in UTF-16, not in UTF-8"
        else:
            message = f"byte 0x{data[at]:02X} is not UTF-8"
            meant = data[at : at + 1].decode("cp1252", "ignore")
            message += f"; in Windows-1252 it is {meant}" if meant.isprintable() and meant else ""
        hint = ENCODE
        self.refuse(offset, offset + 1, "not-utf-8", message, hint)
        raise ReadingStoppedError

    def _refuse_unsafe(self, offsets: list[int]) -> None:
        """Report refused characters once for each line, and replace them with a visible one."""
        original = self.text
        self.text = UNSAFE.sub(_STANDS_FOR_UNSAFE, original)
        self._unsafe = offsets
        last_reported = 0
        for offset in offsets:
            line = self.line_of(offset)
            if line != last_reported:
                last_reported = line
                self.refuse(offset, offset + 1, "control-character", *about_unsafe(original[offset]))

    def _place(self, offset: int) -> tuple[int, int, str]:
        line = self.line_of(offset)
        column = offset - self._starts()[line - 1] + 1
        if column > _LONGEST_EXCERPT:
            return line, column, ""
        return line, column, UNSAFE.sub(_STANDS_FOR_UNSAFE, self.line_text(offset)[:_LONGEST_EXCERPT])

    def _starts(self) -> array[int]:
        if not self._line_starts:
            self._line_starts.append(0)
            if "\r" in self.text:
                self._line_starts.extend(match.end() for match in re.finditer(r"\r\n?|\n", self.text))
            else:  # a tenth of the time
                lines = self.text.split("\n")
                self._line_starts.extend(accumulate(len(line) + 1 for line in lines[:-1]))
        return self._line_starts

    def _record(self, problem: Problem) -> None:
        self.error_count += problem.severity is Severity.ERROR
        if len(self.problems) >= MOST_PROBLEMS:
            last = f"there are more than {MOST_PROBLEMS} problems; the rest of this file was not read"
            place = (problem.line, problem.column)
            self.problems.append(Problem(self.path, *place, "too-many-problems", Severity.ERROR, last))
            raise ReadingStoppedError
        self.problems.append(problem)


def about_unsafe(character: str) -> tuple[str, str]:
    """Message and hint for a refused character."""
    name = f"U+{ord(character):04X}"
    if "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069":
        message = f"the invisible character {name} turns the direction of the text around"
        return message, "delete it; right-to-left letters need no such character"
    if character in "\u2028\u2029\x85":
        return f"{name} is a line break that editors do not show", "replace it by an ordinary line break"
    if character == "\ufeff":
        return f"{name} (byte order mark) stands inside the file", "delete it; joined files often hold one"
    return f"the control character {name} is not allowed in a deck", "delete it, or write what it shows"


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector, if it is on.

    Nodes and cards hold no cycles, so there is nothing for it to find; yet it would walk all of them
    again and again while they grow, which makes reading a big deck several times slower.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
