"""Decks of hashcards: `Q:` with `A:`, and `C:` with the words to be asked in [brackets]."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from srm_quiz.deckfiles.notes import escaped_answer
from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.markdown.blocks import code_lines
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.text import at_line, clean

_TAG = re.compile(r"([QAC]):(.*)")
_PIECE = re.compile(
    r"\\([\[\]\\])|(!\[[^\[\]\n]*\](?:\([^()\n]*\))?)|\[((?:\\.|[^\[\]\\])*)\]|([\[\]])", re.DOTALL
)
"""What brackets are part of: an escape, a picture, a blank, or nothing."""


def read(text: str, name: str) -> Imported:
    """The cards of a deck; `name` is its title if its first lines give none."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    lines = text.split("\n")
    card: dict[str, list[str]] = {}
    began, tag = 0, ""

    def close() -> None:
        if card:
            texts = {key: "\n".join(lines_of_key).strip() for key, lines_of_key in card.items()}
            _add(texts, at_line(began, " ".join(texts.values())), collector)
        card.clear()

    is_code = code_lines(text)
    for number, line in enumerate(lines[(start := _front(lines, collector)) :], start + 1):
        match = None if is_code[number - 1] else _TAG.match(line)
        if match and not (match[1] == "A" and tag == "Q"):
            close()
            began = number
        if match:
            tag = match[1]
            card.setdefault(tag, []).append(match[2].strip())
        elif line.strip() == "---" and not is_code[number - 1]:
            close()
            tag = ""
        elif tag:
            card[tag].append(line.rstrip())
        elif line.strip():
            collector.report("a line that belongs to no card was left out", at_line(number, line))
    close()
    return collector.imported()


def _front(lines: list[str], collector: NoteCollector) -> int:
    """How many lines at the top are about the deck itself; its title is taken from them."""
    if lines[0].strip() != "---":
        return 0
    end = next((index for index, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    try:
        settings = tomllib.loads("\n".join(lines[1:end]))
    except (ValueError, RecursionError):  # not TOML, a number of very many digits, or lists in lists in lists
        return 0
    if isinstance(title := settings.pop("name", None), str) and title.strip():
        collector.title = title
    for key in settings:
        collector.report(f"'{key}' at the top of the file has no place in a deck", at_line(1, lines[0]))
    return end + 1 if end else 0


def _add(texts: Mapping[str, str], place: str, collector: NoteCollector) -> None:
    """Make a note of a card."""
    if "Q" in texts and "A" in texts:
        note: dict[str, Value] = {"question": texts["Q"], "answer": texts["A"]}
    elif "C" in texts:
        if "{{" in texts["C"]:
            collector.report("a card was left out: its text has {{, which begins a blank in our decks", place)
            return
        note = {"cloze": _PIECE.sub(_blank, texts["C"])}
        if "{{" not in str(note["cloze"]):
            collector.report("a card was left out: its text has no blank", place)
            return
    else:
        collector.report(f"a card was left out: it has no {'answer' if 'Q' in texts else 'question'}", place)
        return
    if any("![" in text for text in texts.values()):
        collector.report("a picture is shown as its address", place)
    collector.add(note, place)


def _blank(match: re.Match[str]) -> str:
    """What stands in our decks for a piece with brackets."""
    if match[1]:
        return match[1]
    if match[3] is None or not match[3].strip():
        return match[0]
    answer = escaped_answer(re.sub(r"\\([\[\]\\])", r"\1", match[3]))
    return f"{{{{{answer}::}}}}" if "::" in answer else f"{{{{{answer}}}}}"
