"""The learner's editor, and the command line that opens a file at a place in it."""

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

_ARGUMENTS: dict[str, tuple[str, ...]] = {
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
"""The arguments of each editor that can open a line; those with a window are told to wait."""

_SHORT = {"--wait": "-w", "--nofork": "-f", "--block": "-b"}
"""The short forms in which the learner may have given these options already."""

HOW_TO_CHOOSE = 'set an editor in the settings, or in your shell: export EDITOR="nano"'
"""What to do if `editor_command` gives None, for the end of a sentence."""

_FRIENDLY = ("nano", "micro", "pico", "vi")
"""Editors that run in any terminal; those that show their keys come first."""


class Place(NamedTuple):
    """A place in a text; both numbers begin with 1."""

    line: int = 1
    column: int = 1


def editor_command(
    environment: Mapping[str, str], path: Path | str, place: Place, *, setting: str = ""
) -> list[str] | None:
    """The command that opens the file at `path` in the learner's editor, at the place if it can.

    The editor is `setting`, else $VISUAL, else $EDITOR; None if all are empty. An unknown editor opens the
    file without a place. Raises ValueError if a quote in the editor's command is never closed.
    """
    choices = (setting, environment.get("VISUAL", ""), environment.get("EDITOR", ""))
    editor = shlex.split(next((choice for choice in choices if choice.strip()), ""))
    if not editor:
        return None
    name = re.sub(r"\.(exe|cmd|bat)$", "", PurePath(editor[0]).name.lower())
    added = [word for word in _ARGUMENTS.get(name, ("{path}",)) if not _is_given(word, editor)]
    return [*editor, *(word.format(path=path, line=place.line, column=place.column) for word in added)]


def first_installed() -> str:
    """A friendly editor that is installed, for learners who have set none; empty if there is none."""
    return next((name for name in _FRIENDLY if shutil.which(name)), "")


def _is_given(option: str, editor: Sequence[str]) -> bool:
    return option in _SHORT and (option in editor or _SHORT[option] in editor)
