"""Broken decks, each with the problems it must have; odd ones, which have none.

The problems are in the file's first line, or in a file of the same name with the ending .expect where a
first line of ours would make another file of it.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.library import load
from tests.support.paths import BROKEN_DECKS, ODD_DECKS

BROKEN = sorted(BROKEN_DECKS.glob("*.yaml"))
ODD = sorted(ODD_DECKS.glob("*.yaml"))


def expectation(file: Path) -> tuple[list[tuple[str, int]], int]:
    """The codes with their lines, and the number of cards that load all the same."""
    beside = file.with_suffix(".expect")
    data = (beside if beside.exists() else file).read_bytes()
    first = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8-sig", "replace").splitlines()[0]
    found = re.fullmatch(r"# expect: (.*); cards: (\d+)", first)
    assert found, first
    pairs = [pair.split() for pair in found[1].split(", ")]
    return [(code, int(line)) for code, line in pairs], int(found[2])


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_deck_has_just_the_problems_it_should(file: Path) -> None:
    problems, cards = expectation(file)
    library = load([file], cache=None)
    text = "\n\n".join(problem.as_text() for problem in library.problems)
    assert [(problem.code, problem.line) for problem in library.problems] == problems, text
    assert len(library.by_key) == cards, text
    for problem in library.problems:
        assert problem.column is not None and problem.column >= 1
        assert "\x1b" not in text and "\u202e" not in text
        assert problem.message and not problem.message.endswith(".")
        assert problem.hint and not problem.hint.endswith("."), "it does not say what to do"


@pytest.mark.parametrize("file", ODD, ids=lambda file: file.stem)
def test_an_odd_deck_has_no_problems(file: Path) -> None:
    library = load([file], cache=None)
    assert not library.problems, next(iter(library.problems)).as_text()
    assert library.by_key


SAID = {
    "anki-export": ("a deck must have keys", "is it a table? `srm-quiz import FILE`"),
    "braces-without-space": ("'question:Who?' is not a key", "did you mean 'question'?"),
    "bullet": ("a list is made with '- ', not with '• '", "begin each item with a dash and a space"),
    "choices-a-mapping": ("'choices' must be a list", "begin each item on a line of its own with '- '"),
    "choices-plain-texts": (
        "'answer' is not a key of a choice card",
        "say it below 'choices:', with '- right: …'",
    ),
    "cloze-anki": ("in {{c1::of}} the answer would be 'c1'", "delete the numbers"),
    "cloze-in-question": ("needs the key 'answer'", "is written behind 'cloze:' instead of 'question:'"),
    "dash-on-every-line": ("needs the key 'question'", "to the note above, delete the dash"),
    "deeper-dash": ("this dash stands in another column", "begin all items of a list in the same column"),
    "equals-sign": ("a deck must have keys", "not an equals sign"),
    "explanation-key": ("'explanation' is not a key", "did you mean 'why'?"),
    "first-key-indented": ("no part of what stands above it", "in one column, at the left margin"),
    "front-and-back": ("'front' is not a key", "did you mean 'question'?"),
    "fullwidth-colon": ("a deck must have keys", "type the colons anew"),
    "accept-with-colon": ("'accept' must be a list of texts", "needs quotes"),
    "hash-inside-text": ("ends before this #", "put the whole text in quotes"),
    "hash-in-text": ("'answer' is empty", "what follows a # is a comment"),
    "html-page": ("this is a web page, not a deck", "download the file itself"),
    "json-cards": (
        "a deck must have keys, but this is a list",
        "write 'title: …' and 'cards:' above the list",
    ),
    "merge-conflict": ("the mark of a merge that was not finished", "keep one of the two versions"),
    "non-breaking-space": ("is not a key of a deck", "one is U+00A0, which looks like a space"),
    "owner-both": ("'both' is not an owner", "did you mean 'shared'?"),
    "owner-two": ("'aws and customer' is not an owner", "did you mean 'shared'?"),
    "owner-you": ("'you' is not an owner", "did you mean 'customer'?"),
    "percent-at-start": ("a text cannot begin with %", "put the text in quotes"),
    "quotes-in-quotes": ("this text goes on behind its closing quote", "put the whole text in '…'"),
    "quote-in-quotes": ("this text goes on behind its closing quote", 'put the whole text in "…"'),
    "right-true": ("'text' is not a key of a choice", "behind 'right:' or behind 'wrong:'"),
    "rich-text": ("this is rich text (RTF)", "save it as plain text"),
    "service-key": ("'service' is not a key", "did you mean 'on'?"),
    "smart-quotes": ("stands inside this text, which has no quotes", "the quotes must be straight ones"),
    "space-after-colon-missing": ("it is the text 'question:Who?", "a space is missing behind the colon"),
    "space-after-colon-missing-once": ("a space is missing behind this colon", "write 'key: text'"),
    "space-after-dash-missing": ("a space is missing behind this dash", "write '- key: text'"),
    "starter-bracket-then-text": ("goes on behind its ]", "needs quotes"),
    "starter-cards-line-missing": ("no line 'cards:' stands above", "above the first card"),
    "starter-choice-dash-without-space": ("a space is missing behind this dash", "write '- key: text'"),
    "starter-choice-without-dash": ("a dash is missing before this", "write '- right: …'"),
    "starter-colon-missing-behind-answer": ("a colon is missing behind 'answer'", "write 'answer: …'"),
    "starter-colon-missing-behind-question": ("a colon is missing behind 'question'", "'question: …'"),
    "starter-dash-before-answer": ("needs the key 'question'", "delete the dash"),
    "starter-dash-missing-once": ("a dash is missing before this", "each card begins with '- '"),
    "starter-dash-one-column-off": ("this dash stands in another column", "here in column 3"),
    "starter-dash-without-space-below": ("a space is missing behind this dash", "write '- key: text'"),
    "starter-indented-by-the-editor": (
        "this dash is indented deeper",
        "move it left to column 3, below the dash above",
    ),
    "starter-key-too-shallow": ("does not begin below the keys", "in column 5, below 'question:'"),
    "starter-long-dash-below": ("a list is made with '- ', not with '– '", "a dash and a space"),
    "starter-quote-closed-by-another": ("this quote is not closed on its line", "at the end of the text"),
    "starter-text-behind-brackets": ("goes on behind its ]", "between the brackets: accept: [S3]"),
    "starter-space-missing-behind-question": ("a space is missing behind this colon", "'question: …'"),
    "tags-with-hashes": ("this [ is never closed", "what follows a # is a comment"),
    "type-key": ("'type' is not a key", "delete it: which keys a note has says what kind of card it is"),
    "utf-16-no-bom": ("UTF-16, not in UTF-8", "save the file again as UTF-8"),
    "why-indented-under-answer": (
        "indented deeper than what it belongs to",
        "in the column of the keys above it",
    ),
    "windows-1252": ("byte 0x96 is not UTF-8; in Windows-1252 it is –", "'Save as' or 'Encoding'"),
    "word-document": ("a packed file, as Word", "save what is in it as plain text"),
}
"""For mistakes that many make: what is, and what to do, somewhere among the problems."""


@pytest.mark.parametrize("name", SAID)
def test_a_common_mistake_is_explained_so_that_a_newcomer_can_fix_it(name: str) -> None:
    (file,) = (file for file in BROKEN if file.stem == name)
    message, hint = SAID[name]
    problems = list(load([file], cache=None).problems)
    assert any(message in problem.message and hint in problem.hint for problem in problems), problems


def test_no_problem_is_reported_in_the_words_of_the_parser() -> None:
    assert not [p for p in load(BROKEN, cache=None).problems if p.message.startswith("this is not YAML")]


def test_there_are_many_broken_decks() -> None:
    assert len(BROKEN) >= 180


def test_broken_decks_do_not_stop_good_ones(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text("title: Good\ncards: [{question: Who?, answer: AWS}]\n")
    library = load([*BROKEN, good], cache=None)
    assert library.deck("good") is not None
    paths = [problem.path for problem in library.problems]
    assert paths == sorted(paths)
    assert {Path(path) for path in paths} >= set(BROKEN)


@pytest.mark.parametrize("run", [" ", "- ", "\t", "a", '"', "[", "{{"])
@pytest.mark.parametrize("line", ["RUNanswer: b: c", "  answer:RUN b: c", "  RUN", "  answer: 'a' RUN b"])
def test_a_syntax_error_in_a_very_long_line_is_explained_at_once(line: str, run: str) -> None:
    text = f"title: x\ncards:\n- question: a\n{line}\n".replace("RUN", run * (150_000 // len(run)))
    begun = time.perf_counter()
    _, problems = read_deck("x.yaml", text.encode())
    assert problems
    assert time.perf_counter() - begun < 5, "linear work takes a hundredth of that"
