"""QTI 2.1 and 2.2: items with one choice interaction, alone or in a package."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from srm_quiz.deckfiles.yaml_writer import Value
from srm_quiz.exchange.anki.html_to_markdown import Medium, to_markdown
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.model import Imported, ImportRefusedError
from srm_quiz.exchange.quiz.xml import parse
from srm_quiz.exchange.text import MOST_BYTES, clean, decode

_MOST_ITEMS = 20_000


class _NotReadError(Exception):
    """The item has no place in a deck: the reason."""


def is_item(start: str) -> bool:
    """Whether a text that begins so is an item, or items, of QTI 2."""
    return "<assessmentItem" in start or ":assessmentItem" in start


def read(text: str, name: str) -> Imported:
    """The items of the text. Raises ImportRefusedError if it is not well-formed XML."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    counts = _read(text, collector, "")
    return replace(collector.imported(), form="QTI 2.1", understood=counts[0], left_out=counts[1])


def read_package(path: Path) -> Imported:
    """The items of a package. Raises ImportRefusedError if one of its files is damaged or too large."""
    collector = NoteCollector(path.stem)
    understood = left_out = size = 0
    try:
        with zipfile.ZipFile(path) as package:
            entries = [entry for entry in package.infolist() if entry.filename.endswith(".xml")]
            if len(entries) > _MOST_ITEMS:
                raise ImportRefusedError(f"the package has more than {_MOST_ITEMS:,} files")
            for entry in entries:
                size += entry.file_size
                if size > MOST_BYTES:
                    raise ImportRefusedError(
                        f"the package is larger than {MOST_BYTES // 1_000_000} MB unpacked"
                    )
                with package.open(entry) as file:
                    text, _ = decode(file.read(MOST_BYTES))
                if is_item(text[:2_000]):
                    counts = _read(clean(text)[0], collector, entry.filename)
                    understood, left_out = understood + counts[0], left_out + counts[1]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ImportRefusedError(f"the package is damaged: {str(error)[:200]}") from None
    return replace(
        collector.imported(), form="a package of QTI 2.1", understood=understood, left_out=left_out
    )


def _read(text: str, collector: NoteCollector, file: str) -> tuple[int, int]:
    """Collect the items of a file; return how many were understood, and how many were not."""
    understood = left_out = 0
    root = parse(text)
    for item in [root] if root.tag == "assessmentItem" else root.iter("assessmentItem"):
        place = f"{file}: {item.get('title', '')}".strip(": ")
        lost: set[Medium] = set()
        try:
            note = _note(item, lost)
        except _NotReadError as error:
            collector.report(f"an item was left out: {error}", place)
            left_out += 1
            continue
        for what, name in sorted(lost):
            collector.report(f"{what} is left out", f"{name}, in: {place}" if name else place)
        is_kept = collector.add(note, place)
        understood, left_out = understood + is_kept, left_out + (not is_kept)
    return understood, left_out


def _note(item: Element, lost: set[Medium]) -> dict[str, Value]:
    body = item.find("itemBody")
    interactions = (
        [] if body is None else [part for part in body.iter() if str(part.tag).endswith("Interaction")]
    )
    if body is None or len(interactions) != 1 or interactions[0].tag != "choiceInteraction":
        raise _NotReadError("it is no item with one choice to make")
    interaction = interactions[0]
    wanted = interaction.get("responseIdentifier", "RESPONSE")
    declaration = next(
        (one for one in item.findall("responseDeclaration") if one.get("identifier") == wanted), None
    )
    values = (
        []
        if declaration is None
        else [(value.text or "").strip() for value in declaration.iterfind("correctResponse/value")]
    )
    if not values:
        raise _NotReadError("it does not say which choices are right")
    choices: list[Mapping[str, str]] = []
    names = [choice.get("identifier", "") for choice in interaction.iter("simpleChoice")]
    if not set(values) <= set(names) or len(set(names)) < len(names):
        raise _NotReadError("its right choices are not among its choices")
    for choice in interaction.iter("simpleChoice"):
        feedback = [_markdown(part, lost) for part in choice.findall("feedbackInline")]
        for part in choice.findall("feedbackInline"):
            choice.remove(part)
        why = "\n\n".join(text for text in feedback if text)
        side = "right" if choice.get("identifier") in values else "wrong"
        choices.append({side: _markdown(choice, lost), **({"why": why} if why else {})})
    prompt = interaction.find("prompt")
    asked = _markdown(prompt, lost)
    for parent in body.iter():
        if interaction in list(parent):
            parent.remove(interaction)
    question = "\n\n".join(text for text in (_markdown(body, lost), asked) if text)
    note: dict[str, Value] = {"question": question, "choices": choices}
    if identifier := item.get("identifier", "").strip():
        note["id"] = identifier
    whys = [_markdown(part, lost) for part in item.findall("modalFeedback")]
    if why := "\n\n".join(dict.fromkeys(text for text in whys if text)):
        note["why"] = why
    return note


def _markdown(element: Element | None, lost: set[Medium]) -> str:
    """What an element shows, in Markdown."""
    if element is None:
        return ""
    inside = (element.text or "") + "".join(tostring(child, encoding="unicode") for child in element)
    return to_markdown(inside, lost).strip()
