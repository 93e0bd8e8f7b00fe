"""A field: one typed value that the learner may set, as text on the screen and as TOML in the file."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from srm_quiz.domain.memory_model import WEIGHT_BOUNDS

WEIGHTS = len(WEIGHT_BOUNDS)
"""How many weights FSRS-6 has."""

SWITCH_WORDS = {"yes": True, "no": False, "on": True, "off": False, "true": True, "false": False}
"""A switch as it may be typed; it is shown as the first two."""


class Shape(StrEnum):
    """What a setting's value is: int, float, bool, str, timedeltas, a date or None, floats."""

    WHOLE = "whole number"
    DECIMAL = "number"
    SWITCH = "switch"
    TEXT = "text"
    STEPS = "steps"
    DAY = "day"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Field:
    """One setting: its line in the manual, on the settings screen and in the file.

    `low` and `high` bound a number, both included.
    """

    name: str
    shape: Shape
    default: Any
    section: str
    label: str
    help: str
    low: float = 0
    high: float = 0

    @property
    def allowed(self) -> str:
        """The allowed values, in words that follow "give"."""
        match self.shape:
            case Shape.WHOLE:
                return f"a whole number from {self.low} to {self.high}"
            case Shape.DECIMAL:
                return f"a number from {self.low:.2f} to {self.high:.2f}"
            case Shape.SWITCH:
                return "true or false"
            case Shape.TEXT:
                return "one line of text in quotes"
            case Shape.STEPS:
                return 'times such as "10m" or "1m 10m", in s, m, h or d'
            case Shape.DAY:
                return "a day such as 2027-02-14, or nothing"
            case Shape.WEIGHTS:
                return f"{WEIGHTS} numbers within FSRS's bounds, or nothing for the published ones"

    def read(self, raw: object) -> Any:
        """The value that the settings file holds as `raw`. Raises ValueError with what is allowed instead."""
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        match self.shape, raw:
            case Shape.WHOLE, int() if is_number and self.low <= raw <= self.high:
                return raw
            case Shape.DECIMAL, int() | float() if is_number and self.low <= raw <= self.high:
                return float(raw)
            case Shape.SWITCH, bool():
                return raw
            case Shape.TEXT, str() if raw.isprintable():
                return raw
            case Shape.STEPS, str() | list():
                words = raw.replace(",", " ").split() if isinstance(raw, str) else raw
                with suppress(ValueError, TypeError):
                    return tuple(_step(word) for word in words)
            case Shape.DAY, date() if not isinstance(raw, datetime):
                return raw
            case Shape.DAY, str():
                with suppress(ValueError):
                    return date.fromisoformat(raw) if raw.strip() else None
            case Shape.WEIGHTS, str() | list():
                words = raw.replace(",", " ").split() if isinstance(raw, str) else raw
                with suppress(ValueError, TypeError, OverflowError):
                    numbers = tuple(float(word) for word in words)
                    _check_weights(numbers)
                    return numbers
        raise ValueError(f"give {self.allowed}")

    def parse(self, typed: str) -> Any:
        """The value that was typed on the settings screen. Raises ValueError likewise."""
        typed = typed.strip()
        try:
            match self.shape:
                case Shape.WHOLE:
                    return self.read(int(typed))
                case Shape.DECIMAL:
                    return self.read(float(typed))
                case Shape.SWITCH:
                    return self.read(SWITCH_WORDS.get(typed.lower()))
                case Shape.TEXT | Shape.STEPS | Shape.DAY | Shape.WEIGHTS:
                    return self.read(typed)
        except ValueError:
            allowed = "yes or no" if self.shape is Shape.SWITCH else self.allowed
            raise ValueError(f"give {allowed}") from None

    def show(self, value: Any) -> str:
        """The value as text on the settings screen; `parse` reads it back."""
        match self.shape:
            case Shape.DECIMAL:
                return f"{value:.2f}" if round(value, 2) == value else repr(value)
            case Shape.SWITCH:
                return "yes" if value else "no"
            case Shape.STEPS:
                return " ".join(_step_text(step) for step in value)
            case Shape.DAY:
                return value.isoformat() if value else ""
            case Shape.WEIGHTS:
                return " ".join(f"{number:.4f}" for number in value)
            case Shape.WHOLE | Shape.TEXT:
                return str(value)

    def stored(self, value: Any) -> bool | int | float | str | date | list[str] | list[float]:
        """The value as TOML holds it; `read` reads it back. Raises ValueError if `read` refuses it."""
        raw = value
        if self.shape is Shape.STEPS:
            if not isinstance(value, tuple):
                raise ValueError("give a tuple of timedelta")
            raw = [_step_text(step) for step in value]
        elif self.shape is Shape.WEIGHTS:
            raw = [round(number, 4) for number in value]
        elif self.shape is Shape.DAY:
            raw = value or ""
        self.read(raw)
        return raw  # type: ignore[no-any-return]


_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_LONGEST_STEP = timedelta(days=365)


def _check_weights(numbers: tuple[float, ...]) -> None:
    """Raise ValueError unless the scheduler takes these weights; none at all stand for the published ones."""
    for number, (low, high) in zip(numbers, WEIGHT_BOUNDS if numbers else (), strict=True):
        if not low <= number <= high:
            raise ValueError(number)


def _step(word: str) -> timedelta:
    """The delay that a word such as `10m` stands for. Raises ValueError."""
    if match := re.fullmatch(r"(\d{1,9})([smhd])", word):
        step = timedelta(**{_UNITS[match[2]]: int(match[1])})
        if timedelta(0) < step <= _LONGEST_STEP:
            return step
    raise ValueError(word)


def _step_text(step: timedelta) -> str:
    """The delay in its largest whole unit: `10m`, not `600s`."""
    for unit, name in reversed(_UNITS.items()):
        count, rest = divmod(step, timedelta(**{name: 1}))
        if not rest:
            return f"{count}{unit}"
    raise ValueError(f"{step} is not whole seconds")
