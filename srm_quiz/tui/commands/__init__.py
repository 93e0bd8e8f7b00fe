"""Every command, declared once: its docstring is the help line, its class attributes the keys and words.

Footer, help screen, command palette and the learner's own keys all come from these modules.
"""

# The order of these imports is the order in which commands that share a place are listed.
from srm_quiz.tui.commands import decks, exam, games, progress  # isort: skip
from srm_quiz.tui.commands import drill  # isort: skip

__all__ = ["decks", "drill", "exam", "games", "progress"]
