"""The daily challenge: ten items, the same for everybody with the same decks on the same date, one try."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import zip_longest

from srm_quiz.domain.cards import Basic, Card, CardKey, Kind, NoteKey, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, Review, RunEvent
from srm_quiz.domain.scheduling import keyed_hash

ITEMS = 10

BEGAN = "began"
"""The kind of event that keeps a challenge's cards: decks may be edited after it began."""

GLYPHS: Mapping[Verdict | None, str] = {
    Verdict.CORRECT: "■",
    Verdict.CLOSE: "◧",
    Verdict.WRONG: "□",
    None: "·",
}


@dataclass(frozen=True, slots=True)
class DailyResult:
    """One date's challenge as far as it was played. A verdict is None for an item not answered."""

    day: StudyDay
    cards: tuple[CardKey, ...]
    verdicts: tuple[Verdict | None, ...]

    @property
    def right(self) -> int:
        """How many items were answered right or nearly so."""
        return sum(verdict in (Verdict.CORRECT, Verdict.CLOSE) for verdict in self.verdicts)

    @property
    def left(self) -> tuple[CardKey, ...]:
        """The items not answered yet, in order."""
        items = zip(self.cards, self.verdicts, strict=True)
        return tuple(card for card, verdict in items if verdict is None)

    @property
    def line(self) -> str:
        """The result in one line to share, giving no answer away."""
        glyphs = "".join(GLYPHS[verdict] for verdict in self.verdicts)
        return f"srm-quiz {self.day.isoformat()}  {glyphs}  {self.right}/{len(self.cards)}"


def seed_of(cards: Iterable[Card], day: StudyDay) -> int:
    """Return the seed of a date's challenge, from the date and the decks' content."""
    content = blake2b(digest_size=16)
    for text in sorted(f"{card.key}\0{card.content!r}" for card in _eligible(cards)):
        content.update(text.encode("utf-8", "surrogatepass"))
    return keyed_hash("daily", day.isoformat(), content.hexdigest())


def draw(cards: Collection[Card], day: StudyDay) -> tuple[CardKey, ...]:
    """Draw the items of a date: of every kind in turn, no two of one note; fewer if there are fewer notes."""
    seed = seed_of(cards, day)
    by_kind: dict[Kind, list[Card]] = {}
    for card in sorted(_eligible(cards), key=lambda card: keyed_hash(seed, "draw", card.key)):
        by_kind.setdefault(card.kind, []).append(card)
    kinds = sorted(by_kind, key=lambda kind: keyed_hash(seed, "kind", kind))
    chosen: dict[NoteKey, CardKey] = {}
    for turn in zip_longest(*(by_kind[kind] for kind in kinds)):
        for card in filter(None, turn):
            if len(chosen) < ITEMS:
                chosen.setdefault(note_of(card.key), card.key)
    return tuple(sorted(chosen.values(), key=lambda key: keyed_hash(seed, "place", key)))


def results(events: Iterable[RunEvent], reviews: Iterable[Review]) -> tuple[DailyResult, ...]:
    """Return every challenge that was begun, oldest first, from the log's events and answers."""
    given = {
        (review.at.day, review.card): review.verdict or Verdict.WRONG  # looked up without an answer
        for review in reviews
        if review.mode is Mode.DAILY
    }
    cards_of: dict[StudyDay, tuple[CardKey, ...]] = {}
    for event in events:
        if event.kind == BEGAN:
            cards_of.setdefault(event.at.day, tuple(map(CardKey, event.details["cards"])))
    return tuple(
        DailyResult(day, cards, tuple(given.get((day, card)) for card in cards))
        for day, cards in sorted(cards_of.items())
    )


def _eligible(cards: Iterable[Card]) -> Iterable[Card]:
    """The cards that the program can grade: nobody rates their own challenge."""
    return (card for card in cards if not isinstance(card.content, Basic))
