"""The rules of style as one table: what is run, what may be allowed, and what the manual says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.lint import decks, options, prompts
from srm_quiz.deckfiles.lint.duplicates import near_duplicates
from srm_quiz.deckfiles.lint.subjects import Finding, LintedDeck, LintedNote, allowed
from srm_quiz.deckfiles.yaml_nodes import Mapping
from srm_quiz.domain.cards import Deck
from srm_quiz.problems import Problem, Severity, did_you_mean, quoted


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of style: the code of its problems, and its meaning in one line of the manual."""

    code: str
    meaning: str
    of_note: Callable[[LintedNote], Iterator[Finding]] | None = None
    of_deck: Callable[[LintedDeck], Iterator[Finding]] | None = None


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
            "right-length",
            f"over {decks.FEWEST_CHOICES} choice cards or more, one length (longest, second longest, …)"
            " is right much more often than by chance",
            of_deck=decks.right_length,
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


def inspect_decks(decks: Iterable[Deck]) -> list[Problem]:
    """Find the flaws in the files of these decks. Raises OSError if a file cannot be read any more."""
    parsed = (parse_deck(deck.path, Path(deck.path).read_bytes()) for deck in decks)
    return inspect([deck for deck in parsed if deck is not None])


def inspect(written: Iterable[ParsedDeck]) -> list[Problem]:
    """Find the flaws in these decks, file by file and from top to bottom.

    What a note or its deck allows with a reason is left out. An allowance for an unknown rule, or for one
    that was not broken, is reported.
    """
    decks = [LintedDeck(deck) for deck in written]
    inspections = [_Inspection(deck) for deck in decks]
    for number, note, twin, finding in near_duplicates(decks):
        if NEAR_DUPLICATE not in twin.allowed:
            inspections[number].found(NEAR_DUPLICATE, note.node, finding)
    return [problem for inspection in inspections for problem in inspection.problems()]


class _Inspection:
    """The inspection of one deck: its problems, and the allowances that were needed."""

    def __init__(self, deck: LintedDeck) -> None:
        self._sheet = deck
        self._problems: list[Problem] = []
        self._needed: set[tuple[int, str]] = set()
        self._deck_allows = deck.allowed
        for note in deck.notes:
            for rule in RULES.values():
                for finding in rule.of_note(note) if rule.of_note else ():
                    self.found(rule.code, note.node, finding)
        for rule in RULES.values():
            for finding in rule.of_deck(deck) if rule.of_deck else ():
                self.found(rule.code, deck.node, finding)

    def found(self, code: str, node: Mapping, finding: Finding) -> None:
        """Record what was found in a note, or in the deck, unless it is allowed there."""
        for owner in (node, self._sheet.node):
            if code in (self._deck_allows if owner is self._sheet.node else allowed(owner)):
                self._needed.add((owner.start, code))
                return
        self._warn(code, finding)

    def problems(self) -> Iterator[Problem]:
        """All that was found, with what is wrong in the allowances themselves."""
        for node in (self._sheet.node, *(note.node for note in self._sheet.notes)):
            self._judge_allowances(node)
        yield from sorted(self._problems, key=lambda problem: (problem.line or 0, problem.column or 0))

    def _judge_allowances(self, node: Mapping) -> None:
        for name, key in allowed(node).items():
            if name not in RULES:
                near = did_you_mean(name, RULES)
                hint = f"did you mean '{near}'?" if near else f"rules: {', '.join(RULES)}"
                self._warn(UNKNOWN_RULE, Finding(key, f"there is no rule {quoted(name)}", hint))
            elif name != NEAR_DUPLICATE and (node.start, name) not in self._needed:
                # Which prompts are alike depends on the decks that are checked together.
                message = f"'{name}' is allowed here, but nothing breaks it"
                self._warn(NEEDLESS_ALLOW, Finding(key, message, "delete the line"))

    def _warn(self, code: str, finding: Finding) -> None:
        at = finding.at
        end = max(at.end, at.start + 1)
        problem = self._sheet.source.problem
        self._problems.append(problem(at.start, end, code, finding.message, finding.hint, Severity.WARNING))
