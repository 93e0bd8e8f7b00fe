"""Commands of the home screen and of a drill."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group

# The order below is the order of the footer: the most important first.


class Start(Command):
    """Start drilling, or drill the deck under the cursor."""

    keys, label, group = ("enter",), "start", Group.HOME


class Statistics(Command):
    """See how you are doing: ready, remembering, weak spots, your year."""

    keys, label, group = ("t",), "statistics", Group.HOME


class Plan(Command):
    """Set the date of your exam and see the plan for it."""

    keys, label, group = ("a",), "exam", Group.HOME


class Decks(Command):
    """Search all cards, edit them, and write your own."""

    keys, label, group = ("d",), "decks", Group.HOME


class BeginDeck(Command):
    """Start a deck of your own."""

    keys, label, group = ("c",), "new deck", Group.HOME


class Find(Command):
    """Find a card by its words."""

    keys, label, group, footer = ("slash",), "find", Group.HOME, False


class Settings(Command):
    """Change the settings."""

    keys, label, group = ("comma",), "settings", Group.HOME


class Problems(Command):
    """See what is wrong in deck files."""

    keys, label, group = ("p",), "problems", Group.HOME


class TakeBack(Command):
    """Give the histories that went to other cards last back to the cards that had them."""

    keys, label, group = ("u", "ctrl+z"), "take back", Group.HOME


class Pick(Command):
    """Pick the option with this number or letter."""

    keys, label, group = (*"123456789", *"abcde"), "pick", Group.OPTIONS
    key_range = "1-9 a-e"


class Answer(Command):
    """Submit your answer, or show the answer if there is nothing to submit."""

    keys, label, group = ("enter",), "answer", Group.ASKING


class Show(Command):
    """Show the answer of a card that you answer in your head."""

    keys, label, group = ("space", "enter"), "show the answer", Group.ASKING


class Aws(Command):
    """AWS owns it."""

    keys, label, group = ("a", "left", "1"), "AWS", Group.OWNERS


class Shared(Command):
    """AWS and you share it. For a single duty the down key says so too."""

    keys, label, group = ("s", "3"), "shared", Group.OWNERS


class You(Command):
    """You own it: the customer."""

    keys, label, group = ("y", "right", "c", "2"), "you", Group.OWNERS


class Toggle(Command):
    """Choose the option under the cursor, or drop it; on a line, switch the layer to the next owner."""

    keys, label, group = ("space",), "toggle", Group.ASKING
    action = "toggle_mark"


class Down(Command):
    """Move down."""

    keys, label, group, footer = ("j", "down"), "down", Group.ASKING, False


class Up(Command):
    """Move up."""

    keys, label, group, footer = ("k", "up"), "up", Group.ASKING, False


class LeaveInput(Command):
    """Stop typing: letters are commands until you press Enter."""

    keys, label, group = ("escape",), "stop typing", Group.TYPING


class Type(Command):
    """Continue typing the answer."""

    keys, label, group = ("enter",), "keep typing", Group.TYPING


class Hint(Command):
    """Show the hint. The answer then counts as hard."""

    keys, label, group = ("h",), "hint", Group.ASKING


class Reveal(Command):
    """Show the answer without giving one."""

    keys, label, group = ("r",), "reveal", Group.ASKING


class Skip(Command):
    """Leave this card for later in the sitting."""

    keys, label, group = ("n",), "skip", Group.ASKING


class Again(Command):
    """You did not know it: it comes back within minutes."""

    keys, label, group, footer = ("1",), "again", Group.REVEALED, False


class Hard(Command):
    """You knew it, with effort."""

    keys, label, group, footer = ("2",), "hard", Group.REVEALED, False


class Good(Command):
    """You knew it."""

    keys, label, group, footer = ("3",), "good", Group.REVEALED, False


class Easy(Command):
    """You knew it at once: it stays away longest."""

    keys, label, group, footer = ("4",), "easy", Group.REVEALED, False


class Accept(Command):
    """Take the suggested rating and go on."""

    keys, label, group = ("enter", "space"), "next", Group.REVEALED


class Override(Command):
    """Count it right: what you typed means the same."""

    keys, label, group = ("o",), "count it right", Group.REVEALED


class OpenSource(Command):
    """Open the source in your web browser."""

    keys, label, group = ("b",), "source", Group.SOURCE


class GoHome(Command):
    """Go to the home screen."""

    keys, label, group = ("enter",), "home", Group.SUMMARY


class GoOn(Command):
    """Go on with what is best to do next."""

    keys, label, group = ("space",), "go on", Group.SUMMARY


class DrillMisses(Command):
    """Drill the cards you missed in this sitting."""

    keys, label, group = ("m",), "drill misses", Group.SUMMARY


class NextField(Command):
    """Go to the next setting."""

    keys, label, group = ("down", "tab"), "next", Group.FORM


class PreviousField(Command):
    """Go to the previous setting."""

    keys, label, group = ("up", "shift+tab"), "previous", Group.FORM


class Turn(Command):
    """Switch between yes and no."""

    keys, label, group, priority_keys = ("space",), "yes or no", Group.FORM, ("space",)


class Save(Command):
    """Save what you typed; Enter and leaving the field do the same."""

    keys, label, group = ("ctrl+s",), "save", Group.FORM


class Close(Command):
    """Save what you typed and leave the settings."""

    keys, label, group = ("escape",), "close", Group.FORM


class Undo(Command):
    """Take back today's last answer, burial or suspension; also at the end of a sitting."""

    keys, label, group = ("u", "ctrl+z"), "undo", Group.CARD


class Edit(Command):
    """Edit the card in your editor, or in the form if none is set. With five options, e picks one."""

    keys, label, group = ("e",), "edit", Group.CARD


class CardInfo(Command):
    """See the card's schedule, its answers and its place in the deck file."""

    keys, label, group = ("i",), "info", Group.CARD


class Flag(Command):
    """Flag the card, or remove the flag."""

    keys, label, group = ("asterisk",), "flag", Group.CARD


class Bury(Command):
    """Bury the card: put it away until tomorrow."""

    keys, label, group = ("minus",), "bury", Group.CARD


class Suspend(Command):
    """Suspend the card: put it away until you bring it back."""

    keys, label, group = ("at",), "suspend", Group.CARD


class SuspendProgram(Command):
    """Return to the shell for a while; `fg` there brings the program back as it was."""

    keys, label, group, footer = ("ctrl+y",), "shell", Group.ANYWHERE, False
    action = "suspend_process"


class Palette(Command):
    """Search the commands that work here."""

    keys, label, group, footer = ("ctrl+p",), "commands", Group.ANYWHERE, False
    action = "command_palette"


class Quit(Command):
    """Leave the program. Every answer is already stored."""

    keys, label, group, footer = ("ctrl+q",), "quit", Group.ANYWHERE, False


class Help(Command):
    """See what the keys do. While you type, ? is a letter and F1 opens this."""

    keys, label, group = ("question_mark", "f1"), "help", Group.ANYWHERE


class Leave(Command):
    """Leave the program from the home screen."""

    keys, label, group = ("q",), "quit", Group.HOME


class LaterExam(Command):
    """Decide later: learn all cards for now."""

    keys, label, group = ("escape",), "decide later", Group.FIRST_START


class Back(Command):
    """Go back one level. Nothing is lost."""

    keys, label, group = ("q", "escape"), "back", Group.ANYWHERE
