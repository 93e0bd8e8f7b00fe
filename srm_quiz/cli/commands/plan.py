"""`srm-quiz plan`: the day of the exam, what today asks for it, and where the plan leads."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

from srm_quiz import phrases
from srm_quiz.cli.options import add_json, positive, study_day
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import FIELDS
from srm_quiz.domain.days import StudyDay
from srm_quiz.study.exam_plan import Projection, projection_lines
from srm_quiz.study.study import Study

WIDTH = 78


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--exam", type=study_day, metavar="DATE", help="set the day of the exam")
    when.add_argument("--no-exam", action="store_true", help="forget the exam: every card in its own time")
    parser.add_argument("--minutes", type=positive, metavar="N", help="set the minutes a day")
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Set what was given, and print the plan."""
    with Study.open_to_read(locations, read_settings(locations)) as study:
        today = study.now().day
        if arguments.exam is not None and arguments.exam <= today:
            complain(f"{phrases.date(arguments.exam)} is not ahead of us; give a later day")
            return Exit.USAGE
        changes: dict[str, Any] = {}
        if arguments.exam or arguments.no_exam:
            changes["exam_date"] = arguments.exam
        if arguments.minutes:
            try:
                changes["exam_minutes"] = FIELDS["exam_minutes"].parse(str(arguments.minutes))
            except ValueError as error:
                complain(f"--minutes: {error}")
                return Exit.USAGE
        for name, value in changes.items():
            if problem := study.change(name, value):
                complain(f"{problem.message}; {problem.hint}")
                return Exit.PROBLEMS
        plan = study.exam_plan()
    if plan is None:
        past = study.settings.exam_date
        if arguments.json:
            print_json(None)
        elif past is not None and past <= today:
            print(phrases.exam_over(StudyDay(past), today))
        else:
            print("No exam is set. Set one: srm-quiz plan --exam 2027-02-14 --minutes 20")
        return Exit.FINE
    projection = plan.project()
    if arguments.json:
        print_json(_as_json(projection))
        return Exit.FINE
    for line in projection_lines(projection):
        print(textwrap.fill(phrases.unbroken(line), WIDTH))
    print()
    print("day         new  reviews  minutes")
    for n, day in enumerate(projection.forecast.days):
        if n < 14 or n >= len(projection.forecast.days) - 4:
            date = phrases.short_date(study.now().day, n)
            print(f"{date:<10} {day.new:4.0f}  {day.reviews:7.0f}  {day.seconds / 60:7.0f}")
        elif n == 14:
            print("...")
    return Exit.FINE


def _as_json(projection: Projection) -> dict[str, Any]:
    plan, ahead = projection.plan, projection.forecast
    ready = plan.readiness
    return {
        "exam_date": ready.exam.day.isoformat(),
        "days_left": ready.days_left,
        "minutes": ready.exam.minutes,
        "cards": ready.cards,
        "unseen": ready.unseen,
        "today": {
            "new": list(plan.today.new),
            "due": list(plan.today.due),
            "looks": list(plan.today.looks),
            "extra": list(plan.today.extra),
            "learning": plan.learning,
            "seconds": round(plan.seconds),
        },
        "recall": {
            "stopping": round(ahead.stopping, 4),
            "following": round(ahead.following.mean, 4),
            "low": round(ahead.following.low, 4),
            "high": round(ahead.following.high, 4),
            "without_today": round(ahead.without_today, 4),
            "missing_one_day_in_five": round(ahead.missing_some, 4),
        },
        "readiness": {
            "now": round(ready.estimate.chance, 4),
            "following": round(projection.estimate.chance, 4),
        },
        "days": [
            {
                "new": round(day.new, 1),
                "reviews": round(day.reviews, 1),
                "minutes": round(day.seconds / 60, 1),
            }
            for day in ahead.days
        ],
        "worth": [{"deck": deck, "points": round(100 * gain, 2)} for deck, gain in plan.worth],
    }
