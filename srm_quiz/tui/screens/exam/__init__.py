"""Screens of the mock exam."""
