"""Notes: the entries of `cards`, each of one kind and making one or more cards."""

from __future__ import annotations

import re
from typing import Any, cast

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.ids import note_id
from srm_quiz.deckfiles.source import SourceText
from srm_quiz.deckfiles.values import describe
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Refused, Scalar
from srm_quiz.domain.cards import (
    Basic,
    Card,
    Choice,
    Cloze,
    Content,
    Duty,
    Kind,
    Option,
    Typed,
    card_key,
)
from srm_quiz.problems import quoted

MOST_OPTIONS = 26
"""How many choices a note may have: each is picked by a letter."""


class NoteReader:
    """Reads the notes of one deck and sees to it that no id is given twice."""

    def __init__(self, deck: str, tags: frozenset[str], source: SourceText) -> None:
        self.deck = deck
        self.tags = tags
        self.source = source
        self.notes: list[tuple[Mapping, list[Card]]] = []
        """Every sound note or service with its cards, in the order of the file."""
        self._ids: dict[str, int] = {}

    def read(self, node: Node) -> list[Card]:
        """The note's cards; none if it is empty or has errors, which are recorded."""
        source = self.source
        if not isinstance(node, Mapping):
            self._refuse_note(node)
            return []
        if schema.is_empty_form(node, schema.CARD, source):
            return []
        errors_before = source.error_count
        kind = _kind(node)
        if kind is None:
            _refuse_kind(node, source)
            return []
        values = schema.read(schema.KINDS[kind], node, source, schema.CARD)
        contents = self._contents(kind, values, node) if source.error_count == errors_before else ()
        name = self._name(node, values, contents)
        if not name or source.error_count > errors_before:
            return []
        own = values.get("tags")
        tags = self.tags | frozenset(own) if own else self.tags
        line = source.line_of(node.start)
        cards = [
            Card(
                card_key(self.deck, name, str(number)),
                content,
                values.get("why", ""),
                values.get("hint", ""),
                values.get("source", ""),
                tags,
                line,
                values.get("weight", 1.0),
            )
            for number, content in enumerate(contents, 1)
        ]
        self.notes.append((node, cards))
        return cards

    def claim(self, name: str, node: Node) -> bool:
        """Reserve the id `name`; return whether it was free, and record an error if not."""
        first = self._ids.setdefault(name, node.start)
        if first == node.start:
            return True
        self.source.refuse(
            node.start,
            node.end,
            "duplicate-id",
            f"the id {quoted(name)} is already used on line {self.source.line_of(first)}",
            "give one of the two another id",
        )
        return False

    def _name(self, node: Mapping, values: dict[str, Any], contents: tuple[Content, ...]) -> str:
        """The note's id, its own or the hash of its prompt; empty if it is taken or unknown."""
        if "id" in node.values:
            name: str = values.get("id", "")
            return name if name and self.claim(name, node.values["id"]) else ""
        if not contents:
            return ""
        name = note_id(contents[0])
        first = self._ids.setdefault(name, node.start)
        if first != node.start:
            self.source.refuse(
                node.start,
                node.end,
                "same-prompt",
                f"line {self.source.line_of(first)} asks the same, and neither note has an id",
                "give one of the two an id, so that each keeps its own history",
            )
        return name

    def _contents(self, kind: Kind, values: dict[str, Any], node: Mapping) -> tuple[Content, ...]:
        """The contents of the note's cards; `values` has all required keys."""
        match kind:
            case Kind.BASIC:
                return (Basic(values["question"], values["answer"]),)
            case Kind.TYPED:
                return (Typed(values["question"], values["answer"], values["accept"]),)
            case Kind.CHOICE:
                options = self._options(values["choices"], node.values["choices"])
                return (Choice(values["question"], options),)
            case Kind.CLOZE:
                return read_cloze(values["cloze"], cast(Scalar, node.values["cloze"]), self.source)
            case _:
                accept = values.get("accept", frozenset())
                return (Duty(values["duty"], values.get("on", ""), values["owner"], accept),)

    def _options(self, nodes: list[Node], whole: Node) -> tuple[Option, ...]:
        source = self.source
        errors_before = source.error_count
        options: list[Option] = []
        texts: dict[str, int] = {}
        empty: list[Mapping] = []
        for node in nodes:
            if schema.is_empty_form(node, schema.OPTION, source):
                empty.append(node)
                continue
            if (option := self._option(node)) is None:
                continue
            options.append(option)
            first = texts.setdefault(" ".join(option.text.split()), node.start)
            if first != node.start:
                message = f"this choice is the same as the one on line {source.line_of(first)}"
                source.refuse(node.start, node.end, "same-choice", message, "reword one of the two")
        if source.error_count == errors_before:
            self._judge(options, empty, whole)
        return tuple(options)

    def _judge(self, options: list[Option], empty: list[Mapping], whole: Node) -> None:
        """Record an error if the options make no valid question; `empty` are those left empty."""
        complaint, hint = "", ""
        if len(options) < 2:
            complaint, hint = "a note needs at least two choices", "add lines of '- wrong: …'"
        elif len(options) > MOST_OPTIONS:
            complaint, hint = f"a note can have {MOST_OPTIONS} choices at most", "split it into several notes"
        elif not any(option.right for option in options):
            complaint, hint = "none of the choices is right", "write 'right:' for at least one of them"
        elif all(option.right for option in options):
            complaint, hint = "none of the choices is wrong", "write 'wrong:' for at least one of them"
        if not complaint:
            return
        missing = "wrong" if any(option.right for option in options) else "right"
        unwritten = next((node for node in empty if missing in node.values), None)
        if unwritten and len(options) < MOST_OPTIONS:
            at = unwritten.start
            hint = f"write a text after '{missing}:'"
            self.source.refuse(at, at + 1, "empty-text", f"'{missing}' is empty", hint)
        else:
            self.source.refuse(whole.start, whole.start + 1, "bad-choices", complaint, hint)

    def _option(self, node: Node) -> Option | None:
        source = self.source
        if not isinstance(node, Mapping):
            if isinstance(node, Refused):
                source.meet_refused()
                return None
            message = f"a choice must be 'right: …' or 'wrong: …', but it is {describe(node)}"
            source.refuse(node.start, node.end, "wrong-shape", message, "write - right: … or - wrong: …")
            return None
        errors_before = source.error_count
        values = schema.read(schema.OPTION, node, source)
        if source.error_count > errors_before:
            return None
        if ("right" in values) == ("wrong" in values):
            which = "both 'right' and 'wrong'" if "right" in values else "neither 'right' nor 'wrong'"
            message = f"a choice has one of 'right' and 'wrong', this one has {which}"
            source.refuse(node.start, node.end, "bad-choice", message, "begin each choice with '- '")
            return None
        is_right = "right" in values
        return Option(values["right" if is_right else "wrong"], is_right, values.get("why", ""))

    def _refuse_note(self, node: Node) -> None:
        if isinstance(node, Refused):
            self.source.meet_refused()
            return
        hint = "begin it with '- question: …' (mind the space after the -)"
        if isinstance(node, Scalar) and re.match(r"\w+:\S", node.text):
            hint = "a space is missing behind the colon: write '- question: …'"
        message = f"a note must be a mapping of keys, but it is {describe(node)}"
        self.source.refuse(node.start, max(node.end, node.start + 1), "wrong-shape", message, hint)


def _kind(node: Mapping) -> Kind | None:
    """The kind that the note's keys show, misspelt ones included."""
    keys = node.values.keys()
    meant = keys if keys <= schema.CARD.keys.keys() else schema.meant_keys(schema.CARD, node)
    if "cloze" in meant:
        return Kind.CLOZE
    if "choices" in meant:
        return Kind.CHOICE
    if "duty" in meant or "owner" in meant:
        return Kind.OWNER
    if "accept" in meant:
        return Kind.TYPED
    return Kind.BASIC if "question" in meant or "answer" in meant else None


def _refuse_kind(node: Mapping, source: SourceText) -> None:
    if any(isinstance(value, Refused) for value in node.values.values()):
        source.meet_refused()
        return
    source.refuse(
        node.start,
        node.start + 1,
        "unknown-kind",
        "this note is of no kind of card",
        "give it question and answer, question and choices, cloze, or duty and owner",
    )


_Blank = tuple[str, str, tuple[str, ...]]
"""The answer of a blank, its cue, and further right answers."""

_BAR = re.compile(r"(?<!\\)\|")


def escaped_answer(answer: str) -> str:
    """The answer as it is written into a blank, where a bar would begin another answer."""
    return answer.replace("|", "\\|")


def blank_answers(answers: str) -> list[str]:
    """The right answers of a blank, which bars separate; a bar behind a backslash belongs to its answer."""
    if "|" not in answers:
        return [answers.strip()]
    return [answer.replace("\\|", "|").strip() for answer in _BAR.split(answers)]


def read_cloze(text: str, node: Scalar, source: SourceText) -> tuple[Cloze, ...]:
    """One card for each blank, in order; in each the other blanks are filled in.

    Records blanks that are empty, not closed, nested or numbered as in Anki, and a text without any.
    """
    between: list[str] = []
    blanks: list[_Blank] = []
    at = 0
    while (start := text.find("{{", at)) >= 0:
        end = text.find("}}", start)
        if end < 0:
            _refuse(node, source, "cloze-not-closed", "a blank is not closed", "end it with }}")
            return ()
        if text.startswith("{{{", start) and text.startswith("}}}", end):
            end += 1  # in {{{region}}} the answer has braces of its own
        inside = text[start + 2 : end]
        if "{{" in inside[1:]:
            _refuse(node, source, "cloze-nested", "a blank begins inside a blank", "end the first with }}")
            return ()
        if inside.startswith("c1::"):  # only {{C1::family}} can mean the instances of this name
            message = f"in {{{{{inside[:40]}}}}} the answer would be 'c1': numbered blanks are Anki's"
            hint = "delete the numbers: {{answer}} or {{answer::cue}}"
            _refuse(node, source, "cloze-numbered", message, hint)
            return ()
        # The last :: counts, because names such as arn:aws:iam::123 have some of their own.
        answers, has_cue, cue = inside.rpartition("::")
        answer, *accept = blank_answers(answers if has_cue else inside)
        if not (answer and all(accept)):
            hint = "write one between {{ and }}"
            if accept:
                hint = r"bars part answers that are all right; a bar of the answer itself is written \|"
            _refuse(node, source, "cloze-empty", "a blank has no answer", hint)
            return ()
        between.append(text[at:start])
        blanks.append((answer, cue.strip() if has_cue else "", tuple(accept)))
        at = end + 2
    if not blanks:
        hint = "put {{ and }} around the word to be asked"
        _refuse(node, source, "cloze-without-blank", "this text has no blank", hint)
        return ()
    return _cards([*between, text[at:]], blanks)


def _cards(between: list[str], blanks: list[_Blank]) -> tuple[Cloze, ...]:
    pieces = [piece for text, (answer, *_) in zip(between, blanks, strict=False) for piece in (text, answer)]
    pieces.append(between[-1])
    return tuple(
        Cloze("".join(pieces[: 2 * n + 1]), answer, "".join(pieces[2 * n + 2 :]), cue, accept)
        for n, (answer, cue, accept) in enumerate(blanks)
    )


def _refuse(node: Scalar, source: SourceText, code: str, message: str, hint: str) -> None:
    source.refuse(node.start, node.end, code, message, hint)
