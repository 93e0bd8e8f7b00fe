"""`srm-quiz streak`: how the streak runs, and what any day was to it."""

from __future__ import annotations

import argparse
from typing import Any

from srm_quiz import phrases
from srm_quiz.cli.options import add_json, study_day
from srm_quiz.cli.output import Exit, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.domain.streaks import DayMark, DayRecord
from srm_quiz.study.study import Study


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--why", type=study_day, metavar="DATE", help="what that day was to the streak, and why"
    )
    add_json(parser)


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the streak, or why a day counted or did not."""
    with Study.open_to_read(locations, read_settings(locations)) as study:
        status = study.status()
    if arguments.why is not None:
        record, mark = status.day(arguments.why)
        if arguments.json:
            print_json(_as_json(record, mark))
        else:
            print(f"{phrases.date(record.day)}. {phrases.day_reason(record, mark)}")
        return Exit.FINE
    streak = status.streak
    if arguments.json:
        days = [*(closing.day for closing in status.closings), status.today.day]
        print_json(
            {
                "streak": streak.days,
                "best_streak": streak.best,
                "freezes": streak.freezes,
                "left_today": streak.left_today,
                "days": [_as_json(*status.day(day)) for day in days],
            }
        )
        return Exit.FINE
    print(phrases.streak_line(streak))
    print(phrases.freezes_line(streak))
    if streak.best > streak.days:
        print(f"Your best streak is {phrases.count(streak.best, 'day')}.")
    return Exit.FINE


def _as_json(record: DayRecord, mark: DayMark) -> dict[str, Any]:
    return {
        "day": record.day.isoformat(),
        "mark": mark.value,
        "answers": record.answers,
        "due": record.due,
        "goal": record.goal,
    }
