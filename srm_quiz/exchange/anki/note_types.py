"""The note types that decks are written as: their fields, and what their cards show in Anki."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

_FURTHER = ("Extra", "Source", "Hint")
_HINT = '{{#Hint}}<div class="hint">{{hint:Hint}}</div>{{/Hint}}'
_MORE = (
    '{{#Extra}}<div class="extra">{{Extra}}</div>{{/Extra}}'
    '{{#Source}}<div class="source">{{Source}}</div>{{/Source}}'
)
_ANSWER = "{{FrontSide}}\n<hr id=answer>\n"
_STYLE = """.card { font-family: sans-serif; font-size: 20px; line-height: 1.5; }
.card { max-width: 40em; margin: 1em auto; }
.cloze { font-weight: bold; color: #1a5fb4; }
.nightMode .cloze { color: #99c1f1; }
.extra, .source, .hint { margin-top: 1em; font-size: 85%; }
.source { word-break: break-all; }
li.right { font-weight: bold; }
li.wrong { opacity: 0.75; }
"""


@dataclass(frozen=True, slots=True)
class ExportType:
    """A note type. `id` is the same in every package, so that Anki recognizes it."""

    id: int
    name: str
    fields: tuple[str, ...]
    front: str
    back: str

    @property
    def is_cloze(self) -> bool:
        """Whether every blank makes a card."""
        return "{{cloze:" in self.front

    def described(self, modified: int) -> dict[str, Any]:
        """The note type as Anki keeps it; `modified` in seconds since 1970."""
        return {
            "id": self.id,
            "name": self.name,
            "type": int(self.is_cloze),
            "mod": modified,
            "usn": -1,
            "sortf": 0,
            "did": None,
            "tmpls": [
                {
                    "name": "Card 1",
                    "ord": 0,
                    "qfmt": self.front,
                    "afmt": self.back,
                    "bqfmt": "",
                    "bafmt": "",
                    "did": None,
                    "bfont": "",
                    "bsize": 0,
                }
            ],
            "flds": [
                {"name": name, "ord": number, "sticky": False, "rtl": False, "font": "Arial", "size": 20}
                for number, name in enumerate(self.fields)
            ],
            "css": _STYLE,
            "latexPre": "\\documentclass[12pt]{article}\n\\begin{document}\n",
            "latexPost": "\\end{document}",
            "latexsvg": False,
            "req": [[0, "any", [0]]],
            "tags": [],
            "vers": [],
        }


class ExportTypes(Enum):
    """All of them."""

    BASIC = ExportType(
        1_592_000_000_101,
        "srm-quiz question",
        ("Front", "Back", *_FURTHER),
        f"{{{{Front}}}}{_HINT}",
        f"{_ANSWER}{{{{Back}}}}{_MORE}",
    )
    TYPED = ExportType(
        1_592_000_000_102,
        "srm-quiz typed answer",
        ("Front", "Back", "Accept", *_FURTHER),
        f"{{{{Front}}}}{_HINT}<div>{{{{type:Back}}}}</div>",
        f"{_ANSWER}{{{{type:Back}}}}{{{{#Accept}}}}<div>{{{{Accept}}}}</div>{{{{/Accept}}}}{_MORE}",
    )
    CLOZE = ExportType(
        1_592_000_000_103,
        "srm-quiz blanks",
        ("Text", *_FURTHER),
        f"{{{{cloze:Text}}}}{_HINT}",
        f"{{{{cloze:Text}}}}{_MORE}",
    )
    CHOICE = ExportType(
        1_592_000_000_104,
        "srm-quiz choice",
        ("Question", "Options", "Correct", "Reasons", *_FURTHER),
        f"{{{{Question}}}}{{{{Options}}}}{_HINT}",
        f"{_ANSWER}<b>{{{{Correct}}}}</b>{{{{Reasons}}}}{_MORE}",
    )
