"""Decks whose every field holds a text that looks like a command, and what must be shown of it."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import Any

from tests.support.transcripts import World

LONG = " ".join(f"word{number}" for number in range(555))
"""Nearly as long as a text may be."""

ESCAPES = ("\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x07", "\x00", "\u202eright to left", "\u2066x")
"""What no deck may hold: escape sequences, control characters, overrides of direction."""


def deck(text: str, *, long: str = "") -> dict[str, Any]:
    """A deck with the text in every field of every kind, each with a number of its own.

    `long` takes its place where a text may be longer than a line.
    """
    numbers = count(1)

    def line() -> str:
        return f"{text} n{next(numbers)}n"

    def prose() -> str:
        return f"{long or text} n{next(numbers)}n"

    def common() -> dict[str, Any]:
        return {"why": prose(), "hint": prose(), "source": line(), "tags": [line()]}

    return {
        "title": line(),
        "id": "hostile",
        "description": prose(),
        "tags": [line()],
        "cards": [
            {"id": "basic", "question": prose(), "answer": prose(), **common()},
            {"id": "typed", "question": prose(), "answer": prose(), "accept": [line()], **common()},
            {
                "id": "choice",
                "question": prose(),
                "choices": [
                    {"right": prose(), "why": prose()},
                    {"wrong": prose(), "why": prose()},
                    {"wrong": prose(), "why": prose()},
                ],
                **common(),
            },
            {"id": "cloze", "cloze": f"{prose()} {{{{of::{line()}}}}} {line()}", **common()},
            {"id": "owner", "duty": prose(), "on": line(), "owner": "aws", **common()},
        ],
        "matrix": {
            "layers": [
                {"id": "one", "name": line(), "moves": True, "duty": line()},
                {"id": "two", "name": line(), "moves": True},
                {"id": "three", "name": line(), "moves": False},
            ],
            "services": [
                {
                    "id": "service",
                    "name": line(),
                    "category": line(),
                    "source": line(),
                    "owners": {"one": {"owner": "aws", "why": prose()}, "two": "aws", "three": "customer"},
                }
            ],
        },
    }


class Hostile(World):
    """A home whose only deck holds the text everywhere."""

    def __init__(self, home: Path, text: str, *, long: str = "") -> None:
        super().__init__(home)
        self.file = home / "bundled" / "world.yaml"
        self.file.write_text(json.dumps(deck(text, long=long), ensure_ascii=False), encoding="utf-8")


def expected(text: str, long: str = "") -> dict[str, list[str]]:
    """The texts that must be seen while each card is asked, answered and looked up."""
    found = deck(text, long=long)
    cards = {card["id"]: card for card in found["cards"]}
    matrix = found["matrix"]
    names = [layer["name"] for layer in matrix["layers"]]
    (service,) = matrix["services"]
    matrix_why = service["owners"]["one"]["why"]

    def of(name: str, *keys: str) -> list[str]:
        card = cards[name]
        return [card[key] for key in (*keys, "why", "hint", "source")] + card["tags"] + found["tags"]

    options = [value for option in cards["choice"]["choices"] for value in option.values()]
    before, _, rest = cards["cloze"]["cloze"].partition("{{of::")
    cue, _, after = rest.partition("}}")
    return {
        "hostile/basic#1": of("basic", "question", "answer"),
        "hostile/typed#1": of("typed", "question", "answer"),
        "hostile/choice#1": [*of("choice", "question"), *options],
        "hostile/cloze#1": [*of("cloze"), before, cue, after],
        "hostile/owner#1": of("owner", "duty", "on"),
        "hostile/service#line": [*names, service["name"], service["source"]],
        "hostile/service#one": [matrix["layers"][0]["duty"], service["name"], matrix_why],
    }
