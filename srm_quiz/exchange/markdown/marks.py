"""What a line may be for a question: an option, a label with its text, or the number that begins one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from srm_quiz.exchange.markdown.blocks import Line, LineKind

LABELS = {
    "answer": (
        "answer, answers, correct answer, correct answers, right answer, right answers, correct option, "
        "correct options, correct, ans, suggested answer, the answer, the correct answer, answer key, "
        "solution, solutions, correct choice, correct response, back, definition, response, "
        "answer and explanation, answer and rationale, answer & explanation, key"
    ),
    "accept": "also accepted, accept, accepted",
    "why": (
        "explanation, explanations, reason, reasons, reasoning, rationale, why, overall explanation, "
        "justification, explanation/reference, feedback, details, note"
    ),
    "hint": "hint",
    "source": (
        "source, sources, reference, references, link, links, see, further reading, docs, documentation"
    ),
    "tags": "tags, topic, topics, domain, category",
    "tag": "tag",
    "options": "options, choices, answer options, answer choices",
}
_LABEL_OF = {name: label for label, names in LABELS.items() for name in names.split(", ")}
_ALONE = {
    "answer",
    "answers",
    "correct answer",
    "correct answers",
    "explanation",
    "rationale",
    "solution",
    "answer key",
}
"""Labels also without a colon and without emphasis, if they have a line of their own."""

_LABEL = re.compile(
    rf"({'|'.join(sorted(map(re.escape, _LABEL_OF), key=len, reverse=True))})(?![\w'’])"
    r"(?:\(s\))?( (?:is|are)\b)?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
_LETTERS = re.compile(
    r"\(?(?:[A-Z](?:(?:, ?| ?[&/+] ?| and )?[A-Z])*|\d{1,2}(?:(?:, ?| ?& ?| and )\d{1,2})*)"
    r"\)?[.:]?(?![\w'’])|[a-z][).:](?=\s|\Z)"
)

_BOX = re.compile(r"\[ ?([xX✓✔*]?) ?\](?![(\[])(?:\s+|\Z)(.*)|\(([xX* ])\)\s+(.*)", re.DOTALL)
_LETTER = re.compile(
    r"[*_`(\[]{0,4}([A-Za-z])(?:[*_`]{0,3}\\?[.):\]]|[*_`)]{1,3}[.:]?|(?= [-–—] ))[*_`)]{0,3}"
    r"\s+([-–—]\s+)?(\S.*)",
    re.DOTALL,
)
_INLINE_LETTER = re.compile(r"(?:(?<=\s)|^)(?:[-*•]\s+)?\(?([A-Z])[.)]\s+")
_RIGHT = ("✓", "✔", "✅", "☑", "🗸", "√")
_WRONG = ("❌", "✗", "✘", "✖", "☐", "❎")
_SAYS_RIGHT = (
    "(correct)",
    "(correct answer)",
    "(right)",
    "(answer)",
    "[correct]",
    "← correct",
    "<-- correct",
)
_SAYS_WRONG = ("(incorrect)", "(wrong)", "[incorrect]", "[wrong]")
_AROUND = "*_` \t\ufe0f"

_WORD = (
    r"(?:New\s++|Topic\s++\d++\s++)?(?:Question|Q|Front|Prompt|Term|Flashcard|Card)\b"
    r"(?:\s*+(?:No\b\.?|Number|Nr\.?))?\s*+:?\s*+#?\s*+"
)
_NUMBERED = re.compile(
    rf"(?P<word>{_WORD})?(?P<number>\d{{1,4}})\s*+[.):](?:\s++(?P<text>.*+)|\Z)"
    rf"|Q(?P<glued>\d{{1,4}})\s*+[.):-]?(?:\s++(?P<text_of_glued>.*+)|\Z)"
    rf"|(?P<word_alone>{_WORD})(?P<number_alone>\d{{1,4}})\s*+(?:[-–—]\s++(?P<text_alone>.*+))?\Z"
    r"|(?P<letter>Q(?:uestion)?|Front|Prompt|Term):\s++(?P<text_of_letter>.++)"
    r"|(?:Question|Q|Front|Prompt|Term):?\Z",
    re.IGNORECASE | re.DOTALL,
)
_BOLD_NUMBER = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,24}?)(?<=\S)\1\s*+(.*+)", re.DOTALL)
_NUMBER_IN_BOLD = re.compile(r"(\*\*|__)((?:Q(?:uestion)?\s?)?\d{1,4}[.):])\s++([^*_]++\1)", re.IGNORECASE)
_REPLY = re.compile(r"([*_]{0,2})A(\d{0,4})(?:[:.)]\1|\1[:.)]|:)\s*+(.*+)", re.DOTALL)
_ASKING = re.compile(
    r"(?:[?:…]|\.\.\.|(?<!_)_{2,}+\.?|\b(?:choose|select|pick)\s\w+\.?\)?)[*_)\s\"”`]*+\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """What begins a question by counting: its number, 0 if it has none, and the text behind it."""

    number: int
    text: str
    has_word: bool
    """Whether a word such as Question or Q says that it is one."""


@dataclass(slots=True)
class Marks:
    """What a line may be. Of a label, `text` is what stands behind it; of an option, what the option says."""

    label: str = ""
    box: str = ""
    """`x` or a space of a box; empty if it has none."""
    letter: str = ""
    tick: str = ""
    """`right` or `wrong`, as a sign or a word on the line says."""
    text: str = ""
    reply: Number | None = None
    """Of `A1: text`, which answers `Q1:`, its number and text."""
    inline: Sequence[tuple[str, str]] = ()
    """Several options with their letters that stand on this one line."""


Marked = tuple[Line, Marks]
"""A line, and what it may be."""


def marks_of(line: Line) -> Marks:
    """What the line may be."""
    text = line.text
    if line.kind in (LineKind.BLANK, LineKind.CODE) or not text:
        return Marks()
    if labelled := label_of(text, is_emphasised=line.kind is LineKind.HEADING or line.is_summary):
        return Marks(label=labelled[0], text=labelled[1])
    if line.kind is LineKind.HEADING:
        return Marks()
    marks = Marks(text=text)
    if text[0] in "[(" and (box := _BOX.fullmatch(text)):
        marks.box = "x" if (box[1] or (box[3] or "").strip()) else " "
        marks.text = box[2] if box[2] is not None else box[4]
        return marks
    if reply := _REPLY.fullmatch(text):
        marks.reply = Number(int(reply[2] or 0), reply[3].strip(), True)
    marks.tick, text = _tick(text)
    marks.text = text
    starred = text[0:1] == "*" and text[1:2].isalpha() and text.find("*", 1) < 0
    if option := lettered(text[1:] if starred else text):
        marks.letter, marks.text = option
        marks.tick = "right" if starred else marks.tick
        if option[0] in text[:6]:
            marks.inline = inline_options(text, marks.letter)
    return marks


def label_of(text: str, *, is_emphasised: bool = False) -> tuple[str, str] | None:
    """The label that the text begins with, and what stands behind it; None if it begins with none."""
    start = next((place for place, sign in enumerate(text[:40]) if sign.isalnum()), None)
    if start is None:
        return None
    head = text[start : start + _LONGEST_LABEL]
    match = _LABEL.match(head)
    if match is None:
        return None
    name = _LABEL_OF[match[1].lower()]
    rest = text[start + match.end() :]
    behind = rest.lstrip("*_ \t")
    is_emphasised = is_emphasised or text[:start].rstrip().endswith(("**", "__"))
    if not behind or (behind in (":", "：") and not match[2]):
        alone = is_emphasised or behind or rest or match[1].lower() in _ALONE
        return (name, "") if alone and not match[2] else None
    if behind[0] in ":：":
        return name, _unemphasised(behind[1:], text[:start])
    if rest[:1] in " *_" and behind[:2] in ("- ", "– ", "— ") and not match[2]:
        value = behind[1:].strip()
        if is_emphasised or (name == "answer" and _LETTERS.match(value.lstrip("*_` "))):
            return name, _unemphasised(value, text[:start])
    plain = behind.lstrip("*_` ")
    if (
        name == "answer"
        and (letters := _LETTERS.match(plain))
        and (match[2] or letters.end() == len(plain.rstrip("*_` .")))
    ):
        return name, _unemphasised(behind, text[:start])
    return None


def _unemphasised(text: str, before: str) -> str:
    """The text behind a label; emphasis that began before the label ends with it."""
    text = text.strip()
    for sign in ("**", "__"):
        if before.count(sign) % 2 and text.count(sign) % 2:
            text = (
                text.replace(sign, "", 1) if text.startswith(sign) else text[::-1].replace(sign, "", 1)[::-1]
            )
    return text.strip()


def _balanced(text: str, whole: str) -> str:
    """The text of an option without the emphasis that began before its letter."""
    for sign in ("**", "__"):
        if whole.startswith(sign) and text.endswith(sign) and text.count(sign) % 2:
            return text.removesuffix(sign).strip()
    return text.strip()


def _tick(text: str) -> tuple[str, str]:
    """What a sign or word at either end says of an option, and the text without it."""
    for tick, signs, words in (("right", _RIGHT, _SAYS_RIGHT), ("wrong", _WRONG, _SAYS_WRONG)):
        bare = text.strip(_AROUND)
        for sign in signs:
            if bare.startswith(sign) or bare.endswith(sign):
                side = bare.removeprefix(sign) if bare.startswith(sign) else bare.removesuffix(sign)
                return tick, _trimmed(side)
        lowered = bare.lower()
        for word in words:
            if lowered.endswith(word) and len(bare) > len(word):
                return tick, _trimmed(bare[: -len(word)])
    return "", text


def _trimmed(bare: str) -> str:
    """What is left of a text without its tick, with the emphasis that both its ends had."""
    bare = bare.strip(" \t\ufe0f")
    for sign in ("**", "__"):
        if bare.count(sign) % 2:
            bare = bare.removeprefix(sign) if bare.startswith(sign) else bare.removesuffix(sign)
    return bare.strip()


def lettered(text: str) -> tuple[str, str] | None:
    """The letter that an option begins with, and the rest; None if it begins with none."""
    letter = _LETTER.fullmatch(text)
    return (letter[1].upper(), _balanced(letter[3], text)) if letter else None


def inline_options(text: str, first: str) -> Sequence[tuple[str, str]]:
    """The options with their letters that stand on one line from `first` on; none if it is only one."""
    letters: list[tuple[str, int, int]] = []
    wanted = first
    for match in _INLINE_LETTER.finditer(text):
        if match[1] == wanted:
            letters.append((wanted, match.start(), match.end()))
            wanted = chr(ord(wanted) + 1)
    if len(letters) < 2:
        return ()
    ends = [start for _, start, _ in letters[1:]] + [len(text)]
    return [(letter, text[begin:end].strip()) for (letter, _, begin), end in zip(letters, ends, strict=True)]


def option_in_question(text: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """A question whose first options stand on its own line: the question, and these options."""
    for match in _INLINE_LETTER.finditer(text):
        if (
            match[1] == "A"
            and match.start()
            and (text[match.start() - 2 : match.start()].isspace() or match[0][0] in "-*•")
        ):
            options = inline_options(text[match.start() :], "A") or [("A", text[match.end() :].strip())]
            return text[: match.start()].strip(), options
    return text, ()


def number_of(line: Line) -> Number | None:
    """The number that begins a question on this line, if one does."""
    if line.kind in (LineKind.BLANK, LineKind.CODE) or line.is_quote:
        return None
    if line.marker and line.marker != "-" and line.kind is LineKind.TEXT:
        inner = _number(line.text)
        if inner and inner.has_word:
            return inner
        return Number(int(line.marker[:-1]) if len(line.marker) < 6 else 0, unbold(line.text), False)
    if line.marker:
        return None
    return _number(line.text)


def _number(text: str) -> Number | None:
    plain = unbold(text)
    match = _NUMBERED.fullmatch(plain)
    if match is None and (inside := _NUMBER_IN_BOLD.match(text)):
        match = _NUMBERED.fullmatch(f"{inside[2]} {inside[1]}{inside[3]}{text[inside.end() :]}")
    if match is None and (parts := _BOLD_NUMBER.fullmatch(text)):
        stop = "" if parts[2][-1] in ".):" else ":"
        match = _NUMBERED.fullmatch(f"{parts[2]}{stop} {parts[3]}".strip())
        if match and stop and not (match["word"] or match["glued"] or match["letter"]):
            return None
    if match is None:
        return None
    groups = match.groupdict()
    number = groups["number"] or groups["number_alone"] or groups["glued"] or "0"
    asked = next(
        (groups[name] for name in ("text", "text_of_glued", "text_alone", "text_of_letter") if groups[name]),
        "",
    )
    return Number(int(number), asked.strip(), not match["number"] or bool(match["word"]))


def unbold(text: str) -> str:
    """The text without the emphasis that goes from its first to its last character."""
    for sign in ("**", "__"):
        inner = text[2:-2]
        if text.startswith(sign) and text.endswith(sign) and len(text) > 4 and sign not in inner:
            return inner.strip()
    return text


def is_bold(text: str) -> bool:
    """Whether the whole text is bold."""
    return unbold(text) != text


def asks(text: str) -> bool:
    """Whether the text ends like a question."""
    return bool(_ASKING.search(text[-200:]))


_GUARD = re.compile(
    r"(\s*(?:[-*+]\s)?)\\(?=\\*[^\w\s\\])|(\s*(?:[-*+]\s)?[^\W_][\w ()/&]{0,40}?)\\(?=\\*[.):])"
)
"""A backslash that keeps a line from being read as a mark."""


def is_mark(line: Line, written: str) -> bool:
    """Whether a line of a text would be read as something else than text, or a guard be taken from it."""
    marks = marks_of(line)
    return bool(
        marks.label
        or marks.box
        or marks.letter
        or marks.reply
        or line.rank
        or line.is_quote
        or (line.kind is LineKind.BLANK and written.strip())
        or _GUARD.match(written)
    )


def guarded(written: str) -> str:
    """The line with a backslash that keeps it from being read as a mark."""
    indent = len(written) - len(written.lstrip())
    bare = written[indent:]
    if not (bare[0].isalnum()):
        return f"{written[:indent]}\\{bare}"
    place = next((place for place, sign in enumerate(bare[:42]) if sign in ".):\\"), 0)
    return f"{written[:indent]}{bare[:place]}\\{bare[place:]}" if place else f"{written[:indent]}\\{bare}"


def unguarded(raw: str) -> str:
    """The line as it was before it was guarded."""
    match = _GUARD.match(raw) if "\\" in raw[:50] else None
    return raw[: match.end() - 1] + raw[match.end() :] if match else raw
