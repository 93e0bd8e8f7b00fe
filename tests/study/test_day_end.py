"""The evening flows and ends: planning again, what is told at the end, and drills by choice."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import days_after
from srm_quiz.domain.events import Phase
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.day_end import NextStep, day_end_lines
from srm_quiz.study.scope import CardOrder, Scope
from srm_quiz.study.study import Study
from tests.support.evenings import study_evening
from tests.support.transcripts import World, answer_to


def more(world: World, count: int = 30, tags: str = "[]") -> None:
    cards = "".join(
        f"  - {{id: c{n:02}, question: Q{n}?, answer: A{n}, tags: {tags}}}\n" for n in range(count)
    )
    (world.home / "bundled" / "more.yaml").write_text(f"title: More\nid: more\ncards:\n{cards}", "utf-8")


def know(study: Study, world: World, rating: Rating = Rating.GOOD) -> None:
    world.clock.advance(seconds=2)
    assert study.session is not None
    given = answer_to(study.session, right=True)
    study.send(machine.Reveal() if given is None else machine.Answer(given))
    study.send(machine.Rate(rating))


def evening(study: Study, world: World, seed: int = 3) -> None:
    study_evening(study, world.clock, Random(seed), right=1.0)


def test_at_the_end_of_the_list_the_rest_of_the_minutes_is_planned_again(world: World) -> None:
    more(world, 200)
    with world.open(exam_date=date(2026, 12, 1), exam_minutes=10) as study:
        planned = len(study.agenda())
        assert planned < 60
        study.start()
        for _ in range(planned + 5):  # quicker than planned: minutes are left
            know(study, world)
        assert study.session is not None and study.session.phase is Phase.ASKING


def test_a_sitting_of_so_many_cards_or_minutes_is_not_planned_again(world: World) -> None:
    more(world, 200)
    with world.open(exam_date=date(2026, 12, 1), exam_minutes=10) as study:
        session = study.start(limit=3)
        for _ in range(3):
            know(study, world)
        assert study.session is not None and study.session.finished
        session = study.start(minutes=1)
        assert 0 < len(session.queue.remaining()) < 20


def test_after_playing_the_daily_first_a_learner_who_was_away_still_begins_gently(world: World) -> None:
    more(world)
    with world.open() as study:
        evening(study, world)
    world.clock.advance(days=9)
    with world.open(sitting="daily", daily_goal=40) as study:
        assert study.status().comes_back
        study.start_daily()
        know(study, world)
        status = study.status()
        assert status.answered == 1 and status.comes_back


def test_the_end_tells_goal_streak_comparison_growth_and_tomorrow(world: World) -> None:
    more(world)
    for day in range(4):
        with world.open(sitting=f"{day}", daily_goal=10) as study:
            evening(study, world)
            end = study.day_end()
        world.clock.advance(days=1)
    lines = " ".join(day_end_lines(end, study.now()))
    assert end.reached_goal and end.status.streak.days == 4
    assert end.yesterday is not None and end.usual is not None
    assert f"The study day before: {end.yesterday.answers} answers, 100 % right" in lines
    assert f"usually {end.usual.answers} answers" in lines
    assert end.sound_today and f"{end.sound_today} card" in lines and "shaky to sound today" in lines
    assert len(end.tomorrow)


def test_what_is_told_of_tomorrow_is_what_tomorrow_asks(world: World) -> None:
    more(world)
    with world.open(daily_goal=10) as study:
        evening(study, world)
        told = study.day_end().tomorrow
    world.clock.advance(days=1)
    with world.open(sitting="tomorrow", daily_goal=10) as study:
        asked = study.agenda()
        later = study.snapshot().agenda_on(days_after(study.now().day, 1))
    assert told.cards == asked.cards != later.cards


def test_what_is_best_next_is_to_go_on_then_the_misses_then_more_of_what_pays(world: World) -> None:
    more(world)
    with world.open(daily_goal=10) as study:
        study.start()
        know(study, world)
        study.send(machine.End())
        assert study.day_end().next_step is NextStep.GO_ON
        study.start()
        world.clock.advance(seconds=2)
        study.send(machine.Reveal())
        study.send(machine.Rate(Rating.AGAIN))
        while study.session is not None and not study.session.finished:
            know(study, world)
        assert study.day_end().next_step is NextStep.DRILL_MISSES
        study.start(Scope(cards=study.summary().missed), mode=Mode.CRAM)
        know(study, world)
        assert study.day_end().next_step is NextStep.MORE
        assert not study.start(minutes=5).finished


def test_a_milestone_is_told_once(world: World) -> None:
    with world.open(sitting="first") as study:
        study.start()
        while study.session is not None and not study.session.finished:
            know(study, world, Rating.EASY)
        told = list(study.day_end().milestones)
        assert told == [
            "A deck of every kind: every card of it is sound.",
            "You have painted the whole model, each service without a slip.",
        ]
        assert list(study.day_end().milestones) == told
    world.clock.advance(days=40)
    with world.open(sitting="second") as study:
        study.start()
        while study.session is not None and not study.session.finished:
            know(study, world)
        assert study.session is not None and study.session.reviews
        assert not study.day_end().milestones


@pytest.mark.parametrize("order", CardOrder)
def test_a_drill_by_choice_asks_what_the_browser_finds_in_the_order_that_is_asked_for(
    world: World, order: CardOrder
) -> None:
    more(world, 12, "[iam]")
    with world.open(daily_goal=40) as study:
        for n in (7, 2, 9, 4):
            world.clock.advance(seconds=1)
            study.mark(CardKey(f"more/c{n:02}#1"), machine.MarkKind.FLAG, True)
        session = study.start(Scope(words="is:flagged tag:iam", order=order))
        assert session.asked is not None
        asked = [session.asked.key, *session.queue.remaining()]
        assert sorted(asked) == [f"more/c{n:02}#1" for n in (2, 4, 7, 9)]
        assert order is not CardOrder.IN_ORDER or asked == sorted(asked)


def test_a_search_that_means_nothing_is_told(world: World) -> None:
    with world.open() as study:
        assert "is: is one of" in (Scope(words="is:nothing").unknown_in(study.library) or "")
