"""The settings as one table of typed fields: load, validate, save."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from srm_quiz.domain.scheduling import Policy
from srm_quiz.fields import Field, Shape
from srm_quiz.problems import Problem, Problems, Severity, did_you_mean

if TYPE_CHECKING:  # only a file with a problem in it is read as text
    from srm_quiz.toml_text import Statement

KEYS = "keys"
"""The table of the settings file that gives commands other keys."""


class Section(StrEnum):
    """The headings of the settings screen, in order."""

    DAY = "Every day"
    ANSWERING = "Answering"
    SCHEDULING = "Scheduling"
    SCREEN = "Screen and editor"


def _setting(shape: Shape, default: Any, section: Section, label: str, help: str, **bounds: float) -> Any:
    """A dataclass field that carries its row of the table."""
    return field(
        default=default,
        metadata={"row": {"shape": shape, "section": section, "label": label, "help": help, **bounds}},
    )


TEN_MINUTES = (timedelta(minutes=10),)


@dataclass(frozen=True)
class Settings:
    """What the learner has set, or the defaults. This class is the table: FIELDS is read from it."""

    new_per_day: int = _setting(
        Shape.WHOLE,
        20,
        Section.DAY,
        "New cards a day",
        "How many cards you have never seen may join each study day.",
        low=0,
        high=9999,
    )
    reviews_per_day: int = _setting(
        Shape.WHOLE,
        200,
        Section.DAY,
        "Reviews a day",
        "How many cards that have come due may be asked each study day; the rest wait.",
        low=0,
        high=9999,
    )
    daily_goal: int = _setting(
        Shape.WHOLE,
        20,
        Section.DAY,
        "Daily goal",
        "How many answers make a study day count for the streak; fewer do when fewer were due.",
        low=1,
        high=9999,
    )
    rollover_hour: int = _setting(
        Shape.WHOLE,
        4,
        Section.DAY,
        "The day begins at",
        "The hour at which a new study day begins: answers before it count for the day before.",
        low=0,
        high=23,
    )
    instant_submit: bool = _setting(
        Shape.SWITCH,
        False,
        Section.ANSWERING,
        "One press answers",
        "Whether picking an option answers a single-choice card at once, without Enter.",
    )
    bury_siblings: bool = _setting(
        Shape.SWITCH,
        True,
        Section.ANSWERING,
        "Keep siblings apart",
        "Whether the other cards of a note wait until the next study day once one was asked.",
    )
    learn_ahead_minutes: int = _setting(
        Shape.WHOLE,
        20,
        Section.ANSWERING,
        "Learn ahead, minutes",
        "When nothing else is left, how early a learning card may be asked.",
        low=0,
        high=1440,
    )
    desired_retention: float = _setting(
        Shape.DECIMAL,
        0.90,
        Section.SCHEDULING,
        "Desired retention",
        "The chance of remembering at which a card comes back: higher means more reviews.",
        low=0.70,
        high=0.99,
    )
    learning_steps: tuple[timedelta, ...] = _setting(
        Shape.STEPS,
        TEN_MINUTES,
        Section.SCHEDULING,
        "Learning steps",
        "The waits between the first answers to a new card, before it is scheduled in days.",
    )
    relearning_steps: tuple[timedelta, ...] = _setting(
        Shape.STEPS,
        TEN_MINUTES,
        Section.SCHEDULING,
        "Relearning steps",
        "The waits after a card was forgotten, before it is scheduled in days again.",
    )
    maximum_interval: int = _setting(
        Shape.WHOLE,
        36_500,
        Section.SCHEDULING,
        "Longest interval, days",
        "No card stays away longer than this.",
        low=1,
        high=36_500,
    )
    theme: str = _setting(
        Shape.TEXT,
        "dark",
        Section.SCREEN,
        "Theme",
        "The colours: dark, light, or the name of one of Textual's themes.",
    )
    editor: str = _setting(
        Shape.TEXT,
        "",
        Section.SCREEN,
        "Editor",
        "The command that opens a deck file; empty for $VISUAL, then $EDITOR.",
    )
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other keys for commands, by command id. Whether command and key exist, the screens know."""

    def policy(self, seed: int) -> Policy:
        """These settings as the scheduler takes them; `seed` keys its fuzz."""
        return Policy(
            desired_retention=self.desired_retention,
            steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.maximum_interval,
            seed=seed,
        )


FIELDS: Mapping[str, Field] = {
    one.name: Field(name=one.name, default=one.default, **one.metadata["row"])
    for one in fields(Settings)
    if "row" in one.metadata
}
"""Every setting by name, in the order of the settings screen."""


def load(path: Path) -> tuple[Settings, Problems]:
    """The settings in the file at `path`, which need not exist, and what is wrong with it.

    A setting with a bad value keeps its default; a file that is not TOML at all leaves all of them.
    """
    problems = Problems()
    try:
        file = _File.read(path)
    except _Refused as refusal:
        problems.record(refusal.problem)
        return Settings(), problems
    values: dict[str, Any] = {}
    for name, raw in file.table.items():
        if row := FIELDS.get(name):
            try:
                values[name] = row.read(raw)
            except ValueError as error:
                kept = f"until then it is {row.show(row.default) or 'empty'}"
                problems.record(file.bad_value((name,), f"{error}; {kept}"))
        elif name != KEYS:
            near = did_you_mean(name, (*FIELDS, KEYS))
            problems.record(file.unknown(name, f"did you mean '{near}'?" if near else ""))
        elif isinstance(raw, dict):
            values[KEYS] = MappingProxyType(_read_keys(file, raw, problems))
        else:
            hint = 'give a table: a line [keys], and below it lines such as  undo = "u"'
            problems.record(file.bad_value((KEYS,), hint))
    return Settings(**values), problems


def save(path: Path, name: str, value: Any) -> Problem | None:
    """Write one setting, `keys.COMMAND` among them, and leave every other byte of the file as it is.

    The file changes whole or not at all. Returns the problem where that could not be done: the file
    is not TOML, or cannot be written, or is laid out so that it must be edited by hand.

    Raises KeyError for an unknown name and ValueError for a value that the setting does not take.
    """
    from srm_quiz.toml_text import Unsafe, basic_string, changed

    table, _, command = name.partition(".")
    if table == KEYS and command:
        route: tuple[str, ...] = (KEYS, command)
        keys = (value,) if isinstance(value, str) else value
        written = f"[{', '.join(map(basic_string, keys))}]"
    else:
        route = (name,)
        written = FIELDS[name].write(value)
    by_hand = f"write it by hand: {name} = {written}"
    try:
        file = _File.read(path)
        _replace(path, file.mark + changed(file.text, route, written))
    except _Refused as refusal:
        return refusal.problem
    except Unsafe:
        return _problem(
            path, "no-safe-place", "this file's layout leaves no safe place for a change", by_hand
        )
    except OSError as error:
        return _problem(path, "unwritable", f"this file cannot be written: {error.strerror}", by_hand)
    return None


class _Refused(Exception):
    """The settings file cannot be read as a whole."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class _File:
    """A settings file as text and as a table. `mark` is its byte order mark, or empty."""

    path: Path
    mark: str = ""
    text: str = ""
    table: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> _File:
        """The file at `path`, empty where there is none. Raises _Refused."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            message = f"this file cannot be read: {error.strerror}"
            raise _Refused(_problem(path, "unreadable", message, "")) from error
        import tomllib  # 8 ms that nobody without a settings file pays

        try:
            whole = data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            message = "this file is not text in UTF-8"
            raise _Refused(_problem(path, "not-utf-8", message, "save it again as UTF-8", line)) from error
        text = whole.removeprefix("\ufeff")
        try:
            return cls(path, whole[: len(whole) - len(text)], text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            raise _Refused(_not_toml(path, text, str(error))) from error

    def unknown(self, name: str, near: str | None) -> Problem:
        """The problem that there is no setting or table `name`; `near` is what may have been meant."""
        place = self._place((name,))
        hint = f"did you mean '{near}'?" if near else ""
        return self._problem("unknown-key", f"'{name}' is not a setting", hint, place.start, place.name_end)

    def bad_value(self, route: tuple[str, ...], hint: str) -> Problem:
        """The problem that the value at `route` is not one the setting takes."""
        place = self._place(route)
        start = place.start if place.value is None else place.value
        value = self.text[start : place.end]
        shown = value if len(value) < 40 and value.isprintable() else "this"
        return self._problem("bad-value", f"'{'.'.join(route)}' cannot be {shown}", hint, start, place.end)

    def _place(self, route: tuple[str, ...]) -> Statement:
        from srm_quiz.toml_text import statements

        return next(one for one in statements(self.text) if one.path[: len(route)] == route)

    def _problem(self, code: str, message: str, hint: str, start: int, end: int) -> Problem:
        """A problem with the text from `start` to `end`, as much of it as stands on the first line."""
        above = self.text.rfind("\n", 0, start) + 1
        excerpt = self.text[above:].partition("\n")[0].rstrip("\r")
        return _problem(
            self.path,
            code,
            message,
            hint,
            line=self.text.count("\n", 0, start) + 1,
            column=start - above + 1,
            excerpt=excerpt,
            width=min(end - above, len(excerpt)) - (start - above),
        )


def _read_keys(
    file: _File, table: Mapping[str, Any], problems: Problems, inside: tuple[str, ...] = (KEYS,)
) -> dict[str, tuple[str, ...]]:
    """The keys of each command. `session.undo` may be spelt as a dotted key or as a quoted one."""
    found: dict[str, tuple[str, ...]] = {}
    for name, raw in table.items():
        route = (*inside, name)
        match raw:
            case dict():
                found |= _read_keys(file, raw, problems, route)
            case str() if raw.strip():
                found[".".join(route[1:])] = tuple(key.strip() for key in raw.split(","))
            case list() if all(isinstance(key, str) and key.strip() for key in raw):
                found[".".join(route[1:])] = tuple(key.strip() for key in raw)
            case _:
                hint = 'give a key like "u" or "ctrl+u", or several as ["u", "z"]'
                if name in FIELDS:
                    hint = f"'{name}' is a setting: move its line above [keys]"
                problems.record(file.bad_value(route, hint))
    return found


def _not_toml(path: Path, text: str, error: str) -> Problem:
    """The problem that tomllib's message tells of; its position stands nowhere else."""
    place = re.search(r" \(at line (\d+), column (\d+)\)$", error)
    line, column = (int(place[1]), int(place[2])) if place else (len(text.rstrip().split("\n")), None)
    what = re.sub(r" \(at [^)]*\)$", "", error)
    return _problem(
        path,
        "not-toml",
        f"this is not TOML: {what[:1].lower()}{what[1:]}",
        "a setting is a line such as  daily_goal = 20 ; texts stand in quotes",
        line,
        column,
        text.split("\n")[line - 1].rstrip("\r"),
    )


def _problem(
    path: Path,
    code: str,
    message: str,
    hint: str,
    line: int | None = None,
    column: int | None = None,
    excerpt: str = "",
    width: int = 1,
) -> Problem:
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


def _replace(path: Path, text: str) -> None:
    """Put `text` in the file's place at once: after a crash it is the old one or the new one.

    A link stays a link (settings are often kept in a folder of dotfiles), and permissions stay.
    """
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with new.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            new.chmod(target.stat().st_mode)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)
