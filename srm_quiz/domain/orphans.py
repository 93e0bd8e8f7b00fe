"""Progress whose card is in no deck any more, and the cards that it may belong to now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import StudyDay

LIKE_ENOUGH = 0.4
"""The share of words in common from which a card is proposed, and an answer is the same in other words."""

SURE = 0.6
"""The share from which it is carried over without being asked about."""

FEWEST_WORDS = 6
"""A shorter answer is another one as soon as one of its words is."""

TURNING = frozenset({"no", "not", "never", "none", "without", "off", "except", "only", "before", "after"})
"""Words that turn the meaning of a sentence that is otherwise the same."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a card asked and what was right, as they were on a study day."""

    prompt: str
    answer: str
    day: StudyDay


@dataclass(frozen=True, slots=True)
class OrphanMatch:
    """An orphan and the card that it probably is now; `likeness` is from 0 to 1."""

    old: CardKey
    new: CardKey
    was: Wording
    now: Wording
    likeness: float

    @property
    def is_sure(self) -> bool:
        """Whether the two are so alike that nobody need be asked."""
        return self.likeness >= SURE


def match_orphans(
    orphans: Mapping[CardKey, Wording],
    cards: Mapping[CardKey, Wording],
    may_follow: Callable[[CardKey, CardKey], bool] = lambda old, new: True,
) -> list[OrphanMatch]:
    """The best pairs of orphans and cards of the same deck, each in one pair at most.

    `may_follow` says whether the history of a first card can be that of a second one, however alike.
    """
    found = [
        OrphanMatch(old, new, was, now, _likeness(was, now))
        for old, was in orphans.items()
        for new, now in cards.items()
        if deck_of(old) == deck_of(new)
    ]
    found = [one for one in found if one.likeness >= LIKE_ENOUGH and may_follow(one.old, one.new)]
    found.sort(key=lambda one: (-one.likeness, one.old, one.new))
    taken: set[CardKey] = set()
    kept = []
    for one in found:
        if not taken & {one.old, one.new}:
            taken |= {one.old, one.new}
            kept.append(one)
    return kept


def changed_answers(
    kept: Mapping[CardKey, Wording], now: Mapping[CardKey, Wording]
) -> list[tuple[CardKey, Wording, Wording]]:
    """Cards whose answer is another than when they were last answered: the card, as it was, as it is.

    An answer that was only put in other words is the same one: nobody has to learn it anew.
    """
    return [
        (card, was, now[card])
        for card, was in sorted(kept.items())
        if card in now and not (is_same_answer(was, now[card]) or is_rephrased(was, now[card]))
    ]


def is_same_answer(one: Wording, other: Wording) -> bool:
    """Whether the same is right, whatever its case, spacing and punctuation."""
    return _words(one.answer) == _words(other.answer)


def is_rephrased(one: Wording, other: Wording) -> bool:
    """Whether the same is probably right in other words: a long answer, most of it kept, no figure and no
    turning word among what is new or gone."""
    ours, theirs = _words(one.answer), _words(other.answer)
    tells = {word for word in ours ^ theirs if word in TURNING or any(map(str.isdigit, word))}
    return not tells and min(len(ours), len(theirs)) >= FEWEST_WORDS and _share(ours, theirs) >= LIKE_ENOUGH


def _likeness(one: Wording, other: Wording) -> float:
    """The share of words that two prompts have in common, and a little more where the answers are equal."""
    ours, theirs = _words(one.prompt), _words(other.prompt)
    if not ours or not theirs:
        return 0.0
    return min(1.0, _share(ours, theirs) + 0.2 * is_same_answer(one, other))


def _share(ours: set[str], theirs: set[str]) -> float:
    return len(ours & theirs) / len(ours | theirs)


def _words(text: str) -> set[str]:
    return set("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
