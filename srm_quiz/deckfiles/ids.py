"""The ids of decks and notes, which identify cards for good."""

from __future__ import annotations

import hashlib
import unicodedata

from srm_quiz.deckfiles.values import ID, slug
from srm_quiz.domain.cards import Basic, Choice, Cloze, Content, Duty, Line, Typed, kind_of

_PUNCTUATION = str.maketrans(dict.fromkeys("!\"#%&'()*,-./:;?@[\\]^_`{}", " "))
"""ASCII's punctuation; its symbols ($ + < = > | ~) are part of what is asked."""


def deck_id(stem: str) -> str:
    """The id of a deck whose file has no `id`: the file's stem, reduced to what an id may hold."""
    if ID.fullmatch(stem):
        return stem
    return slug(stem) or f"deck-{_digest(stem)}"


def note_id(content: Content) -> str:
    """The id of a note without one: a hash of its kind and of what it asks.

    Only the prompt counts, regardless of case, spacing and punctuation: the answer may be corrected and the
    card stays the same. For a cloze note, pass any of its cards.
    """
    return f"h{_digest(f'{kind_of(content)} {normalised(prompt(content))}')}"


def prompt(content: Content) -> str:
    """The prompt of a card without its answer; for a cloze, the whole text."""
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
    """The text case-folded, without punctuation, words separated by single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(" " if _is_punctuation(character) else character for character in text)
    return " ".join(text.casefold().translate(_PUNCTUATION).split())


def _is_punctuation(character: str) -> bool:
    # Sk holds the spacing accents, ` and ^ among them; Cf what joins and directs letters.
    return unicodedata.category(character) in ("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sk", "Cf")


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
