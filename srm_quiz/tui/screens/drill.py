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
"""Seconds after a verdict in which rating keys are ignored: a double tap must not rate."""

PUTS_AWAY = frozenset({"skip", "bury", "suspend", "flag"})
"""What must not be done to a card by a key from before it was on the screen."""

TOLD: dict[type[Event], str] = {events.Bury: phrases.BURIED, events.Suspend: phrases.SUSPENDED}
"""What is said of a card that has left for the next one."""

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
"""The commands that are one event each; the footer shows them where the session allows the event."""

VERDICT_TONES = {
    Verdict.CORRECT: "bold $text-success",
    Verdict.CLOSE: "bold $text-warning",
    Verdict.WRONG: "bold $text-error",
}


GAMES = {Mode.LINE: "Draw the line", Mode.DAILY: "Daily challenge"}
"""The games that are played on this screen."""


class DrillScreen(Screen[None]):
    """One sitting. What happens, the session decides; this screen shows it and sends events."""

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
        self._seen: tuple[Asked | None, Phase] = (None, Phase.FINISHED)
        self._seen_at = 0.0

    @property
    def session(self) -> Session:
        """The sitting in progress; the app starts one before it shows this screen."""
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
        """Back from the form, say, in which the card may have been changed."""
        if self._drawn[0] is not None:
            await self.show()

    # ---------------------------------------------------------------------- drawing

    async def show(self) -> None:
        """Draw the session as it stands; where it is finished, the summary takes over."""
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
        if self._seen != (seen := (session.asked, session.phase)):
            self._seen, self._seen_at = seen, self.app.monotonic()
        self.refresh_bindings()

    def _show_progress(self, session: Session) -> None:
        left = session.queue.remaining()
        on_screen = (session.asked.key,) if session.asked else ()
        at = len(session.reviews) + len(on_screen)
        total = at + len(left)
        counts = count_states((*on_screen, *left), session.standing)
        words = "" if session.mode in GAMES else "  ".join(f"{state} {counts[state]}" for state in counts)
        bar = self.query_one(TitleBar)
        deck = self.app.study.library.deck(deck_of(session.asked.key)) if session.asked else None
        practice = "practice, no dates move   " if session.mode is Mode.CRAM else ""
        flag = "flagged   " if session.asked and session.standing(session.asked.key).flagged else ""
        bar.title = GAMES.get(session.mode) or (deck.title if deck else "")
        bar.right = f"{flag}{practice}{at} of {total}"
        width = self.query_one("#progress").content_size.width or self.size.width - 4
        line = progress_line(len(session.reviews), total, max(0, width - len(words) - 2), words)
        self.query_one("#progress", Static).update(line)

    async def _show_card(self, asked: Asked, card: Card, session: Session) -> None:
        self._clear("verdict", "hint", "why", "source")
        self.query_one(RatingBar).clear()
        if asked.hinted:
            self._say("hint", f"Hint: {card.hint}")
        before, drawn = self._drawn
        is_shown = (
            before is not None
            and before.since == asked.since
            and (before.key == asked.key or self.app.study.library.card(before.key) is None)  # reworded
        )
        if is_shown and drawn is not None and drawn.content == card.content:
            return
        self._say("question", question_text(card))
        typed = "".join(one.text for one in self.query(TypedAnswer)) if is_shown else ""
        instant = self.app.study.settings.instant_submit
        await self._put(answer_widget(card.content, asked, instant=instant))
        if typed:  # the deck was edited meanwhile: what was typed stays
            for one in self.query(TypedAnswer):
                one.show_question(typed)
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
        self._say("why", card.why)
        self._show_static("source", Content.styled(phrases.strip_scheme(card.source), "$text-muted"))
        now = self.app.study.now()
        offered = [
            (rating, phrases.interval(revealed.outcomes[rating], now) if revealed.outcomes else "")
            for rating in revealed.allowed
        ]
        self.query_one(RatingBar).offer(offered, revealed.suggested)

    async def _put(self, widget: Widget | None) -> None:
        """The widget that takes the answer, in the place of the one before."""
        area = self.query_one("#answer")
        await area.remove_children()
        if widget is None:
            self.set_focus(None)
        else:
            await area.mount(widget)

    def _say(self, name: str, text: str) -> None:
        prose = self.query_one(f"#{name}", MarkdownText)
        prose.update(text)
        prose.display = bool(text)

    def _show_static(self, name: str, text: Content) -> None:
        part = self.query_one(f"#{name}", Static)
        part.update(text)
        part.display = bool(text)

    def _clear(self, *names: str) -> None:
        for name in names:
            self.query_one(f"#{name}").display = False

    # ---------------------------------------------------------------- what keys do

    async def send(self, event: Event) -> None:
        """Send the event; if it cannot be, the card stays and the learner is told."""
        before = self.session.phase
        if isinstance(event, events.Answer) and before is not Phase.ASKING:
            return  # the second half of a double tap
        try:
            session = self.app.study.send(event)
        except NotAllowedError as refusal:
            self.notify(f"{refusal}.", markup=False)
            return
        except StoreError as error:
            self.app.tell(error)
            return
        if session.leech is not None:
            self.notify(phrases.leech(session.standing(session.leech).schedule), timeout=8)
        if type(event) in TOLD:
            self.notify(TOLD[type(event)], timeout=4, markup=False)
        elif isinstance(event, events.Undo):
            self.app.unsay(TOLD.values())
        await self.show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys work where the session takes their event, and the footer shows just these."""
        session = self.app.study.session
        if session is None:
            return False
        if action in EVENT_OF_ACTION:
            if not session.allows(EVENT_OF_ACTION[action]):
                return False
            basic = session.card is not None and isinstance(session.card.content, Basic)
            return basic == (action == "show") if action in ("show", "reveal") else True
        if action in ("again", "hard", "good", "easy"):
            return session.revealed is not None and Rating[action.upper()] in session.revealed.allowed
        if action == "accept":
            return session.phase is Phase.REVEALED
        if action in ("edit", "card_info"):
            return session.asked is not None
        return True

    async def _send_simple(self, name: str) -> None:
        if name not in PUTS_AWAY or self.app.press.at >= self._seen_at:
            await self.send(EVENT_OF_ACTION[name]())  # type: ignore[call-arg]

    action_show = partialmethod(_send_simple, "show")
    action_reveal = partialmethod(_send_simple, "reveal")
    action_hint = partialmethod(_send_simple, "hint")
    action_skip = partialmethod(_send_simple, "skip")
    action_override = partialmethod(_send_simple, "override")
    action_undo = partialmethod(_send_simple, "undo")
    action_flag = partialmethod(_send_simple, "flag")
    action_bury = partialmethod(_send_simple, "bury")
    action_suspend = partialmethod(_send_simple, "suspend")

    async def _rate(self, rating: Rating | None, at: float | None = None) -> None:
        """Rate the card, unless the key is from before its verdict, a double tap or being held down."""
        revealed, at = self.session.revealed, self.app.press.at if at is None else at
        if revealed is not None and not self.app.press.held and at - self._seen_at >= VERDICT_GUARD:
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

    async def on_owner_targets_named(self, event: OwnerTargets.Named) -> None:
        event.stop()
        await self.send(events.Answer(Named(event.owner)))

    async def on_layer_stack_answered(self, event: LayerStack.Answered) -> None:
        event.stop()
        await self.send(events.Answer(Painted(event.owners)))

    async def action_edit(self) -> None:
        card = self.session.card
        if card is not None:
            self.app.edit(card)

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
            self.notify(f"The last answer was rated {revealed.suggested.name.lower()}.", timeout=4)
