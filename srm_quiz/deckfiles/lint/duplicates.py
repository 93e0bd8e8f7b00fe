"""Prompts that ask nearly the same, found without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from srm_quiz.deckfiles.lint.subjects import Finding, LintedDeck, LintedNote
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, Typed
from srm_quiz.domain.likeness import FEWEST_WORDS, Prompt, asks_nearly_the_same, stem, words
from srm_quiz.problems import quoted

_ALIKE = 0.75
"""The part of all words and pairs of words that two prompts share when they ask the same, answers equal."""

_VERY_ALIKE = 0.9
"""The same where the answers differ."""

_MOST_SHARING = 16
_MOST_COMPARED = 8
"""Bounds on the prompts remembered for a word, and on those compared with one: so the time grows with the
number of cards, whatever they say."""


@dataclass(frozen=True, slots=True)
class _AskedNote:
    deck: int
    note: LintedNote
    prompt: Prompt
    answer: frozenset[str]


def near_duplicates(decks: Sequence[LintedDeck]) -> Iterator[tuple[int, LintedNote, LintedNote, Finding]]:
    """Pairs of notes whose prompts ask nearly the same.

    Gives the index of the later note's deck, the later note, the earlier one, and the finding.
    """
    asked = [
        comparable
        for index, deck in enumerate(decks)
        for note in deck.notes
        if (comparable := _comparable(index, note)) is not None
    ]
    for later, earlier in _pairs(asked):
        source = decks[earlier.deck].source
        line = f"line {source.line_of(earlier.note.node.start)}"
        where = line if earlier.deck == later.deck else f"{source.path}, {line},"
        finding = Finding(
            later.note.prompt_node,
            f"{where} asks nearly the same: {quoted(earlier.note.prompt)}",
            "keep one of the two, or let one ask from another side",
        )
        yield later.deck, later.note, earlier.note, finding


def _pairs(asked: Sequence[_AskedNote]) -> Iterator[tuple[_AskedNote, _AskedNote]]:
    """Each note whose prompt is like an earlier one's, with the one it is most like."""
    same: dict[tuple[str, ...], _AskedNote] = {}
    rarity = Counter(mark for note in asked for mark in note.prompt.marks)
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    """By mark, the indexes of the notes in which it is one of the rarest."""
    for index, note in enumerate(asked):
        first = same.setdefault(note.prompt.stems, note)
        if first is not note:
            yield note, first
            continue
        if len(note.prompt.stems) < FEWEST_WORDS:
            continue
        # Two sets that share so much must share one of the rarest marks of each.
        marks = sorted(note.prompt.marks, key=lambda mark: (rarity[mark], mark))
        rarest = marks[: len(marks) - ceil(_ALIKE * len(marks)) + 1]
        candidates = Counter(other for mark in rarest for other in sharing[mark])
        for other, _ in candidates.most_common(_MOST_COMPARED):
            if _is_like(note, asked[other]):
                yield note, asked[other]
                break
        for mark in rarest:
            if len(sharing[mark]) < _MOST_SHARING:
                sharing[mark].append(index)


def _is_like(one: _AskedNote, other: _AskedNote) -> bool:
    if isinstance(one.note.content, Duty) or isinstance(other.note.content, Duty):
        return False  # a duty is little more than a name: one other word is another duty
    return asks_nearly_the_same(
        one.prompt, other.prompt, _ALIKE if one.answer == other.answer else _VERY_ALIKE
    )


def _comparable(deck: int, note: LintedNote) -> _AskedNote | None:
    """What a note asks, ready to be compared; None for a service, whose prompts are put together."""
    return _AskedNote(deck, note, Prompt.of(note.prompt), _answer(note)) if note.prompt else None


def _answer(note: LintedNote) -> frozenset[str]:
    """The right answers of the note in comparable form."""
    found: list[str] = []
    for card in note.cards:
        match card.content:
            case Basic(answer=answer) | Typed(answer=answer) | Cloze(answer=answer):
                found.append(answer)
            case Choice(options=options):
                found += [option.text for option in options if option.right]
            case Duty(owner=owner):
                found.append(owner.value)
            case Line(service=service):
                found.append(service)
    return frozenset(" ".join(stem(word) for word in words(answer)) for answer in found)
