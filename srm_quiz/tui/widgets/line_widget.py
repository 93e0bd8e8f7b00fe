"""The base of widgets that consist of lines of text: they mount and redraw within a frame."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

NO_BREAK_SPACE, PLACEHOLDER = "\u00a0", "\ue0a0"


class LineWidget(Widget, inherit_bindings=False):
    """Draws what `lines(width)` returns, as high as that is.

    Text from deck files always arrives as `Content`, which is never parsed as markup.
    """

    DEFAULT_CSS = """
    LineWidget {
        height: auto;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """
    ALLOW_SELECT = True

    def lines(self, width: int) -> Sequence[Content]:
        """The lines, none wider than `width`."""
        raise NotImplementedError

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.lines(width)) if width else 0

    def render(self) -> Content:
        return Content("\n").join(self.lines(self.content_size.width))

    def redraw(self) -> None:
        """Draw again after a change; a new height moves the widgets below."""
        # The keys that work may depend on the change as well: the footer updates.
        if self.is_attached:
            self.refresh(layout=True)
            self.refresh_bindings()

    def scroll_to_line(self, line: int, height: int = 1) -> None:
        """Scroll the containers of this widget, if needed, until the lines are visible."""
        if not self.is_attached:
            return
        region = Region(self.content_region.x, self.content_region.y + line, 1, height)
        for container in self.ancestors:
            if isinstance(container, Widget) and container.max_scroll_y > 0:
                inside = region.translate(container.scroll_offset - container.content_region.offset)
                container.scroll_to_region(inside, animate=False)


def hanging(lead: Content | str, body: Content, width: int, rest: str | None = None) -> list[Content]:
    """`body` wrapped to `width` with a hanging indent: `lead`, then lines indented to its width.

    `rest`, if given, precedes the other lines instead of spaces. No-break spaces are respected, which
    Textual's own wrapping does not do.
    """
    head = Content(lead) if isinstance(lead, str) else lead
    indent = " " * head.cell_length if rest is None else rest
    unbroken = Content(body.plain.replace(NO_BREAK_SPACE, PLACEHOLDER), list(body.spans))
    wrapped = [
        Content(line.plain.replace(PLACEHOLDER, NO_BREAK_SPACE), list(line.spans))
        for line in unbroken.wrap(max(1, width - head.cell_length)) or [Content()]
    ]
    return [Content.assemble(indent if number else head, line) for number, line in enumerate(wrapped)]


def align_ends(left: Content | str, right: Content | str, width: int, gap: int = 2) -> list[Content]:
    """`left` and `right` at the two ends of a line, or one below the other if they do not fit."""
    left, right = (Content(text) if isinstance(text, str) else text for text in (left, right))
    space = width - left.cell_length - right.cell_length
    if space < gap:
        return [left, right]
    return [Content.assemble(left, " " * space, right)]
