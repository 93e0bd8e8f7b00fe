"""The commands of the explorer and the games."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class NextService(Command):
    """Go to the next service and watch the line move."""

    keys, label, group = ("right",), "service", Group.MODEL


class PreviousService(Command):
    """Go to the previous service."""

    keys, label, group, footer = ("left",), "previous service", Group.MODEL, False


class Compare(Command):
    """Keep this service beside the next ones to compare them, or stop comparing."""

    keys, label, group = ("c",), "compare", Group.MODEL


class WholeModel(Command):
    """See all services and layers at once, or one service again."""

    keys, label, group = ("g",), "whole model", Group.MODEL


class Find(Command):
    """Find a service or a duty."""

    keys, label, group = ("slash",), "find", Group.MODEL


class DrawLine(Command):
    """Draw this service's line from memory."""

    keys, label, group = ("l",), "line", Group.MODEL


class Timed(Command):
    """Play for sixty seconds."""

    keys, label, group = ("enter",), "60 seconds", Group.GAME


class Endless(Command):
    """Play until three lives are gone."""

    keys, label, group = ("e",), "endless, three lives", Group.GAME


class Play(Command):
    """Start, or play again."""

    keys, label, group = ("enter",), "play", Group.GAME


class GoOn(Command):
    """Continue once you have read the reason."""

    keys, label, group = ("enter", "space"), "go on", Group.GAME


class PickTerm(Command):
    """Pick the term with this number."""

    keys, label, group = tuple("123456"), "term", Group.TABLE
    key_range = "1-6"


class PickMeaning(Command):
    """Pick the meaning with this letter."""

    keys, label, group = tuple("abcdef"), "meaning", Group.TABLE
    key_range = "a-f"


class Share(Command):
    """Copy the result to the clipboard, as a line that gives nothing away."""

    keys, label, group = ("c",), "copy to share", Group.GAME


class Explore(Command):
    """See who owns which layer of which service, and watch the line move."""

    keys, label, group, footer = ("e",), "explore", Group.PLAY, False


class PlaySort(Command):
    """Sort duties against the clock."""

    keys, label, group, footer = ("o",), "sort", Group.PLAY, False


class PlayLine(Command):
    """Draw the line of responsibility from memory."""

    keys, label, group, footer = ("l",), "line", Group.PLAY, False


class PlayMatch(Command):
    """Match six terms with their meanings, as fast as you can."""

    keys, label, group, footer = ("m",), "match", Group.PLAY, False


class PlayDaily(Command):
    """Take today's challenge: ten items, the same for everyone, one try."""

    keys, label, group, footer = ("y",), "daily", Group.PLAY, False


class PlayExam(Command):
    """Take a mock exam, SAA-C03 or CLF-C02, or look back at earlier ones."""

    keys, label, group, footer = ("x",), "mock exam", Group.PLAY, False


class Choose(Command):
    """Go to what is under the cursor."""

    keys, label, group = ("enter",), "go there", Group.SEARCH


class NextHit(Command):
    """Go down the list."""

    keys, label, group, footer = ("down",), "down", Group.SEARCH, False


class PreviousHit(Command):
    """Go up the list."""

    keys, label, group, footer = ("up",), "up", Group.SEARCH, False


class LeaveSearch(Command):
    """Leave the search. Letters, q too, are typed into it."""

    keys, label, group = ("escape",), "back", Group.SEARCH
