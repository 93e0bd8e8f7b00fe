"""The widget that takes the answer to a card, and the verdict shown on it."""

from __future__ import annotations

from textual.widget import Widget

from srm_quiz.domain.cards import Basic, Choice, Cloze, Content, Duty, Line, Typed
from srm_quiz.domain.grading import Named, Painted, Picked, Text
from srm_quiz.domain.session import Asked, Revealed
from srm_quiz.tui.widgets.layer_stack import LayerStack
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.owners import OwnerTargets
from srm_quiz.tui.widgets.typed_answer import TypedAnswer


def answer_widget(content: Content, asked: Asked, *, instant: bool) -> Widget | None:
    """The widget that takes the answer, or None if the card is only recalled.

    With `instant`, choosing an option submits it if only one is asked for.
    """
    match content:
        case Choice(options=options):
            shown = [options[position] for position in asked.order]
            return Options(shown, content.right_count, instant=instant)
        case Typed() | Cloze():
            return TypedAnswer(content)
        case Duty():
            return OwnerTargets()
        case Line(rows=rows):
            return LayerStack(rows)
        case Basic():
            return None


def show_verdict(area: Widget, content: Content, asked: Asked, revealed: Revealed) -> None:
    """Show the right answer beside the one given, on the widget in `area`."""
    given = revealed.given
    match content:
        case Choice():
            picked = given.options if isinstance(given, Picked) else ()
            area.query_one(Options).show_verdict([asked.order.index(n) for n in picked])
        case Typed() | Cloze():
            text = given.text if isinstance(given, Text) else None
            area.query_one(TypedAnswer).show_verdict(text, revealed.verdict)
        case Duty(owner=owner, accept=accept):
            owner_picked = given.owner if isinstance(given, Named) else None
            area.query_one(OwnerTargets).show_verdict(owner, owner_picked, accept)
        case Line():
            area.query_one(LayerStack).show_verdict(given.owners if isinstance(given, Painted) else None)
        case Basic(answer=answer):
            if not area.query(MarkdownText):
                area.mount(MarkdownText(answer, classes="recalled"))
