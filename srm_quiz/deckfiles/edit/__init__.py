"""Editing a deck file without touching the bytes of other notes."""
