"""The deck format as tables of keys, and the check of a mapping against one.

Checks, the lists of allowed keys in messages, the JSON Schema and the manual are all made from TABLES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, TypeGuard

from srm_quiz.deckfiles.source import SourceText
from srm_quiz.deckfiles.values import (
    elsewhere,
    is_left_empty,
    meant_key,
    read_anything,
    read_count,
    read_id,
    read_items,
    read_line,
    read_lines,
    read_mapping,
    read_moves,
    read_owner,
    read_owners,
    read_reasons,
    read_share,
    read_switch,
    read_weight,
    read_weights,
    read_whole_text,
)
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Refused, Scalar, Sequence
from srm_quiz.domain.cards import Kind
from srm_quiz.problems import did_you_mean, quoted


class ValueType(StrEnum):
    """What the value of a key must be."""

    TEXT = "text"
    LINE = "text on one line"
    ID = "id"
    LINES = "list of texts"
    OWNER = "aws, customer or shared"
    OWNERS = "list of owners"
    SWITCH = "true or false"
    LIST = "list"
    MAPPING = "mapping"
    REASONS = "mapping of rules to reasons"
    WEIGHT = "number from 0.1 to 5"
    WEIGHTS = "mapping of tags to numbers from 0.1 to 5"
    SHARE = "number from 0 to 1"
    COUNT = "whole number"
    MOVES = "mapping of notes to notes"
    CELL = "owner, or mapping"


READERS: dict[ValueType, Callable[[Node, str, SourceText], Any]] = {
    ValueType.TEXT: read_whole_text,
    ValueType.LINE: read_line,
    ValueType.ID: read_id,
    ValueType.LINES: read_lines,
    ValueType.OWNER: read_owner,
    ValueType.OWNERS: read_owners,
    ValueType.SWITCH: read_switch,
    ValueType.LIST: read_items,
    ValueType.MAPPING: read_mapping,
    ValueType.REASONS: read_reasons,
    ValueType.CELL: read_anything,
    ValueType.WEIGHT: read_weight,
    ValueType.WEIGHTS: read_weights,
    ValueType.SHARE: read_share,
    ValueType.COUNT: read_count,
    ValueType.MOVES: read_moves,
}
"""How a value of each type is read. A reader records what is wrong and then gives None."""

_MAY_BE_EMPTY = (
    ValueType.TEXT,
    ValueType.LINE,
    ValueType.LINES,
    ValueType.OWNERS,
    ValueType.REASONS,
    ValueType.WEIGHT,
)
"""The types of keys that may be left empty; not of an id, on which a history would come to hang later."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its meaning, in one line. `is_one_of`: exactly one of several keys is required."""

    name: str
    value_type: ValueType
    meaning: str
    required: bool = False
    is_one_of: bool = False
    empty_is_meant: bool = False
    """Whether an empty list says something: that there is none of what would else be the usual."""
    may_be_empty: bool = field(init=False)
    """Whether the key may be left without a value, which then says nothing."""

    def __post_init__(self) -> None:
        is_optional = not (self.required or self.is_one_of or self.empty_is_meant)
        object.__setattr__(self, "may_be_empty", is_optional and self.value_type in _MAY_BE_EMPTY)


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The keys of one kind of mapping; `noun` names it in messages, with its article."""

    noun: str
    keys: dict[str, Key]
    required: tuple[str, ...] = field(init=False)
    """The keys that must be given."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", tuple(key.name for key in self.keys.values() if key.required))


def _table(noun: str, *keys: Key) -> KeyTable:
    return KeyTable(noun, {key.name: key for key in keys})


ID = Key("id", ValueType.ID, "the note's name; an edit keeps a card's history as long as the id stays")
WHY = Key("why", ValueType.TEXT, "the explanation shown with the answer")
WEIGHT = Key("weight", ValueType.WEIGHT, "how much of an exam rests on it; else 1")
COMMON = (
    ID,
    WHY,
    Key("hint", ValueType.TEXT, "shown on request, before the answer"),
    Key("source", ValueType.LINE, "where it can be read, usually a web address"),
    Key("tags", ValueType.LINES, "words to choose cards by, besides the deck's own"),
    WEIGHT,
    Key("allow", ValueType.REASONS, "rules of style that the note may break, each with the reason"),
)
QUESTION = Key("question", ValueType.TEXT, "what is asked", required=True)
ANSWER = Key("answer", ValueType.TEXT, "the answer", required=True)

DECK = _table(
    "a deck",
    Key("title", ValueType.LINE, "the deck's name on the screen", required=True),
    Key("id", ValueType.ID, "the deck's name in progress and on the command line; else the file's name"),
    Key("description", ValueType.TEXT, "what the deck is about"),
    Key("tags", ValueType.LINES, "tags of every card in the deck"),
    Key("allow", ValueType.REASONS, "rules of style that the whole deck may break, each with the reason"),
    Key("cards", ValueType.LIST, "the notes"),
    Key("matrix", ValueType.MAPPING, "who owns each layer of each service"),
    Key("exams", ValueType.LIST, "exams that the cards prepare for"),
    Key("moved", ValueType.MOVES, "notes that were merged or renamed, and what they are now"),
)
CONTENT_KEYS = ("cards", "matrix", "exams", "moved")
"""The keys of a deck of which it needs one."""

KINDS: dict[Kind, KeyTable] = {
    Kind.BASIC: _table("a basic card", QUESTION, ANSWER, *COMMON),
    Kind.TYPED: _table(
        "a typed card",
        QUESTION,
        ANSWER,
        Key("accept", ValueType.LINES, "further right answers; [] where there are none", required=True),
        *COMMON,
    ),
    Kind.CHOICE: _table(
        "a choice card",
        QUESTION,
        Key("choices", ValueType.LIST, "the options, in any order", required=True),
        *COMMON,
    ),
    Kind.CLOZE: _table(
        "a cloze card",
        Key(
            "cloze",
            ValueType.TEXT,
            "a text with {{answer}}, {{answer|also right}} or {{answer::cue}} for each blank",
            required=True,
        ),
        *COMMON,
    ),
    Kind.OWNER: _table(
        "an owner card",
        Key("duty", ValueType.TEXT, "something that must be done", required=True),
        Key("on", ValueType.LINE, "the service on which it must be done"),
        Key("owner", ValueType.OWNER, "whose duty it is", required=True),
        Key("accept", ValueType.OWNERS, "further owners that are also right"),
        *COMMON,
    ),
}
CARD = _table("a card", *{key.name: key for table in KINDS.values() for key in table.keys.values()}.values())
"""Every key that a note of any kind may have."""

OPTION = _table(
    "a choice",
    Key("right", ValueType.TEXT, "a right option", is_one_of=True),
    Key("wrong", ValueType.TEXT, "a wrong option", is_one_of=True),
    Key("why", ValueType.TEXT, "why it is right or wrong"),
)
MATRIX = _table(
    "a matrix",
    Key("layers", ValueType.LIST, "the rows, from the data centre up", required=True),
    Key("services", ValueType.LIST, "the columns", required=True),
)
LAYER = _table(
    "a layer",
    Key("id", ValueType.ID, "the layer's name under `owners`", required=True),
    Key("name", ValueType.LINE, "its name on the screen", required=True),
    Key("moves", ValueType.SWITCH, "true where its owner changes between services: line cards ask it"),
    Key("duty", ValueType.LINE, "what an owner card asks; else the name"),
    WEIGHT,
)
SERVICE = _table(
    "a service",
    Key("id", ValueType.ID, "the service's name, which is the id of its note", required=True),
    Key("name", ValueType.LINE, "its name on the screen", required=True),
    Key("category", ValueType.LINE, "IaaS, PaaS, SaaS or words of yours"),
    Key("source", ValueType.LINE, "where the owners can be read"),
    Key("tags", ValueType.LINES, "words to choose its cards by, besides the deck's own"),
    WEIGHT,
    Key("owners", ValueType.MAPPING, "the owner of every layer", required=True),
)
CELL = _table(
    "an owner of a layer",
    Key("owner", ValueType.OWNER, "whose the layer is", required=True),
    Key("accept", ValueType.OWNERS, "further owners that are also right"),
    Key("applies", ValueType.SWITCH, "false where the service has no such layer: greyed, never asked"),
    Key("why", ValueType.TEXT, "why; a cell with a why becomes an owner card"),
)
EXAM = _table(
    "an exam",
    Key("id", ValueType.ID, "the exam's name in settings and on the command line", required=True),
    Key("title", ValueType.LINE, "its name on the screen", required=True),
    Key("tags", ValueType.LINES, "a card with one of them is in scope; all cards are without"),
    Key("first", ValueType.LINES, "tags or decks that lay the foundations"),
    Key("late", ValueType.LINES, "tags or decks whose cards come last; else [stretch]", empty_is_meant=True),
    Key("weights", ValueType.WEIGHTS, "how much of the exam rests on the cards with a tag"),
    Key("topics", ValueType.LINES, "tags whose cards take turns"),
    Key("scenario_share", ValueType.SHARE, "the share of scenarios among new cards; else a sixth"),
    Key("questions", ValueType.COUNT, "how many questions are asked; else 65"),
    Key("unscored", ValueType.COUNT, "how many of them count for nothing; else 0"),
    Key("pass_mark", ValueType.SHARE, "the share of right answers that passes; else 0.72"),
    Key("guess", ValueType.SHARE, "the chance that a guess is right; else 0.25"),
    Key("minutes", ValueType.COUNT, "how long it takes; else 130"),
    Key("domains", ValueType.LIST, "the parts of the exam that its guide names"),
)
DOMAIN = _table(
    "a domain",
    Key("title", ValueType.LINE, "its name on the screen", required=True),
    Key("share", ValueType.SHARE, "its share of the questions; all shares add up to 1", required=True),
    Key("tags", ValueType.LINES, "a card with one of them belongs to it", required=True),
)
TABLES: tuple[KeyTable, ...] = (DECK, *KINDS.values(), OPTION, MATRIX, LAYER, SERVICE, CELL, EXAM, DOMAIN)
"""All tables, in the order of the manual."""


def read(
    table: KeyTable, node: Mapping, source: SourceText, family: KeyTable | None = None
) -> dict[str, Any]:
    """Read the values of the mapping's keys. A value with an error, which is recorded, is missing.

    So is one that was left empty where that is allowed. `family` has the keys of all kinds of which `table`
    is one: a key that it lacks is reported as no key at all.
    """
    values: dict[str, Any] = {}
    keys = table.keys
    meant: set[str] = set()
    for name, value in node.values.items():
        key = keys.get(name)
        if type(value) is Refused:
            source.meet_refused()
            if key is None:  # a key that could not be read may be any that seems to be missing
                meant.update(table.required)
        elif key is None:
            is_foreign = family is not None and name in family.keys
            meant.add(_refuse_key(table, node, name, source, table if is_foreign or not family else family))
        elif key.may_be_empty and is_left_empty(value, source):
            pass
        elif (found := READERS[key.value_type](value, name, source)) is not None:
            values[name] = found
    for name in table.required:
        if name not in node.values and name not in meant:
            _refuse_missing(table, name, node, source)
    return values


def is_empty_form(node: Node, table: KeyTable, source: SourceText) -> TypeGuard[Mapping]:
    """Whether the node has only keys of the table, and all its values are empty."""
    if not isinstance(node, Mapping) or not node.values:
        return False
    for name, value in node.values.items():  # most end at the first: a loop costs less than a generator
        if name not in table.keys or not (is_left_empty(value, source) or _are_empty_choices(value, source)):
            return False
    return True


def _are_empty_choices(node: Node, source: SourceText) -> bool:
    return isinstance(node, Sequence) and all(is_empty_form(item, OPTION, source) for item in node.items)


def meant_keys(table: KeyTable, node: Mapping) -> set[str]:
    """The keys of the table that the mapping has, or probably meant."""
    strange = islice((name for name in node.values if name not in table.keys), 20)
    return {*node.values, *(near for name in strange if (near := _near(name, table.keys)))}


def _near(name: str, keys: Iterable[str]) -> str:
    """The key that was probably meant by a synonym or a typo."""
    known = list(keys)
    meant = meant_key(name)
    return meant if meant in known else did_you_mean(name, known)


def _refuse_key(table: KeyTable, node: Mapping, name: str, source: SourceText, namer: KeyTable) -> str:
    """Record that the table has no such key; return the key that was probably meant."""
    place = node.keys[name]
    near = _near(name, [key for key in table.keys if key not in node.values])
    hint = f"did you mean '{near}'?" if near else f"allowed keys: {', '.join(table.keys)}"
    hint = source.strange_space(place.start) or elsewhere(table.noun, name) or hint
    message = f"{quoted(name)} is not a key of {namer.noun}"
    source.refuse(place.start, place.end, "unknown-key", message, hint)
    return near


def _refuse_missing(table: KeyTable, name: str, node: Mapping, source: SourceText) -> None:
    """Record that a required key is not given."""
    message = f"{table.noun} needs the key '{name}'"
    hint = f"add '{name}:' ({table.keys[name].meaning})"
    question = node.values.get("question")
    if name == "answer" and isinstance(question, Scalar) and "{{" in question.text:
        hint = "a text with {{blanks}} is written behind 'cloze:' instead of 'question:'"
    elif name == "question":
        hint += "; where it belongs to the note above, delete the dash"
    source.refuse(node.start, node.start + 1, "missing-key", message, hint)
