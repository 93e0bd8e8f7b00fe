"""The commands of the statistics and of the exam plan."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class OpenChart(Command):
    """See this chart on its own, with all its numbers."""

    keys, label, group = ("enter",), "open", Group.STATISTICS


class NextChart(Command):
    """Go to the next chart."""

    keys, label, group = ("j", "down"), "next", Group.STATISTICS


class PreviousChart(Command):
    """Go to the previous chart."""

    keys, label, group, footer = ("k", "up"), "previous", Group.STATISTICS, False


class DrillThese(Command):
    """Drill the cards that this chart is about."""

    keys, label, group = ("m",), "drill these cards", Group.STATISTICS


class DayBefore(Command):
    """Go to the previous day."""

    keys, label, group = ("up", "k"), "previous day", Group.YEAR


class DayAfter(Command):
    """Go to the next day."""

    keys, label, group = ("down", "j"), "next day", Group.YEAR


class WeekBefore(Command):
    """Go to the previous week."""

    keys, label, group = ("left", "h"), "previous week", Group.YEAR


class WeekAfter(Command):
    """Go to the next week."""

    keys, label, group = ("right", "l"), "next week", Group.YEAR


class ChangePlan(Command):
    """Change the exam date or the minutes a day."""

    keys, label, group = ("enter",), "change", Group.PLAN


class DrillDeck(Command):
    """Drill the deck with this number: that is where study pays most."""

    keys, label, group = tuple("12345"), "drill that deck", Group.PLAN
    key_range = "1-5"


class ForgetExam(Command):
    """Forget the exam: cards come back in their own time."""

    keys, label, group = ("f",), "forget the exam", Group.PLAN
