"""Times, counts and outcomes in words, for both front ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from srm_quiz.domain.cards import Basic, Card, Choice, Cloze, Duty, Line, Owner, Typed
from srm_quiz.domain.days import Moment, StudyDay, days_after
from srm_quiz.domain.grading import Verdict, right_answer
from srm_quiz.domain.scheduling import Rating, Schedule
from srm_quiz.domain.streaks import DayMark, DayRecord, Streak

if TYPE_CHECKING:  # whoever has one of these has imported it; the home screen has none
    from srm_quiz.domain.readiness.forecast import ExamForecast
    from srm_quiz.domain.session import Revealed
    from srm_quiz.domain.summaries import Summary
    from srm_quiz.domain.today import Agenda

OWNER_WORDS = {Owner.AWS: "AWS", Owner.CUSTOMER: "You", Owner.SHARED: "Shared"}
VERDICT_WORDS = {Verdict.CORRECT: "✓ Right", Verdict.CLOSE: "≈ Close", Verdict.WRONG: "✗ Not this time"}


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 card", "3 cards"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def verdict(revealed: Revealed) -> str:
    """The verdict in words; a card that was only revealed has none."""
    if is_counted_right(revealed):
        return "✓ Counted right"
    return VERDICT_WORDS[revealed.verdict] if revealed.verdict else "The answer"


def is_counted_right(revealed: Revealed) -> bool:
    """Whether the learner overrode a wrong verdict."""
    return revealed.verdict is Verdict.WRONG and Rating.GOOD in revealed.allowed


def seconds(amount: float) -> str:
    """A length of time: "6 seconds", "9 minutes", "1 h 5 min"."""
    whole = round(amount)
    if whole < 90:
        return count(whole, "second")
    minutes = round(amount / 60)
    if minutes < 90:
        return count(minutes, "minute")
    return f"{minutes // 60} h {minutes % 60} min"


def interval(schedule: Schedule, now: Moment) -> str:
    """The time until the card comes back, short enough for a button: "10m", "6d", "2.3mo", "1.2y"."""
    if schedule.due_at is not None:
        minutes = max(1, round((schedule.due_at - now.instant).total_seconds() / 60))
        return f"{minutes}m" if minutes < 60 else f"{round(minutes / 60)}h"
    days = max(1, (schedule.due_day - now.day).days)
    if days < 31:
        return f"{days}d"
    if days < 365:
        return f"{days / 30.4:.1f}mo"
    return f"{days / 365.25:.1f}y"


def when(day: StudyDay, now: Moment) -> str:
    """A study day seen from now: "today", "tomorrow", "on Friday", "in 12 days", "on 3 March 2027"."""
    days = (day - now.day).days
    if days <= 0:
        return "today"
    if days == 1:
        return "tomorrow"
    if days < 7:
        return f"on {day:%A}"
    if days < 60:
        return f"in {days} days"
    return f"on {day.day} {day:%B %Y}"


def until(at: datetime, now: Moment) -> str:
    """The time until an instant: "in 4 minutes", "at 21:40", "now"."""
    left = at - now.instant
    if left <= timedelta(0):
        return "now"
    minutes = -(-int(left.total_seconds()) // 60)
    if minutes < 60:
        return f"in {count(minutes, 'minute')}"
    return f"at {at.astimezone(now.local.tzinfo):%H:%M}"


def next_due(summary: Summary, now: Moment) -> str:
    """When the first cards of a sitting come back, in a sentence."""
    if summary.next_at is not None:
        cards = "1 card comes" if summary.later == 1 else f"{summary.later} cards come"
        first = "" if summary.later == 1 else ", the first"
        return f"{cards} back today{first} {until(summary.next_at, now)}."
    if summary.next_day is not None:
        start = f" at {now.rollover:02}:00" if (summary.next_day - now.day).days == 1 else ""
        return f"The first of these cards is back {when(summary.next_day, now)}{start}."
    return ""


SOUND = (
    "A sound card holds for a week or more, and you would know it now with a chance of at least 80 %. "
    "A shaky one was met and is not sound."
)
BURIED = "Put away until tomorrow."
SUSPENDED = "Put away until you take it up again: search your cards for is:suspended."
"""What became of a card that was buried or suspended, for the notice beside the next one."""


def leech(schedule: Schedule | None) -> str:
    """The notice for a card that is forgotten again and again; `schedule` is its own."""
    lapses = schedule.lapses if schedule else 0
    return (
        f"That card has slipped {lapses} times and is flagged. "
        "Another wording may help more than another try."
    )


def asked_text(card: Card) -> str:
    """What the card asks, in one line: for lists of cards."""
    match card.content:
        case Basic(question=text) | Typed(question=text) | Choice(question=text):
            pass
        case Cloze(cue=cue):
            text = card.content.text(f"[{cue}]" if cue else "____")
        case Duty(duty=duty, on=on):
            text = f"{duty} - {on}" if on else duty
        case Line(service=service):
            text = f"The line of {service}"
    return " ".join(text.split())


def answer_text(card: Card) -> str:
    """The right answer of a card, in one line: for lists of cards."""
    match card.content:
        case Duty(owner=owner):
            return OWNER_WORDS[owner]
        case Line(rows=rows):
            asked = (row for row in reversed(rows) if row.asked)
            return ", ".join(f"{row.layer.name}: {OWNER_WORDS[row.cell.owner]}" for row in asked)
        case content:
            return " ".join(right_answer(content).split())


def date(day: StudyDay) -> str:
    """A study day in full: "Tuesday 24 November 2026"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def streak_line(streak: Streak) -> str:
    """How long the streak is and what today still asks, in a sentence or two."""
    days = count(streak.days, "day")
    if streak.today is DayMark.COUNTED:
        return f"Today counts: your streak is {days}."
    if not streak.days:
        return f"{count(streak.left_today, 'more answer')} today, and your streak begins."
    if streak.left_today:
        more = count(streak.left_today, "more answer")
        return f"{more} and today counts too. Your streak is {days}."
    return f"Your streak is {days}."


def streak_change(before: Streak, after: Streak) -> str:
    """What a sitting did for the streak, in a sentence or two."""
    if after.today is not DayMark.COUNTED or before.today is DayMark.COUNTED:
        return streak_line(after)
    change = f"That makes today count: your streak is {count(after.days, 'day')}"
    change += ", your longest yet." if after.days > max(1, before.best) else "."
    if after.freezes > before.freezes:
        change += f" You have earned a freeze and hold {after.freezes}."
    return change


def answers_today(answered: int, wanted: int) -> str:
    """The answers given today of those that make it count: "3 of 7 answers today"."""
    if not wanted:
        return f"{count(answered, 'answer')} today; nothing was due"
    return f"{answered} of {count(wanted, 'answer')} today"


def freezes_line(streak: Streak) -> str:
    """The freezes held, and what the next one takes."""
    held = f"You hold {count(streak.freezes, 'freeze')}." if streak.freezes else "You hold no freeze."
    if streak.to_freeze:
        held += f" {count(streak.to_freeze, 'more day')} in a row and you earn one."
    return f"{held} A freeze is spent by itself on a day you miss."


def day_reason(record: DayRecord, mark: DayMark) -> str:
    """Why a study day counts for the streak or does not, in a sentence."""
    given, wanted = count(record.answers, "answer"), record.wanted
    goal = f"the goal was {record.goal}"
    if record.due < record.goal:
        goal = f"{record.due} were due, fewer than the goal of {record.goal}"
    match mark:
        case DayMark.COUNTED:
            return f"It counts: {given}, and {goal}."
        case DayMark.SAFE:
            return "It is safe: nothing was due, so it neither counts nor breaks the streak."
        case DayMark.FROZEN:
            return f"It was missed ({given}; {goal}), and a freeze was spent on it: the streak went on."
        case DayMark.ASTRAY:
            return "It is safe: the clock was wrong, and what you answered carries another date."
        case DayMark.OPEN:
            return f"It is today: {given} so far, {wanted - record.answers} more and it counts."
        case DayMark.AHEAD:
            return "It has not come yet."
        case DayMark.BEFORE:
            return "It was before your first day here."
    if not record.answers:
        return f"It was missed: no answers, and {goal}."
    return f"It was missed: {given}, and {goal}."


def numbers(counted: Iterable[int]) -> str:
    """Ascending numbers, consecutive ones as a range: "2, 5-9, 12"."""
    runs: list[list[int]] = []
    for number in counted:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; only a full share is called 100 %."""
    return f"{min(99, round(share * 100)) if share < 1 else 100} %"


def unbroken(text: str) -> str:
    """The text with no-break spaces before percent signs, which so stay with their numbers."""
    return text.replace(" %", "\u00a0%")


def strip_scheme(address: str) -> str:
    """A web address without its scheme and `www.`."""
    return address.removeprefix("https://").removeprefix("http://").removeprefix("www.")


def short_date(day: StudyDay, later: int = 0) -> str:
    """A study day, `later` days on, for a list: "Tue 24 Nov"."""
    then = days_after(day, later)
    return f"{then:%a} {then.day} {then:%b}"


def points(share: float) -> str:
    """A difference of shares as points of a hundred: "0.4 points", "12 points"."""
    value = 100 * share
    return f"{value:.1f} points" if value < 9.95 else f"{value:.0f} points"


def agenda_line(agenda: Agenda) -> str:
    """What a day still asks: "18 to review, 6 new, 2 last looks, about 11 minutes"."""
    if not len(agenda):
        return "all done"
    return f"{agenda_parts(agenda)}, about {count(agenda.minutes, 'minute')}"


def agenda_parts(agenda: Agenda) -> str:
    """The cards that a day still asks, by why it does."""
    due = agenda.due - agenda.last_looks
    parts = [f"{due:,} to review"] if due else []
    parts += [f"{agenda.new:,} new"] if agenda.new else []
    parts += [count(agenda.last_looks, "last look")] if agenda.last_looks else []
    return ", ".join(parts)


def forecast_line(expected: ExamForecast) -> str:
    """The result to expect of an exam: the band first, and the chance to pass where it may be given."""
    band = f"{percent(expected.low)} to {percent(expected.high)} right answers"
    if expected.chance is None:
        return f"{band}; too early to say whether that passes"
    if not expected.chance:
        return f"{band}, a chance of less than 5 % to pass"
    return f"{band}, a chance of {percent(expected.chance)} to pass"


def exam_over(exam: StudyDay, today: StudyDay) -> str:
    """The notice for the day of the exam and after it."""
    if exam == today:
        return "Your exam is today. Cards come back in their own time again."
    return f"Your exam was on {date(exam)}. Cards come back in their own time again."
