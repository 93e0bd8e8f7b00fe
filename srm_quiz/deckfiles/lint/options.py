"""Rules about the options of one note: what would give the right one away, or mislead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from srm_quiz.deckfiles.lint.subjects import LITTLE, Finding, LintedNote, around, option_node, stems
from srm_quiz.domain.likeness import word_set, words
from srm_quiz.problems import quoted

_ABOVE = re.compile(
    r"(?:all|none|any|each|both|neither|two)(?: of)?(?: the| these| those)? "
    r"(?:above|(?:other |above )?(?:options|answers|choices)(?: above)?)"
    r"|(?:all|none|any|both|neither) of (?:these|those)"
    r"|(?:both |neither )?\(?[a-f]\)? (?:and|or|nor|&) \(?[a-f]\)?"
)
_ABSOLUTE = re.compile(
    r"(?<![\w-])(always|never|only|solely|exclusively|entirely|absolutely|impossible|under no circumstances"
    r"|in all cases|without exception)(?![\w-])",
    re.IGNORECASE,
)
_JOINS = word_set("and or plus with including but as nor")
_ENDS_SENTENCE = re.compile(r"[.!?。！？]['\")\]”’*_]*$")
_ABBREVIATED = re.compile(
    r"(?:\b(?:etc|e\.g|i\.e|a\.m|p\.m|inc|ltd|co|corp|vs|no|approx)|\b[A-Za-z]|\.\.)\.$", re.I
)
_NOT_GERUND = word_set("nothing something anything everything string spring during being thing king ring")
_IMPERATIVE = word_set(
    "enable create attach add keep ask encrypt give write rely apply delete remove install configure "
    "choose allow deny replace send build buy migrate deploy grant decide define make let put move turn "
    "use"
)
_STANDS_OUT = 2.0
"""An option that is so many times as long as the longest other one (or as short) catches the eye."""

_BY_AT_LEAST = 25
"""How many characters it must be longer or shorter, too: among short options a word doubles the length."""


def all_of_the_above(note: LintedNote) -> Iterator[Finding]:
    """An option that is about the other options."""
    for option, node in note.options:
        if _ABOVE.fullmatch(" ".join(option.text.casefold().strip(" .!*_").split())):
            yield Finding(
                option_node(node, option),
                f"this option is about the others: {quoted(option.text)}",
                "options are shuffled; write one that stands by itself, or make several right",
            )


def absolute_in_wrong(note: LintedNote) -> Iterator[Finding]:
    """Always, never, only and their like in wrong options, and in no right one."""
    hits = [(option, node, _ABSOLUTE.search(option.text)) for option, node in note.options]
    if any(hit and option.right for option, _, hit in hits):
        return
    for option, node, hit in hits:
        if hit:
            yield Finding(
                option_node(node, option),
                f"'{hit[1].lower()}' stands in a wrong option, and in no right one",
                "learners cross out absolute words; say it without, or put one into the right option too",
            )


def option_contained(note: LintedNote) -> Iterator[Finding]:
    """An option whose words are all part of another, which then says the same and more."""
    options = [(option, node, stems(option.text)) for option, node in note.options]
    for (part, _, inner), (whole, node, outer) in permutations(options, 2):
        rest = around(outer, inner) if len(inner) < len(outer) else None
        if rest is None:
            continue
        before, after = rest
        is_joined = bool(_JOINS & {*before[-1:], *after[:1]}) or before[:1] == ["both"]
        if is_joined or (len(inner) >= 3 and not _is_name(part.text)):
            yield Finding(
                option_node(node, whole),
                f"this option has another one inside it: {quoted(part.text)}",
                "whoever takes the one must half agree with the other; keep options apart",
            )
            return


def option_lengths(note: LintedNote) -> Iterator[Finding]:
    """An option that stands out by its length."""
    options = note.options
    if len(options) < 3:
        return
    sizes = sorted((len(option.text), number) for number, (option, _) in enumerate(options))
    shortest, longest = sizes[0], sizes[-1]
    for (size, number), (other, _), word in (
        (longest, sizes[-2], "longer"),
        (shortest, sizes[1], "shorter"),
    ):
        low, high = sorted((size, other))
        if high >= _STANDS_OUT * low and high - low >= _BY_AT_LEAST:
            option, node = options[number]
            yield Finding(
                option_node(node, option),
                f"this option is much {word} than all the others ({size} characters against {other})",
                "the odd one out is chosen for its looks; bring the options to about one length",
            )


def option_grammar(note: LintedNote) -> Iterator[Finding]:
    """Options that begin or end differently, so that one of them falls out of the row."""
    options = note.options
    for question, problem in (
        (_ends, "some options end in a full stop, and some do not"),
        (_begins, "some options begin with a capital, and some do not"),
        (_verb, "some options begin with a verb in -ing, and some with a command"),
    ):
        answers = [question(option.text) for option, _ in options]
        known = [answer for answer in answers if answer is not None]
        if len(set(known)) > 1:
            odd = min(set(known), key=lambda answer: (known.count(answer), answer))
            option, node = options[answers.index(odd)]
            yield Finding(
                option_node(node, option), problem, "give all options one form; a slip points at the odd one"
            )


def option_without_why(note: LintedNote) -> Iterator[Finding]:
    """Options without a reason."""
    missing = [option_node(node, option) for option, node in note.options if not option.why]
    if missing:
        count = (
            f"{len(missing)} of {len(note.options)} options have" if len(missing) > 1 else "one option has"
        )
        yield Finding(missing[0], f"{count} no 'why'", "say why it is right, or which mistake it is")


def _is_name(text: str) -> bool:
    """Whether the option is a name: every word with a meaning begins with a capital or holds a digit."""
    return all(
        not word[0].islower() or any(map(str.isdigit, word))
        for word in words(text)
        if word.casefold() not in LITTLE
    )


def _ends(text: str) -> bool | None:
    """Whether the option ends as a sentence does; None where it cannot be told."""
    text = text.rstrip()
    if text.endswith("`") or _ABBREVIATED.search(text):
        return None
    return bool(_ENDS_SENTENCE.search(text))


def _begins(text: str) -> bool | None:
    """Whether the option begins with a capital that a name would not explain; None where it has no say."""
    first = words(text)[:1]
    if not first or not text.lstrip("\"'“‘(*_").startswith(first[0]) or not first[0].isalpha():
        return None
    word = first[0]
    if word.islower():
        return False
    lower = word.lower()
    is_common = word.istitle() and (lower in LITTLE or lower in _IMPERATIVE or _is_gerund(lower))
    return True if is_common and word != "I" else None


def _verb(text: str) -> bool | None:
    """Whether the option begins with a verb in -ing (true) or a command (false); None for the rest."""
    first, second = ([word.lower() for word in words(text)[:2]] + ["", ""])[:2]
    if _is_gerund(first):
        return True
    return False if first in _IMPERATIVE and second != "of" else None


def _is_gerund(lower: str) -> bool:
    return len(lower) >= 5 and lower.endswith("ing") and lower not in _NOT_GERUND
