"""What today asks: as the planner sees the learner's cards and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from srm_quiz.domain.cards import Basic, Card, CardKey, note_of
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.readiness.pace import LONGEST, PRIORS
from srm_quiz.domain.reviews import Mode, Progress, Review, event_id
from srm_quiz.domain.scheduling import CardState, Policy, Rating, Schedule, outcome
from srm_quiz.domain.today import Agenda, DoneToday, StudyAim, agenda
from tests.support.worlds import Clock

NOW = Clock().moment
CARDS = [
    Card(CardKey(f"deck{n % 3}/note{n:03}#1"), Basic(f"{n}?", f"{n}"), tags=frozenset({f"t{n % 4}"}))
    for n in range(300)
]
NEXT_WEEK = StudyAim(exam_day=days_after(NOW.day, 7), minutes=10)


def seen(days_ago: int, due_in: int) -> Progress:
    last, due = days_after(NOW.day, -days_ago), days_after(NOW.day, due_in)
    stability = max(0.5, days_ago + due_in)
    return Progress(Schedule(CardState.REVIEW, 0, stability, 5.0, due, None, last, 1, 0))


def history(count: int) -> dict[CardKey, Progress]:
    return {card.key: seen(1 + n % 20, n % 15 - 5) for n, card in enumerate(CARDS[:count])}


def answer(
    card: Card,
    before: Progress | None = None,
    rating: Rating = Rating.GOOD,
    mode: Mode = Mode.DRILL,
    seconds: float = 10.0,
) -> Review:
    schedule = before.schedule if before else None
    after = outcome(schedule, NOW, Policy(), rating) if mode.reschedules else schedule
    return Review(event_id(NOW, card.key, 0), card.key, NOW, rating, None, (), seconds, mode, schedule, after)


def today(
    progress: Mapping[CardKey, Progress] | None = None,
    aim: StudyAim | None = None,
    reviews: Sequence[Review] = (),
    *,
    cards: Sequence[Card] = CARDS,
    studied: int = 3,
    minutes: int | None = None,
    day: StudyDay = NOW.day,
) -> Agenda:
    known = {**(progress or {}), **{review.card: Progress(review.after) for review in reviews}}
    done = DoneToday(tuple(reviews), studied)
    return agenda(cards, known, day, done, aim or StudyAim(), Policy(), minutes=minutes)


def test_the_cards_of_a_day_before_an_exam_fit_its_minutes() -> None:
    whole = today(history(150), NEXT_WEEK)
    assert 500 < whole.seconds <= 600
    answered = [answer(CARDS[n], seconds=40.0) for n in range(200, 210)]
    assert today(history(150), NEXT_WEEK, answered).seconds <= 200


def test_an_answer_takes_no_more_of_the_minutes_than_four_times_what_is_usual() -> None:
    first, _ = PRIORS["basic"]
    slept = [answer(CARDS[299], seconds=60.0)]
    assert today(history(150), replace(NEXT_WEEK, minutes=2), slept).seconds <= 120 - min(60, LONGEST * first)


def test_on_the_day_of_the_exam_and_after_it_the_goal_counts_again() -> None:
    for days in (0, -3):
        over = StudyAim(exam_day=days_after(NOW.day, days), minutes=5)
        assert today(history(80), over) == today(history(80))


def test_a_card_missed_today_comes_back_beside_whatever_is_planned() -> None:
    missed = answer(CARDS[0], rating=Rating.AGAIN)
    for aim in (NEXT_WEEK, StudyAim()):
        found = today(None, aim, [missed])
        assert [card.key for card in found.returning] == [CARDS[0].key]
        assert CARDS[0].key not in found.cards and found.due == 1


def test_a_card_that_was_passed_today_does_not_come_back_today() -> None:
    for rating in (Rating.HARD, Rating.GOOD, Rating.EASY):
        assert not today(None, None, [answer(CARDS[0], rating=rating)]).returning


def test_a_suspended_card_is_in_no_plan() -> None:
    progress = {card.key: replace(seen(5, -1), suspended=True) for card in CARDS}
    for aim in (NEXT_WEEK, StudyAim()):
        assert not len(today(progress, aim))


def test_without_an_exam_a_days_list_is_the_same_however_often_it_is_asked_for() -> None:
    progress = history(60)
    whole = today(progress).cards
    by_key = {card.key: card for card in CARDS}
    for done in range(len(whole)):
        reviews = [answer(by_key[key], progress.get(key)) for key in whole[:done]]
        assert today(progress, None, reviews).cards == whole[done:]


def test_what_piled_up_comes_back_over_several_days() -> None:
    overdue = {card.key: seen(30, -20) for card in CARDS}
    found = today(overdue, StudyAim(goal=20))
    assert found.new == 0 and found.due == 21  # 1.25 times the goal, at 1.15 answers a review


def test_what_a_game_has_shown_is_not_asked_on_the_same_day() -> None:
    for aim in (NEXT_WEEK, StudyAim()):
        for mode in (Mode.DAILY, Mode.LINE, Mode.SORT, Mode.EXAM):
            first = today(history(60), aim).cards[0]
            card = next(card for card in CARDS if card.key == first)
            played = answer(card, history(60).get(first), mode=mode)
            done = DoneToday((played,), studied=3)
            known = agenda(CARDS, history(60), NOW.day, done, aim, Policy())
            assert note_of(first) not in {note_of(key) for key in known.cards}


def test_minutes_that_are_asked_for_count_whatever_is_used_up_or_reached() -> None:
    used_up = [answer(CARDS[n], seconds=60.0) for n in range(200, 240)]
    for aim in (NEXT_WEEK, StudyAim(goal=20)):
        assert not today(history(60), aim, used_up).new
        more = today(history(60), aim, used_up, minutes=5)
        assert 100 < more.seconds <= 300
