"""One note of Anki as notes of a deck: which kind its note type asks for, and what its fields say."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from srm_quiz.deckfiles.yaml_writer import Draft, Value
from srm_quiz.exchange.anki import choices
from srm_quiz.exchange.anki.choices import ChoiceFields
from srm_quiz.exchange.anki.cloze import marked, numbers, sentences
from srm_quiz.exchange.anki.html_to_markdown import Medium, safe, to_markdown, to_plain
from srm_quiz.exchange.anki.templates import Template, fill

_WHY = {
    *("extra", "back extra", "explanation", "explanations", "why", "note", "notes", "remark", "remarks"),
    *("comment", "comments", "rationale", "reason", "additional info", "more info", "more", "feedback"),
    *("justification", "answer explanation", "overall explanation", "lecture notes", "info", "erklärung"),
}
_SOURCE = {"source", "sources", "url", "link", "links", "reference", "references", "ref", "quelle"}
_HINT = {"hint", "hints", "cue", "tip", "hinweis"}
_ACCEPT = {"accept", "also accept", "also right", "alternatives", "synonyms"}
_QUESTION = ("question", "front", "stem", "prompt", "text", "frage")
_LONGEST_FIELD = 500_000
_MOST_TEMPLATES = 100
_LONGEST_TYPED = 200
_LONGEST_LINE = 500


@dataclass(frozen=True)
class NoteType:
    """A note type: the names of its fields, and a template for each card."""

    name: str
    is_cloze: bool
    fields: tuple[str, ...]
    templates: Sequence[Template]

    @cached_property
    def choices(self) -> ChoiceFields | None:
        """How it asks multiple choice, if it does."""
        return None if self.is_cloze else choices.choice_fields(self.fields)

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """The fields that are a note's `why`, `source` and `hint`, and `accept` where one is typed in."""
        roles: dict[str, str] = {}
        for name in self.fields[1:]:
            plain = name.strip().lower().replace("_", " ").rstrip("0123456789").rstrip(" \t-")
            for role, names in (("why", _WHY), ("source", _SOURCE), ("hint", _HINT)):
                if plain in names:
                    roles[name] = role
            if plain in _ACCEPT and any(template.typed for template in self.templates):
                roles[name] = "accept"
        return roles

    def reverses(self, number: int) -> bool:
        """Whether the card `number` asks the first one the other way round."""
        return number == 1 and not self.is_cloze and len(self.templates) == 2


@dataclass(slots=True)
class Converted:
    """What a note became: drafts by the ending of their id, and where each of its cards is among them."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    cards: dict[int, tuple[str, int]] = field(default_factory=dict)
    """For each card of Anki's: the ending of the note's id, and the number of the sibling."""
    losses: list[str] = field(default_factory=list)
    media: list[Medium] = field(default_factory=list)
    """What is left out because it is no text."""


def convert(
    note_type: NoteType, values: Sequence[str], tags: Sequence[str], ordinals: Collection[int]
) -> Converted:
    """The note with these fields and tags, of which the cards `ordinals` exist."""
    converted = Converted()
    if any(len(value) > _LONGEST_FIELD for value in values):
        converted.losses.append(f"a field has more than {_LONGEST_FIELD:,} characters; the note is left out")
        return converted
    texts = [safe(value) for value in values]
    fields = dict(zip(note_type.fields, [*texts, *[""] * len(note_type.fields)], strict=False))
    note = _Note(note_type, fields, [safe(tag) for tag in tags], converted)
    if note_type.is_cloze:
        note.convert_cloze(ordinals)
    elif note_type.choices and note.convert_choices(note_type.choices):
        if others := [ordinal for ordinal in ordinals if ordinal]:
            converted.losses.append(f"{len(others)} further cards of a multiple choice note are left out")
    else:
        for ordinal in sorted(ordinals):
            note.convert_card(ordinal)
    converted.media += sorted(note.lost)
    return converted


def existing_cards(note_type: NoteType, values: Sequence[str]) -> set[int]:
    """The ordinals of the cards that Anki would make of these fields."""
    fields = dict(zip(note_type.fields, [*values, *[""] * len(note_type.fields)], strict=False))
    if note_type.is_cloze:
        found = {number - 1 for value in values for number in numbers(marked(value))}
        return found or {0}
    empty = dict.fromkeys(fields, "")
    return {
        ordinal
        for ordinal, template in enumerate(note_type.templates)
        if fill(template.front, fields, _as_it_is) != fill(template.front, empty, _as_it_is)
    } or {0}


def _as_it_is(name: str, filters: frozenset[str]) -> str | None:
    return "" if "type" in filters and "cloze" not in filters else None


class _Note:
    """A note while it is converted."""

    def __init__(
        self, note_type: NoteType, fields: Mapping[str, str], tags: list[str], converted: Converted
    ) -> None:
        self.note_type = note_type
        self.fields = fields
        self.tags = tags
        self.converted = converted
        self.lost: set[Medium] = set()

    def convert_card(self, ordinal: int) -> None:
        """A card of a template: a question and its answer, typed or not."""
        if not 0 <= ordinal < min(len(self.note_type.templates), _MOST_TEMPLATES):
            self.converted.losses.append("a card has no template; it is left out")
            return
        template = self.note_type.templates[ordinal]
        question = self._markdown(self._filled(template.front, but=("source", "hint"), typed=False))
        answer = self._markdown(self._filled(template.answer, but=("why", "source", "hint", "accept")))
        roles: tuple[str, ...] = ("why", "source", "hint")
        if not answer:
            answer = self._markdown(self._filled(template.answer, but=("source", "hint")))
            roles = ("source", "hint")
        if question and template.repeats_front:
            answer = _without(question, answer) or answer
        ending = "" if ordinal == 0 else "reversed" if self.note_type.reverses(ordinal) else str(ordinal + 1)
        draft: dict[str, Value] = {"question": question, "answer": answer}
        rest = ""
        typed = to_plain(self.fields.get(template.typed, "")) if template.typed else ""
        accept = [line for text in self._role("accept") for line in to_plain(text).split("\n") if line]
        if typed and (accept or (len(typed) <= _LONGEST_TYPED and "\n" not in typed)):
            draft.update(answer=typed, accept=accept)
            rest = self._markdown(self._filled(template.answer, but=(*roles, "accept"), typed=False))
            if template.repeats_front:
                rest = _without(question, rest)
        self._keep(ending, draft, ("question", "answer"), roles, rest)
        self.converted.cards[ordinal] = (ending, 1)

    def convert_choices(self, where: ChoiceFields) -> bool:
        """A multiple choice note; false if it is unclear which options are right."""
        question = next(
            (
                name
                for wanted in _QUESTION
                for name in self.note_type.fields
                if name.strip().lower() == wanted
            ),
            next((name for name in self.note_type.fields if name not in where.fields), ""),
        )
        if not question or not (options := choices.options(where, self.fields, self.lost)):
            return False
        draft: dict[str, Value] = {"question": self._markdown(self.fields[question])}
        if 0 < sum(option.right for option in options) < len(options):
            marked_options = [
                {"right" if option.right else "wrong": option.text, "why": option.why} for option in options
            ]
            draft["choices"] = marked_options
        else:
            listed = "\n".join(f"- {option.text}" for option in options)
            draft["question"] = f"{draft['question']}\n\n{listed}"
            draft["answer"] = "All of them" if options[0].right else "None of them"
            of = "wrong" if options[0].right else "right"
            self.converted.losses.append(f"no option of it is {of}: kept as a question and its answer")
        self._keep("", draft, ("question",), ("why", "source", "hint"))
        self.converted.cards[0] = ("", 1)
        return True

    def convert_cloze(self, ordinals: Collection[int]) -> None:
        """A text with blanks: a sibling for each blank, in order."""
        template = self.note_type.templates[0] if self.note_type.templates else Template("", "", "")
        text = to_markdown(self._filled(template.front, but=("source", "hint"), blanks=True), self.lost)
        converted = [sentence for sentence in sentences(text) if "image-occlusion:" not in sentence.text]
        if not converted:
            picture = "image-occlusion:" in text
            why = "it asks for parts of a picture" if picture else "its blanks cannot be said in a deck"
            self.converted.losses.append(f"{why}; the note is left out")
            return
        rest = self._markdown(self._filled(template.answer, but=("why", "source", "hint"), typed=False))
        for depth, sentence in enumerate(converted):
            ending = "" if depth == 0 else f"inner{depth}"
            self._keep(ending, {"cloze": sentence.text}, ("cloze",), ("why", "source", "hint"), rest)
            for sibling, number in enumerate(sentence.numbers, 1):
                self.converted.cards.setdefault(number - 1, (ending, sibling))
        asked = [number for sentence in converted for number in sentence.numbers]
        if len(set(asked)) < len(asked):
            self.converted.losses.append("blanks that were asked together are asked one by one")
        if numbers(text) - set(asked) or any(ordinal + 1 not in asked for ordinal in ordinals):
            self.converted.losses.append("a blank cannot be said in a deck; it is left out")

    def _keep(
        self,
        ending: str,
        draft: dict[str, Value],
        needed: tuple[str, ...],
        roles: tuple[str, ...],
        rest: str = "",
    ) -> None:
        """Take the draft, with what else the note says; not where one of the keys `needed` is empty."""
        if empty := [key for key in needed if not draft[key]]:
            without = " without its media" if self.lost else ""
            self.converted.losses.append(f"nothing is left of its {empty[0]}{without}; the card is left out")
            return
        whole: dict[str, Value] = dict(draft)
        reasons = [self._markdown(text) for text in self._role("why")] if "why" in roles else []
        whole["why"] = "\n\n".join(text for text in [*reasons, rest] if text)
        whole["hint"] = "\n\n".join(text for name in self._role("hint") if (text := self._markdown(name)))
        source = " ".join(text for name in self._role("source") if (text := _one_line(name)))
        if len(source) > _LONGEST_LINE:
            self.converted.losses.append(f"a source of more than {_LONGEST_LINE} characters is left out")
            source = ""
        whole["source"] = source
        whole["tags"] = self.tags
        self.converted.drafts[ending] = {
            key: value for key, value in whole.items() if value or key == "accept"
        }

    def _role(self, role: str) -> list[str]:
        return [
            self.fields[name]
            for name, its in self.note_type.roles.items()
            if its == role and self.fields[name]
        ]

    def _filled(
        self, template: str, *, but: tuple[str, ...], typed: bool = True, blanks: bool = False
    ) -> str:
        """The template without the fields of these roles; with `blanks`, cloze fields have their signs."""

        def filtered(name: str, filters: frozenset[str]) -> str | None:
            if "tts" in filters or ("type" in filters and "cloze" not in filters and not typed):
                return ""
            if "cloze" in filters:
                return marked(self.fields.get(name, "")) if blanks else ""
            return "" if self.note_type.roles.get(name) in but else None

        return fill(template, self.fields, filtered)

    def _markdown(self, html: str) -> str:
        return to_markdown(html, self.lost)


def _without(question: str, back: str) -> str:
    """What follows the question on the back."""
    return back.removeprefix(question).lstrip("\\\n ")


def _one_line(html: str) -> str:
    """A field as one line of text, with the addresses its links lead to."""
    text = to_markdown(html)
    plain = " ".join(to_plain(html).split("\n")).strip()
    links = [link for link in re.findall(r"\]\((https?://[^\s()]+)\)", text) if link not in plain]
    return " ".join([plain, *links])
