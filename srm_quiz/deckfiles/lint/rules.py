"""The rules of style as one table: what is run, what may be allowed, and what the manual says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from srm_quiz.deckfiles.lint import decks, options, prompts
from srm_quiz.deckfiles.lint.subjects import Entry, Finding, Sheet


@dataclass(frozen=True, slots=True)
class Rule:
    """One flaw that is looked for: the code of its problems, and its meaning in a line for the manual."""

    code: str
    meaning: str
    of_note: Callable[[Entry], Iterator[Finding]] | None = None
    of_deck: Callable[[Sheet], Iterator[Finding]] | None = None


NEAR_DUPLICATE = "near-duplicate"
UNKNOWN_RULE = "unknown-rule"
NEEDLESS_ALLOW = "needless-allow"

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("missing-why", "a note has no `why`: whoever got it wrong learns nothing", prompts.missing_why),
        Rule(
            "option-without-why",
            "an option has no `why`: a mistake is best cured where it is made",
            options.option_without_why,
        ),
        Rule(
            "missing-source",
            "a note or a service has no `source` where a doubter can read it",
            prompts.missing_source,
        ),
        Rule(
            "long-prompt",
            f"a prompt has more than {prompts.LONGEST_PROMPT} words, or {prompts.LONGEST_SCENARIO}"
            f" with the tag `{prompts.SCENARIO}` on the deck or the note",
            prompts.long_prompt,
        ),
        Rule(
            "choose-count",
            "several options are right and the question does not say how many, or says another number",
            prompts.choose_count,
        ),
        Rule(
            "position-cited",
            "a text says “option A” or “the first option”, but options are shuffled",
            prompts.position_cited,
        ),
        Rule(
            "all-of-the-above",
            "an option is about the others: all, none or both of them",
            options.all_of_the_above,
        ),
        Rule(
            "absolute-in-wrong",
            "always, never, only and the like stand in wrong options and in no right one",
            options.absolute_in_wrong,
        ),
        Rule(
            "option-contained",
            "an option stands inside another one, which says the same and more",
            options.option_contained,
        ),
        Rule(
            "option-lengths",
            "one option is much longer or shorter than all the others",
            options.option_lengths,
        ),
        Rule(
            "option-grammar",
            "one option ends or begins otherwise than the rest: full stop, capital, form of the verb",
            options.option_grammar,
        ),
        Rule("word-echo", "only the right option repeats words of a short question", prompts.word_echo),
        Rule("answer-in-prompt", "the answer can be read in its own question", prompts.answer_in_prompt),
        Rule(
            "cloze-article",
            "a or an before a blank tells how the answer begins",
            prompts.cloze_article,
        ),
        Rule(NEAR_DUPLICATE, "another note of the decks that are checked asks nearly the same"),
        Rule(
            "right-longest",
            f"over {decks.FEWEST_CHOICES} choice cards or more, the right option is the longest"
            " much more often than by chance",
            of_deck=decks.right_longest,
        ),
        Rule(
            "owner-balance",
            f"of {decks.FEWEST_OWNERS} owner cards or more, over {decks.MOST_OF_ONE:.0%} have one owner,"
            " so that guessing pays",
            of_deck=decks.owner_balance,
        ),
    )
}
"""All rules by code, in the order of the manual."""
