"""An edit of a deck file changes the bytes of one note, whatever the file's layout."""

from __future__ import annotations

from typing import Any

import pytest

from srm_quiz.deckfiles.edit.edits import EditRefusedError, added, changed, draft_of, removed
from tests.support.deckedits import DECK, add, edit, first_id, read, remove

ODD = [
    *(
        "no",
        "1.10",
        "a: b",
        "#",
        "# x",
        "a #b",
        "- x",
        "-",
        "x ",
        " x",
        "🙂",
        "{{a}}",
        "[",
        "it's",
        '"',
        "a, b",
    ),
    *("a\n- b", "a\n\nb\n", " a\n  b", "a\tb", "key:", "}", "y", "---", "%", "\\", "|", "a\r\nb"),
]


HOST = DECK[DECK.index("  - id: host") : DECK.index("  - id: two")]
TWO = DECK[DECK.index("  - id: two") : DECK.index("# --- More")]
FLOW = '{id: flow, question: "a", answer: b}'


@pytest.mark.parametrize(
    ("note", "values", "old", "new"),
    [
        (
            "host",
            {"answer": "Amazon"},
            HOST,
            "  - id: host\n    question: Who patches the host?\n    answer: Amazon\n"
            "    why: |\n      Only AWS\n      has access.\n\n",
        ),
        (
            "host",
            {"why": None, "tags": ["x"], "source": "s: t", "id": "other"},
            HOST,
            "  - id: other\n    question: Who patches the host?\n    answer: AWS\n    source: 's: t'\n"
            "    tags: [x]\n\n",
        ),
        (
            "two",
            {"allow": {"long-prompt": "It: is"}, "tags": None},
            TWO,
            "  - id: two\n    question: Which two are yours?\n    choices:\n      - right: Users\n"
            "        why: Yours.\n      - right: Windows\n      - wrong: Hosts\n"
            "    allow:\n      long-prompt: 'It: is'\n\n",
        ),
        ("flow", {"answer": "c, d"}, FLOW, "{id: flow, question: a, answer: 'c, d'}"),
        ("flow", {"id": None, "hint": "h"}, FLOW, "{question: a, answer: b, hint: h}"),
        (
            "flow",
            {"answer": None, "choices": [{"right": "x", "why": "w"}, {"wrong": "z: 1"}]},
            FLOW,
            "{id: flow, question: a, choices: [{right: x, why: w}, {wrong: 'z: 1'}]}",
        ),
    ],
)
def test_an_edited_note_is_rewritten_in_the_order_of_its_keys_and_nothing_else_changes(
    note: str, values: dict[str, Any], old: str, new: str
) -> None:
    assert DECK.count(old) == 1
    assert edit(DECK, note, **values) == DECK.replace(old, new)


@pytest.mark.parametrize("note", ["host", "two", "flow"])
@pytest.mark.parametrize("values", [{}, {"hint": "  "}, {"tags": None, "hint": ""}])
def test_a_note_that_says_the_same_as_before_keeps_its_comments_and_its_layout(
    note: str, values: dict[str, Any]
) -> None:
    if note == "two":
        values = {key: value for key, value in values.items() if key != "tags"}
    assert edit(DECK, note, **values) == DECK


@pytest.mark.parametrize(
    ("note", "values", "after"),
    [
        ('- {"question":"q","answer":"a"}', {"answer": "b"}, "- {question: q, answer: b}"),
        (
            "- # c\n  question: q\n  answer: a\n  accept: # d\n  - b # e\n  # f",
            {"accept": []},
            "- # c\n  question: q\n  answer: a\n  accept: []\n  # f",
        ),
        (
            "- question: q\n  answer: a\n      # c\n",
            {"answer": "b\nc"},
            "- question: q\n  answer: |-\n    b\n    c\n",
        ),
        (
            "- question: q\n  why: w\n  tags: []\n  answer: a\n",
            {"hint": "h", "id": "i", "source": "s"},
            "- id: i\n  question: q\n  why: w\n  hint: h\n  source: s\n  answer: a\n",
        ),
        ("- duty: d\n  owner: aws\n", {"on": "o"}, "- duty: d\n  on: o\n  owner: aws\n"),
        (
            "-   question: q\n    choices:\n    -   right: a\n    -   wrong: b\n    hint: h\n",
            {"hint": None},
            "-   question: q\n    choices:\n    -   right: a\n    -   wrong: b\n",
        ),
    ],
)
def test_a_note_is_written_in_the_indentation_of_the_file(
    note: str, values: dict[str, Any], after: str
) -> None:
    before = f"title: T\ncards:\n{note}"
    assert edit(before, first_id(before), **values) == f"title: T\ncards:\n{after}"


CHOICES: list[dict[str, str]] = [
    {"right": "Users", "why": "Yours."},
    {"right": "Windows"},
    {"wrong": "Hosts"},
]


@pytest.mark.parametrize("text", ODD)
def test_a_text_that_needs_quotes_gets_them_wherever_it_stands(text: str) -> None:
    as_read = text.replace("\r\n", "\n").strip()
    cloze = {"cloze": "{{a}} " + text, "question": None, "answer": None, "accept": None}
    for note, key, values in (
        ("host", "question", {"question": text}),
        ("host", "answer", {"answer": text}),
        ("host", "hint", {"hint": text}),
        ("host", "why", {"why": text}),
        ("host", "cloze", cloze),
        ("flow", "answer", {"answer": text}),
        ("flow", "why", {"why": text}),
        ("flow", "cloze", cloze),
    ):
        after = edit(DECK, note, **values)
        found = draft_of(read(after.encode()), note)[key]
        assert isinstance(found, str)
        assert found.strip() == str(values[key]).replace("\r\n", "\n").strip()
        assert _outside(DECK, note) == _outside(after, note)
    choices = [{**CHOICES[0], "right": f"x{text}", "why": text}, CHOICES[1], {"wrong": f"w{text}"}]
    option = read(edit(DECK, "two", choices=choices).encode()).deck.cards[1].content.options[0]  # type: ignore[union-attr]
    assert (option.text, option.why) == (f"x{text}".replace("\r\n", "\n").strip(), as_read)


def _outside(text: str, note: str) -> tuple[str, str]:
    """What stands before the note of DECK and behind it."""
    start, end = {
        "host": ("id: host", "  - id: two"),
        "two": ("id: two", "# --- More"),
        "flow": ("{id: flow", "  # in flow"),
    }[note]
    return text[: text.index(start)], text[text.index(end) :]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", [True, False])
def test_line_breaks_a_mark_and_a_missing_end_of_line_survive(line_break: str, mark: str, end: bool) -> None:
    before = f"{mark}title: T\ncards:\n- question: q\n  answer: a"
    with_more = f"{before}\n  why: |-\n    one\n    two"
    two = f"{with_more}\n\n- cloze: '{{{{x}}}}'\n  hint: h"

    def as_saved(text: str) -> str:
        return (text + "\n" * end).replace("\n", line_break)

    assert edit(as_saved(before), first_id(before), why="one\ntwo") == as_saved(with_more)
    assert edit(as_saved(with_more), first_id(before), why=None) == as_saved(before)
    assert add(as_saved(with_more), cloze="{{x}}", hint="h") == as_saved(two)
    assert remove(as_saved(two), read(two.encode()).deck.cards[1].key[5:-2]) == as_saved(with_more)


# ---------------------------------------------------------------------- refused


@pytest.mark.parametrize(
    ("values", "said", "codes"),
    [
        ({"answer": ""}, "not a sound note", ["missing-key"]),
        ({"answer": "\x1b[2J"}, "not a sound note", ["control-character"]),
        ({"id": "No Id"}, "not a sound note", ["bad-id"]),
        ({"anwser": "x"}, "not a sound note", ["unknown-key"]),
        ({"accept": "x"}, "not a sound note", ["wrong-shape"]),
        ({"source": "a\nb"}, "not a sound note", ["not-one-line"]),
        ({"id": "two"}, "spoil another note", ["duplicate-id"]),
        ({"id": "s"}, "spoil another note", ["duplicate-id"]),
        ({"id": None, "question": "A"}, None, []),
        ({"id": None, "question": "x"}, "not be a sound note", ["same-prompt"]),
        ({"id": None, "question": None, "answer": None, "why": None}, "empty", []),
    ],
)
def test_an_invalid_draft_is_refused_with_its_problems(
    values: dict[str, Any], said: str | None, codes: list[str]
) -> None:
    before = DECK.replace("cards:\n", "cards:\n  - {question: x, answer: b}\n")
    if said is None:
        edit(before, "host", **values)
        return
    with pytest.raises(EditRefusedError, match=said) as refused:
        edit(before, "host", **values)
    assert [problem.code for problem in refused.value.problems] == codes


def test_what_cannot_be_found_or_read_is_not_edited() -> None:
    draft = {"question": "q", "answer": "a"}
    for data, note, said in (
        (b"title: T\ncards: [", "a", "mistakes"),
        (b"title: T\ncards: []", "a", "no note 'a'"),
        (b"title: T\ncards: [{id: a, question: q}]", "a", "no note 'a'"),
        (DECK.encode(), "s", "matrix"),
    ):
        for call in (
            lambda data=data, note=note: changed(data, "mine.yaml", note, draft),
            lambda data=data, note=note: added(data, "mine.yaml", draft, note),
            lambda data=data, note=note: removed(data, "mine.yaml", note),
        ):
            with pytest.raises(EditRefusedError, match=said):
                call()
