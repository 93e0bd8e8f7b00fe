"""The three targets of an owner card: AWS on the left, you on the right, shared in the middle."""

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
"""In the layout of the arrow keys: left, down, right."""
_ARROWS = {Owner.AWS: "←", Owner.SHARED: "↓", Owner.CUSTOMER: "→"}
_COMMANDS = {Owner.AWS: drill.Aws, Owner.CUSTOMER: drill.You, Owner.SHARED: drill.Shared}
GAP = 3


class OwnerTargets(LineWidget, can_focus=True):
    """Picks an owner with one key; after the verdict it shows the one picked and the right one."""

    BINDINGS = [  # noqa: RUF012, Textual's own declaration
        *bindings(drill.Aws, drill.Shared, drill.You),
        Binding("down", "shared", show=False),
    ]

    class Picked(Message):
        """The learner picked an owner."""

        def __init__(self, targets: OwnerTargets, owner: Owner) -> None:
            super().__init__()
            self.targets = targets
            self.owner = owner

        @property
        def control(self) -> OwnerTargets:
            """The widget that was used."""
            return self.targets

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._right: Owner | None = None
        self._picked: Owner | None = None
        self._accepted: frozenset[Owner] = frozenset()

    def on_mount(self) -> None:
        self.focus(scroll_visible=False)

    def show_verdict(self, owner: Owner, picked: Owner | None = None, accept: Iterable[Owner] = ()) -> None:
        """Show the right owner, the others that are accepted, and the one picked, if any."""
        self._right, self._picked, self._accepted = owner, picked, frozenset(accept)
        self.redraw()

    def show_question(self) -> None:
        """Ask again after an undo."""
        self._right = self._picked = None
        self.redraw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys pick owners only before the verdict."""
        return self._right is None or action not in {"aws", "shared", "you"}

    def action_aws(self) -> None:
        self.post_message(self.Picked(self, Owner.AWS))

    def action_shared(self) -> None:
        self.post_message(self.Picked(self, Owner.SHARED))

    def action_you(self) -> None:
        self.post_message(self.Picked(self, Owner.CUSTOMER))

    def on_click(self, event: events.Click) -> None:
        column = event.get_content_offset_capture(self).x // (
            self._target_width(self.content_size.width) + GAP
        )
        if self._right is None and 0 <= column < len(ORDER):
            self.post_message(self.Picked(self, ORDER[column]))

    def lines(self, width: int) -> list[Content]:
        target = self._target_width(width)
        gap = Content(" " * GAP)
        bars = [Content.styled(OWNER_STYLES[owner].fill * target, self._colour(owner)) for owner in ORDER]
        return [gap.join(bars), gap.join([_centred(self._label(owner), target) for owner in ORDER])]

    def _target_width(self, width: int) -> int:
        return max(8, min(24, (width - 2 * GAP) // len(ORDER)))

    def _colour(self, owner: Owner) -> str:
        is_relevant = self._right is None or owner in {self._right, self._picked} | self._accepted
        return OWNER_STYLES[owner].colour if is_relevant else "$border"

    def _label(self, owner: Owner) -> Content:
        style = OWNER_STYLES[owner]
        if self._right is None:
            key = shown_keys(self.screen).get(_COMMANDS[owner].id(), "")
            return Content.assemble(
                (f"{_ARROWS[owner]} ", "$text-muted"),
                (f"{key} ", "bold $text-accent"),
                (style.word, f"bold {style.colour}"),
            )
        if owner is self._right:
            return Content.styled(f"✓ {style.word}", "bold $text-success")
        if owner in self._accepted:
            return Content.styled(f"✓ {style.word} too", "$text-success")
        if owner is self._picked:
            return Content.styled(f"✗ {style.word}", "bold $text-error")
        return Content.styled(style.word, "$text-muted")


def _centred(label: Content, width: int) -> Content:
    left = max(0, (width - label.cell_length) // 2)
    return label.pad(left, max(0, width - left - label.cell_length))
