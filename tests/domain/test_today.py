"""What today asks: FSRS's due cards, or the exam plan's, and never a wall after a break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from srm_quiz.domain.cards import Basic, Card, CardKey
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.queue import BACKLOG, DoneToday, Limits, available
from srm_quiz.domain.readiness.first_planner import Pace
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import CardState, Policy, Schedule
from srm_quiz.domain.today import ENOUGH_ANSWERS, Exam, Timing, agenda, pace_of
from tests.support.worlds import Clock

NOW = Clock().moment
CARDS = [Card(CardKey(f"deck/note{n:03}#1"), Basic(f"{n}?", f"{n}")) for n in range(300)]


def seen(days_ago: int, due_in: int, *, learning: bool = False) -> Progress:
    last, due = days_after(NOW.day, -days_ago), days_after(NOW.day, due_in)
    at = NOW.instant if learning else None
    state = CardState.LEARNING if learning else CardState.REVIEW
    return Progress(Schedule(state, 0, max(0.5, days_ago + due_in), 5.0, due, at, last, 1, 0))


def today(
    progress: Mapping[CardKey, Progress],
    exam: Exam | None = None,
    limits: Limits | None = None,
    done: DoneToday | None = None,
) -> set[CardKey]:
    found, _ = agenda(CARDS, progress, NOW, done or DoneToday(), limits or Limits(), Policy(), exam)
    return {*found.new, *found.reviews, *(key for _, key in found.learning)}


def history(count: int) -> dict[CardKey, Progress]:
    return {card.key: seen(1 + n % 20, n % 15 - 5) for n, card in enumerate(CARDS[:count])}


def test_half_a_year_before_the_exam_the_plan_asks_what_would_be_asked_without_it() -> None:
    far = Exam(days_after(NOW.day, 200), minutes=600)
    for known in (0, 40, 300):
        assert today(history(known), far) == today(history(known))
    siblings = [Card(CardKey(f"deck/note{n // 2:03}#{n % 2}"), Basic(f"{n}?", f"{n}")) for n in range(300)]
    steps = {card.key: seen(0, 0, learning=True) for card in siblings[::20]}
    known = {card.key: seen(1 + n % 20, n % 15 - 5) for n, card in enumerate(siblings[:200])} | steps
    for limits in (Limits(), Limits(spread_backlog=True, reviews_per_day=30), Limits(bury_siblings=False)):
        found, plan = agenda(siblings, known, NOW, DoneToday(), limits, Policy(), far)
        assert found == available(siblings, known, NOW, DoneToday(), limits, Policy())
        assert plan is not None and plan.reviews == found.reviews and plan.seconds > 0


def test_half_a_year_before_the_exam_the_minutes_end_the_day_all_the_same() -> None:
    far = Exam(days_after(NOW.day, 200), minutes=10)
    found, plan = agenda(CARDS, history(150), NOW, DoneToday(), Limits(), Policy(), far)
    assert plan is not None and 540 < plan.seconds <= 600
    whole = available(CARDS, history(150), NOW, DoneToday(), Limits(), Policy())
    assert found.reviews == whole.reviews[: len(found.reviews)] and not found.new


def test_the_cards_of_a_day_fit_its_minutes() -> None:
    soon = Exam(days_after(NOW.day, 14), minutes=10)
    _, plan = agenda(CARDS, history(150), NOW, DoneToday(), Limits(), Policy(), soon)
    assert plan is not None and 0 < plan.seconds <= 600
    spent = DoneToday(seconds=400.0)
    _, rest = agenda(CARDS, history(150), NOW, spent, Limits(), Policy(), soon)
    assert rest is not None and rest.seconds <= 200


def test_on_the_day_of_the_exam_and_after_it_everything_is_plain_again() -> None:
    for days in (0, -3):
        assert today(history(80), Exam(days_after(NOW.day, days), 5)) == today(history(80))


def test_a_card_in_a_learning_step_is_asked_whatever_the_plan_says() -> None:
    progress = {CARDS[0].key: seen(0, 0, learning=True)}
    assert CARDS[0].key in today(progress, Exam(days_after(NOW.day, 9), 1), done=DoneToday(seconds=900.0))


def test_a_suspended_card_is_in_no_plan() -> None:
    progress = {card.key: replace(seen(5, -1), suspended=True) for card in CARDS}
    assert not today(progress, Exam(days_after(NOW.day, 9), 600))


def test_a_backlog_comes_back_over_several_days_and_what_is_due_today_comes_with_it() -> None:
    limits = Limits(new_per_day=0, reviews_per_day=9999, spread_backlog=True)
    overdue = {card.key: seen(30, -20) for card in CARDS[:280]}
    fresh = {card.key: seen(3, 0) for card in CARDS[280:]}
    assert len(today(overdue | fresh, limits=limits)) == 20 + max(BACKLOG, 56)
    assert len(today(overdue | fresh, limits=replace(limits, spread_backlog=False))) == 300
    few = dict(list(overdue.items())[:30])
    assert len(today(few, limits=limits)) == 30
    done = available(CARDS, overdue, NOW, DoneToday(reviews=50), limits, Policy())
    assert len(done.reviews) == 6


def test_the_learners_own_pace_counts_after_fifty_answers() -> None:
    def timings(count: int) -> list[Timing]:
        return [Timing(n % 3 == 0, n % 3 != 1, 5.0 if n % 3 == 2 else 20.0) for n in range(count)]

    assert pace_of(timings(ENOUGH_ANSWERS - 1)) == Pace()
    assert pace_of(timings(90)) == Pace(known=5.0, missed=25.0, new=22.5)


def test_days_left_never_fall_below_nothing() -> None:
    exam = Exam(StudyDay(date(2026, 12, 1)), 10)
    assert [exam.days_left(StudyDay(exam.day - timedelta(days=n))) for n in (5, 1, 0, -4)] == [5, 1, 0, 0]
