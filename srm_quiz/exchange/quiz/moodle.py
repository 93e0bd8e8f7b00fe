"""Moodle XML: questions with answers and feedback in HTML or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from srm_quiz.deckfiles.yaml_writer import Draft, Value
from srm_quiz.exchange.anki.html_to_markdown import Medium, to_markdown
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.deck_notes import DeckNotes, as_questions
from srm_quiz.exchange.model import Imported, Loss
from srm_quiz.exchange.quiz.xml import parse
from srm_quiz.exchange.text import clean

_UNKNOWN = {
    "matching": "it matches terms",
    "essay": "it asks for an essay",
    "numerical": "it takes any number of a range",
    "cloze": "it has answers inside its text",
    "ddwtos": "words are dragged into it",
    "ddmatch": "it matches terms",
    "gapselect": "it has answers inside its text",
}


class _NotReadError(Exception):
    """The question has no place in a deck: the reason."""


def is_quiz(start: str) -> bool:
    """Whether a text that begins so is Moodle's."""
    return "<quiz" in start and "<question" in start


def read(text: str, name: str) -> Imported:
    """The questions; `name` is the title of the deck for those in no category.

    Raises ImportRefusedError if the text is not well-formed XML.
    """
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    category = ""
    understood = left_out = 0
    for number, question in enumerate(parse(text).iter("question"), 1):
        kind = question.get("type", "")
        if kind == "category":
            category = (question.findtext("category/text") or "").strip()
            category = category.removeprefix("$course$/").removeprefix("top/").replace("/", ": ")
            continue
        lost: set[Medium] = set()
        asked = _text(question.find("questiontext"), lost)
        place = f"question {number}: {' '.join(asked.split())[:60]}"
        try:
            note = _note(kind, question, asked, lost)
        except _NotReadError as error:
            if kind != "description":
                collector.report(f"a question was left out: {error}", place)
                left_out += 1
            continue
        for what, file in sorted(lost):
            collector.report(f"{what} is left out", f"{file}, in: {place}" if file else place)
        is_kept = collector.add(note, place, category)
        understood, left_out = understood + is_kept, left_out + (not is_kept)
    return replace(collector.imported(), form="Moodle XML", understood=understood, left_out=left_out)


def _note(kind: str, question: Element, asked: str, lost: set[Medium]) -> dict[str, Value]:
    note: dict[str, Value] = {"question": asked}
    if idnumber := (question.findtext("idnumber") or "").strip():
        note["id"] = idnumber
    answers = [
        (_text(answer, lost), _fraction(answer), _text(answer.find("feedback"), lost))
        for answer in question.findall("answer")
    ]
    if kind in ("multichoice", "truefalse"):
        choices: list[Mapping[str, str]] = []
        for text, fraction, feedback in answers:
            text = text.capitalize() if kind == "truefalse" else text
            choices.append(
                {"right" if fraction > 0 else "wrong": text, **({"why": feedback} if feedback else {})}
            )
        note["choices"] = choices
    elif kind == "shortanswer" or (kind == "numerical" and _is_exact(question)):
        right = [text for text, fraction, _ in answers if fraction == 100]
        if not right:
            raise _NotReadError("none of its answers counts in full")
        note |= {"answer": right[0], "accept": right[1:]}
    elif kind == "essay" and (answer := _text(question.find("graderinfo"), lost)):
        note["answer"] = answer
    else:
        raise _NotReadError(_UNKNOWN.get(kind, f"a question of the type '{kind}' has no place in a deck"))
    hint = question.find("hint")
    for key, element in (("why", question.find("generalfeedback")), ("hint", hint)):
        if text := _text(element, lost):
            note[key] = text
    if tags := [
        text for tag in question.findall("tags/tag") if (text := (tag.findtext("text") or "").strip())
    ]:
        note["tags"] = tags
    return note


def _is_exact(question: Element) -> bool:
    return all(
        float(tolerance.text or 0) == 0
        for tolerance in question.iter("tolerance")
        if _is_number(tolerance.text)
    )


def _is_number(text: str | None) -> bool:
    try:
        float(text or 0)
    except ValueError:
        return False
    return True


def _fraction(answer: Element) -> float:
    text = answer.get("fraction")
    return float(text or 0) if _is_number(text) else 0.0


def _text(element: Element | None, lost: set[Medium]) -> str:
    """The text of an element in Markdown."""
    if element is None:
        return ""
    text = element.findtext("text") or ""
    if element.get("format") in ("markdown", "plain_text"):
        return text.strip()
    return to_markdown(text, lost).strip()


# ---------------------------------------------------------------------- writing


def write(deck: DeckNotes) -> tuple[str, Sequence[Loss]]:
    """Return the deck as Moodle XML, and what it cannot say."""
    notes, losses = as_questions(deck)
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    SubElement(SubElement(category, "category"), "text").text = f"$course$/{deck.title.replace('/', '-')}"
    for note in notes:
        if note.get("source"):
            losses.append(Loss("a source has no place in Moodle XML", str(note["question"])))
        _add(quiz, note)
    indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="unicode") + "\n", losses


def _add(quiz: Element, note: Draft) -> None:
    kind = "multichoice" if "choices" in note else "shortanswer" if "accept" in note else "essay"
    question = SubElement(quiz, "question", type=kind)
    SubElement(SubElement(question, "name"), "text").text = " ".join(str(note["question"]).split())[:60]
    _put(question, "questiontext", str(note["question"]))
    _put(question, "generalfeedback", str(note.get("why", "")))
    SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "idnumber").text = str(note["id"])
    if kind == "essay":
        SubElement(question, "responseformat").text = "editor"
        _put(question, "graderinfo", str(note["answer"]))
    for text, fraction, feedback in _answers(note):
        answer = _put(question, "answer", text, fraction=fraction)
        _put(answer, "feedback", feedback)
    if kind == "multichoice":
        is_single = sum("right" in option for option in note["choices"]) == 1
        SubElement(question, "single").text = str(is_single).lower()
        SubElement(question, "shuffleanswers").text = "true"
        SubElement(question, "answernumbering").text = "abc"
    if note.get("hint"):
        _put(question, "hint", str(note["hint"]))
    tags = SubElement(question, "tags")
    for tag in note.get("tags", ()):
        SubElement(SubElement(tags, "tag"), "text").text = str(tag)


def _answers(note: Draft) -> Iterator[tuple[str, str, str]]:
    """The answers, each with what it counts in percent and its feedback."""
    if "accept" in note:
        yield from ((str(text), "100", "") for text in (note["answer"], *note["accept"]))
        return
    options = [option for option in note.get("choices", ()) if isinstance(option, Mapping)]
    right = sum("right" in option for option in options)
    for option in options:
        fraction = (
            f"{100 / right:.5f}".rstrip("0").rstrip(".")
            if "right" in option
            else "0"
            if right == 1
            else "-100"
        )
        yield option.get("right") or option.get("wrong", ""), fraction, option.get("why", "")


def _put(parent: Element, name: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, name, {**attributes, "format": "markdown"})
    SubElement(element, "text").text = text
    return element
