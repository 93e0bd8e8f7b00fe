"""The session machine, sentence by sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import Owner
from srm_quiz.domain.grading import Named, Painted, Picked, Text, Verdict
from srm_quiz.domain.queue import Limits
from srm_quiz.domain.reviews import Mark, MarkKind, Mode, Progress, Retraction, Review
from srm_quiz.domain.scheduling import CardState, Rating
from srm_quiz.domain.session import ALLOWED, NotAllowedError, Phase, Session, step
from tests.support.worlds import EVERY_KIND, Clock, card, key, session

ANSWERS = {
    "basic": None,
    "typed": Text("artifact"),
    "choice": Picked(frozenset({0})),
    "response": Picked(frozenset({0, 1})),
    "cloze": Text("of"),
    "owner": Named(Owner.SHARED),
    "line": Painted({"guest": Owner.AWS, "engine": Owner.AWS, "encryption": Owner.SHARED}),
}


def after(start: Session, clock: Clock, *events: machine.Event) -> Session:
    for event in events:
        start, _ = step(start, event, clock.moment)
    return start


def missed(start: Session, clock: Clock) -> Session:
    return after(start, clock, machine.Reveal(), machine.Rate(Rating.AGAIN))


def known(start: Session, clock: Clock) -> Session:
    return after(start, clock, machine.Reveal(), machine.Rate(Rating.GOOD))


class TestTheTable:
    def test_every_phase_has_its_events(self) -> None:
        assert set(ALLOWED) == set(Phase)

    @pytest.mark.parametrize("phase", Phase)
    @pytest.mark.parametrize("event", get_args(machine.Event))
    def test_an_event_outside_the_table_is_refused_by_name(
        self, phase: Phase, event: type[machine.Event]
    ) -> None:
        if event in ALLOWED[phase]:
            return
        clock = Clock()
        start = replace(session([card("basic")], clock), phase=phase)
        example = {machine.Answer: machine.Answer(Text("x")), machine.Rate: machine.Rate(Rating.GOOD)}
        with pytest.raises(NotAllowedError, match=f"{event.__name__}.*{phase}"):
            step(start, example.get(event) or event(), clock.moment)


class TestAnswering:
    @pytest.mark.parametrize("name", EVERY_KIND)
    def test_every_kind_can_be_answered_right_and_rated(self, name: str) -> None:
        clock = Clock()
        start = session([card(name)], clock)
        given = ANSWERS[name]
        clock.advance(seconds=6)
        shown = after(start, clock, machine.Answer(given) if given else machine.Reveal())
        assert shown.revealed is not None
        assert shown.revealed.verdict is (Verdict.CORRECT if given else None)
        assert shown.revealed.suggested is Rating.GOOD
        assert shown.revealed.seconds == 6
        done, effects = step(shown, machine.Rate(Rating.GOOD), clock.moment)
        (review,) = effects
        assert isinstance(review, Review)
        assert review.after == shown.revealed.outcomes[Rating.GOOD] == done.standing(key(name)).schedule
        assert done.phase is Phase.FINISHED

    def test_a_wrong_answer_can_only_be_again(self) -> None:
        clock = Clock()
        shown = after(session([card("choice")], clock), clock, machine.Answer(Picked(frozenset({1}))))
        assert shown.revealed is not None and shown.revealed.allowed == (Rating.AGAIN,)
        with pytest.raises(NotAllowedError):
            step(shown, machine.Rate(Rating.GOOD), clock.moment)

    def test_giving_up_on_options_is_not_knowing(self) -> None:
        clock = Clock()
        shown = after(session([card("owner")], clock), clock, machine.Reveal())
        assert shown.revealed is not None and shown.revealed.allowed == (Rating.AGAIN,)

    def test_a_typed_answer_can_be_vouched_for(self) -> None:
        clock = Clock()
        start = after(session([card("typed")], clock), clock, machine.Answer(Text("the compliance portal")))
        vouched = after(start, clock, machine.Override())
        assert vouched.revealed is not None and vouched.revealed.allowed == tuple(Rating)
        _, (review,) = step(vouched, machine.Rate(Rating.GOOD), clock.moment)
        assert isinstance(review, Review)
        assert (review.verdict, review.rating) == (Verdict.WRONG, Rating.GOOD)

    @pytest.mark.parametrize(("option", "rating"), [(0, Rating.GOOD), (1, Rating.AGAIN)])
    def test_an_answer_that_was_given_counts_though_the_learner_leaves_before_rating_it(
        self, option: int, rating: Rating
    ) -> None:
        clock = Clock()
        start = session([card("choice"), card("a")], clock)
        shown = after(start, clock, machine.Answer(Picked(frozenset({option}))))
        ended, (review,) = step(shown, machine.End(), clock.moment)
        assert isinstance(review, Review) and review.rating is rating
        assert ended.phase is Phase.FINISHED and ended.asked is None
        assert after(ended, clock, machine.Undo()).card == card("choice")

    def test_a_card_that_was_only_looked_at_is_no_answer(self) -> None:
        clock = Clock()
        shown = after(session([card("a")], clock), clock, machine.Reveal())
        ended, effects = step(shown, machine.End(), clock.moment)
        assert effects == () and ended.phase is Phase.FINISHED

    def test_a_choice_cannot_be_vouched_for(self) -> None:
        clock = Clock()
        start = after(session([card("choice")], clock), clock, machine.Answer(Picked(frozenset({1}))))
        with pytest.raises(NotAllowedError):
            step(start, machine.Override(), clock.moment)

    def test_choosing_one_of_two_is_refused_and_the_card_stays(self) -> None:
        clock = Clock()
        start = session([card("response")], clock)
        with pytest.raises(NotAllowedError, match="exactly 2"):
            step(start, machine.Answer(Picked(frozenset({0}))), clock.moment)

    def test_a_hint_makes_hard_the_suggested_rating(self) -> None:
        clock = Clock()
        start = session([card("basic", hint="It is not you.")], clock)
        shown = after(start, clock, machine.Hint(), machine.Reveal())
        assert shown.revealed is not None and shown.revealed.suggested is Rating.HARD

    def test_thought_is_recorded_up_to_a_minute(self) -> None:
        clock = Clock()
        start = session([card("basic")], clock)
        clock.advance(minutes=20)
        shown = after(start, clock, machine.Reveal())
        assert shown.revealed is not None and shown.revealed.seconds == 60

    def test_the_options_chosen_are_logged_in_words(self) -> None:
        clock = Clock()
        start = after(session([card("choice")], clock), clock, machine.Answer(Picked(frozenset({1}))))
        _, (review,) = step(start, machine.Rate(Rating.AGAIN), clock.moment)
        assert isinstance(review, Review) and review.answer == ("AWS",)


class TestLearning:
    def test_a_missed_card_comes_back_at_the_end_without_a_key(self) -> None:
        clock = Clock()
        start = missed(session([card("a"), card("b")], clock), clock)
        assert start.card == card("b")
        again = known(start, clock)
        assert again.card == card("a")
        assert missed(again, clock).card == card("a")
        assert known(again, clock).phase is Phase.FINISHED

    def test_hard_is_a_pass_and_the_card_does_not_come_back(self) -> None:
        clock = Clock()
        start = session([card("a")], clock)
        hard = after(start, clock, machine.Reveal(), machine.Rate(Rating.HARD))
        assert hard.phase is Phase.FINISHED and not hard.queue.remaining()

    def test_a_finished_session_goes_on_with_more_cards(self) -> None:
        clock = Clock()
        start = session([card("a"), card("b")], clock)
        start = replace(start, queue=start.queue.without(key("b")))
        ended = known(start, clock)
        assert ended.phase is Phase.FINISHED
        more = machine.extended(ended, [key("b")], clock.moment)
        assert more.card == card("b") and len(more.reviews) == 1
        assert machine.extended(ended, [], clock.moment).phase is Phase.FINISHED

    def test_a_card_further_off_than_the_learn_ahead_limit_ends_the_session(self) -> None:
        clock = Clock()
        limits = Limits(learn_ahead=timedelta(minutes=5))
        ended = missed(session([card("a")], clock, limits=limits), clock)
        assert ended.phase is Phase.FINISHED
        assert ended.queue.next_return() == clock.at + timedelta(minutes=10)

    def test_a_leech_is_flagged_and_told(self) -> None:
        clock = Clock()
        start = missed(session([card("a")], clock), clock)
        schedule = start.standing(key("a")).schedule
        assert schedule is not None
        tired = replace(schedule, state=CardState.REVIEW, due_at=None, lapses=7, stability=3.0)
        start = session([card("a")], clock, progress={key("a"): Progress(tired)})
        told, effects = step(after(start, clock, machine.Reveal()), machine.Rate(Rating.AGAIN), clock.moment)
        assert told.leech == key("a")
        assert told.standing(key("a")).flagged
        assert [type(effect) for effect in effects] == [Review, Mark]
        back, undone = step(told, machine.Undo(), clock.moment)
        assert len(undone) == 2
        assert back.standing(key("a")) == Progress(tired)

    @pytest.mark.parametrize(("lapses", "is_reported"), [(8, False), (10, False), (11, True)])
    def test_a_leech_that_is_flagged_already_is_reported_again_every_fourth_lapse(
        self, lapses: int, is_reported: bool
    ) -> None:
        clock = Clock()
        schedule = missed(session([card("a")], clock), clock).standing(key("a")).schedule
        assert schedule is not None
        tired = replace(schedule, state=CardState.REVIEW, due_at=None, lapses=lapses, stability=3.0)
        start = session([card("a")], clock, progress={key("a"): Progress(tired, flagged=True)})
        after_lapse = missed(start, clock)
        assert (after_lapse.leech == key("a")) is is_reported
        assert after_lapse.standing(key("a")).flagged


class TestSettingAside:
    def test_a_buried_card_leaves_the_sitting(self) -> None:
        clock = Clock()
        start, (mark,) = step(session([card("a"), card("b")], clock), machine.Bury(), clock.moment)
        assert isinstance(mark, Mark) and mark.kind is MarkKind.BURY
        assert start.card == card("b")
        assert start.standing(key("a")).buried_on == clock.moment.day

    def test_a_suspended_card_can_be_taken_back(self) -> None:
        clock = Clock()
        start = after(session([card("a"), card("b")], clock), clock, machine.Suspend(), machine.Undo())
        assert start.card == card("a")
        assert not start.standing(key("a")).suspended

    def test_a_flag_is_set_and_taken_off_with_the_card_on_screen(self) -> None:
        clock = Clock()
        start = after(session([card("a")], clock), clock, machine.Flag())
        assert start.standing(key("a")).flagged and start.card == card("a")
        assert not after(start, clock, machine.Flag()).standing(key("a")).flagged

    def test_a_skipped_card_comes_last(self) -> None:
        clock = Clock()
        start = after(session([card("a"), card("b")], clock), clock, machine.Skip())
        assert start.card == card("b")
        assert known(start, clock).card == card("a")


class TestUndo:
    def test_one_press_takes_back_one_answer_and_asks_it_again(self) -> None:
        clock = Clock()
        start = session([card("a"), card("b")], clock)
        answered = known(start, clock)
        back, (effect,) = step(answered, machine.Undo(), clock.moment)
        assert isinstance(effect, Retraction)
        assert back.card == card("a")
        assert back.standing(key("a")) == Progress()
        assert known(back, clock).card == card("b")

    def test_it_works_on_the_summary_after_the_last_card(self) -> None:
        clock = Clock()
        ended = known(session([card("a")], clock), clock)
        assert ended.phase is Phase.FINISHED
        assert after(ended, clock, machine.Undo()).card == card("a")

    def test_a_learning_card_is_not_asked_twice_after_an_undo(self) -> None:
        clock = Clock()
        start = missed(session([card("a"), card("b")], clock), clock)
        back = after(start, clock, machine.Undo())
        assert back.queue.learning == ()
        assert sorted(back.queue.remaining()) == [key("b")]

    def test_it_reaches_as_far_as_the_sitting(self) -> None:
        clock = Clock()
        cards = [card(f"c{n}") for n in range(80)]
        start = session(cards, clock)
        first = start.card
        for _ in range(80):
            start = known(start, clock)
        for _ in range(80):
            start = after(start, clock, machine.Undo())
        assert start.card == first
        assert not start.reviews and len(start.queue.remaining()) == 79

    def test_options_stand_as_they_stood(self) -> None:
        clock = Clock()
        start = session([card("choice"), card("a")], clock)
        answered = after(start, clock, machine.Answer(Picked(frozenset({0}))), machine.Rate(Rating.GOOD))
        back = after(answered, clock, machine.Undo())
        assert back.asked is not None and start.asked is not None
        assert back.asked.order == start.asked.order

    def test_with_nothing_to_take_back_nothing_happens(self) -> None:
        clock = Clock()
        start = session([card("a")], clock)
        assert not start.allows(machine.Undo)
        assert step(start, machine.Undo(), clock.moment) == (start, ())


class TestCram:
    def test_it_asks_until_known_and_moves_no_dates(self) -> None:
        clock = Clock()
        start = session([card("a"), card("b")], clock, mode=Mode.CRAM)
        start, (review,) = step(
            after(start, clock, machine.Reveal()), machine.Rate(Rating.AGAIN), clock.moment
        )
        assert isinstance(review, Review) and review.before is review.after is None
        assert review.mode is Mode.CRAM
        start = known(start, clock)
        assert start.card == card("a")
        assert known(start, clock).phase is Phase.FINISHED


class TestGames:
    @pytest.mark.parametrize("kind", ["typed", "cloze", "choice", "owner", "line"])
    def test_in_the_daily_challenge_what_is_looked_up_was_not_known(self, kind: str) -> None:
        clock = Clock()
        start = after(session([card(kind)], clock, mode=Mode.DAILY), clock, machine.Reveal())
        assert start.revealed is not None and start.revealed.allowed == (Rating.AGAIN,)

    def test_the_daily_challenge_asks_each_card_once_and_takes_nothing_back(self) -> None:
        clock = Clock()
        start = session([card("choice"), card("owner")], clock, mode=Mode.DAILY)
        while start.phase is not Phase.FINISHED:
            start = after(start, clock, machine.Reveal())
            assert start.revealed is not None and len(start.revealed.allowed) == 1
            start, (review,) = step(start, machine.Rate(start.revealed.suggested), clock.moment)
            assert isinstance(review, Review) and review.before is review.after is None
            assert not start.allows(machine.Undo)
        assert step(start, machine.Undo(), clock.moment) == (start, ())
        assert len(start.reviews) == 2

    def test_a_line_not_known_comes_back_in_the_same_round(self) -> None:
        clock = Clock()
        start = after(session([card("line")], clock, mode=Mode.LINE), clock, machine.Reveal())
        start, _ = step(start, machine.Rate(Rating.AGAIN), clock.moment)
        assert start.card == card("line")


class TestReadAgain:
    def test_the_card_on_screen_stays_when_the_decks_are_read_again(self) -> None:
        clock = Clock()
        start = session([card("a"), card("b")], clock)
        edited = replace(card("a"), why="A better reason.")
        fresh = machine.with_cards(start, {edited.key: edited}, clock.moment)
        assert fresh.card == edited
        assert fresh.queue.remaining() == ()

    def test_a_card_that_is_gone_gives_way_to_the_next(self) -> None:
        clock = Clock()
        start = session([card("a"), card("b")], clock)
        assert machine.with_cards(start, {key("b"): card("b")}, clock.moment).card == card("b")

    def test_answers_of_this_sitting_still_count_and_those_of_earlier_ones_still_do_not(self) -> None:
        clock = Clock()
        deck = [card(name) for name in "abcd"]
        earlier = known(known(session(deck, clock), clock), clock)
        start = replace(session(deck[2:], clock), done=earlier.done, inherited=2)
        start = known(start, clock)
        kept = {one.key: one for one in deck[1:]}  # the first card answered earlier is gone
        fresh = machine.with_cards(start, kept, clock.moment)
        assert [review.card for review in start.reviews] == [key("c")]
        assert [review.card for review in fresh.reviews] == [key("c")]


SITTINGS = [Mode.DRILL, Mode.CRAM]
EVENTS = st.sampled_from(
    [
        machine.Reveal(),
        machine.Skip(),
        machine.Bury(),
        machine.Suspend(),
        machine.Flag(),
        machine.Undo(),
        machine.Undo(),
        machine.Hint(),
        *(machine.Rate(rating) for rating in Rating),
        machine.Rate(Rating.AGAIN),
    ]
)


@given(
    st.lists(st.tuples(EVENTS, st.integers(0, 900)), max_size=60), st.sampled_from([Mode.DRILL, Mode.CRAM])
)
def test_whatever_happens_no_card_is_lost_or_doubled_and_undo_leads_back(
    script: list[tuple[machine.Event, int]], mode: Mode
) -> None:
    clock = Clock()
    cards = [card(f"c{n}") for n in range(5)]
    start = now = session(cards, clock, mode=mode)
    for event, wait in script:
        clock.advance(seconds=wait)
        try:
            now, effects = step(now, event, clock.moment)
        except NotAllowedError:
            continue
        for effect in effects:
            if isinstance(effect, Review):
                assert now.standing(effect.card).schedule == effect.after
        queued = [*now.queue.remaining(), *([now.asked.key] if now.asked else [])]
        assert len(queued) == len(set(queued))
        assert (now.asked is not None) == (now.phase in (Phase.ASKING, Phase.REVEALED))
    while now.done:
        now, _ = step(now, machine.Undo(), clock.moment)
    for one in cards:
        assert replace(now.standing(one.key), flagged=False) == Progress()
    queued = [*now.queue.remaining(), *([now.asked.key] if now.asked else [])]
    assert sorted(queued) == sorted(one.key for one in cards) or start.phase is Phase.FINISHED
