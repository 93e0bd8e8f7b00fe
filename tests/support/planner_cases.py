"""Any cards and evenings, and what no plan may do to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from hypothesis import strategies as st

from srm_quiz.domain.readiness.evening import Evening
from srm_quiz.domain.readiness.pace import PRIORS, Answer
from srm_quiz.domain.readiness.planned_card import PlannedCard
from srm_quiz.domain.readiness.target_exam import TargetExam
from srm_quiz.domain.readiness.variety import Dominant

TODAY = 0

EXAM = TargetExam(
    tags=frozenset({"exam"}),
    first=frozenset({"basis"}),
    late=frozenset({"stretch", "d3"}),
    weights={"t0": 2.0, "t1": 0.5, "scenario": 2.0},
    topics=("t0", "t1", "t2"),
)

TAGS = ("exam", "exam", "exam", "basis", "stretch", "t0", "t1", "t2")


def _cards(
    kinds: Sequence[str], decks: Sequence[str], most: int, tags: Sequence[str] = TAGS
) -> st.SearchStrategy[list[PlannedCard]]:
    unseen = st.builds(
        PlannedCard,
        key=st.just(""),
        kind=st.sampled_from(kinds),
        deck=st.sampled_from(decks),
        place=st.integers(0, 9),
        note=st.integers(0, most // 2).map(lambda n: f"n{n}"),
        source=st.sampled_from(("", "s0", "s1", "s2", "s3")),
        tags=st.lists(st.sampled_from(tags), max_size=5).map(lambda found: frozenset({"exam", *found})),
        weight=st.sampled_from((0.25, 0.6, 1.0, 2.0)),
    )
    seen = st.builds(
        replace,
        unseen,
        stability=st.floats(0.1, 200),
        difficulty=st.floats(1, 10),
        last=st.one_of(st.just(TODAY), st.integers(-40, -1), st.integers(-40, -1)),
    )
    return st.lists(st.one_of(unseen, seen), max_size=most).map(
        lambda found: [replace(card, key=f"c{n:03}") for n, card in enumerate(found)]
    )


CARDS = _cards(tuple(PRIORS), ("d0", "d1", "d2", "d3"), 50)
"""Cards of every kind, with kin, neighbours, late ones; some were answered today."""

ALIKE = _cards(("basic",), ("d0",), 30)
"""Cards of one kind and deck, which dominate: no plan of them is cut short to avoid a run."""


@st.composite
def evenings(draw: st.DrawFn, /, cards: Sequence[PlannedCard], **fixed: object) -> Evening:
    """An evening with answers to just those of the cards that were answered today."""
    order = draw(st.permutations([card for card in cards if card.is_seen and card.last == TODAY]))
    answers = tuple(
        Answer(card.key, card.kind, draw(st.booleans()), draw(st.booleans()), draw(st.floats(0, 90)))
        for card in order
    )
    studied = draw(st.integers(0, 3))
    evening = Evening(
        today=TODAY,
        last=TODAY + draw(st.integers(0, 90)),
        budget=draw(st.integers(1, 5400)),
        studied=studied,
        answers=answers,
        uses_all=draw(st.booleans()),
    )
    return replace(evening, **fixed)  # type: ignore[arg-type]


def longest_run(before: Iterable[PlannedCard], asked: Iterable[tuple[PlannedCard, Dominant]], of: str) -> int:
    """The longest run of one kind or deck (`of`) that does not dominate the plan which shows its end."""
    last, length, longest = "", 0, 0
    for card in before:
        length = length + 1 if getattr(card, of) == last else 1
        last = getattr(card, of)
    for card, dominant in asked:
        length = length + 1 if getattr(card, of) == last else 1
        last = getattr(card, of)
        if last not in getattr(dominant, f"{of}s"):
            longest = max(longest, length)
    return longest
