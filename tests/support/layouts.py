"""Deck files in many layouts: what is in them, and how their authors write it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from srm_quiz.deckfiles.yaml_writer import flow_yaml, text_yaml
from tests.deckfiles.test_yaml_writer import ODD

TEXT = st.one_of(
    st.sampled_from(["Who?", "The customer", "You log in to it.", *ODD]),
    st.text("ab :#-'\"\\\n{}[],&*|>%@`🙂é\t", min_size=1, max_size=12),
).filter(lambda text: text.strip() != "")
LINE = TEXT.map(lambda text: " ".join(text.split()))
OPTION = st.tuples(st.sampled_from(["right", "wrong"]), st.none() | TEXT)


@st.composite
def drafts(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A sound note. What it asks and its options have `name` in them, so that they are like no other's."""
    kind = draw(st.sampled_from(["basic", "typed", "choice", "cloze", "owner"]))
    asked = f"{name} {draw(TEXT)}"
    note: dict[str, Any] = {"id": name} if draw(st.booleans()) else {}
    match kind:
        case "basic" | "typed":
            note |= {"question": asked, "answer": draw(TEXT)}
            if kind == "typed":
                note["accept"] = draw(st.lists(LINE, max_size=3))
        case "choice":
            sides = ["right", *draw(st.lists(st.sampled_from(["right", "wrong"]), max_size=2)), "wrong"]
            note |= {"question": asked, "choices": [draw(_option(n, side)) for n, side in enumerate(sides)]}
        case "cloze":
            note["cloze"] = asked.replace("{", "").replace("}", "") + " {{a::b}} is {{c}}"
        case "owner":
            note |= {"duty": asked, "owner": draw(st.sampled_from(["aws", "customer"]))}
            if draw(st.booleans()):
                note |= {"on": draw(LINE), "accept": ["shared"]}
    for key, values in (
        ("why", TEXT),
        ("hint", TEXT),
        ("source", LINE),
        ("tags", st.lists(LINE, max_size=3)),
        ("weight", st.sampled_from(["2", "0.25", "1.5"])),
    ):
        if draw(st.integers(0, 3)) == 0:
            note[key] = draw(values)
    return note


@st.composite
def _option(draw: st.DrawFn, number: int, side: str) -> dict[str, str]:
    option = {side: f"{number} {draw(TEXT)}"}
    return option | {"why": draw(TEXT)} if draw(st.booleans()) else option


@dataclass(frozen=True)
class Written:
    """A deck file, its notes as their author meant them, and where each note stands in the text."""

    data: bytes
    notes: list[dict[str, Any]]
    spans: list[tuple[int, int]]


@dataclass
class Author:
    """Somebody's habits of writing, some of them by chance."""

    draw: st.DrawFn
    dash: int
    gap: int
    inner_dash: int

    def note(self, note: dict[str, Any]) -> list[str]:
        """The lines of a note, its dash at the begin of the first."""
        if self.chance(5):
            return [f"- {flow_yaml(note)}{self.comment()}"]
        lines = [line for key, value in note.items() for line in self.key(key, value)]
        left = [key for key in ("why", "hint", "source", "tags") if key not in note]
        if left and self.chance(6):
            lines.append(self.draw(st.sampled_from(left)) + self.draw(st.sampled_from([":", ": "])))
        if self.chance(8):
            return [f"-{self.comment()}", *(" " * self.gap + line for line in lines)]
        return self.behind_dash(lines)

    def key(self, key: str, value: Any) -> list[str]:
        above = ["# a: note"] if key != "id" and self.chance(10) else []
        below = [""] if self.chance(15) else []
        if isinstance(value, str):
            first, *more = self.text(value)
            if self.chance(10):
                return [
                    *above,
                    f"{key}:{self.comment()}",
                    *(f"    {line}" for line in [first, *more]),
                    *below,
                ]
            return [*above, f"{key}: {first}", *more, *below]
        if not value or self.chance(4):
            return [*above, f"{key}: {flow_yaml(value)}{self.comment()}", *below]
        lines = []
        for item in value:
            entries = (
                self.text(item)
                if isinstance(item, str)
                else [line for name, text in item.items() for line in self.key(name, text)]
            )
            lines += [" " * self.inner_dash + line for line in self.behind_dash(entries)]
        if key == "choices" and self.chance(6):
            lines.append(" " * self.inner_dash + self.behind_dash(["wrong: "])[0])
        return [*above, f"{key}:{self.comment()}", *lines, *below]

    def behind_dash(self, lines: list[str]) -> list[str]:
        while not lines[0] or lines[0].startswith("#"):
            lines = lines[1:]
        return [
            f"-{' ' * (self.gap - 1)}{lines[0]}",
            *(" " * self.gap + line if line else "" for line in lines[1:]),
        ]

    def text(self, text: str) -> list[str]:
        style = self.draw(st.sampled_from(["ours", "ours", "single", "double", "block"]))
        if style == "single" and text.isprintable():
            return ["'" + text.replace("'", "''") + "'" + self.comment()]
        if style == "double":
            return [flow_yaml(f"{text}\t")[:-3] + '"' + self.comment()]
        if style == "block" and "\t" not in text and text == text.strip():
            head = "|" + self.comment()
            return [head, *(f"  {line}" if line.strip() else "" for line in text.split("\n"))]
        first, *more = text_yaml(text, 2).split("\n")
        return [first if more else first + self.comment(), *more]

    def comment(self) -> str:
        return "  # it's: so" if self.chance(6) else ""

    def form(self) -> list[str]:
        """The lines of a note that nothing is written into yet."""
        forms = (["question: ", "answer:", "accept: []"], ["question:", "choices:", "- right: ", "- wrong:"])
        return self.behind_dash(list(self.draw(st.sampled_from([*forms, ["cloze: "]]))))

    def chance(self, of: int) -> bool:
        return self.draw(st.integers(0, of - 1)) == 0


@st.composite
def decks(draw: st.DrawFn) -> Written:
    """A deck of up to four notes."""
    names = draw(st.lists(st.sampled_from(["n1", "n2", "n3", "n4"]), unique=True, max_size=4))
    notes = [draw(drafts(name)) for name in names]
    author = Author(
        draw,
        *draw(st.tuples(st.sampled_from([0, 2, 4]), st.sampled_from([2, 4]), st.sampled_from([0, 2, 4]))),
    )
    blanks = draw(st.integers(0, 2))
    lines = ["# A deck", "title: T  # of", *draw(st.sampled_from([[], ["tags: [x]", ""], ["id: d"]]))]
    chunks = ["\n".join(lines) + "\n"]
    spans = []
    if not notes:
        chunks.append(
            draw(
                st.sampled_from(
                    [
                        "cards: []\n",
                        "cards:\n",
                        "cards: [ ]  # soon\n",
                        "matrix: {layers: [{id: l, name: L}], services: []}\n",
                    ]
                )
            )
        )
    elif draw(st.integers(0, 5)) == 0:
        between = draw(st.sampled_from([", ", ",\n  ", ", # c\n  "]))
        chunks.append("cards: [")
        for number, note in enumerate(notes):
            chunks += [between] if number else []
            start = len("".join(chunks))
            chunks.append(flow_yaml(note))
            spans.append((start, len("".join(chunks))))
        chunks.append(draw(st.sampled_from(["]\n", ", ]\n", "\n]  # end\n"])))
    else:
        chunks.append("cards:\n" + "\n" * draw(st.integers(0, 1)))
        for note in notes:
            if author.chance(4):
                chunks.append(draw(st.sampled_from(["  # --- Part\n\n", "# about it\n", "   # deep\n"])))
            start = len("".join(chunks))
            text = "\n".join(" " * author.dash + line if line else "" for line in author.note(note))
            chunks += [text.rstrip() + "\n"]
            spans.append((start, len("".join(chunks)) - 1))
            chunks.append("\n" * blanks)
            if author.chance(8):
                chunks += [f"{' ' * author.dash}{line}\n" for line in author.form()]
    last = ["", "# end\n", "\n\n", "matrix:\n  layers: [{id: l, name: L}]\n  services: []\n"]
    chunks.append(draw(st.sampled_from(last[:3] if "matrix" in chunks[1] else last)))
    text = "".join(chunks)
    if draw(st.integers(0, 3)) == 0:
        text = text.rstrip("\n")
    line_break = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "", "\ufeff"]))

    def at(offset: int) -> int:
        return len((mark + text[:offset].replace("\n", line_break)).encode())

    data = (mark + text.replace("\n", line_break)).encode()
    return Written(data, notes, [(at(start), min(at(end), len(data))) for start, end in spans])
