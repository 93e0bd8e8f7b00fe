"""Use cases: decks, progress and a session in motion."""
