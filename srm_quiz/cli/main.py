"""The command line: runs the command that is named, and turns its end into an exit code."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from srm_quiz.cli.output import Exit, complain, discard

LONGEST_PATH = 200
"""How many characters of a path a message shows."""


def run(words: Sequence[str]) -> int:
    """Run the command that `words` name and give the exit code."""
    from srm_quiz.cli.parser import parse
    from srm_quiz.config.paths import find

    home = None
    _prepare_streams()
    try:
        try:
            arguments = parse(words)
            locations = find(arguments.home, os.environ)
            home = locations.data
            return int(arguments.run(arguments, locations))
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`srm-quiz decks | head`): there is nobody left to tell.
        discard(sys.stdout)
        return Exit.FINE
    except OSError as error:
        return _refused_by_system(error, home)
    except Exception as error:
        # Only the store knows its errors, and most commands never open it.
        failure = getattr(error, "exit_code", None)
        if failure is None:
            raise
        complain(str(error))
        return int(failure)


def _refused_by_system(error: OSError, home: Path | None) -> Exit:
    """Say in a sentence what the system refused; the exit code tells whether it is the learner's home."""
    reason = error.strerror or str(error)
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if not name and error.errno == errno.ENOENT:  # the system does not name a working folder that is gone
        complain("the folder you are in was deleted; change to another one")
    elif not name:
        discard(sys.stdout)
        complain(f"the output cannot be written: {reason}")
    else:
        shown = name if len(name) <= LONGEST_PATH else f"{name[:LONGEST_PATH]}…"
        is_home = home is not None and Path(name).is_relative_to(home)
        advice = "; keep your progress elsewhere with --home DIR" if is_home else ""
        complain(f"{shown} cannot be used: {reason}{advice}")
        if is_home:
            return Exit.PROGRESS_UNUSABLE
    return Exit.PROBLEMS


def _prepare_streams() -> None:
    """Make sure that no character stops a command, whatever the terminal's encoding, and no closed stream."""
    sys.stdin = sys.stdin or io.StringIO()  # Python has None for what was closed when it started
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
