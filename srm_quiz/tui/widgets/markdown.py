"""Markdown for the screen: emphasis is drawn, links are inert, anything else is shown as written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from textual.content import Content, Span

from srm_quiz.tui.widgets.line_widget import LineWidget, hanging

CODE = "on $panel"
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}

# HTML is off, so tags stay visible. Reference definitions would vanish from the text, so they are off too.
_PARSER = MarkdownIt("commonmark", {"html": False}).disable(["reference", "html_block", "html_inline"])


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: the prefix of its first line, the prefix of the others, and its text."""

    lead: str
    rest: str
    text: Content
    close: bool = False
    """Whether no empty line separates it from the previous block, as between list items."""


@lru_cache(maxsize=2048)
def inline(text: str) -> Content:
    """A short text such as an option, in which only inline Markdown counts: emphasis, code, links."""
    (token,) = _PARSER.parseInline(text)
    return _inline(token.children or [])


@lru_cache(maxsize=512)
def blocks(text: str) -> tuple[Block, ...]:
    """A text of any length, with paragraphs, lists and code blocks."""
    return tuple(_blocks(_PARSER.parse(text)))


def flow(text: Iterable[Block], width: int) -> list[Content]:
    """The blocks as lines of at most `width` cells, with an empty line between paragraphs."""
    lines: list[Content] = []
    for block in text:
        if lines and not block.close:
            lines.append(Content())
        lines += hanging(block.lead, block.text, width, block.rest)
    return lines


class MarkdownText(LineWidget):
    """A Markdown text from a deck file. Nothing in it is clickable."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._text = text
        self.display = bool(text)

    @property
    def text(self) -> str:
        """The Markdown source."""
        return self._text

    def update(self, text: str) -> None:
        """Show another text. An empty one takes no space, not even margins."""
        if text != self._text:
            self._text = text
            self.display = bool(text)
            self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        return flow(blocks(self._text), width)


def _inline(tokens: Sequence[Token]) -> Content:
    """Inline tokens as content. Whatever is neither emphasis nor code becomes plain text."""
    text, spans, open_tags = "", list[Span](), list[tuple[str, int]]()
    for token in tokens:
        start = len(text)
        kind, _, end = token.type.rpartition("_")
        if end == "open":
            open_tags.append((kind, start))
        elif end == "close":
            _, begin = open_tags.pop()
            if kind in _STYLES:
                spans.append(Span(begin, start, _STYLES[kind]))
        elif token.type == "softbreak":
            text += " "
        elif token.type == "hardbreak":
            text += "\n"
        else:
            text += token.content
            if token.type == "code_inline":
                spans.append(Span(start, len(text), CODE))
    return Content(text, spans)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    indents: list[str] = []
    """The indent of each enclosing list item or quotation."""
    numbers: list[int | None] = []
    """The next number of each enclosing list, None for a bullet list."""
    bullet, first, close, heading = "", True, False, False
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                first = not numbers
                numbers.append(None)
            case "ordered_list_open":
                first = not numbers
                numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers[-1]
                bullet = "• " if number is None else f"{number}. "
                numbers[-1] = None if number is None else number + 1
                indents.append(" " * len(bullet))
                first, close = False, not first
            case "blockquote_open":
                indents.append("│ ")
            case "list_item_close" | "blockquote_close":
                indents.pop()
                bullet, close = "", False
            case "heading_open" | "heading_close":
                heading = token.type == "heading_open"
            case "inline" | "fence" | "code_block" | "hr":
                rest = "".join(indents)
                lead = "".join(indents[:-1]) + bullet if bullet else rest
                yield Block(lead, rest, _text(token, heading), close)
                bullet, close = "", False


def _text(token: Token, heading: bool) -> Content:
    if token.type == "inline":
        text = _inline(token.children or [])
        return text.stylize("bold") if heading else text
    if token.type == "hr":
        return Content("───")
    return Content(token.content.rstrip("\n")).stylize(CODE)
