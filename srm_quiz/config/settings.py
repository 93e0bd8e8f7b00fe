"""The settings as one table of typed fields: load, validate, save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from srm_quiz import files
from srm_quiz.config.fields import Field, Shape
from srm_quiz.config.settings_file import (
    TomlFile,
    UnreadableSettingsError,
    UnsafeChangeError,
    line_of,
    problem,
)
from srm_quiz.domain.queue import Limits
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.today import StudyAim
from srm_quiz.problems import Problem, Problems, did_you_mean

KEYS = "keys"
"""The table of the settings file that gives commands other keys."""


MOST_PROBLEMS = 20
"""How many problems of the settings file are worked out and shown; the rest are counted."""

Faults = list[Callable[[], Problem]]
"""What is wrong in the file. The words take time, and are made for those faults that are shown."""


class Section(StrEnum):
    """The headings of the settings screen, in order."""

    DAY = "Every day"
    EXAM = "Your exam"
    ANSWERING = "Answering"
    SCHEDULING = "Scheduling"
    SCREEN = "Screen and editor"


def _setting(shape: Shape, default: Any, section: Section, label: str, meaning: str, **bounds: float) -> Any:
    """A dataclass field that carries its row of the table."""
    return field(
        default=default,
        metadata={"row": {"shape": shape, "section": section, "label": label, "help": meaning, **bounds}},
    )


LIMITS, POLICY, AIM = Limits(), Policy(), StudyAim()
"""Where the domain has a default, it is the setting's."""


@dataclass(frozen=True)
class Settings:
    """What the learner has set, or the defaults. This class is the table that FIELDS is built from."""

    daily_goal: int = _setting(
        Shape.WHOLE,
        AIM.goal,
        Section.DAY,
        "Answers a day",
        "The answers that a day asks for without an exam, and that make it count.",
        low=1,
        high=9999,
    )
    rollover_hour: int = _setting(
        Shape.WHOLE,
        4,
        Section.DAY,
        "The day begins at",
        "The hour of a new study day; until then answers count for the day before.",
        low=0,
        high=23,
    )
    exam: str = _setting(
        Shape.TEXT,
        "",
        Section.EXAM,
        "You learn for",
        "An exam that a deck describes, such as saa or clf; or all, every card.",
    )
    exam_date: date | None = _setting(  # noqa: RUF009, it is a field like the others
        Shape.DAY,
        None,
        Section.EXAM,
        "Exam on",
        "As 2027-02-14: each day's cards are then chosen for it. Empty: no exam.",
    )
    exam_minutes: int = _setting(
        Shape.WHOLE,
        AIM.minutes,
        Section.EXAM,
        "Minutes a day",
        "How much time the plan for the exam may take each day.",
        low=1,
        high=600,
    )
    exam_uses_all: bool = _setting(
        Shape.SWITCH,
        False,
        Section.EXAM,
        "Use all minutes",
        "Whether the plan fills them even on a day when less is due.",
    )
    instant_submit: bool = _setting(
        Shape.SWITCH,
        True,
        Section.ANSWERING,
        "One press answers",
        "Whether picking an option answers at once, if only one is to be picked.",
    )
    learn_ahead_minutes: int = _setting(
        Shape.WHOLE,
        LIMITS.learn_ahead // timedelta(minutes=1),
        Section.ANSWERING,
        "Learn ahead, minutes",
        "How early a missed card may come back once nothing else is left.",
        low=0,
        high=1440,
    )
    most_learning: int = _setting(
        Shape.WHOLE,
        LIMITS.most_learning,
        Section.ANSWERING,
        "Cards in learning",
        "When so many missed cards wait to come back, they come before all else.",
        low=1,
        high=999,
    )
    bell: bool = _setting(
        Shape.SWITCH,
        False,
        Section.ANSWERING,
        "Bell",
        "Whether the terminal rings when the day's goal is reached.",
    )
    desired_retention: float = _setting(
        Shape.DECIMAL,
        POLICY.desired_retention,
        Section.SCHEDULING,
        "Desired retention",
        "How likely you are to know a card when it comes back; more takes more time.",
        low=0.70,
        high=0.99,
    )
    learning_steps: tuple[timedelta, ...] = _setting(
        Shape.STEPS,
        POLICY.steps,
        Section.SCHEDULING,
        "Learning steps",
        "The waits between a new card's first answers, before its dates are in days.",
    )
    relearning_steps: tuple[timedelta, ...] = _setting(
        Shape.STEPS,
        POLICY.relearning_steps,
        Section.SCHEDULING,
        "Relearning steps",
        "The waits after a card was forgotten, before its dates are in days again.",
    )
    maximum_interval: int = _setting(
        Shape.WHOLE,
        POLICY.maximum_interval,
        Section.SCHEDULING,
        "Longest interval, days",
        "No card stays away longer than this.",
        low=1,
        high=36_500,
    )
    weights: tuple[float, ...] = _setting(
        Shape.WEIGHTS,
        (),
        Section.SCHEDULING,
        "Personal weights",
        "FSRS's numbers as `srm-quiz optimize` fits them; empty: the published ones.",
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
    """Other keys for commands, by command id. The screens know which commands and keys exist."""

    def policy(self) -> Policy:
        """These settings in the form the scheduler takes."""
        return Policy(
            desired_retention=self.desired_retention,
            steps=self.learning_steps,
            relearning_steps=self.relearning_steps,
            maximum_interval=self.maximum_interval,
            weights=self.weights or None,
        )


RETIRED = {
    "new_per_day": "'daily_goal' (answers a day) now decides how many new cards join",
    "reviews_per_day": "'daily_goal' (answers a day) now decides how many reviews a day has",
    "spread_backlog": "what piled up is always spread over some days",
    "bury_siblings": "cards of one note are always kept on different days",
}
"""Settings of earlier versions, and what has taken their place."""


FIELDS: Mapping[str, Field] = {
    field.name: Field(name=field.name, default=field.default, **field.metadata["row"])
    for field in fields(Settings)
    if "row" in field.metadata
}
"""Every setting by name, in the order of the settings screen."""


def load(path: Path) -> tuple[Settings, Problems]:
    """Load the settings from the file at `path`, which need not exist, and the problems in it.

    A setting with a bad value keeps its default; if the file is not TOML at all, all of them do.
    """
    try:
        file = TomlFile.read(path)
    except UnreadableSettingsError as refusal:
        return Settings(), Problems([refusal.problem])
    faults: Faults = [partial(file.endless, line) for line in file.left_out]
    values: dict[str, Any] = {}
    for name, raw in file.table.items():
        if row := FIELDS.get(name):
            try:
                values[name] = row.read(raw)
            except ValueError as error:
                kept = f"until then it is {_shown_default(row)}"
                faults.append(partial(file.bad_value, (name,), f"{error}; {kept}"))
        elif name in RETIRED:
            faults.append(partial(file.retired, name, f"{RETIRED[name]}; this line can go"))
        elif name != KEYS:
            faults.append(partial(_unknown, file, name))
        elif isinstance(raw, dict):
            values[KEYS] = MappingProxyType(_read_keys(file, raw, faults))
        else:
            hint = 'give a table: a line [keys], and below it lines such as  undo = "u"'
            faults.append(partial(file.bad_value, (KEYS,), hint))
    problems = Problems(fault() for fault in faults[:MOST_PROBLEMS])
    if len(faults) > MOST_PROBLEMS:
        problems.record(file.more(len(faults) - MOST_PROBLEMS))
    return Settings(**values), problems


def _unknown(file: TomlFile, name: str) -> Problem:
    return file.unknown(name, did_you_mean(name, (*FIELDS, KEYS)))


def _shown_default(row: Field) -> str:
    """A setting's default, in the words of the file."""
    if row.shape is Shape.SWITCH:
        return "true" if row.default else "false"
    return row.show(row.default) or "empty"


def save(path: Path, name: str, value: Any) -> Problem | None:
    """Write one setting and leave everything else in the file, comments and layout too, as it is.

    The file is replaced atomically. Returns the problem if it could not be: the file is not TOML, or cannot
    be written, or is laid out so that it must be edited by hand.

    Raises KeyError for an unknown name and ValueError for a value that the setting does not take.
    """
    stored = FIELDS[name].stored(value)
    try:
        file = TomlFile.read(path)
        text = file.with_setting(name, stored)
        files.write(path, (file.mark + text).encode())
    except UnreadableSettingsError as refusal:
        return refusal.problem
    except (UnsafeChangeError, OSError) as error:
        code, message = "no-safe-place", "this file's layout leaves no safe place for a change"
        if isinstance(error, OSError):
            code, message = "unwritable", f"this file cannot be written: {error.strerror}"
        return problem(path, code, message, f"write it by hand: {line_of(name, stored)}")
    return None


def _read_keys(
    file: TomlFile, table: Mapping[str, Any], faults: Faults, inside: tuple[str, ...] = (KEYS,)
) -> dict[str, tuple[str, ...]]:
    """The keys of each command. `session.undo` may be written as a dotted key or as a quoted one."""
    keys: dict[str, tuple[str, ...]] = {}
    for name, raw in table.items():
        route = (*inside, name)
        match raw:
            case dict():
                keys |= _read_keys(file, raw, faults, route)
            case str() if raw.strip():
                keys[".".join(route[1:])] = tuple(key.strip() for key in raw.split(","))
            case list() if all(isinstance(key, str) and key.strip() for key in raw):
                keys[".".join(route[1:])] = tuple(key.strip() for key in raw)
            case _:
                hint = 'give a key like "u" or "ctrl+u", or several as ["u", "z"]'
                if name in FIELDS:
                    hint = f"'{name}' is a setting: move its line above [keys]"
                faults.append(partial(file.bad_value, route, hint))
    return keys
