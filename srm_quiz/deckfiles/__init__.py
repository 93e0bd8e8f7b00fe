"""YAML in: decks, cards and problems out."""
