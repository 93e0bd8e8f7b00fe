"""A widget that is nothing but lines of text: it mounts and redraws within a frame."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget

NO_BREAK, HELD = "\u00a0", "\ue0a0"


class LineWidget(Widget, inherit_bindings=False):
    """Draws what `lines(width)` gives, as high as that is, and keeps a line of it in sight.

    Text from deck files only ever comes in as `Content`, which has no markup.
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
        """Draw anew after something changed; a change of height moves what is below."""
        # What keys mean may depend on it too: the footer asks again.
        if self.is_attached:
            self.refresh(layout=True)
            self.refresh_bindings()

    def keep_in_sight(self, line: int, height: int = 1) -> None:
        """Scroll what holds this widget, if need be, until the line shows."""
        if not self.is_attached:
            return
        place = Region(self.content_region.x, self.content_region.y + line, 1, height)
        for holder in self.ancestors:
            if isinstance(holder, Widget) and holder.max_scroll_y > 0:
                inside = place.translate(holder.scroll_offset - holder.content_region.offset)
                holder.scroll_to_region(inside, animate=False)


def hanging(lead: Content | str, body: Content, width: int, rest: str | None = None) -> list[Content]:
    """`body` wrapped to `width`, its first line after `lead` and the others indented as far.

    Textual breaks lines at no-break spaces too; here those hold.
    `rest`, if given, stands before the other lines instead of spaces.
    """
    head = Content(lead) if isinstance(lead, str) else lead
    indent = " " * head.cell_length if rest is None else rest
    held = Content(body.plain.replace(NO_BREAK, HELD), list(body.spans))
    wrapped = [
        Content(line.plain.replace(HELD, NO_BREAK), list(line.spans))
        for line in held.wrap(max(1, width - head.cell_length)) or [Content()]
    ]
    return [Content.assemble(indent if number else head, line) for number, line in enumerate(wrapped)]


def align_ends(left: Content | str, right: Content | str, width: int, gap: int = 2) -> list[Content]:
    """`left` and `right` at the two ends of a line; where they do not fit, one below the other."""
    left, right = (Content(one) if isinstance(one, str) else one for one in (left, right))
    space = width - left.cell_length - right.cell_length
    if space < gap:
        return [left, right]
    return [Content.assemble(left, " " * space, right)]
