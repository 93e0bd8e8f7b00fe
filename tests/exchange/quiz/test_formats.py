"""GIFT, Moodle XML and QTI: questions come in whole, and what has no place in a deck is named."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.exchange.deck_notes import DeckNotes
from srm_quiz.exchange.model import Imported, ImportRefusedError, Loss
from srm_quiz.exchange.quiz import gift, moodle, qti
from srm_quiz.exchange.registry import read_file
from tests.support.importing import losses, notes

GIFT = """\
// 1 [id:racks] [tag:model] [tag:two words]
::Racks::Who locks the racks? {
  =AWS # They stand in its buildings.
  ~The customer # It has no key.
  ~Both \\= shared
  ####So the model says.
}

$CATEGORY: $course$/Duties/Keys

Which are yours? {~%50%keys ~%50%data ~%-100%racks}

AWS is responsible for security {=of} the cloud.

Keys are yours.{TRUE#Whose else?#Right.}

Where are audit reports? {=AWS Artifact =Artifact}

How many zones? {#3}

How large? {#3:1}

Match. {=a -> b =c -> d}

Tell us. {}

Just a text.
"""


def test_gift_is_read_with_its_feedback_categories_and_ids() -> None:
    found = gift.read(GIFT, "Mine")
    first, second = found.decks
    assert first.notes == [
        {
            "id": "racks",
            "question": "Who locks the racks?",
            "choices": [
                {"right": "AWS", "why": "They stand in its buildings."},
                {"wrong": "The customer", "why": "It has no key."},
                {"wrong": "Both = shared"},
            ],
            "why": "So the model says.",
            "tags": ["model", "two words"],
        }
    ]
    assert second.head["title"] == "Duties: Keys"
    assert [{key: value for key, value in note.items() if key != "id"} for note in second.notes] == [
        {
            "question": "Which are yours?",
            "choices": [{"right": "keys"}, {"right": "data"}, {"wrong": "racks"}],
        },
        {"question": "AWS is responsible for security \\_\\_\\_ the cloud.", "answer": "of", "accept": []},
        {
            "question": "Keys are yours.",
            "choices": [{"right": "True", "why": "Right."}, {"wrong": "False", "why": "Whose else?"}],
        },
        {"question": "Where are audit reports?", "answer": "AWS Artifact", "accept": ["Artifact"]},
        {"question": "How many zones?", "answer": "3", "accept": []},
    ]
    assert [(what, where.partition(":")[0]) for what, where in losses(found)] == [
        ("a question was left out: it takes any number of a range", "line 21"),
        ("a question was left out: it matches terms", "line 23"),
        ("a question was left out: it asks for an essay", "line 25"),
        ("a question was left out: it has no answers in braces", "line 27"),
    ]
    assert (found.understood, found.left_out) == (6, 4)


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Duties</text></category></question>
<question type="multichoice">
  <questiontext format="html"><text><![CDATA[<p>Who <b>locks</b> the racks?</p>]]></text></questiontext>
  <generalfeedback format="html"><text>&lt;p&gt;So the model says.&lt;/p&gt;</text></generalfeedback>
  <idnumber>racks</idnumber>
  <answer fraction="100" format="html"><text>AWS</text><feedback><text>Yes.</text></feedback></answer>
  <answer fraction="0" format="html"><text>The customer</text><feedback><text></text></feedback></answer>
  <hint format="html"><text>Buildings.</text></hint>
  <tags><tag><text>model</text></tag></tags>
</question>
<question type="truefalse">
  <questiontext><text>Keys are yours.</text></questiontext>
  <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer>
</question>
<question type="shortanswer">
  <questiontext><text>Where are audit reports?</text></questiontext>
  <answer fraction="100"><text>AWS Artifact</text></answer>
  <answer fraction="100"><text>Artifact</text></answer>
</question>
<question type="matching"><questiontext><text>Match.</text></questiontext></question>
<question type="description"><questiontext><text>Only a text.</text></questiontext></question>
</quiz>
"""


def test_moodle_xml_is_read_and_its_html_becomes_markdown() -> None:
    found = moodle.read(MOODLE, "Mine")
    (deck,) = found.decks
    assert deck.head["title"] == "Duties"
    assert deck.notes[0] == {
        "id": "racks",
        "question": "Who **locks** the racks?",
        "choices": [{"right": "AWS", "why": "Yes."}, {"wrong": "The customer"}],
        "why": "So the model says.",
        "hint": "Buildings.",
        "tags": ["model"],
    }
    assert notes(found)[1:] == [
        {"question": "Keys are yours.", "choices": [{"right": "True"}, {"wrong": "False"}]},
        {"question": "Where are audit reports?", "answer": "AWS Artifact", "accept": ["Artifact"]},
    ]
    assert losses(found) == [("a question was left out: it matches terms", "question 5: Match.")]


QTI = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="racks" title="Racks">
<responseDeclaration identifier="RESPONSE" cardinality="single">
<correctResponse><value>B</value></correctResponse>
</responseDeclaration>
<itemBody><p>Look at the building.</p>
<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Who locks the racks?</prompt>
<simpleChoice identifier="A">The customer</simpleChoice>
<simpleChoice identifier="B">AWS<feedbackInline>Its own.</feedbackInline></simpleChoice>
</choiceInteraction></itemBody>
<modalFeedback outcomeIdentifier="F" identifier="x" showHide="show">So the model says.</modalFeedback>
</assessmentItem>
"""
RACKS: Draft = {
    "id": "racks",
    "question": "Look at the building.\n\nWho locks the racks?",
    "choices": [{"wrong": "The customer"}, {"right": "AWS", "why": "Its own."}],
    "why": "So the model says.",
}


def test_a_choice_item_of_qti_is_read_alone_and_in_a_package(tmp_path: Path) -> None:
    path = tmp_path / "item.xml"
    path.write_text(QTI)
    assert [dict(note) for note in read_file(path).decks[0].notes] == [RACKS]
    with zipfile.ZipFile(tmp_path / "bank.zip", "w") as package:
        package.writestr("imsmanifest.xml", "<manifest/>")
        package.writestr("items/1.xml", QTI)
        package.writestr("items/2.xml", QTI.replace("choiceInteraction", "orderInteraction"))
    found = read_file(tmp_path / "bank.zip")
    assert [dict(note) for note in found.decks[0].notes] == [RACKS]
    assert losses(found) == [
        ("an item was left out: it is no item with one choice to make", "items/2.xml: Racks")
    ]


def test_an_item_whose_right_choice_is_not_there_marks_nothing() -> None:
    found = qti.read(QTI.replace("<value>B</value>", "<value>C</value>"), "Mine")
    assert not found.decks
    assert losses(found) == [("an item was left out: its right choices are not among its choices", "Racks")]


@pytest.mark.parametrize("read", [moodle.read, qti.read])
@pytest.mark.parametrize(
    "text",
    ["<quiz><question>", '<!DOCTYPE a [<!ENTITY b "c">]><quiz/>', "<a>" * 100_000],
)
def test_xml_that_is_broken_or_could_grow_is_refused(read: Callable[[str, str], Imported], text: str) -> None:
    with pytest.raises(ImportRefusedError):
        read(text, "Mine")


# ---------------------------------------------------------------------- there and back

ODD = [*"~=#{}:\\%/", "->", "####", "one", "two\nlines", "[html]", "T", "//"]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).map(
    lambda text: UNSAFE.sub("", text).strip() or "-"
) | st.lists(st.sampled_from(ODD), min_size=1).map(lambda parts: " ".join(parts).strip())
OPTIONS = st.lists(TEXTS, min_size=2, max_size=4, unique_by=lambda text: " ".join(text.split())).map(
    lambda texts: [
        {"wrong" if place else "right": text, "why": text[:9].strip()} for place, text in enumerate(texts)
    ]
)
NOTES = st.lists(
    st.one_of(
        st.fixed_dictionaries({"question": TEXTS, "answer": TEXTS}),
        st.fixed_dictionaries({"question": TEXTS, "answer": TEXTS, "accept": st.just([])}),
        st.fixed_dictionaries({"question": TEXTS, "choices": OPTIONS}),
    ),
    min_size=1,
    max_size=4,
)
Writer = Callable[[DeckNotes], tuple[str, "list[Loss]"]]


@pytest.mark.parametrize(("write", "read"), [(gift.write, gift.read), (moodle.write, moodle.read)])
@given(drafts=NOTES)
def test_what_is_written_is_read_back_whole(
    write: Writer, read: Callable[[str, str], Imported], drafts: list[Draft]
) -> None:
    written = [{"id": f"n{number}", **draft} for number, draft in enumerate(drafts)]
    text, lost = write(DeckNotes("Mine", written))
    assert not lost
    assert [dict(note) for deck in read(text, "Mine").decks for note in deck.notes] == written
