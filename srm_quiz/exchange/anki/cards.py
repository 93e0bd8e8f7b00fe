"""Cards of a deck as notes of Anki: which note type, and what stands in its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from srm_quiz.domain.cards import Basic, Card, CardKey, Choice, Cloze, Duty, Line, Option, Typed
from srm_quiz.domain.responsibility import Owner
from srm_quiz.exchange.anki.cloze import anki_marks, anki_text
from srm_quiz.exchange.anki.html_to_markdown import to_html, typed_html
from srm_quiz.exchange.anki.note_types import Stencil, Stencils

_OWNERS = {Owner.AWS: "AWS", Owner.CUSTOMER: "The customer", Owner.SHARED: "Both share it"}
_DEFENSIBLE = "This answer can be defended, too."


@dataclass(frozen=True, slots=True)
class AnkiNote:
    """A note as it is written: `cards` are the keys of its cards in order."""

    stencil: Stencil
    fields: tuple[str, ...]
    cards: tuple[CardKey, ...]


def anki_note(siblings: Sequence[Card]) -> AnkiNote | None:
    """The note that asks this card, or the blanks of one text; None for a card Anki has nothing like."""
    first = siblings[0]
    content = first.content
    fields: tuple[str, ...]
    match content:
        case Basic(question=question, answer=answer):
            stencil, fields = Stencils.BASIC, (to_html(question), to_html(answer))
        case Typed(question=question, answer=answer, accept=accept):
            also = typed_html("\n".join(accept)) if accept else ""
            stencil, fields = Stencils.TYPED, (to_html(question), typed_html(answer), also)
        case Cloze():
            blanks = [card.content for card in siblings if isinstance(card.content, Cloze)]
            stencil, fields = Stencils.CLOZE, (anki_marks(to_html(anki_text(blanks))),)
        case Choice(question=question, options=options):
            stencil, fields = Stencils.CHOICE, (to_html(question), *_lists(options))
        case Duty(duty=duty, on=on):
            question = f"{duty}\n\n{f'On {on}: whose duty is it?' if on else 'Whose duty is it?'}"
            stencil, fields = Stencils.CHOICE, (to_html(question), *_lists(_owners(content)))
        case Line():
            return None
    source = typed_html(first.source) if first.source else ""
    further = (to_html(first.why) if first.why else "", source, to_html(first.hint) if first.hint else "")
    return AnkiNote(stencil.value, (*fields, *further), tuple(card.key for card in siblings))


def _lists(options: Sequence[Option]) -> tuple[str, str, str]:
    """The options, the numbers of the right ones, and the reasons, each as a field."""
    listed = "".join(f"<li>{to_html(option.text)}</li>" for option in options)
    right = ", ".join(f"#{number}" for number, option in enumerate(options, 1) if option.right)
    reasons = "".join(
        f'<li class="{"right" if option.right else "wrong"}">{to_html(option.why) if option.why else ""}</li>'
        for option in options
    )
    explained = any(option.why for option in options)
    return f"<ol>{listed}</ol>", right, f"<ol>{reasons}</ol>" if explained else ""


def _owners(duty: Duty) -> list[Option]:
    return [
        Option(name, owner is duty.owner, _DEFENSIBLE if owner in duty.accept else "")
        for owner, name in _OWNERS.items()
    ]
