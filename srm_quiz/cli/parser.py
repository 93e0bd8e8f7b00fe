"""The words of the command line: commands, their options, and the lines of `--help`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from srm_quiz.domain.days import StudyDay

GROUPS = {
    "every day": ("drill", "status", "streak", "stats", "explore"),
    "games": ("daily", "line", "sort", "match", "exam"),
    "the exam": ("plan", "retention", "optimize"),
    "now and then": ("backup", "relink", "stamp", "schema", "rebuild"),
    "your own decks": ("new TITLE", "edit DECK", "check", "decks", "import FILE", "export DECK"),
}
"""The commands as `--help` lists them: by what people come for, and last, where a terminal shows it, what
they have to look up."""


def parser() -> argparse.ArgumentParser:
    """What reads the words. `command` of what it gives names the function of `cli` to run."""
    from srm_quiz import __version__

    words = argparse.ArgumentParser(
        prog="srm-quiz",
        usage="%(prog)s [options] [command]",
        description="Drill the AWS Shared Responsibility Model.\n"
        "Without a command it opens the home screen; all else can be reached from there.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words.add_argument("--version", action="version", version=f"srm-quiz {__version__}")
    words.add_argument(
        "--home", type=Path, metavar="DIR", help="keep settings, progress, decks and cache in DIR"
    )
    words.add_argument("--plain", action="store_true", help="lines of text instead of a screen")
    words.set_defaults(command="home")
    commands = words.add_subparsers(prog="srm-quiz", metavar="COMMAND", help=argparse.SUPPRESS)

    drill = commands.add_parser("drill", description="straight into a sitting")
    drill.add_argument(
        "--deck", action="append", default=[], metavar="D", help="only this deck: its id or its file"
    )
    drill.add_argument("--tag", action="append", default=[], metavar="T", help="only cards with this tag")
    drill.add_argument("--limit", type=_at_least_one, metavar="N", help="at most N cards")
    drill.add_argument("--cram", action="store_true", help="ask every card, due or not, and move no dates")
    drill.add_argument(
        "--plain", action="store_true", default=argparse.SUPPRESS, help="lines of text instead of a screen"
    )
    drill.set_defaults(command="drill")

    for name, purpose in (
        ("explore", "the model: who owns what, and where the line runs"),
        ("line", "draw the line of responsibility from memory"),
        ("sort", "duties against the clock"),
        ("match", "terms and meanings against the clock"),
        ("daily", "today's challenge: ten items, the same for everybody"),
    ):
        commands.add_parser(name, description=purpose).set_defaults(command="play", game=name)

    exam = commands.add_parser("exam", description="a mock exam, as long as the real one or shorter")
    exam.add_argument("preset", nargs="?", choices=("saa", "clf"), help="SAA-C03 or CLF-C02")
    exam.add_argument("--questions", type=_at_least_one, default=0, metavar="N", help="another length")
    exam.set_defaults(command="play", game="exam")

    status = commands.add_parser("status", description="what is due, for a prompt or a script")
    form = status.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true", help="one short line")
    form.add_argument("--json", action="store_true", help="for programs")
    status.set_defaults(command="status")

    streak = commands.add_parser("streak", description="the days in a row that counted")
    streak.add_argument("--why", type=_a_day, metavar="DATE", help="what that day was to the streak, and why")
    streak.add_argument("--json", action="store_true", help="for programs")
    streak.set_defaults(command="streak")

    stats = commands.add_parser("stats", description="how you are doing, in charts and numbers")
    form = stats.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument("--csv", metavar="CHART", help="the numbers of one chart, as a table")
    stats.set_defaults(command="stats")

    plan = commands.add_parser("plan", description="the way to your exam, day by day")
    when = plan.add_mutually_exclusive_group()
    when.add_argument("--exam", type=_a_day, metavar="DATE", help="set the day of the exam")
    when.add_argument("--no-exam", action="store_true", help="forget the exam: every card in its own time")
    plan.add_argument("--minutes", type=_at_least_one, metavar="N", help="set the minutes a day")
    plan.add_argument("--json", action="store_true", help="for programs")
    plan.set_defaults(command="plan")

    decks = commands.add_parser("decks", description="the decks and what is due in them")
    decks.add_argument("--json", action="store_true", help="for programs")
    where = decks.add_mutually_exclusive_group()
    where.add_argument("--add", type=Path, metavar="PATH", help="read decks there too: a file, or a folder")
    where.add_argument("--remove", metavar="NAME", help="no longer read what was added under that name")
    decks.set_defaults(command="decks")

    check = commands.add_parser("check", description="look for problems in deck files and settings")
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files, folders or decks; all decks without one",
    )
    check.add_argument("--style", action="store_true", help="look for flaws of writing as well")
    check.add_argument("--format", choices=("text", "concise", "json"), default="text")
    check.set_defaults(command="check")

    schema = commands.add_parser("schema", description="the deck format as a JSON Schema, for editors")
    schema.set_defaults(command="schema")

    new = commands.add_parser("new", description="a deck of your own: forms to fill in, in your editor")
    new.add_argument(
        "name", nargs="*", metavar="TITLE", help="as in: srm-quiz new Kubernetes basics; asked for without it"
    )
    new.add_argument("--no-edit", action="store_true", help="write it without opening your editor")
    new.set_defaults(command="new", refuse=new.error)

    edit = commands.add_parser(
        "edit", description="open a deck in your editor, at a note or at its first problem"
    )
    edit.add_argument(
        "deck",
        nargs="+",
        metavar="DECK[/NOTE]",
        help="its id, title or file, and the id of a note in it",
    )
    edit.set_defaults(command="edit")

    stamp = commands.add_parser("stamp", description="write an id into every note of a deck that has none")
    stamp.add_argument("file", type=Path, metavar="FILE", help="the file of the deck")
    stamp.add_argument("--dry-run", action="store_true", help="say how many, and write nothing")
    stamp.set_defaults(command="stamp")

    take = commands.add_parser(
        "import", description="make decks of another program's file: Anki, CSV, Markdown"
    )
    take.add_argument("file", type=Path, metavar="FILE", help=".apkg, .colpkg, .csv, .tsv, .md or .txt")
    take.add_argument("--dry-run", action="store_true", help="say what is in it, and write nothing")
    take.add_argument("--with-history", action="store_true", help="take over reviews and schedules too")
    take.add_argument("--into", metavar="DECK_ID", help="write it all into one new deck of this id")
    take.add_argument("--json", action="store_true", help="for programs")
    take.set_defaults(command="import", refuse=take.error)

    give = commands.add_parser("export", description="write a deck for another program, or to be printed")
    give.add_argument("deck", nargs="+", metavar="DECK", help="the deck's id, title or file")
    give.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help=".apkg, .csv, .tsv, .md, .html or .yaml"
    )
    give.add_argument("--with-schedule", action="store_true", help="with when each card is due (.apkg only)")
    give.add_argument("--force", action="store_true", help="write over a file that is there")
    give.set_defaults(command="export", refuse=give.error)

    backup = commands.add_parser("backup", description="copies of the progress file")
    backup.add_argument("action", nargs="?", choices=("list", "now", "restore"), default="list")
    backup.add_argument("file", nargs="?", type=Path, help="the copy to restore; the newest without one")
    backup.add_argument("--json", action="store_true", help="for programs: the list")
    backup.set_defaults(command="backup", refuse=backup.error)

    relink = commands.add_parser("relink", description="carry the history of reworded cards over")
    relink.add_argument("--dry-run", action="store_true", help="only show what would be carried over")
    relink.add_argument("--yes", action="store_true", help="take all sure ones without asking")
    relink.add_argument(
        "--relearn",
        action="append",
        default=[],
        metavar="CARD",
        help="begin anew with a card",
    )
    relink.add_argument("--json", action="store_true", help="for programs")
    relink.set_defaults(command="relink")

    optimize = commands.add_parser("optimize", description="fit the schedule to how you remember")
    optimize.add_argument("--dry-run", action="store_true", help="only say what it would be worth")
    optimize.add_argument("--undo", action="store_true", help="back to the weights before the last fit")
    optimize.add_argument("--json", action="store_true", help="for programs; changes nothing")
    optimize.set_defaults(command="optimize", refuse=optimize.error)

    retention = commands.add_parser("retention", description="what remembering more would cost, and set it")
    retention.add_argument("value", nargs="?", type=float, metavar="VALUE", help="0.70 to 0.99")
    retention.add_argument("--json", action="store_true", help="for programs")
    retention.set_defaults(command="retention", refuse=retention.error)

    rebuild = commands.add_parser(
        "rebuild", description="work out every schedule again from the log of answers"
    )
    rebuild.set_defaults(command="rebuild")

    lines = []
    for group, names in GROUPS.items():
        lines += ["", f"{group}:"]
        lines += [f"  {name:<13}{commands.choices[name.split()[0]].description}" for name in names]
    words.epilog = "\n".join([*lines[1:], "", "srm-quiz COMMAND --help says more of a command."])
    return words


def _at_least_one(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError("a number from 1 up")
    return int(word)


def _a_day(word: str) -> StudyDay:
    try:
        return StudyDay(date.fromisoformat(word))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{word}' is no day; write one as 2026-11-24") from None
