"""Screens of the games, and the explorer."""
