"""The command line: runs the command that is named, and turns its end into an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from srm_quiz.cli.output import Exit, complain


def run(words: Sequence[str]) -> int:
    """Run the command that `words` name and give the exit code."""
    from srm_quiz.cli.parser import parse
    from srm_quiz.config.paths import find

    arguments = parse(words)
    locations = find(arguments.home, os.environ)
    _prepare_streams()
    try:
        code = int(arguments.run(arguments, locations))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`srm-quiz decks | head`): there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except Exception as error:
        # Only the store knows its errors, and most commands never open it.
        failure = getattr(error, "exit_code", None)
        if failure is None:
            raise
        complain(str(error))
        return int(failure)
    return code


def _prepare_streams() -> None:
    """Make sure that no character stops a command, whatever the terminal's encoding, and no closed stream."""
    sys.stdin = sys.stdin or io.StringIO()  # Python has None for what was closed when it started
    sys.stdout = sys.stdout or io.StringIO()
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
