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


@pytest.mark.parametrize(
    ("note", "values", "old", "new"),
    [
        ("host", {"answer": "Amazon"}, "answer: AWS", "answer: Amazon"),
        ("host", {"question": "Who: me?"}, "'Who patches the host?'   #", "'Who: me?'   #"),
        ("host", {"question": "a\nb"}, "'Who patches the host?'   #", '"a\\nb"   #'),
        ("host", {"answer": "a\nb"}, "answer: AWS\n", "answer: |-\n      a\n      b\n"),
        (
            "host",
            {"why": "Other\nlines"},
            "|  # long\n      Only AWS\n      has access.\n",
            "|-  # long\n      Other\n      lines\n",
        ),
        (
            "host",
            {"why": "One line"},
            "|  # long\n      Only AWS\n      has access.\n",
            "One line  # long\n",
        ),
        (
            "host",
            {"why": None},
            "    why: |  # long\n      Only AWS\n      has access.\n",
            "",
        ),
        ("host", {"hint": "h"}, "has access.\n", "has access.\n    hint: h\n"),
        ("host", {"hint": "  "}, "", ""),
        ("host", {"accept": []}, "answer: AWS\n", "answer: AWS\n    accept: []\n"),
        ("host", {"accept": ["a, b", "c"]}, "answer: AWS\n", "answer: AWS\n    accept: ['a, b', c]\n"),
        ("host", {"id": None}, "id: host\n    question", "question"),
        ("host", {"id": "other"}, "id: host", "id: other"),
        (
            "host",
            {"tags": ["x"], "source": "s"},
            "has access.\n",
            "has access.\n    source: s\n    tags: [x]\n",
        ),
        ("two", {"tags": ["a", "c"]}, "'b'", "c"),
        ("two", {"tags": ["a"]}, "[a, 'b']", "[a]"),
        ("two", {"tags": None}, "    tags: [a, 'b']\n", ""),
        ("two", {"tags": []}, "    tags: [a, 'b']\n", ""),
        ("two", {"question": "a"}, ">\n      Which two\n      are yours?\n", "a\n"),
        (
            "two",
            {"allow": {"long-prompt": "It: is", "needless": "x"}},
            "[a, 'b']\n",
            "[a, 'b']\n    allow:\n      long-prompt: 'It: is'\n      needless: x\n",
        ),
        ("flow", {"answer": "c, d"}, "answer: b", "answer: 'c, d'"),
        ("flow", {"question": "a\nb"}, 'question: "a"', 'question: "a\\nb"'),
        ("flow", {"id": None}, "{id: flow, ", "{"),
        ("flow", {"why": "w"}, "answer: b}", "answer: b, why: w}"),
        ("flow", {"accept": ["x", "z"], "hint": "h"}, "answer: b}", "answer: b, accept: [x, z], hint: h}"),
        (
            "flow",
            {"answer": None, "choices": [{"right": "x", "why": "w"}, {"wrong": "z: 1"}]},
            ", answer: b}",
            ", choices: [{right: x, why: w}, {wrong: 'z: 1'}]}",
        ),
        (
            "flow",
            {"question": None, "answer": None, "duty": "d", "owner": "aws"},
            'question: "a", answer: b',
            "duty: d, owner: aws",
        ),
    ],
)
def test_only_what_is_another_value_is_written_anew(
    note: str, values: dict[str, Any], old: str, new: str
) -> None:
    assert not old or DECK.count(old) == 1
    assert edit(DECK, note, **values) == DECK.replace(old, new)


CHOICES: list[dict[str, str]] = [
    {"right": "Users", "why": "Yours."},
    {"right": "Windows"},
    {"wrong": "Hosts"},
]


@pytest.mark.parametrize(
    ("choices", "old", "new"),
    [
        ([{**CHOICES[0], "right": "Roles"}, *CHOICES[1:]], '"Users"  # yes', "Roles  # yes"),
        ([{"right": "Users"}, *CHOICES[1:]], "\n        why: Yours.", ""),
        ([*CHOICES[:2], {"wrong": "Hosts", "why": "w"}], "'Hosts'", "'Hosts'\n        why: w"),
        ([CHOICES[0], {"wrong": "Windows"}, CHOICES[2]], "right: Windows", "wrong: Windows"),
        ([CHOICES[0], {"wrong": "Walls"}, CHOICES[2]], "right: Windows", "wrong: Walls"),
        ([{"wrong": "x", "why": "Yours."}, *CHOICES[1:]], 'right: "Users"  # yes', "wrong: x"),
        (
            [*CHOICES, {"wrong": "Disks", "why": "a: b"}],
            "      - wrong: 'Hosts'\n",
            "      - wrong: 'Hosts'\n      - wrong: Disks\n        why: 'a: b'\n",
        ),
        (
            [{"wrong": "a\nb"}, *CHOICES],
            '      - right: "Users"',
            '      - wrong: |-\n          a\n          b\n      - right: "Users"',
        ),
        (
            [CHOICES[0], {"right": "Window"}, {"wrong": "Disks"}, CHOICES[2]],
            "right: Windows\n",
            "right: Window\n      - wrong: Disks\n",
        ),
        ([CHOICES[0], CHOICES[2]], "      - right: Windows\n", ""),
        (CHOICES[1:], '      - right: "Users"  # yes\n        why: Yours.\n', ""),
    ],
)
def test_of_the_choices_only_those_that_changed_are_written_anew(
    choices: list[dict[str, str]], old: str, new: str
) -> None:
    assert DECK.count(old) == 1
    assert edit(DECK, "two", choices=choices) == DECK.replace(old, new)


@pytest.mark.parametrize(
    ("note", "values", "after"),
    [
        (
            "- question: q\n  answer: a\n  accept: # c\n  - b # d\n  # e\n  hint: h",
            {"accept": []},
            "- question: q\n  answer: a\n  accept: [] # c\n  # e\n  hint: h",
        ),
        (
            "- question: q\n  answer: a\n  accept:\n  - b # d\n  - 'c'\n",
            {"accept": ["x: y", "c", "# d"]},
            "- question: q\n  answer: a\n  accept:\n  - 'x: y' # d\n  - 'c'\n  - '# d'\n",
        ),
        ('- {"question":"q","answer":"a"}', {"answer": "b"}, '- {"question":"q","answer": b}'),
        (
            "- {question: q, choices: [right: a, wrong: b, {wrong: c}]}",
            {"choices": [{"right": "b"}, {"wrong": "c", "why": "d"}]},
            "- {question: q, choices: [right: b, {wrong: c, why: d}]}",
        ),
        (
            "- {question: q, choices: [right: a, right: b, {wrong: c}]}",
            {"choices": [{"right": "b", "why": "d"}, {"wrong": "c"}]},
            "- {question: q, choices: [{right: b, why: d}, {wrong: c}]}",
        ),
        (
            "- {question: q, choices: [right: a, right: b, {wrong: c}]}",
            {"choices": [{"right": "b"}, {"wrong": "c"}]},
            "- {question: q, choices: [right: b, {wrong: c}]}",
        ),
        (
            "- {question: q, choices: [right: b, {wrong: c}]}",
            {"choices": [{"wrong": "a"}, {"right": "b"}, {"wrong": "c"}]},
            "- {question: q, choices: [{wrong: a}, right: b, {wrong: c}]}",
        ),
        (
            "- id: i # d\n  # c\n  question: q\n  answer: a\n",
            {"id": None},
            "-\n  # c\n  question: q\n  answer: a\n",
        ),
        (
            "- {id: i, # d\n  question: q, # c\n  answer: a}",
            {"accept": [], "answer": "b"},
            "- {id: i, # d\n  question: q, # c\n  answer: b, accept: []}",
        ),
        (
            "- {question: q, # c\n  answer: a, # d\n hint: h }",
            {"hint": None},
            "- {question: q, # c\n  answer: a, # d\n }",
        ),
        (
            "- question: q\n  why: w\n  tags: []\n  answer: a\n",
            {"hint": "h", "id": "i", "source": "s"},
            "- id: i\n  question: q\n  why: w\n  hint: h\n  source: s\n  tags: []\n  answer: a\n",
        ),
        ("- duty: d\n  owner: aws\n", {"on": "o"}, "- duty: d\n  on: o\n  owner: aws\n"),
        (
            "- question: q\n  answer: a\n  allow: {x: y}\n",
            {"allow": {"x": "y", "z": "a: b"}},
            "- question: q\n  answer: a\n  allow: {x: y, z: 'a: b'}\n",
        ),
    ],
)
def test_layouts_that_are_rare(note: str, values: dict[str, Any], after: str) -> None:
    before = f"title: T\ncards:\n{note}"
    assert edit(before, first_id(before), **values) == f"title: T\ncards:\n{after}"


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
def test_a_draft_that_is_no_sound_note_is_refused_with_the_problems(
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
