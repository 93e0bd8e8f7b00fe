"""Commands of the home screen and of a drill."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group

# The order below is the order of the footer: the most important first.


class Start(Command):
    """Start drilling, or drill the deck under the cursor."""

    keys, word, group = ("enter",), "start", Group.HOME


class Statistics(Command):
    """See how you are doing: ready, remembering, weak spots, your year."""

    keys, word, group = ("t",), "statistics", Group.HOME


class Plan(Command):
    """Set the day of your exam, and see the plan for it."""

    keys, word, group = ("a",), "exam", Group.HOME


class Decks(Command):
    """Search all cards, edit them, and write your own."""

    keys, word, group = ("d",), "decks", Group.HOME


class BeginDeck(Command):
    """Begin a deck of your own."""

    keys, word, group = ("c",), "new deck", Group.HOME


class Find(Command):
    """Look for a card by its words."""

    keys, word, group, footer = ("slash",), "find", Group.HOME, False


class Settings(Command):
    """Change the settings."""

    keys, word, group = ("comma",), "settings", Group.HOME


class Problems(Command):
    """See what is wrong in deck files."""

    keys, word, group = ("p",), "problems", Group.HOME


class Pick(Command):
    """Pick the option with this number or letter."""

    keys, word, group = (*"123456789", *"abcde"), "pick", Group.OPTIONS
    places = "1-9 a-e"


class Answer(Command):
    """Give the answer, or show it where nothing is to be given."""

    keys, word, group = ("enter",), "answer", Group.ASKING


class Show(Command):
    """Show the answer of a card that is answered in the head."""

    keys, word, group = ("space", "enter"), "show the answer", Group.ASKING


class Aws(Command):
    """It is AWS's."""

    keys, word, group = ("a", "left", "1"), "AWS", Group.OWNERS


class Shared(Command):
    """It is shared between AWS and you. On a single duty, down says so too."""

    keys, word, group = ("s", "3"), "shared", Group.OWNERS


class You(Command):
    """It is yours, the customer's."""

    keys, word, group = ("y", "right", "c", "2"), "you", Group.OWNERS


class Toggle(Command):
    """Choose the option under the cursor, or drop it; on a line, give the layer the next owner."""

    keys, word, group = ("space",), "toggle", Group.ASKING
    action = "toggle_mark"


class Down(Command):
    """Move down."""

    keys, word, group, footer = ("j", "down"), "down", Group.ASKING, False


class Up(Command):
    """Move up."""

    keys, word, group, footer = ("k", "up"), "up", Group.ASKING, False


class LeaveInput(Command):
    """Stop typing: letters are commands until you press Enter."""

    keys, word, group = ("escape",), "stop typing", Group.TYPING


class Type(Command):
    """Go on typing the answer."""

    keys, word, group = ("enter",), "type on", Group.TYPING


class Hint(Command):
    """Show the hint. The answer then counts as hard."""

    keys, word, group = ("h",), "hint", Group.ASKING


class Reveal(Command):
    """Show the answer without giving one."""

    keys, word, group = ("r",), "reveal", Group.ASKING


class Skip(Command):
    """Ask this card later in the sitting."""

    keys, word, group = ("n",), "skip", Group.ASKING


class Again(Command):
    """You did not know it: it comes back within minutes."""

    keys, word, group, footer = ("1",), "again", Group.REVEALED, False


class Hard(Command):
    """You knew it, with effort."""

    keys, word, group, footer = ("2",), "hard", Group.REVEALED, False


class Good(Command):
    """You knew it."""

    keys, word, group, footer = ("3",), "good", Group.REVEALED, False


class Easy(Command):
    """You knew it at once: it stays away longest."""

    keys, word, group, footer = ("4",), "easy", Group.REVEALED, False


class Accept(Command):
    """Take the suggested rating and go on."""

    keys, word, group = ("enter", "space"), "next", Group.REVEALED


class Override(Command):
    """Count it right: what you typed means the same."""

    keys, word, group = ("o",), "count it right", Group.REVEALED


class GoHome(Command):
    """Go to the home screen."""

    keys, word, group = ("enter",), "home", Group.SUMMARY


class GoOn(Command):
    """Go on with what is best next."""

    keys, word, group = ("space",), "go on", Group.SUMMARY


class DrillMisses(Command):
    """Drill the cards you missed in this sitting."""

    keys, word, group = ("m",), "drill misses", Group.SUMMARY


class NextField(Command):
    """Go to the next setting."""

    keys, word, group = ("down", "tab"), "next", Group.FORM


class PreviousField(Command):
    """Go to the setting before."""

    keys, word, group = ("up", "shift+tab"), "back one", Group.FORM


class Turn(Command):
    """Turn yes into no, and no into yes."""

    keys, word, group, at_once = ("space",), "yes or no", Group.FORM, ("space",)


class Save(Command):
    """Keep what was typed; Enter and leaving the field do the same."""

    keys, word, group = ("ctrl+s",), "save", Group.FORM


class Close(Command):
    """Keep what was typed and leave the settings."""

    keys, word, group = ("escape",), "close", Group.FORM


class Undo(Command):
    """Take back the last answer, burial or suspension of today; also at the end of a sitting."""

    keys, word, group = ("u", "ctrl+z"), "undo", Group.CARD


class Edit(Command):
    """Edit the card: in your editor, or in the form where none is set. Among five options e picks."""

    keys, word, group = ("e",), "edit", Group.CARD


class CardInfo(Command):
    """See the card's schedule, its answers and its place in the deck file."""

    keys, word, group = ("i",), "info", Group.CARD


class Flag(Command):
    """Flag the card, or take the flag off."""

    keys, word, group = ("asterisk",), "flag", Group.CARD


class Bury(Command):
    """Bury the card: put it away until tomorrow."""

    keys, word, group = ("minus",), "bury", Group.CARD


class Suspend(Command):
    """Suspend the card: put it away until you take it up again."""

    keys, word, group = ("at",), "suspend", Group.CARD


class Palette(Command):
    """Search all commands that work here."""

    keys, word, group, footer = ("ctrl+p",), "commands", Group.ANYWHERE, False
    action = "command_palette"


class Quit(Command):
    """Leave the program. Every answer is already stored."""

    keys, word, group, footer = ("ctrl+q",), "quit", Group.ANYWHERE, False


class Help(Command):
    """See what the keys do."""

    keys, word, group = ("question_mark",), "help", Group.ANYWHERE


class Leave(Command):
    """Leave the program from the home screen."""

    keys, word, group = ("q",), "quit", Group.HOME


class LaterExam(Command):
    """Decide later: learn all cards for now."""

    keys, word, group = ("escape",), "decide later", Group.FIRST_START


class Back(Command):
    """Go back one level. Nothing is lost."""

    keys, word, group = ("q", "escape"), "back", Group.ANYWHERE
