"""Flaws of writing in decks that are otherwise right: what gives an answer away, or teaches nothing."""
