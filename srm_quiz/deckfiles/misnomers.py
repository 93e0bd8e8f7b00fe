"""What newcomers call things, often after other programs, and what decks call them."""

from __future__ import annotations

import re

from srm_quiz.domain.cards import Owner

_KEYS = {
    "answer": "a back reply response solution",
    "cards": "entries flashcards items notes questions",
    "choices": "alternatives option options",
    "cloze": "blanks fill gap gaps",
    "description": "about",
    "duty": "responsibility task",
    "hint": "clue tip",
    "on": "service",
    "question": "ask front prompt q",
    "right": "correct true yes",
    "source": "href link ref reference references sources uri url",
    "tags": "keywords labels topics",
    "title": "heading name",
    "why": "because comment explain explanation note rationale reason",
    "wrong": "distractor false incorrect no",
}
_MEANT = {said: key for key, words in _KEYS.items() for said in words.split()}

_OWNERS = {
    Owner.AWS: "amazon provider cloud vendor",
    Owner.CUSTOMER: "client clients customers i me tenant user users we you",
    Owner.SHARED: "all both everybody everyone half joint mixed together",
}
_MEANT_OWNERS = {said: owner for owner, words in _OWNERS.items() for said in words.split()}

TYPE = "delete it: which keys a note has says what kind of card it is"

_ELSEWHERE: dict[str, dict[str, str]] = {
    "a basic card": {"correct": "write it behind 'answer:'"},
    "a choice card": dict.fromkeys(
        ("answer", "answers", "correct", "right", "wrong"),
        "say it below 'choices:', with '- right: …' and '- wrong: …'",
    ),
    "a cloze card": {
        "answer": "the answer stands in the text itself, between {{ and }}",
        "question": "write the whole of it behind 'cloze:', with {{ }} around what is asked",
    },
    "an owner card": {
        "answer": "write it behind 'owner:'",
        "question": "write it behind 'duty:'",
    },
    "a choice": dict.fromkeys(
        ("text", "option", "answer", "choice"), "write the text itself behind 'right:' or behind 'wrong:'"
    ),
    "a deck": {"deck": "begin at the left margin with 'title:'; a deck has no key above its own"},
}
"""By the noun of a table, what to do about keys that it has not, but for which there is a place elsewhere."""


def meant_key(said: str) -> str:
    """The key of a deck that is called `said` elsewhere; empty where there is none."""
    return _MEANT.get(said.strip("“”\"' ").casefold(), "")


def meant_owner(said: str) -> str:
    """The owner that is called `said` elsewhere; empty where there is none."""
    words = re.findall(r"\w+", said.casefold())
    if {"aws", "customer"} <= {_MEANT_OWNERS.get(word, word) for word in words}:
        return Owner.SHARED
    return _MEANT_OWNERS.get(said.strip().casefold(), "")


def elsewhere(noun: str, said: str) -> str:
    """What to do about the key `said` where the table called `noun` lacks it; empty if nothing is known."""
    said = said.casefold()
    return TYPE if said in ("type", "kind") else _ELSEWHERE.get(noun, {}).get(said, "")
