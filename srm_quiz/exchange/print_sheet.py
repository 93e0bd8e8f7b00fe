"""A deck as a sheet to be printed on both sides: questions in front, answers behind them, the matrix last."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from srm_quiz.domain.cards import (
    Basic,
    Card,
    Cell,
    Choice,
    Cloze,
    Deck,
    Duty,
    Line,
    Matrix,
    Option,
    Owner,
    Typed,
)

_OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "Customer", Owner.SHARED: "Shared"}

_SERVICES_ABREAST = 8
"""How many columns of the matrix fit on a page."""


@dataclass(frozen=True, slots=True)
class _Size:
    """How large a card is printed: how many on a page and in a row, and how many lines of text it holds."""

    name: str
    on_page: int
    in_row: int
    letters: int
    lines: float


_SIZES = (_Size("small", 8, 2, 48, 13), _Size("large", 2, 1, 95, 26), _Size("whole", 1, 1, 95, float("inf")))

_STYLE = """\
@page { size: A4 portrait; margin: 10mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 190mm; color: #000; background: #fff; font: 9.5pt/1.3 sans-serif; }
h1 { font-size: 14pt; } h2 { font-size: 12pt; }
.page { display: grid; width: 190mm; height: 270mm; gap: 0; margin: 0 0 8mm; }
.small { grid-template: repeat(4, 1fr) / repeat(2, 1fr); }
.large { grid-template: repeat(2, 1fr) / 1fr; }
.whole { display: block; height: auto; min-height: 270mm; }
.card { border: 1px dashed #888; padding: 4mm; min-width: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; margin: 0 0 2mm; }
.asked { font-weight: bold; }
.note, .number { color: #444; font-size: 8pt; }
.number { float: right; margin-left: 2mm; }
ol { margin: 0; padding-left: 6mm; } .right { font-weight: bold; }
table { border-collapse: collapse; width: 100%; margin: 0 0 6mm; font-size: 8pt; break-inside: avoid; }
th, td { border: 1px solid #888; padding: 1mm 1.5mm; text-align: left; }
.aws { background: #fde3c0; } .customer { background: #d3e5fb; } .shared { background: #e6dcf5; }
.absent { color: #888; background: none; }
@media print {
  .intro { display: none; }
  .page { margin: 0; break-after: page; break-inside: avoid; }
  .whole { break-inside: auto; }
  .aws, .customer, .shared { print-color-adjust: exact; }
}
@media screen { .page { box-shadow: 0 0 3mm #bbb; } }
"""


def print_sheet(deck: Deck) -> str:
    """The sheet as one file of HTML that needs no other. Every text of the deck is only text in it."""
    title = escape(deck.title)
    return "".join(
        [
            '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n",
            f'<header class="intro">\n<h1 dir="auto">{title}</h1>\n',
            f'<p class="text" dir="auto">{_marked(deck.description)}</p>\n' if deck.description else "",
            "<p>Print on both sides, turned over the long edge: every answer is behind its question.</p>\n",
            "</header>\n",
            *_pages(deck.cards),
            *(_matrix(deck.matrix) if deck.matrix else ()),
            "</body>\n</html>\n",
        ]
    )


def _pages(cards: Sequence[Card]) -> Iterator[str]:
    """Pages of questions, each followed by that of its answers, whose rows run the other way."""
    sides = [(number, _front(card), _back(card)) for number, card in enumerate(cards, 1)]
    for size in _SIZES:
        fitting = [
            sides_of_card for sides_of_card in sides if _size(sides_of_card[1], sides_of_card[2]) is size
        ]
        for start in range(0, len(fitting), size.on_page):
            page = fitting[start : start + size.on_page]
            rows = [page[at : at + size.in_row] for at in range(0, len(page), size.in_row)]
            yield _page(size, "front", [[(number, front) for number, front, _ in row] for row in rows])
            backs = [[(number, back) for number, _, back in row] for row in rows]
            # A row that is not full has its gap at the outer edge, on both sides of the paper.
            filled = [[*row, *[(0, "")] * (size.in_row - len(row))][::-1] for row in backs]
            yield _page(size, "back", filled)


def _page(size: _Size, side: str, rows: Iterable[Iterable[tuple[int, str]]]) -> str:
    cells = "".join(
        f'<article class="card"><span class="number">{number}</span>{html}</article>\n'
        if number
        else "<div></div>\n"
        for row in rows
        for number, html in row
    )
    return f'<section class="page {size.name} {side}">\n{cells}</section>\n'


def _size(*sides: str) -> _Size:
    """The smallest size that holds both sides of a card."""
    for size in _SIZES:
        if all(_lines(html, size.letters) <= size.lines for html in sides):
            return size
    return _SIZES[-1]


def _lines(html: str, letters: int) -> int:
    """About how many lines the text takes."""
    plain = re.sub(r"<[^>]*>", "", re.sub(r"</(?:p|li|div|ol)>", "\n", html))
    return sum(1 + len(line) // letters for line in plain.split("\n") if line.strip())


def _front(card: Card) -> str:
    """What the card asks."""
    match card.content:
        case Basic(question=question) | Typed(question=question):
            asked = _text(question, "asked")
        case Choice(question=question, options=options):
            items = "".join(
                f'<li dir="auto">{_marked(option.text)}</li>' for option in _shuffled(card, options)
            )
            asked = f'{_text(question, "asked")}<ol type="A">{items}</ol>'
        case Cloze() as cloze:
            asked = _text(cloze.text(f"____ ({cloze.cue})" if cloze.cue else "____"), "asked")
        case Duty(duty=duty, on=on):
            asked = _text(f"Whose duty is it{f' on {on}' if on else ''}?") + _text(duty, "asked")
        case Line(service=service, rows=rows):
            layers = "".join(
                f"<li>{_marked(row.layer.name)}: {'____' if row.asked else _owner(row.cell)}</li>"
                for row in reversed(rows)
            )
            asked = _text(f"Who owns which layer of {service}?", "asked") + f"<ol>{layers}</ol>"
    return asked + (_text(f"Hint: {card.hint}", "note") if card.hint else "")


def _back(card: Card) -> str:
    """What is right, and why."""
    match card.content:
        case Basic(answer=answer):
            answered = _text(answer, "asked")
        case Typed(answer=answer, accept=accept) | Cloze(answer=answer, accept=accept):
            answered = _text(answer, "asked") + (
                _text(f"Also right: {'; '.join(accept)}", "note") if accept else ""
            )
        case Choice(options=options):
            answered = '<ol type="A">' + "".join(map(_explained, _shuffled(card, options))) + "</ol>"
        case Duty(owner=owner, accept=others):
            also = ", ".join(_OWNERS[other] for other in Owner if other in others)
            answered = _text(_OWNERS[owner], "asked") + (_text(f"Also right: {also}", "note") if also else "")
        case Line(rows=rows):
            layers = "".join(
                f"<li{' class=right' if row.asked else ''}>{_marked(row.layer.name)}: {_owner(row.cell)}</li>"
                for row in reversed(rows)
            )
            answered = f"<ol>{layers}</ol>"
    why = _text(card.why) if card.why else ""
    return answered + why + (_text(card.source, "note") if card.source else "")


def _explained(option: Option) -> str:
    """An option with whether it is right, and why."""
    mark, style = ("✓ ", ' class="right"') if option.right else ("✗ ", "")
    why = f'<div class="note" dir="auto">{_marked(option.why)}</div>' if option.why else ""
    return f'<li{style} dir="auto">{mark}{_marked(option.text)}{why}</li>'


def _shuffled(card: Card, options: Sequence[Option]) -> list[Option]:
    """The options in a deterministic shuffle: authors tend to begin with the right one."""
    return sorted(
        options,
        key=lambda option: hashlib.blake2b(f"{card.key}\0{option.text}".encode(), digest_size=8).digest(),
    )


def _matrix(matrix: Matrix) -> Iterator[str]:
    """The matrix as tables, the layers from customer data down; as many services each as fit on a page."""
    yield '<section class="matrix">\n<h2>Who owns what</h2>\n'
    for start in range(0, len(matrix.services), _SERVICES_ABREAST):
        services = matrix.services[start : start + _SERVICES_ABREAST]
        names = "".join(f'<th scope="col">{escape(service.name)}</th>' for service in services)
        yield f'<table>\n<thead><tr><th scope="col">Layer</th>{names}</tr></thead>\n<tbody>\n'
        for index, layer in reversed(list(enumerate(matrix.layers))):
            cells = "".join(
                f'<td class="{cell.owner.value if cell.applies else "absent"}">{_owner(cell)}</td>'
                for cell in (service.cells[index] for service in services)
            )
            yield f'<tr><th scope="row">{escape(layer.name)}</th>{cells}</tr>\n'
        yield "</tbody>\n</table>\n"
    yield "</section>\n"


def _owner(cell: Cell) -> str:
    """The owner in words, and the owners that are also right; a bar for a layer that is not there."""
    if not cell.applies:
        return "–"
    return " / ".join([_OWNERS[cell.owner], *(_OWNERS[also] for also in Owner if also in cell.accept)])


def _text(text: str, style: str = "") -> str:
    """A paragraph that keeps its lines."""
    return f'<p class="{f"text {style}".strip()}" dir="auto">{_marked(text)}</p>'


def _marked(text: str) -> str:
    """The text with nothing in it but text, and Markdown's `code` and **bold** as what they mean."""
    pieces = re.split(r"`([^`\n]+)`", escape(text))
    return "".join(
        f"<code>{piece}</code>" if index % 2 else re.sub(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*", r"<b>\1</b>", piece)
        for index, piece in enumerate(pieces)
    )
