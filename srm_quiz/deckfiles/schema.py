"""The deck format as one table of keys, and the check of a mapping against it.

Checks, the lists of allowed keys in messages, the JSON Schema and the manual are all made from TABLES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, TypeGuard

from srm_quiz.deckfiles import values as shapes
from srm_quiz.deckfiles.source import Reading
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Refused, Scalar, Sequence
from srm_quiz.domain.cards import Kind
from srm_quiz.problems import did_you_mean, quoted


class Shape(StrEnum):
    """What the value of a key looks like."""

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
    CELL = "owner, or mapping"


READ: dict[Shape, Callable[[Node, str, Reading], Any]] = {
    Shape.TEXT: shapes.whole_text,
    Shape.LINE: shapes.line,
    Shape.ID: shapes.identifier,
    Shape.LINES: shapes.lines,
    Shape.OWNER: shapes.owner,
    Shape.OWNERS: shapes.owners,
    Shape.SWITCH: shapes.switch,
    Shape.LIST: shapes.items,
    Shape.MAPPING: shapes.mapping,
    Shape.REASONS: shapes.reasons,
    Shape.CELL: shapes.anything,
}
"""How a value of each shape is read. A reader records what is wrong and then gives None."""

_MAY_BE_EMPTY = (Shape.TEXT, Shape.LINE, Shape.LINES, Shape.OWNERS, Shape.REASONS)
"""The shapes of keys that may be left empty; not of an id, on which a history would come to hang later."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its meaning in one line, for the manual. `is_one_of` several is given, where it is so."""

    name: str
    shape: Shape
    meaning: str
    required: bool = False
    is_one_of: bool = False
    may_be_empty: bool = field(init=False)
    """Whether it says nothing, and is no mistake, where no text stands behind it."""

    def __post_init__(self) -> None:
        is_optional = not (self.required or self.is_one_of)
        object.__setattr__(self, "may_be_empty", is_optional and self.shape in _MAY_BE_EMPTY)


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of one kind of mapping; `noun` names it in messages, with its article."""

    noun: str
    keys: dict[str, Key]
    required: tuple[str, ...] = field(init=False)
    """The keys that must be given."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "required", tuple(key.name for key in self.keys.values() if key.required))


def _table(noun: str, *keys: Key) -> Table:
    return Table(noun, {key.name: key for key in keys})


ID = Key("id", Shape.ID, "the note's name; an edit keeps a card's history as long as the id stays")
WHY = Key("why", Shape.TEXT, "the explanation shown with the answer")
COMMON = (
    ID,
    WHY,
    Key("hint", Shape.TEXT, "shown on request, before the answer"),
    Key("source", Shape.LINE, "where it can be read, usually a web address"),
    Key("tags", Shape.LINES, "words to choose cards by, besides the deck's own"),
    Key("allow", Shape.REASONS, "rules of style that the note may break, each with the reason"),
)
QUESTION = Key("question", Shape.TEXT, "what is asked", required=True)
ANSWER = Key("answer", Shape.TEXT, "the answer", required=True)

DECK = _table(
    "a deck",
    Key("title", Shape.LINE, "the deck's name on the screen", required=True),
    Key("id", Shape.ID, "the deck's name in progress and on the command line; else the file's name"),
    Key("description", Shape.TEXT, "what the deck is about"),
    Key("tags", Shape.LINES, "tags of every card in the deck"),
    Key("allow", Shape.REASONS, "rules of style that the whole deck may break, each with the reason"),
    Key("cards", Shape.LIST, "the notes"),
    Key("matrix", Shape.MAPPING, "who owns each layer of each service"),
)
KINDS: dict[Kind, Table] = {
    Kind.BASIC: _table("a basic card", QUESTION, ANSWER, *COMMON),
    Kind.TYPED: _table(
        "a typed card",
        QUESTION,
        ANSWER,
        Key("accept", Shape.LINES, "further right answers; [] where there are none", required=True),
        *COMMON,
    ),
    Kind.CHOICE: _table(
        "a choice card",
        QUESTION,
        Key("choices", Shape.LIST, "the options, in any order", required=True),
        *COMMON,
    ),
    Kind.CLOZE: _table(
        "a cloze card",
        Key("cloze", Shape.TEXT, "a text with {{answer}} or {{answer::cue}} for each blank", required=True),
        *COMMON,
    ),
    Kind.OWNER: _table(
        "an owner card",
        Key("duty", Shape.TEXT, "something that must be done", required=True),
        Key("on", Shape.LINE, "the service on which it must be done"),
        Key("owner", Shape.OWNER, "whose duty it is", required=True),
        Key("accept", Shape.OWNERS, "further owners that are also right"),
        *COMMON,
    ),
}
CARD = _table("a card", *{key.name: key for table in KINDS.values() for key in table.keys.values()}.values())
"""Every key that a note of any kind may have."""

OPTION = _table(
    "a choice",
    Key("right", Shape.TEXT, "a right option", is_one_of=True),
    Key("wrong", Shape.TEXT, "a wrong option", is_one_of=True),
    Key("why", Shape.TEXT, "why it is right or wrong"),
)
MATRIX = _table(
    "a matrix",
    Key("layers", Shape.LIST, "the rows, from the data centre up", required=True),
    Key("services", Shape.LIST, "the columns", required=True),
)
LAYER = _table(
    "a layer",
    Key("id", Shape.ID, "the layer's name under `owners`", required=True),
    Key("name", Shape.LINE, "its name on the screen", required=True),
    Key("moves", Shape.SWITCH, "true where its owner changes between services: line cards ask it"),
    Key("duty", Shape.LINE, "what an owner card asks; else the name"),
)
SERVICE = _table(
    "a service",
    Key("id", Shape.ID, "the service's name, which is the id of its note", required=True),
    Key("name", Shape.LINE, "its name on the screen", required=True),
    Key("category", Shape.LINE, "IaaS, PaaS, SaaS or words of yours"),
    Key("source", Shape.LINE, "where the owners can be read"),
    Key("owners", Shape.MAPPING, "the owner of every layer", required=True),
)
CELL = _table(
    "an owner of a layer",
    Key("owner", Shape.OWNER, "whose the layer is", required=True),
    Key("accept", Shape.OWNERS, "further owners that are also right"),
    Key("applies", Shape.SWITCH, "false where the service has no such layer: greyed, never asked"),
    Key("why", Shape.TEXT, "why; a cell with a why becomes an owner card"),
)
TABLES: tuple[Table, ...] = (DECK, *KINDS.values(), OPTION, MATRIX, LAYER, SERVICE, CELL)
"""All tables, in the order of the manual."""


def read(table: Table, node: Mapping, reading: Reading, family: Table | None = None) -> dict[str, Any]:
    """The values of the mapping's keys. Whatever is wrong is recorded, and then its value is missing.

    Where nothing stands behind a key that may be left empty, its value is missing and nothing is wrong.

    `family` has the keys of all the kinds of which `table` is one: what it lacks is no key at all.
    """
    values: dict[str, Any] = {}
    keys = table.keys
    meant: set[str] = set()
    for name, value in node.values.items():
        key = keys.get(name)
        if type(value) is Refused:
            reading.faults += 1
            if key is None:  # a key that could not be read may be any that seems to be missing
                meant.update(table.required)
        elif key is None:
            is_foreign = family is not None and name in family.keys
            meant.add(_refuse_key(table, node, name, reading, table if is_foreign or not family else family))
        elif key.may_be_empty and shapes.is_left_empty(value, reading):
            pass
        elif (found := READ[key.shape](value, name, reading)) is not None:
            values[name] = found
    for name in table.required:
        if name not in node.values and name not in meant:
            _refuse_missing(table, name, node, reading)
    return values


def is_empty_form(node: Node, table: Table, reading: Reading) -> TypeGuard[Mapping]:
    """Whether the node has keys of the table and no others, and behind them nothing, or empty choices."""
    if not isinstance(node, Mapping) or not node.values:
        return False
    for name, value in node.values.items():  # most end at the first: a loop costs less than a generator
        if name not in table.keys or not (
            shapes.is_left_empty(value, reading) or _are_empty_choices(value, reading)
        ):
            return False
    return True


def _are_empty_choices(node: Node, reading: Reading) -> bool:
    return isinstance(node, Sequence) and all(is_empty_form(item, OPTION, reading) for item in node.items)


def meant_keys(table: Table, node: Mapping) -> set[str]:
    """The keys of the table that the mapping has, or has misspelt; of very many the first are looked at."""
    strange = islice((name for name in node.values if name not in table.keys), 20)
    return {*node.values, *(near for name in strange if (near := _near(name, table.keys)))}


def _near(name: str, keys: Iterable[str]) -> str:
    """The one of the keys that was probably meant: by another word for it, or by a slip."""
    known = list(keys)
    meant = shapes.meant_key(name)
    return meant if meant in known else did_you_mean(name, known)


def _refuse_key(table: Table, node: Mapping, name: str, reading: Reading, namer: Table) -> str:
    """Record that the table has no such key; gives the one that was probably meant."""
    place = node.keys[name]
    near = _near(name, [key for key in table.keys if key not in node.values])
    hint = f"did you mean '{near}'?" if near else f"allowed keys: {', '.join(table.keys)}"
    hint = reading.strange_space(place.start) or shapes.elsewhere(table.noun, name) or hint
    message = f"{quoted(name)} is not a key of {namer.noun}"
    reading.refuse(place.start, place.end, "unknown-key", message, hint)
    return near


def _refuse_missing(table: Table, name: str, node: Mapping, reading: Reading) -> None:
    """Record that a required key is not given."""
    message = f"{table.noun} needs the key '{name}'"
    hint = f"add '{name}:' ({table.keys[name].meaning})"
    question = node.values.get("question")
    if name == "answer" and isinstance(question, Scalar) and "{{" in question.text:
        hint = "a text with {{blanks}} is written behind 'cloze:' instead of 'question:'"
    elif name == "question":
        hint += "; where it belongs to the note above, delete the dash"
    reading.refuse(node.start, node.start + 1, "missing-key", message, hint)
