"""Every command, declared once: its docstring is the help line, its attributes are the keys and the label.

Footer, help screen, command palette and the learner's own keys all come from these modules.
"""

# The order of these imports is the order in which the footer lists commands.
from srm_quiz.tui.commands import decks, exam, games, progress  # isort: skip
from srm_quiz.tui.commands import drill  # isort: skip

__all__ = ["decks", "drill", "exam", "games", "progress"]
