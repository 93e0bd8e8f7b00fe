"""YAML as a tree of texts with their places. The only module that imports yaml.

Nothing is interpreted: `no`, `1.10`, `12:30` and `~` stay the text the author wrote. What YAML has
beyond texts, lists and mappings (tags, anchors, aliases, several documents) is refused with a reason.
The tree is built from the parser's events, so that depth and size are known while it grows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from srm_quiz.deckfiles.source import UNSAFE, ReadingStoppedError, SourceText, about_unsafe, collector_paused
from srm_quiz.deckfiles.yaml_errors import DEEPEST, TOO_DEEP, explain
from srm_quiz.problems import quoted

MOST_NODES = 1_000_000
"""How many texts, lists and mappings a file may hold: about 80,000 cards."""


_UNSAFE_ESCAPED = re.compile(f"{UNSAFE.pattern}|\r")
"""A carriage return ends a line of the file; one that is escaped would be obeyed by a terminal."""


@dataclass(slots=True)
class Scalar:
    """A text. `start` and `end` are offsets into the file's text, quotes included."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    start: int
    end: int


@dataclass(slots=True)
class Mapping:
    """A mapping. `keys` holds the nodes of the keys, for their places."""

    keys: dict[str, Scalar]
    values: dict[str, Node]
    start: int
    end: int


@dataclass(slots=True)
class Refused:
    """Stands for a refused value, whose problem has been reported."""

    start: int
    end: int


Node = Scalar | Sequence | Mapping | Refused


def compose(source: SourceText) -> Node | None:
    """Compose the tree of the file's first document; None if the file is empty.

    Raises ReadingStoppedError, with a problem recorded, if the text is not YAML, too deep or too large.
    """
    import yaml  # 23 ms that a deck read from the cache never pays

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source.text)
    try:
        with collector_paused():
            return _Composer(source).document(loader.get_event)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The loader without C lets the last two out, for escapes such as "\UFFFFFFFF".
        explain(source, error)
        raise ReadingStoppedError from None
    finally:
        loader.dispose()


class _Open:
    """A list or mapping that is still open; for a mapping, keys and values alternate."""

    __slots__ = ("children", "is_mapping", "is_refused", "start")

    def __init__(self, start: int, is_mapping: bool, is_refused: bool) -> None:
        self.children: list[Node] = []
        self.start = start
        self.is_mapping = is_mapping
        self.is_refused = is_refused


class _Composer:
    """Builds the tree from events, without recursion."""

    def __init__(self, source: SourceText) -> None:
        self._reading = source

    def document(self, get_event: Callable[[], Any]) -> Node | None:
        """The first document's tree. Raises ReadingStoppedError, and whatever the parser raises."""
        import yaml.events as kinds

        roots: list[Node] = []
        opened: list[_Open] = []
        children = roots
        documents = count = 0
        while (event := get_event()) is not None:
            kind = type(event)
            if kind is kinds.ScalarEvent:
                children.append(self._scalar(event))
            elif kind is kinds.MappingEndEvent or kind is kinds.SequenceEndEvent:
                closed = self._closed(opened.pop(), event.end_mark.index)
                children = opened[-1].children if opened else roots
                children.append(closed)
                continue
            elif kind is kinds.MappingStartEvent or kind is kinds.SequenceStartEvent:
                start = event.start_mark.index
                is_refused = event.anchor is not None or event.tag is not None
                if is_refused:
                    self._refuse_properties(start)
                opened.append(_Open(start, kind is kinds.MappingStartEvent, is_refused))
                children = opened[-1].children
                if len(opened) > DEEPEST:
                    self._refuse_depth(start)
            elif kind is kinds.AliasEvent:
                children.append(self._alias(event))
            else:
                documents += kind is kinds.DocumentStartEvent
                if documents == 2:
                    self._refuse_second_document(event.start_mark.index)
                    break
                continue
            count += 1
            if count > MOST_NODES:
                self._refuse_size(event.start_mark.index)
        return roots[0] if roots else None

    def _scalar(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        source = self._reading
        # A lone "!" leaves no tag in the event, so the text itself is asked.
        if source.text.startswith(("!", "&"), start) and end > start:
            self._refuse_properties(start)
            return Refused(start, end)
        if source.holds_unsafe(start, end):
            return Refused(start, end)
        text = event.value
        # Only an escape such as "\e" brings in a character that was not seen when the file was decoded.
        if event.style == '"' and (found := _UNSAFE_ESCAPED.search(text)):
            source.refuse(start, end, "control-character", *about_unsafe(found[0]))
            return Refused(start, end)
        return Scalar(text, start, end)

    def _alias(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        self._reading.refuse(
            start,
            end,
            "alias",
            f"'*{event.anchor}' is a YAML alias, which decks do not have",
            "write the text out; a text that begins with * needs quotes",
        )
        return Refused(start, end)

    def _closed(self, opened: _Open, end: int) -> Node:
        if opened.is_refused:
            return Refused(opened.start, end)
        if not opened.is_mapping:
            return Sequence(opened.children, opened.start, end)
        keys: dict[str, Scalar] = {}
        values: dict[str, Node] = {}
        children = iter(opened.children)
        for key, value in zip(children, children, strict=True):
            if not isinstance(key, Scalar):
                self._refuse_key(key)
                values[""] = Refused(value.start, value.end)
            elif key.text in values:
                self._refuse_duplicate(key, keys)
                values[key.text] = Refused(value.start, value.end)
            else:
                keys[key.text] = key
                values[key.text] = value
        return Mapping(keys, values, opened.start, end)

    def _refuse_properties(self, start: int) -> None:
        """Record the tag or anchor at `start`, whose value is refused with it."""
        written = re.compile(r"\S*").match(self._reading.text, start)
        end = written.end() if written else start
        property_name = "anchor" if self._reading.text.startswith("&", start) else "tag"
        mark = "&" if property_name == "anchor" else "!"
        self._reading.refuse(
            start,
            end,
            property_name,
            f"{quoted(self._reading.text[start:end])} is a YAML {property_name}, which decks do not have",
            f"delete it; a text that begins with {mark} needs quotes",
        )

    def _refuse_duplicate(self, key: Scalar, keys: dict[str, Scalar]) -> None:
        first = self._reading.line_of(keys[key.text].start) if key.text in keys else None
        self._reading.refuse(
            key.start,
            key.end,
            "duplicate-key",
            f"{quoted(key.text)} is given twice" + (f"; first on line {first}" if first else ""),
            "keep one of the two; a new card or choice begins with '- '",
        )

    def _refuse_key(self, key: Node) -> None:
        if isinstance(key, Refused):
            return
        message = "a key must be a word, not a list or a mapping"
        if self._reading.text.startswith("{{", max(0, key.start - 1)):
            message = "YAML does not take {{…}} for a text"
        hint = "a text that begins with { or [ needs quotes around the whole of it"
        self._reading.refuse(key.start, key.end, "key-not-text", message, hint)

    def _refuse_depth(self, start: int) -> None:
        self._reading.refuse(start, start + 1, *TOO_DEEP)
        raise ReadingStoppedError

    def _refuse_size(self, start: int) -> None:
        self._reading.refuse(
            start,
            start + 1,
            "too-large",
            f"here this file has more than {MOST_NODES:,} texts, lists and mappings",
            "split it into several decks",
        )
        raise ReadingStoppedError

    def _refuse_second_document(self, start: int) -> None:
        self._reading.refuse(
            start,
            start + 3,
            "several-documents",
            "a second YAML document begins here; what follows is not read",
            "delete the line '---', or put the rest in a file of its own",
        )
