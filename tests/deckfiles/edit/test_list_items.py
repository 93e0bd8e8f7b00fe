"""Notes come and go whole, in the layout of the file; ids are written into those that have none."""

from __future__ import annotations

import pytest

from srm_quiz.deckfiles.edit.edits import EditRefusedError, stamped
from tests.support.deckedits import DECK, add, read, remove

# ---------------------------------------------------------------------- added


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\ncards: []\n", "title: T\ncards:\n  - {}\n"),
        ("title: T\ncards: [ ]  # none\ntags: [a]\n", "title: T\ncards:  # none\n  - {}\ntags: [a]\n"),
        ("title: T\ncards:\n  []\ntags: [a]\n", "title: T\ncards:\n  - {}\ntags: [a]\n"),
        ("title: T\ncards:\n", "title: T\ncards:\n  - {}\n"),
        ("title: T\ncards:  # soon\n\nid: t\n", "title: T\ncards:  # soon\n  - {}\n\nid: t\n"),
        ("title: T", "title: T\n\ncards:\n  - {}"),
        ("title: T\n# end\n", "title: T\n# end\n\ncards:\n  - {}\n"),
        (" title: T\n", " title: T\n\n cards:\n   - {}\n"),
        ("cards:\n- cloze: '{{a}}'\ntitle: T\n", "cards:\n- cloze: '{{a}}'\n\n- {}\ntitle: T\n"),
        (
            "title: T\ncards:\n- cloze: '{{a}}'\n- cloze: '{{b}}'\n\n# end\n",
            "title: T\ncards:\n- cloze: '{{a}}'\n- cloze: '{{b}}'\n- {}\n\n# end\n",
        ),
        (
            "title: T\ncards:\n    -   cloze: '{{a}}'  # c\n          # d\n    # e\n",
            "title: T\ncards:\n    -   cloze: '{{a}}'  # c\n          # d\n\n    -   {}\n    # e\n",
        ),
        (
            "title: T\ncards:\n- cloze: |\n    {{a}}\n    # b\n\n\n- cloze: '{{b}}'",
            "title: T\ncards:\n- cloze: |\n    {{a}}\n    # b\n\n\n- cloze: '{{b}}'\n\n\n- {}",
        ),
    ],
)
def test_a_note_is_added_in_the_indentation_of_the_file(before: str, after: str) -> None:
    wanted = after.replace("{}", "question: q") if "    -   {}" not in after else after
    indent = " " * (len(wanted.partition("question")[0].rpartition("\n")[2]))
    wanted = wanted.replace("question: q", f"question: q\n{indent}answer: 'a: b'")
    wanted = wanted.replace("-   {}", "-   question: q\n        answer: 'a: b'")
    assert add(before, question="q", answer="a: b") == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{title: T, cards: []}", "{title: T, cards: [NOTE]}"),
        ("{title: T, tags: [a]}", "{title: T, tags: [a], cards: [NOTE]}"),
        ("title: T\ncards: [\n  # none\n]\n", "title: T\ncards: [\n  # none\nNOTE]\n"),
        ("title: T\ncards: [{cloze: '{{a}}'}, ]\n", "title: T\ncards: [{cloze: '{{a}}'}, NOTE, ]\n"),
        (
            "title: T\ncards: [\n  {cloze: '{{a}}'} # a\n]\n",
            "title: T\ncards: [\n  {cloze: '{{a}}'},\n  NOTE # a\n]\n",
        ),
        (
            "title: T\ncards:\n- {cloze: '{{a}}'}\n- {cloze: '{{b}}'}\n",
            "title: T\ncards:\n- {cloze: '{{a}}'}\n- {cloze: '{{b}}'}\n- NOTE\n",
        ),
    ],
)
def test_a_note_is_added_in_brackets_where_the_others_are(before: str, after: str) -> None:
    note = "{question: 'q, r', answer: \"a\\nb\", accept: []}"
    assert add(before, question="q, r", answer="a\nb", accept=[]) == after.replace("NOTE", note)


def test_a_note_is_added_after_another_one() -> None:
    new = "  - question: q\n    choices:\n      - right: a\n        why: w\n      - wrong: b\n\n"
    choices = [{"right": "a", "why": "w"}, {"wrong": "b"}]
    assert add(DECK, "host", question="q", choices=choices) == DECK.replace(
        "  - id: two", f"{new}  - id: two"
    )


def test_a_note_is_added_to_a_deck_that_has_only_a_matrix() -> None:
    matrix = """\
title: T
matrix:
    layers:
        -   id: l
            name: L
    services:
        -   id: s
            name: S
            owners: {l: aws}
"""
    new = "\ncards:\n    -   question: |-\n            a\n            b\n        answer: c\n"
    assert add(matrix, question="a\nb", answer="c") == matrix + new


# ---------------------------------------------------------------------- removed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- X\n- A\n", "- A\n"),
        ("- A\n- X\n", "- A\n"),
        ("- A\n- X", "- A"),
        ("\n- X\n\n- A\n", "\n- A\n"),
        ("- X\n\n- A\n", "- A\n"),
        ("- A\n\n- X\n\n- B\n", "- A\n\n- B\n"),
        ("- A\n\n- X\n\n\n# --- C\n\n- B\n", "- A\n\n\n# --- C\n\n- B\n"),
        ("- A\n\n# --- x\n\n- X\n\n- B\n", "- A\n\n# --- x\n\n- B\n"),
        ("- A\n\n# --- x\n- X\n- B\n", "- A\n\n# --- x\n- B\n"),
        ("- A\n\n# x\n# y\n- X\n\n- B\n", "- A\n\n- B\n"),
        ("- A\n# x\n- X\n# b\n- B\n", "- A\n# b\n- B\n"),
        ("- A\n  # a\n- X\n  # x\n\n# end\n", "- A\n  # a\n\n# end\n"),
        ("# all\n- X\n- A\n", "# all\n- A\n"),
        ("- A\n\n- X\n\nid: t\n", "- A\n\nid: t\n"),
        ("- A\n\n- X\n\n", "- A\n\n"),
        ("- A\n\n- X", "- A"),
    ],
)
def test_a_note_goes_with_the_comment_and_the_empty_line_that_are_its_own(before: str, after: str) -> None:
    def filled(text: str) -> str:
        for name in "AB":
            text = text.replace(f"- {name}", f"- id: {name.lower()}\n  cloze: '{{{{a}}}} {name}'")
        return "title: T\ncards:\n" + text.replace(
            "- X", "-   # to go\n  id: x-x\n  cloze: '{{b}} - c'  # gone"
        )

    assert remove(filled(before), "x-x") == filled(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\ncards: # mine\n  - X: 1\n", "title: T\ncards: [] # mine\n"),
        ("title: T\ncards:\n\n  - X: 1\n\ntags: []", "title: T\ncards: []\n\ntags: []"),
        ("title: T\ncards: [{X: 1}]", "title: T\ncards: []"),
        ("title: T\ncards: [{X: 1}, ]", "title: T\ncards: [ ]"),
        ("{title: T, cards: [A, {X: 1}]}", "{title: T, cards: [A]}"),
        ("{title: T, cards: [{X: 1}, A]}", "{title: T, cards: [A]}"),
        ("title: T\ncards: [\n  A, # a\n  {X: 1}, # x\n]", "title: T\ncards: [\n  A, # a\n  # x\n]"),
    ],
)
def test_the_last_note_and_one_in_brackets_can_go(before: str, after: str) -> None:
    before, after = (text.replace("A", "{cloze: '{{a}}'}") for text in (before, after))
    assert remove(before.replace("X: 1", "id: x, cloze: '{{b}}'" if "{X" in before else X), "x") == after


X = "id: x\n    cloze: '{{b}}'"


@pytest.mark.parametrize("cards", ["cards: {a: b}", "cards: ''", "cards: &a []", "cards: no"])
def test_where_there_is_no_safe_place_for_a_note_the_file_stays_as_it_is(cards: str) -> None:
    with pytest.raises(EditRefusedError, match="no safe place"):
        add(f"title: T\n{cards}\nid: t\n", question="q", answer="a")


# ---------------------------------------------------------------------- stamped


def test_an_id_is_written_into_each_note_that_has_none_and_nothing_else() -> None:
    before = """\
title: T
cards:
- question:   'Who?'  # c
  answer: me
-
  # about it
  cloze: "{{a}}"
- {answer: x, question: y}
- id: named
  question: z
  answer: z
- question: broken
- question: who
  answer: the same again
"""
    names = [card.key[5:-2] for card in read(before.encode()).deck.cards if "named" not in card.key]
    after, given = stamped(before.encode(), "mine.yaml")
    assert given == names and len(names) == 3
    assert after.decode() == before.replace(
        "- question:   'Who", f"- id: {names[0]}\n  question:   'Who"
    ).replace("  cloze", f"  id: {names[1]}\n  cloze").replace("{answer", f"{{id: {names[2]}, answer")
    assert stamped(after, "mine.yaml") == (after, [])
