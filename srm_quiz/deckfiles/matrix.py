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

    Without sound layers there is no matrix, because the owners of every service hang on them.
    """
    source = reader.source
    values = schema.read(schema.MATRIX, node, source)
    attempt = source.begin()
    layers = _layers(values.get("layers", []), reader)
    if attempt.failed or "layers" not in values:
        return None, []
    if not 0 < len(layers) <= MOST_LAYERS:
        place = node.values["layers"]
        message = f"a matrix has from 1 to {MOST_LAYERS} layers, this one has {len(layers)}"
        source.refuse(place.start, place.start + 1, "bad-layers", message, "begin each layer with '- id: …'")
        return None, []
    services: list[Service] = []
    cards: list[Card] = []
    for item in values.get("services", []):
        service = _service(item, layers, reader)
        if service is not None:
            services.append(service)
            made = service_cards(service, layers, reader, source.line_of(item.start))
            if isinstance(item, Mapping):
                reader.notes.append((item, made))
            cards += made
    return Matrix(layers, tuple(services)), cards


def service_cards(service: Service, layers: tuple[Layer, ...], reader: NoteReader, line: int) -> list[Card]:
    """The line card of the service, and a card for each cell that has a why and applies."""
    rows = tuple(map(LineRow, layers, service.cells))

    def card(sibling: str, content: Content, why: str) -> Card:
        key = card_key(reader.deck, service.id, sibling)
        return Card(key, content, why, "", service.source, reader.tags, line)

    cards: list[Card] = []
    if sum(row.asked for row in rows) >= 2:
        cards.append(card(LINE, Line(service.name, service.category, rows), ""))
    for row in rows:
        cell = row.cell
        if cell.why and cell.applies:
            duty = Duty(row.layer.duty or row.layer.name, service.name, cell.owner, cell.accept)
            cards.append(card(row.layer.id, duty, cell.why))
    return cards


def _layers(items: list[Node], reader: NoteReader) -> tuple[Layer, ...]:
    source = reader.source
    layers: list[Layer] = []
    first: dict[str, int] = {}
    for item in items:
        node = read_mapping(item, "layer", source, _ITEM)
        if node is None:
            continue
        attempt = source.begin()
        values = schema.read(schema.LAYER, node, source)
        if attempt.failed:
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
    return tuple(layers)


def _service(item: Node, layers: tuple[Layer, ...], reader: NoteReader) -> Service | None:
    source = reader.source
    node = read_mapping(item, "service", source, _ITEM)
    if node is None:
        return None
    attempt = source.begin()
    values = schema.read(schema.SERVICE, node, source)
    if "id" in values:
        reader.claim(values["id"], node.values["id"])
    cells = _cells(values["owners"], layers, reader) if "owners" in values else ()
    if attempt.failed:
        return None
    category, source = values.get("category", ""), values.get("source", "")
    return Service(values["id"], values["name"], category, source, cells)


def _cells(owners: Mapping, layers: tuple[Layer, ...], reader: NoteReader) -> tuple[Cell, ...]:
    """The cells in the order of the layers."""
    source = reader.source
    names = [layer.id for layer in layers]
    known = frozenset(names)
    found: dict[str, Cell] = {}
    meant: set[str] = set()
    for name, value in owners.values.items():
        if isinstance(value, Refused):
            source.meet_refused()
        elif name in known:
            cell = _cell(value, name, reader)
            if cell is not None:
                found[name] = cell
        else:
            near = did_you_mean(name, [one for one in names if one not in owners.values])
            meant.add(near)
            hint = f"did you mean '{near}'?" if near else f"layers: {', '.join(names)}"
            place = owners.keys[name]
            source.refuse(place.start, place.end, "unknown-layer", f"there is no layer {quoted(name)}", hint)
    missing = [name for name in names if name not in owners.values and name not in meant]
    if missing:
        message = f"no owner is given for {', '.join(missing)}"
        hint = "give every layer; {owner: …, applies: false} for one that the service does not have"
        source.refuse(owners.start, owners.start + 1, "missing-layer", message, hint)
    return tuple(found[name] for name in names if name in found)


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
