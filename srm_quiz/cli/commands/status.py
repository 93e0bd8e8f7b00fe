"""`srm-quiz status`: what is due, for a prompt or a script."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from srm_quiz.cli.options import add_json
from srm_quiz.cli.output import Exit, print_json, settings_and_problems
from srm_quiz.cli.status_cache import StatusCache
from srm_quiz.config.paths import Locations

if TYPE_CHECKING:
    from srm_quiz.domain.readiness.forecast import ExamForecast
    from srm_quiz.study.status import Status


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true", help="one short line")
    add_json(form)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print what is due."""
    cache = StatusCache(locations)
    report = cache.get()
    if report is None:
        # At most shell prompts the cache has the report: only without it is the study imported.
        from srm_quiz.domain.days import days_after
        from srm_quiz.study.study import Study

        settings, problems = settings_and_problems(locations)
        with Study.open_to_read(locations, settings) as study:
            status, plan, now = study.status(), study.exam_plan(), study.now()
            expected = plan.forecast if plan else None
            left_out = [problem.as_concise() for problem in study.library.left_out]
        lines = [*_status_lines(status, expected), *left_out]
        report = {"json": status_report(status, expected), "lines": lines}
        if not problems:
            cache.put(report, now.start_of(days_after(now.day, 1)).timestamp())
    if arguments.json:
        print_json(report["json"])
    elif arguments.short:
        print("{due} due, {new} new, streak {streak}".format_map(report["json"]))
    else:
        print("\n".join(report["lines"]))
    return Exit.FINE


def _status_lines(status: Status, expected: ExamForecast | None) -> list[str]:
    from srm_quiz import phrases

    streak = status.streak
    lines = [
        phrases.agenda_line(status.agenda),
        phrases.answers_today(status.answered, status.wanted),
        f"streak {phrases.count(streak.days, 'day')}, best {streak.best}, "
        f"{phrases.count(streak.freezes, 'freeze')}",
    ]
    if expected is not None:
        left = phrases.count(status.days_left, "day")
        lines.append(f"exam in {left}; if it were tomorrow: {phrases.forecast_line(expected)}")
    return lines


def status_report(status: Status, expected: ExamForecast | None) -> Mapping[str, object]:
    """What `status --json` says. Others rely on these names.

    `due`, `learning` among it, and `new` are cards that today still asks. `readiness` is the chance, 0 to 1,
    to pass the exam if it were tomorrow; null while it is too early to say.
    """
    exam_day = status.exam_day
    return {
        "due": status.agenda.due,
        "new": status.agenda.new,
        "learning": len(status.agenda.returning),
        "done_today": status.answered,
        "goal": status.goal,
        "streak": status.streak.days,
        "best_streak": status.streak.best,
        "freezes": status.streak.freezes,
        "exam_date": exam_day.isoformat() if exam_day else None,
        "readiness": expected.chance if expected else None,
    }
