"""Match: every pair belongs together, a wrong one costs seconds, the best time is kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.cards import Basic, Card, Typed
from srm_quiz.domain.games import match
from srm_quiz.domain.games.match import PENALTY, MatchEvent, PickMeaning, PickTerm, Stop, pairs_of, results
from srm_quiz.domain.reviews import Effect, Mode, Review, RunEvent
from tests.support.worlds import CHOICE, Clock, card

CARDS = [card(f"c{n}", Typed(f"What is {n}?", f"Term {n}", ())) for n in range(9)]


class Playing:
    def __init__(self, cards: list[Card] | None = None) -> None:
        self.clock = Clock()
        self.table = match.begin("run", pairs_of(cards or CARDS, "seed"), self.clock.moment, "seed")
        self.effects: list[Effect] = []

    def do(self, event: MatchEvent, seconds: float = 0) -> None:
        self.clock.advance(seconds=seconds)
        self.table, effects = match.step(self.table, event, self.clock.moment, {})
        self.effects += effects

    def put(self, term: int, meaning: int, seconds: float = 1) -> None:
        """Put the term of one pair to the meaning of another, by their places on the table."""
        self.do(PickTerm(self.table.terms.index(term)), seconds)
        self.do(PickMeaning(self.table.meanings.index(meaning)))


def test_six_pairs_short_enough_for_the_table_and_no_term_twice() -> None:
    long = card("long", Basic("Why? " * 40, "Because"))
    twin = card("twin", Basic("What else?", "term 1."))
    pairs = pairs_of([long, twin, card("choice", CHOICE), *CARDS], "seed")
    assert len(pairs) == len({pair.term.casefold().rstrip(".") for pair in pairs}) == match.PAIRS
    assert long.key not in {pair.card for pair in pairs}
    assert pairs == pairs_of([*reversed(CARDS), card("choice", CHOICE), twin, long], "seed")
    assert pairs != pairs_of(CARDS, "another seed")


def test_a_term_that_tells_nothing_by_itself_is_not_on_the_table() -> None:
    vague = ["0", "No", "yes.", "443", "99.9 %", "The customer", "AWS", "Only you", "Both"]
    cards = [card(f"v{n}", Basic(f"Which, {n}?", term)) for n, term in enumerate(vague)]
    assert pairs_of(cards, "seed") == ()
    telling = ["S3", "24 hours", "AWS Artifact", "The customer, by testing it"]
    cards = [card(f"t{n}", Basic(f"Which, {n}?", term)) for n, term in enumerate(telling)]
    assert {pair.term for pair in pairs_of(cards, "seed")} == set(telling)


def test_of_two_terms_of_which_one_says_the_other_too_only_one_is_on_the_table() -> None:
    cards = [card("key", Basic("Which key?", "A KMS key")), card("own", Basic("Whose?", "A managed KMS key"))]
    assert all(len(pairs_of(cards, seed)) == 1 for seed in "abc")


def test_a_round_is_won_when_every_pair_is_found_and_its_time_is_kept() -> None:
    playing = Playing()
    for number in range(6):
        playing.put(number, number, seconds=2)
    assert playing.table.complete and playing.table.over
    (result,) = results([one for one in playing.effects if isinstance(one, RunEvent)])
    assert (result.seconds, result.mistakes) == (12, 0)


def test_meaning_first_is_as_good_as_term_first() -> None:
    playing = Playing()
    playing.do(PickMeaning(playing.table.meanings.index(3)))
    playing.do(PickTerm(playing.table.terms.index(3)))
    assert playing.table.matched == (3,)


def test_a_wrong_pair_costs_seconds_and_both_go_back() -> None:
    playing = Playing()
    playing.put(0, 1)
    assert playing.table.last_wrong == (0, 1)
    assert (playing.table.picked_term, playing.table.picked_meaning) == (None, None)
    assert playing.table.seconds(playing.clock.moment) == 1 + PENALTY
    for number in range(6):
        playing.put(number, number, seconds=1)
    reviews = [one for one in playing.effects if isinstance(one, Review)]
    assert [one.rating.passed for one in reviews] == [False, True, True, True, True, True]
    assert all(one.mode is Mode.MATCH and one.before == one.after for one in reviews)
    assert playing.table.missed == (playing.table.pairs[0].card,)


def test_what_is_matched_or_not_there_cannot_be_picked() -> None:
    playing = Playing()
    playing.put(0, 0)
    before = playing.table
    playing.do(PickTerm(playing.table.terms.index(0)))
    playing.do(PickMeaning(playing.table.meanings.index(0)))
    playing.do(PickTerm(99))
    assert playing.table == before


def test_another_term_may_be_picked_instead() -> None:
    playing = Playing()
    playing.do(PickTerm(playing.table.terms.index(4)))
    playing.put(2, 2)
    assert playing.table.matched == (2,)
    assert playing.table.mistaken == ()


def test_a_round_that_was_stopped_or_was_short_is_no_record() -> None:
    stopped = Playing()
    stopped.put(0, 0)
    stopped.do(Stop())
    assert stopped.table.over and not stopped.table.complete
    short = Playing(CARDS[:3])
    for number in range(3):
        short.put(number, number)
    events = [one for one in (*stopped.effects, *short.effects) if isinstance(one, RunEvent)]
    assert results(events) == ()


PICKS = st.one_of(st.builds(PickTerm, st.integers(-1, 6)), st.builds(PickMeaning, st.integers(-1, 6)))


@given(st.lists(PICKS, max_size=60))
def test_whatever_is_picked_only_what_belongs_together_is_matched_once(picks: list[MatchEvent]) -> None:
    playing = Playing()
    for pick in picks:
        playing.do(pick, seconds=1)
    assert len(playing.table.matched) == len(set(playing.table.matched))
    reviews = [one for one in playing.effects if isinstance(one, Review)]
    assert [one.card for one in reviews] == [playing.table.pairs[n].card for n in playing.table.matched]
    assert playing.table.over == playing.table.complete
