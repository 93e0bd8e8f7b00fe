"""What the rules of style look at (a deck and its notes) and what they find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from srm_quiz.deckfiles.deck_file import ParsedDeck
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Scalar, Sequence
from srm_quiz.domain.cards import Card, Choice, Cloze, Content, Duty, Line, Option
from srm_quiz.domain.likeness import stem, word_set, words


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw: where it stands in the file, what it is, and what to do about it."""

    at: Node
    message: str
    hint: str


class LintedNote:
    """A note, or a service of a matrix, with its cards and the places of its texts."""

    def __init__(self, node: Mapping, cards: list[Card]) -> None:
        self.node = node
        self.cards = cards

    @property
    def content(self) -> Content | None:
        """The content of the note's first card; None if a service makes no card."""
        return self.cards[0].content if self.cards else None

    @property
    def is_service(self) -> bool:
        """Whether it is a service of a matrix, whose prompts the program composes."""
        return "owners" in self.node.values

    @cached_property
    def prompt(self) -> str:
        """What the learner reads before answering, blanks filled in; a service has none."""
        match self.content:
            case Cloze() as cloze:
                return cloze.text(cloze.answer)
            case Duty(duty=duty, on=on):
                return "" if self.is_service else f"{duty} ({on})" if on else duty
            case Line() | None:
                return ""
            case content:
                return content.question

    @property
    def prompt_node(self) -> Node:
        """Where the prompt stands."""
        return self.first("question", "cloze", "duty")

    def first(self, *names: str) -> Node:
        """The value of the first of these keys that the note has; else the note."""
        return next((self.node.values[name] for name in names if name in self.node.values), self.node)

    @property
    def options(self) -> list[tuple[Option, Mapping]]:
        """The options of a choice note with their places; none for a note of another kind."""
        choices = self.node.values.get("choices")
        if not isinstance(self.content, Choice) or not isinstance(choices, Sequence):
            return []
        nodes = [
            item
            for item in choices.items
            if isinstance(item, Mapping) and any(map(_is_written, item.values.values()))
        ]
        return list(zip(self.content.options, nodes, strict=True))

    @property
    def allowed(self) -> dict[str, Scalar]:
        """The rules that the note may break, by name, with the places of the names."""
        return allowed(self.node)


class LintedDeck:
    """A deck with its notes in the author's order."""

    def __init__(self, written: ParsedDeck) -> None:
        self.source = written.source
        self.node = written.node
        self.notes = [LintedNote(node, cards) for node, cards in written.notes]

    @property
    def title_node(self) -> Node:
        """The place of flaws of the whole deck."""
        return self.node.values.get("title", self.node)

    @property
    def allowed(self) -> dict[str, Scalar]:
        """The rules that the whole deck may break."""
        return allowed(self.node)

    def contents(self) -> Iterator[Content]:
        """The contents of all its cards."""
        return (card.content for note in self.notes for card in note.cards)


def allowed(node: Mapping) -> dict[str, Scalar]:
    """The rules under `allow`, by name. One whose reason could not be read allows nothing."""
    allowances = node.values.get("allow")
    if not isinstance(allowances, Mapping):
        return {}
    return {name: key for name, key in allowances.keys.items() if _is_written(allowances.values[name])}


def _is_written(node: Node) -> bool:
    """Whether the node is a non-empty string."""
    return isinstance(node, Scalar) and bool(node.text.strip())


def option_node(node: Mapping, option: Option) -> Node:
    """Where an option's text stands in its mapping."""
    return node.values["right" if option.right else "wrong"]


NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

LITTLE = word_set(
    "a an the is are was were be been being am do does did has have had it its this that these those "
    "there you your yours we our i my he she they them their his her one who whom whose which what when "
    "where why how and or but so if then than as of in on at to for from by with into out off up about "
    "not no can could may might must shall should will would belong belongs mean means happen happens "
    "following another other own each name named call called make makes made use uses used"
)
"""Words that say little by themselves: two texts that share only these have nothing in common."""


def stems(text: str) -> list[str]:
    """The stems of all words of the text, in order."""
    return [stem(word) for word in words(text)]


def telling(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in words(text) if word.casefold() not in LITTLE}


def around(whole: list[str], part: list[str]) -> tuple[list[str], list[str]] | None:
    """The words before and after `part` inside `whole`; None if `part` is empty or not in it."""
    before, separator, after = f" {' '.join(whole)} ".partition(f" {' '.join(part)} ")
    return (before.split(), after.split()) if part and separator else None
