"""The input of a typed or cloze card, and the answer typed compared with the right one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Self

from textual.app import ComposeResult
from textual.content import Content, Span
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from srm_quiz.domain.cards import Cloze, Typed
from srm_quiz.domain.grading import Verdict, longest_text, normalise
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.keymap import character_of
from srm_quiz.tui.widgets.inputs import LineInput
from srm_quiz.tui.widgets.line_widget import LineWidget, hanging
from srm_quiz.tui.widgets.markdown import Block, blocks, flow, inline

MAX_COMPARED = 400
"""Characters. Longer texts are shown unmarked: the time to compare grows with the square of the length."""
MIN_SIMILARITY = 0.5
"""A ratio, 0 to 1. Texts less similar than this are two answers, not one with slips: marks are noise."""

BLANK = "______"
_BLANK_MARK = "\ue000"
"""Stands for the blank while the sentence is parsed as Markdown; no deck uses this character."""


class AnswerInput(LineInput):
    """The line to type in. It takes every letter; after Escape letters are commands again."""

    DEFAULT_CSS = """
    AnswerInput {
        border: none;
        border-left: outer $accent;
        background: $surface;
        height: 1;
        padding: 0 1;
        &:focus { border: none; border-left: outer $accent; }
        &:blur { border-left: outer $border; }
    }
    """
    BINDINGS = bindings(drill.Answer, drill.LeaveInput)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every character is typed, so that no command takes it. ^Z is kept from the undo command while there
        is text: in other programs it undoes typing, and here undo would discard the text."""
        if key == "ctrl+z":
            return bool(self.value)
        return super().check_consume_key(key, character or character_of(key))

    async def action_answer(self) -> None:
        await self.action_submit()

    def action_leave_input(self) -> None:
        self.query_ancestor(TypedAnswer).leave()


class TypedAnswer(Widget, can_focus=True, inherit_bindings=False):
    """Takes a typed answer; for a cloze card it also draws the sentence with its blank.

    After Escape it has the focus itself: letters are commands, and Enter continues typing.
    """

    DEFAULT_CSS = """
    TypedAnswer {
        height: auto;
        &.-sentence AnswerInput { margin-top: 1; }
    }
    """
    BINDINGS = bindings(drill.Type)

    class Answered(Message):
        """The learner submitted; an empty text asks to see the answer."""

        def __init__(self, typed: TypedAnswer, text: str) -> None:
            super().__init__()
            self.typed = typed
            self.text = text

        @property
        def control(self) -> TypedAnswer:
            """The widget that was used."""
            return self.typed

    def __init__(self, content: Typed | Cloze, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_class(isinstance(content, Cloze), "-sentence")
        self._text = AnswerText(content)
        self._input = AnswerInput(
            select_on_focus=False, placeholder="type the answer", max_length=longest_text(content)
        )
        self._input.cursor_blink = False
        self._revealed = False

    def compose(self) -> ComposeResult:
        yield self._text
        yield self._input

    def on_mount(self) -> None:
        self._input.focus(scroll_visible=False)

    def focus(self, scroll_visible: bool = True) -> Self:
        """Focus the input while there is something to type."""
        if self._revealed:
            return super().focus(scroll_visible)
        self._input.focus(scroll_visible)
        return self

    @property
    def text(self) -> str:
        """What has been typed so far."""
        return self._input.value

    def leave(self) -> None:
        """Stop typing, so that letters are commands."""
        super().focus()

    def show_verdict(self, text: str | None = None, verdict: Verdict | None = None) -> None:
        """Show the right answer and how `text` differs from it; None if nothing was typed."""
        self._revealed = True
        self._text.show_verdict(text, verdict)
        if self._input.has_focus:
            super().focus()
        self._input.display = False

    def show_question(self, text: str = "") -> None:
        """Ask again after an undo, with `text` typed."""
        self._revealed = False
        self._text.show_blank(text)
        self._input.value = text
        self._input.display = True
        self._input.focus(scroll_visible=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Typing continues only before the verdict."""
        return action != "type" or not self._revealed

    def action_type(self) -> None:
        self._input.focus(scroll_visible=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.refresh_bindings()
        if not self._revealed:
            self._text.show_blank(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Answered(self, event.value.strip()))


class AnswerText(LineWidget):
    """The sentence of a cloze card with its blank; after the verdict, what was typed and what is right."""

    def __init__(self, content: Typed | Cloze) -> None:
        super().__init__()
        self._content = content
        self._typed: str | None = ""
        self._verdict: Verdict | None = None
        self._revealed = False

    def show_blank(self, text: str) -> None:
        """Show the blank with what has been typed so far."""
        self._typed, self._verdict, self._revealed = text, None, False
        if isinstance(self._content, Cloze):
            self.refresh(layout=True)

    def show_verdict(self, text: str | None, verdict: Verdict | None) -> None:
        """Show the blank filled in, and what was typed if it differs."""
        self._typed, self._verdict, self._revealed = text, verdict, True
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        sentence = self._sentence(width) if isinstance(self._content, Cloze) else []
        if not self._revealed:
            return sentence
        compared = self._compared(width)
        return [*sentence, Content(), *compared] if sentence and compared else sentence + compared

    def _sentence(self, width: int) -> list[Content]:
        assert isinstance(self._content, Cloze)
        blank = self._blank()
        return flow((_filled(block, blank) for block in blocks(self._content.text(_BLANK_MARK))), width)

    def _blank(self) -> Content:
        assert isinstance(self._content, Cloze)
        if self._revealed:
            return inline(self._content.answer).stylize("bold underline $text-success")
        if self._typed:
            return Content.styled(self._typed, "bold underline $text-accent")
        cue = self._content.cue
        return Content.styled(f"[{cue}]" if cue else BLANK, "bold $text-accent")

    def _compared(self, width: int) -> list[Content]:
        content = self._content
        right = (content.answer, *content.accept)
        typed = self._typed
        if not typed or normalise(typed) == normalise(content.answer):
            return (
                []
                if isinstance(content, Cloze)
                else hanging(_sign("✓"), inline(content.answer).stylize("bold"), width)
            )
        if self._verdict is Verdict.CORRECT:
            also = hanging("  also ", inline(content.answer), width)
            return [*hanging(_sign("✓"), Content.styled(typed, "bold"), width), *also]
        mine, wanted = mark_differences(typed, closest(typed, right))
        close = self._verdict is Verdict.CLOSE
        return [
            *hanging(_label("≈ " if close else "✗ ", "you wrote  "), mine, width),
            *hanging(_label("✓ ", "it is      "), wanted, width),
        ]


def _sign(sign: str) -> Content:
    return Content.styled(f"{sign} ", "bold $text-success")


def _label(sign: str, words: str) -> Content:
    tone = {"✓": "$text-success", "≈": "$text-warning"}.get(sign.strip(), "$text-error")
    return Content.assemble((sign, f"bold {tone}"), (words, "$text-muted"))


def _filled(block: Block, blank: Content) -> Block:
    """The block with `blank` put in, if the blank is in this block."""
    before, has_blank, _ = block.text.plain.partition(_BLANK_MARK)
    if not has_blank:
        return block
    at = len(before)
    text = Content.assemble(block.text[:at], blank, block.text[at + 1 :])
    return Block(block.lead, block.rest, text, block.close)


def closest(text: str, others: Sequence[str]) -> str:
    """The one of `others` that is most similar to `text`."""
    if len(others) == 1 or len(text) > MAX_COMPARED:
        return others[0]
    return max(others, key=lambda other: _matcher(text, other).ratio() if len(other) <= MAX_COMPARED else 0.0)


def mark_differences(typed: str, wanted: str) -> tuple[Content, Content]:
    """Both texts, with extra characters marked in the first and missing ones in the second."""
    mine, theirs = list[Span](), list[Span]()
    if max(len(typed), len(wanted)) <= MAX_COMPARED:
        matcher = _matcher(typed, wanted)
        if matcher.ratio() >= MIN_SIMILARITY:
            for kind, typed_from, typed_to, wanted_from, wanted_to in matcher.get_opcodes():
                if kind != "equal":
                    mine.append(Span(typed_from, typed_to, "bold strike $text-error"))
                    theirs.append(Span(wanted_from, wanted_to, "bold underline $text-success"))
    return (
        Content(typed, [span for span in mine if span.start < span.end], strip_control_codes=False),
        Content(wanted, [span for span in theirs if span.start < span.end], strip_control_codes=False),
    )


def _matcher(text: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, text.casefold(), other.casefold(), autojunk=False)
