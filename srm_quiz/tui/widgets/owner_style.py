"""How an owner is told wherever one appears: by a word, a letter, a pattern and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from srm_quiz.domain.cards import Owner
from srm_quiz.phrases import OWNER_WORDS


@dataclass(frozen=True, slots=True)
class OwnerStyle:
    """The signs of one owner. Any one of them is enough to tell it from the others."""

    word: str
    glyph: str
    fill: str
    style: str
    """The colour, a CSS variable of the theme."""


OWNER_STYLES = {
    owner: OwnerStyle(OWNER_WORDS[owner], glyph, fill, style)
    for owner, glyph, fill, style in (
        (Owner.AWS, "A", "░", "$owner-aws"),
        (Owner.CUSTOMER, "Y", "█", "$owner-customer"),
        (Owner.SHARED, "S", "▓", "$owner-shared"),
    )
}


def parse_owner(text: str) -> str:
    """The owner that the text names in whatever case, as a deck file has it; any other text as it is."""
    said = " ".join(text.casefold().split()).removeprefix("the ")
    for owner, mark in OWNER_STYLES.items():
        if said in (owner.value, mark.word.casefold()):
            return owner.value
    return text.strip()


def owner_word(text: str) -> str:
    """The word for an owner that a deck file names; any other text as it is."""
    return next((mark.word for owner, mark in OWNER_STYLES.items() if owner.value == text), text)
