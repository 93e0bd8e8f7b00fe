"""Three targets for an owner card: AWS at the left, you at the right, shared between you below."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.cards import Owner
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.widgets.footer import shown_keys
from srm_quiz.tui.widgets.line_widget import LineWidget
from srm_quiz.tui.widgets.owner_style import OWNER_STYLES

ORDER = (Owner.AWS, Owner.SHARED, Owner.CUSTOMER)
"""As the arrow keys lie: left, down, right."""
_ARROWS = {Owner.AWS: "←", Owner.SHARED: "↓", Owner.CUSTOMER: "→"}
_COMMANDS = {Owner.AWS: drill.Aws, Owner.CUSTOMER: drill.You, Owner.SHARED: drill.Shared}
GAP = 3


class OwnerTargets(LineWidget, can_focus=True):
    """Names an owner with one key; after the verdict it shows which was named and which is right."""

    BINDINGS = [  # noqa: RUF012, Textual's own declaration
        *bindings(drill.Aws, drill.Shared, drill.You),
        Binding("down", "shared", show=False),
    ]

    class Named(Message):
        """The learner named an owner."""

        def __init__(self, owners: OwnerTargets, owner: Owner) -> None:
            super().__init__()
            self.owners = owners
            self.owner = owner

        @property
        def control(self) -> OwnerTargets:
            """The targets that were chosen from."""
            return self.owners

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._right: Owner | None = None
        self._named: Owner | None = None
        self._accepted: frozenset[Owner] = frozenset()

    def on_mount(self) -> None:
        self.focus(scroll_visible=False)

    def show_verdict(self, owner: Owner, named: Owner | None = None, accept: Iterable[Owner] = ()) -> None:
        """Show the right owner, what else is accepted, and what was named, if anything was."""
        self._right, self._named, self._accepted = owner, named, frozenset(accept)
        self.redraw()

    def show_question(self) -> None:
        """Ask again, after an answer was taken back."""
        self._right = self._named = None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys name owners only before the verdict."""
        return self._right is None or action not in {"aws", "shared", "you"}

    def action_aws(self) -> None:
        self.post_message(self.Named(self, Owner.AWS))

    def action_shared(self) -> None:
        self.post_message(self.Named(self, Owner.SHARED))

    def action_you(self) -> None:
        self.post_message(self.Named(self, Owner.CUSTOMER))

    def on_click(self, event: events.Click) -> None:
        column = event.get_content_offset_capture(self).x // (
            self._target_width(self.content_size.width) + GAP
        )
        if self._right is None and 0 <= column < len(ORDER):
            self.post_message(self.Named(self, ORDER[column]))

    def lines(self, width: int) -> list[Content]:
        each = self._target_width(width)
        gap = Content(" " * GAP)
        bars = [Content.styled(OWNER_STYLES[owner].fill * each, self._tone(owner)) for owner in ORDER]
        return [gap.join(bars), gap.join([_centred(self._label(owner), each) for owner in ORDER])]

    def _target_width(self, width: int) -> int:
        return max(8, min(24, (width - 2 * GAP) // len(ORDER)))

    def _tone(self, owner: Owner) -> str:
        at_stake = self._right is None or owner in {self._right, self._named} | self._accepted
        return OWNER_STYLES[owner].style if at_stake else "$border"

    def _label(self, owner: Owner) -> Content:
        mark = OWNER_STYLES[owner]
        if self._right is None:
            key = shown_keys(self.screen).get(_COMMANDS[owner].id(), "")
            return Content.assemble(
                (f"{_ARROWS[owner]} ", "$text-muted"),
                (f"{key} ", "bold $text-accent"),
                (mark.word, f"bold {mark.style}"),
            )
        if owner is self._right:
            return Content.styled(f"✓ {mark.word}", "bold $text-success")
        if owner in self._accepted:
            return Content.styled(f"✓ {mark.word} too", "$text-success")
        if owner is self._named:
            return Content.styled(f"✗ {mark.word}", "bold $text-error")
        return Content.styled(mark.word, "$text-muted")


def _centred(label: Content, width: int) -> Content:
    left = max(0, (width - label.cell_length) // 2)
    return label.pad(left, max(0, width - left - label.cell_length))
