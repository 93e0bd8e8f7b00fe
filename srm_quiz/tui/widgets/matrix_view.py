"""The model to look at: one service's stack beside another's, and the whole matrix at once."""

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
"""Cells of the longest owner's word."""
_SIDE = _WORD + 3
"""Cells of one service's column besides its bar: the letter, the word, and the gaps."""
_DIFFERENCE = 4
"""Cells between two services, where the sign of a difference stands."""


class LayerSelected(Message):
    """The learner pointed at a layer, and perhaps at a service."""

    def __init__(self, layer: int, service: int | None = None) -> None:
        super().__init__()
        self.layer = layer
        self.service = service


class ServiceStack(LineWidget):
    """The layers of a service from customer data down to the building; another service beside it.

    The line is drawn where AWS's part ends, for each of the two. Layers whose owner differs are
    joined by a sign.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._place: ServiceRef | None = None
        self._beside: ServiceRef | None = None
        self._layer = 0
        self._rows: tuple[int | None, ...] = ()

    def show(self, place: ServiceRef, beside: ServiceRef | None, layer: int) -> None:
        """Draw the service, the one it is compared with, and the cursor on a layer (from the bottom, 0)."""
        self._place, self._beside, self._layer = place, beside, layer
        self.redraw()
        if layer in self._rows:
            self.keep_in_sight(self._rows.index(layer))

    def on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y
        if 0 <= line < len(self._rows) and (layer := self._rows[line]) is not None:
            self.post_message(LayerSelected(layer))

    def lines(self, width: int) -> list[Content]:
        place, beside = self._place, self._beside
        if place is None:
            return []
        layers = place.matrix.layers
        name, bar = self._widths(layers, width)
        shown: list[tuple[int | None, Content]] = []
        lines_at = [_line_of(one, layers) for one in (place, beside) if one]
        for row, number in enumerate(reversed(range(len(layers)))):
            if row in lines_at:
                shown.append((None, self._line([at == row for at in lines_at], name, bar)))
            shown.append((number, self._row(place, beside, number, name, bar)))
        if len(layers) in lines_at:
            shown.append((None, self._line([at == len(layers) for at in lines_at], name, bar)))
        self._rows = tuple(number for number, _ in shown)
        return [line for _, line in shown]

    def _widths(self, layers: Sequence[Layer], width: int) -> tuple[int, int]:
        sides = 2 if self._beside else 1
        fixed = 2 + sides * _SIDE + (sides - 1) * _DIFFERENCE
        longest = max(Content(layer.name).cell_length for layer in layers)
        name = min(longest, WIDEST_NAME, max(NARROWEST_NAME, width - fixed - sides * NARROWEST_BAR))
        return name, max(NARROWEST_BAR, min(WIDEST_BAR, (width - fixed - name) // sides))

    def _row(self, place: ServiceRef, beside: ServiceRef | None, number: int, name: int, bar: int) -> Content:
        layer = place.matrix.layers[number]
        here, cell = number == self._layer, place.service.cells[number]
        title = Content(layer.name).truncate(name, ellipsis=True, pad=True)
        parts: list[Content | str | tuple[str, str]] = [
            ("▌ " if here else "  ", "$accent"),
            title.stylize("bold" if here else ""),
            *_owner(cell, bar),
        ]
        if beside is not None:
            other = beside.cell(layer)
            differs = other is not None and _told(other) is not _told(cell)
            parts += [(" <> " if differs else "    ", "bold $accent"), *_owner(other, bar)]
        return Content.assemble(*parts)

    def _line(self, here: Sequence[bool], name: int, bar: int) -> Content:
        """The line of responsibility under one service's column or both."""
        dashes, word = "─ " * (name + bar + _SIDE), "the line "
        first = (dashes[: name - len(word) + 1] + word + dashes)[: name + bar + _SIDE]
        text = first if here[0] else " " * len(first)
        if len(here) > 1:
            text += " " * _DIFFERENCE + (dashes[: bar + _SIDE - 1] if here[1] else "")
        return Content.assemble("  ", (text.rstrip(), "$accent"))


class MatrixMap(LineWidget):
    """Every service and layer at once: a letter and a colour for each cell, a gap between categories."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._place: ServiceRef | None = None
        self._layer = 0
        self._columns: tuple[int, ...] = ()
        self._rows: tuple[int | None, ...] = ()

    def show(self, place: ServiceRef, layer: int) -> None:
        """Draw the place's whole model with the cursor on one cell."""
        self._place, self._layer = place, layer
        self.redraw()
        if layer in self._rows:
            self.keep_in_sight(self._rows.index(layer))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset_capture(self)
        if 0 <= offset.y < len(self._rows) and (layer := self._rows[offset.y]) is not None:
            services = [number for number, at in enumerate(self._columns) if at <= offset.x]
            if services:
                self.post_message(LayerSelected(layer, services[-1]))

    def lines(self, width: int) -> list[Content]:
        place = self._place
        if place is None:
            return []
        layers, services = place.matrix.layers, place.matrix.services
        at = services.index(place.service)
        groups = [len(list(group)) for _, group in groupby(services, key=lambda service: service.category)]
        longest = max(Content(layer.name).cell_length for layer in layers)
        name = min(longest, WIDEST_NAME, max(NARROWEST_NAME, width - 4 - len(services) - len(groups)))
        cell = 2 if width - name - 4 - len(groups) >= 2 * len(services) else 1
        gap = 1 if width - name - 4 >= cell * len(services) + len(groups) else 0
        columns = _columns(groups, name + 3, cell, gap)
        if columns[-1] + cell > width:
            # Too many for the screen: the ones around the cursor.
            shift = max(0, columns[at] - (name + 3 + (width - name - 3) // 2))
            columns = tuple(column - shift for column in columns)
        self._columns = columns
        seen = [number for number, column in enumerate(columns) if name + 3 <= column <= width - cell]
        drawn = [Content.assemble(" " * columns[at], ("▾", "$accent"))]
        rows: list[int | None] = [None]
        for number in reversed(range(len(layers))):
            drawn.append(self._row(place, number, name, cell, seen))
            rows.append(number)
        self._rows = tuple(rows)
        return drawn

    def _row(self, place: ServiceRef, number: int, name: int, cell: int, seen: Sequence[int]) -> Content:
        layer, here = place.matrix.layers[number], number == self._layer
        title = Content(layer.name).truncate(name, ellipsis=True, pad=True)
        parts: list[Content | str | tuple[str, str]] = [
            ("▌ " if here else "  ", "$accent"),
            title.stylize("bold" if here else ""),
            " ",
        ]
        end = name + 3
        for service in seen:
            parts.append(" " * (self._columns[service] - end))
            one = place.matrix.services[service]
            cursor = here and one is place.service
            parts.append(_square(one.cells[number], cell, cursor=cursor))
            end = self._columns[service] + cell
        return Content.assemble(*parts)


def _columns(groups: Sequence[int], start: int, cell: int, gap: int) -> tuple[int, ...]:
    """Where each service's column begins: groups stand `gap` cells apart."""
    columns: list[int] = []
    for size in groups:
        columns += [start + number * cell for number in range(size)]
        start += size * cell + gap
    return tuple(columns)


def _square(cell: Cell, width: int, *, cursor: bool) -> tuple[str, str]:
    if not cell.applies:
        return ("·" * width, "reverse" if cursor else "$text-muted")
    mark = OWNER_STYLES[cell.owner]
    return (mark.glyph.ljust(width), "bold reverse" if cursor else f"$background on {mark.style}")


def _owner(cell: Cell | None, bar: int) -> list[Content | str | tuple[str, str]]:
    """The letter, the bar and the word of a cell's owner, always equally wide."""
    if cell is None or not cell.applies:
        words = Content("not here" if cell is None else "no such layer").truncate(
            bar + _WORD + 1, ellipsis=True
        )
        return ["  ", words.stylize("$text-muted"), " " * (bar + _SIDE - 2 - words.cell_length)]
    mark = OWNER_STYLES[cell.owner]
    return [
        (f" {mark.glyph} ", f"bold {mark.style}"),
        (mark.fill * (bar - 1), mark.style),
        (f" {mark.word:<{_WORD}}", mark.style),
    ]


def _told(cell: Cell) -> Owner | None:
    return cell.owner if cell.applies else None


def _line_of(place: ServiceRef, layers: Sequence[Layer]) -> int:
    """The row, from the top, above which the place's line is drawn among these layers."""
    cells = [place.cell(layer) for layer in reversed(layers)]
    missing = [row for row, cell in enumerate(cells) if cell is None or not cell.applies]
    return boundary([cell.owner if cell else None for cell in cells], missing)
