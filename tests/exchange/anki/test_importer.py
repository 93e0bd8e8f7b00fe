"""Notes of Anki's become notes of decks, whatever their note type asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_quiz.exchange.anki.choices import right_by_key
from srm_quiz.exchange.anki.cloze import marked, sentences
from srm_quiz.exchange.anki.html_to_markdown import to_markdown
from tests.support.anki_files import (
    ANSWER,
    BASIC,
    CLOZE,
    NOW,
    OPTIONAL,
    REVERSED,
    TYPED,
    Kind,
    Package,
    notes,
    read,
    said,
)


def a_note(made: Package, folder: Path) -> dict[str, object]:
    found = read(made, folder)
    assert not found.losses
    (note,) = notes(found)
    return {key: value for key, value in note.items() if key != "id"}


@pytest.mark.parametrize("new", [False, True], ids=["old", "new"])
def test_a_basic_note_is_a_question_with_its_answer(tmp_path: Path, new: bool) -> None:
    made = Package(decks={7: "AWS::Security::IAM"})
    made.add(BASIC, "Who <b>patches</b> it?", "AWS<br>always", guid="Fz{q", tags=" ec2 a::b ", deck=7)
    (deck,) = read(made, tmp_path, new=new).decks
    assert (deck.id, deck.head["title"]) == ("anki-aws-security-iam", "AWS: Security: IAM")
    (note,) = deck.notes
    assert note == {
        "id": note["id"],
        "question": "Who **patches** it?",
        "answer": "AWS\\\nalways",
        "tags": ["ec2", "a::b"],
    }


def test_a_note_is_named_by_what_names_it_in_every_collection(tmp_path: Path) -> None:
    made = Package()
    for guid in ("plain-1", "Qx}1", "qX}1"):
        made.add(BASIC, guid, "b", guid=guid)
    first = [note["id"] for note in notes(read(made, tmp_path))]
    made.notes.reverse()
    assert first[0] == "anki-plain-1" and len(set(first)) == 3
    assert first == [note["id"] for note in notes(read(made, tmp_path))]


def test_the_other_way_round_is_a_note_of_its_own(tmp_path: Path) -> None:
    made = Package()
    made.add(REVERSED, "in", "out", guid="a", ordinals=(0, 1))
    made.add(OPTIONAL, "on", "off", "y", guid="b", ordinals=(0, 1))
    made.add(OPTIONAL, "up", "down", "", guid="c", ordinals=(0,))
    assert [(n["id"], n["question"], n["answer"]) for n in notes(read(made, tmp_path))] == [
        ("anki-a", "in", "out"),
        ("anki-a-reversed", "out", "in"),
        ("anki-b", "on", "off"),
        ("anki-b-reversed", "off", "on"),
        ("anki-c", "up", "down"),
    ]


def test_an_answer_typed_in_anki_is_typed_here_and_free_of_markup(tmp_path: Path) -> None:
    made = Package()
    made.add(TYPED, "Which call?", "<code>s3:Get_*_Object*</code>")
    note = {"question": "Which call?", "answer": "s3:Get_*_Object*", "accept": []}
    assert a_note(made, tmp_path) == note


def test_templates_are_filled_with_their_own_words_and_without_what_is_hidden(tmp_path: Path) -> None:
    kind = Kind(
        ("Country", "Capital", "Map"),
        [
            (
                "Capital of {{Country}}? {{^Map}}(no map){{/Map}}{{#Map}}{{Map}}{{/Map}}",
                "{{Country}}: {{Capital}}",
            )
        ],
    )
    made = Package()
    made.add(kind, "Norway", "Oslo", "")
    assert a_note(made, tmp_path) == {"question": "Capital of Norway? (no map)", "answer": "Norway: Oslo"}


def test_further_fields_are_the_why_the_source_and_the_hint(tmp_path: Path) -> None:
    kind = Kind(
        ("Front", "Back", "Explanation", "Source", "Hint"),
        [
            (
                "{{Front}} {{hint:Hint}}",
                ANSWER + "{{Back}}<br>{{#Explanation}}<i>{{Explanation}}</i>{{/Explanation}}{{Source}}",
            )
        ],
    )
    made = Package()
    made.add(kind, "q", "a", "<p>Because.</p><p>So.</p>", '<a href="https://x.y/z">docs</a>', "think")
    assert a_note(made, tmp_path) == {
        "question": "q",
        "answer": "a",
        "why": "Because.\n\nSo.",
        "hint": "think",
        "source": "docs https://x.y/z",
    }


def test_a_field_named_like_a_why_that_is_the_whole_answer_is_the_answer(tmp_path: Path) -> None:
    made = Package()
    made.add(Kind(("Front", "Notes"), [("{{Front}}", ANSWER + "{{Notes}}")]), "q", "a")
    assert a_note(made, tmp_path) == {"question": "q", "answer": "a"}


def test_blanks_are_siblings_with_their_cues_and_the_extra_is_the_why(tmp_path: Path) -> None:
    made = Package()
    made.add(CLOZE, "{{c1::of}} the cloud, {{c2::<b>in</b>::of or in?}} it", "why", ordinals=(0, 1))
    assert a_note(made, tmp_path) == {"cloze": "{{of}} the cloud, {{in::of or in?}} it", "why": "why"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{c2::a}} {{c1::b}}", [("{{a}} {{b}}", (2, 1))]),
        ("{{c1::a {{c2::b}} c}} d", [("{{a b c}} d", (1,)), ("a {{b}} c d", (2,))]),
        ("{{c1::arn:<!-- -->:x}}", [("{{arn::x::}}", (1,))]),
        ("{{c1::{a}<!-- -->}}", [("{{{a}}}", (1,))]),
        ("{{c1::a}} {{x}}", [("{{a}} {\\{x}}", (1,))]),
        ("{{c1::a}} {{c2::open", [("{{a}} {\\{c2::open", (1,))]),
        ("{{c1::}} b", []),
        ("no blank", []),
        ("}} :: {{c1::a}}", [("}} :: {{a}}", (1,))]),
        ("{{c1::a|b::c|d}} x|y", [(r"{{a\|b::c|d}} x|y", (1,))]),
    ],
)
def test_blanks_are_found_as_anki_finds_them(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(one.text, one.numbers) for one in sentences(to_markdown(marked(text)))] == expected


def test_history_of_a_blank_goes_to_its_own_sibling(tmp_path: Path) -> None:
    made = Package()
    first = made.add(CLOZE, "{{c2::a}} {{c1::b {{c3::c}}}}", "", guid="x", ordinals=(0, 1, 2))
    for number in range(3):
        made.review(first + number, NOW + number)
    assert [review.card for review in read(made, tmp_path, history=True).reviews] == [
        "anki-default/anki-x#2",
        "anki-default/anki-x#1",
        "anki-default/anki-x-inner1#1",
    ]


def test_blanks_that_share_a_number_are_asked_one_by_one_and_that_is_said(tmp_path: Path) -> None:
    made = Package()
    made.add(CLOZE, "{{c1::a}} and {{c1::b}}", "")
    found = read(made, tmp_path)
    assert notes(found)[0]["cloze"] == "{{a}} and {{b}}"
    assert said(found) == ["blanks that were asked together are asked one by one"]


def test_blanks_on_a_picture_are_lost(tmp_path: Path) -> None:
    made = Package()
    made.add(CLOZE, "{{c1::image-occlusion:rect:left=.1}}<img src=x>", "")
    made.add(CLOZE, "{{c1::<img src=x>}}", "")
    found = read(made, tmp_path)
    assert not found.decks and len(found.losses) >= 2


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        (("Question", "Q_1", "Q_2", "Q_3", "Q_4", "Answers"), ("q", "a", "b", "c", "", "1 0 1 0")),
        (("Question", "Option A", "Option B", "Option C", "Correct"), ("q", "A. a", "B. b", "C. c", "A,C")),
        (("Front", "A", "B", "C", "Answer"), ("q", "a", "b", "c", "AC")),
        (("Question", "Options", "Correct"), ("q", "<ol><li>a</li><li>b</li><li>c</li></ol>", "1 3")),
        (("Question", "Options", "Correct"), ("q", "A. a<br>B. b<br>C. c", "A, C")),
        (("Question", "Right 1", "Right 2", "Wrong 1", "Wrong 2"), ("q", "a", "c", "b", "")),
    ],
)
def test_multiple_choice_is_known_by_the_names_of_its_fields(
    tmp_path: Path, fields: tuple[str, ...], values: tuple[str, ...]
) -> None:
    made = Package()
    made.add(Kind(fields, [("{{Front}}<script>draw()</script>", "{{Answer}}")]), *values)
    note = a_note(made, tmp_path)
    choices = note["choices"]
    assert note["question"] == "q" and isinstance(choices, list)
    assert {(key, text) for choice in choices for key, text in choice.items() if text} == {
        ("right", "a"),
        ("wrong", "b"),
        ("right", "c"),
    }


def test_an_option_keeps_its_own_reason(tmp_path: Path) -> None:
    kind = Kind(("Question", "A", "B", "Correct", "Explanation A", "Explanation"), [("{{Question}}", "x")])
    made = Package()
    made.add(kind, "q", "a", "b", "B", "no", "all")
    note = a_note(made, tmp_path)
    assert note["why"] == "all"
    assert note["choices"] == [{"wrong": "a", "why": "no"}, {"right": "b", "why": ""}]


def test_options_that_are_all_right_make_a_question_with_its_answer(tmp_path: Path) -> None:
    made = Package()
    made.add(Kind(("Question", "Q_1", "Q_2", "Answers"), [("", "")]), "q", "a", "b", "1 1")
    found = read(made, tmp_path)
    assert notes(found)[0]["question"] == "q\n\n- a\n- b"
    assert notes(found)[0]["answer"] == "All of them" and len(found.losses) == 1


@pytest.mark.parametrize(
    ("key", "right"),
    [("0", None), ("E", None), ("", None), ("maybe", None), ("0 0 0 0", set()), ("B) y", {1}), ("1", {0})],
)
def test_a_key_that_does_not_say_which_options_are_right_is_not_guessed(
    key: str, right: set[int] | None
) -> None:
    assert right_by_key(key, ["x", "y", "z", "w"]) == right
