"""Rules about a deck as a whole: what guessing would earn in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from srm_quiz.deckfiles.lint.guess import length_ranks
from srm_quiz.deckfiles.lint.subjects import Finding, LintedDeck
from srm_quiz.domain.cards import Choice, Duty

FEWEST_CHOICES = 12
"""With fewer choice cards nothing is said about lengths."""

FEWEST_OWNERS = 12
"""With fewer owner cards nothing is said about their balance."""

MOST_OF_ONE = 0.6
"""The share of the owner cards that one owner may have."""


def right_length(deck: LintedDeck) -> Iterator[Finding]:
    """Options of one length, such as the second longest, are right much more often than by chance."""
    for rank in length_ranks(content for content in deck.contents() if isinstance(content, Choice)):
        if rank.cards >= FEWEST_CHOICES and rank.tells:
            yield Finding(
                deck.title_node,
                f"the {rank.name} option is right in {rank.right:.0f} of {rank.cards} choice cards;"
                f" by chance it would be in {rank.expected:.0f}",
                "cut words in some right options, and give some wrong ones the same detail,"
                " until every length is right about equally often",
            )


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
