"""Sort: every answer counts at once, the clock waits for reasons, guessing one owner does not pay."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain.cards import Card, Duty, Owner
from srm_quiz.domain.games import sort as sorting
from srm_quiz.domain.games.sort import (
    LIVES,
    GoOn,
    Name,
    RoundKind,
    RoundPhase,
    SortEvent,
    Stop,
    Tick,
    items_of,
    results,
)
from srm_quiz.domain.reviews import Effect, Mode, Review, RunEvent
from tests.support.worlds import Clock, card, key

AWS, CUSTOMER, SHARED = Owner


def duty(number: int, owner: Owner, *accept: Owner) -> Card:
    return card(f"duty-{owner}-{number}", Duty(f"Do {number}", "Amazon RDS", owner, frozenset(accept)))


def wrong(owner: Owner) -> Owner:
    return next(one for one in Owner if one is not owner)


class Playing:
    def __init__(self, sort: RoundKind = RoundKind.TIMED, cards: list[Card] | None = None) -> None:
        self.clock = Clock()
        listed = cards or [duty(n, owner) for owner in Owner for n in range(4)]
        self.round = sorting.begin("run", sort, items_of(listed, "seed"), self.clock.moment)
        self.effects: list[Effect] = []

    def do(self, event: SortEvent, seconds: float = 0) -> None:
        self.clock.advance(seconds=seconds)
        self.round, effects = sorting.step(self.round, event, self.clock.moment, {})
        self.effects += effects

    def answer(self, *, right: bool, seconds: float = 1) -> None:
        content = self.round.card.content
        assert isinstance(content, Duty)
        self.do(Name(content.owner if right else wrong(content.owner)), seconds)


@given(st.lists(st.sampled_from(Owner), max_size=40), st.text(max_size=4))
def test_owners_come_equally_often_as_long_as_they_can(owners: list[Owner], seed: str) -> None:
    cards = [duty(number, owner) for number, owner in enumerate(owners)]
    order = items_of([*cards, card("basic")], seed)
    assert sorted(order, key=lambda one: one.key) == sorted(cards, key=lambda one: one.key)
    counts = Counter(owners)
    rarest = min((counts[owner] for owner in Owner), default=0)
    first = Counter(one.content.owner for one in order[: 3 * rarest] if isinstance(one.content, Duty))
    assert all(first[owner] == rarest for owner in Owner)


def test_a_right_answer_brings_the_next_duty_and_quick_ones_in_a_row_pay_more() -> None:
    playing = Playing()
    first = playing.round.card
    playing.answer(right=True, seconds=0)
    assert playing.round.card != first
    assert playing.round.score == 20
    for _ in range(4):
        playing.answer(right=True, seconds=5)
    assert (playing.round.score, playing.round.combo, playing.round.multiplier) == (60, 5, 2)
    playing.answer(right=True, seconds=5)
    assert playing.round.score == 80


def test_a_wrong_answer_shows_its_reason_while_the_clock_waits() -> None:
    playing = Playing()
    playing.answer(right=True, seconds=3)
    asked = playing.round.card
    playing.answer(right=False, seconds=2)
    assert (playing.round.phase, playing.round.card) == (RoundPhase.EXPLAINING, asked)
    playing.clock.advance(seconds=100)
    assert playing.round.left(playing.clock.moment) == 55
    playing.do(GoOn())
    assert playing.round.phase is RoundPhase.ASKING
    assert playing.round.card != asked
    assert (playing.round.combo, playing.round.best_combo) == (0, 1)
    playing.do(Tick(), seconds=1)
    assert playing.round.left(playing.clock.moment) == 54


def test_the_reason_goes_by_itself_after_a_moment_and_takes_no_answer_meanwhile() -> None:
    playing = Playing()
    playing.answer(right=False)
    playing.do(Name(AWS), seconds=1)
    playing.do(Tick(), seconds=1)
    assert (playing.round.phase, len(playing.round.given)) == (RoundPhase.EXPLAINING, 1)
    playing.do(Tick(), seconds=0.5)
    assert playing.round.phase is RoundPhase.ASKING


def test_a_second_defensible_owner_is_right_too() -> None:
    playing = Playing(cards=[duty(1, AWS, SHARED)])
    playing.do(Name(SHARED))
    assert playing.round.given[0].right


def test_after_sixty_seconds_the_round_is_over_and_the_last_key_does_not_count() -> None:
    playing = Playing()
    playing.answer(right=True, seconds=30)
    playing.answer(right=True, seconds=31)
    assert playing.round.phase is RoundPhase.OVER
    assert len(playing.round.given) == 1
    (result,) = results([one for one in playing.effects if isinstance(one, RunEvent)], RoundKind.TIMED)
    assert (result.right, result.of, result.seconds) == (1, 1, 60)


def test_an_endless_round_has_three_lives_and_no_clock() -> None:
    playing = Playing(RoundKind.ENDLESS)
    for lives in reversed(range(LIVES)):
        assert playing.round.left(playing.clock.moment) is None
        playing.answer(right=False, seconds=500)
        assert playing.round.lives == lives
        playing.do(GoOn())
    assert playing.round.phase is RoundPhase.OVER
    assert len(playing.round.missed) == 3


def test_the_last_reason_can_be_read_before_the_end() -> None:
    playing = Playing(RoundKind.ENDLESS)
    for _ in range(LIVES):
        playing.answer(right=False)
        if playing.round.lives:
            playing.do(GoOn())
    assert playing.round.phase is RoundPhase.EXPLAINING
    playing.do(Stop())
    assert playing.round.phase is RoundPhase.OVER


def test_every_answer_is_kept_at_once_and_moves_no_schedule() -> None:
    playing = Playing()
    for right in (True, False):
        playing.answer(right=right)
    reviews = [one for one in playing.effects if isinstance(one, Review)]
    assert [one.rating.passed for one in reviews] == [True, False]
    assert all(one.mode is Mode.SORT and one.before == one.after for one in reviews)
    assert len({one.id for one in reviews}) == 2


def test_a_round_left_without_an_answer_leaves_no_score() -> None:
    playing = Playing()
    playing.do(Stop())
    playing.do(Name(AWS))
    assert (playing.round.phase, playing.effects) == (RoundPhase.OVER, [])


def test_the_cards_begin_again_when_all_were_asked() -> None:
    playing = Playing(cards=[duty(1, AWS), duty(2, CUSTOMER)])
    for _ in range(5):
        playing.answer(right=True)
    assert {one.card for one in playing.round.given} == {key("duty-aws-1"), key("duty-customer-2")}
    assert len({one.id for one in playing.effects if isinstance(one, Review)}) == 5


EVENTS = st.one_of(st.builds(Name, st.sampled_from(Owner)), st.builds(GoOn), st.builds(Tick), st.builds(Stop))


@given(st.lists(st.tuples(EVENTS, st.floats(0, 20)), max_size=50), st.sampled_from(RoundKind))
def test_whatever_is_pressed_the_score_is_that_of_the_answers(
    script: list[tuple[SortEvent, float]], sort: RoundKind
) -> None:
    playing = Playing(sort)
    for event, seconds in script:
        playing.do(event, seconds)
    this = playing.round
    assert this.score == sum(one.points for one in this.given)
    assert all((one.points > 0) == one.right for one in this.given)
    assert len([one for one in playing.effects if isinstance(one, Review)]) == len(this.given)
    finished = [one for one in playing.effects if isinstance(one, RunEvent)]
    assert len(finished) == (this.phase is RoundPhase.OVER and bool(this.given))
