"""The matrix of a deck: layers, services, and the cards that they make."""

from __future__ import annotations

from typing import Any

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.notes import NoteReader
from srm_quiz.deckfiles.values import read_mapping, read_owner
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node, Refused, Scalar
from srm_quiz.domain.cards import Card, Cell, Content, Duty, Layer, Line, LineRow, Matrix, Service, card_key
from srm_quiz.problems import did_you_mean, quoted

LINE = "line"
"""The sibling of a service's line card; the other siblings are the ids of layers."""

_ITEM = "write '- id: …', and in the lines below it the other keys"

MOST_LAYERS = 50
"""How many layers a matrix may have: a service is drawn as one column of them."""


def read_matrix(node: Mapping, reader: NoteReader) -> tuple[Matrix | None, list[Card]]:
    """The matrix and the cards of its services; a service with an error is left out.

    Without valid layers there is no matrix, because the owners of every service refer to them.
    """
    source = reader.source
    values = schema.read(schema.MATRIX, node, source)
    errors_before = source.error_count
    layers, weights = _layers(values.get("layers", []), reader)
    if source.error_count > errors_before or "layers" not in values:
        return None, []
    if not 0 < len(layers) <= MOST_LAYERS:
        place = node.values["layers"]
        message = f"a matrix has from 1 to {MOST_LAYERS} layers, this one has {len(layers)}"
        source.refuse(place.start, place.start + 1, "bad-layers", message, "begin each layer with '- id: …'")
        return None, []
    services: list[Service] = []
    cards: list[Card] = []
    for item in values.get("services", []):
        column = read_mapping(item, "service", source, _ITEM)
        read = _service(column, layers, reader) if column else None
        if column is None or read is None:
            continue
        service, settings = read
        made = _service_cards(service, settings, layers, weights, reader, source.line_of(column.start))
        services.append(service)
        reader.notes.append((column, made))
        cards += made
    return Matrix(layers, tuple(services)), cards


def _service_cards(
    service: Service,
    values: dict[str, Any],
    layers: tuple[Layer, ...],
    weights: dict[str, float],
    reader: NoteReader,
    line: int,
) -> list[Card]:
    """The line card of the service, and a card for each cell that has a why and applies.

    `values` are the values of the service's keys, `weights` the weights of layers by their ids.
    """
    rows = tuple(map(LineRow, layers, service.cells))
    tags = reader.tags | frozenset(values.get("tags", ()))
    weight: float = values.get("weight", 1.0)

    def card(sibling: str, content: Content, why: str, weight: float) -> Card:
        key = card_key(reader.deck, service.id, sibling)
        return Card(key, content, why, "", service.source, tags, line, weight)

    cards: list[Card] = []
    if sum(row.asked for row in rows) >= 2:
        cards.append(card(LINE, Line(service.name, service.category, rows), "", weight))
    for row in rows:
        layer, cell = row.layer, row.cell
        if cell.why and cell.applies:
            duty = Duty(layer.duty or layer.name, service.name, cell.owner, cell.accept)
            cards.append(card(layer.id, duty, cell.why, weight * weights.get(layer.id, 1.0)))
    return cards


def _layers(items: list[Node], reader: NoteReader) -> tuple[tuple[Layer, ...], dict[str, float]]:
    """The layers, and the weights of those that have one."""
    source = reader.source
    layers: list[Layer] = []
    weights: dict[str, float] = {}
    first: dict[str, int] = {}
    for item in items:
        node = read_mapping(item, "layer", source, _ITEM)
        if node is None:
            continue
        errors_before = source.error_count
        values = schema.read(schema.LAYER, node, source)
        if source.error_count > errors_before:
            continue
        name, place = values["id"], node.values["id"]
        if name == LINE:
            message = f"'{LINE}' cannot be the id of a layer: line cards have this name"
            source.refuse(place.start, place.end, "bad-id", message, "choose another id")
        elif first.setdefault(name, place.start) != place.start:
            message = f"the layer {quoted(name)} is already given on line {source.line_of(first[name])}"
            source.refuse(place.start, place.end, "duplicate-id", message, "give one of the two another id")
        moves = values.get("moves", False)
        layers.append(Layer(name, values["name"], values.get("duty", values["name"]), moves))
        if "weight" in values:
            weights[name] = values["weight"]
    return tuple(layers), weights


def _service(
    node: Mapping, layers: tuple[Layer, ...], reader: NoteReader
) -> tuple[Service, dict[str, Any]] | None:
    """The service and the values of its keys; None where there is an error in it."""
    source = reader.source
    errors_before = source.error_count
    values = schema.read(schema.SERVICE, node, source)
    if "id" in values:
        reader.claim(values["id"], node.values["id"])
    cells = _cells(values["owners"], layers, reader) if "owners" in values else ()
    if source.error_count > errors_before:
        return None
    category, page = values.get("category", ""), values.get("source", "")
    return Service(values["id"], values["name"], category, page, cells), values


def _cells(owners: Mapping, layers: tuple[Layer, ...], reader: NoteReader) -> tuple[Cell, ...]:
    """The cells in the order of the layers."""
    source = reader.source
    names = [layer.id for layer in layers]
    known = frozenset(names)
    cells: dict[str, Cell] = {}
    meant: set[str] = set()
    for name, value in owners.values.items():
        if isinstance(value, Refused):
            source.meet_refused()
        elif name in known:
            cell = _cell(value, name, reader)
            if cell is not None:
                cells[name] = cell
        else:
            near = did_you_mean(name, [layer for layer in names if layer not in owners.values])
            meant.add(near)
            hint = f"did you mean '{near}'?" if near else f"layers: {', '.join(names)}"
            place = owners.keys[name]
            source.refuse(place.start, place.end, "unknown-layer", f"there is no layer {quoted(name)}", hint)
    missing = [name for name in names if name not in owners.values and name not in meant]
    if missing:
        message = f"no owner is given for {', '.join(missing)}"
        hint = "give every layer; {owner: …, applies: false} for one that the service does not have"
        source.refuse(owners.start, owners.start + 1, "missing-layer", message, hint)
    return tuple(cells[name] for name in names if name in cells)


def _cell(node: Node, name: str, reader: NoteReader) -> Cell | None:
    """An owner in one word, or a mapping with more to say."""
    source = reader.source
    if isinstance(node, Scalar):
        owner = read_owner(node, name, source)
        return Cell(owner) if owner else None
    mapping = read_mapping(node, name, source)
    if mapping is None:
        return None
    values: dict[str, Any] = schema.read(schema.CELL, mapping, source)
    if "owner" not in values:
        return None
    accept = values.get("accept", frozenset())
    return Cell(values["owner"], accept, values.get("applies", True), values.get("why", ""))
