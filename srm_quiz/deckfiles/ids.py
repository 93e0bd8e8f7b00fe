"""What names a card for good: the ids of decks and notes."""

from __future__ import annotations

import hashlib
import unicodedata

from srm_quiz.deckfiles.values import ID, slug
from srm_quiz.domain.cards import Basic, Choice, Cloze, Content, Duty, Line, Typed, kind_of

_PUNCTUATION = str.maketrans(dict.fromkeys("!\"#%&'()*,-./:;?@[\\]^_`{}", " "))
"""ASCII's punctuation; its symbols ($ + < = > | ~) are part of what is asked."""


def deck_id(stem: str) -> str:
    """The id of a deck whose file has no `id`: its name without the ending, as far as an id can say it."""
    if ID.fullmatch(stem):
        return stem
    return slug(stem) or f"deck-{_digest(stem)}"


def note_id(content: Content) -> str:
    """The id of a note without one: a hash of its kind and of what it asks.

    Case, spacing and punctuation do not matter, and neither does anything but the question: an answer
    may be corrected without the card becoming another. Of a cloze note any card will do.
    """
    return f"h{_digest(f'{kind_of(content)} {normalised(prompt(content))}')}"


def prompt(content: Content) -> str:
    """What a card asks, without what it answers, except that a cloze text is whole."""
    match content:
        case Basic(question=question) | Typed(question=question) | Choice(question=question):
            return question
        case Cloze():
            return content.text(content.answer)
        case Duty(duty=duty, on=on):
            return f"{duty} {on}"
        case Line(service=service):
            return service


def normalised(text: str) -> str:
    """The text in lower case, its words one space apart, without punctuation."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if _is_punctuation(character) else character for character in text)
    return " ".join(text.casefold().translate(_PUNCTUATION).split())


def _is_punctuation(character: str) -> bool:
    # Sk holds the spacing accents, ` and ^ among them; Cf what joins and directs letters.
    return unicodedata.category(character) in ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sk", "Cf")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
