"""Cloze texts: Anki's `{{c1::answer::cue}}` and the decks' `{{answer::cue}}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from srm_quiz.deckfiles.notes import escaped_answer, read_cloze
from srm_quiz.deckfiles.source import SourceText
from srm_quiz.deckfiles.values import LONGEST_TEXT
from srm_quiz.deckfiles.yaml_nodes import Scalar
from srm_quiz.domain.cards import Cloze
from srm_quiz.exchange.anki.html_to_markdown import BLANK_CLOSES, BLANK_CUE, BLANK_NUMBERED, BLANK_OPENS

_MARK = re.compile(r"\{\{c(\d{1,3})(?:,\d{1,3})*::|\}\}|::")
_SIGN = re.compile(f"{BLANK_OPENS}(\\d+){BLANK_NUMBERED}|[{BLANK_CUE}{BLANK_CLOSES}]")
_DEEPEST = 3
"""How deep a blank may be nested to be asked."""


@dataclass(slots=True)
class Blank:
    """A blank: its number, what stands in it (texts and further blanks), and its cue."""

    number: int
    inside: list[str | Blank] = field(default_factory=list)
    cue: str = ""

    @property
    def answer(self) -> str:
        """What stands in it, the blanks in it filled in."""
        return _filled(self.inside)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cloze text of a deck, and the Anki number of each of its blanks in order."""

    text: str
    numbers: tuple[int, ...]


def marked(html: str) -> str:
    """The field with signs for its blanks, found as Anki finds them. A blank without an end is none."""
    kept: list[str] = []
    opened: list[tuple[int, str]] = []
    """Where in `kept` each open blank begins, and how it was written."""
    cued: list[bool] = []
    at = 0
    for match in _MARK.finditer(html):
        kept.append(html[at : match.start()])
        at = match.end()
        if match[1]:
            opened.append((len(kept), match[0]))
            cued.append(False)
            kept.append(f"{BLANK_OPENS}{match[1]}{BLANK_NUMBERED}")
        elif not opened or (match[0] == "::" and cued[-1]):
            kept.append(match[0])
        elif match[0] == "::":
            cued[-1] = True
            kept.append(BLANK_CUE)
        else:
            opened.pop()
            cued.pop()
            kept.append(BLANK_CLOSES)
    kept.append(html[at:])
    for place, written in opened:
        kept[place] = written
    text = "".join(kept)
    return text if not opened else text.replace(BLANK_CUE, "::")


def sentences(text: str) -> list[Sentence]:
    """The cloze texts that ask what the marked text asks, as far as a deck can say it.

    A blank inside a blank has a text of its own, in which the outer one is filled in.
    """
    tree = _tree(text)
    result: list[Sentence] = []
    for depth in range(_DEEPEST):
        pieces = _at_depth(tree, depth)
        blanks = [piece for piece in pieces if isinstance(piece, Blank)]
        if blanks and (deck_text := _deck_text(pieces, blanks)):
            result.append(Sentence(deck_text, tuple(blank.number for blank in blanks)))
    return result


def numbers(text: str) -> set[int]:
    """The numbers of all blanks of a marked text."""
    return {int(match[1]) for match in _SIGN.finditer(text) if match[1]}


def anki_text(cards: Sequence[Cloze]) -> str:
    """The text of a note's cards with signs for its blanks, numbered from 1."""
    first = cards[0]
    whole = first.text(first.answer)
    kept, at = "", 0
    for number, card in enumerate(cards, 1):
        start = len(card.before)
        cue = f"{BLANK_CUE}{card.cue}" if card.cue else ""
        kept += f"{whole[at:start]}{BLANK_OPENS}{number}{BLANK_NUMBERED}{card.answer}{cue}{BLANK_CLOSES}"
        at = start + len(card.answer)
    return kept + whole[at:]


def anki_marks(html: str) -> str:
    """The field with Anki's own marks in place of the signs, and nothing in an answer taken for one."""
    kept: list[str] = []
    at, inside = 0, False
    for match in _SIGN.finditer(html):
        text = html[at : match.start()]
        kept.append(re.sub("([:}])(?=[:}])", r"\1<!-- -->", text) if inside else text)
        if match[1]:
            inside = True
            kept.append(f"{{{{c{match[1]}::")
        elif match[0] == BLANK_CUE:
            kept.append("::")
        else:
            inside = False
            kept.append("<!-- -->}}" if text.endswith("}") else "}}")
        at = match.end()
    kept.append(html[at:])
    return "".join(kept)


def _tree(text: str) -> list[str | Blank]:
    root: list[str | Blank] = []
    opened: list[Blank] = []
    at, in_cue = 0, False
    for match in _SIGN.finditer(text):
        piece = text[at : match.start()]
        at = match.end()
        inside = opened[-1].inside if opened else root
        if in_cue and opened:
            opened[-1].cue += piece
        elif piece:
            inside.append(piece)
        if match[1]:
            blank = Blank(int(match[1]))
            inside.append(blank)
            opened.append(blank)
            in_cue = False
        elif match[0] == BLANK_CUE:
            in_cue = True
        else:
            in_cue = False
            if opened:
                opened.pop()
    root.append(text[at:])
    return root


def _at_depth(tree: Sequence[str | Blank], depth: int) -> list[str | Blank]:
    """The tree with only the blanks that stand `depth` deep; the others are filled in."""
    level: list[tuple[str | Blank, int]] = [(piece, 0) for piece in tree]
    for _ in range(depth):
        level = [
            inner
            for piece, deep in level
            for inner in (
                [(inner_piece, deep + 1) for inner_piece in piece.inside]
                if isinstance(piece, Blank)
                else [(piece, deep)]
            )
        ]
    return [piece if deep == depth or isinstance(piece, str) else piece.answer for piece, deep in level]


def _filled(tree: Sequence[str | Blank]) -> str:
    kept: list[str] = []
    waiting = list(reversed(tree))
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, str):
            kept.append(piece)
        else:
            waiting.extend(reversed(piece.inside))
    return "".join(kept)


def _deck_text(pieces: Sequence[str | Blank], blanks: Sequence[Blank]) -> str:
    """The deck's own text of these pieces; empty if it would be read otherwise."""
    wanted = [(blank.answer.strip(), blank.cue.strip()) for blank in blanks]
    for escaping in (False, True):
        text = "".join(
            _blank(piece, escaping) if isinstance(piece, Blank) else piece.replace("{{", "{\\{")
            for piece in pieces
        ).strip()
        if len(text) > LONGEST_TEXT:
            return ""
        cards = read_cloze(text, Scalar(text, 0, len(text)), SourceText(""))
        if [(card.answer, card.cue) for card in cards] == wanted or (escaping and len(cards) == len(blanks)):
            return text
    return ""


def _blank(blank: Blank, escaping: bool) -> str:
    answer, cue = escaped_answer(blank.answer.strip()), blank.cue.strip().replace("::", ": :")
    if escaping:
        answer, cue = (re.sub(r"([{}])(?=[{}]|$)", r"\\\1", text) for text in (answer, cue))
    return f"{{{{{answer}::{cue}}}}}" if cue or "::" in answer else f"{{{{{answer}}}}}"
