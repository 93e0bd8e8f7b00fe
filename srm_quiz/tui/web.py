"""Web addresses from deck files, opened in the learner's browser without a trace on the terminal."""

from __future__ import annotations

import subprocess
import sys
import webbrowser

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"

MAX_WAIT = 15.0
"""Seconds that a graphical browser may take to accept an address."""


def is_web_address(text: str) -> bool:
    """Whether the text is an address that may be opened: decks come from anywhere, and may name files."""
    return text.startswith(("https://", "http://")) and " " not in text


def is_text_browser() -> bool:
    """Whether the browser would run in this terminal. Raises `webbrowser.Error` if there is no browser."""
    browser = webbrowser.get()
    runs_here = isinstance(browser, webbrowser.GenericBrowser | webbrowser.Elinks)
    return runs_here and not isinstance(browser, webbrowser.BackgroundBrowser)


def open_in_terminal(address: str) -> bool:
    """Run the text browser and wait for it; whether it opened the address."""
    return subprocess.run([sys.executable, "-c", _OPEN, address], check=False).returncode == 0


def open_in_window(address: str) -> bool:
    """Hand the address to a graphical browser, whose messages must not reach the screen; whether it took it.

    Blocks for a moment: call it from a thread.
    """
    nowhere = subprocess.DEVNULL
    try:
        result = subprocess.run(
            [sys.executable, "-c", _OPEN, address],
            stdin=nowhere,
            stdout=nowhere,
            stderr=nowhere,
            timeout=MAX_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return result.returncode == 0
