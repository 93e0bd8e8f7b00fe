"""The options of a choice card or an exam question: to choose from before the verdict, explained after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.cards import Option
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.line_widget import LineWidget, align_ends, hanging
from srm_quiz.tui.widgets.markdown import inline

NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Options(LineWidget, can_focus=True):
    """The options in the order shown; positions count from 0 in that order.

    If one is to be chosen, a key moves the mark and Enter submits. If several are, a key sets or clears a
    mark, and one more than asked for is refused. With `instant`, choosing the one option submits it.
    """

    BINDINGS = bindings(drill.Pick, drill.Toggle, drill.Down, drill.Up, drill.Answer)

    class Answered(Message):
        """The learner submitted; `picked` holds the positions chosen."""

        def __init__(self, options: Options, picked: frozenset[int]) -> None:
            super().__init__()
            self.options = options
            self.picked = picked

        @property
        def control(self) -> Options:
            """The widget that was used."""
            return self.options

    def __init__(
        self,
        options: Iterable[Option],
        choose: int = 1,
        *,
        instant: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.options = tuple(options)
        self.choose = choose
        self.instant = instant
        self.picked: frozenset[int] = frozenset()
        self._cursor: int | None = None
        self._note = ""
        self._verdict = False
        self._option_of_line: tuple[int | None, ...] = ()
        """The position of the option drawn on each line, None for other lines."""

    def on_mount(self) -> None:
        self.focus(scroll_visible=False)

    def show_verdict(self, picked: Iterable[int] | None = None) -> None:
        """Show whether each option is right, and why; `picked` is None if none was chosen."""
        self.picked = frozenset(picked or ())
        self._verdict, self._note = True, ""
        self.redraw()

    def show_question(self, picked: Iterable[int] = ()) -> None:
        """Ask again, after an undo or a change."""
        self.picked = frozenset(picked)
        self._verdict, self._note = False, ""
        self.redraw()

    # ------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys choose only before the verdict, and only options that exist."""
        if self._verdict:
            return action not in {"pick", "toggle_mark", "down", "up", "answer"}
        if action == "pick":
            (position,) = parameters
            return isinstance(position, int) and position < len(self.options)
        return action != "toggle_mark" or self.choose > 1

    def action_pick(self, position: int) -> None:
        self._cursor = position
        self._choose(position)

    def action_toggle_mark(self) -> None:
        self._choose(self._cursor or 0)

    def action_down(self) -> None:
        self._move(0 if self._cursor is None else self._cursor + 1)

    def action_up(self) -> None:
        self._move(-1 if self._cursor is None else self._cursor - 1)

    def action_answer(self) -> None:
        missing = self.choose - len(self.picked)
        if missing:
            more = " more" if self.picked else ""
            self._show_note(f"Choose {NUMBER_WORDS[min(missing, 9)]}{more} first.")
        else:
            self.post_message(self.Answered(self, self.picked))

    def on_click(self, event: events.Click) -> None:
        row = event.get_content_offset_capture(self).y
        if not self._verdict and 0 <= row < len(self._option_of_line):
            position = self._option_of_line[row]
            if position is not None:
                self.action_pick(position)

    def _move(self, position: int) -> None:
        if not self.options:
            return
        self._cursor = position % len(self.options)
        if self.choose == 1:
            # Moving chooses too: an arrow key does what the number does.
            self.picked = frozenset({self._cursor})
        self._show_note("")

    def _choose(self, position: int) -> None:
        self._cursor = position
        if self.choose == 1:
            self.picked = frozenset({position})
        elif position in self.picked:
            self.picked -= {position}
        elif len(self.picked) == self.choose:
            self._show_note(f"Only {NUMBER_WORDS[min(self.choose, 9)]}: drop one to choose another.")
            return
        else:
            self.picked |= {position}
        self._show_note("")
        if self.instant and self.choose == 1:
            self.post_message(self.Answered(self, self.picked))

    def _show_note(self, note: str) -> None:
        self._note = note
        self.redraw()
        if self._cursor in self._option_of_line:
            first = self._option_of_line.index(self._cursor)
            self.scroll_to_line(first, self._option_of_line.count(self._cursor))

    # ---------------------------------------------------------------------- drawing

    def lines(self, width: int) -> list[Content]:
        drawn: list[Content] = []
        option_of_line: list[int | None] = []
        for position, lines in self._explained(width) if self._verdict else self._asked(width):
            drawn += lines
            option_of_line += [position] * len(lines)
        self._option_of_line = tuple(option_of_line)
        return drawn

    def _asked(self, width: int) -> Iterator[tuple[int | None, Sequence[Content]]]:
        for position, option in enumerate(self.options):
            is_current, chosen = position == self._cursor, position in self.picked
            mark = ("●", "$accent") if chosen else ("○" if self.choose > 1 else " ", "$text-muted")
            lead = Content.assemble(
                ("▌" if is_current else " ", "$accent"),
                (f" {position + 1} ", "bold $text-accent"),
                mark,
                "  ",
            )
            text = inline(option.text)
            yield position, hanging(lead, text.stylize_before("bold") if chosen else text, width)
        count = f"{len(self.picked)} of {self.choose} chosen" if self.choose > 1 else ""
        if count or self._note:
            note = Content.styled(self._note, "$text-warning")
            yield None, [Content(), *align_ends(note, Content.styled(count, "$text-muted"), width)]

    def _explained(self, width: int) -> Iterator[tuple[int | None, Sequence[Content]]]:
        """The options with their verdicts and reasons, in the order in which they were asked."""
        for position in range(len(self.options)):
            yield position, self._explanation(position, width)

    def _explanation(self, position: int, width: int) -> list[Content]:
        option, chosen = self.options[position], position in self.picked
        text, why = inline(option.text), inline(option.why)
        if not option.right and not chosen:
            lead = Content.styled(f"  · {position + 1}  ", "$text-muted")
            both = lead.cell_length + text.cell_length + 3 + why.cell_length
            if not why:
                return hanging(lead, text, width)
            if both <= width and "\n" not in why.plain:
                return [Content.assemble(lead, text, "   ", why.stylize_before("$text-muted"))]
            return hanging(lead, text, width) + hanging(" " * 7, why.stylize_before("$text-muted"), width)
        sign, tone = ("✓", "$text-success") if option.right else ("✗", "$text-error")
        lead = Content.assemble((f"  {sign} {position + 1}  ", f"bold {tone}"))
        remark = (
            "your choice" if chosen and not option.right else "not chosen" if self._missed(position) else ""
        )
        lines = hanging(lead, text.stylize_before("bold"), width)
        if remark:
            lines[-1:] = align_ends(lines[-1], Content.styled(remark, tone), width)
        return lines + (hanging(" " * 7, why, width) if why else [])

    def _missed(self, position: int) -> bool:
        """Whether the option is right but was left out when several were to be chosen."""
        return (
            self.choose > 1
            and bool(self.picked)
            and self.options[position].right
            and position not in self.picked
        )


class ExamOptions(Options, inherit_bindings=False):
    """Options of an exam question: they request a change, and show it once it is stored (`show_question`).

    Moving the cursor chooses nothing, because an exam records every change of mind.
    """

    BINDINGS = bindings(drill.Pick, drill.Toggle, drill.Down, drill.Up)

    class Toggled(Message):
        """The learner chose the option at this position, or dropped it."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, options: Iterable[Option], choose: int, picked: Iterable[int]) -> None:
        super().__init__(options, choose)
        self.picked = frozenset(picked)

    @property
    def undecided(self) -> int | None:
        """The option that Enter would choose: the one under the cursor, if only one is asked for."""
        if self.choose > 1 or self._cursor is None or self._cursor in self.picked:
            return None
        return self._cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Here Space chooses even if only one is to be chosen."""
        return action == "toggle_mark" or super().check_action(action, parameters)

    def _move(self, position: int) -> None:
        self._cursor = position % len(self.options)
        self._show_note("")

    def _choose(self, position: int) -> None:
        self._cursor = position
        full = self.choose > 1 and len(self.picked) == self.choose and position not in self.picked
        self._show_note(
            f"Only {NUMBER_WORDS[min(self.choose, 9)]}: drop one to choose another." if full else ""
        )
        if not full:
            self.post_message(self.Toggled(position))
