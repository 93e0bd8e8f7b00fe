"""The commands of the explorer and the games, declared as those of the drill are in `commands`."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class NextService(Command):
    """Go to the next service: watch the line."""

    keys, word, group = ("right",), "service", Group.MODEL


class PreviousService(Command):
    """Go to the service before."""

    keys, word, group, footer = ("left",), "service before", Group.MODEL, False


class Compare(Command):
    """Keep this service beside the others, or take it away again."""

    keys, word, group = ("c",), "compare", Group.MODEL


class WholeModel(Command):
    """See all services and layers at once, or one service again."""

    keys, word, group = ("g",), "whole model", Group.MODEL


class Find(Command):
    """Find a service or a duty."""

    keys, word, group = ("slash",), "find", Group.MODEL


class DrawLine(Command):
    """Draw this service's line from memory."""

    keys, word, group = ("l",), "line", Group.MODEL


class Timed(Command):
    """Play for sixty seconds."""

    keys, word, group = ("enter",), "60 seconds", Group.GAME


class Endless(Command):
    """Play until three lives are gone."""

    keys, word, group = ("e",), "endless, three lives", Group.GAME


class Play(Command):
    """Begin, or play again."""

    keys, word, group = ("enter",), "play", Group.GAME


class GoOn(Command):
    """Go on: the reason is read."""

    keys, word, group = ("enter", "space"), "go on", Group.GAME


class PickTerm(Command):
    """Take the term with this number."""

    keys, word, group = tuple("123456"), "term", Group.TABLE
    places = "1-6"


class PickMeaning(Command):
    """Take the meaning with this letter."""

    keys, word, group = tuple("abcdef"), "meaning", Group.TABLE
    places = "a-f"


class Share(Command):
    """Copy the result to the clipboard, as a line that gives nothing away."""

    keys, word, group = ("c",), "copy to share", Group.GAME


class Explore(Command):
    """See who owns which layer of which service, and watch the line move."""

    keys, word, group, footer = ("e",), "explore", Group.PLAY, False


class PlaySort(Command):
    """Sort duties against the clock."""

    keys, word, group, footer = ("o",), "sort", Group.PLAY, False


class PlayLine(Command):
    """Draw the line of responsibility from memory."""

    keys, word, group, footer = ("l",), "line", Group.PLAY, False


class PlayMatch(Command):
    """Match six terms with their meanings, as fast as you can."""

    keys, word, group, footer = ("m",), "match", Group.PLAY, False


class PlayDaily(Command):
    """Take today's challenge: ten items, the same for everybody, one try."""

    keys, word, group, footer = ("y",), "daily", Group.PLAY, False


class PlayExam(Command):
    """Sit a mock exam, SAA-C03 or CLF-C02, or look at those you sat."""

    keys, word, group, footer = ("x",), "mock exam", Group.PLAY, False


class Choose(Command):
    """Go to what is under the cursor."""

    keys, word, group = ("enter",), "go there", Group.SEARCH


class NextHit(Command):
    """Go down in what was found."""

    keys, word, group, footer = ("down",), "down", Group.SEARCH, False


class PreviousHit(Command):
    """Go up in what was found."""

    keys, word, group, footer = ("up",), "up", Group.SEARCH, False


class LeaveSearch(Command):
    """Leave the search; letters are typed into it."""

    keys, word, group = ("escape",), "back", Group.SEARCH
