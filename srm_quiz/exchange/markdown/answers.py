"""Which options the answers of a question call right, and what its answer is if it has no options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import asks, unbold
from srm_quiz.exchange.markdown.options import (
    LETTERED,
    LETTERS_ALONE,
    LISTED,
    NUMBERED,
    NotUnderstoodError,
    Option,
    bold_options,
    option_names,
)
from srm_quiz.exchange.markdown.parts import Part, plain, prose
from srm_quiz.exchange.markers import names_only_options, right_options

_LETTERED_ANSWER = re.compile(
    r"[*_`(\[]{0,4}([A-Za-z])(?:[.):\]]|[*_`)]{1,3}(?:\s*+[.:,;–—-])?|\s++[–—-](?=\s)|(?=,?\s++(?:because|since|as)\b))"
    r"[*_`)]{0,3},?\s++(\S.*+)",
    re.DOTALL,
)
"""A letter and what is said of it: `B. S3`, `**B** - since two`, `B, because two`."""


_DECORATION = (
    " \t*_`\N{BALLOT BOX WITH BALLOT}\N{WHITE HEAVY CHECK MARK}\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}"
)
"""What surrounds an answer in public banks and says nothing."""


_OPTION_WORD = re.compile(r"(?:options?|choices?|answers?)\s++(?=\(?[A-Za-z]\b)", re.IGNORECASE)


_MOST_PARAGRAPHS = 3
"""How many paragraphs without a question mark may stand above an answer without options."""


def marked_options(
    options: Sequence[Option], style: str, keys: Sequence[str], parts: list[Part]
) -> tuple[list[Mapping[str, str]], list[str]]:
    """The options with which are right, and what the answers say besides."""
    marked = {place for place, option in enumerate(options) if option.mark == "x"}
    reasons: list[str] = []
    verdicts: list[set[int]] = []
    if not keys and not marked and (alone := _answer_alone(options, parts)):
        keys = [alone]
    for key in keys:
        right, rest = _read_answer(key, options, style)
        if right:
            verdicts.append(right)
        elif right is None:
            raise NotUnderstoodError("its answer names an option that is not there, or not clearly")
        elif marked or verdicts:
            raise NotUnderstoodError("one of its answers names none of its options", is_conflict=True)
        reasons.append(rest)
    if not marked and not verdicts and not keys:
        marked = bold_options(options)
    if marked:
        verdicts.append(marked)
    if any(right != verdicts[0] for right in verdicts):
        raise NotUnderstoodError("its answers contradict each other", is_conflict=len(keys) > 1)
    if not verdicts:
        reason = "its answer names none of its options" if keys else "none of its options is marked as right"
        raise NotUnderstoodError(reason)
    choices: list[Mapping[str, str]] = []
    for place, option in enumerate(options):
        text = (
            unbold(option.whole())
            if style in (LISTED, NUMBERED, LETTERED) and bold_options(options)
            else option.whole()
        )
        why = prose(option.why)
        why = why if "\n" in why else why.removeprefix("- ")
        choices.append({"right" if place in verdicts[0] else "wrong": text, **({"why": why} if why else {})})
    return choices, reasons


def _answer_alone(options: Sequence[Option], parts: list[Part]) -> str:
    """An answer without a label below the options, such as `**B**` in a fold; it is taken out of its part."""
    if not parts or parts[0].label != "why":
        return ""
    full = [line for line in parts[0].lines if line.kind is not LineKind.BLANK]
    if not full or full[0].kind is LineKind.HEADING:
        return ""
    answer = full[0].raw.strip()
    names = {option.name for option in options if option.name}
    parted = _LETTERED_ANSWER.fullmatch(answer)
    is_alone = bool(LETTERS_ALONE.fullmatch(answer)) and bool(names)
    if not is_alone and parted and parted[1].upper() in names:
        texts = [plain(option.whole()) for option in options]
        is_alone = plain(parted[2]) in texts or bool(full[0].fold)
    if not is_alone:
        return ""
    parts[0].lines = parts[0].lines[parts[0].lines.index(full[0]) + 1 :]
    return answer


def _read_answer(answer: str, options: Sequence[Option], style: str) -> tuple[set[int] | None, str]:
    """Which options an answer calls right, and what it says besides.

    None for an answer that names an option which is not there; an empty set for one that names none.
    """
    texts = [option.whole() for option in options]
    names = option_names(options, style)
    lines = answer.split("\n")
    right: set[int] = set()
    taken = 0
    for line in lines:  # an option on each line, with its letter and its text
        bare = line.strip().removeprefix("- ").removeprefix("* ").strip()
        parted = _LETTERED_ANSWER.fullmatch(bare)
        text = parted[2] if parted and parted[1].upper() in names else bare
        place = next((place for place, other in enumerate(texts) if plain(other) == plain(text)), None)
        if place is None or (parted and text != bare and names[place] not in ("", parted[1].upper())):
            break
        right.add(place)
        taken += 1
    if right and (taken > 1 or taken == len(lines) or not lines[taken].strip()):
        return right, "\n".join(lines[taken:]).strip()
    first, rest = lines[0], "\n".join(lines[1:])
    mark = _OPTION_WORD.sub("", first.strip(_DECORATION))
    bare = mark.rstrip(" .")
    is_list = not re.search(r"[.:)]\s*+\w", re.sub(r"\((\w)\)", r"\1", bare))
    if right := right_options(bare, texts, names if is_list else [""] * len(texts)):
        return right, rest.strip()
    if names_only_options(bare):
        return None, answer
    parted = _LETTERED_ANSWER.fullmatch(first.strip()) or _LETTERED_ANSWER.fullmatch(mark)
    if parted and any(names):
        right = right_options(parted[1].upper(), texts, names)
        if not right:
            return None, answer
        reason = parted[2].strip()
        named = {
            place
            for place, text in enumerate(texts)
            if _begins_with(reason, text, least=1 if place in right else 4)
        }
        if named and not named & right:
            return None, answer  # "B. One", where A is One
        if named:
            own = texts[min(right & named)]
            reason = reason[len(own) :].lstrip(" .*_`") if plain(reason) != plain(own) else ""
        return right, f"{reason}\n{rest}".strip()
    return set(), answer


def _begins_with(reason: str, text: str, *, least: int) -> bool:
    """Whether what is said of a letter begins with the text of an option that has `least` characters."""
    reason, text = reason.casefold(), text.casefold()
    return plain(reason) == plain(text) or (
        len(text) >= least and reason.startswith(text) and not reason[len(text) : len(text) + 1].isalnum()
    )


def check_plain(head: Sequence[Line], parts: Sequence[Part], question: str) -> None:
    """Raise NotUnderstoodError for an answer that is rather a part of a longer text."""
    if any(line.rank for part in parts for line in part.lines) or any(line.rank for line in head):
        raise NotUnderstoodError("headings stand between its question and the end of its answer")
    paragraphs = 1 + sum(
        line.kind is LineKind.BLANK and above.kind is not LineKind.BLANK for above, line in pairwise(head)
    )
    if paragraphs > _MOST_PARAGRAPHS and not asks(question):
        raise NotUnderstoodError("much text that asks nothing stands above its answer")


def plain_answer(keys: Sequence[str], question: str) -> str:
    """Return the answer without options; raise NotUnderstoodError if there is none, or more than one."""
    if len(keys) > 1:
        if len(set(keys)) > 1:
            raise NotUnderstoodError("two answers stand below one question", is_conflict=True)
        keys = keys[:1]
    answer = keys[0] if keys else ""
    if not answer:
        raise NotUnderstoodError("it has no answer")
    if any(names_only_options(text, question) for text in (answer, answer.partition("\n")[0])):
        raise NotUnderstoodError("its answer only names an option, and no options were found")
    return answer
