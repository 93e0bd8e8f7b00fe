"""Views of the model: the stack of one service beside another's, and the whole matrix at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.cards import Cell, Layer, Owner
from srm_quiz.domain.games.explorer import ServiceRef
from srm_quiz.tui.widgets.layers import boundary
from srm_quiz.tui.widgets.line_widget import LineWidget
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES

WIDEST_NAME, NARROWEST_NAME = 34, 12
WIDEST_BAR, NARROWEST_BAR = 24, 3
_WORD = 6
"""Width of the longest owner word."""
_SIDE = _WORD + 3
"""Width of a service's column besides its bar: the letter, the word, and the gaps."""
_GAP = 4
"""Width of the gap between two services, which holds the sign of a difference."""


class LayerSelected(Message):
    """The learner clicked a layer, and in the matrix a service too; numbers count from 0."""

    def __init__(self, layer: int, service: int | None = None) -> None:
        super().__init__()
        self.layer = layer
        self.service = service


class ServiceStack(LineWidget):
    """The layers of a service, from customer data down to the building, and of another one beside it.

    Each has its line drawn where AWS's part ends. A sign stands between layers whose owners differ.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._service: ServiceRef | None = None
        self._beside: ServiceRef | None = None
        self._layer = 0
        self._layer_of_line: tuple[int | None, ...] = ()

    def show(self, service: ServiceRef, beside: ServiceRef | None, layer: int) -> None:
        """Draw a service, the one it is compared with, and the cursor on a layer (0 is at the bottom)."""
        self._service, self._beside, self._layer = service, beside, layer
        self.redraw()
        if layer in self._layer_of_line:
            self.scroll_to_line(self._layer_of_line.index(layer))

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(self._layer_of_line) and (layer := self._layer_of_line[line]) is not None:
            self.post_message(LayerSelected(layer))

    def lines(self, width: int) -> list[Content]:
        service, beside = self._service, self._beside
        if service is None:
            return []
        layers = service.matrix.layers
        name, bar = self._widths(layers, width)
        drawn: list[tuple[int | None, Content]] = []
        boundaries = [_boundary_row(column, layers) for column in (service, beside) if column]
        for row, number in enumerate(reversed(range(len(layers)))):
            if row in boundaries:
                drawn.append((None, self._line([at == row for at in boundaries], name, bar)))
            drawn.append((number, self._row(service, beside, number, name, bar)))
        if len(layers) in boundaries:
            drawn.append((None, self._line([at == len(layers) for at in boundaries], name, bar)))
        self._layer_of_line = tuple(number for number, _ in drawn)
        return [line for _, line in drawn]

    def _widths(self, layers: Sequence[Layer], width: int) -> tuple[int, int]:
        sides = 2 if self._beside else 1
        fixed = 2 + sides * _SIDE + (sides - 1) * _GAP
        longest = max(Content(layer.name).cell_length for layer in layers)
        name = min(longest, WIDEST_NAME, max(NARROWEST_NAME, width - fixed - sides * NARROWEST_BAR))
        return name, max(NARROWEST_BAR, min(WIDEST_BAR, (width - fixed - name) // sides))

    def _row(
        self, service: ServiceRef, beside: ServiceRef | None, number: int, name: int, bar: int
    ) -> Content:
        layer = service.matrix.layers[number]
        is_current, cell = number == self._layer, service.service.cells[number]
        title = Content(layer.name).truncate(name, ellipsis=True, pad=True)
        parts: list[Content | str | tuple[str, str]] = [
            ("▌ " if is_current else "  ", "$accent"),
            title.stylize("bold" if is_current else ""),
            *_owner(cell, bar),
        ]
        if beside is not None:
            other = beside.cell(layer)
            differs = other is not None and _effective_owner(other) is not _effective_owner(cell)
            parts += [(" <> " if differs else "    ", "bold $accent"), *_owner(other, bar)]
        return Content.assemble(*parts)

    def _line(self, crosses: Sequence[bool], name: int, bar: int) -> Content:
        """The line of responsibility across the columns that it crosses in this row."""
        dashes, word = "─ " * (name + bar + _SIDE), "the line "
        first = (dashes[: name - len(word) + 1] + word + dashes)[: name + bar + _SIDE]
        text = first if crosses[0] else " " * len(first)
        if len(crosses) > 1:
            text += " " * _GAP + (dashes[: bar + _SIDE - 1] if crosses[1] else "")
        return Content.assemble("  ", (text.rstrip(), "$accent"))


class MatrixMap(LineWidget):
    """All services and layers at once: a coloured letter for each cell, a gap between categories."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._service: ServiceRef | None = None
        self._layer = 0
        self._columns: tuple[int, ...] = ()
        self._layer_of_line: tuple[int | None, ...] = ()

    def show(self, service: ServiceRef, layer: int) -> None:
        """Draw the whole model that the service belongs to, with the cursor on one cell."""
        self._service, self._layer = service, layer
        self.redraw()
        if layer in self._layer_of_line:
            self.scroll_to_line(self._layer_of_line.index(layer))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        if 0 <= offset.y < len(self._layer_of_line) and (layer := self._layer_of_line[offset.y]) is not None:
            services = [number for number, column in enumerate(self._columns) if column <= offset.x]
            if services:
                self.post_message(LayerSelected(layer, services[-1]))

    def lines(self, width: int) -> list[Content]:
        current = self._service
        if current is None:
            return []
        layers, services = current.matrix.layers, current.matrix.services
        at = services.index(current.service)
        groups = [len(list(group)) for _, group in groupby(services, key=lambda service: service.category)]
        longest = max(Content(layer.name).cell_length for layer in layers)
        name = min(longest, WIDEST_NAME, max(NARROWEST_NAME, width - 4 - len(services) - len(groups)))
        cell = 2 if width - name - 4 - len(groups) >= 2 * len(services) else 1
        gap = 1 if width - name - 4 >= cell * len(services) + len(groups) else 0
        columns = _columns(groups, name + 3, cell, gap)
        if columns[-1] + cell > width:
            # Too many for the screen: draw those around the cursor.
            shift = max(0, columns[at] - (name + 3 + (width - name - 3) // 2))
            columns = tuple(column - shift for column in columns)
        self._columns = columns
        visible = [number for number, column in enumerate(columns) if name + 3 <= column <= width - cell]
        drawn = [Content.assemble(" " * columns[at], ("▾", "$accent"))]
        layer_of_line: list[int | None] = [None]
        for number in reversed(range(len(layers))):
            drawn.append(self._row(current, number, name, cell, visible))
            layer_of_line.append(number)
        self._layer_of_line = tuple(layer_of_line)
        return drawn

    def _row(self, current: ServiceRef, number: int, name: int, cell: int, visible: Sequence[int]) -> Content:
        layer, on_cursor_row = current.matrix.layers[number], number == self._layer
        title = Content(layer.name).truncate(name, ellipsis=True, pad=True)
        parts: list[Content | str | tuple[str, str]] = [
            ("▌ " if on_cursor_row else "  ", "$accent"),
            title.stylize("bold" if on_cursor_row else ""),
            " ",
        ]
        end = name + 3
        for position in visible:
            parts.append(" " * (self._columns[position] - end))
            service = current.matrix.services[position]
            is_current = on_cursor_row and service is current.service
            parts.append(_square(service.cells[number], cell, is_current=is_current))
            end = self._columns[position] + cell
        return Content.assemble(*parts)


def _columns(groups: Sequence[int], start: int, cell: int, gap: int) -> tuple[int, ...]:
    """The x position of each service's column, with `gap` cells between groups."""
    columns: list[int] = []
    for size in groups:
        columns += [start + number * cell for number in range(size)]
        start += size * cell + gap
    return tuple(columns)


def _square(cell: Cell, width: int, *, is_current: bool) -> tuple[str, str]:
    if not cell.applies:
        return ("·" * width, "reverse" if is_current else "$text-muted")
    style = OWNER_STYLES[cell.owner]
    return (style.glyph.ljust(width), "bold reverse" if is_current else f"$background on {style.colour}")


def _owner(cell: Cell | None, bar: int) -> list[Content | str | tuple[str, str]]:
    """The letter, the bar and the word of a cell's owner, always of the same width."""
    if cell is None or not cell.applies:
        words = Content("not here" if cell is None else "no such layer").truncate(
            bar + _WORD + 1, ellipsis=True
        )
        return ["  ", words.stylize("$text-muted"), " " * (bar + _SIDE - 2 - words.cell_length)]
    style = OWNER_STYLES[cell.owner]
    return [
        (f" {style.glyph} ", f"bold {style.colour}"),
        (style.fill * (bar - 1), style.colour),
        (f" {style.word:<{_WORD}}", style.colour),
    ]


def _effective_owner(cell: Cell) -> Owner | None:
    return cell.owner if cell.applies else None


def _boundary_row(service: ServiceRef, layers: Sequence[Layer]) -> int:
    """The row, from the top, above which the service's line is drawn among these layers."""
    cells = [service.cell(layer) for layer in reversed(layers)]
    missing = [row for row, cell in enumerate(cells) if cell is None or not cell.applies]
    return boundary([cell.owner if cell else None for cell in cells], missing)
