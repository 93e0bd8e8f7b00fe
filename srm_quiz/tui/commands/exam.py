"""The commands of the mock exam, declared as those of the drill are in `commands`."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class NextQuestion(Command):
    """Go to the next question; Enter takes the option under the cursor first."""

    keys, word, group = ("n", "right", "enter"), "next", Group.EXAM


class PreviousQuestion(Command):
    """Go to the question before."""

    keys, word, group = ("p", "left"), "before", Group.EXAM


class FlagQuestion(Command):
    """Flag the question to come back to it, or take the flag off."""

    keys, word, group = ("f", "asterisk"), "flag", Group.EXAM


class AnswerSheet(Command):
    """See all numbers: answered, blank, flagged; and go to one of them."""

    keys, word, group = ("s", "g"), "sheet", Group.EXAM


class GoThere(Command):
    """Go to the question under the cursor."""

    keys, word, group = ("enter",), "go there", Group.SHEET


class TypeNumber(Command):
    """Type the number of a question to go to."""

    keys, word, group = tuple("0123456789"), "number", Group.SHEET
    places = "0-9"


class HandIn(Command):
    """Hand in the exam: you see what is blank first, and say yes once more."""

    keys, word, group = ("h",), "submit", Group.EXAM


class HideClock(Command):
    """Hide the clock, or show it again."""

    keys, word, group, footer = ("t",), "clock", Group.EXAM, False


class NextMiss(Command):
    """Go to the next question you did not answer right."""

    keys, word, group = ("w",), "next miss", Group.REVIEW


class SheetRight(Command):
    """Go to the next number."""

    keys, word, group, footer = ("right",), "right", Group.SHEET, False


class SheetLeft(Command):
    """Go to the number before."""

    keys, word, group, footer = ("left",), "left", Group.SHEET, False


class SheetDown(Command):
    """Go to the row below."""

    keys, word, group, footer = ("down", "j"), "down", Group.SHEET, False


class SheetUp(Command):
    """Go to the row above."""

    keys, word, group, footer = ("up", "k"), "up", Group.SHEET, False


class Confirm(Command):
    """Yes, hand it in."""

    keys, word, group = ("y",), "yes, hand it in", Group.HANDING_IN


class GoOnAnswering(Command):
    """Go to the first question that is blank or not complete."""

    keys, word, group = ("enter",), "answer the blanks", Group.HANDING_IN


class Review(Command):
    """See every question again, with the reason for every option."""

    keys, word, group = ("enter", "r"), "review every question", Group.REVIEW


class OpenExam(Command):
    """Begin, go on with, or look at what is under the cursor."""

    keys, word, group = ("enter",), "open", Group.CHOOSING
