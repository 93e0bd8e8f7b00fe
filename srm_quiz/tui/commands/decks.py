"""The commands of the deck browser and of the form for writing cards."""

from __future__ import annotations

from srm_quiz.tui.commands.base import Command, Group


class Info(Command):
    """See the whole card: its answer and why, its schedule and your answers."""

    keys, label, group = ("enter", "i"), "show", Group.BROWSER


class DrillFound(Command):
    """Drill the cards found: those for today, or all of them as practice if today has none."""

    keys, label, group = ("d",), "drill", Group.BROWSER


class Search(Command):
    """Type what to look for: words, tag:iam, kind:choice, is:due, deck:storage, -not this."""

    keys, label, group = ("slash",), "find", Group.BROWSER


class ToCards(Command):
    """Go to the cards found."""

    keys, label, group = ("enter",), "to the cards", Group.BROWSER
    priority_keys = ("enter",)


class NewCard(Command):
    """Write a new card for the deck under the cursor."""

    keys, label, group = ("n",), "new card", Group.BROWSER


class NewDeck(Command):
    """Start a deck of your own."""

    keys, label, group = ("c",), "new deck", Group.BROWSER


class OpenForm(Command):
    """Edit the card under the cursor in the form."""

    keys, label, group, footer = ("f",), "form", Group.BROWSER, False


class Practise(Command):
    """Practise all cards found, without moving any dates."""

    keys, label, group, footer = ("p",), "practise", Group.BROWSER, False


class Sort(Command):
    """Change the order: by deck, next due, hardest, most often forgotten."""

    keys, label, group = ("s",), "sort", Group.BROWSER


class FlagFound(Command):
    """Flag the card, or remove the flag."""

    keys, label, group, footer = ("asterisk",), "flag", Group.BROWSER, False


class SuspendFound(Command):
    """Suspend the card, or bring it back."""

    keys, label, group, footer = ("at",), "suspend", Group.BROWSER, False


class EditFile(Command):
    """Edit the card in your editor, at its line, or in the form if none is set."""

    keys, label, group = ("e",), "edit", Group.BROWSER


class EditProblem(Command):
    """Open the deck file in your editor, at the line of the problem."""

    keys, label, group = ("e",), "editor", Group.PROBLEMS


class NextCard(Command):
    """Go down."""

    keys, label, group, footer = ("j", "down"), "down", Group.BROWSER, False


class PreviousCard(Command):
    """Go up."""

    keys, label, group, footer = ("k", "up"), "up", Group.BROWSER, False


class PageOfCards(Command):
    """Go down a page."""

    keys, label, group, footer = ("pagedown", "ctrl+f"), "page down", Group.BROWSER, False


class PageBack(Command):
    """Go up a page."""

    keys, label, group, footer = ("pageup", "ctrl+b"), "page up", Group.BROWSER, False


class SaveCard(Command):
    """Save the card to its file. Nothing else in the file changes."""

    keys, label, group = ("ctrl+s",), "save", Group.WRITING


class AddOption(Command):
    """Add an option."""

    keys, label, group = ("ctrl+n",), "add", Group.WRITING


class MarkRight(Command):
    """Mark the option right, or wrong again."""

    keys, label, group = ("ctrl+t",), "✓/✗", Group.WRITING


class NextOwner(Command):
    """Switch to the next owner."""

    keys, label, group = ("ctrl+t",), "next owner", Group.WRITING


class RemoveOption(Command):
    """Remove the option."""

    keys, label, group = ("ctrl+r",), "remove", Group.WRITING


class OptionUp(Command):
    """Move the option up."""

    keys, label, group = ("ctrl+o", "ctrl+up"), "up", Group.WRITING


class DeleteFound(Command):
    """Delete the card from its file. Its history is kept, and u brings it back."""

    keys, label, group, footer = ("delete", "ctrl+g"), "delete", Group.BROWSER, False


class BringBack(Command):
    """Bring back the card you have just deleted."""

    keys, label, group = ("u",), "undo", Group.BROWSER


class DeleteCard(Command):
    """Delete the card from its file. Its history is kept, in case it returns."""

    keys, label, group = ("ctrl+g",), "delete", Group.WRITING


class NextLine(Command):
    """Go to the next line of the form."""

    keys, label, group = ("tab", "down"), "next", Group.WRITING
    priority_keys = ("tab", "enter")


class LineBefore(Command):
    """Go to the previous line."""

    keys, label, group, footer = ("shift+tab", "up"), "previous", Group.WRITING, False
    priority_keys = ("shift+tab",)


class LearnAnew(Command):
    """Start learning the card afresh, because its answer has changed."""

    keys, label, group = ("ctrl+l",), "start afresh", Group.WRITING


class LeaveForm(Command):
    """Leave the form. You are asked first if anything is unsaved."""

    keys, label, group = ("escape",), "close", Group.WRITING


class LeaveTitle(Command):
    """Close without making a deck."""

    keys, label, group = ("escape",), "close", Group.KINDS


class LeaveKinds(Command):
    """Stop writing cards."""

    keys, label, group = ("escape", "q"), "done", Group.KINDS


class SameKind(Command):
    """Write another card of the same kind."""

    keys, label, group = ("enter",), "another like it", Group.KINDS


class PickKind(Command):
    """Write a card of this kind."""

    keys, label, group = tuple("12345"), "kind", Group.KINDS
    key_range = "1-5"
