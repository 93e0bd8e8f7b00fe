"""Rules about a deck as a whole: what guessing would earn in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import sqrt

from srm_quiz.deckfiles.lint.subjects import Finding, LintedDeck
from srm_quiz.domain.cards import Choice, Duty

FEWEST_CHOICES = 12
"""With fewer choice cards nothing is said about lengths."""

FEWEST_OWNERS = 12
"""With fewer owner cards nothing is said about their balance."""

MOST_OF_ONE = 0.6
"""The share of the owner cards that one owner may have."""

_BEYOND_CHANCE = 2.33
"""How many standard deviations above chance: by luck alone one honest deck in a hundred gets there."""


def right_longest(deck: LintedDeck) -> Iterator[Finding]:
    """The right option is the longest one much more often than it would be by chance."""
    cards = expected = variance = 0.0
    longest = 0
    for content in deck.contents():
        if not isinstance(content, Choice):
            continue
        chance = content.right_count / len(content.options)
        cards += 1
        expected += chance
        variance += chance * (1 - chance)
        longest += is_right_longest(content)
    # The half is for counting in whole cards what the normal curve takes as continuous.
    if cards >= FEWEST_CHOICES and longest - 0.5 > expected + _BEYOND_CHANCE * sqrt(variance):
        yield Finding(
            deck.title_node,
            f"the right option is the longest in {longest} of {cards:.0f} choice cards;"
            f" by chance it would be in {expected:.0f}",
            "say the right ones more shortly, or give wrong ones the same detail",
        )


def is_right_longest(choice: Choice) -> bool:
    """Whether a right option is longer than all wrong ones."""
    wrong = max((len(option.text) for option in choice.options if not option.right), default=0)
    return any(option.right and len(option.text) > wrong for option in choice.options)


def owner_balance(deck: LintedDeck) -> Iterator[Finding]:
    """One owner is right so often that naming it blindly pays."""
    owners = Counter(content.owner for content in deck.contents() if isinstance(content, Duty))
    total = owners.total()
    if total < FEWEST_OWNERS:
        return
    owner, count = owners.most_common(1)[0]
    if count > MOST_OF_ONE * total:
        yield Finding(
            deck.title_node,
            f"'{owner.value}' is the owner on {count} of {total} owner cards",
            f"add duties of the others until none has more than {MOST_OF_ONE:.0%}",
        )
