"""The options of a choice card: to pick from before the verdict, explained after it."""

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
    """The options, in the order shown; positions below are places in that order, from 0.

    One to choose: a press moves the mark, Enter answers. Several: a press sets or drops a mark, and
    one more than asked for is refused. `instant` answers as soon as enough are chosen.
    """

    BINDINGS = bindings(drill.Pick, drill.Toggle, drill.Down, drill.Up, drill.Answer)

    class Answered(Message):
        """The learner chose; `picked` are the positions."""

        def __init__(self, options: Options, picked: frozenset[int]) -> None:
            super().__init__()
            self.options = options
            self.picked = picked

        @property
        def control(self) -> Options:
            """The options that were chosen from."""
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
        self._rows: tuple[int | None, ...] = ()
        """The option drawn on each line."""

    def on_mount(self) -> None:
        self.focus(scroll_visible=False)

    def show_verdict(self, picked: Iterable[int] | None = None) -> None:
        """Show of each option whether it is right, and why; `picked` None where none was chosen."""
        self.picked = frozenset(picked or ())
        self._verdict, self._note = True, ""
        self.redraw()

    def show_question(self, picked: Iterable[int] = ()) -> None:
        """Ask again, after an answer was taken back."""
        self.picked = frozenset(picked)
        self._verdict, self._note = False, ""
        self.redraw()

    # ------------------------------------------------------------------- what keys do

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys pick only before the verdict, and only options that are there."""
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
            self._say(f"Choose {NUMBER_WORDS[min(missing, 9)]}{more} first.")
        else:
            self.post_message(self.Answered(self, self.picked))

    def on_click(self, event: events.Click) -> None:
        row = event.get_content_offset_capture(self).y
        if not self._verdict and 0 <= row < len(self._rows):
            position = self._rows[row]
            if position is not None:
                self.action_pick(position)

    def _move(self, position: int) -> None:
        if not self.options:
            return
        self._cursor = position % len(self.options)
        if self.choose == 1:
            # One press selects; whether by number or by arrow is the same.
            self.picked = frozenset({self._cursor})
        self._say("")

    def _choose(self, position: int) -> None:
        self._cursor = position
        if self.choose == 1:
            self.picked = frozenset({position})
        elif position in self.picked:
            self.picked -= {position}
        elif len(self.picked) == self.choose:
            self._say(f"Only {NUMBER_WORDS[min(self.choose, 9)]}: drop one to choose another.")
            return
        else:
            self.picked |= {position}
        self._say("")
        if self.instant and len(self.picked) == self.choose:
            self.post_message(self.Answered(self, self.picked))

    def _say(self, note: str) -> None:
        self._note = note
        self.redraw()
        if self._cursor in self._rows:
            first = self._rows.index(self._cursor)
            self.keep_in_sight(first, self._rows.count(self._cursor))

    # ---------------------------------------------------------------------- drawing

    def lines(self, width: int) -> list[Content]:
        drawn: list[Content] = []
        rows: list[int | None] = []
        for position, lines in self._explained(width) if self._verdict else self._asked(width):
            drawn += lines
            rows += [position] * len(lines)
        self._rows = tuple(rows)
        return drawn

    def _asked(self, width: int) -> Iterator[tuple[int | None, Sequence[Content]]]:
        for position, option in enumerate(self.options):
            here, chosen = position == self._cursor, position in self.picked
            mark = ("●", "$accent") if chosen else ("○" if self.choose > 1 else " ", "$text-muted")
            lead = Content.assemble(
                ("▌" if here else " ", "$accent"),
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
        """What was chosen and should not have been first, then what is right, then the others."""

        def rank(position: int) -> int:
            if self.options[position].right:
                return 1
            return 0 if position in self.picked else 2

        for position in sorted(range(len(self.options)), key=rank):
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
        said = (
            "your choice" if chosen and not option.right else "not chosen" if self._missed(position) else ""
        )
        lines = hanging(lead, text.stylize_before("bold"), width)
        if said:
            lines[-1:] = align_ends(lines[-1], Content.styled(said, tone), width)
        return lines + (hanging(" " * 7, why, width) if why else [])

    def _missed(self, position: int) -> bool:
        """Whether a right option was left out where several were to be chosen."""
        return (
            self.choose > 1
            and bool(self.picked)
            and self.options[position].right
            and position not in self.picked
        )


class ExamOptions(Options, inherit_bindings=False):
    """Options that ask for a change and show it once it is stored (`show_question`).

    The cursor moves without choosing: in an exam a change of mind counts.
    """

    BINDINGS = bindings(drill.Pick, drill.Toggle, drill.Down, drill.Up)

    class Picked(Message):
        """The learner chose the option at this place, or dropped it."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position

    def __init__(self, options: Iterable[Option], choose: int, picked: Iterable[int]) -> None:
        super().__init__(options, choose)
        self.picked = frozenset(picked)

    @property
    def undecided(self) -> int | None:
        """The option under the cursor where Enter would choose it: one is to be chosen, and it is not."""
        if self.choose > 1 or self._cursor is None or self._cursor in self.picked:
            return None
        return self._cursor

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Space chooses here also where only one is to be chosen."""
        return action == "toggle_mark" or super().check_action(action, parameters)

    def _move(self, position: int) -> None:
        self._cursor = position % len(self.options)
        self._say("")

    def _choose(self, position: int) -> None:
        self._cursor = position
        full = self.choose > 1 and len(self.picked) == self.choose and position not in self.picked
        self._say(f"Only {NUMBER_WORDS[min(self.choose, 9)]}: drop one to choose another." if full else "")
        if not full:
            self.post_message(self.Picked(position))
