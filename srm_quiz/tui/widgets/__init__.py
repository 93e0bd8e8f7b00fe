"""Widgets: they take values and post messages."""
