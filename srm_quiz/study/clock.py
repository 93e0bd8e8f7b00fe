"""The clock of a study: the machine's local time."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the local time, aware of its offset."""


class ClockError(Exception):
    """The system's time zone makes no sense."""

    exit_code = 1


def system_clock() -> datetime:
    """The machine's local time. Raises ClockError if the system's time zone is none."""
    try:
        return datetime.now().astimezone()
    except ValueError as error:  # a zone a day or more from UTC
        zone = f"TZ={os.environ['TZ']}" if "TZ" in os.environ else "the system's time zone"
        raise ClockError(f"{zone} is no time zone; set one such as TZ=Europe/Berlin") from error
