"""Deck files: YAML in, decks and problems out."""
