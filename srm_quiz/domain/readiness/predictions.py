"""What was foretold, compared with what came: later answers and mock exams against the forecasts before them.

A forecast of readiness is a mean over cards, as they would be known if nothing more were studied. So it is
held against the answers to those cards that nobody asked in between, each on the day on which it came: what
a forecast had to say of such a card follows from the log, and from what was believed of the learner then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from math import ceil

from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.memory_model import Memory
from srm_quiz.domain.readiness.calibration import Calibrated, Calibration, Passed, calibration
from srm_quiz.domain.readiness.forecast import NEEDED, Belief, readiness

DAYS_AFTER = 30
"""Days from the exam on whose answers still tell of what was known on its day."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """How ready the learner was for an exam, as it was written down on a study day."""

    day: StudyDay
    exam: StudyDay
    cards: int
    recall: float
    """The share of the cards expected to be known on the day of the exam."""
    chance: float
    """The chance of enough right answers in an exam made of these cards."""


@dataclass(frozen=True, slots=True)
class Later:
    """A review of a card on a later day than the one before it; `stability` is that before the review."""

    last: StudyDay
    day: StudyDay
    stability: float
    passed: bool

    @property
    def gap(self) -> int:
        """Days between the two."""
        return (self.day - self.last).days


@dataclass(frozen=True, slots=True)
class Paper:
    """The answers given in a mock exam: days since the card's last review and its stability, None of a new
    card, and whether it was answered right."""

    day: StudyDay
    answers: Sequence[tuple[float | None, float | None, bool]]


@dataclass(frozen=True, slots=True)
class Tested:
    """A prediction and the later answers that test it."""

    prediction: Prediction
    came: Calibrated


@dataclass(frozen=True, slots=True)
class Marked:
    """A mock exam: what was to be expected of its questions on that day, and what came."""

    day: StudyDay
    recall: float
    chance: float
    """The chance that was given to reach `needed`."""
    needed: int
    low: float
    high: float
    """Right answers that were foreseen at least and at most, eight times of ten."""
    came: Calibrated

    @property
    def reached(self) -> bool:
        """Whether enough answers were right."""
        return self.came.passed.passed >= self.needed


@dataclass(frozen=True, slots=True)
class Hindsight:
    """All forecasts in the light of what came. In `whole` and `after` every answer counts once."""

    tested: tuple[Tested, ...]
    """Every prediction with all answers that test it, oldest first."""
    whole: Calibration | None
    after: Calibrated | None
    """The answers given on the day of an exam and in the weeks after it, to cards untouched since before."""
    papers: tuple[Marked, ...]


def hindsight(
    predictions: Sequence[Prediction], answers: Iterable[Later], papers: Sequence[Paper], memory: Memory
) -> Hindsight:
    """What came of the predictions. A card asked on the very day of a prediction tests others, not that one:
    the prediction may have been made before the answer or after it."""
    came = sorted(answers, key=lambda one: one.day)
    exams = {one.day: one.exam for one in predictions}
    days = sorted(exams)
    believed = _memories([*days, *(paper.day for paper in papers)], came, memory)
    memories = [believed[day] for day in days]
    # What is the same of neighbouring days is added at the first of them and taken off behind the last.
    foretold, known, of = ([0.0] * (len(days) + 1) for _ in range(3))
    pairs: list[tuple[float, bool]] = []
    after: list[tuple[float, bool]] = []
    ends = [end for _, run in groupby(range(len(days)), lambda n: id(memories[n])) for end in _ends(run)]
    for one in came:
        first, end = bisect_right(days, one.last), bisect_left(days, one.day)
        if first >= end:
            continue
        gap, chance, start = one.gap, 0.0, first
        while start < end:
            chance, stop = memories[start].recall(gap, one.stability), min(end, ends[start])
            foretold[start] += chance
            foretold[stop] -= chance
            start = stop
        for counts in (of, known) if one.passed else (of,):
            counts[first] += 1
            counts[end] -= 1
        pairs.append((chance, one.passed))
        if 0 <= (one.day - exams[days[end - 1]]).days < DAYS_AFTER:
            after.append((chance, one.passed))
    sums = zip(days, *map(accumulate, (foretold, known, of)), strict=False)
    by_day = {
        day: Calibrated(total / n if n else 0.0, Passed(int(passed), int(n)))
        for day, total, passed, n in sums
    }
    return Hindsight(
        tested=tuple(Tested(one, by_day[one.day]) for one in sorted(predictions, key=lambda one: one.day)),
        whole=calibration(pairs),
        after=_together(after) if after else None,
        papers=tuple(_marked(paper, believed[paper.day], len(came)) for paper in papers if paper.answers),
    )


def _ends(run: Iterable[int]) -> list[int]:
    """For each place of a run, where the run ends."""
    places = list(run)
    return [places[-1] + 1] * len(places)


def _memories(days: Iterable[StudyDay], came: Sequence[Later], memory: Memory) -> Mapping[StudyDay, Memory]:
    """The learner's memory as it was believed to be on each of the days, before its answers.

    In steps of a twentieth, which are about a third of a point of recall: so neighbouring days share theirs.
    """
    belief, n = Belief(memory), 0
    found: dict[StudyDay, Memory] = {}
    known: dict[float, Memory] = {}
    for day in sorted(set(days)):
        while n < len(came) and came[n].day < day:
            belief.learn(came[n].gap, came[n].stability, came[n].passed)
            n += 1
        strength = round(20 * belief.strength) / 20
        found[day] = known.setdefault(strength, Memory(memory.weights, strength))
    return found


def _marked(paper: Paper, memory: Memory, reviews: int) -> Marked:
    of = len(paper.answers)
    needed = ceil(NEEDED * of)
    recalls = [
        0.0 if days is None or stability is None else memory.recall(days, stability)
        for days, stability, _ in paper.answers
    ]
    foreseen = readiness(recalls, reviews, questions=of, needed=needed)
    right = sum(is_right for *_, is_right in paper.answers)
    return Marked(
        day=paper.day,
        recall=sum(recalls) / of,
        chance=foreseen.chance,
        needed=needed,
        low=of * foreseen.share.low,
        high=of * foreseen.share.high,
        came=Calibrated(foreseen.share.mean, Passed(right, of)),
    )


def _together(pairs: Sequence[tuple[float, bool]]) -> Calibrated:
    chances, passed = zip(*pairs, strict=True)
    return Calibrated(sum(chances) / len(pairs), Passed(sum(passed), len(pairs)))
