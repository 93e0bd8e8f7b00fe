"""Anki's card templates: `{{Field}}`, `{{#Field}}…{{/Field}}` and filters, filled with a note's fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MARK = re.compile(r"\{\{([^{}]*)\}\}")
_SPECIAL = {"FrontSide", "Tags", "Type", "Deck", "Subdeck", "Card", "CardFlag", "CardID"}
_ANSWER_LINE = re.compile(r"<hr[^<>]*\bid\s*=\s*[\"']?answer\b[^<>]*>", re.IGNORECASE)
_LARGEST = 500_000
"""How many characters a filled template may have; one may name a long field a thousand times."""

Filter = Callable[[str, frozenset[str]], str | None]
"""Given a field's name and its filters, what stands there; None for the field as it is."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one card of a note type shows."""

    name: str
    front: str
    back: str

    @property
    def typed(self) -> str:
        """The field that is typed in, or empty."""
        for match in _MARK.finditer(self.front):
            filters, name = _parted(match[1])
            if "type" in filters and "cloze" not in filters:
                return name
        return ""

    @property
    def answer(self) -> str:
        """What the back adds to the front."""
        return _ANSWER_LINE.split(self.back, maxsplit=1)[-1]

    @property
    def repeats_front(self) -> bool:
        """Whether the front may stand on the back once more, where nothing tells the two apart."""
        return "FrontSide" not in self.back and not _ANSWER_LINE.search(self.back)


def fill(template: str, fields: Mapping[str, str], filtered: Filter) -> str:
    """The template with the fields in it. A field it names and the note has not is left out."""
    kept: list[str] = []
    hidden: list[bool] = []
    """For each condition we are in, whether it hides what is in it."""
    size = at = 0
    for match in _MARK.finditer(template):
        if not any(hidden):
            kept.append(template[at : match.start()])
        at = match.end()
        name = match[1].strip()
        sign = name[:1] if name.startswith(("#", "^", "/")) else ""
        name = name.removeprefix(sign).strip()
        if sign == "/":
            if hidden:
                hidden.pop()
        elif sign:
            hidden.append((not fields.get(name, "").strip()) is (sign == "#"))
        elif not any(hidden):
            filters, name = _parted(name)
            text = filtered(name, filters)
            text = fields.get(name, "") if text is None and name not in _SPECIAL else text or ""
            size += len(text)
            if size > _LARGEST:
                break
            kept.append(text)
    else:
        if not any(hidden):
            kept.append(template[at:])
    return "".join(kept)


def _parted(mark: str) -> tuple[frozenset[str], str]:
    """The filters of a mark such as `type:cloze:Text`, and the field."""
    *filters, name = (part.strip() for part in mark.split(":"))
    return frozenset(word.split(" ")[0] for word in filters), name
