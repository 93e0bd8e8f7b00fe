"""A card with its answer, as the drill will show it: the preview beside the form."""

from __future__ import annotations

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import Basic, Card, Choice, Cloze, Duty, Line, Typed
from srm_quiz.tui.widgets.layer_stack import LayerStack
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.owners import OwnerTargets
from srm_quiz.tui.widgets.typed_answer import AnswerText


def question_text(card: Card) -> str:
    """The text above the answer widget; empty for a cloze card, whose widget draws the sentence."""
    match card.content:
        case Basic(question=question) | Typed(question=question) | Choice(question=question):
            return question
        case Duty(duty=duty, on=on):
            return f"{duty}\n\n{on}" if on else duty
        case Line(service=service):
            return f"Who owns each layer of {service}?"
        case Cloze():
            return ""


class CardPreview(VerticalScroll, can_focus=False):
    """The cards that a draft makes, one below the other."""

    async def show(self, cards: tuple[Card, ...]) -> None:
        """Show these cards instead of the previous ones."""
        async with self.batch():  # two overlapping calls would otherwise both stay
            await self.remove_children()
            for number, card in enumerate(cards):
                if len(cards) > 1:
                    await self.mount(Static(f"Card {number + 1}", classes="heading", markup=False))
                await self.mount(*card_parts(card))


def card_parts(card: Card) -> list[Widget]:
    """Widgets for the card's question, answer, hint, why and source, from top to bottom."""
    parts: list[Widget] = []
    if question := question_text(card):
        parts.append(MarkdownText(question, classes="part"))
    answer: Widget
    match card.content:
        case Choice(options=options, right_count=right):
            answer = Options(options, right)
        case Typed() | Cloze() as content:
            if isinstance(content, Cloze):  # the sentence with its blank is the question
                parts.append(AnswerText(content).add_class("part"))
            answer = AnswerText(content)
            answer.show_verdict(None, None)
        case Duty():
            answer = OwnerTargets()
        case Line(rows=rows):
            answer = LayerStack(rows)
        case Basic(answer=text):
            answer = MarkdownText(text, classes="recalled")
    answer.can_focus = False
    answer.add_class("part")
    match answer, card.content:
        case Options() | LayerStack(), _:
            answer.show_verdict()
        case OwnerTargets(), Duty(owner=owner, accept=accept):
            answer.show_verdict(owner, None, accept)
    parts.append(answer)
    if card.hint:
        parts.append(Static(Content.styled(f"Hint: {card.hint}", "$text-muted"), classes="part"))
    if card.why:
        parts.append(MarkdownText(card.why, classes="part"))
    if card.source:
        source = Content.styled(phrases.strip_scheme(card.source), "$text-muted")
        parts.append(Static(source, classes="part"))
    return parts
