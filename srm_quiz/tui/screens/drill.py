"""The drill: a card, its verdict and why, the rating, and the next card."""

from __future__ import annotations

from functools import partialmethod

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from srm_quiz import phrases
from srm_quiz.domain import events
from srm_quiz.domain.cards import Basic, Card, deck_of
from srm_quiz.domain.events import Event, NotAllowedError, Phase
from srm_quiz.domain.grading import Named, Painted, Picked, Text, Verdict
from srm_quiz.domain.queue import count_states
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.domain.session import Asked, Revealed, Session
from srm_quiz.store.errors import StoreError
from srm_quiz.tui.app_base import AppBase
from srm_quiz.tui.commands import drill
from srm_quiz.tui.commands.base import bindings
from srm_quiz.tui.web import is_web_address
from srm_quiz.tui.widgets.answer import answer_widget, show_verdict
from srm_quiz.tui.widgets.card_preview import question_text
from srm_quiz.tui.widgets.footer import Footer
from srm_quiz.tui.widgets.layer_stack import LayerStack
from srm_quiz.tui.widgets.markdown import MarkdownText
from srm_quiz.tui.widgets.meters import progress_line
from srm_quiz.tui.widgets.options import Options
from srm_quiz.tui.widgets.owners import OwnerTargets
from srm_quiz.tui.widgets.ratings import RatingBar
from srm_quiz.tui.widgets.titlebar import TitleBar
from srm_quiz.tui.widgets.typed_answer import TypedAnswer

VERDICT_GUARD = 0.2
"""Seconds after a verdict during which rating keys are ignored: a double tap must not rate."""

GUARDED_ACTIONS = frozenset({"skip", "bury", "suspend", "flag"})
"""What a key must not do to a card that was not on the screen yet when the key was pressed."""

NOTICES: dict[type[Event], str] = {events.Bury: phrases.BURIED, events.Suspend: phrases.SUSPENDED}
"""The notice about a card that has just made way for the next one."""

EVENT_OF_ACTION: dict[str, type[Event]] = {
    "show": events.Reveal,
    "reveal": events.Reveal,
    "hint": events.Hint,
    "skip": events.Skip,
    "override": events.Override,
    "undo": events.Undo,
    "flag": events.Flag,
    "bury": events.Bury,
    "suspend": events.Suspend,
}
"""Actions that send one event each; the footer shows those whose event the session allows."""

VERDICT_TONES = {
    Verdict.CORRECT: "bold $text-success",
    Verdict.CLOSE: "bold $text-warning",
    Verdict.WRONG: "bold $text-error",
}


GAME_TITLES = {Mode.LINE: "Draw the line", Mode.DAILY: "Daily challenge"}
"""The title bar of the games that are played on this screen."""


class DrillScreen(Screen[None]):
    """One session. The session decides what happens; this screen shows it and sends it events."""

    BINDINGS = bindings(
        drill.Show,
        drill.Hint,
        drill.Reveal,
        drill.Skip,
        drill.Again,
        drill.Hard,
        drill.Good,
        drill.Easy,
        drill.Accept,
        drill.Override,
        drill.OpenSource,
        drill.Undo,
        drill.Edit,
        drill.CardInfo,
        drill.Flag,
        drill.Bury,
        drill.Suspend,
        drill.Down,
        drill.Up,
        drill.Help,
        drill.Back,
    )

    app: AppBase

    def __init__(self) -> None:
        super().__init__()
        self._drawn: tuple[Asked | None, Card | None] = (None, None)
        self._shown: tuple[Asked | None, Phase] = (None, Phase.FINISHED)
        self._shown_at = 0.0

    @property
    def session(self) -> Session:
        """The session in progress; the app starts one before it shows this screen."""
        assert self.app.study.session is not None
        return self.app.study.session

    def compose(self) -> ComposeResult:
        yield TitleBar("")
        yield Static(id="progress", markup=False)
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="verdict", markup=False)
            yield MarkdownText(id="question")
            yield Vertical(id="answer")
            yield MarkdownText(id="hint")
            yield MarkdownText(id="why")
            yield Static(id="source", markup=False)
        yield RatingBar()
        yield Footer()

    async def on_mount(self) -> None:
        await self.show()

    def on_resize(self) -> None:
        self._show_progress(self.session)

    async def on_decks_reloaded(self) -> None:
        await self.show()

    async def on_screen_resume(self) -> None:
        """Update the card, which may have been changed in the form, say."""
        if self._drawn[0] is not None:
            await self.show()

    # ---------------------------------------------------------------------- drawing

    async def show(self) -> None:
        """Draw the session in its present state; a finished one gives way to the summary."""
        session = self.session
        if session.phase is Phase.FINISHED:
            self.app.show_summary()
            return
        self._show_progress(session)
        assert session.asked is not None and session.card is not None
        if self._drawn != (session.asked, session.card):
            await self._show_card(session.asked, session.card, session)
        if session.revealed is not None:
            self._show_verdict(session.card, session.asked, session.revealed)
        self._drawn = (session.asked, session.card)
        if self._shown != (shown := (session.asked, session.phase)):
            self._shown, self._shown_at = shown, self.app.monotonic()
        self.refresh_bindings()

    def _show_progress(self, session: Session) -> None:
        remaining = session.queue.remaining()
        on_screen = (session.asked.key,) if session.asked else ()
        position = len(session.reviews) + len(on_screen)
        total = position + len(remaining)
        counts = count_states((*on_screen, *remaining), session.standing)
        words = (
            "" if session.mode in GAME_TITLES else "  ".join(f"{state} {counts[state]}" for state in counts)
        )
        bar = self.query_one(TitleBar)
        deck = self.app.study.library.deck(deck_of(session.asked.key)) if session.asked else None
        practice = "practice, no dates move   " if session.mode is Mode.CRAM else ""
        flag = "flagged   " if session.asked and session.standing(session.asked.key).flagged else ""
        bar.title = GAME_TITLES.get(session.mode) or (deck.title if deck else "")
        bar.right = f"{flag}{practice}{position} of {total}"
        width = self.query_one("#progress").content_size.width or self.size.width - 4
        line = progress_line(len(session.reviews), total, max(0, width - len(words) - 2), words)
        self.query_one("#progress", Static).update(line)

    async def _show_card(self, asked: Asked, card: Card, session: Session) -> None:
        self._hide("verdict", "hint", "why", "source")
        self.query_one(RatingBar).clear()
        if asked.hinted:
            self._show_markdown("hint", f"Hint: {card.hint}")
        drawn_asked, drawn_card = self._drawn
        is_same_card = (
            drawn_asked is not None
            and drawn_asked.since == asked.since
            and (
                drawn_asked.key == asked.key or self.app.study.library.card(drawn_asked.key) is None
            )  # reworded
        )
        if is_same_card and drawn_card is not None and drawn_card.content == card.content:
            return
        self._show_markdown("question", question_text(card))
        typed = "".join(widget.text for widget in self.query(TypedAnswer)) if is_same_card else ""
        instant = self.app.study.settings.instant_submit
        await self._set_answer_widget(answer_widget(card.content, asked, instant=instant))
        if typed:  # the deck was edited meanwhile: what was typed stays
            for widget in self.query(TypedAnswer):
                widget.show_question(typed)
        self.query_one("#page").scroll_home(animate=False)

    def _show_verdict(self, card: Card, asked: Asked, revealed: Revealed) -> None:
        show_verdict(self.query_one("#answer"), card.content, asked, revealed)
        verdict = Verdict.CORRECT if phrases.is_counted_right(revealed) else revealed.verdict
        tone = VERDICT_TONES[verdict] if verdict else "bold"
        self._show_static(
            "verdict",
            Content.assemble(
                (phrases.verdict(revealed), tone), ("   " + phrases.seconds(revealed.seconds), "$text-muted")
            ),
        )
        self._show_markdown("why", card.why)
        self._show_static("source", Content.styled(phrases.strip_scheme(card.source), "$text-muted"))
        now = self.app.study.now()
        offered = [
            (rating, phrases.interval(revealed.outcomes[rating], now) if revealed.outcomes else "")
            for rating in revealed.allowed
        ]
        self.query_one(RatingBar).offer(offered, revealed.suggested)

    async def _set_answer_widget(self, widget: Widget | None) -> None:
        """Show the widget that takes the answer, instead of the previous one."""
        area = self.query_one("#answer")
        await area.remove_children()
        if widget is None:
            self.set_focus(None)
        else:
            await area.mount(widget)

    def _show_markdown(self, name: str, text: str) -> None:
        self.query_one(f"#{name}", MarkdownText).update(text)

    def _show_static(self, name: str, text: Content) -> None:
        static = self.query_one(f"#{name}", Static)
        static.update(text)
        static.display = bool(text)

    def _hide(self, *names: str) -> None:
        for name in names:
            self.query_one(f"#{name}").display = False

    # ---------------------------------------------------------------- what keys do

    async def send(self, event: Event) -> None:
        """Send the event. If it is refused or cannot be stored, the card stays and a notice says why."""
        if isinstance(event, events.Answer) and self.session.phase is not Phase.ASKING:
            return  # the second half of a double tap
        try:
            session = self.app.study.send(event)
        except NotAllowedError as refusal:
            self.notify(f"{refusal}.", markup=False)
            return
        except StoreError as error:
            self.app.report_error(error)
            return
        if session.leech is not None:
            self.notify(phrases.leech(session.standing(session.leech).schedule), timeout=8)
        if type(event) in NOTICES:
            self.notify(NOTICES[type(event)], timeout=4, markup=False)
        elif isinstance(event, events.Undo):
            self.app.dismiss_notices(NOTICES.values())
        await self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key works if the session allows its event; the footer shows only such keys."""
        session = self.app.study.session
        if session is None:
            return False
        if action in EVENT_OF_ACTION:
            if not session.allows(EVENT_OF_ACTION[action]):
                return False
            is_basic = session.card is not None and isinstance(session.card.content, Basic)
            return is_basic == (action == "show") if action in ("show", "reveal") else True
        if action in ("again", "hard", "good", "easy"):
            return session.revealed is not None and Rating[action.upper()] in session.revealed.allowed
        if action == "accept":
            return session.phase is Phase.REVEALED
        if action == "edit":
            return session.card is not None and self.app.can_edit(session.card)
        if action == "open_source":
            card = session.card if session.revealed is not None else None
            return card is not None and is_web_address(card.source)
        if action == "card_info":
            return session.asked is not None
        return True

    async def _send_event_of(self, action: str) -> None:
        if action not in GUARDED_ACTIONS or self.app.last_press.at >= self._shown_at:
            await self.send(EVENT_OF_ACTION[action]())  # type: ignore[call-arg]

    action_show = partialmethod(_send_event_of, "show")
    action_reveal = partialmethod(_send_event_of, "reveal")
    action_hint = partialmethod(_send_event_of, "hint")
    action_skip = partialmethod(_send_event_of, "skip")
    action_override = partialmethod(_send_event_of, "override")
    action_undo = partialmethod(_send_event_of, "undo")
    action_flag = partialmethod(_send_event_of, "flag")
    action_bury = partialmethod(_send_event_of, "bury")
    action_suspend = partialmethod(_send_event_of, "suspend")

    async def _rate(self, rating: Rating | None, at: float | None = None) -> None:
        """Rate the card, unless the key was pressed before the verdict, is a double tap, or is held down."""
        revealed, at = self.session.revealed, self.app.last_press.at if at is None else at
        if revealed is not None and not self.app.last_press.held and at - self._shown_at >= VERDICT_GUARD:
            await self.send(events.Rate(rating or revealed.suggested))

    action_again = partialmethod(_rate, Rating.AGAIN)
    action_hard = partialmethod(_rate, Rating.HARD)
    action_good = partialmethod(_rate, Rating.GOOD)
    action_easy = partialmethod(_rate, Rating.EASY)
    action_accept = partialmethod(_rate, None)

    async def on_rating_bar_chosen(self, event: RatingBar.Chosen) -> None:
        event.stop()
        await self._rate(event.rating, self.app.monotonic())

    async def on_options_answered(self, event: Options.Answered) -> None:
        event.stop()
        asked = self.session.asked
        if asked is not None:
            chosen = frozenset(asked.order[position] for position in event.picked)
            await self.send(events.Answer(Picked(chosen)))

    async def on_typed_answer_answered(self, event: TypedAnswer.Answered) -> None:
        event.stop()
        await self.send(events.Answer(Text(event.text)) if event.text else events.Reveal())

    async def on_owner_targets_picked(self, event: OwnerTargets.Picked) -> None:
        event.stop()
        await self.send(events.Answer(Named(event.owner)))

    async def on_layer_stack_answered(self, event: LayerStack.Answered) -> None:
        event.stop()
        await self.send(events.Answer(Painted(event.owners)))

    async def action_edit(self) -> None:
        card = self.session.card
        if card is not None:
            self.app.edit_card(card)

    def action_open_source(self) -> None:
        if (card := self.session.card) is not None:
            self.app.open_source(card.source)

    def action_down(self) -> None:
        self.query_one("#page").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#page").scroll_up(animate=False)

    def action_card_info(self) -> None:
        from srm_quiz.tui.screens.decks.card_info import CardInfoScreen

        card = self.session.card
        if card is not None:
            deck = self.app.study.library.deck(deck_of(card.key))
            self.app.push_screen(CardInfoScreen(card, deck, self.session.standing(card.key)))

    async def action_back(self) -> None:
        revealed = self.session.revealed
        await self.send(events.End())
        if revealed is not None and self.session.finished:
            self.notify(f"Your last answer was rated {revealed.suggested.name.lower()}.", timeout=4)
