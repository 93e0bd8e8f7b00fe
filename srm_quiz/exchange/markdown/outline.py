"""The lines of a Markdown file, each with what it is for a bank of questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class Sort(Enum):
    """What a line is."""

    BLANK = auto()
    HEADING = auto()
    NUMBERED = auto()
    """`12. text`, `12) text`, `Question 12: text`, `Q12. text`, `Q: text`; the number or all may be bold."""
    BOLD = auto()
    """A line that is bold from end to end."""
    OPTION = auto()
    """`- [x] text`, `- [ ] text`, `- A. text`, `A) text`, `a) text`."""
    LABEL = auto()
    """`Answer: …`, `Explanation: …` and their like."""
    QUOTE = auto()
    """`> text`."""
    CODE = auto()
    """A line of fenced code, or one of its fences."""
    LINK = auto()
    """Nothing but a link to another place of the same page."""
    RULE = auto()
    """A line across the page, or a mark of HTML that only folds something: it says nothing."""
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, 1-based; how deep it is indented; its text without the marks of its sort."""

    number: int
    sort: Sort
    text: str
    indent: int = 0
    mark: str = ""
    """Of an option `x`, a space or its letter; of a label its name; of a heading how deep it is; of what is
    numbered its number, after a Q where the word Question or Q says that it is one."""
    raw: str = ""
    """The line without its indentation, the marks of its sort included."""


_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*", re.DOTALL)
_BOX = re.compile(r"(?:[-*+]|\d+[.)])\s+\[ ?([xX✓✔]?) ?\](?!\()\s*(.*)", re.DOTALL)
_LETTERED = re.compile(r"(?:[-*+]\s+)?\**\(?([A-Za-z])[.)]\**\s+(.+)", re.DOTALL)
_WORD = r"(?:New\s+)?(?:Question|Q)(?:\s*(?:No\b\.?|Number))?\s*:?\s*#?\s*"
_NUMBERED = re.compile(
    rf"(?P<word>{_WORD})?(?P<number>\d{{1,4}})\s*[.):](?:\s+(?P<text>.*)|\Z)"
    rf"|(?P<word_alone>{_WORD})(?P<number_alone>\d{{1,4}})"
    r"|(?P<letter>Q(?:uestion)?):\s+(?P<text_of_letter>.+)",
    re.IGNORECASE | re.DOTALL,
)
_BOLD_NUMBER = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,20})(?<=\S)\1\s*(.*)", re.DOTALL)
_LINK = re.compile(r"[*_]*\[[^\]]*\]\(#[^)]*\)[*_]*")
_BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.DOTALL)
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}|={3,}")
_FOLDING = re.compile(
    r"<summary\b[^<>]*>(.{,200}?)</summary>|</?(?:details|summary|div|center)\b[^<>]*>", re.IGNORECASE
)
"""What only folds or places something."""
_FOLD_OPENS = re.compile(r"\s*<(?:details|summary)\b", re.IGNORECASE)
_FOLD_WORD = re.compile(
    "show|click|see|reveal|view|toggle|expand|open|press|tap|check|the|here|to|for|me|your|more|hidden|and|"
    "answers?|solutions?|explanations?|details|spoiler|hint|correct"
)
"""A summary of these words alone says nothing."""
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_FENCE = re.compile(r"(`{3,}|~{3,})")

LABELS = {
    "answer": (
        "answer, answers, correct answer, correct answers, right answer, correct option, correct, ans, "
        "suggested answer, the answer, the correct answer, answer key, solution, solutions"
    ),
    "accept": "also accepted, accept, accepted",
    "why": (
        "explanation, explanations, reason, reasons, rationale, why, overall explanation, justification, "
        "explanation/reference"
    ),
    "hint": "hint",
    "source": "source, sources, reference, references, link, links, see, further reading",
    "tags": "tags, topic, topics",
}
_LABEL_OF = {name: label for label, names in LABELS.items() for name in names.split(", ")}
_ALONE = {"answer", "answers", "correct answer", "correct answers", "explanation", "rationale"}
"""Labels also without a colon, where they have a line of their own."""

_NAMES = "|".join(sorted(_LABEL_OF, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:[-*+]\s+)?[*_]*\s*({_NAMES})(?:\(s\))?(?:\s+(?:is|are))?\s*(?:[*_]*\s*(?:[:：]|(?<=\s)-(?=\s))\s*[*_]*\s*(.*)|[*_]+)",
    re.IGNORECASE | re.DOTALL,
)


def lines_of(text: str) -> list[Line]:
    """The lines of the text. Fenced code is code, whatever its lines look like; a fold begins a paragraph."""
    raw = text.split("\n")
    lines: list[Line] = []
    for number, (line, is_code) in enumerate(zip(raw, fenced(raw), strict=True), 1):
        if is_code:
            lines.append(Line(number, Sort.CODE, line.strip(), _indent(line), raw=line.strip()))
            continue
        if _FOLD_OPENS.match(line):
            lines.append(Line(number, Sort.BLANK, ""))
        lines.append(_line(number, line))
    return lines


def _line(number: int, whole: str) -> Line:
    """A line outside of fenced code."""
    raw, indent = whole.strip(), _indent(whole)
    if not raw:
        return Line(number, Sort.BLANK, "")
    if "<" in raw:
        unfolded = _FOLDING.sub(_said_in_fold, raw)
        raw = "\n".join(part.strip() for part in _BREAK.split(unfolded)).strip()
    sort, text, mark = _sort(raw)
    return Line(number, sort, text, indent, mark, raw)


def _said_in_fold(match: re.Match[str]) -> str:
    """What stays of a mark that folds: the words of a summary that says more than "Show the answer"."""
    said = match[1] or ""
    return "" if all(map(_FOLD_WORD.fullmatch, re.findall(r"\w+", said.lower()))) else said


def _sort(raw: str) -> tuple[Sort, str, str]:
    """What a line is, its text, and its mark."""
    if not raw or _RULE.fullmatch(raw):
        return Sort.RULE, "", ""
    if match := _HEADING.fullmatch(raw):
        if label := _LABEL_OF.get(match[2].strip(" :*_").lower()):
            return Sort.LABEL, "", label
        return Sort.HEADING, match[2], str(len(match[1]))
    if match := _BOX.fullmatch(raw):
        return Sort.OPTION, match[2], "x" if match[1] else " "
    if match := _LETTERED.fullmatch(raw):
        return Sort.OPTION, match[2], match[1].upper()
    bold = _BOLD.fullmatch(raw)
    inner = bold[2] if bold and bold[1] not in bold[2] else ""
    if match := _LABEL.fullmatch(inner) or _LABEL.fullmatch(raw):
        return Sort.LABEL, (match[2] or "").strip(), _LABEL_OF[match[1].lower()]
    if (alone := raw.lower()) in _ALONE:
        return Sort.LABEL, "", _LABEL_OF[alone]
    if raw.startswith(">"):
        inner = raw[1:].removeprefix(" ")
        match = _LABEL.fullmatch(inner)
        return _sort(inner) if match else (Sort.QUOTE, inner, "")
    if _LINK.fullmatch(raw):
        return Sort.LINK, raw, ""
    if numbered := number_of(raw):
        mark, text = numbered
        return Sort.NUMBERED, text, mark
    return (Sort.BOLD, bold[2], "") if bold else (Sort.TEXT, raw, "")


def number_of(text: str) -> tuple[str, str] | None:
    """A question's number, as marks have it, and what is asked: "Q12" and "Who?" of "Question 12: Who?"."""
    bold = _BOLD.fullmatch(text)
    plain = bold[2] if bold else text
    match = _NUMBERED.fullmatch(plain)
    if match is None and (parts := _BOLD_NUMBER.fullmatch(text)):
        stop = ":" if re.fullmatch(_WORD + r"\d*", parts[2], re.IGNORECASE) else ""
        match = _NUMBERED.fullmatch(f"{parts[2]}{stop} {parts[3]}".strip())
    if match is None:
        return None
    word = "Q" if match["word"] or match["word_alone"] or match["letter"] else ""
    asked = match["text"] or match["text_of_letter"] or ""
    return word + (match["number"] or match["number_alone"] or ""), asked.strip()


def without_number(text: str) -> str:
    """What a heading asks without its number: "12. Who?" and "Question 12: Who?" are "Who?"."""
    if numbered := number_of(text):
        return numbered[1]
    bold = _BOLD.fullmatch(text)
    return bold[2] if bold else text


def fenced(raw: list[str]) -> list[bool]:
    """Which lines are fenced code, its fences included. A fence that is never closed is none."""
    inside = [False] * len(raw)
    opened, mark = 0, ""
    for index, line in enumerate(raw):
        match = _FENCE.match(line.strip().removeprefix("> "))
        if match and not mark:
            opened, mark = index, match[1]
        elif match and match[1].startswith(mark) and line.strip().removeprefix("> ") == match[1]:
            inside[opened : index + 1] = [True] * (index + 1 - opened)
            mark = ""
    return inside


def _indent(raw: str) -> int:
    """How many columns of white space a line begins with."""
    return len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
