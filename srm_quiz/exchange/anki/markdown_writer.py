"""The lines of a text with their emphasis, code and links, written as Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Style(StrEnum):
    """How a piece of text is shown."""

    PLAIN = ""
    STRONG = "**"
    EMPHASIS = "*"
    CODE = "`"


@dataclass(slots=True)
class Run:
    """A piece of a line in one style, as it was put together; `link` is where it leads, or empty."""

    pieces: list[str]
    style: Style
    link: str = ""

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(self.pieces)


@dataclass(slots=True)
class TextLine:
    """A line, or a block that is Markdown already.

    `gap` says how it stands from the line before: 1 below it, 2 after an empty line. `bullet` is what it
    begins with as an item of a list; the further lines of an item have only its `indent`.
    """

    gap: int
    runs: list[Run] = field(default_factory=list)
    bullet: str = ""
    indent: str = ""
    block: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is to be seen of it."""
        return not self.block and not any(run.text.strip() for run in self.runs)


_BLOCK_START = re.compile(
    r"#{1,6}(?=\s|$)|>|[+*](?=\s|$)|-(?=\s*$)|=+\s*$|(?:-[ \t]*){3,}$|(?:_[ \t]*){3,}$|~~~"
)
"""What at the beginning of a line makes a heading, a quotation, a rule, code or an item of a list."""

_NUMBER = re.compile(r"(\d{1,9})(?=\)(?:\s|$))")
_ITEM = re.compile(r"- |\d{1,9}\. ")
_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$)")
_ENTITY = re.compile(r"&(?=#?[a-zA-Z0-9]{1,32};)")
_AUTOLINK = re.compile(r"<(?=[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\s]*>|[^\s<>@]{1,80}@[^\s<>]+>)")
_STAR = re.compile(r"\*(?! )|(?<! )\*")
_UNDERLINE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")


def markdown(lines: Sequence[TextLine]) -> str:
    """The lines as Markdown. A sign is escaped only where it would otherwise be taken for markup."""
    lines = [line for line in lines if not line.empty]
    writer = _Writer([run for line in lines for run in line.runs])
    written: list[str] = []
    before: TextLine | None = None
    for line in lines:
        text = line.block or writer.line(line)
        if before is not None:
            written.append(_joint(before, line, written[-1], text))
        written.append(text if line.block else f"{line.bullet or line.indent}{text}")
        before = line
    return "".join(written).strip()


def plain(lines: Sequence[TextLine]) -> str:
    """The lines as they are to be read, without any markup."""
    texts = (line.block or "".join(run.text for run in line.runs).strip() for line in lines)
    return "\n".join(text for text in texts if text)


def _joint(before: TextLine, line: TextLine, above: str, text: str) -> str:
    """What stands between two lines, so that they are shown as two."""
    if before.block or line.block:
        return "\n\n"
    if line.indent and not line.bullet:
        return "\\\n"
    listed, was_listed = (
        line.bullet or _ITEM.match(text),
        before.bullet or before.indent or _ITEM.match(above),
    )
    if listed and was_listed:
        return "\n" if line.gap == 1 or line.bullet else "\n\n"
    if line.gap > 1 or was_listed:
        return "\n\n"
    return "\n" if listed and (line.bullet or text).startswith(("- ", "1. ")) else "\\\n"


class _Writer:
    """Writes lines; it knows which signs the whole text has, for one may be markup only with another."""

    def __init__(self, runs: Sequence[Run]) -> None:
        text = "".join(run.text for run in runs if run.style is not Style.CODE)
        marked = any(run.style in (Style.STRONG, Style.EMPHASIS) for run in runs)
        coded = any(run.style is Style.CODE for run in runs)
        self._stars = marked or len(_STAR.findall(text)) > 1
        self._ticks = coded or text.count("`") > 1
        self._underlines = len(_UNDERLINE.findall(text)) > 1
        self._brackets = "](" in text or any(run.link for run in runs)

    def line(self, line: TextLine) -> str:
        """The line without its bullet."""
        runs = line.runs
        written = ""
        for number, run in enumerate(runs):
            after = runs[number + 1].text[:1] if number + 1 < len(runs) else ""
            written += self._run(run, written[-1:], after)
        written = written.strip()
        if written and runs[0].style is Style.PLAIN:
            if _BLOCK_START.match(written):
                return f"\\{written}"
            return _NUMBER.sub(r"\1\\", written, count=1) if _NUMBER.match(written) else written
        return written

    def _run(self, run: Run, before: str, after: str) -> str:
        text = run.text
        core = text.strip()
        if not core:
            return text
        if run.style is Style.CODE:
            written = _code(core)
        elif run.link and run.link != core:
            label = re.sub(r"([\[\]])", r"\\\1", self._escaped(core))
            written = f"[{label}]({run.link})"
        else:
            written = self._escaped(core)
            if run.style is not Style.PLAIN and _can_be_marked(text, core, before, after):
                written = f"{run.style}{written}{run.style}"
        start = text.index(core)
        return text[:start] + written + text[start + len(core) :]

    def _escaped(self, text: str) -> str:
        text = _BACKSLASH.sub(r"\\\\", text)
        text = _AUTOLINK.sub(r"\\<", _ENTITY.sub(r"\\&", text))
        if self._stars:
            text = _STAR.sub(r"\\*", text)
        if self._ticks:
            text = text.replace("`", "\\`")
        if self._underlines:
            text = _UNDERLINE.sub(r"\\_", text)
        if self._brackets:
            text = re.sub(r"\[", r"\\[", text)
        return text


def _can_be_marked(text: str, core: str, before: str, after: str) -> bool:
    """Whether marks around `core` are marks, by Markdown's rules of what stands on their other side."""
    if text[0] == core[0] and (before == "*" or (before.isalnum() and not core[0].isalnum())):
        return False
    return not (text[-1] == core[-1] and after.isalnum() and not core[-1].isalnum())


def _code(text: str) -> str:
    text = " ".join(text.split("\n"))
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def fenced(text: str) -> str:
    """Lines of code as a block."""
    longest = max((len(ticks) for ticks in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}\n{text}\n{fence}"
