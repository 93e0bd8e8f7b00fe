"""Orphans: progress whose card is in no deck any more, and the cards that it may belong to now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.likeness import NEGATIONS, Prompt, likeness

LIKE_ENOUGH = 0.4
"""The least likeness for which a card is proposed; also the least share of words of a rephrased answer."""

SURE = 0.6
"""The least likeness for which progress is carried over without asking."""

FEWEST_WORDS = 6
"""An answer with fewer words is another one as soon as one word differs."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A card's prompt and right answer as they were on a study day."""

    prompt: str
    answer: str
    day: StudyDay


@dataclass(frozen=True, slots=True)
class OrphanMatch:
    """An orphan and the card that it probably is now; `likeness` runs from 0 to 1."""

    old: CardKey
    new: CardKey
    was: Wording
    now: Wording
    likeness: float

    @property
    def is_sure(self) -> bool:
        """Whether the two are so alike that the learner need not be asked."""
        return self.likeness >= SURE


def match_orphans(
    orphans: Mapping[CardKey, Wording],
    cards: Mapping[CardKey, Wording],
    may_follow: Callable[[CardKey, CardKey], bool] = lambda old, new: True,
) -> list[OrphanMatch]:
    """Match orphans with cards of the same deck, best pairs first, each in one pair at most.

    `may_follow` says whether the history of the first card may become that of the second, however alike.
    """
    asked = {wording.prompt: Prompt.of(wording.prompt) for wording in (*orphans.values(), *cards.values())}
    candidates = []
    for old, was in orphans.items():
        for new, now in cards.items():
            if deck_of(old) != deck_of(new):
                continue
            alike = likeness(asked[was.prompt], asked[now.prompt])
            # Equal answers speak for a pair, but not if the prompts have nothing in common.
            alike = min(1.0, alike + 0.2 * is_same_answer(was, now)) if alike else 0.0
            if alike >= LIKE_ENOUGH and may_follow(old, new):
                candidates.append(OrphanMatch(old, new, was, now, alike))
    candidates.sort(key=lambda match: (-match.likeness, match.old, match.new))
    taken: set[CardKey] = set()
    matches = []
    for match in candidates:
        if not taken & {match.old, match.new}:
            taken |= {match.old, match.new}
            matches.append(match)
    return matches


def changed_answers(
    kept: Mapping[CardKey, Wording], now: Mapping[CardKey, Wording]
) -> list[tuple[CardKey, Wording, Wording]]:
    """Return the cards whose answer has changed since they were last answered: the card, before and now.

    An answer that was only rephrased is the same: nobody has to learn it again.
    """
    return [
        (card, was, now[card])
        for card, was in sorted(kept.items())
        if card in now and not (is_same_answer(was, now[card]) or is_rephrased(was, now[card]))
    ]


def is_same_answer(one: Wording, other: Wording) -> bool:
    """Whether both answers are the same, ignoring case, spacing and punctuation."""
    return _words(one.answer) == _words(other.answer)


def is_rephrased(one: Wording, other: Wording) -> bool:
    """Whether one answer probably rephrases the other: long, mostly kept, with no number and no negation
    added or removed."""
    ours, theirs = _words(one.answer), _words(other.answer)
    tells = {word for word in ours ^ theirs if word in NEGATIONS or any(map(str.isdigit, word))}
    return not tells and min(len(ours), len(theirs)) >= FEWEST_WORDS and _share(ours, theirs) >= LIKE_ENOUGH


def _share(ours: set[str], theirs: set[str]) -> float:
    return len(ours & theirs) / len(ours | theirs)


def _words(text: str) -> set[str]:
    return set("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())
