"""What stands below a question, by its labels: the answer, what explains it, its source and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from srm_quiz.exchange.markdown.blocks import Line, LineKind
from srm_quiz.exchange.markdown.marks import Marked, unguarded


@dataclass(slots=True)
class Part:
    """A labelled text below a question; `why` is the label of one without."""

    label: str
    lines: list[Line] = field(default_factory=list)
    in_fold: bool = False

    def text(self) -> str:
        """Return its lines as one text."""
        return prose(self.lines)


def prose(lines: Iterable[Line]) -> str:
    """The lines as one text, dedented by what all of them are indented."""
    kept = list(lines)
    full = [line for line in kept if line.raw.strip()]
    least = min((line.indent for line in full), default=0)
    written: list[str] = []
    for line in kept:
        if line.begins_block and written and written[-1]:
            written.append("")
        raw = (
            ""
            if line.kind is LineKind.BLANK
            else line.raw
            if line.kind is LineKind.CODE
            else unguarded(line.raw)
        )
        written.append(raw.expandtabs(4)[least:] if raw[:1].isspace() else raw)
    return "\n".join(written).strip()


def split_parts(lines: Sequence[Marked], *, for_choice: bool) -> list[Part]:
    """What stands below the options, or from the answer on, by its labels.

    A label goes on until the next; but after the letters of an answer, and after a source, an empty line
    ends it.
    """
    parts = [Part("why")]
    for line, marks in lines:
        current = parts[-1]
        ends = current.label in ("source", "accept", "tags", "tag", "hint") or (
            current.label == "answer" and for_choice
        )
        if marks.label:
            parts.append(Part(marks.label, in_fold=bool(line.fold)))
            if marks.text:
                parts[-1].lines.append(text_line(line, marks.text))
        elif line.kind is LineKind.BLANK and ends and prose(current.lines):
            parts.append(Part("why"))
        else:
            current.lines.append(line)
    return parts if parts[0].text() or len(parts) == 1 else parts[1:]


def text_line(line: Line, text: str) -> Line:
    """What stands behind a label, as a line of its own."""
    return Line(line.number, LineKind.TEXT, text, text, line.indent)


def plain(text: str) -> str:
    """Return the text for comparing: without emphasis, a full stop at its end, and case."""
    return " ".join(text.split()).strip(" .*_`").casefold()
