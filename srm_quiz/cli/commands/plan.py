"""`srm-quiz plan`: the day of the exam, what today asks for it, and where the plan leads."""

from __future__ import annotations

import argparse
import textwrap
from typing import TYPE_CHECKING, Any

from srm_quiz.cli.output import Exit, complain, print_json, read_settings

if TYPE_CHECKING:
    from srm_quiz.config.paths import Locations
    from srm_quiz.study.exam_plan import Outlook

WIDTH = 78


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Set what was given, and print the plan."""
    from srm_quiz import phrases
    from srm_quiz.config.settings import FIELDS
    from srm_quiz.domain.days import StudyDay
    from srm_quiz.study.exam_plan import course, outlook, outlook_lines
    from srm_quiz.study.study import Study

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
        way = course(study.library, study.store, study.settings, study.now())
    if way is None:
        past = study.settings.exam_date
        if arguments.json:
            print_json(None)
        elif past is not None and past <= today:
            print(phrases.exam_over(StudyDay(past), today))
        else:
            print("No exam is set. Set one: srm-quiz plan --exam 2027-02-14 --minutes 20")
        return Exit.FINE
    found = outlook(way)
    if arguments.json:
        print_json(_as_json(found))
        return Exit.FINE
    for line in outlook_lines(found):
        print(textwrap.fill(phrases.unbroken(line), WIDTH))
    print()
    print("day         new  reviews  minutes")
    for n, day in enumerate(found.ahead.days):
        if n < 14 or n >= len(found.ahead.days) - 4:
            date = phrases.short_date(study.now().day, n)
            print(f"{date:<10} {day.new:4.0f}  {day.reviews:7.0f}  {day.seconds / 60:7.0f}")
        elif n == 14:
            print("...")
    return Exit.FINE


def _as_json(found: Outlook) -> dict[str, Any]:
    way, here, ahead = found.course, found.course.now, found.ahead
    return {
        "exam_date": here.exam.day.isoformat(),
        "days_left": here.left,
        "minutes": here.exam.minutes,
        "cards": here.cards,
        "unseen": here.unseen,
        "today": {
            "new": list(way.today.new),
            "due": list(way.today.due),
            "looks": list(way.today.looks),
            "extra": list(way.today.extra),
            "learning": way.learning,
            "seconds": round(way.seconds),
        },
        "recall": {
            "stopping": round(ahead.stopping, 4),
            "following": round(ahead.following.mean, 4),
            "low": round(ahead.following.low, 4),
            "high": round(ahead.following.high, 4),
            "without_today": round(ahead.without_today, 4),
            "missing_one_day_in_five": round(ahead.missing_some, 4),
        },
        "readiness": {"now": round(here.readiness.chance, 4), "following": round(found.readiness.chance, 4)},
        "days": [
            {
                "new": round(day.new, 1),
                "reviews": round(day.reviews, 1),
                "minutes": round(day.seconds / 60, 1),
            }
            for day in ahead.days
        ],
        "worth": [{"deck": deck, "points": round(100 * gain, 2)} for deck, gain in way.worth],
    }
