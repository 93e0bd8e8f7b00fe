"""The command line: subcommands and exit codes. Nothing is opened until a command asks for it."""

from __future__ import annotations

import argparse
import gc
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # each command imports what it needs: `status` runs at every shell prompt
    from srm_quiz.locations import Locations
    from srm_quiz.problems import Problems
    from srm_quiz.settings import Settings
    from srm_quiz.study import Glance, Scope


class Exit(IntEnum):
    """What the program tells the shell."""

    FINE = 0
    PROBLEMS = 1
    USAGE = 2
    PROGRESS_UNUSABLE = 3
    INTERRUPTED = 130


def run(words: Sequence[str]) -> int:
    """Run the command that `words` name and give the exit code."""
    from srm_quiz.arguments import parser
    from srm_quiz.locations import find

    arguments = parser().parse_args(words)
    locations = find(arguments.home, os.environ)
    command = COMMANDS[arguments.command]
    _prepare_streams()
    try:
        code = command(arguments, locations)
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
        _complain(str(error))
        return int(failure)
    return code


def _prepare_streams() -> None:
    """See to it that no character stops a command, whatever the terminal's encoding, and no closed stream."""
    sys.stdin = sys.stdin or io.StringIO()  # Python has None for what was closed when it started
    sys.stdout = sys.stdout or io.StringIO()
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(text: str) -> None:
    from srm_quiz.problems import printable

    print(f"srm-quiz: {printable(text)}", file=sys.stderr)


def _print_json(value: Any) -> None:
    import json

    # Where the pipe cannot carry every character, JSON can still say it in letters of ASCII.
    speaks_unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(value, ensure_ascii=not speaks_unicode, indent=2))


def _read_settings(locations: Locations) -> Settings:
    """The settings, with what is wrong in their file said on stderr."""
    return _settings_and_problems(locations)[0]


def _settings_and_problems(locations: Locations) -> tuple[Settings, Problems]:
    from srm_quiz import settings

    found, problems = settings.load(locations.settings_file)
    for problem in problems:
        print(problem.as_text(), file=sys.stderr)
    return found, problems


def _home(arguments: argparse.Namespace, locations: Locations) -> int:
    return _front_end(arguments, locations, scope=None)


def _drill(arguments: argparse.Namespace, locations: Locations) -> int:
    from srm_quiz.study import Scope

    scope = Scope(decks=frozenset(arguments.deck), tags=frozenset(arguments.tag))
    return _front_end(arguments, locations, scope=scope)


def _play(arguments: argparse.Namespace, locations: Locations) -> int:
    return _front_end(arguments, locations, scope=None)


def _front_end(arguments: argparse.Namespace, locations: Locations, scope: Scope | None) -> int:
    """The home screen, or a sitting over `scope`: on the screen, or as lines where there is none."""
    from srm_quiz.deckfiles.collector import collector_paused

    # Starting makes many objects and hardly any garbage. The front ends switch the collector on again
    # once all is there.
    with collector_paused():
        return _run_front_end(arguments, locations, scope)


def _run_front_end(arguments: argparse.Namespace, locations: Locations, scope: Scope | None) -> int:
    from srm_quiz.domain.reviews import Mode
    from srm_quiz.study import EVERYTHING, Study

    settings = _read_settings(locations)
    files = [Path(deck) for deck in getattr(arguments, "deck", ()) if Path(deck).suffix in (".yaml", ".yml")]
    game = getattr(arguments, "game", "")
    mode = Mode.CRAM if getattr(arguments, "cram", False) else Mode.DRILL
    limit = getattr(arguments, "limit", None)
    with Study.open(locations, settings, deck_paths=files) as study:
        for problem in study.library.problems:
            print(problem.as_concise(), file=sys.stderr)
        if scope is not None:
            scope = study.resolve(scope)
            if unknown := study.unknown_in(scope):
                _complain(unknown)
                return Exit.USAGE
        if arguments.plain or not _has_screen():
            from srm_quiz import plain

            gc.enable()
            if game and game not in ("line", "daily"):
                _complain(f"`srm-quiz {game}` needs a screen; `srm-quiz drill` does without one")
                return Exit.USAGE
            mode = Mode(game) if game else mode
            return plain.drill(
                study, sys.stdin, sys.stdout, scope=scope or EVERYTHING, mode=mode, limit=limit
            )
        from srm_quiz.tui.app import QuizApp

        opening = game if game in ("", "explore") else f"play_{game}"
        if game == "exam":
            opening += f"({arguments.preset or ''!r}, {arguments.questions})"
        app = QuizApp(study, scope=scope, mode=mode, limit=limit, opening=opening)
        app.run()
        return app.return_code or Exit.FINE


def _has_screen() -> bool:
    """Whether there is a terminal at both ends, and one on which a cursor can be moved."""
    ends = (sys.stdin, sys.stdout)
    return all(end.isatty() for end in ends) and os.environ.get("TERM") != "dumb"


def _glance(locations: Locations, settings: Settings) -> Glance:
    """How things stand, without making or changing any file of the learner's."""
    from srm_quiz.domain.days import Moment
    from srm_quiz.store.store import Store
    from srm_quiz.study import glance, read_library, system_clock

    library = read_library(locations)
    now = Moment.of(system_clock(), settings.rollover_hour)
    store = Store.open_to_read(locations.progress_file)
    try:
        return glance(library, store, settings, now)
    finally:
        if store is not None:
            store.close()


def _status(arguments: argparse.Namespace, locations: Locations) -> int:
    from srm_quiz.remembered import Remembered

    remembered = Remembered(locations)
    report = remembered.recall()
    if report is None:
        settings, problems = _settings_and_problems(locations)
        report = {"json": status_report(found := _glance(locations, settings)), "lines": _status_lines(found)}
        if not problems:
            remembered.keep(report, _end_of_day(settings))
    if arguments.json:
        _print_json(report["json"])
    elif arguments.short:
        print("{due} due, {new} new, streak {streak}".format_map(report["json"]))
    else:
        print("\n".join(report["lines"]))
    return Exit.FINE


def _status_lines(found: Glance) -> list[str]:
    from srm_quiz import phrases

    overview, streak = found.overview, found.streak
    return [
        f"{overview.due} due, {overview.new} new, about {phrases.count(overview.minutes, 'minute')}",
        f"{found.answered} of {found.goal} answers today",
        f"streak {phrases.count(streak.days, 'day')}, best {streak.best}",
    ]


def _end_of_day(settings: Settings) -> float:
    """When the study day ends, in seconds since 1970."""
    from srm_quiz.domain.days import Moment, days_after
    from srm_quiz.study import system_clock

    now = Moment.of(system_clock(), settings.rollover_hour)
    return now.start_of(days_after(now.day, 1)).timestamp()


def status_report(found: Glance) -> Mapping[str, object]:
    """What `status --json` says. Others rely on these names."""
    return {
        "due": found.overview.due,
        "new": found.overview.new,
        "learning": found.overview.learning,
        "done_today": found.answered,
        "goal": found.goal,
        "streak": found.streak.days,
        "best_streak": found.streak.best,
        "freezes": 0,
        "exam_date": None,
        "readiness": None,
    }


def _decks(arguments: argparse.Namespace, locations: Locations) -> int:
    rows = _glance(locations, _read_settings(locations)).overview.decks
    if arguments.json:
        _print_json(
            [
                {
                    "id": row.deck.id,
                    "title": row.deck.title,
                    "path": row.deck.path,
                    "notes": row.deck.notes,
                    "cards": len(row.deck.cards),
                    "new": row.new,
                    "due": row.due,
                }
                for row in rows
            ]
        )
        return Exit.FINE
    width = max((len(row.deck.id) for row in rows), default=4)
    print(f"{'deck':<{width}}  notes  cards    new    due  title")
    for row in rows:
        numbers = f"{row.deck.notes:5}  {len(row.deck.cards):5}  {row.new:5}  {row.due:5}"
        print(f"{row.deck.id:<{width}}  {numbers}  {row.deck.title}")
    return Exit.FINE


def _check(arguments: argparse.Namespace, locations: Locations) -> int:
    from srm_quiz import phrases, settings
    from srm_quiz.deckfiles.library import load, report
    from srm_quiz.study import read_library

    library = load(arguments.paths, cache=None) if arguments.paths else read_library(locations)
    if arguments.style:
        from srm_quiz.style.inspection import inspect_decks

        library.problems.extend(inspect_decks(library.decks))
    found = report(library)
    problems = list(library.problems)
    if not arguments.paths:
        problems += settings.load(locations.settings_file)[1]
    match arguments.format:
        case "json":
            _print_json({**found, "problems": [problem.as_json() for problem in problems]})
        case "concise":
            for problem in problems:
                print(problem.as_concise())
        case _:
            for problem in problems:
                print(problem.as_text(), end="\n\n")
            decks, cards = (
                phrases.count(len(library.decks), "deck"),
                phrases.count(len(library.by_key), "card"),
            )
            said = phrases.count(len(problems), "problem") if problems else "no problems"
            print(f"{decks}, {cards}, {said}")
    return Exit.PROBLEMS if problems else Exit.FINE


def _backup(arguments: argparse.Namespace, locations: Locations) -> int:
    from srm_quiz.store import backups
    from srm_quiz.study import system_clock

    if arguments.file and arguments.action != "restore":
        arguments.refuse(f"only restore takes a file: srm-quiz backup restore {arguments.file}")
    if arguments.json and arguments.action != "list":
        arguments.refuse("only list has --json")
    match arguments.action:
        case "now":
            print(backups.back_up(locations.progress_file, locations.backups, system_clock()))
        case "restore":
            chosen = arguments.file or next(iter(backups.list_backups(locations.backups)), None)
            if chosen is None:
                _complain(f"there is no backup in {locations.backups}")
                return Exit.PROBLEMS
            aside = backups.restore(chosen, locations.progress_file, system_clock())
            print(f"Restored {chosen}." + (f" What was there before is kept as {aside}." if aside else ""))
        case _:
            found = list(backups.list_backups(locations.backups))
            if arguments.json:
                _print_json([str(path) for path in found])
            else:
                for path in found:
                    print(path)
                if not found:
                    _complain(f"no backups yet in {locations.backups}")
    return Exit.FINE


def _rebuild(arguments: argparse.Namespace, locations: Locations) -> int:
    from srm_quiz import phrases
    from srm_quiz.store.store import Store
    from srm_quiz.study import system_clock

    settings = _read_settings(locations)
    with Store.open(locations.progress_file, now=system_clock()) as store:
        done = store.rebuild(settings.policy(store.seed))
    schedules = phrases.count(done.cards, "schedule")
    print(f"{schedules} worked out again from the log, {done.changed} of them changed.")
    return Exit.FINE


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Locations], int]] = {
    "home": _home,
    "drill": _drill,
    "play": _play,
    "status": _status,
    "decks": _decks,
    "check": _check,
    "backup": _backup,
    "rebuild": _rebuild,
}
