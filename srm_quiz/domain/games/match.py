"""Match: six terms and six meanings, as fast as you can. A pure state machine, like the session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from srm_quiz.domain.cards import Basic, Card, CardKey, Typed
from srm_quiz.domain.days import Moment
from srm_quiz.domain.grading import Verdict, normalise
from srm_quiz.domain.reviews import Effect, Mode, Progress, RunEvent, event_id, game_review
from srm_quiz.domain.scheduling import keyed_hash

PAIRS = 6
PENALTY = 3.0
"""Seconds that a wrong pair costs."""

VAGUE = {"yes", "no", "true", "false", "none", "both", "neither", "all", "any", "always", "never"}
OWNERS = {"aws", "amazon", "you", "customer", "shared"}
FILLING = {"the", "an", "it", "is", "only", "just"}
"""Words that answer so many questions that a term made of them alone identifies nothing."""

LONGEST_TERM = 32
LONGEST_MEANING = 84
"""The most characters that fit on the board."""

FINISHED = "finished"
"""The kind of event that keeps a round's time."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A term and its meaning: the answer and the question of a card."""

    card: CardKey
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Board:
    """One round. `terms` and `meanings` are the numbers of pairs in the order they lie on the board."""

    run: str
    pairs: tuple[Pair, ...]
    terms: tuple[int, ...]
    meanings: tuple[int, ...]
    since: Moment
    picked_term: int | None = None
    picked_meaning: int | None = None
    matched: tuple[int, ...] = ()
    mistaken: tuple[int, ...] = ()
    """The pairs whose term was put to a wrong meaning, one entry for each time."""
    last_wrong: tuple[int, int] | None = None
    """The term and the meaning just put together wrongly, until the next pick."""
    ended: Moment | None = None

    @property
    def over(self) -> bool:
        """Whether every pair was found or the learner has stopped."""
        return self.ended is not None

    @property
    def complete(self) -> bool:
        """Whether every pair was found."""
        return len(self.matched) == len(self.pairs)

    @property
    def missed(self) -> tuple[CardKey, ...]:
        """The cards whose term was put to a wrong meaning, each once."""
        return tuple(dict.fromkeys(self.pairs[number].card for number in self.mistaken))

    def seconds(self, now: Moment) -> float:
        """Return the seconds so far, penalties included."""
        return (self.ended or now).seconds_since(self.since) + PENALTY * len(self.mistaken)


@dataclass(frozen=True, slots=True)
class PickTerm:
    """Pick the term at this place on the board, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class PickMeaning:
    """Pick the meaning at this place on the board, from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class Stop:
    """The learner ends the round."""


MatchEvent = PickTerm | PickMeaning | Stop


def pairs_of(cards: Iterable[Card], seed: str) -> tuple[Pair, ...]:
    """Draw the pairs of one round: short enough for the board, each term meaningful by itself.

    No term contains another, so that no two of them fit the same meaning.
    """
    drawn: dict[tuple[str, ...], Pair] = {}
    for card in sorted(cards, key=lambda card: keyed_hash(seed, card.key)):
        match card.content:
            case Basic(question=meaning, answer=term) | Typed(question=meaning, answer=term):
                words = normalise(term).split()
                fits = len(term) <= LONGEST_TERM and len(meaning) <= LONGEST_MEANING
                if fits and _tells(words) and not any(_within(words, other) for other in drawn):
                    drawn[tuple(words)] = Pair(card.key, term, meaning)
        if len(drawn) == PAIRS:
            break
    return tuple(drawn.values())


def _tells(words: Sequence[str]) -> bool:
    """Whether a term of these words is more than a number, yes, no or an owner."""
    return any(
        len(word) > 1 and word.strip("0123456789.,%") and word not in VAGUE | OWNERS | FILLING
        for word in words
    )


def _within(one: Sequence[str], other: Sequence[str]) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


def begin(run: str, pairs: tuple[Pair, ...], now: Moment, seed: str) -> Board:
    """Lay everything out on a board. `pairs` must not be empty."""
    numbers = range(len(pairs))
    return Board(
        run,
        pairs,
        terms=tuple(sorted(numbers, key=lambda number: keyed_hash(seed, "term", number))),
        meanings=tuple(sorted(numbers, key=lambda number: keyed_hash(seed, "meaning", number))),
        since=now,
    )


def step(
    table: Board, event: MatchEvent, now: Moment, progress: Mapping[CardKey, Progress]
) -> tuple[Board, tuple[Effect, ...]]:
    """Return the board after the event, and what must be durable. Picking a matched card changes nothing."""
    if table.over:
        return table, ()
    match event:
        case Stop():
            return replace(table, ended=now), ()
        case PickTerm(place=place):
            number = _at(table.terms, place)
            if number is None or number in table.matched:
                return table, ()
            table = replace(table, picked_term=number, last_wrong=None)
        case PickMeaning(place=place):
            number = _at(table.meanings, place)
            if number is None or number in table.matched:
                return table, ()
            table = replace(table, picked_meaning=number, last_wrong=None)
    if table.picked_term is None or table.picked_meaning is None:
        return table, ()
    return _put_together(table, table.picked_term, table.picked_meaning, now, progress)


def _at(order: tuple[int, ...], place: int) -> int | None:
    return order[place] if 0 <= place < len(order) else None


def _put_together(
    table: Board, term: int, meaning: int, now: Moment, progress: Mapping[CardKey, Progress]
) -> tuple[Board, tuple[Effect, ...]]:
    table = replace(table, picked_term=None, picked_meaning=None)
    if term != meaning:
        return replace(table, mistaken=(*table.mistaken, term), last_wrong=(term, meaning)), ()
    pair = table.pairs[term]
    standing = progress.get(pair.card)
    review = game_review(
        event_id(now, table.run, len(table.matched)),
        pair.card,
        now,
        Verdict.WRONG if term in table.mistaken else Verdict.CORRECT,
        (pair.term,),
        now.seconds_since(table.since) / (len(table.matched) + 1),
        Mode.MATCH,
        standing.schedule if standing else None,
    )
    table = replace(table, matched=(*table.matched, term))
    if not table.complete:
        return table, (review,)
    table = replace(table, ended=now)
    details = {
        "seconds": round(table.seconds(now), 1),
        "pairs": len(table.pairs),
        "mistakes": len(table.mistaken),
    }
    identity = event_id(now, table.run, len(table.pairs))
    return table, (review, RunEvent(identity, table.run, Mode.MATCH, now, FINISHED, details))


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The time of a finished round, penalties included, for the list of the last ones."""

    run: str
    at: Moment
    seconds: float
    pairs: int
    mistakes: int


def results(events: Iterable[RunEvent]) -> tuple[MatchResult, ...]:
    """Return the full rounds played to their end, oldest first."""
    return tuple(
        MatchResult(event.run, event.at, *(event.details[name] for name in ("seconds", "pairs", "mistakes")))
        for event in events
        if event.kind == FINISHED and event.details["pairs"] == PAIRS
    )
