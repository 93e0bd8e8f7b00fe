"""How an owner is told wherever one appears: by a word, a letter, a pattern and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from srm_quiz.domain.responsibility import Owner
from srm_quiz.phrases import OWNER_WORDS


@dataclass(frozen=True, slots=True)
class OwnerMark:
    """The signs of one owner. Any one of them is enough to tell it from the others."""

    word: str
    glyph: str
    fill: str
    style: str
    """The colour, a CSS variable of the theme."""


MARKS = {
    owner: OwnerMark(OWNER_WORDS[owner], glyph, fill, style)
    for owner, glyph, fill, style in (
        (Owner.AWS, "A", "░", "$owner-aws"),
        (Owner.CUSTOMER, "Y", "█", "$owner-customer"),
        (Owner.SHARED, "S", "▓", "$owner-shared"),
    )
}
