"""Cloze texts: `{{answer}}` or `{{answer::cue}}` for each blank."""

from __future__ import annotations

from srm_quiz.deckfiles.source import Reading
from srm_quiz.deckfiles.yaml_nodes import Scalar
from srm_quiz.domain.cards import Cloze


def read_cloze(text: str, node: Scalar, reading: Reading) -> tuple[Cloze, ...]:
    """One card for each blank, in order; in each the other blanks are filled in.

    Records blanks that are empty, not closed, nested or numbered as in Anki, and a text without any.
    """
    between: list[str] = []
    blanks: list[tuple[str, str]] = []
    at = 0
    while (start := text.find("{{", at)) >= 0:
        end = text.find("}}", start)
        if end < 0:
            _refuse(node, reading, "cloze-not-closed", "a blank is not closed", "end it with }}")
            return ()
        if text.startswith("{{{", start) and text.startswith("}}}", end):
            end += 1  # in {{{region}}} the answer has braces of its own
        inside = text[start + 2 : end]
        if "{{" in inside[1:]:
            _refuse(node, reading, "cloze-nested", "a blank begins inside a blank", "end the first with }}")
            return ()
        if inside.startswith("c1::"):  # only {{C1::family}} can mean the instances of this name
            message = f"in {{{{{inside[:40]}}}}} the answer would be 'c1': numbered blanks are Anki's"
            hint = "delete the numbers: {{answer}} or {{answer::cue}}"
            _refuse(node, reading, "cloze-numbered", message, hint)
            return ()
        # The last :: counts, because names such as arn:aws:iam::123 have some of their own.
        answer, has_cue, cue = inside.rpartition("::")
        answer = (answer if has_cue else inside).strip()
        if not answer:
            _refuse(node, reading, "cloze-empty", "a blank has no answer", "write one between {{ and }}")
            return ()
        between.append(text[at:start])
        blanks.append((answer, cue.strip() if has_cue else ""))
        at = end + 2
    if not blanks:
        hint = "put {{ and }} around the word to be asked"
        _refuse(node, reading, "cloze-without-blank", "this text has no blank", hint)
        return ()
    return _cards([*between, text[at:]], blanks)


def _cards(between: list[str], blanks: list[tuple[str, str]]) -> tuple[Cloze, ...]:
    pieces = [piece for text, (answer, _) in zip(between, blanks, strict=False) for piece in (text, answer)]
    pieces.append(between[-1])
    return tuple(
        Cloze("".join(pieces[: 2 * n + 1]), answer, "".join(pieces[2 * n + 2 :]), cue)
        for n, (answer, cue) in enumerate(blanks)
    )


def _refuse(node: Scalar, reading: Reading, code: str, message: str, hint: str) -> None:
    reading.refuse(node.start, node.end, code, message, hint)
