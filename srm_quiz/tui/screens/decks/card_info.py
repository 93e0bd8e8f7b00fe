"""All about one card: its schedule, its answers, and its place in its file."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain.cards import Card, Deck
from srm_quiz.domain.days import Moment
from srm_quiz.domain.reviews import Progress, Review
from srm_quiz.domain.scheduling import Policy, is_leech, known_now, state_of
from srm_quiz.problems import printable
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.web import is_web_address
from srm_quiz.tui.widgets.card_preview import card_parts
from srm_quiz.tui.widgets.footer import Footer

SHOWN_ANSWERS = 12
"""How many of the last answers are listed."""


class CardInfoScreen(ModalScreen[None]):
    """The facts about a card; with `whole`, the card itself comes first, with its answer and its why."""

    BINDINGS = bindings(drill.Edit, drill.OpenSource, drill.Down, drill.Up, drill.Back)

    app: AppBase

    def __init__(self, card: Card, deck: Deck | None, progress: Progress, *, whole: bool = False) -> None:
        super().__init__()
        self._card, self._deck, self._progress = card, deck, progress
        self._is_whole = whole
        self._was_in_library = False
        """Whether the card was in the library at first: a session keeps a card whose file is broken."""

    def compose(self) -> ComposeResult:
        study = self.app.study
        self._was_in_library = study.library.card(self._card.key) is not None
        with VerticalScroll(classes="panel", can_focus=False):
            if self._is_whole:
                yield Static(self._deck.title if self._deck else "", classes="heading", markup=False)
                yield from card_parts(self._card)
            else:
                yield Static(phrases.asked_text(self._card), classes="heading", markup=False)
            facts = _facts(self._card, self._deck, self._progress, study.now(), study.policy)
            width = max(len(name) for name, _ in facts)
            yield Static(
                Content("\n").join(
                    Content.assemble((f"{name:<{width}}  ", "$text-muted"), value) for name, value in facts
                )
            )
            yield Static(_answer_list(study.history(self._card.key)), id="answers")
        yield Footer()

    async def on_screen_resume(self) -> None:
        """Show the card as it is now, after a return from the form or the editor."""
        card = self.app.study.library.card(self._card.key)
        if card is None:
            if self._was_in_library:
                self.dismiss()
        elif card != self._card:
            self._card = card
            await self.recompose()

    on_decks_reloaded = on_screen_resume

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only editable cards can be edited, and only a source that is shown can be opened."""
        if action == "edit":
            return self.app.can_edit(self._card)
        return action != "open_source" or (self._is_whole and is_web_address(self._card.source))

    def action_open_source(self) -> None:
        self.app.open_source(self._card.source)

    def action_edit(self) -> None:
        self.app.edit_card(self._card)

    def action_down(self) -> None:
        self.query_one(VerticalScroll).scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one(VerticalScroll).scroll_up(animate=False)

    def action_back(self) -> None:
        self.dismiss()


def _facts(
    card: Card, deck: Deck | None, progress: Progress, now: Moment, policy: Policy
) -> list[tuple[str, str]]:
    schedule = progress.schedule
    facts = [("Kind", card.kind.value), ("State", state_of(schedule).value)]
    if schedule is not None:
        due = (
            phrases.until(schedule.due_at, now)
            if schedule.due_at is not None
            else phrases.when(schedule.due_day, now)
        )
        facts += [
            ("Due", due),
            ("Recalled now", phrases.percent(known_now(schedule, now.day, policy))),
            ("Stability", f"{schedule.stability:.1f} days until recall falls to 90 %"),
            ("Difficulty", f"{schedule.difficulty:.1f} of 10"),
            ("Answered", f"{phrases.count(schedule.reps, 'time')}, slipped {schedule.lapses}"),
        ]
    marks = [
        word
        for word, is_set in (
            ("flagged", progress.flagged),
            ("suspended", progress.suspended),
            ("buried until tomorrow", progress.buried_on == now.day),
            ("a leech: rewording may help", is_leech(schedule)),
        )
        if is_set
    ]
    if marks:
        facts.append(("Marks", ", ".join(marks)))
    if card.tags:
        facts.append(("Tags", ", ".join(sorted(card.tags))))
    facts.append(("Card", card.key))
    if deck is not None:
        facts.append(("File", f"{printable(deck.path)}, line {card.line}"))
    return facts


def _answer_list(reviews: Sequence[Review]) -> Content:
    if not reviews:
        return Content("\nNot answered yet.")
    lines = [Content.styled("\nAnswers, newest first", "bold")]
    for review in list(reversed(reviews))[:SHOWN_ANSWERS]:
        given = f"   {printable('; '.join(review.answer))}" if review.answer else ""
        at, rating = f"{review.at.local:%d %b %Y  %H:%M}", review.rating.name.lower()
        lines.append(
            Content.assemble(f"{at}   {rating:<5}  {review.seconds:>4.0f} s", (given, "$text-muted"))
        )
    if len(reviews) > SHOWN_ANSWERS:
        lines.append(Content.styled(f"and {len(reviews) - SHOWN_ANSWERS} earlier", "$text-muted"))
    return Content("\n").join(lines)
