"""Multiple choice in Anki: there is no such note type, so its templates are known by their fields' names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from srm_quiz.exchange.anki.html_to_markdown import Medium, to_markdown, to_plain
from srm_quiz.exchange.markers import right_options

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_OPTION = re.compile(r"(?:q|opt|option|choice|answer|alternative|antwort|ans)?[ _.-]*([a-z]|\d{1,2})[.)]?")
_WRONG = re.compile(
    r"(?:wrong|incorrect|false|distractor|bad)(?: ?(?:answer|option|choice)s?)?[ _.-]*\w{0,2}"
)
_RIGHT = re.compile(r"(?:right|correct|true|good)(?: ?(?:answer|option|choice)s?)?[ _.-]*\w{0,2}|answer")
_REASON = re.compile(
    r"(?:(?:explanation|reason|why|rationale|feedback|comment)[ _.-]*+(?:option|choice|answer)?"
    r"[ _.-]*+([a-z]|\d{1,2})"
    r"|(?:option|choice|answer)?[ _.-]*+([a-z]|\d{1,2})[ _.-]++(?:explanation|reason|why|rationale|feedback))"
)
_KEYS = (
    *("answers", "correct", "correct answer", "correct answers", "correct option", "correct options"),
    *("correct choice", "correct choices", "right answer", "right answers", "right", "solution", "solutions"),
    *("answer key", "key", "correct letter", "answer"),
)
"""Names of the field that says which options are right, the surest first."""
_LIST_TAG = re.compile(r"<(/?)li\b[^<>]*>", re.IGNORECASE)
_LEAD = re.compile(r"\(?([A-Za-z])[.):]\s+")


@dataclass(frozen=True, slots=True)
class ChoiceFields:
    """Where a note type of multiple choice keeps what: names of its fields."""

    options: tuple[str, ...]
    reasons: tuple[str, ...]
    """For each option the field that says why, or empty."""
    key: str
    """The field that says which are right, or empty if `right` says it."""
    right: tuple[str, ...] = ()
    listed: bool = False
    """Whether the options are items of one field."""

    @property
    def fields(self) -> frozenset[str]:
        """All of these fields."""
        return frozenset({*self.options, *self.reasons, self.key})


@dataclass(frozen=True, slots=True)
class AnkiOption:
    """An option found, in Markdown."""

    text: str
    right: bool
    why: str = ""


def choice_fields(fields: Sequence[str]) -> ChoiceFields | None:
    """How a note type with these fields asks multiple choice; None if it does not."""
    names = {field: re.sub(r"\s+", " ", field.strip().lower()) for field in fields}
    key = next((field for wanted in _KEYS for field, name in names.items() if name == wanted), "")
    if key and "options" in names.values():
        held = {name: field for field, name in names.items()}
        return ChoiceFields((held["options"],), (held.get("reasons", ""),), key, listed=True)
    lettered = {field: match[1] for field, name in names.items() if (match := _OPTION.fullmatch(name))}
    lettered.pop(key, None)
    if key and any(first <= set(lettered.values()) for first in ({"a", "b"}, {"1", "2"})):
        why = {
            match[1] or match[2]: field for field, name in names.items() if (match := _REASON.fullmatch(name))
        }
        return ChoiceFields(tuple(lettered), tuple(why.get(letter, "") for letter in lettered.values()), key)
    wrong = tuple(field for field, name in names.items() if _WRONG.fullmatch(name))
    right = tuple(field for field, name in names.items() if _RIGHT.fullmatch(name))
    if wrong and right:
        return ChoiceFields((*right, *wrong), ("",) * (len(right) + len(wrong)), "", right)
    return None


def options(choices: ChoiceFields, fields: Mapping[str, str], lost: set[Medium]) -> list[AnkiOption] | None:
    """The note's options without the empty ones; None if it is unclear which are right."""
    if choices.listed:
        written, reasons = _items(fields[choices.options[0]]), _items(fields.get(choices.reasons[0], ""))
    else:
        written = [fields[name] for name in choices.options]
        reasons = [fields.get(name, "") for name in choices.reasons]
    texts = [to_markdown(text, lost) for text in written]
    texts = _without_letters(texts)
    if choices.key:
        right = right_by_key(to_plain(fields[choices.key]), [to_plain(text) for text in written])
    else:
        right = {number for number, name in enumerate(choices.options) if name in choices.right}
    if right is None:
        return None
    reasons += [""] * (len(texts) - len(reasons))
    return [
        AnkiOption(text, number in right, to_markdown(reasons[number], lost))
        for number, text in enumerate(texts)
        if text
    ]


def right_by_key(key: str, texts: Sequence[str]) -> set[int] | None:
    """Which of the options are right, from 0, by a key such as `1 0 0 1`, `A, C`, `2` or an option's text.

    None if the key does not say it; "0 0 0 0" says that none is right.
    """
    words = key.split()
    present = {number for number, text in enumerate(texts) if text}
    if len(words) == 1 and len(words[0]) == len(present) > 1:
        words = list(words[0])
    if len(words) >= max(2, len(present)) and set(words) <= {"0", "1"}:
        right = {number for number, word in enumerate(words) if word == "1"}
    elif not (right := right_options(key, texts)) and (letter := _LEAD.match(key)):
        right = {_LETTERS.index(letter[1].lower())}
    if right <= present and (right or (len(words) > 1 and set(words) == {"0"})):
        return right
    return None


def _items(field: str) -> list[str]:
    """The items of a list in HTML, or the lines of a field that has none."""
    items: list[str] = []
    depth = start = 0
    for tag in _LIST_TAG.finditer(field):
        if not tag[1] and not depth:
            start = tag.end()
        depth = max(0, depth + (-1 if tag[1] else 1))
        if tag[1] and not depth:
            items.append(field[start : tag.start()])
    if items:
        return items
    return [line for line in re.split(r"<br\s*/?>|</?div[^<>]*>|\n", field) if line.strip()]


def _without_letters(texts: list[str]) -> list[str]:
    """The options without their own "A." and "B.": options are shuffled."""
    leads = [_LEAD.match(text) for text in texts]
    letters = [match[1].lower() for match in leads if match]
    if len(letters) < 2 or letters != list(_LETTERS[: len(texts)]):
        return texts
    return [_LEAD.sub("", text, count=1) for text in texts]
