"""Readers of values: each returns the value, or records an error and returns None."""

from __future__ import annotations

import re
import unicodedata

from srm_quiz.deckfiles.source import SourceText
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Refused, Scalar, Sequence
from srm_quiz.domain.cards import Owner
from srm_quiz.problems import did_you_mean, quoted

LONGEST_TEXT = 5_000
"""How many characters a text may have: more than fits any screen is no flashcard."""

LONGEST_LINE = 500
"""How many characters a text on one line may have."""

LONGEST_ID = 100
"""How many characters an id may have."""

ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
"""What an id looks like; no id holds `/` or `#`, which join ids to a card's key."""

LEAST_WEIGHT, MOST_WEIGHT = 0.1, 5.0
"""The bounds of a single weight."""

MOST_COUNT = 1_000
"""The bound of a whole number, such as that of an exam's questions or minutes."""

_DECIMAL = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
_WHOLE = re.compile(r"\d{1,4}")
_CARD_NAME = re.compile(rf"(?:{ID.pattern}/)?{ID.pattern}(?:#{ID.pattern})?")
"""`deck/note#sibling`, without the deck for one of the same deck, without the sibling for a whole note."""

_OWNERS = {owner.value: owner for owner in Owner}
_SWITCH = {"true": True, "false": False}

_COMMENT_BEHIND = re.compile(r"[ \t]*#")


def read_text(node: Node, name: str, source: SourceText, longest: int = LONGEST_TEXT) -> str | None:
    """A text, stripped; neither empty nor longer than `longest` characters."""
    if type(node) is not Scalar:
        _refuse_shape(node, name, "a text", source)
        return None
    text = node.text.strip()
    if 0 < len(text) <= longest:
        return text
    if not text:
        hint = f"write a text after '{name}:', or delete the key"
        if _became_comment(node, source):
            hint = "what follows a # is a comment; a text that begins with it needs quotes"
        source.refuse(node.start, node.start + 1, "empty-text", f"'{name}' is empty", hint)
    else:
        message = f"'{name}' has {len(text):,} characters; at most {longest:,} are allowed"
        hint = "a card asks one thing: shorten the text, or make several cards of it"
        source.refuse(node.start, node.end, "text-too-long", message, hint)
    return None


def read_whole_text(node: Node, name: str, source: SourceText) -> str | None:
    """A text, stripped; warns if a part of it seems to have become a comment."""
    text = read_text(node, name, source)
    if text and source.text.startswith(" #", node.end) and source.text[node.start] not in "\"'|>":
        message = f"'{name}' ends before this #: what follows is a comment"
        hint = f'put the whole text in quotes: {name}: "…"; for a comment, put two spaces before the #'
        source.warn(node.end + 1, node.end + 2, "comment-in-text", message, hint)
    return text


def read_line(node: Node, name: str, source: SourceText) -> str | None:
    """A text on one line."""
    text = read_text(node, name, source, LONGEST_LINE)
    if text is None or "\n" not in text:
        return text
    message = f"'{name}' has several lines"
    hint = "write it on one line, or after '>' instead of '|'"
    source.refuse(node.start, node.end, "not-one-line", message, hint)
    return None


def read_id(node: Node, name: str, source: SourceText) -> str | None:
    """An id: lower-case letters and digits, with . _ - inside."""
    text = read_line(node, name, source)
    if text is None:
        return None
    if ID.fullmatch(text) and len(text) <= LONGEST_ID:
        return text
    message = f"{quoted(text)} cannot be an id: ids have lower-case letters and digits, and . _ - inside"
    if len(text) > LONGEST_ID:
        message = f"this id has {len(text)} characters; at most {LONGEST_ID} are allowed"
    suggestion = slug(text)
    hint = f"write '{suggestion}'" if suggestion else "write a short name such as 'guest-os'"
    source.refuse(node.start, node.end, "bad-id", message, hint)
    return None


def read_lines(node: Node, name: str, source: SourceText) -> tuple[str, ...] | None:
    """A list of texts, each on one line; it may be empty."""
    if type(node) is not Sequence:
        given = node.text if type(node) is Scalar else ""
        example = given if 0 < len(given) <= 40 and given.isprintable() else "one, two"
        hint = f"write {name}: [{example}]" + ("" if given else f", or {name}: [] for none")
        _refuse_shape(node, name, "a list", source, hint)
        return None
    texts = [_item(item, name, source) for item in node.items]
    return tuple(item for item in texts if item is not None)


def _item(node: Node, name: str, source: SourceText) -> str | None:
    """One string of a list."""
    if isinstance(node, Mapping) and not source.text.startswith("{", node.start):
        hint = "a text with a colon and a space in it needs quotes"
        _refuse_shape(node, name, "a list of texts", source, hint)
        return None
    return read_line(node, name, source)


def read_owner(node: Node, name: str, source: SourceText) -> Owner | None:
    """One of the owners."""
    if type(node) is not Scalar:
        _refuse_shape(node, name, "an owner", source, f"write one of {', '.join(_OWNERS)}")
        return None
    if not node.text:
        hint = f"write one of {', '.join(_OWNERS)} after '{name}:'"
        source.refuse(node.start, node.start + 1, "empty-text", f"'{name}' is empty", hint)
        return None
    word = read_text(node, name, source)
    if word is None:
        return None
    if owner := _OWNERS.get(word):
        return owner
    near = meant_owner(word) or did_you_mean(word, _OWNERS)
    hint = f"did you mean '{near}'?" if near else f"write one of {', '.join(_OWNERS)}"
    message = f"{quoted(word)} is not an owner; owners are {', '.join(_OWNERS)}"
    source.refuse(node.start, node.end, "unknown-owner", message, hint)
    return None


def read_owners(node: Node, name: str, source: SourceText) -> frozenset[Owner] | None:
    """A list of owners."""
    if type(node) is not Sequence:
        _refuse_shape(node, name, "a list of owners", source, f"write {name}: [shared]")
        return None
    owners = [read_owner(item, name, source) for item in node.items]
    return frozenset(item for item in owners if item is not None)


def read_switch(node: Node, name: str, source: SourceText) -> bool | None:
    """A boolean, written `true` or `false`."""
    if type(node) is Scalar and (value := _SWITCH.get(node.text)) is not None:
        return value
    _refuse_shape(node, name, "true or false", source, f"write {name}: true, or {name}: false")
    return None


def read_items(node: Node, name: str, source: SourceText) -> list[Node] | None:
    """A list of anything; it may be empty."""
    if type(node) is Sequence:
        return node.items
    hint = "begin each item on a line of its own with '- '"
    if type(node) is Mapping and type(next(iter(node.values.values()), None)) is Mapping:
        first = next(iter(node.values))
        hint = f"write {quoted(f'- id: {first}')} instead of {quoted(f'{first}:')}, and so with each"
    _refuse_shape(node, name, "a list", source, hint)
    return None


def read_mapping(node: Node, name: str, source: SourceText, hint: str = "") -> Mapping | None:
    """A mapping; `hint` is for values that are none."""
    if type(node) is Mapping:
        return node
    hint = hint or "write lines of 'key: value', indented deeper"
    hint += ", without dashes" if type(node) is Sequence else ""
    _refuse_shape(node, name, "a mapping", source, hint)
    return None


def read_reasons(node: Node, name: str, source: SourceText) -> dict[str, str] | None:
    """A mapping of names to reasons; the names are not checked."""
    if type(node) is not Mapping:
        _refuse_shape(node, name, "a mapping", source, "write a line 'rule: reason' below it")
        return None
    reasons = {key: read_text(value, key, source) for key, value in node.values.items()}
    return {key: reason for key, reason in reasons.items() if reason is not None}


def read_weight(node: Node, name: str, source: SourceText) -> float | None:
    """A weight, from LEAST_WEIGHT to MOST_WEIGHT."""
    hint = "1 is usual; 2 or 3 for what most exams ask, 0.25 for what they hardly ever ask"
    return _read_number(node, name, source, (LEAST_WEIGHT, MOST_WEIGHT), hint)


def is_weight(text: str) -> bool:
    """Whether the text is a number that a weight may be."""
    return _DECIMAL.fullmatch(text) is not None and LEAST_WEIGHT <= float(text) <= MOST_WEIGHT


def read_share(node: Node, name: str, source: SourceText) -> float | None:
    """A share, from 0 to 1."""
    return _read_number(node, name, source, (0, 1), "write 0.25 for a quarter")


def read_count(node: Node, name: str, source: SourceText) -> int | None:
    """A whole number, from 0 to MOST_COUNT."""
    number = _read_number(node, name, source, (0, MOST_COUNT), "write it in digits", _WHOLE)
    return None if number is None else int(number)


def read_weights(node: Node, name: str, source: SourceText) -> dict[str, float] | None:
    """A weight for each of several tags."""
    if type(node) is not Mapping:
        _refuse_shape(node, name, "a mapping", source, "write a line 'tag: 1.5' below it for each tag")
        return None
    weights = {tag: read_weight(value, tag, source) for tag, value in node.values.items()}
    return {tag: weight for tag, weight in weights.items() if weight is not None}


def read_moves(node: Node, name: str, source: SourceText) -> dict[str, str] | None:
    """A mapping of old names of notes or cards to new ones."""
    if type(node) is not Mapping:
        _refuse_shape(node, name, "a mapping", source, "write a line 'old-note: new-note' below it for each")
        return None
    moves: dict[str, str] = {}
    for old, value in node.values.items():
        new = read_line(value, old, source)
        key = node.keys.get(old)
        if new is None or key is None:
            continue
        for text, place in ((old, key), (new, value)):
            if not _CARD_NAME.fullmatch(text):
                message = f"{quoted(text)} is not the name of a note"
                hint = "write deck/note, or only the note's id where it is of this deck"
                source.refuse(place.start, place.end, "bad-move", message, hint)
        if old == new:
            source.refuse(
                value.start, value.end, "bad-move", f"{quoted(old)} did not move", "delete the line"
            )
        moves[old] = new
    return moves


def _read_number(
    node: Node,
    name: str,
    source: SourceText,
    bounds: tuple[float, float],
    hint: str,
    pattern: re.Pattern[str] = _DECIMAL,
) -> float | None:
    least, most = bounds
    what = f"a {'whole ' if pattern is _WHOLE else ''}number from {least:g} to {most:,g}"
    if type(node) is not Scalar:
        _refuse_shape(node, name, what, source, hint)
        return None
    written = node.text.strip()
    if pattern.fullmatch(written) and least <= float(written) <= most:
        return float(written)
    if _DECIMAL.fullmatch(written.replace(",", ".", 1)) and "," in written:
        hint = f"write {written.replace(',', '.')}"
    message = f"'{name}' must be {what}, but it is {quoted(written) if written else 'empty'}"
    source.refuse(node.start, max(node.end, node.start + 1), "bad-number", message, hint)
    return None


def read_anything(node: Node, name: str, source: SourceText) -> Node | None:
    """The node itself, to be read by the caller."""
    return node


def is_left_empty(node: Node, source: SourceText) -> bool:
    """Whether the node was left empty, as in a form that is not filled in yet.

    A text that became a comment, because it begins with #, is not empty; neither is one that became the key
    of a mapping, because it ends with a colon or stands in braces.
    """
    if isinstance(node, Scalar):
        return not node.text.strip() and not _became_comment(node, source)
    if isinstance(node, Sequence):
        return all(isinstance(item, Scalar) and is_left_empty(item, source) for item in node.items)
    return False


def describe(node: Node) -> str:
    """What the node is, in words that follow "it is"."""
    match node:
        case Scalar(text=""):
            return "empty"
        case Scalar():
            return f"the text {quoted(node.text)}"
        case Sequence():
            return "a list"
        case _:
            return "a mapping"


def slug(name: str) -> str:
    """The id most like `name`; empty if none of its characters may be in an id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")[:LONGEST_ID].rstrip("-._")


def _became_comment(node: Scalar, source: SourceText) -> bool:
    """Whether there is only a comment in the place of the text."""
    return node.end == node.start and _COMMENT_BEHIND.match(source.text, node.end) is not None


def _refuse_shape(node: Node, name: str, wanted: str, source: SourceText, hint: str = "") -> None:
    if isinstance(node, Refused):
        source.meet_refused()
        return
    if not hint:
        hint = "a text that begins with [ or { needs quotes around the whole of it"
        if source.text[node.start : node.start + 1] not in ("[", "{"):
            hint = f"write one text; behind '{name}: |' it may have several lines, indented deeper"
    message = f"'{name}' must be {wanted}, but it is {describe(node)}"
    end = node.end if isinstance(node, Scalar) and node.end > node.start else node.start + 1
    source.refuse(node.start, end, "wrong-shape", message, hint)


_KEY_WORDS = {
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
_MEANT = {said: key for key, words in _KEY_WORDS.items() for said in words.split()}

_OWNER_WORDS = {
    Owner.AWS: "amazon provider cloud vendor",
    Owner.CUSTOMER: "client clients customers i me tenant user users we you",
    Owner.SHARED: "all both everybody everyone half joint mixed together",
}
_MEANT_OWNERS = {said: owner for owner, words in _OWNER_WORDS.items() for said in words.split()}

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


def meant_key(word: str) -> str:
    """The key of a deck that other programs call `word`; empty if there is none."""
    return _MEANT.get(word.strip("“”\"' ").casefold(), "")


def meant_owner(word: str) -> str:
    """The owner that people call `word`; empty if there is none."""
    parts = re.findall(r"\w+", word.casefold())
    if {"aws", "customer"} <= {_MEANT_OWNERS.get(part, part) for part in parts}:
        return Owner.SHARED
    return _MEANT_OWNERS.get(word.strip().casefold(), "")


def elsewhere(noun: str, key: str) -> str:
    """What to write instead of `key` in the table called `noun`, which lacks it; empty if that is unknown."""
    key = key.casefold()
    return TYPE if key in ("type", "kind") else _ELSEWHERE.get(noun, {}).get(key, "")
