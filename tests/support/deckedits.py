"""Edits of a deck's text, with the values in few words."""

from __future__ import annotations

from typing import Any

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.edit.edits import added, changed, draft_of, removed


def read(data: bytes) -> ParsedDeck:
    found = parse_deck("mine.yaml", data)
    assert found is not None
    return found


def edit(before: str, note: str, **values: Any) -> str:
    """The text with these values in the note; None takes a key away."""
    data = before.encode()
    draft = {**draft_of(read(data), note), **values}
    draft = {key: value for key, value in draft.items() if value is not None}
    return changed(data, "mine.yaml", note, draft).decode()


def add(before: str, after: str | None = None, **values: Any) -> str:
    return added(before.encode(), "mine.yaml", values, after).decode()


def remove(before: str, note: str) -> str:
    return removed(before.encode(), "mine.yaml", note).decode()


def first_id(text: str) -> str:
    """The id of the first note."""
    return read(text.encode()).deck.cards[0].key.partition("#")[0].partition("/")[2]


DECK = """\
# My deck
title: "Mine"   # for the screen
cards:
  # about the host
  - id: host
    question: 'Who patches the host?'   # asked often
    answer: AWS

    # why it is so
    why: |  # long
      Only AWS
      has access.

  - id: two
    question: >
      Which two
      are yours?
    choices:
      # the right ones
      - right: "Users"  # yes
        why: Yours.
      - right: Windows
      # the wrong ones
      - wrong: 'Hosts'
    tags: [a, 'b']

# --- More

  - {id: flow, question: "a", answer: b}  # in flow
matrix:
  layers: [{id: l, name: L}]
  services: [{id: s, name: S, owners: {l: aws}}]
"""
