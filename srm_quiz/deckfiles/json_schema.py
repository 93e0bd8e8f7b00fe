"""The deck format as a JSON Schema, with which editors complete keys and underline mistakes.

It is made from the tables of `schema`. Editors see a deck as YAML's values, so a text may also be a
number or a boolean there. What a schema cannot express (duplicate ids, unknown layers, unclosed blanks),
`srm-quiz check` reports.
"""

from __future__ import annotations

from typing import Any

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.matrix import LINE, MOST_LAYERS
from srm_quiz.deckfiles.notes import MOST_OPTIONS
from srm_quiz.deckfiles.schema import Key, KeyTable, ValueType
from srm_quiz.deckfiles.values import (
    ID,
    LEAST_WEIGHT,
    LONGEST_ID,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_COUNT,
    MOST_WEIGHT,
)
from srm_quiz.domain.cards import Owner

Schema = dict[str, Any]

_WRITTEN = {"type": ["string", "number", "boolean"]}
"""What stands for a text: `answer: 443` is a number for the editor, and a text for a deck."""

_TEXT = {**_WRITTEN, "pattern": r"\S", "maxLength": LONGEST_TEXT}
_ONE_LINE = {**_WRITTEN, "pattern": r"^\s*\S[^\n]*\s*$", "maxLength": LONGEST_LINE}
_WEIGHT = {"type": "number", "minimum": LEAST_WEIGHT, "maximum": MOST_WEIGHT}
_OWNER = {"enum": [owner.value for owner in Owner]}

_OF_SHAPE: dict[ValueType, Schema] = {
    ValueType.TEXT: _TEXT,
    ValueType.LINE: _ONE_LINE,
    ValueType.ID: {**_WRITTEN, "pattern": f"^{ID.pattern}$", "maxLength": LONGEST_ID},
    ValueType.LINES: {"type": "array", "items": _ONE_LINE},
    ValueType.OWNER: _OWNER,
    ValueType.OWNERS: {"type": "array", "items": _OWNER},
    ValueType.SWITCH: {"type": "boolean"},
    ValueType.LIST: {"type": "array"},
    ValueType.MAPPING: {"type": "object"},
    ValueType.REASONS: {"type": "object", "additionalProperties": _TEXT},
    ValueType.WEIGHT: _WEIGHT,
    ValueType.WEIGHTS: {"type": "object", "additionalProperties": _WEIGHT},
    ValueType.SHARE: {"type": "number", "minimum": 0, "maximum": 1},
    ValueType.COUNT: {"type": "integer", "minimum": 0, "maximum": MOST_COUNT},
    ValueType.MOVES: {"type": "object", "additionalProperties": _ONE_LINE},
    ValueType.CELL: {"oneOf": [_OWNER, {"$ref": "#/$defs/cell"}]},
}

_NO_TEXT = [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]
_NOTHING = {"$ref": "#/$defs/nothing"}
_EMPTY_OPTION = {"$ref": "#/$defs/empty-option"}

_OF_KEY: dict[str, Schema] = {
    "cards": {"items": {"$ref": "#/$defs/card"}},
    "choices": {
        "items": {"oneOf": [{"$ref": "#/$defs/option"}, _EMPTY_OPTION]},
        "contains": {"$ref": "#/$defs/option"},
        "minContains": 2,
        "maxContains": MOST_OPTIONS,
        "allOf": [
            {"contains": {"required": [name], "properties": {name: _TEXT}}} for name in ("right", "wrong")
        ],
    },
    "cloze": {"pattern": r"\{\{[\s\S]*\S[\s\S]*\}\}"},
    "matrix": {"$ref": "#/$defs/matrix"},
    "layers": {"items": {"$ref": "#/$defs/layer"}, "minItems": 1, "maxItems": MOST_LAYERS},
    "exams": {"items": {"$ref": "#/$defs/exam"}},
    "domains": {"items": {"$ref": "#/$defs/domain"}},
    "services": {"items": {"$ref": "#/$defs/service"}},
    "owners": {"additionalProperties": _OF_SHAPE[ValueType.CELL]},
}
"""What is inside the lists and mappings, and what some texts must hold besides."""


def json_schema() -> Schema:
    """The schema of a deck file (JSON Schema, draft 2020-12), ready for `json.dumps`."""
    deck = _of_table(schema.DECK)
    layer = _of_table(schema.LAYER)
    layer["properties"]["id"]["not"] = {"const": LINE}
    kinds = {kind.value: _of_table(table) for kind, table in schema.KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A deck of srm-quiz",
        "description": "Run `srm-quiz check` as well: it also sees what stands in two places at once.",
        **deck,
        "anyOf": [{"required": [key]} for key in schema.CONTENT_KEYS],
        "$defs": {
            "card": {
                "description": "What the keys are says what kind of card it becomes.",
                "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in (*kinds, "empty-card")],
            },
            **kinds,
            "option": {
                **_of_table(schema.OPTION),
                "oneOf": [{"required": ["right"]}, {"required": ["wrong"]}],
            },
            "matrix": _of_table(schema.MATRIX),
            "layer": layer,
            "service": _of_table(schema.SERVICE),
            "cell": _of_table(schema.CELL),
            "exam": _of_table(schema.EXAM),
            "domain": _of_table(schema.DOMAIN),
            "empty-card": _empty_form(schema.CARD),
            "empty-option": _empty_form(schema.OPTION),
            "nothing": {"anyOf": [*_NO_TEXT, {"type": "array", "items": {"anyOf": _NO_TEXT}}]},
        },
    }


def _of_table(table: KeyTable) -> Schema:
    """The schema of a mapping with these keys and no others."""
    schema_of_table: Schema = {
        "type": "object",
        "properties": {key.name: _of_key(key) for key in table.keys.values()},
        "additionalProperties": False,
    }
    if table.required:
        schema_of_table["required"] = list(table.required)
    return schema_of_table


def _empty_form(table: KeyTable) -> Schema:
    """The schema of a mapping with keys of the table whose values are all empty."""
    return {
        "description": "A form that is still to be filled in: it is passed over.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"enum": list(table.keys)},
        "additionalProperties": {"anyOf": [_NOTHING, {"type": "array", "items": _EMPTY_OPTION}]},
    }


def _of_key(key: Key) -> Schema:
    schema_of_value = {**_OF_SHAPE[key.value_type], **_OF_KEY.get(key.name, {})}
    return {
        "description": key.meaning,
        **({"anyOf": [schema_of_value, _NOTHING]} if key.may_be_empty else schema_of_value),
    }
