"""`srm-quiz status`: what is due, for a prompt or a script."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, print_json, settings_and_problems

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.config.settings import Settings
    from srm_quiz.study.exam_plan import ReadinessToday
    from srm_quiz.study.status import Status


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print what is due."""
    from srm_quiz.cli.status_cache import Remembered

    remembered = Remembered(locations)
    report = remembered.recall()
    if report is None:
        from srm_quiz.study.study import Study

        settings, problems = settings_and_problems(locations)
        with Study.open_to_read(locations, settings) as study:
            now, ready = study.status(), study.readiness()
        report = {"json": status_report(now, ready), "lines": _status_lines(now, ready)}
        if not problems:
            remembered.keep(report, _end_of_day(settings))
    if arguments.json:
        print_json(report["json"])
    elif arguments.short:
        print("{due} due, {new} new, streak {streak}".format_map(report["json"]))
    else:
        print("\n".join(report["lines"]))
    return Exit.FINE


def _status_lines(now: Status, ready: ReadinessToday | None) -> list[str]:
    from srm_quiz import phrases

    overview, streak = now.overview, now.streak
    lines = [
        f"{overview.due} due, {overview.new} new, about {phrases.count(overview.minutes, 'minute')}",
        phrases.answers_today(now.answered, now.wanted),
        f"streak {phrases.count(streak.days, 'day')}, best {streak.best}, "
        f"{phrases.count(streak.freezes, 'freeze')}",
    ]
    if ready is not None:
        known = phrases.percent(ready.recall)
        lines.append(f"exam in {phrases.count(ready.days_left, 'day')}, {known} known on it as of now")
    return lines


def _end_of_day(settings: Settings) -> float:
    """When the study day ends, in seconds since 1970."""
    from srm_quiz.domain.days import Moment, days_after
    from srm_quiz.study.study import system_clock

    now = Moment.of(system_clock(), settings.rollover_hour)
    return now.start_of(days_after(now.day, 1)).timestamp()


def status_report(now: Status, ready: ReadinessToday | None) -> Mapping[str, object]:
    """What `status --json` says. Others rely on these names.

    `readiness` is the chance, 0 to 1, to pass an exam made of these cards if nothing more were studied.
    """
    return {
        "due": now.overview.due,
        "new": now.overview.new,
        "learning": now.overview.learning,
        "done_today": now.answered,
        "goal": now.goal,
        "streak": now.streak.days,
        "best_streak": now.streak.best,
        "freezes": now.streak.freezes,
        "exam_date": ready.exam.day.isoformat() if ready else None,
        "readiness": round(ready.estimate.chance, 4) if ready else None,
    }
