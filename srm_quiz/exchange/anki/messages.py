"""Protocol Buffers, as far as Anki keeps its templates in them."""

from __future__ import annotations


def text_of(value: int | bytes | None) -> str:
    """The text in a field of a message; empty where it has none."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""


def numbered(data: bytes) -> dict[int, int | bytes]:
    """The numbers and byte strings of a Protocol Buffers message, as far as it can be read."""
    found: dict[int, int | bytes] = {}
    at = 0
    while data and at < len(data):
        tag, at = _varint(data, at)
        wire = tag & 7
        if wire == 0:
            found[tag >> 3], at = _varint(data, at)
        elif wire == 2:
            size, at = _varint(data, at)
            found[tag >> 3] = data[at : at + size]
            at += size
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
        else:
            break
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(data) and shift < 70:
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            break
        shift += 7
    return value, at
