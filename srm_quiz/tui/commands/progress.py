"""The commands of the statistics and of the exam plan."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class OpenChart(Command):
    """See the chart alone, with all its numbers."""

    keys, word, group = ("enter",), "open", Group.STATISTICS


class NextChart(Command):
    """Go to the next chart."""

    keys, word, group = ("j", "down"), "next", Group.STATISTICS


class PreviousChart(Command):
    """Go to the chart before."""

    keys, word, group, footer = ("k", "up"), "back one", Group.STATISTICS, False


class DrillThese(Command):
    """Drill the cards that the chart is about, side by side."""

    keys, word, group = ("m",), "drill these cards", Group.STATISTICS


class DayBefore(Command):
    """Go to the day before."""

    keys, word, group = ("up", "k"), "day before", Group.YEAR


class DayAfter(Command):
    """Go to the day after."""

    keys, word, group = ("down", "j"), "day after", Group.YEAR


class WeekBefore(Command):
    """Go to the week before."""

    keys, word, group = ("left", "h"), "week before", Group.YEAR


class WeekAfter(Command):
    """Go to the week after."""

    keys, word, group = ("right", "l"), "week after", Group.YEAR


class ChangePlan(Command):
    """Change the day of the exam or the minutes a day."""

    keys, word, group = ("enter",), "change", Group.PLAN


class DrillDeck(Command):
    """Drill the deck with this number: there you gain most."""

    keys, word, group = tuple("12345"), "drill that deck", Group.PLAN
    places = "1-5"


class ForgetExam(Command):
    """Forget the exam: cards come back in their own time."""

    keys, word, group = ("f",), "forget the exam", Group.PLAN
