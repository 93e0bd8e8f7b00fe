"""Statistics of a history: how much was answered, how well, what is due, and what is weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from srm_quiz.domain.cards import Card, CardKey, Choice, Deck, Duty, Owner, is_topic
from srm_quiz.domain.days import StudyDay, days_after
from srm_quiz.domain.readiness.calibration import Calibration, Passed, calibrate
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy, Rating, is_leech, is_sound, known_now

WEEKS = 12
"""How many weeks of retention are shown."""

FORECAST_DAYS = 30

HARDEST = 10
"""How many of the hardest cards, confusions and topics are named."""

STABILITY_BOUNDS = (1, 3, 7, 21, 60, 180)
"""The bounds between the bins of stability, in days."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer to a card, and how often it was given."""

    card: CardKey
    answer: tuple[str, ...]
    times: int


@dataclass(frozen=True, slots=True)
class DayTotal:
    """The number of answers on one study day, and their answer time in seconds."""

    answers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class ReviewCount:
    """The number of reviews on one study day of young or of mature cards, passed or failed."""

    day: StudyDay
    is_mature: bool
    is_passed: bool
    answers: int


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of a history. `hours` and `reviews` leave out new and learning cards."""

    days: Mapping[StudyDay, DayTotal]
    reviews: Sequence[ReviewCount]
    hours: tuple[Passed, ...]
    ratings: Mapping[Rating, int]


@dataclass(frozen=True, slots=True)
class Week:
    """Measured retention of the week that begins on `monday`."""

    monday: StudyDay
    young: Passed
    mature: Passed


@dataclass(frozen=True, slots=True)
class Mastery:
    """A deck or topic: how many of its cards were seen, and the share expected to be known now, 0 to 1."""

    name: str
    cards: int
    seen: int
    known: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """A wrong option that was chosen as right, and how often."""

    card: CardKey
    taken: str
    right: str
    times: int


@dataclass(frozen=True, slots=True)
class HardCard:
    """A card that was forgotten: its FSRS difficulty, and how often."""

    card: CardKey
    difficulty: float
    lapses: int
    leech: bool


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the statistics screen shows. Topics and cards come weakest first."""

    answers: int
    days: Mapping[StudyDay, DayTotal]
    weeks: tuple[Week, ...]
    desired: float
    forecast: tuple[int, ...]
    """Reviews due on each of the coming days; today comes first and includes what is overdue."""
    states: Mapping[str, int]
    stability: tuple[tuple[str, int], ...]
    retrievability: tuple[int, ...]
    """The number of cards in each tenth of retrievability, from 0-10 % up."""
    ratings: Mapping[Rating, int]
    hours: tuple[Passed, ...]
    """Reviews by local hour of the day."""
    hardest: tuple[HardCard, ...]
    forgotten: int
    """How many cards were ever forgotten; `leeches` of them often."""
    leeches: int
    decks: tuple[Mastery, ...]
    topics: tuple[Mastery, ...]
    confusions: tuple[Confusion, ...]
    taken: int
    """How many wrong options were ever chosen as right."""
    owners: Mapping[tuple[Owner, Owner], int]
    """How often one owner (the first) was named instead of another (the second, which is right)."""
    beside: tuple[CardKey, ...]
    """The owner cards most often answered wrong, each followed by a card whose owner was named instead."""
    calibration: Calibration | None


def statistics(
    decks: Sequence[Deck],
    progress: Mapping[CardKey, Progress],
    counts: Counts,
    mistakes: Iterable[Mistake],
    outcomes: Sequence[tuple[float, float, bool]],
    today: StudyDay,
    policy: Policy,
) -> Statistics:
    """Compute statistics from the log's counts and the cards' progress. For `outcomes` see `calibrate`."""
    cards = {card.key: card for deck in decks for card in deck.cards}
    states = _CardStates(cards, progress, today, policy)
    known = states.recalls
    confusions, owners, mistaken = _confusions(mistakes, cards)
    tags: dict[str, list[CardKey]] = {}
    for card in cards.values():
        for tag in filter(is_topic, card.tags):
            tags.setdefault(tag, []).append(card.key)
    return Statistics(
        answers=sum(total.answers for total in counts.days.values()),
        days=counts.days,
        weeks=_weeks(counts.reviews, today),
        desired=policy.desired_retention,
        forecast=states.forecast(),
        states=states.states,
        stability=states.stability(),
        retrievability=states.tenths(),
        ratings=counts.ratings,
        hours=counts.hours,
        hardest=states.hardest(),
        forgotten=len(states.hard),
        leeches=sum(card.leech for card in states.hard),
        decks=_mastery(((deck.title, [card.key for card in deck.cards]) for deck in decks), known),
        topics=_mastery(((tag, keys) for tag, keys in tags.items() if len(keys) > 1), known),
        confusions=confusions[:HARDEST],
        taken=len(confusions),
        owners=owners,
        beside=_side_by_side(mistaken, cards),
        calibration=calibrate(outcomes, policy.memory),
    )


def first_monday(today: StudyDay) -> StudyDay:
    """Return the first day of the weeks for which retention is shown."""
    return days_after(today, -today.weekday() - 7 * (WEEKS - 1))


def _weeks(reviews: Sequence[ReviewCount], today: StudyDay) -> tuple[Week, ...]:
    """The newest weeks, oldest first, from the first that had reviews."""
    weeks: dict[StudyDay, list[Passed]] = {}
    for count in reviews:
        monday = days_after(count.day, -count.day.weekday())
        week = weeks.setdefault(monday, [Passed(), Passed()])
        week[count.is_mature] = week[count.is_mature].plus(count.answers, count.is_passed)
    if not weeks:
        return ()
    mondays = [days_after(first_monday(today), 7 * n) for n in range(WEEKS)]
    first = min(weeks)
    return tuple(Week(day, *weeks.get(day, (Passed(), Passed()))) for day in mondays if day >= first)


class _CardStates:
    """The figures that follow from the cards' present progress."""

    def __init__(
        self,
        cards: Mapping[CardKey, Card],
        progress: Mapping[CardKey, Progress],
        today: StudyDay,
        policy: Policy,
    ) -> None:
        self.recalls: dict[CardKey, float | None] = {}
        self.states = dict.fromkeys(("sound", "shaky", "new", "suspended"), 0)
        self._due: Counter[int] = Counter()
        self._stabilities: list[float] = []
        self.hard: list[HardCard] = []
        for key in cards:
            known = progress.get(key)
            schedule = known.schedule if known else None
            if known and known.suspended:
                self.states["suspended"] += 1
            elif schedule is None:
                self.states["new"] += 1
            else:
                self.states["sound" if is_sound(schedule, today, policy) else "shaky"] += 1
            self.recalls[key] = None
            if schedule is None:
                continue
            self.recalls[key] = known_now(schedule, today, policy)
            self._stabilities.append(schedule.stability)
            if not (known and known.suspended):
                self._due[max(0, (schedule.due_day - today).days)] += 1
            if schedule.lapses:
                self.hard.append(HardCard(key, schedule.difficulty, schedule.lapses, is_leech(schedule)))

    def forecast(self) -> tuple[int, ...]:
        return tuple(self._due[day] for day in range(FORECAST_DAYS))

    def stability(self) -> tuple[tuple[str, int], ...]:
        bounds = STABILITY_BOUNDS
        bins = [0] * (len(bounds) + 1)
        for value in self._stabilities:
            bins[sum(value >= bound for bound in bounds)] += 1
        names = [f"under {bounds[0]} d"]
        names += [f"{low} to {high} d" for low, high in pairwise(bounds)]
        return tuple(zip([*names, f"over {bounds[-1]} d"], bins, strict=True))

    def tenths(self) -> tuple[int, ...]:
        bins = [0] * 10
        for recall in self.recalls.values():
            if recall is not None:
                bins[min(9, int(recall * 10))] += 1
        return tuple(bins)

    def hardest(self) -> tuple[HardCard, ...]:
        self.hard.sort(key=lambda hard: (-hard.lapses, -hard.difficulty, hard.card))
        return tuple(self.hard[:HARDEST])


def _mastery(
    groups: Iterable[tuple[str, Sequence[CardKey]]], known: Mapping[CardKey, float | None]
) -> tuple[Mastery, ...]:
    topics = []
    for name, keys in groups:
        recalls = [recall for key in keys if (recall := known[key]) is not None]
        topics.append(Mastery(name, len(keys), len(recalls), sum(recalls) / len(keys) if keys else 0.0))
    return tuple(sorted(topics, key=lambda topic: (not topic.seen, topic.known, topic.name)))


def _confusions(
    mistakes: Iterable[Mistake], cards: Mapping[CardKey, Card]
) -> tuple[tuple[Confusion, ...], Mapping[tuple[Owner, Owner], int], Counter[tuple[CardKey, Owner]]]:
    """Wrong options chosen as right, most often first; owners named for others, over all and by card."""
    taken: Counter[tuple[CardKey, str]] = Counter()
    rights: dict[CardKey, str] = {}
    owners: Counter[tuple[Owner, Owner]] = Counter()
    mistaken: Counter[tuple[CardKey, Owner]] = Counter()
    for mistake in mistakes:
        card = cards.get(mistake.card)
        match card.content if card else None:
            case Duty(owner=right):
                named = Owner(mistake.answer[0])
                if named is not right:
                    owners[named, right] += mistake.times
                    mistaken[mistake.card, named] += mistake.times
            case Choice(options=options):
                wrong = {option.text for option in options if not option.right}
                rights[mistake.card] = "; ".join(option.text for option in options if option.right)
                for text in mistake.answer:
                    if text in wrong:
                        taken[mistake.card, text] += mistake.times
            case _:
                pass
    ranked = sorted(taken.items(), key=lambda entry: (-entry[1], entry[0]))
    confusions = tuple(Confusion(key, text, rights[key], times) for (key, text), times in ranked)
    return confusions, owners, mistaken


def _side_by_side(
    mistaken: Mapping[tuple[CardKey, Owner], int], cards: Mapping[CardKey, Card]
) -> tuple[CardKey, ...]:
    """The owner cards most often mistaken, each followed by one that the named owner is right for.

    That one asks the same duty on another service or, failing that, another duty on the same service.
    """
    pairs: dict[CardKey, None] = {}
    for (key, named), _ in sorted(mistaken.items(), key=lambda entry: (-entry[1], entry[0]))[:HARDEST]:
        content = cards[key].content
        assert isinstance(content, Duty)
        pairs[key] = None
        near = [
            (other.content.duty != content.duty, other.key)
            for other in cards.values()
            if isinstance(other.content, Duty)
            and other.content.owner is named
            and (other.content.duty == content.duty or (content.on and other.content.on == content.on))
            and other.key not in pairs
        ]
        if near:
            pairs[min(near)[1]] = None
    return tuple(pairs)
