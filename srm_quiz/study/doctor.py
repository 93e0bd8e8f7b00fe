"""The doctor: examines what a study rests on, and says what is wrong and what to do about it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from srm_quiz import phrases
from srm_quiz.config import settings as settings_file
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.cache import Cache
from srm_quiz.deckfiles.library import deck_folders, load
from srm_quiz.domain.days import Moment
from srm_quiz.domain.scheduling import Policy
from srm_quiz.store import backups, restore
from srm_quiz.store.errors import StoreDamagedError, StoreError, StoreForeignLogError
from srm_quiz.store.identity import log_of
from srm_quiz.store.recovery import belongs, set_foreign_log_aside
from srm_quiz.store.store import Store
from srm_quiz.study.clock import Clock, ClockError

LEAST_ROOM = 20_000_000
"""Bytes free on the disk below which it may be full before long."""

OLDEST_CLOCK = 2025
"""A clock that shows an earlier year is wrong: the program is younger."""

SMALLEST_SCREEN = (40, 12)
"""Columns and lines that the screens need."""

COPIES = re.compile(r"progress(-saved-\d+|.*(conflict|copy).*)\.db", re.IGNORECASE)
"""Copies of the progress file that hold answers of their own: saved by the program when another one took its
file away, or made by a program that syncs folders when two machines had written."""


class Area(StrEnum):
    """What is examined, in order."""

    LOG = "log"
    PROGRESS = "progress"
    BACKUPS = "backups"
    CACHE = "cache"
    SETTINGS = "settings"
    DECKS = "decks"
    TERMINAL = "terminal"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong. `advice` says what to do, unless `message` does.

    `step` says what `fix` would do, if it can be done for the learner; `fix` says what it has done.
    It raises StoreError or OSError if it cannot.
    """

    area: Area
    message: str
    advice: str = ""
    step: str = ""
    fix: Callable[[], str] | None = None

    def as_json(self) -> dict[str, str]:
        """The finding for programs."""
        return {"area": self.area, "message": self.message, "advice": self.advice, "step": self.step}


def examine(locations: Locations, clock: Clock) -> Iterator[Finding]:
    """Examine everything but the terminal. Nothing is made or changed."""
    try:
        now = clock()
    except ClockError as error:
        yield Finding(Area.CLOCK, f"{error}")
        now = datetime.now(UTC)
    settings, _ = settings_file.load(locations.settings_file)
    policy = settings.policy()
    log_findings = list(_log(locations.progress_file))
    yield from log_findings
    yield from _room(locations.progress_file)
    if not log_findings:  # with a foreign log the file cannot be judged
        yield from _progress(locations, policy, now)
        yield from _copies(locations.progress_file, policy, now)
    yield from _backups(locations, now)
    yield from _cache(locations)
    yield from _settings(locations)
    yield from _decks(locations)
    if now.year < OLDEST_CLOCK:
        yield Finding(Area.CLOCK, f"the clock says {now:%Y-%m-%d %H:%M}", "set it: days and dates hang on it")
    if not log_findings:
        yield from _misdated(locations.progress_file, Moment.of(now, settings.rollover_hour))


def quick_look(locations: Locations, policy: Policy, now: datetime) -> Iterator[Finding]:
    """What can be found out without reading the progress file or the decks: the home screen waits for it."""
    yield from _room(locations.progress_file)
    yield from _copies(locations.progress_file, policy, now)
    yield from _folder(Area.BACKUPS, locations.backups, "no backup can be made")
    yield from _folder(Area.CACHE, locations.cache, "every start reads all decks anew")
    yield from _settings(locations)


def terminal(environ: Mapping[str, str], encoding: str, size: tuple[int, int]) -> Iterator[Finding]:
    """Examine a terminal by its variables, the encoding of the output, and its columns and lines."""
    if environ.get("TERM", "") in ("", "dumb") and os.name == "posix":
        advice = "set TERM, such as TERM=xterm-256color, or use --plain"
        yield Finding(Area.TERMINAL, "TERM names no terminal on which a cursor can be moved", advice)
    if encoding.lower().replace("-", "") != "utf8":
        advice = "set a UTF-8 locale, such as LANG=C.UTF-8"
        yield Finding(Area.TERMINAL, f"the terminal's encoding is {encoding or 'unknown'}", advice)
    if size < SMALLEST_SCREEN or size[1] < SMALLEST_SCREEN[1]:
        columns, lines = SMALLEST_SCREEN
        message = f"the terminal has {size[0]} columns and {size[1]} lines"
        yield Finding(Area.TERMINAL, message, f"the screens need {columns} and {lines}: enlarge it")


def _log(path: Path) -> Iterator[Finding]:
    try:
        if belongs(path):
            return
    except OSError as error:
        message = f"the log {log_of(path)} cannot be examined: {error.strerror}"
        yield Finding(Area.LOG, message, "give yourself the right to the progress file")
        return
    yield Finding(
        Area.LOG,
        f"the log beside {path} belongs to another file: a program that copies files has put it there",
        "close what else uses the file",
        "keep the log under another name, and use the progress file without it",
        partial(_set_log_aside, path),
    )


def _set_log_aside(path: Path) -> str:
    try:
        set_foreign_log_aside(path)
    except StoreForeignLogError as error:
        return f"the log is kept as {error.aside}"
    return "the log belongs to the file by now"


def _room(path: Path) -> Iterator[Finding]:
    """Whether the progress file can be written, or made."""
    elsewhere = "give yourself the right to it, or keep your progress elsewhere with --home DIR"
    try:
        there = next(place for place in (path, *path.parents) if place.exists())
        folder = there if there.is_dir() else there.parent
        if there != path and not there.is_dir():
            yield Finding(Area.PROGRESS, f"{there} is a file where a folder should be", elsewhere)
        elif not all(os.access(place, os.W_OK) for place in (there, folder)):
            yield Finding(Area.PROGRESS, f"{there} cannot be written: nothing can be answered", elsewhere)
        elif (free := shutil.disk_usage(folder).free) < LEAST_ROOM:
            message = f"{free // 1_000_000} MB are left on the disk of {folder}"
            yield Finding(Area.PROGRESS, message, "make room: answers could not be stored")
    except OSError as error:
        yield Finding(Area.PROGRESS, f"{path.parent} cannot be used: {error.strerror}", elsewhere)


def _progress(locations: Locations, policy: Policy, now: datetime) -> Iterator[Finding]:
    try:
        with Store.open_to_read(locations.progress_file) as store:
            store.check()
    except StoreDamagedError as error:
        step = "keep the damaged file, restore the newest sound backup, and add what the file still holds"
        yield Finding(Area.PROGRESS, f"{error}", "", step, partial(_restore, locations, policy, now))
    except StoreError as error:
        yield Finding(Area.PROGRESS, f"{error}")


def _restore(locations: Locations, policy: Policy, now: datetime) -> str:
    path, restored = locations.progress_file, None
    source = "no backup was there: a new file begins"
    for backup in backups.list_backups(locations.backups):
        with suppress(StoreDamagedError):
            restored, source = restore.restore(backup, path), f"{backup} was restored"
            break
    else:
        restored = restore.set_aside(path)
    if restored is None:
        return source
    with Store.open(path, now=now) as store:
        answers = store.salvage(restored.aside, policy)
    return f"{source}; {_added(answers, restored.aside)}"


def _copies(path: Path, policy: Policy, now: datetime) -> Iterator[Finding]:
    """Copies beside the progress file that hold answers which it lacks."""
    with suppress(OSError):
        for copy in sorted(path.parent.iterdir()):
            if not COPIES.fullmatch(copy.name):
                continue
            try:
                missing = restore.loss(path, copy) if path.exists() else None
            except StoreError as error:
                yield Finding(Area.PROGRESS, f"{error}")
                continue
            if missing or not path.exists():
                held = phrases.count(missing.answers, "answer") if missing else "answers"
                yield Finding(
                    Area.PROGRESS,
                    f"{copy} holds {held} that your progress lacks",
                    "",
                    "add them to the progress; the copy stays",
                    partial(_unite, path, copy, policy, now),
                )


def _unite(path: Path, copy: Path, policy: Policy, now: datetime) -> str:
    if not path.exists():
        restore.restore(copy, path)
        return f"{copy} was restored"
    with Store.open(path, now=now) as store:
        return _added(store.salvage(copy, policy), copy)


def _added(answers: int, source: Path) -> str:
    return f"{phrases.count(answers, 'answer')} {'was' if answers == 1 else 'were'} added from {source}"


def _folder(area: Area, folder: Path, cost: str) -> Iterator[Finding]:
    """Whether the folder, if it is there, can be used."""
    try:
        if folder.exists() and not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
            what = "cannot be written" if folder.is_dir() else "is no folder"
            advice = "give yourself the right to it" if folder.is_dir() else "move it away"
            yield Finding(area, f"{folder} {what}: {cost}", advice)
    except OSError as error:
        yield Finding(area, f"{folder} cannot be used: {error.strerror}: {cost}", "look for what is there")


def _backups(locations: Locations, now: datetime) -> Iterator[Finding]:
    findings = list(_folder(Area.BACKUPS, locations.backups, "no backup can be made"))
    yield from findings
    if findings:
        return
    copies = backups.list_backups(locations.backups)
    for copy in copies:
        if backups.log_end(copy) is None:
            message = f"the backup {copy} cannot be read"
            yield Finding(Area.BACKUPS, message, "delete it once all is well: it is never restored by itself")
    days = 0
    with suppress(StoreError), Store.open_to_read(locations.progress_file) as store:
        days = len(store.days.records())
    if days > 1 and not copies:
        yield Finding(
            Area.BACKUPS,
            f"there is no backup of {phrases.count(days, 'day')} of study in {locations.backups}",
            "",
            "make one",
            lambda: f"{backups.back_up(locations.progress_file, locations.backups, now)} was made",
        )


def _cache(locations: Locations) -> Iterator[Finding]:
    findings = list(_folder(Area.CACHE, locations.cache, "every start reads all decks anew"))
    yield from findings
    if not findings and (damaged := Cache(locations.cache).damaged()):
        yield Finding(
            Area.CACHE,
            f"{damaged[0].parent} holds {phrases.count(len(damaged), 'damaged entry', 'damaged entries')}",
            "",
            "delete them",
            partial(_delete, damaged),
        )


def _delete(paths: list[Path]) -> str:
    for path in paths:
        path.unlink(missing_ok=True)
    return f"{phrases.count(len(paths), 'entry', 'entries')} deleted"


def _settings(locations: Locations) -> Iterator[Finding]:
    for problem in settings_file.load(locations.settings_file)[1]:
        yield Finding(Area.SETTINGS, problem.as_concise(), problem.hint or "change the line, or delete it")


def _decks(locations: Locations) -> Iterator[Finding]:
    try:
        problems = list(load(deck_folders(locations), cache=None).problems)  # the cache would be written
    except OSError as error:
        yield Finding(Area.DECKS, f"{locations.user_decks} cannot be read: {error.strerror}")
        return
    if problems:
        count = phrases.count(len(problems), "problem")
        message = f"{count} in deck files, the first: {problems[0].as_concise()}"
        yield Finding(Area.DECKS, message, "`srm-quiz check` shows each with its line and what to do")


def _misdated(path: Path, now: Moment) -> Iterator[Finding]:
    misdated = 0
    with suppress(StoreError), Store.open_to_read(path) as store:
        misdated = store.days.misdated_cards(now.day)
    if misdated:
        were = "was" if misdated == 1 else "were"
        yield Finding(
            Area.CLOCK,
            f"{phrases.count(misdated, 'card')} {were} answered while the clock was ahead",
            "check the clock; the cards are asked again in the next sittings, and what you knew is kept",
        )
