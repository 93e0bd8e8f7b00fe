"""The fields of Anki's notes are HTML, the texts of decks Markdown: from one to the other, and back.

`to_html(text)` is read back by `to_markdown` as the same text. Where HTML would not give the same Markdown
back, the field shows the Markdown as it is, in an element that says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.exchange.anki.markdown_writer import Run, Style, TextLine, fenced, markdown, plain

BLANK_OPENS, BLANK_NUMBERED, BLANK_CUE, BLANK_CLOSES = "\x01", "\x02", "\x03", "\x04"
"""What stands for `{{c1::answer::cue}}` while a text is converted; no text of a deck holds them."""

_BLANKS = re.compile(f"([{BLANK_OPENS}-{BLANK_CLOSES}])")
_UNSAFE_HERE = re.compile(UNSAFE.pattern.replace("\x00-\x08", "\x00\x05-\x08") + "|\r")
_MEDIA = re.compile(r"\[sound:([^\[\]]*)\]|\[anki:play:[^\[\]]*\]")
_SPACE = re.compile(r"[ \t\n\f\r\u00a0]+")
_STYLES = {
    **dict.fromkeys(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"), Style.STRONG),
    **dict.fromkeys(("i", "em", "u", "cite", "mark"), Style.EMPHASIS),
    **dict.fromkeys(("code", "tt", "kbd", "samp"), Style.CODE),
}
_BY_WEIGHT = (Style.CODE, Style.STRONG, Style.EMPHASIS)
_PARAGRAPHS = {"p", "blockquote", "table", "hr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "dl"}
_LINES = {"div", "tr", "ul", "ol", "dt", "dd", "section", "article", "center", "header", "footer", "details"}
_PICTURES = {"img": "a picture", "svg": "a picture", "canvas": "a picture", "object": "a picture"}
_MEDIA_TAGS = {**_PICTURES, "audio": "a sound", "video": "a film", "iframe": "a page of the web"}
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_DEEPEST_LIST = 6
_LONGEST_NAME = 120
_VERBATIM = "markdown"
"""The class of the element whose text is Markdown."""

_HTML_TAG = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-z][a-z0-9:-]*+)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+|[^<>]*+)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""(?<![a-z-])([a-z-]++)\s*+=\s*+("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE)
_DROPPED = {name: re.compile(f"</{name}[^<>]*>", re.IGNORECASE) for name in ("script", "style", "title")}
"""Elements whose content is for machines, and what ends them."""

_ENTITY_TOO_LONG = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{7,});?", re.IGNORECASE)


class Medium(NamedTuple):
    """Something that is no text: what it is, and the name of its file, which may be empty."""

    what: str
    name: str


def to_markdown(field: str, lost: set[Medium] | None = None) -> str:
    """The field as Markdown; what had to be left out is added to `lost`."""
    return markdown(_read(field, lost))


def to_plain(field: str) -> str:
    """The field as the characters that are seen, for a text that is typed or compared."""
    return plain(_read(field, None))


def safe(field: str) -> str:
    """The field without the characters that no deck may hold."""
    return UNSAFE.sub("", field).replace("\r\n", "\n").replace("\r", "\n")


def _read(field: str, lost: set[Medium] | None) -> list[TextLine]:
    page = _Page()
    for token in _tokens(field):
        if isinstance(token, str):
            page.add(token)
        elif token.kind == "open":
            page.open(token)
        else:
            page.close(token.name)
    page.close_verbatim()
    if lost is not None:
        lost |= page.lost
    return page.lines


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag: its name in lower case, whether it opens or closes, and its attributes as they were written."""

    name: str
    kind: Literal["open", "close"]
    written: str = ""

    def attribute(self, name: str) -> str:
        """The value of the attribute, empty if it has none."""
        for match in _ATTRIBUTE.finditer(self.written):
            if match[1].lower() == name:
                return _decode_entities(match[2].strip("\"'"))
        return ""


def _tokens(text: str) -> Iterator[str | _Tag]:
    """Yield texts as written and the tags between them, without comments, scripts and styles; in one pass.

    The standard library's parser takes quadratic time on some broken documents.
    """
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield text[at:start]
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = end + 3
        elif text.startswith(("<!", "<?"), start):
            end = text.find(">", start)
            at = end + 1
        elif tag := _HTML_TAG.match(text, start):
            end = at = tag.end()
            name = tag["name"].lower()
            yield _Tag(name, "close" if tag["end"] else "open", tag["attributes"])
            if name in _DROPPED and not tag["end"]:
                closing = _DROPPED[name].search(text, at)
                end = at = closing.end() if closing else -1
        else:
            yield "<"
            end = at = start + 1
        if end < 0:  # never closed: a browser shows nothing of the rest
            return
    if at < len(text):
        yield text[at:]


def _decode_entities(text: str) -> str:
    """The text with its entities decoded, without the characters that no deck may hold."""
    if "&" in text:
        text = html.unescape(_ENTITY_TOO_LONG.sub("\N{REPLACEMENT CHARACTER}", text))
    return text


@dataclass(slots=True)
class _Page:
    """A field while it is read: the lines so far, and the elements we are in."""

    lines: list[TextLine] = field(default_factory=lambda: [TextLine(0)])
    lost: set[Medium] = field(default_factory=set)
    styles: dict[Style, int] = field(default_factory=dict)
    lists: list[int] = field(default_factory=list)
    """The next number of each list we are in, 0 where it has bullets."""
    link: str = ""
    blanks: int = 0
    shift: str = ""
    """`sup` or `sub` while in one."""
    preformatted: list[str] | None = None
    verbatim: list[str] | None = None
    divisions: int = 0
    """How many `div` stand open in the verbatim one."""

    def add(self, written: str) -> None:
        """Take a text as it stands in the field."""
        text = _UNSAFE_HERE.sub("", _decode_entities(written))
        if self.verbatim is not None:
            self.verbatim.append(text)
            return
        if "[" in text:
            self.lost.update(Medium("a sound", match[1] or "") for match in _MEDIA.finditer(text))
            text = _MEDIA.sub("", text)
        if self.preformatted is not None:
            self.preformatted.append(text.replace("\u00a0", " "))
            return
        if self.shift:
            text = _shifted(text, self.shift)
        for piece in _BLANKS.split(_SPACE.sub(" ", text)):
            if piece == BLANK_OPENS:
                self.blanks += 1
            elif piece == BLANK_CLOSES:
                self.blanks = max(0, self.blanks - 1)
            if piece:
                self._append(piece)

    def open(self, tag: _Tag) -> None:
        """Enter an element."""
        name = tag.name
        if self.verbatim is not None:
            self.divisions += name == "div"
            if name == "br":
                self.verbatim.append("\n")
        elif name == "br":
            self._break(explicit=True)
        elif name in _MEDIA_TAGS:
            self.lost.add(Medium(_MEDIA_TAGS[name], _file_of(tag)))
        elif name == "li":
            self._item()
        elif name == "div" and tag.attribute("class") == _VERBATIM:
            self.verbatim, self.divisions = [], 1
        else:
            self._separate(name)
            if name in ("ul", "ol"):
                start = tag.attribute("start")
                first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
                self.lists.append(first if name == "ol" else 0)
            elif name == "pre" and self.preformatted is None:
                self.preformatted = []
            elif name == "a" and re.match(r"https?://", link := tag.attribute("href").strip()):
                self.link = re.sub(r"[\s()<>\\\x00-\x1f]", lambda sign: f"%{ord(sign[0]):02X}", link)
            elif name in ("sup", "sub"):
                self.shift = name
            elif name in ("td", "th") and self.lines[-1].runs:
                self._append(" | ")
            if style := _STYLES.get(name):
                self.styles[style] = self.styles.get(style, 0) + 1

    def close(self, name: str) -> None:
        """Leave an element."""
        if self.verbatim is not None:
            self.divisions -= name == "div"
            if not self.divisions:
                self.close_verbatim()
            return
        if name == "pre":
            self._close_preformatted()
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
            self._break()
            self.lines[-1].indent = "   " * min(len(self.lists), _DEEPEST_LIST)
        elif name == "a":
            self.link = ""
        elif name in ("sup", "sub"):
            self.shift = ""
        if style := _STYLES.get(name):
            self.styles[style] = max(0, self.styles.get(style, 0) - 1)
        self._separate(name)

    def close_verbatim(self) -> None:
        """End what is still open as a block."""
        if self.verbatim is not None:
            self._block("".join(self.verbatim))
            self.verbatim = None
        self._close_preformatted()

    def _close_preformatted(self) -> None:
        if self.preformatted is not None:
            text = _BLANKS.sub(r"\1", "".join(self.preformatted)).strip("\n").rstrip()
            if text.strip():
                self._block(fenced(text) if "\n" in text or not self.blanks else text)
            self.preformatted = None

    def _block(self, text: str) -> None:
        self.lines += [TextLine(2, block=text), TextLine(2)]

    def _append(self, text: str) -> None:
        runs = self.lines[-1].runs
        style = next((candidate for candidate in _BY_WEIGHT if self.styles.get(candidate)), Style.PLAIN)
        if _BLANKS.match(text) or (self.blanks and style is not Style.CODE):
            style = Style.PLAIN  # an answer is typed as it reads
        if text.startswith(" ") and (not runs or runs[-1].pieces[-1].endswith(" ")):
            text = text[1:]
        if not text:
            return
        if runs and (runs[-1].style, runs[-1].link) == (style, self.link):
            runs[-1].pieces.append(text)
        else:
            runs.append(Run([text], style, self.link))

    def _separate(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._break(2)
        elif name in _LINES:
            self._break()

    def _break(self, gap: int = 1, *, explicit: bool = False) -> None:
        """Begin a new line; where one has just begun, only widen its gap."""
        last = self.lines[-1]
        if not last.empty or last.bullet:
            indent = " " * (len(last.bullet) or len(last.indent)) if self.lists else ""
            self.lines.append(TextLine(gap, indent=indent))
        elif explicit:
            last.gap += 1
        else:
            last.gap = max(last.gap, gap)

    def _item(self) -> None:
        self._break()
        last = self.lines[-1]
        depth = min(len(self.lists), _DEEPEST_LIST)
        number = self.lists[-1] if self.lists else 0
        if number:
            self.lists[-1] += 1
        last.bullet = "   " * (depth - 1) + (f"{number}. " if number else "- ")
        last.indent = ""


def _file_of(tag: _Tag) -> str:
    """The name of the file or page that is shown; a picture that stands in the field itself has none."""
    name = " ".join(safe(tag.attribute("src") or tag.attribute("data")).split())
    return "" if name.startswith("data:") else name[:_LONGEST_NAME]


def _shifted(text: str, shift: str) -> str:
    """A raised or lowered text in characters that are raised or lowered, as far as there are some."""
    text = text.strip()
    if shift == "sub":
        return text.translate(_LOWERED) if re.fullmatch(r"[0-9+()-]+", text) else text
    if re.fullmatch(r"[0-9+()n-]+", text):
        return text.translate(_RAISED)
    return text if text.lower() in ("", "st", "nd", "rd", "th", "tm") else f"^{text}"


_INLINE = re.compile(
    r"`(?P<code>[^`\n]+)`|\*\*(?P<strong>[^*\n]+)\*\*|\*(?P<emphasis>[^*\n]+)\*"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<link>https?://[^\s()<>]+)\)|\\(?P<escaped>[!-/:-@\[-`{-~])"
)
_FENCE = "```"


def to_html(text: str) -> str:
    """The Markdown as HTML that `to_markdown` reads back as the same text."""
    shown = _shown(text)
    if shown is not None and to_markdown(shown) == text:
        return shown
    return _verbatim(text)


def typed_html(text: str) -> str:
    """A text without markup, such as is typed, as HTML that `to_plain` reads back as the same text."""
    shown = html.escape(text, quote=False)
    return shown if to_plain(shown) == text else _verbatim(text)


def _verbatim(text: str) -> str:
    kept = html.escape(text, quote=False).replace("\n", "<br>")
    return f'<div class="{_VERBATIM}" style="white-space: pre-wrap">{kept}</div>'


def _shown(text: str) -> str | None:
    """The Markdown as HTML where it is simple, which is nearly always; else None."""
    shown, listed, gap = "", "", ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(_FENCE):
            return None
        item = re.match(r"(- |(\d{1,6})\. )(.*)", line)
        if not line:
            gap = "<br><br>"
            continue
        tag = "" if not item else "ol" if item[2] else "ul"
        if tag != listed:
            shown += (f"</{listed}>" if listed else gap) + _opened(tag, item[2] if item else "")
            listed, gap = tag, ""
        if item:
            shown += f"<li>{_inline(item[3])}</li>"
            continue
        follows = lines[number + 1 : number + 2] or [""]
        shown += gap + _inline(line.removesuffix("\\") if follows[0] else line)
        gap = "<br>" if line.endswith("\\") and follows[0] else ""
    return shown + (f"</{listed}>" if listed else "")


def _opened(tag: str, first: str) -> str:
    return f'<{tag} start="{first}">' if tag == "ol" and first != "1" else f"<{tag}>" if tag else ""


def _inline(text: str) -> str:
    shown, at = "", 0
    for match in _INLINE.finditer(text):
        shown += html.escape(text[at : match.start()], quote=False)
        kind = str(match.lastgroup)
        inside = html.escape(match[kind], quote=False)
        if kind == "link":
            shown += f'<a href="{html.escape(match["link"])}">{html.escape(match["label"], quote=False)}</a>'
        else:
            name = {"code": "code", "strong": "b", "emphasis": "i"}.get(kind)
            shown += f"<{name}>{inside}</{name}>" if name else inside
        at = match.end()
    return shown + html.escape(text[at:], quote=False)
