"""Which card of a sitting comes next, and when a missed one returns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.queue import SPACING, Limits, Queue, ReturningCard, build_queue
from tests.support.worlds import Clock

NOW = Clock().moment
LATER = timedelta(minutes=10)


def keys(names: Iterable[str]) -> tuple[CardKey, ...]:
    return tuple(CardKey(name) for name in names)


def back_in(name: str, minutes: int) -> ReturningCard:
    return ReturningCard(CardKey(name), NOW.instant + timedelta(minutes=minutes))


def drawn(queue: Queue, *, minutes: int = 0, limits: Limits | None = None) -> list[str]:
    """All cards that can be asked one after the other, each draw at the same moment."""
    found = []
    while True:
        card, queue = queue.draw(NOW.later(timedelta(minutes=minutes)), limits or Limits())
        if card is None:
            return found
        found.append(str(card))


def test_a_missed_card_returns_after_its_minutes_and_six_others() -> None:
    _, queue = Queue(main=keys("abcdefghij")).draw(NOW, Limits())
    queue = queue.returning(CardKey("a"), NOW.instant + LATER)
    assert drawn(queue, minutes=11) == [*"bcdefg", "a", *"hij"]
    assert SPACING == 6


def test_a_missed_card_waits_for_its_minutes_while_there_are_others() -> None:
    _, queue = Queue(main=keys("abcdefghij")).draw(NOW, Limits())
    queue = queue.returning(CardKey("a"), NOW.instant + LATER)
    assert drawn(queue) == [*"bcdefghij", "a"]


def test_at_the_end_missed_cards_come_at_once_the_longest_waiting_first() -> None:
    queue = Queue(learning=(back_in("a", 9), back_in("b", 3)))
    assert drawn(queue) == ["a", "b"]


def test_a_card_further_off_than_the_learn_ahead_limit_does_not_come_today() -> None:
    queue = Queue(learning=(back_in("a", 240), back_in("b", 3)))
    assert drawn(queue) == ["b"]
    assert queue.next_return() == NOW.instant + timedelta(minutes=3)


def test_as_many_missed_cards_as_the_limit_come_before_anything_else() -> None:
    queue = Queue(main=keys("xyz"), learning=(back_in("a", 9), back_in("b", 9), back_in("c", 9)))
    assert drawn(queue, limits=Limits(most_learning=3)) == ["a", "x", "y", "z", "b", "c"]


def test_what_an_undo_put_back_comes_before_all_others() -> None:
    queue = Queue(main=keys("xy"), learning=(back_in("a", -1),)).put_back(CardKey("u"))
    assert drawn(queue) == ["u", "a", "x", "y"]


def test_a_card_taken_out_is_gone_wherever_it_stood() -> None:
    queue = Queue(main=keys("xy"), learning=(back_in("a", 1),), front=keys("u"))
    for card in keys("xau"):
        queue = queue.without(card)
    assert drawn(queue) == ["y"]


def limited(limit: int, **steps: int) -> list[str]:
    """The cards of a sitting of so many, with three planned cards beside those that come back."""
    returning = [back_in(name, minutes) for name, minutes in steps.items()]
    return sorted(build_queue(keys(("p1", "p2", "p3")), returning, NOW, limit).remaining())


def test_a_limit_counts_the_returning_cards_that_are_due() -> None:
    assert limited(3, first=-5, second=0) == ["first", "p1", "second"]
    assert limited(1, first=-5, second=0) == ["first"]


def test_a_limit_is_filled_with_cards_that_can_be_asked_now() -> None:
    assert limited(1, waiting=9) == ["p1"]
    assert limited(3, due=-1, waiting=9) == ["due", "p1", "p2"]


def test_a_limit_takes_cards_that_come_back_later_where_no_others_are_left() -> None:
    assert limited(5, soon=5, later=9) == ["later", "p1", "p2", "p3", "soon"]
    assert limited(4, soon=5, later=9) == ["p1", "p2", "p3", "soon"]
