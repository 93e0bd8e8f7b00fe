"""`python -m srm_quiz` and the `srm-quiz` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and give its exit code."""
    from srm_quiz.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
