"""Question banks in JSON: a list of objects with the usual keys, and CrowdAnki's decks."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from srm_quiz.exchange.anki import crowdanki
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.model import Imported, ImportRefusedError
from srm_quiz.exchange.tables.columns import Role, columns_of, is_header
from srm_quiz.exchange.tables.reader import read_table
from srm_quiz.exchange.tables.rows import Rows
from srm_quiz.exchange.text import at_line, clean

_LISTS = ("questions", "items", "cards", "notes", "results", "data", "quiz", "flashcards", "entries")
_TEXTS = ("text", "answer", "option", "value", "content", "label", "choice", "body", "title")
_FLAGS = (
    "correct",
    "is_correct",
    "iscorrect",
    "isCorrect",
    "is_right",
    "right",
    "answer",
    "isAnswer",
    "is_answer",
)
_REASONS = ("explanation", "why", "feedback", "reason", "rationale")


def parse(text: str) -> object:
    """The value in the text, or in each of its lines. Raises ImportRefusedError if it is not JSON."""
    try:
        return json.loads(text)
    except RecursionError:
        raise ImportRefusedError("the file is JSON that is nested too deeply") from None
    except ValueError as error:
        try:
            return [json.loads(line) for line in text.split("\n") if line.strip()]
        except (ValueError, RecursionError):
            raise ImportRefusedError(f"the file is not valid JSON: {error}") from None


def read(text: str, name: str) -> Imported:
    """The notes of a bank. Raises ImportRefusedError if the file is JSON but not a question bank."""
    text, losses = clean(text)
    value = parse(text)
    if isinstance(value, dict) and value.get("__type__") == "Deck":
        return crowdanki.read(value)
    title, items = _items(value, name)
    rows = [row for item in items if (row := _row(item))]
    if len(rows) * 2 < len(items) or not is_header(columns_of(_keys(rows))):
        raise ImportRefusedError(
            "the file is JSON, and no bank of questions: no list of objects with 'question' is in it"
        )
    collector = NoteCollector(title, losses)
    rows, unclear = _with_clear_places(rows)
    for question in unclear:
        what = "a note was left out: it is unclear whether the numbers of its answers count from 0 or from 1"
        collector.report(what, question)
    keys = _keys(rows)
    table = [(number, [row.get(key, "") for key in keys]) for number, row in enumerate(rows, 1)]
    imported = read_table(Rows(table, "\t"), {"columns": "\t".join(keys)}, collector)
    return replace(imported, left_out=imported.left_out + len(unclear))


def _keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The keys of all rows, in the order in which they first come."""
    return list(dict.fromkeys(" ".join(key.split()) for row in rows for key in row))


def _items(value: object, name: str) -> tuple[str, Sequence[object]]:
    """The title, and the list of objects that may be questions."""
    if isinstance(value, list):
        return name, value
    if isinstance(value, dict):
        title = next(
            (value[key] for key in ("title", "name", "topic") if isinstance(value.get(key), str)), name
        )
        for key in _LISTS:
            if isinstance(value.get(key), list):
                return title, value[key]
        if value and all(isinstance(item, dict) for item in value.values()):
            return title, list(value.values())
    return name, []


def _row(item: object) -> dict[str, Any]:
    """The cells of an object by the names of columns; empty for what is no object."""
    if not isinstance(item, dict):
        return {}
    row: dict[str, Any] = {}
    names = [str(key) for key in item]
    for name, column, value in zip(names, columns_of(names), item.values(), strict=True):
        is_options = column and column.role is Role.CHOICES
        if is_options and isinstance(value, list):
            _add_options(row, list(enumerate(value, 1)))
        elif is_options and isinstance(value, dict):
            _add_options(row, list(value.items()))
        elif isinstance(value, list) and any(
            isinstance(option, dict) and _flag(option) is not None for option in value
        ):
            _add_options(row, list(enumerate(value, 1)))
        elif isinstance(value, (list, tuple)):
            row[name] = "\n".join(_text(one) for one in value)
        elif isinstance(value, dict):
            row[name] = _text(value)
        else:
            row[name] = _text(value)
        if column and column.role in (Role.CORRECT, Role.ANSWER) and _are_places(value):
            row["places"] = value if isinstance(value, list) else [value]
            row["key"] = name
    return row


def _add_options(row: dict[str, Any], options: Sequence[tuple[object, object]]) -> None:
    for part, option in options:
        if isinstance(option, dict):
            row[f"option {part}"] = next(
                (_text(option[key]) for key in _TEXTS if isinstance(option.get(key), str)), ""
            )
            flag = _flag(option)
            if flag is not None:
                row[f"option {part} is correct"] = "true" if flag else "false"
            reason = next((option[key] for key in _REASONS if isinstance(option.get(key), str)), "")
            if reason:
                row[f"option {part} why"] = _text(reason)
        else:
            row[f"option {part}"] = _text(option)


def _flag(option: Mapping[str, Any]) -> bool | int | None:
    """What an option says of whether it is right; None if nothing."""
    return next((option[key] for key in _FLAGS if isinstance(option.get(key), (bool, int))), None)


def _are_places(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    return bool(values) and all(isinstance(one, int) and not isinstance(one, bool) for one in values)


def _with_clear_places(rows: list[dict[str, Any]]) -> tuple[list[dict[str, str]], list[str]]:
    """The rows with the places of right options counted from 1; and the questions for which that is unclear.

    A 0 says that a file counts from 0, a place as large as the number of options that it counts from 1.
    """
    counted: list[tuple[dict[str, Any], list[int], int]] = []
    for row in rows:
        size = sum(key.startswith("option ") and key.count(" ") == 1 for key in row)
        if size and "places" in row:
            counted.append((row, row["places"], size))
    from_zero = any(0 in places for _, places, _ in counted)
    from_one = any(size in places for _, places, size in counted)
    unclear: list[str] = []
    for row, places, _ in counted:
        if from_zero == from_one:
            unclear.append(at_line(0, str(next(iter(row.values())))).partition(": ")[2])
            row.clear()
        else:
            row[row["key"]] = " ".join(f"#{place + from_zero}" for place in places)
    kept = [{key: value for key, value in row.items() if key not in ("places", "key")} for row in rows if row]
    return kept, unclear


def _text(value: object) -> str:
    if isinstance(value, str):
        return html.unescape(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return str(value) if isinstance(value, (int, float)) else json.dumps(value, ensure_ascii=False)


def is_json(text: str) -> bool:
    """Whether the text is meant to be JSON."""
    start = text.lstrip("\ufeff \t\r\n")[:200]
    if start[:1] == "{":
        return start[1:].lstrip()[:1] in ('"', "}") and ":" in text
    return (
        start[:1] == "["
        and start[1:].lstrip()[:1] in ("{", "[", '"', "]", *"-0123456789")
        and "](" not in start
    )
