"""Which cards a day allows, and their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from srm_quiz.domain.cards import Basic, Card, CardKey
from srm_quiz.domain.days import days_after
from srm_quiz.domain.queue import DoneToday, Limits, available, build_queue
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import CardState, Policy, Schedule, outcomes
from tests.support.worlds import Clock

NOW = Clock().moment


def cards(*names: str) -> list[Card]:
    return [Card(CardKey(f"world/{name}"), Basic(name, name)) for name in names]


def seen(due_in: int, *, stability: float = 10.0, ago: int = 10) -> Progress:
    return Progress(
        Schedule(
            state=CardState.REVIEW,
            step=0,
            stability=stability,
            difficulty=5.0,
            due_day=days_after(NOW.day, due_in),
            due_at=None,
            last_day=days_after(NOW.day, -ago),
            reps=3,
            lapses=0,
        )
    )


def find(
    listed: list[Card],
    progress: dict[CardKey, Progress],
    *,
    today: DoneToday | None = None,
    limits: Limits | None = None,
) -> tuple[list[str], list[str]]:
    found = available(listed, progress, NOW, today or DoneToday(), limits or Limits(), Policy())
    return [key[6:] for key in found.reviews], [key[6:] for key in found.new]


def keyed(**progress: Progress) -> dict[CardKey, Progress]:
    return {CardKey(f"world/{name}#1"): known for name, known in progress.items()}


def test_a_card_is_due_on_its_study_day_and_not_before() -> None:
    listed = cards("today#1", "late#1", "tomorrow#1")
    reviews, _ = find(listed, keyed(today=seen(0), late=seen(-3), tomorrow=seen(1)))
    assert sorted(reviews) == ["late#1", "today#1"]


def test_the_most_forgotten_come_first() -> None:
    listed = cards("firm#1", "faint#1", "fading#1")
    progress = keyed(firm=seen(0, stability=30), faint=seen(0, stability=2), fading=seen(0, stability=9))
    assert find(listed, progress)[0] == ["faint#1", "fading#1", "firm#1"]


def test_new_cards_keep_their_authors_order_and_the_days_limit() -> None:
    listed = cards(*(f"n{n}#1" for n in range(9)))
    assert find(listed, {}, limits=Limits(new_per_day=5))[1] == [f"n{n}#1" for n in range(5)]
    assert find(listed, {}, limits=Limits(new_per_day=5), today=DoneToday(new=4))[1] == ["n0#1"]
    assert find(listed, {}, limits=Limits(new_per_day=5), today=DoneToday(new=9))[1] == []


def test_reviews_keep_the_days_limit() -> None:
    listed = cards(*(f"n{n}#1" for n in range(9)))
    progress = keyed(**{f"n{n}": seen(0) for n in range(9)})
    assert len(find(listed, progress, limits=Limits(reviews_per_day=4), today=DoneToday(reviews=1))[0]) == 3


def test_of_siblings_only_one_is_asked_a_day() -> None:
    listed = cards("a#1", "a#2", "b#1", "b#2", "c#1")
    progress = {CardKey("world/a#2"): seen(0)}
    reviews, new = find(listed, progress, today=DoneToday(notes=frozenset({"world/c"})))  # type: ignore[arg-type]
    assert (reviews, new) == (["a#2"], ["b#1"])


def test_siblings_may_be_asked_together_when_set_so() -> None:
    listed = cards("a#1", "a#2")
    assert find(listed, {}, limits=Limits(bury_siblings=False))[1] == ["a#1", "a#2"]


def test_suspended_and_buried_cards_stay_out() -> None:
    listed = cards("a#1", "b#1", "c#1")
    progress = keyed(
        a=Progress(suspended=True),
        b=Progress(buried_on=NOW.day),
        c=Progress(buried_on=days_after(NOW.day, -1)),
    )
    assert find(listed, progress)[1] == ["c#1"]


def test_new_cards_are_spread_among_the_reviews() -> None:
    listed = cards(*(f"r{n}#1" for n in range(8)), "x#1", "y#1")
    progress = keyed(**{f"r{n}": seen(0) for n in range(8)})
    queue = build_queue(available(listed, progress, NOW, DoneToday(), Limits(), Policy()), NOW)
    assert [at for at, key in enumerate(queue.main) if progress.get(key) is None] == [2, 7]


def test_a_limit_cuts_the_sitting() -> None:
    found = available(cards(*(f"n{n}#1" for n in range(9))), {}, NOW, DoneToday(), Limits(), Policy())
    assert len(build_queue(found, NOW, 3).remaining()) == 3


def in_step(minutes: int) -> Progress:
    """A card in a learning step that ends so many minutes from now."""
    schedule = seen(0).schedule
    assert schedule is not None
    due_at = NOW.instant + timedelta(minutes=minutes)
    return Progress(replace(schedule, state=CardState.LEARNING, due_at=due_at))


def limited(limit: int, **steps: int) -> list[str]:
    """The cards of a sitting of so many, with three new cards beside those in a step."""
    listed = cards("new1#1", "new2#1", "new3#1", *(f"{name}#1" for name in steps))
    progress = keyed(**{name: in_step(minutes) for name, minutes in steps.items()})
    queue = build_queue(available(listed, progress, NOW, DoneToday(), Limits(), Policy()), NOW, limit)
    return sorted(key[6:-2] for key in queue.remaining())


def ahead(days: int, state: CardState = CardState.REVIEW) -> Progress:
    """A card answered under a clock so many days ahead, to come back ten days or ten minutes later."""
    schedule = seen(days + 10, ago=-days).schedule
    assert schedule is not None
    in_a_step = state is not CardState.REVIEW
    due_at = NOW.instant + timedelta(days=days, minutes=10) if in_a_step else None
    return Progress(replace(schedule, state=state, due_at=due_at))


def test_a_card_answered_under_a_clock_that_was_far_ahead_is_asked_again() -> None:
    listed = cards("parked#1", "step#1", "travelled#1")
    progress = keyed(parked=ahead(3650), step=ahead(3650, CardState.LEARNING), travelled=ahead(1))
    found = available(listed, progress, NOW, DoneToday(), Limits(), Policy())
    assert [key[6:] for key in found.reviews] == ["parked#1"]
    assert found.learning == ((NOW.instant, CardKey("world/step#1")),)
    queue = build_queue(found, NOW, 1)
    assert queue.remaining() == (CardKey("world/step#1"),)


def test_a_card_asked_again_after_a_wrong_clock_comes_back_in_days() -> None:
    known = ahead(3650).schedule
    after = outcomes(CardKey("world/parked#1"), known, NOW, Policy())
    assert all((schedule.due_day - NOW.day).days < 60 for schedule in after.values())
    assert all(schedule.last_day == NOW.day for schedule in after.values())


def test_a_limit_counts_the_learning_cards_that_are_due() -> None:
    assert limited(3, first=-5, second=0) == ["first", "new1", "second"]
    assert limited(1, first=-5, second=0) == ["first"]


def test_a_limit_is_filled_with_cards_that_can_be_asked_now() -> None:
    assert limited(1, waiting=9) == ["new1"]
    assert limited(3, waiting=9, due=-1) == ["due", "new1", "new2"]


def test_a_limit_takes_cards_that_come_back_later_where_no_others_are_left() -> None:
    assert limited(5, soon=5, later=9) == ["later", "new1", "new2", "new3", "soon"]
    assert limited(4, soon=5, later=9) == ["new1", "new2", "new3", "soon"]


def test_a_due_learning_card_goes_before_everything_and_one_in_its_step_waits() -> None:
    schedule = seen(0).schedule
    assert schedule is not None
    now = NOW.instant
    soon = Progress(replace(schedule, state=CardState.LEARNING, due_at=now + timedelta(minutes=5)))
    due = Progress(replace(schedule, state=CardState.LEARNING, due_at=now - timedelta(minutes=5)))
    listed = cards("new#1", "soon#1", "due#1")
    queue = build_queue(
        available(listed, keyed(soon=soon, due=due), NOW, DoneToday(), Limits(), Policy()), NOW
    )
    drawn = []
    while True:
        key, queue = queue.draw(NOW)
        if key is None:
            break
        drawn.append(key[6:])
    assert drawn == ["due#1", "new#1"]
    assert queue.next_return() == now + timedelta(minutes=5)
