"""Rules about what one note asks and explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from srm_quiz.deckfiles.lint.subjects import (
    LITTLE,
    NUMBERS,
    Finding,
    LintedNote,
    around,
    option_node,
    stems,
    telling,
)
from srm_quiz.deckfiles.yaml_nodes import Node
from srm_quiz.domain.cards import Basic, Choice, Cloze, Typed
from srm_quiz.domain.likeness import stem, words
from srm_quiz.problems import quoted

LONGEST_PROMPT = 60
"""How many words a prompt may have, so that it is read at one glance."""

LONGEST_SCENARIO = 110
"""How many words it may have where the deck or the note is tagged `scenario`."""

SCENARIO = "scenario"

_COUNT = "|".join((*NUMBERS[1:], r"\d+"))
_CHOOSE = re.compile(
    rf"\b(?:choose|select|pick)\s+(?:any\s+|exactly\s+|the\s+)?[*_]*({_COUNT})\b", re.IGNORECASE
)
_WHICH = re.compile(rf"\b(?:which|what|name)\b[^.?!]{{0,40}}?\b({_COUNT})\b", re.IGNORECASE)
_CITED = re.compile(
    r"\b(?i:options?|answers?|choices?)\s+\(?[A-F]\)?(?![\w-])|\b(?i:options?|choices?)\s+\(?[1-6]\)?(?![\w-])"
    r"|\b(?i:the)\s+(?i:first|second|third|fourth|fifth|last)\s+(?i:option|answer)s?\b"
    r"|\b(?i:options?|answers?|choices?)\s+(?i:above|below)\b"
)
_ARTICLE = re.compile(r"(?:^|[\s(\"'“‘])(an?)\s+[*_\"'“‘]*$", re.IGNORECASE)
_EITHER = re.compile(r"\b(?:or|either|between|among|which(?: one)? of)\b", re.IGNORECASE)
"""Words of a question that names what it lets choose from: there the answer has to stand."""

_VOWELS = "aeiou"


def missing_why(note: LintedNote) -> Iterator[Finding]:
    """A note that gives no reason. A service of a matrix gives its reasons cell by cell."""
    if not note.is_service and not any(card.why for card in note.cards):
        yield Finding(note.prompt_node, "this note has no 'why'", "say in a sentence or two why it is so")


def missing_source(note: LintedNote) -> Iterator[Finding]:
    """A note or a service that says nothing of where it can be read."""
    if note.cards and not any(card.source for card in note.cards):
        noun = "service" if note.is_service else "note"
        at = note.first("name") if note.is_service else note.prompt_node
        yield Finding(at, f"this {noun} has no 'source'", "give the page where a doubter can read it")


def long_prompt(note: LintedNote) -> Iterator[Finding]:
    """A prompt with more words than are read at a glance."""
    is_scenario = any(SCENARIO in card.tags for card in note.cards)
    most = LONGEST_SCENARIO if is_scenario else LONGEST_PROMPT
    count = len(note.prompt.split())
    if count > most:
        hint = "leave out what the answer does not need"
        if not is_scenario:
            hint += f"; a note with the tag '{SCENARIO}' may have {LONGEST_SCENARIO} words"
        yield Finding(note.prompt_node, f"this prompt has {count} words; {most} are enough", hint)


def choose_count(note: LintedNote) -> Iterator[Finding]:
    """How many options are to be chosen: missing or wrong where there are several, given where one is."""
    content = note.content
    if not isinstance(content, Choice):
        return
    right = content.right_count
    wanted = NUMBERS[right].upper() if right < len(NUMBERS) else str(right)
    numbers = [_number(hit[1]) for hit in _CHOOSE.finditer(content.question) if _begins_sentence(hit)]
    if not numbers and right > 1:
        numbers = [number for word in _WHICH.findall(content.question) if (number := _number(word)) == right]
        if not numbers:
            message = f"{right} options are right, and the question does not say so"
            yield Finding(note.prompt_node, message, f"end it with 'Choose {wanted}.'")
    elif numbers and numbers[-1] != right:
        options = "one option is" if right == 1 else f"{right} options are"
        hint = f"write 'Choose {wanted}.'" if right > 1 else "leave it out, or mark the other right options"
        yield Finding(
            note.prompt_node, f"the question says to choose {numbers[-1]}, but {options} right", hint
        )


def position_cited(note: LintedNote) -> Iterator[Finding]:
    """A text that names an option by its letter or place, which change each time."""
    if not isinstance(note.content, Choice):
        return
    for node in _texts(note):
        text = getattr(node, "text", "")
        if hit := _CITED.search(text):
            message = f"{quoted(hit[0])} cites an option by its place, but options are shuffled"
            yield Finding(node, message, "say in words which option is meant")


def cloze_article(note: LintedNote) -> Iterator[Finding]:
    """A or an before a blank, which tells how the answer begins."""
    for card in note.cards:
        cloze = card.content
        if not isinstance(cloze, Cloze):
            return
        article = _ARTICLE.search(cloze.before)
        if article and not _cue_tells_more(cloze):
            yield Finding(
                note.prompt_node,
                f"'{article[1]}' before the blank tells how {quoted(cloze.answer)} begins",
                "take the article into the blank, or write 'a/an'",
            )


def answer_in_prompt(note: LintedNote) -> Iterator[Finding]:
    """A prompt in which the answer can be read."""
    for card in note.cards:
        match card.content:
            case Basic(question=question, answer=answer) | Typed(question=question, answer=answer):
                if _EITHER.search(question):
                    continue
                rest = question
            case Cloze(answer=answer, cue=cue) as cloze:
                if _EITHER.search(cue):
                    continue
                rest = f"{cloze.text(' ')} {cue}"
            case Choice() as choice:
                yield from _right_in_stem(note, choice)
                continue
            case _:
                continue
        meant = telling(answer)
        if meant and meant <= telling(rest):
            yield Finding(
                note.prompt_node,
                f"the answer {quoted(answer)} can be read in the prompt",
                "say the prompt in other words, or ask something else",
            )


def word_echo(note: LintedNote) -> Iterator[Finding]:
    """Words of the stem that come back in the right option alone."""
    content = note.content
    if not isinstance(content, Choice) or content.right_count > 1 or len(content.options) < 3:
        return
    asked = telling(content.question)
    if len(words(content.question)) > _LONGEST_ECHO:
        return
    wrong = [telling(option.text) & asked for option in content.options if not option.right]
    for option, node in note.options:
        if not option.right or any(_right_in_stem(note, content)):
            continue
        echo = telling(option.text) & asked
        if len(echo) >= 2 and not any(wrong):
            shown = [
                word for word in words(option.text) if stem(word) in echo and word.casefold() not in LITTLE
            ]
            yield Finding(
                option_node(node, option),
                f"the right option alone repeats words of the question: {', '.join(dict.fromkeys(shown))}",
                "let wrong options echo the question too, or the right one use other words",
            )


_LONGEST_ECHO = 35
"""A longer stem, such as a scenario, shares words with any option that fits it."""


def _right_in_stem(note: LintedNote, choice: Choice) -> Iterator[Finding]:
    """A right option that stands word for word in the stem, where no wrong one does."""
    asked = stems(choice.question)
    if _EITHER.search(choice.question):
        return
    inside = [around(asked, stems(option.text)) is not None for option in choice.options]
    if any(is_in and not option.right for is_in, option in zip(inside, choice.options, strict=True)):
        return
    for is_in, (option, node) in zip(inside, note.options, strict=True):
        if is_in and option.right and telling(option.text):
            message = (
                f"the right option {quoted(option.text)} can be read in the question, and no wrong one can"
            )
            yield Finding(option_node(node, option), message, "say the question in other words")


def _texts(note: LintedNote) -> Iterator[Node]:
    """Explanations, hints and options of a choice note; the question may tell of options in its story."""
    values = note.node.values
    for option, node in note.options:
        yield option_node(node, option)
        if "why" in node.values:
            yield node.values["why"]
    yield from (values[name] for name in ("why", "hint") if name in values)


def _begins_sentence(hit: re.Match[str]) -> bool:
    """Whether it is said to the learner: in the middle of a sentence it may belong to the story."""
    before = hit.string[: hit.start()].rstrip(" *_(")
    return not before or before[-1] in ".?!:;)\n"


def _number(word: str) -> int:
    """The number that a word or digits say; of very many digits the first count."""
    lower = word.lower()
    return NUMBERS.index(lower) if lower in NUMBERS else int(word[:9])


def _cue_tells_more(cloze: Cloze) -> bool:
    """Whether the cue already tells how the answer begins, or names alternatives that begin alike."""
    if re.search(r"\b(?:begins|starts) with\b", cloze.cue, re.IGNORECASE):
        return True
    if not _EITHER.search(cloze.cue):
        return False
    named = [word for word in words(cloze.cue) if word.casefold() not in LITTLE]
    return len({_begins_with_vowel(word) for word in named}) == 1


def _begins_with_vowel(word: str) -> bool:
    return word[0].lower() in _VOWELS
