"""Who owns what: owners, the layers of the model, and the matrix of services over layers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """The side that must act for a duty to be done."""

    AWS = "aws"
    CUSTOMER = "customer"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of the model, from the data centre up to customer data."""

    id: str
    name: str
    duty: str
    """What a card asks about ("Patch the guest operating system"); the name where none is given."""
    moves: bool
    """Whether the owner changes between services: line cards ask these layers and fill in the rest."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Who owns one layer of one service."""

    owner: Owner
    accept: frozenset[Owner] = frozenset()
    """Further owners that are also right, where AWS's own texts support more than one reading."""
    applies: bool = True
    """False for a layer the service does not really have: drawn greyed, never asked."""
    why: str = ""

    def accepts(self, owner: Owner) -> bool:
        """Whether naming `owner` for this cell is right."""
        return owner is self.owner or owner in self.accept


@dataclass(frozen=True, slots=True)
class Service:
    """One column of the model. `cells` stand in the order of the matrix's layers."""

    id: str
    name: str
    category: str
    source: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who owns each layer of each service; layers from the data centre up."""

    layers: tuple[Layer, ...]
    services: tuple[Service, ...]
