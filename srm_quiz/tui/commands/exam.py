"""The commands of the mock exam."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class NextQuestion(Command):
    """Go to the next question; Enter first chooses the option under the cursor."""

    keys, label, group = ("n", "right", "enter"), "next", Group.EXAM


class PreviousQuestion(Command):
    """Go to the previous question."""

    keys, label, group = ("p", "left"), "previous", Group.EXAM


class FlagQuestion(Command):
    """Flag the question to come back to it, or remove the flag."""

    keys, label, group = ("f", "asterisk"), "flag", Group.EXAM


class AnswerSheet(Command):
    """See which questions are answered, blank or flagged, and go to any of them."""

    keys, label, group = ("s", "g"), "sheet", Group.EXAM


class GoThere(Command):
    """Go to the question under the cursor."""

    keys, label, group = ("enter",), "go there", Group.SHEET


class TypeNumber(Command):
    """Type the number of a question to go to."""

    keys, label, group = tuple("0123456789"), "number", Group.SHEET
    key_range = "0-9"


class HandIn(Command):
    """Hand in the exam: you first see what is blank, and then confirm."""

    keys, label, group = ("h",), "submit", Group.EXAM


class HideClock(Command):
    """Hide the clock, or show it again."""

    keys, label, group, footer = ("t",), "clock", Group.EXAM, False


class NextMiss(Command):
    """Go to the next question you did not get right."""

    keys, label, group = ("w",), "next miss", Group.REVIEW


class SheetRight(Command):
    """Go to the next number."""

    keys, label, group, footer = ("right",), "right", Group.SHEET, False


class SheetLeft(Command):
    """Go to the previous number."""

    keys, label, group, footer = ("left",), "left", Group.SHEET, False


class SheetDown(Command):
    """Go to the row below."""

    keys, label, group, footer = ("down", "j"), "down", Group.SHEET, False


class SheetUp(Command):
    """Go to the row above."""

    keys, label, group, footer = ("up", "k"), "up", Group.SHEET, False


class Confirm(Command):
    """Yes, hand it in."""

    keys, label, group = ("y",), "yes, hand it in", Group.HANDING_IN


class GoOnAnswering(Command):
    """Go to the first question that is blank or incomplete."""

    keys, label, group = ("enter",), "answer the blanks", Group.HANDING_IN


class Review(Command):
    """See every question again, with the reason for every option."""

    keys, label, group = ("enter", "r"), "review every question", Group.REVIEW


class OpenExam(Command):
    """Start, resume or look back at the exam under the cursor."""

    keys, label, group = ("enter",), "open", Group.CHOOSING
