"""Prompts that ask nearly the same, found without comparing each with each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from srm_quiz.deckfiles.lint.subjects import Finding, LintedDeck, LintedNote, is_name, stem, word_set, words
from srm_quiz.domain.cards import Basic, Choice, Cloze, Duty, Line, Typed
from srm_quiz.problems import quoted

_ALIKE = 0.75
"""The part of all words and pairs of words that two prompts share when they ask the same, answers equal."""

_VERY_ALIKE = 0.9
"""The same where the answers differ."""

_FEWEST_WORDS = 4
"""Shorter prompts are the same only word for word."""

_MOST_WORDS = 150
_MOST_SHARING = 16
_MOST_COMPARED = 8
"""Bounds on the words that are looked at, the prompts remembered for a word, and those compared with one:
so the time grows with the number of cards, whatever they say."""

_SILENT = word_set("a an the is are was were be been do does did has have had it its you your and so")
"""Words that change nothing about what is asked. Prepositions do: think of security of and in the cloud."""

_TURNING = word_set(
    "not no never without except least most more less fewer of in on before after above below first "
    "second last aws customer host guest who what when where why how two three one right wrong true "
    "false inherit share from to all any only both"
)
"""Words by which two prompts differ in earnest, though everything else is alike."""


@dataclass(frozen=True, slots=True)
class _Prompt:
    deck: int
    note: LintedNote
    sequence: tuple[str, ...]
    marks: frozenset[str]
    names: frozenset[str]
    answer: frozenset[str]


def near_duplicates(decks: Sequence[LintedDeck]) -> Iterator[tuple[int, LintedNote, LintedNote, Finding]]:
    """Pairs of notes whose prompts ask nearly the same: the later note's sheet, both notes, and the flaw."""
    prompts = [
        prompt
        for number, deck in enumerate(decks)
        for note in deck.notes
        if (prompt := _prompt(number, note)) is not None
    ]
    for prompt, twin in _twins(prompts):
        source = decks[twin.deck].source
        option_node = f"line {source.line_of(twin.note.node.start)}"
        where = option_node if twin.deck == prompt.deck else f"{source.path}, {option_node},"
        finding = Finding(
            prompt.note.prompt_node,
            f"{where} asks nearly the same: {quoted(twin.note.prompt)}",
            "keep one of the two, or let one ask from another side",
        )
        yield prompt.deck, prompt.note, twin.note, finding


def _twins(prompts: Sequence[_Prompt]) -> Iterator[tuple[_Prompt, _Prompt]]:
    """Each prompt that is like an earlier one, with the one it is most like."""
    same: dict[tuple[str, ...], _Prompt] = {}
    rarity = Counter(mark for prompt in prompts for mark in prompt.marks)
    index: defaultdict[str, list[int]] = defaultdict(list)
    for at, prompt in enumerate(prompts):
        first = same.setdefault(prompt.sequence, prompt)
        if first is not prompt:
            yield prompt, first
            continue
        if len(prompt.sequence) < _FEWEST_WORDS:
            continue
        # Two sets that share so much must share one of the rarest marks of each.
        marks = sorted(prompt.marks, key=lambda mark: (rarity[mark], mark))
        rarest = marks[: len(marks) - ceil(_ALIKE * len(marks)) + 1]
        met = Counter(number for mark in rarest for number in index[mark])
        for number, _ in met.most_common(_MOST_COMPARED):
            if _is_like(prompt, prompts[number]):
                yield prompt, prompts[number]
                break
        for mark in rarest:
            if len(index[mark]) < _MOST_SHARING:
                index[mark].append(at)


def _is_like(one: _Prompt, other: _Prompt) -> bool:
    if isinstance(one.note.content, Duty) or isinstance(other.note.content, Duty):
        return False  # a duty is little more than a name: one other word is another duty
    shared = len(one.marks & other.marks)
    likeness = shared / (len(one.marks) + len(other.marks) - shared)
    if likeness < (_ALIKE if one.answer == other.answer else _VERY_ALIKE):
        return False
    differing = set(one.sequence) ^ set(other.sequence)
    return not (differing & (_TURNING | one.names | other.names))


def _prompt(number: int, note: LintedNote) -> _Prompt | None:
    """What a note asks, ready to be compared; None for a service, whose prompts are put together."""
    text = note.prompt
    if not text:
        return None
    written = [word for word in words(text)[:_MOST_WORDS] if word.casefold() not in _SILENT]
    sequence = tuple(map(stem, written))
    pairs = map(" ".join, pairwise(sequence))
    names = {
        stem(word) for position, word in enumerate(written) if is_name(word) or (position and word.istitle())
    }
    return _Prompt(number, note, sequence, frozenset((*sequence, *pairs)), frozenset(names), _answer(note))


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
