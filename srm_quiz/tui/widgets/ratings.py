"""The ratings on offer, each with the time until the card comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual import events
from textual.content import Content
from textual.message import Message

from srm_quiz.domain.scheduling import Rating
from srm_quiz.tui.widgets.footer import shown_keys
from srm_quiz.tui.widgets.line_widget import LineWidget

GAP = 3


class RatingBar(LineWidget):
    """The ratings and their intervals, the suggested one marked. The keys are the screen's.

    Passing ratings with the same interval are shown as one: choosing between them would change nothing
    that the learner can see. The keys of those left out still work.
    """

    DEFAULT_CSS = """
    RatingBar {
        height: auto;
    }
    """
    ALLOW_SELECT = False

    class Chosen(Message):
        """A rating was clicked."""

        def __init__(self, rating: Rating) -> None:
            super().__init__()
            self.rating = rating

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._offered: tuple[tuple[Rating, str], ...] = ()
        self._suggested: Rating | None = None
        self.display = False

    def offer(self, ratings: Iterable[tuple[Rating, str]], suggested: Rating | None = None) -> None:
        """Show these ratings, each with its interval as text ("6d", or empty if no date moves)."""
        self._offered, self._suggested = _distinct(tuple(ratings), suggested), suggested
        self.display = bool(self._offered)
        if self.is_attached:
            self.refresh(layout=True)

    def clear(self) -> None:
        """Offer nothing, and take no space."""
        self.offer(())

    def lines(self, width: int) -> list[Content]:
        parts = [part for _, part in self._parts(with_intervals=True)]
        line = Content(" " * GAP).join(parts)
        if line.cell_length > width:
            line = Content(" ").join([part for _, part in self._parts(with_intervals=False)])
        return [line]

    def on_click(self, event: events.Click) -> None:
        x, at = event.get_content_offset_capture(self).x, 0
        full = sum(part.cell_length + GAP for _, part in self._parts(with_intervals=True)) - GAP
        fits = full <= self.content_size.width
        for rating, part in self._parts(with_intervals=fits):
            if at <= x < at + part.cell_length:
                self.post_message(self.Chosen(rating))
            at += part.cell_length + (GAP if fits else 1)

    def _parts(self, *, with_intervals: bool) -> Iterator[tuple[Rating, Content]]:
        keys = shown_keys(self.screen)
        for rating, interval in self._offered:
            name = rating.name.lower()
            is_suggested = rating is self._suggested
            yield (
                rating,
                Content.assemble(
                    ("▌" if is_suggested else " ", "$accent"),
                    (f"{keys.get(name, int(rating))} ", "bold $text-accent"),
                    (name, "bold" if is_suggested else ""),
                    (f" {interval}" if interval and with_intervals else "", "$text-muted"),
                ),
            )


def _distinct(
    ratings: tuple[tuple[Rating, str], ...], suggested: Rating | None
) -> tuple[tuple[Rating, str], ...]:
    """One rating for each interval: the suggested one, else good, else the first; again always."""

    def preference(rating: Rating) -> tuple[bool, bool]:
        return rating is not suggested, rating is not Rating.GOOD

    chosen: dict[object, tuple[Rating, str]] = {}
    for rating, interval in ratings:
        group = interval if interval and rating.passed else rating
        if group not in chosen or preference(rating) < preference(chosen[group][0]):
            chosen[group] = (rating, interval)
    return tuple(chosen.values())
