"""How an owner looks wherever one is shown: a word, a letter, a pattern and a colour."""

from __future__ import annotations

from dataclasses import dataclass

from srm_quiz.domain.cards import Owner
from srm_quiz.phrases import OWNER_WORDS


@dataclass(frozen=True, slots=True)
class OwnerStyle:
    """The looks of one owner. Each of its attributes alone sets the owner apart from the others."""

    word: str
    glyph: str
    fill: str
    colour: str
    """A CSS variable of the theme."""


OWNER_STYLES = {
    owner: OwnerStyle(OWNER_WORDS[owner], glyph, fill, colour)
    for owner, glyph, fill, colour in (
        (Owner.AWS, "A", "░", "$owner-aws"),
        (Owner.CUSTOMER, "Y", "█", "$owner-customer"),
        (Owner.SHARED, "S", "▓", "$owner-shared"),
    )
}


def parse_owner(text: str) -> str:
    """The owner that a text names, ignoring case, as deck files spell it; any other text unchanged."""
    name = " ".join(text.casefold().split()).removeprefix("the ")
    for owner, style in OWNER_STYLES.items():
        if name in (owner.value, style.word.casefold()):
            return owner.value
    return text.strip()


def owner_word(text: str) -> str:
    """The word for an owner as deck files spell it; any other text unchanged."""
    return next((style.word for owner, style in OWNER_STYLES.items() if owner.value == text), text)
