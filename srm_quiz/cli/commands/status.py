"""`srm-quiz status`: what is due, for a prompt or a script."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srm_quiz.cli.output import Exit, print_json, settings_and_problems

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.config.settings import Settings
    from srm_quiz.study.exam_plan import Standpoint
    from srm_quiz.study.status import Glance


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print what is due."""
    from srm_quiz.cli.status_cache import Remembered

    remembered = Remembered(locations)
    report = remembered.recall()
    if report is None:
        from srm_quiz.study.exam_plan import standpoint
        from srm_quiz.study.study import Study

        settings, problems = settings_and_problems(locations)
        with Study.open_to_read(locations, settings) as study:
            found = study.glance()
            here = standpoint(study.library, study.store, settings, study.now())
        report = {"json": status_report(found, here), "lines": _status_lines(found, here)}
        if not problems:
            remembered.keep(report, _end_of_day(settings))
    if arguments.json:
        print_json(report["json"])
    elif arguments.short:
        print("{due} due, {new} new, streak {streak}".format_map(report["json"]))
    else:
        print("\n".join(report["lines"]))
    return Exit.FINE


def _status_lines(found: Glance, here: Standpoint | None) -> list[str]:
    from srm_quiz import phrases

    overview, streak = found.overview, found.streak
    lines = [
        f"{overview.due} due, {overview.new} new, about {phrases.count(overview.minutes, 'minute')}",
        phrases.answers_today(found.answered, found.wanted),
        f"streak {phrases.count(streak.days, 'day')}, best {streak.best}, "
        f"{phrases.count(streak.freezes, 'freeze')}",
    ]
    if here is not None:
        known = phrases.percent(here.recall)
        lines.append(f"exam in {phrases.count(here.left, 'day')}, {known} known on it as of now")
    return lines


def _end_of_day(settings: Settings) -> float:
    """When the study day ends, in seconds since 1970."""
    from srm_quiz.domain.days import Moment, days_after
    from srm_quiz.study.study import system_clock

    now = Moment.of(system_clock(), settings.rollover_hour)
    return now.start_of(days_after(now.day, 1)).timestamp()


def status_report(found: Glance, here: Standpoint | None) -> Mapping[str, object]:
    """What `status --json` says. Others rely on these names.

    `readiness` is the chance, 0 to 1, to pass an exam made of these cards if nothing more were studied.
    """
    return {
        "due": found.overview.due,
        "new": found.overview.new,
        "learning": found.overview.learning,
        "done_today": found.answered,
        "goal": found.goal,
        "streak": found.streak.days,
        "best_streak": found.streak.best,
        "freezes": found.streak.freezes,
        "exam_date": here.exam.day.isoformat() if here else None,
        "readiness": round(here.readiness.chance, 4) if here else None,
    }
