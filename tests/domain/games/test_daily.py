"""The daily challenge: the same for everybody, another every day, one try, a line to share."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import Basic, note_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.games import daily
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.study.study import Study
from tests.support.transcripts import World, answer_to
from tests.support.worlds import EVERY_KIND, card

TODAY, TOMORROW = StudyDay(date(2026, 11, 23)), StudyDay(date(2026, 11, 24))
CARDS = [card(f"{name}-{number}", EVERY_KIND[name]) for name in EVERY_KIND for number in range(8)]


def test_it_is_equal_on_two_machines_and_differs_on_two_dates() -> None:
    chosen = daily.draw(CARDS, TODAY)
    assert chosen == daily.draw(list(reversed(CARDS)), TODAY)
    assert chosen != daily.draw(CARDS, TOMORROW)
    assert daily.seed_of(CARDS, TODAY) != daily.seed_of(CARDS, TOMORROW)


def test_other_decks_make_another_challenge() -> None:
    edited = [replace(CARDS[-1], content=replace(EVERY_KIND["line"], service="Amazon S3")), *CARDS[:-1]]
    assert daily.seed_of(edited, TODAY) != daily.seed_of(CARDS, TODAY)
    reworded = [replace(one, why="Another reason.") for one in CARDS]
    assert daily.draw(reworded, TODAY) == daily.draw(CARDS, TODAY), "explanations are not asked"


def test_it_has_ten_items_of_mixed_kinds_none_left_to_the_learners_own_judgement() -> None:
    by_key = {one.key: one for one in CARDS}
    chosen = [by_key[key] for key in daily.draw(CARDS, TODAY)]
    assert len(chosen) == len({note_of(one.key) for one in chosen}) == daily.ITEMS
    assert not any(isinstance(one.content, Basic) for one in chosen)
    assert len({one.kind for one in chosen}) == 5


def test_a_small_deck_gives_what_it_has() -> None:
    assert len(daily.draw(CARDS[8:12], TODAY)) == 4
    assert daily.draw([], TODAY) == ()


def play(study: Study, *, right: bool, items: int = 99) -> int:
    played = 0
    while study.session is not None and study.session.card is not None and played < items:
        given = answer_to(study.session, right=right)
        assert given is not None
        session = study.send(machine.Answer(given))
        assert session.revealed is not None
        study.send(machine.Rate(session.revealed.suggested))
        played += 1
    return played


def test_one_try_a_day_that_can_be_left_and_taken_up_again(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    with world.open() as study:
        first = study.start_daily()
        assert first.mode is Mode.DAILY
        play(study, right=True, items=2)
    world.clock.advance(hours=1)
    with world.open() as study:
        study.start_daily()
        assert play(study, right=False) == 4, "six cards of the world can be judged"
        (result,) = study.daily_results()
        assert result.verdicts == (Verdict.CORRECT,) * 2 + (Verdict.WRONG,) * 4
        assert (result.right, result.left) == (2, ())
        world.clock.advance(minutes=1)
        assert study.start_daily().card is None
    world.clock.advance(days=1)
    with world.open() as study:
        assert study.start_daily().card is not None
        assert [one.day for one in study.daily_results()] == [TODAY, TOMORROW]


def test_it_moves_no_schedule_and_counts_for_the_day(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    with world.open() as study:
        study.start_daily()
        played = play(study, right=True)
        assert study.store.progress() == {}
        assert study.status().answered == played


def test_the_line_to_share_says_how_it_went_and_gives_nothing_away() -> None:
    keys = tuple(one.key for one in CARDS[:4])
    result = daily.DailyResult(TODAY, keys, (Verdict.CORRECT, Verdict.WRONG, Verdict.CLOSE, None))
    assert result.line == "srm-quiz 2026-11-23  ■□◧·  2/4"
    assert not re.search("aws|rds", result.line, re.IGNORECASE)


def test_an_item_that_was_looked_up_was_played(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    with world.open() as study:
        study.start_daily()
        study.send(machine.Reveal())
        study.send(machine.Rate(Rating.AGAIN))
        (result,) = study.daily_results()
        assert result.verdicts.count(Verdict.WRONG) == 1 and result.right == 0
        assert len(result.left) == len(result.cards) - 1
