"""The two streams of the command line: data on stdout, everything else on stderr; and the exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:  # each command imports what it needs: `status` runs at every shell prompt
    from srm_quiz.config.paths import Locations
    from srm_quiz.config.settings import Settings
    from srm_quiz.problems import Problems


class Exit(IntEnum):
    """The exit codes of the program."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    PROGRESS_UNUSABLE = 3
    INTERRUPTED = 130


def complain(text: str) -> None:
    """Report on stderr what went wrong."""
    from srm_quiz.problems import printable

    try:
        print(f"srm-quiz: {printable(text)}", file=sys.stderr, flush=True)
    except OSError:  # there is nowhere else to report it, and the exit code stands
        discard(sys.stderr)


def discard(stream: TextIO) -> None:
    """Drop what could not be written to the stream, and what will be: Python would try again at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def print_json(value: Any) -> None:
    """Print a value as JSON."""
    import json

    # If the pipe cannot carry every character, JSON can still escape it in ASCII.
    speaks_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(escaped(json.dumps(value, ensure_ascii=not speaks_unicode, indent=2)))


def escaped(json_text: str) -> str:
    """JSON with escapes for what a terminal would obey: control characters, overrides of direction."""
    if json_text.isascii() and "\x7f" not in json_text:
        return json_text
    return "".join(f"\\u{ord(sign):04x}" if _is_obeyed(sign) else sign for sign in json_text)


def _is_obeyed(sign: str) -> bool:
    """Whether a terminal obeys the character, though it may stand in JSON as it is."""
    return "\x7f" <= sign <= "\x9f" or "\ud800" <= sign <= "\udfff" or sign in _OF_DIRECTION


_OF_DIRECTION = "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Unicode's marks and overrides of direction, and its separators of lines."""


def read_settings(locations: Locations) -> Settings:
    """Read the settings, and report the problems in their file on stderr."""
    return settings_and_problems(locations)[0]


def settings_and_problems(locations: Locations) -> tuple[Settings, Problems]:
    """Read the settings and the problems in their file, which are reported on stderr."""
    from srm_quiz.config import settings

    loaded, problems = settings.load(locations.settings_file)
    for problem in problems:
        print(problem.as_text(), file=sys.stderr)
    return loaded, problems
