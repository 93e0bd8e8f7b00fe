"""`srm-quiz plan`: the day of the exam, what today asks for it, and where the plan leads."""

from __future__ import annotations

import argparse
import textwrap
from typing import Any

from srm_quiz import phrases
from srm_quiz.cli.options import add_json, positive
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.config.settings import FIELDS
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.readiness.forecast import ExamForecast
from srm_quiz.domain.readiness.projection import Projection
from srm_quiz.study.exam_plan import ExamPlan, coming_day, projection_lines, target_named
from srm_quiz.study.study import Study

WIDTH = 78


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--for",
        dest="target",
        metavar="EXAM",
        help="set what is learnt: saa, clf, another of your decks, or all",
    )
    when = parser.add_mutually_exclusive_group()
    when.add_argument(
        "--exam", metavar="DATE", help="set the day of the exam: 2027-02-14, 9 jan, in 6 weeks, 14.2."
    )
    when.add_argument("--no-exam", action="store_true", help="forget the exam: so many answers a day")
    parser.add_argument("--minutes", type=positive, metavar="N", help="set the minutes a day")
    parser.add_argument("--goal", type=positive, metavar="N", help="set the answers a day without an exam")
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Set what was given, say how it was understood, and print the plan."""
    with Study.open_to_read(locations, read_settings(locations)) as study:
        try:
            changes = _changes(arguments, study)
        except ValueError as error:
            complain(f"{error}")
            return Exit.USAGE
        for name, value in changes.items():
            if problem := study.change(name, value):
                complain(f"{problem.message}; {problem.hint}")
                return Exit.PROBLEMS
        today, plan = study.now().day, study.exam_plan()
        goals = [] if plan else study.goal_lines()
    if plan is None:
        past = study.settings.exam_date
        if arguments.json:
            print_json(None)
            return Exit.FINE
        if past is not None and past <= today:
            print(phrases.exam_over(StudyDay(past), today))
        for line in goals:
            print(textwrap.fill(phrases.unbroken(line), WIDTH))
        print("\nWith an exam ahead: srm-quiz plan --for saa --exam 2027-02-14 --minutes 20")
        return Exit.FINE
    ahead = plan.project()
    if arguments.json:
        print_json(_as_json(plan, ahead))
        return Exit.FINE
    for line in projection_lines(plan, ahead):
        print(textwrap.fill(phrases.unbroken(line), WIDTH))
    print()
    print("day         new  reviews  minutes")
    for n, evening in enumerate(ahead.evenings):
        if n < 14 or n >= len(ahead.evenings) - 4:
            date = phrases.short_date(today, n)
            print(f"{date:<10} {evening.new:4}  {evening.reviews:7}  {evening.seconds / 60:7.0f}")
        elif n == 14:
            print("...")
    return Exit.FINE


def _changes(arguments: argparse.Namespace, study: Study) -> dict[str, Any]:
    """The settings that the words change. Raises ValueError, in a sentence, for what cannot be."""
    changes: dict[str, Any] = {}
    if arguments.target:
        changes["exam"] = target_named(arguments.target, study.library)
    if arguments.no_exam:
        changes["exam_date"] = None
    elif arguments.exam:
        changes["exam_date"] = coming_day(arguments.exam, study.now().day)
    for option, name in (("minutes", "exam_minutes"), ("goal", "daily_goal")):
        if number := getattr(arguments, option):
            try:
                changes[name] = FIELDS[name].parse(str(number))
            except ValueError as error:
                raise ValueError(f"--{option}: {error}") from error
    return changes


def _as_json(plan: ExamPlan, ahead: Projection) -> dict[str, Any]:
    """What `plan --json` says. Others rely on these names; shares are from 0 to 1."""

    def expected(forecast: ExamForecast | None) -> dict[str, Any] | None:
        if forecast is None:
            return None
        return {
            "low": round(forecast.low, 4),
            "high": round(forecast.high, 4),
            "chance": forecast.chance,
            "known": round(forecast.known, 4),
            "met": round(forecast.seen, 4),
        }

    return {
        "exam": plan.aim.target.title or None,
        "exam_date": plan.exam_day.isoformat(),
        "days_left": plan.days_left,
        "minutes": plan.aim.minutes,
        "cards": len(plan.cards),
        "unseen": plan.unseen,
        "today": {
            "cards": list(plan.agenda.cards),
            "new": plan.agenda.new,
            "due": plan.agenda.due,
            "last_looks": plan.agenda.last_looks,
            "seconds": round(plan.agenda.seconds),
        },
        "tomorrow": expected(plan.forecast),
        "following": expected(ahead.exam),
        "days": [
            {"new": evening.new, "reviews": evening.reviews, "minutes": round(evening.seconds / 60, 1)}
            for evening in ahead.evenings
        ],
        "worth": [{"deck": deck, "points": round(100 * gain, 2)} for deck, gain in plan.worth],
    }
