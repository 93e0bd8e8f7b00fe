"""Anki's packages: `.apkg` and `.colpkg`, old and new."""
