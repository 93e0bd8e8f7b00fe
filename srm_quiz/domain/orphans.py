"""Orphans: progress whose card is in no deck any more, and the cards that it may belong to now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from srm_quiz.domain.cards import CardKey, deck_of
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.likeness import NEGATIONS, Prompt, asks_another, likeness

LIKE_ENOUGH = 0.4
"""The least likeness for which a card is proposed; also the least share of words of a rephrased answer."""

SURE = 0.6
"""The least likeness for which progress is carried over without asking."""

_MOST_POSTINGS = 200
"""How many occurrences of its words an orphan's candidates are found by, its rarest words first."""

_MOST_COMPARED = 8
"""How many candidates an orphan is compared with: those that share most words with it."""

FEWEST_WORDS = 6
"""An answer with fewer words is another one as soon as one word differs."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A card's prompt and right answer as they were on a study day."""

    prompt: str
    answer: str
    day: StudyDay


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a card was in the decks, by the numbers of the readings of changed decks."""

    first: int
    """The first reading that had the card."""
    since: int
    """The first reading from which on it was always there, up to now or `until`."""
    until: int | None
    """The first reading without it; None while it is there."""
    fingerprint: str | None = None
    """A digest of what it asks and what is right, when it was last seen; None if it has no progress."""

    def stood_beside(self, other: Sighting) -> bool:
        """Whether both cards may have been in the decks at one time: then neither is the other reworded."""
        return (other.until is None or self.first < other.until) and (
            self.until is None or other.first < self.until
        )


@dataclass(frozen=True, slots=True)
class OrphanMatch:
    """An orphan and the card that it probably is now; `likeness` runs from 0 to 1."""

    old: CardKey
    new: CardKey
    was: Wording
    now: Wording
    likeness: float
    stood_beside: bool = False
    """Whether both may have been in the decks at one time."""

    @property
    def is_sure(self) -> bool:
        """Whether the new card must be the old one reworded, so that the learner need not be asked.

        The answer is the same, the prompts are alike and neither names what the other does not, and the two
        never stood side by side.
        """
        return (
            self.likeness >= SURE
            and not self.stood_beside
            and is_same_answer(self.was, self.now)
            and not asks_another(Prompt.of(self.was.prompt), Prompt.of(self.now.prompt))
        )


def match_orphans(
    orphans: Mapping[CardKey, Wording],
    cards: Mapping[CardKey, Wording],
    may_follow: Callable[[CardKey, CardKey], bool] = lambda old, new: True,
    stood_beside: Callable[[CardKey, CardKey], bool] = lambda old, new: False,
) -> list[OrphanMatch]:
    """Match orphans with cards of the same deck, best pairs first, each in one pair at most.

    `may_follow` says whether the history of the first card may become that of the second, however alike,
    `stood_beside` whether both were in the decks at one time: then they are a pair only if their answer is
    the same. The time grows with the number of cards, not with that of pairs: an orphan is compared with
    the cards that share its rarest words.
    """
    pairs = sorted(
        ((-alike, old, new) for old, new, alike in _candidates(orphans, cards) if alike >= LIKE_ENOUGH)
    )
    taken: set[CardKey] = set()
    matches = []
    for alike, old, new in pairs:
        if taken & {old, new} or not may_follow(old, new):
            continue
        beside = stood_beside(old, new)
        if beside and not is_same_answer(orphans[old], cards[new]):
            continue
        taken |= {old, new}
        matches.append(OrphanMatch(old, new, orphans[old], cards[new], -alike, beside))
    return matches


def _candidates(
    orphans: Mapping[CardKey, Wording], cards: Mapping[CardKey, Wording]
) -> Iterator[tuple[CardKey, CardKey, float]]:
    """Each orphan with the cards of its deck that may be its heirs, and how alike they are."""
    decks: dict[str, dict[CardKey, tuple[Prompt, set[str]]]] = {}
    postings: dict[tuple[str, str], list[CardKey]] = {}
    for card, wording in cards.items():
        deck = deck_of(card)
        prompt = Prompt.of(wording.prompt)
        decks.setdefault(deck, {})[card] = prompt, _words(wording.answer)
        for stem in set(prompt.stems):
            postings.setdefault((deck, stem), []).append(card)
    for old, was in orphans.items():
        deck, prompt, answer = deck_of(old), Prompt.of(was.prompt), _words(was.answer)
        having = sorted((postings.get((deck, stem), ()) for stem in set(prompt.stems)), key=len)
        shared: Counter[CardKey] = Counter()
        left = _MOST_POSTINGS
        for having_stem in having:
            shared.update(having_stem[:left])
            left -= len(having_stem)
            if left <= 0:
                break
        for new, _ in shared.most_common(_MOST_COMPARED):
            asked, right = decks[deck][new]
            # Equal answers speak for a pair, but not if the prompts have nothing in common.
            yield old, new, min(1.0, likeness(prompt, asked) + 0.2 * (answer == right))


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
    """The words of an answer; the text itself if it has none, such as `<`."""
    return set("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()) or {text.strip()}
