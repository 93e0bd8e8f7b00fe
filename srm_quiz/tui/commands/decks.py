"""The commands of the deck browser and of the form in which cards are written."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class Info(Command):
    """See the card whole: its answer, why, its schedule and your answers."""

    keys, word, group = ("enter", "i"), "show", Group.BROWSER


class DrillFound(Command):
    """Drill what was found: what today asks of it, or all of it as practice where that is nothing."""

    keys, word, group = ("d",), "drill", Group.BROWSER


class Search(Command):
    """Type what to look for: words, tag:iam, kind:choice, is:due, deck:storage, -not this."""

    keys, word, group = ("slash",), "find", Group.BROWSER


class ToCards(Command):
    """Go to the cards that were found."""

    keys, word, group = ("enter",), "to the cards", Group.BROWSER
    at_once = ("enter",)


class NewCard(Command):
    """Write a new card for the deck under the cursor."""

    keys, word, group = ("n",), "new card", Group.BROWSER


class NewDeck(Command):
    """Begin a deck of your own."""

    keys, word, group = ("c",), "new deck", Group.BROWSER


class OpenForm(Command):
    """Edit the card under the cursor in the form."""

    keys, word, group, footer = ("f",), "form", Group.BROWSER, False


class Practise(Command):
    """Practise all that was found, without moving any date."""

    keys, word, group, footer = ("p",), "practise", Group.BROWSER, False


class Sort(Command):
    """Sort otherwise: by deck, next due, hardest, forgotten most often."""

    keys, word, group = ("s",), "sort", Group.BROWSER


class FlagFound(Command):
    """Flag the card, or take the flag off."""

    keys, word, group, footer = ("asterisk",), "flag", Group.BROWSER, False


class SuspendFound(Command):
    """Suspend the card: put it away, or take it up again."""

    keys, word, group, footer = ("at",), "suspend", Group.BROWSER, False


class EditFile(Command):
    """Edit the card: in your editor, at its line, or in the form where none is set."""

    keys, word, group = ("e",), "edit", Group.BROWSER


class EditProblem(Command):
    """Open the deck file in your editor, at the line of the problem."""

    keys, word, group = ("e",), "editor", Group.PROBLEMS


class NextCard(Command):
    """Go down."""

    keys, word, group, footer = ("j", "down"), "down", Group.BROWSER, False


class PreviousCard(Command):
    """Go up."""

    keys, word, group, footer = ("k", "up"), "up", Group.BROWSER, False


class PageOfCards(Command):
    """Go down a page."""

    keys, word, group, footer = ("pagedown", "ctrl+f"), "page down", Group.BROWSER, False


class PageBack(Command):
    """Go up a page."""

    keys, word, group, footer = ("pageup", "ctrl+b"), "page up", Group.BROWSER, False


class SaveCard(Command):
    """Put the card into its file. Nothing else in the file changes."""

    keys, word, group = ("ctrl+s",), "save", Group.WRITING


class AddOption(Command):
    """Add an option."""

    keys, word, group = ("ctrl+n",), "add", Group.WRITING


class MarkRight(Command):
    """Make the option right, or wrong again."""

    keys, word, group = ("ctrl+t",), "✓/✗", Group.WRITING


class NextOwner(Command):
    """Name the next owner."""

    keys, word, group = ("ctrl+t",), "next owner", Group.WRITING


class RemoveOption(Command):
    """Remove the option."""

    keys, word, group = ("ctrl+r",), "remove", Group.WRITING


class OptionUp(Command):
    """Move the option up."""

    keys, word, group = ("ctrl+o", "ctrl+up"), "up", Group.WRITING


class DeleteFound(Command):
    """Delete the card from its file. Its history is kept, and u brings it back."""

    keys, word, group, footer = ("delete", "ctrl+g"), "delete", Group.BROWSER, False


class BringBack(Command):
    """Bring back the card that was deleted just now."""

    keys, word, group = ("u",), "undo", Group.BROWSER


class DeleteCard(Command):
    """Delete the card from its file. Its history is kept, for the day it returns."""

    keys, word, group = ("ctrl+g",), "delete", Group.WRITING


class NextLine(Command):
    """Go to the next line of the form."""

    keys, word, group = ("tab", "down"), "next", Group.WRITING
    at_once = ("tab", "enter")


class LineBefore(Command):
    """Go to the line before."""

    keys, word, group, footer = ("shift+tab", "up"), "back one", Group.WRITING, False
    at_once = ("shift+tab",)


class LearnAnew(Command):
    """Learn the card anew, because its answer is another one now."""

    keys, word, group = ("ctrl+l",), "learn anew", Group.WRITING


class LeaveForm(Command):
    """Leave the form. What is not saved is asked about first."""

    keys, word, group = ("escape",), "close", Group.WRITING


class LeaveTitle(Command):
    """Make no deck after all."""

    keys, word, group = ("escape",), "close", Group.KINDS


class LeaveKinds(Command):
    """Write no further card."""

    keys, word, group = ("escape", "q"), "done", Group.KINDS


class SameKind(Command):
    """Another card of the kind of the last one."""

    keys, word, group = ("enter",), "another like it", Group.KINDS


class PickKind(Command):
    """A card of this kind."""

    keys, word, group = tuple("12345"), "kind", Group.KINDS
    places = "1-5"
