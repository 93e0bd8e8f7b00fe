"""A question of a bank, with its options and what follows them, made into a note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.outline import Line, Sort, number_of, without_number
from srm_quiz.exchange.markers import right_options, split_items, strip_letters
from srm_quiz.exchange.text import at_line

_LETTER = re.compile(
    r"[*_`(]*([A-Za-z])(?:[.):]|[*_`)]+(?:\s*[.:,;–—-])?|\s+[–—-]|(?=,?\s+(?:because|since)\b))[*_`]*,?\s+(.+)",
    re.DOTALL,
)
"""A letter and what is said of it: `B. S3`, `**B** - since two`, `B, because two`."""

_LETTERS_ALONE = re.compile(r"[*_`(]*[A-Z](?:\s*(?:[,&/+]|and)\s*[A-Z])*[*_`)]*\.?[*_`]*")
_AROUND = (
    " \t*_`\N{BALLOT BOX WITH BALLOT}\N{WHITE HEAVY CHECK MARK}\N{HEAVY CHECK MARK}\N{VARIATION SELECTOR-16}"
)
"""What decorates an answer in public banks, and says nothing."""

_GENERIC = re.compile(r"(?:question|q|no\.?)?\s*#?\s*\d*\s*[.:)]?", re.IGNORECASE)
"""A heading that only counts."""

_HEADING_LINK = re.compile(r"\[([^\]]*)\]\((https?://[^)\s]+)\)")
_ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")


@dataclass
class FoundOption:
    """An option: its mark, how deep it is indented, its lines, and those of the quote inside it."""

    mark: str
    indent: int
    lines: list[Line]
    why: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What the option says."""
        first, *rest = self.lines
        return f"{first.text}\n{prose(rest)}".strip()


@dataclass
class Question:
    """What was found of a question: the line that begins it, its further lines, options, what follows."""

    starter: Line | None = None
    asked: Sequence[Line] = ()
    options: list[FoundOption] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)

    @property
    def line(self) -> int:
        """Where it begins."""
        lines = (
            [self.starter] if self.starter else [*self.asked, *(option.lines[0] for option in self.options)]
        )
        return lines[0].number if lines else 1

    def text(self) -> str:
        """What is asked, without the number of the question."""
        body = prose(self.asked)
        if self.starter is None:
            return body
        first = self.starter.text
        if self.starter.sort is Sort.HEADING:
            first = heading_text(self.starter)
            first = "" if body and _GENERIC.fullmatch(first) else first
        is_parted = self.starter.sort is Sort.HEADING or (self.asked and self.asked[0].sort is Sort.BLANK)
        between = "\n\n" if is_parted else "\n"
        return f"{first}{between}{body}".strip()

    @property
    def number(self) -> int:
        """The number that it has in its bank, 0 where it has none."""
        starter = self.starter
        if starter is None:
            return 0
        is_heading = starter.sort is Sort.HEADING
        mark = (number_of(starter.text) or ("", ""))[0] if is_heading else starter.mark
        return int(mark.removeprefix("Q") or 0)

    @property
    def is_answered(self) -> bool:
        """Whether its options are marked or an answer follows it."""
        return any(option.mark == "x" for option in self.options) or any(
            line.sort is Sort.LABEL and line.mark == "answer" for line in self.after
        )

    @property
    def address(self) -> str:
        """The page that the heading links to."""
        match = _HEADING_LINK.search(self.starter.text) if self.starter else None
        return match[2] if match else ""


def only_counts(heading: Line) -> bool:
    """Whether a heading says no more than "Question 3"."""
    return bool(_GENERIC.fullmatch(_HEADING_LINK.sub(r"\1", heading.text)))


def heading_text(heading: Line) -> str:
    """What a heading says, without the number of a question and the address of a link."""
    text = _HEADING_LINK.sub(r"\1", heading.text)
    return text if _GENERIC.fullmatch(text) else without_number(text)


def prose(lines: Sequence[Line]) -> str:
    """The lines as one text: less indented by as much as all of them are, without the marks of quotes."""
    full = [line for line in lines if line.raw]
    least = min((line.indent for line in full), default=0)
    return "\n".join(
        line.text
        if line.sort is Sort.QUOTE
        else f"{' ' * (line.indent - least)}{line.raw}"
        if line.raw
        else ""
        for line in lines
    ).strip()


def note_of_question(question: Question, place: str, collector: NoteCollector) -> dict[str, Value]:
    """The note, as far as it was found; whether it can be asked is for others to say."""
    parts = _labelled(question)
    note: dict[str, Value] = {"question": question.text()}
    answer = "\n\n".join(parts.get("answer", ()))
    if question.options:
        if not question.is_answered and _is_answer_alone(question):
            whys = parts["why"]
            answer, parts["why"] = whys[0], whys[1:]
        note["choices"], said = _options(question, answer)
        if answer and not any("right" in option for option in note["choices"]):
            at = at_line(question.line, answer)
            collector.report("an answer was not understood: none of the options is meant, or not clearly", at)
        if said:
            parts["why"] = [said, *parts.get("why", ())]
    else:
        note["answer"] = answer
        if "accept" in parts:
            note["accept"] = parts["accept"]
    if len(parts.get("answer", ())) > 1:
        collector.report(
            "a second answer stands below a question: look whether it is another question's", place
        )
    why, sources = "\n\n".join(parts.get("why", ())), parts.get("source", [])
    if not sources and (match := _ADDRESS.fullmatch(why)):
        why, sources = "", [match[1]]
    if not sources and question.address:
        sources = [question.address]
    found = {"why": why, "hint": "\n\n".join(parts.get("hint", ())), "source": _source(sources)}
    note |= {key: text for key, text in found.items() if text}
    if tags := [tag for text in parts.get("tags", ()) for tag in split_items(text)]:
        note["tags"] = tags
    if any("![" in text for text in (question.text(), answer, why)):
        collector.report("a picture is shown as its address", place)
    return note


def _source(texts: Sequence[str]) -> str:
    """The texts on one line; an address alone without its brackets."""
    joined = " ".join(" ".join(texts).split())
    match = _ADDRESS.fullmatch(joined)
    return match[1] if match else joined


def _labelled(question: Question) -> dict[str, list[str]]:
    """What follows the options, by its labels; without one it is the why.

    A label goes on until the next; but after the letters of an answer, and after a source, an empty line
    ends it.
    """
    parts: dict[str, list[str]] = {}
    label, lines = "why", list[Line]()

    def close() -> None:
        if text := prose(lines):
            parts.setdefault(label, []).append(text)
        lines.clear()

    for line in question.after:
        ends = label in ("source", "accept", "tags", "hint") or (label == "answer" and question.options)
        if line.sort is Sort.LABEL:
            close()
            label = line.mark
            if label == "accept":
                parts.setdefault("accept", [])  # one without a text makes the answer one to be typed
            if line.text:
                lines.append(Line(line.number, Sort.TEXT, line.text, line.indent, raw=line.text))
        elif line.sort is Sort.BLANK and ends and lines:
            close()
            label = "why"
        else:
            lines.append(line)
    close()
    if "accept" in parts:
        parts.setdefault("answer", [])
    return parts


def _is_answer_alone(question: Question) -> bool:
    """Whether the first line below the options is a letter, as below a summary "Show the answer"."""
    full = [line for line in question.after if line.sort is not Sort.BLANK][:2]
    if not full or full[0].sort is Sort.LABEL:
        return False
    text = full[0].raw
    if full[0].sort is not Sort.OPTION:
        return bool(_LETTERS_ALONE.fullmatch(text))
    is_list = len(full) > 1 and full[1].sort is Sort.OPTION
    _, texts = strip_letters([option.text for option in question.options])
    said = strip_letters([text])[1][0] if text[:1].upper() == "A" else full[0].text
    return not is_list and _plain(said) in map(_plain, texts)


def _plain(text: str) -> str:
    return text.strip(" .*_`").casefold()


def _options(question: Question, answer: str) -> tuple[list[Mapping[str, str]], str]:
    """The options, and what the answer says besides. None is right if it is unclear which are."""
    letters, texts = strip_letters([option.text for option in question.options])
    right, rest = _read_answer(answer, texts, letters)
    if boxed := {index for index, option in enumerate(question.options) if option.mark == "x"}:
        if right and right != boxed:
            boxed = set()  # the author says two things
        right, rest = boxed, rest if right == boxed else answer
    found: list[Mapping[str, str]] = []
    for index, (text, option) in enumerate(zip(texts, question.options, strict=True)):
        why = prose(option.why)
        found.append({"right" if index in right else "wrong": text, **({"why": why} if why else {})})
    return found, rest


def _read_answer(answer: str, texts: Sequence[str], letters: Sequence[str]) -> tuple[set[int], str]:
    """Which options an answer calls right, in its first line, and what it says besides."""
    first, _, rest = answer.partition("\n")
    mark = first.strip(_AROUND)
    if right := right_options(mark.rstrip(" ."), texts, letters):
        return right, rest.strip()
    match = _LETTER.fullmatch(first.strip()) or _LETTER.fullmatch(mark)
    if match and (right := right_options(match[1], texts, letters)):
        said = match[2].strip()
        named = {index for index, text in enumerate(texts) if _plain(text) == _plain(said)}
        if named and not named & right:
            return set(), answer  # "B. One", where A is One
        return right, rest.strip() if named else f"{said}\n{rest}".strip()
    return set(), answer
