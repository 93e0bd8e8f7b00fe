"""HTML as a stream of texts and tags, found in one pass, whatever it is that was typed.

The standard library's parser takes quadratic time over some broken documents, and these come from strangers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Tokens = Iterator["str | Tag"]

_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-z][a-z0-9:-]*)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+|[^<>]*)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_DROPPED = {name: re.compile(f"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style", "title")}
"""Elements whose content is for machines, and what ends them."""

_ENTITY_TOO_LONG = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case, whether it opens or closes, and its attributes as they were written."""

    name: str
    kind: Literal["open", "close"]
    written: str = ""

    def attribute(self, name: str) -> str:
        """The value of the attribute, empty where it has none."""
        for match in _ATTRIBUTE.finditer(self.written):
            if match[1].lower() == name:
                return characters(match[2].strip("\"'"))
        return ""


def tokens(text: str) -> Tokens:
    """The texts as they were written, and the tags between them, without comments, scripts and styles."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield text[at:start]
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = end + 3
        elif text.startswith(("<!", "<?"), start):
            end = text.find(">", start)
            at = end + 1
        elif found := _TAG.match(text, start):
            end = at = found.end()
            name = found["name"].lower()
            yield Tag(name, "close" if found["end"] else "open", found["attributes"])
            if name in _DROPPED and not found["end"]:
                closing = _DROPPED[name].search(text, at)
                end = at = closing.end() if closing else -1
        else:
            yield "<"
            end = at = start + 1
        if end < 0:  # never closed: a browser shows nothing of the rest
            return
    if at < len(text):
        yield text[at:]


def characters(text: str) -> str:
    """The text with its entities decoded, without the characters that no deck may hold."""
    if "&" in text:
        text = html.unescape(_ENTITY_TOO_LONG.sub("\N{REPLACEMENT CHARACTER}", text))
    return text
