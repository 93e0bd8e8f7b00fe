"""Which widget takes the answer to a card, and how the verdict stands on it."""

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
    """What takes the answer; None where it is only recalled. `instant`: the last pick answers."""
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
    """Show what is right on the widget in the area, beside what was given."""
    given = revealed.given
    match content:
        case Choice():
            picked = given.options if isinstance(given, Picked) else ()
            area.query_one(Options).show_verdict([asked.order.index(n) for n in picked])
        case Typed() | Cloze():
            text = given.text if isinstance(given, Text) else None
            area.query_one(TypedAnswer).show_verdict(text, revealed.verdict)
        case Duty(owner=owner, accept=accept):
            named = given.owner if isinstance(given, Named) else None
            area.query_one(OwnerTargets).show_verdict(owner, named, accept)
        case Line():
            area.query_one(LayerStack).show_verdict(given.owners if isinstance(given, Painted) else None)
        case Basic(answer=answer):
            if not area.query(MarkdownText):
                area.mount(MarkdownText(answer, classes="recalled"))
