"""The learner's editor, and the words that make it open a file at a place."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import NamedTuple

_LINE = ("+{line}", "{path}")
_LINE_COLON_COLUMN = ("+{line}:{column}", "{path}")
_VIM = ("+call cursor({line},{column})", "{path}")
_PATH_WITH_PLACE = ("{path}:{line}:{column}",)
_GOTO = ("--wait", "--goto", *_PATH_WITH_PLACE)

_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("vi", "view", "pico", "joe", "jed", "ne", "mg", "editor", "sensible-editor"), _LINE),
    "nano": ("+{line},{column}", "{path}"),
    **dict.fromkeys(("emacs", "emacsclient", "micro", "kak"), _LINE_COLON_COLUMN),
    **dict.fromkeys(("vim", "nvim"), _VIM),
    **dict.fromkeys(("gvim", "mvim"), ("--nofork", *_VIM)),
    **dict.fromkeys(("hx", "helix"), _PATH_WITH_PLACE),
    **dict.fromkeys(("subl", "zed"), ("--wait", *_PATH_WITH_PLACE)),
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), _GOTO),
    "gedit": ("--wait", *_LINE_COLON_COLUMN),
    "mate": ("--wait", "--line", "{line}:{column}", "{path}"),
    "kate": ("--block", "--line", "{line}", "--column", "{column}", "{path}"),
}
"""What follows the name of each editor that knows lines; those with a window are told to wait for it."""

_SHORT = {"--wait": "-w", "--nofork": "-f", "--block": "-b"}
"""How the learner may have written already what would be added."""

HOW_TO_CHOOSE = 'set an editor in the settings, or in your shell: export EDITOR="nano"'
"""What to do where `editor_command` gives None, for the end of a sentence."""

_FRIENDLY = ("nano", "micro", "pico", "vi")
"""Editors that run in any terminal; those that tell their own keys come first."""


class Place(NamedTuple):
    """A place in a text; both numbers begin with 1."""

    line: int = 1
    column: int = 1


def editor_command(
    environment: Mapping[str, str], path: Path | str, place: Place, *, setting: str = ""
) -> list[str] | None:
    """The words that open the file at `path` in the learner's editor, at the place if it can.

    The editor is what `setting` says, else $VISUAL, else $EDITOR; None where all are empty. Of an editor
    that is not known the file is opened, without a place. Raises ValueError where a quote in the
    editor's command is never closed.
    """
    named = (setting, environment.get("VISUAL", ""), environment.get("EDITOR", ""))
    given = shlex.split(next((one for one in named if one.strip()), ""))
    if not given:
        return None
    name = re.sub(r"\.(exe|cmd|bat)$", "", PurePath(given[0]).name.lower())
    added = [word for word in _WORDS.get(name, ("{path}",)) if not _is_given(word, given)]
    return [*given, *(word.format(path=path, line=place.line, column=place.column) for word in added)]


def first_installed() -> str:
    """An editor that is installed, for those who have set none; empty where none of the known ones is."""
    return next((name for name in _FRIENDLY if shutil.which(name)), "")


def _is_given(word: str, given: Sequence[str]) -> bool:
    return word in _SHORT and (word in given or _SHORT[word] in given)
